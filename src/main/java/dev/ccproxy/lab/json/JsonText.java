package dev.ccproxy.lab.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON text to values and back, with jackson's streaming parser. */
final class JsonText {
  /** Images of a client come as one string each; the whole body is bounded by the server. */
  private static final int LONGEST_STRING = 64 * 1024 * 1024;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(LONGEST_STRING)
                  .maxNestingDepth(500)
                  .build())
          .build();

  private JsonText() {}

  static Value read(byte[] bytes) throws JsonSyntaxException {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new JsonSyntaxException("empty");
      }
      Value value = value(parser, first);
      if (parser.nextToken() != null) {
        throw new JsonSyntaxException("more than one value");
      }
      return value;
    } catch (JsonProcessingException e) {
      // jackson's own message quotes the source; a bound that is hit has no place
      throw new JsonSyntaxException(
          e.getLocation() == null
              ? "too deep or too long"
              : "not JSON at byte " + e.getLocation().getByteOffset());
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static Value value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> fields(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> new Value.Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Value.Literal(Node.Kind.NUMBER, parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new Value.Literal(Node.Kind.BOOLEAN, parser.getText());
      default -> new Value.Literal(Node.Kind.NULL, "null");
    };
  }

  private static Value fields(JsonParser parser) throws IOException {
    Map<String, Value> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      fields.put(key, value(parser, parser.nextToken()));
    }
    return new Value.Fields(fields);
  }

  private static Value items(JsonParser parser) throws IOException {
    List<Value> items = new ArrayList<>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      items.add(value(parser, t));
    }
    return new Value.Items(items);
  }

  static String write(Value value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toString();
  }

  private static void write(JsonGenerator generator, Value value) throws IOException {
    if (value instanceof Value.Text text) {
      generator.writeString(text.text());
    } else if (value instanceof Value.Literal literal) {
      generator.writeRawValue(literal.text());
    } else if (value instanceof Value.Items list) {
      generator.writeStartArray();
      for (Value item : list.items()) {
        write(generator, item);
      }
      generator.writeEndArray();
    } else {
      generator.writeStartObject();
      for (Map.Entry<String, Value> field : ((Value.Fields) value).fields().entrySet()) {
        generator.writeFieldName(field.getKey());
        write(generator, field.getValue());
      }
      generator.writeEndObject();
    }
  }
}
