package dev.ccproxy.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON of a server within the bounds of {@code probes.md} 5.4. */
final class BoundedJson {
  private static final int MOST_DEPTH = 100;
  private static final int MOST_TOKENS = 200_000;
  private static final int LONGEST_NUMBER = 1_000;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MOST_DEPTH)
                  .maxTokenCount(MOST_TOKENS)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .build();

  private BoundedJson() {}

  /** A parser with the bounds. */
  static JsonParser parser(byte[] json) throws IOException {
    return FACTORY.createParser(json);
  }

  /** The value; null where the bytes are no JSON, more than one value or over a bound. */
  static @Nullable Value parse(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return whole(parser);
    } catch (IOException e) {
      return null;
    }
  }

  /** As {@link #parse(byte[])}. */
  static @Nullable Value parse(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return whole(parser);
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable Value whole(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      return null;
    }
    Value value = value(parser);
    return parser.nextToken() == null ? value : null;
  }

  private static Value value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Value> fields = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        fields.put(name, value(parser));
      }
      return new Value.Fields(fields);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Value> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(parser));
      }
      return new Value.Items(items);
    }
    String text = parser.getText();
    return switch (token) {
      case VALUE_STRING -> Value.of(text);
      case VALUE_TRUE -> Value.of(true);
      case VALUE_FALSE -> Value.of(false);
      case VALUE_NULL -> new Value.Literal(Node.Kind.NULL, "null");
      default -> new Value.Literal(Node.Kind.NUMBER, text);
    };
  }

  /** A field of an object; null where the value is none or has no such field. */
  static @Nullable Value field(@Nullable Value value, String name) {
    return value instanceof Value.Fields object ? object.fields().get(name) : null;
  }

  /** A string; "" where the value is none. */
  static String text(@Nullable Value value) {
    return value instanceof Value.Text text ? text.text() : "";
  }

  /** The string of a field; "" where there is none. */
  static String text(@Nullable Value value, String name) {
    return text(field(value, name));
  }

  /** Items of a list; none where the value is no list. */
  static List<Value> items(@Nullable Value value) {
    return value instanceof Value.Items list ? list.items() : List.of();
  }

  /** A whole number; {@code otherwise} where the value is none. */
  static long number(@Nullable Value value, long otherwise) {
    if (value instanceof Value.Literal literal && literal.kind() == Node.Kind.NUMBER) {
      try {
        return Long.parseLong(literal.text());
      } catch (NumberFormatException e) {
        return otherwise;
      }
    }
    return otherwise;
  }

  /** Whether a value is {@code true}. */
  static boolean isTrue(@Nullable Value value) {
    return Value.of(true).equals(value);
  }
}
