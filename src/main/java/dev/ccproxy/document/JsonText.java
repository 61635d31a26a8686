package dev.ccproxy.document;

import java.util.Iterator;
import java.util.Map;

/** Writes JSON. The same value always gives the same text. */
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /**
   * A string as a JSON string with its quotes. Control characters, half surrogate pairs and the two
   * Unicode line separators (which end a line in JavaScript) are escaped; all other characters
   * stand as they are.
   */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2);
    quote(text, out);
    return out.toString();
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        out.append(c).append(text.charAt(++i));
      } else if (mustBeEscaped(c)) {
        escape(c, out);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean mustBeEscaped(char c) {
    return Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029';
  }

  private static void escape(char c, StringBuilder out) {
    switch (c) {
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(HEX.charAt((c >> shift) & 0xF));
        }
      }
    }
  }

  /**
   * A value as a JSON text without a final line end.
   *
   * @param indent blanks per level, 1 or more, with {@code "\n"} between the lines; 0 for one line
   *     without any blank
   * @throws IllegalArgumentException when a number or a boolean is not written as JSON writes it
   */
  public static String write(Value value, int indent) {
    StringBuilder out = new StringBuilder();
    write(value, " ".repeat(indent), indent == 0 ? "" : "\n", out);
    return out.toString();
  }

  private static void write(Value value, String unit, String lineEnd, StringBuilder out) {
    String inner = lineEnd.isEmpty() ? "" : lineEnd + unit;
    if (value instanceof Value.Items items) {
      out.append('[');
      Iterator<Value> rest = items.items().iterator();
      while (rest.hasNext()) {
        out.append(inner);
        write(rest.next(), unit, inner, out);
        out.append(rest.hasNext() ? "," : lineEnd);
      }
      out.append(']');
    } else if (value instanceof Value.Fields fields) {
      out.append('{');
      Iterator<Map.Entry<String, Value>> rest = fields.fields().entrySet().iterator();
      while (rest.hasNext()) {
        Map.Entry<String, Value> field = rest.next();
        out.append(inner);
        quote(field.getKey(), out);
        out.append(lineEnd.isEmpty() ? ":" : ": ");
        write(field.getValue(), unit, inner, out);
        out.append(rest.hasNext() ? "," : lineEnd);
      }
      out.append('}');
    } else {
      out.append(scalar(value));
    }
  }

  /**
   * A string, number, boolean or null as JSON.
   *
   * @throws IllegalArgumentException when a number or a boolean is not written as JSON writes it
   */
  static String scalar(Value value) {
    if (value instanceof Value.Text text) {
      return quote(text.text());
    }
    Value.Literal literal = (Value.Literal) value;
    String text = literal.text();
    boolean fits =
        switch (literal.kind()) {
          case NUMBER -> isNumber(text);
          case BOOLEAN -> text.equals("true") || text.equals("false");
          case NULL -> true;
          default -> false;
        };
    if (!fits) {
      throw new IllegalArgumentException("a " + literal.kind() + " that JSON cannot write");
    }
    return literal.kind() == Node.Kind.NULL ? "null" : text;
  }

  /** Whether a text is a number as JSON writes it. */
  static boolean isNumber(String text) {
    int i = text.startsWith("-") ? 1 : 0;
    int whole = digits(text, i);
    if (whole == i || (whole > i + 1 && text.charAt(i) == '0')) {
      return false;
    }
    i = whole;
    if (i < text.length() && text.charAt(i) == '.') {
      int fraction = digits(text, i + 1);
      if (fraction == i + 1) {
        return false;
      }
      i = fraction;
    }
    if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      int sign = i + 1 < text.length() && "+-".indexOf(text.charAt(i + 1)) >= 0 ? i + 2 : i + 1;
      int exponent = digits(text, sign);
      if (exponent == sign) {
        return false;
      }
      i = exponent;
    }
    return i == text.length();
  }

  private static int digits(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }
}
