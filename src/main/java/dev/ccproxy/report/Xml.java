package dev.ccproxy.report;

/** Writes XML 1.0. */
final class Xml {
  private final StringBuilder out =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  private int depth;

  /** Opens an element; names and values of its attributes alternate. */
  Xml open(String name, String... attributes) {
    tag(name, attributes).append(">\n");
    depth++;
    return this;
  }

  /** Closes it. */
  Xml close(String name) {
    depth--;
    indent().append("</").append(name).append(">\n");
    return this;
  }

  /** An element without content. */
  Xml empty(String name, String... attributes) {
    tag(name, attributes).append("/>\n");
    return this;
  }

  /** An element with nothing but text in it, blanks and all. */
  Xml text(String name, String text, String... attributes) {
    tag(name, attributes).append('>').append(escaped(text)).append("</").append(name).append(">\n");
    return this;
  }

  private StringBuilder tag(String name, String... attributes) {
    indent().append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ')
          .append(attributes[i])
          .append("=\"")
          .append(escaped(attributes[i + 1]).replace("\n", "&#10;").replace("\t", "&#9;"))
          .append('"');
    }
    return out;
  }

  private StringBuilder indent() {
    return out.append("  ".repeat(depth));
  }

  /** What XML cannot hold at all is written by its code. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        default -> {
          if (isLegal(c)) {
            escaped.appendCodePoint(c);
          } else {
            escaped.append("\\u{").append(Integer.toHexString(c)).append('}');
          }
        }
      }
    }
    return escaped.toString();
  }

  private static boolean isLegal(int c) {
    return c == '\n'
        || c == '\t'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
