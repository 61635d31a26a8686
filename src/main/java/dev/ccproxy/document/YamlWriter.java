package dev.ccproxy.document;

import dev.ccproxy.document.YamlNode.Style;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as YAML that PyYAML and SnakeYAML read alike.
 *
 * <p>A string is plain where no reader could take it for anything else, else it is double-quoted
 * with escapes. Mappings and lists are written in block style; a short list of scalars and anything
 * empty in flow style.
 */
final class YamlWriter {
  /** Characters of a list that is still written in one line. */
  private static final int SHORT_LIST = 60;

  /** Longer keys are no keys for the scanners. */
  private static final int LONGEST_KEY = 1000;

  private final String lineBreak;
  private final int unit;
  private final int dashOffset;

  /**
   * @param unit blanks by which a mapping is deeper than the one it is in
   * @param dashOffset blanks by which the dashes of a list are deeper than its key
   */
  YamlWriter(String lineBreak, int unit, int dashOffset) {
    this.lineBreak = lineBreak;
    this.unit = unit;
    this.dashOffset = dashOffset;
  }

  /**
   * Why a value cannot be written as YAML; null where it can.
   *
   * @param depth collections around it
   */
  static @Nullable String unwritable(Value value, int depth) {
    if (value instanceof Value.Text text) {
      return unwritable(text.text());
    }
    if (value instanceof Value.Literal literal) {
      return literal(literal) == null ? "the new value is not of the kind it claims to be" : null;
    }
    if (depth >= YamlComposer.DEEPEST) {
      return "nested deeper than " + YamlComposer.DEEPEST + " levels";
    }
    if (value instanceof Value.Items items) {
      for (Value item : items.items()) {
        String reason = unwritable(item, depth + 1);
        if (reason != null) {
          return reason;
        }
      }
      return null;
    }
    for (Map.Entry<String, Value> field : ((Value.Fields) value).fields().entrySet()) {
      String reason = unwritableKey(field.getKey());
      reason = reason == null ? unwritable(field.getValue(), depth + 1) : reason;
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  /** Why a key cannot be written as YAML; null where it can. */
  static @Nullable String unwritableKey(String key) {
    String reason = unwritable(key);
    if (reason == null && text(key, Style.PLAIN, true).length() > LONGEST_KEY) {
      return "a key of more than " + LONGEST_KEY + " characters";
    }
    return reason;
  }

  private static @Nullable String unwritable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return "half a surrogate pair, which no file can hold";
      }
    }
    return null;
  }

  /** Whether a value is written in the line of its key or dash. */
  boolean isInline(Value value) {
    if (value instanceof Value.Fields fields) {
      return fields.fields().isEmpty();
    }
    if (!(value instanceof Value.Items items)) {
      return true;
    }
    for (Value item : items.items()) {
      if (item instanceof Value.Fields || item instanceof Value.Items) {
        return false;
      }
    }
    return flow(value).length() <= SHORT_LIST;
  }

  /**
   * A value as it stands in the line of its key or dash.
   *
   * @param preferred how a string is quoted where that is possible
   */
  String inline(Value value, Style preferred) {
    return value instanceof Value.Text text ? text(text.text(), preferred, false) : flow(value);
  }

  /** A value as it stands in a flow collection. */
  String flow(Value value) {
    return flow(value, Style.PLAIN);
  }

  /**
   * A value as it stands in a flow collection.
   *
   * @param preferred how a string is quoted where that is possible
   */
  String flow(Value value, Style preferred) {
    StringBuilder out = new StringBuilder();
    flow(value, preferred, out);
    return out.toString();
  }

  private void flow(Value value, Style preferred, StringBuilder out) {
    if (value instanceof Value.Text text) {
      out.append(text(text.text(), preferred, true));
    } else if (value instanceof Value.Literal literal) {
      out.append(literal(literal));
    } else if (value instanceof Value.Items items) {
      out.append('[');
      String separator = "";
      for (Value item : items.items()) {
        out.append(separator);
        flow(item, Style.PLAIN, out);
        separator = ", ";
      }
      out.append(']');
    } else {
      out.append('{');
      String separator = "";
      for (Map.Entry<String, Value> field : ((Value.Fields) value).fields().entrySet()) {
        out.append(separator).append(flowEntry(field.getKey(), field.getValue()));
        separator = ", ";
      }
      out.append('}');
    }
  }

  /** An entry as it stands in a flow mapping. */
  String flowEntry(String key, Value value) {
    return text(key, Style.PLAIN, true) + ": " + flow(value);
  }

  /**
   * A mapping or list in block style, without a line end behind its last line.
   *
   * @param column of its keys or dashes; the first line has no indentation
   */
  String block(Value value, int column) {
    StringBuilder out = new StringBuilder();
    block(value, column, out);
    return out.toString();
  }

  private void block(Value value, int column, StringBuilder out) {
    String separator = "";
    if (value instanceof Value.Items items) {
      for (Value item : items.items()) {
        out.append(separator).append("- ");
        if (isInline(item)) {
          out.append(inline(item, Style.PLAIN));
        } else {
          block(item, column + 2, out);
        }
        separator = newLine(column);
      }
      return;
    }
    for (Map.Entry<String, Value> field : ((Value.Fields) value).fields().entrySet()) {
      out.append(separator);
      entry(field.getKey(), field.getValue(), column, out);
      separator = newLine(column);
    }
  }

  /**
   * An entry of a block mapping, without a line end behind its last line.
   *
   * @param column of the key; the first line has no indentation
   */
  String entry(String key, Value value, int column) {
    StringBuilder out = new StringBuilder();
    entry(key, value, column, out);
    return out.toString();
  }

  private void entry(String key, Value value, int column, StringBuilder out) {
    out.append(text(key, Style.PLAIN, false)).append(':');
    if (isInline(value)) {
      out.append(' ').append(inline(value, Style.PLAIN));
    } else {
      int below = column + (value instanceof Value.Items ? dashOffset : unit);
      out.append(newLine(below));
      block(value, below, out);
    }
  }

  /** Columns by which a value is deeper than its key. */
  int offset(Value value) {
    return value instanceof Value.Items ? dashOffset : unit;
  }

  /** A line end and the indentation of the line behind it. */
  String newLine(int column) {
    return lineBreak + " ".repeat(column);
  }

  /** A number, boolean, null or date as PyYAML knows it; null where it does not. */
  private static @Nullable String literal(Value.Literal literal) {
    if (literal.kind() == Node.Kind.NULL) {
      return "null";
    }
    String text = literal.text();
    if (literal.kind() == Node.Kind.NUMBER && YamlScalars.kind(text) != Node.Kind.NUMBER) {
      text = numberWithPointAndSign(text);
    }
    boolean fits = YamlScalars.kind(text) == literal.kind() && literal.kind() != Node.Kind.STRING;
    return fits ? text : null;
  }

  /** The numbers {@code 1e3} and {@code 1.5E3} of JSON as YAML 1.1 has them. */
  private static String numberWithPointAndSign(String text) {
    int e = Math.max(text.indexOf('e'), text.indexOf('E'));
    if (e < 1) {
      return text;
    }
    String mantissa = text.substring(0, e);
    String exponent = text.substring(e + 1);
    boolean signed = exponent.startsWith("-") || exponent.startsWith("+");
    return mantissa + (mantissa.indexOf('.') < 0 ? ".0e" : "e") + (signed ? "" : "+") + exponent;
  }

  /**
   * A string as YAML.
   *
   * @param preferred the style to take where it can hold the string; plain stands for any other
   * @param flow whether it stands in a flow collection
   */
  static String text(String text, Style preferred, boolean flow) {
    if (preferred == Style.SINGLE && isSingleQuotable(text)) {
      return "'" + text.replace("'", "''") + "'";
    }
    if (preferred != Style.SINGLE && preferred != Style.DOUBLE && isPlain(text, flow)) {
      return text;
    }
    return doubleQuoted(text);
  }

  private static boolean isSingleQuotable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isEscaped(text.charAt(i)) || text.charAt(i) == '\t') {
        return false;
      }
    }
    return true;
  }

  /** Whether every reader takes the plain text for this string and for nothing else. */
  private static boolean isPlain(String text, boolean flow) {
    if (text.isEmpty() || text.startsWith("...") || isWord(text) || isLikeNumber(text)) {
      return false;
    }
    int first = text.codePointAt(0);
    if (!Character.isLetterOrDigit(first) && "./_$+(".indexOf(first) < 0) {
      return false;
    }
    char last = text.charAt(text.length() - 1);
    if (last == ' ' || last == ':' || YamlScalars.kind(text) != Node.Kind.STRING) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean unsafe =
          isEscaped(c)
              || c == '\t'
              || (c == ':' && text.charAt(i + 1) == ' ')
              || (c == '#' && text.charAt(i - 1) == ' ')
              || (flow && ",[]{}?:".indexOf(c) >= 0 && !isPlainColon(text, i));
      if (unsafe) {
        return false;
      }
    }
    return true;
  }

  /** A colon between letters or slashes, as in a URL: no reader of a flow collection ends there. */
  private static boolean isPlainColon(String text, int i) {
    char next = text.charAt(i + 1 < text.length() ? i + 1 : i);
    return text.charAt(i) == ':' && (next == '/' || Character.isLetterOrDigit(next));
  }

  /** Words that some YAML takes for a boolean or null, in any case. */
  private static boolean isWord(String text) {
    if (text.length() > 5) {
      return false;
    }
    return switch (text.toLowerCase(java.util.Locale.ROOT)) {
      case "y", "n", "yes", "no", "on", "off", "true", "false", "null" -> true;
      default -> false;
    };
  }

  /** Begins like a number and holds nothing that no number of any YAML holds. */
  private static boolean isLikeNumber(String text) {
    char first = text.charAt(0);
    if ((first < '0' || first > '9') && "+-.".indexOf(first) < 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      if (!digit && !letter && "+-._:xXoO".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static String doubleQuoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (isEscaped(c)) {
            String digits = Integer.toHexString(c | 0x10000).substring(1);
            out.append("\\u").append(digits.toUpperCase(java.util.Locale.ROOT));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  /** What may not stand in a file, ends a line or cannot be seen. */
  private static boolean isEscaped(char c) {
    return c < 0x20 && c != '\t'
        || (c >= 0x7F && c <= 0x9F)
        || c == '\u2028'
        || c == '\u2029'
        || c == '\uFEFF'
        || c >= 0xFFFE;
  }
}
