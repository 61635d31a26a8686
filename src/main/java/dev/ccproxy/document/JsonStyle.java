package dev.ccproxy.document;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * How an object or a list of a file is laid out, and how a new value is written to look like it.
 *
 * @param lineEnd {@code "\n"} or {@code "\r\n"}
 * @param unit what one level is indented by
 * @param colon the colon with the blanks around it
 * @param comma the comma with the blank behind it, for what stands in one line
 * @param pad the blank inside the braces of an object in one line, or nothing
 * @param oneLine whether members follow each other in one line
 */
record JsonStyle(
    String lineEnd, String unit, String colon, String comma, String pad, boolean oneLine) {
  /** A list of scalars up to this length stands in one line. */
  private static final int SHORT = 60;

  /** The same, in one line. */
  JsonStyle inOneLine() {
    return new JsonStyle(lineEnd, unit, colon, comma, pad, true);
  }

  /** The same, one member a line. */
  JsonStyle inLines() {
    return new JsonStyle(lineEnd, unit, colon, comma, pad, false);
  }

  /**
   * A value as text.
   *
   * @param indent the blanks at the start of the line in which the value begins
   */
  String text(Value value, String indent) {
    StringBuilder out = new StringBuilder();
    write(value, indent, out);
    return out.toString();
  }

  /** A member of an object as text; see {@link #text}. */
  String member(String key, Value value, String indent) {
    StringBuilder out = new StringBuilder(JsonText.quote(key)).append(colon);
    write(value, indent, out);
    return out.toString();
  }

  private void write(Value value, String indent, StringBuilder out) {
    if (value instanceof Value.Fields fields) {
      writeFields(fields.fields(), indent, out);
    } else if (value instanceof Value.Items items) {
      writeItems(items.items(), indent, out);
    } else {
      out.append(JsonText.scalar(value));
    }
  }

  private void writeFields(Map<String, Value> fields, String indent, StringBuilder out) {
    if (fields.isEmpty()) {
      out.append("{}");
      return;
    }
    String inner = indent + unit;
    out.append('{').append(oneLine ? pad : "");
    Iterator<Map.Entry<String, Value>> rest = fields.entrySet().iterator();
    while (rest.hasNext()) {
      Map.Entry<String, Value> field = rest.next();
      out.append(oneLine ? "" : lineEnd + inner);
      out.append(member(field.getKey(), field.getValue(), inner));
      out.append(rest.hasNext() ? separator() : "");
    }
    out.append(oneLine ? pad : lineEnd + indent).append('}');
  }

  private void writeItems(List<Value> items, String indent, StringBuilder out) {
    if (!oneLine && areScalars(items)) {
      String line = inOneLine().text(new Value.Items(items), indent);
      if (line.length() <= SHORT) {
        out.append(line);
        return;
      }
    }
    String inner = indent + unit;
    out.append('[');
    Iterator<Value> rest = items.iterator();
    while (rest.hasNext()) {
      out.append(oneLine ? "" : lineEnd + inner);
      write(rest.next(), inner, out);
      out.append(rest.hasNext() ? separator() : "");
    }
    out.append(oneLine ? "" : lineEnd + indent).append(']');
  }

  private String separator() {
    return oneLine ? comma : ",";
  }

  private static boolean areScalars(List<Value> items) {
    for (Value item : items) {
      if (item instanceof Value.Fields || item instanceof Value.Items) {
        return false;
      }
    }
    return true;
  }
}
