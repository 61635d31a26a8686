package dev.ccproxy.term;

/** How much room text takes on a terminal. */
public final class Columns {
  private Columns() {}

  /** Columns that a text takes which {@link Printable} has made harmless. */
  public static int of(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      columns += of(c);
      i += Character.charCount(c);
    }
    return columns;
  }

  /**
   * End of the longest part of {@code text} that starts at {@code from} and fits into {@code room}
   * columns; at least one character.
   */
  public static int end(String text, int from, int room) {
    int columns = 0;
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      columns += of(c);
      if (columns > room && i > from) {
        return i;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  /** Columns of one character: none for marks that sit on the one before, two for wide ones. */
  private static int of(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  /** The blocks that Unicode's East Asian Width (UAX 11) calls wide, and the emoji. */
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0x303E)
        || (c >= 0x3041 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1F64F)
        || (c >= 0x1F900 && c <= 0x1F9FF)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }
}
