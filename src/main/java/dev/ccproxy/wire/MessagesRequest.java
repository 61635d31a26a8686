package dev.ccproxy.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the request said that the answer is judged by.
 *
 * @param stream whether a stream was asked for
 * @param maxTokens the {@code max_tokens}; -1 where the request has none
 * @param stopSequences the {@code stop_sequences}
 * @param tools the declared tools, in order
 * @param toolChoice how the tools were to be used
 */
public record MessagesRequest(
    boolean stream,
    long maxTokens,
    List<String> stopSequences,
    List<Tool> tools,
    ToolChoice toolChoice) {

  /** Copies the lists. */
  public MessagesRequest {
    stopSequences = List.copyOf(stopSequences);
    tools = List.copyOf(tools);
  }

  /**
   * A tool that the model was offered.
   *
   * @param name its name
   * @param schema schema of its arguments; allows everything where the request gives none
   */
  public record Tool(String name, ToolSchema schema) {}

  /**
   * The {@code tool_choice} of the request.
   *
   * @param type {@code auto}, {@code any}, {@code tool} or {@code none}; "" where none was sent
   * @param name the tool of the type {@code tool}, else ""
   * @param oneCallAtMost whether parallel calls were switched off
   */
  public record ToolChoice(String type, String name, boolean oneCallAtMost) {
    /** No {@code tool_choice} was sent. */
    public static final ToolChoice ABSENT = new ToolChoice("", "", false);
  }

  /** The file that should hold a request holds none. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /**
   * Reads the JSON body of a request. Fields of other types than the protocol gives them count as
   * absent.
   *
   * @throws UnreadableException when the bytes are no JSON object; the message names the place and
   *     holds nothing of the content
   */
  public static MessagesRequest parse(byte[] json) throws UnreadableException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableException("the request is no JSON object");
      }
      MessagesRequest request = new Reader(parser).request();
      if (parser.nextToken() != null) {
        throw new UnreadableException("the request holds more than one JSON value");
      }
      return request;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new UnreadableException(
          at == null
              ? "the request is no JSON"
              : "the request is no JSON: line " + at.getLineNr() + ", column " + at.getColumnNr());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tool with this name; null where the request declares none. */
  @Nullable Tool tool(String name) {
    for (Tool tool : tools) {
      if (tool.name.equals(name)) {
        return tool;
      }
    }
    return null;
  }

  /** Reads the fields with a streaming parser that stands behind the opening bracket. */
  private static final class Reader {
    private final JsonParser parser;

    Reader(JsonParser parser) {
      this.parser = parser;
    }

    MessagesRequest request() throws IOException {
      boolean stream = false;
      long maxTokens = -1;
      List<String> stopSequences = List.of();
      List<Tool> tools = List.of();
      ToolChoice choice = ToolChoice.ABSENT;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (name) {
          case "stream" -> {
            stream = value == JsonToken.VALUE_TRUE;
            parser.skipChildren();
          }
          case "max_tokens" -> {
            maxTokens = value.isNumeric() ? (long) parser.getDoubleValue() : -1;
            parser.skipChildren();
          }
          case "stop_sequences" -> stopSequences = strings();
          case "tools" -> tools = tools();
          case "tool_choice" -> choice = choice();
          default -> parser.skipChildren();
        }
      }
      return new MessagesRequest(stream, maxTokens, stopSequences, tools, choice);
    }

    private List<String> strings() throws IOException {
      List<String> strings = new ArrayList<>();
      if (parser.currentToken() == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (parser.currentToken() == JsonToken.VALUE_STRING) {
            strings.add(parser.getText());
          } else {
            parser.skipChildren();
          }
        }
      } else {
        parser.skipChildren();
      }
      return strings;
    }

    private List<Tool> tools() throws IOException {
      List<Tool> tools = new ArrayList<>();
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        parser.skipChildren();
        return tools;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          parser.skipChildren();
          continue;
        }
        String name = "";
        ToolSchema schema = ToolSchema.ANY;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          JsonToken value = parser.nextToken();
          if (field.equals("name") && value == JsonToken.VALUE_STRING) {
            name = parser.getText();
          } else if (field.equals("input_schema")) {
            schema = schema();
          } else {
            parser.skipChildren();
          }
        }
        tools.add(new Tool(name, schema));
      }
      return tools;
    }

    private ToolChoice choice() throws IOException {
      String type = "";
      String name = "";
      boolean oneCall = false;
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          JsonToken value = parser.nextToken();
          if (field.equals("type") && value == JsonToken.VALUE_STRING) {
            type = parser.getText();
          } else if (field.equals("name") && value == JsonToken.VALUE_STRING) {
            name = parser.getText();
          } else if (field.equals("disable_parallel_tool_use")) {
            oneCall = value == JsonToken.VALUE_TRUE;
            parser.skipChildren();
          } else {
            parser.skipChildren();
          }
        }
      } else {
        parser.skipChildren();
      }
      return new ToolChoice(type, name, oneCall);
    }

    private ToolSchema schema() throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return ToolSchema.ANY;
      }
      int types = 0;
      boolean nullable = false;
      Map<String, ToolSchema> properties = Map.of();
      List<String> required = List.of();
      ToolSchema items = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (field) {
          case "type" -> types = types();
          case "nullable" -> {
            nullable = value == JsonToken.VALUE_TRUE;
            parser.skipChildren();
          }
          case "properties" -> properties = properties();
          case "required" -> required = strings();
          case "items" -> items = schema();
          default -> parser.skipChildren();
        }
      }
      if (nullable && types != 0) {
        types |= ToolSchema.NULL;
      }
      return new ToolSchema(types, properties, required, items);
    }

    private int types() throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return ToolSchema.type(parser.getText());
      }
      int types = 0;
      for (String name : strings()) {
        int type = ToolSchema.type(name);
        if (type == 0) {
          return 0;
        }
        types |= type;
      }
      return types;
    }

    private Map<String, ToolSchema> properties() throws IOException {
      Map<String, ToolSchema> properties = new HashMap<>();
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          properties.put(name, schema());
        }
      } else {
        parser.skipChildren();
      }
      return properties;
    }
  }
}
