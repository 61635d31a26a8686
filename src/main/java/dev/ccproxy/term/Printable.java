package dev.ccproxy.term;

/**
 * Foreign text for a terminal: control characters, escape sequences and characters that reorder or
 * hide text are shown by their code, so that no file or server can draw on the user's screen.
 */
public final class Printable {
  private Printable() {}

  /**
   * {@code text} with every dangerous character written as {@code \}{@code u{...}}; line feeds and
   * tabs stay.
   */
  public static String of(String text) {
    int i = 0;
    while (i < text.length() && isHarmless(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, i);
    while (i < text.length()) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\r') {
        // A Windows line end is no attack and needs no mark.
        if (!(i < text.length() && text.charAt(i) == '\n')) {
          out.append("\\r");
        }
      } else if (isHarmless(c)) {
        out.appendCodePoint(c);
      } else {
        out.append("\\u{").append(Integer.toHexString(c)).append('}');
      }
    }
    return out.toString();
  }

  /** As {@link #of} for a text that must stay on one line. */
  public static String line(String text) {
    return of(text).replace("\n", "\\n").replace("\t", " ");
  }

  private static boolean isHarmless(int c) {
    if (c < 0x20) {
      return c == '\n' || c == '\t';
    }
    if (c < 0x7F) {
      return true;
    }
    if (c <= 0x9F || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      return false;
    }
    int type = Character.getType(c);
    // FORMAT covers bidi controls, zero-width characters, the byte order mark and the tag
    // characters.
    // XML cannot hold the noncharacters, and no text has a use for them.
    return (c & 0xFFFE) != 0xFFFE
        && type != Character.FORMAT
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
