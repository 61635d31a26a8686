package dev.ccproxy.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a tool's JSON Schema that arguments are compared with: types, properties, required
 * names, items. What else a schema says (references, alternatives, ranges) restricts nothing here.
 *
 * @param types kinds that are allowed, as bits of {@link #STRING} to {@link #NULL}; 0 allows all
 * @param properties schemas of the members of an object
 * @param required names of the members that must be there, in the order of the schema
 * @param items schema of the elements of an array, null where none is given
 */
public record ToolSchema(
    int types,
    Map<String, ToolSchema> properties,
    List<String> required,
    @Nullable ToolSchema items) {
  /** Bit of a type. */
  public static final int STRING = 1;

  /** Bit of a type. */
  public static final int NUMBER = 2;

  /** Bit of a type. */
  public static final int INTEGER = 4;

  /** Bit of a type. */
  public static final int BOOLEAN = 8;

  /** Bit of a type. */
  public static final int OBJECT = 16;

  /** Bit of a type. */
  public static final int ARRAY = 32;

  /** Bit of a type. */
  public static final int NULL = 64;

  /** A schema that allows everything. */
  public static final ToolSchema ANY = new ToolSchema(0, Map.of(), List.of(), null);

  /** Copies the collections. */
  public ToolSchema {
    properties = Map.copyOf(properties);
    required = List.copyOf(required);
  }

  /** The bit of a type name of JSON Schema; 0 for a name that is none. */
  static int type(String name) {
    return switch (name) {
      case "string" -> STRING;
      case "number" -> NUMBER;
      case "integer" -> INTEGER;
      case "boolean" -> BOOLEAN;
      case "object" -> OBJECT;
      case "array" -> ARRAY;
      case "null" -> NULL;
      default -> 0;
    };
  }

  /** Whether a value of this kind is allowed; an integer is a number too. */
  boolean allows(int type) {
    return types == 0 || (types & type) != 0 || (type == INTEGER && (types & NUMBER) != 0);
  }

  /** How a sentence calls what is allowed, for example {@code a string or null}. */
  String words() {
    StringBuilder out = new StringBuilder();
    for (int type = STRING; type <= NULL; type <<= 1) {
      if ((types & type) != 0) {
        out.append(out.length() == 0 ? "" : " or ").append(words(type));
      }
    }
    return out.toString();
  }

  /** How a sentence calls a value of one type. */
  static String words(int type) {
    return switch (type) {
      case STRING -> "a string";
      case NUMBER -> "a number";
      case INTEGER -> "an integer";
      case BOOLEAN -> "a boolean";
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      default -> "null";
    };
  }
}
