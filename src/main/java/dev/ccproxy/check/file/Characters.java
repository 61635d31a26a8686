package dev.ccproxy.check.file;

/** Characters that come along when a value is copied, and that nobody sees. */
final class Characters {
  private Characters() {}

  /** Whether a character has no shape of its own: zero-width, direction marks, odd blanks. */
  static boolean isInvisible(char c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || c == '\u00a0'
        || c == '\u2007'
        || c == '\u202f'
        || c == '\u3000'
        || c == '\ufeff'
        || (c >= '\u2000' && c <= '\u200a')
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** Whether a character is a quotation mark of typography. */
  static boolean isCurlyQuote(char c) {
    return c == '\u2018'
        || c == '\u2019'
        || c == '\u201c'
        || c == '\u201d'
        || c == '\u00ab'
        || c == '\u00bb'
        || c == '\u201e';
  }

  /** {@code U+200B}. */
  static String code(char c) {
    StringBuilder hex =
        new StringBuilder(Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT));
    while (hex.length() < 4) {
      hex.insert(0, '0');
    }
    return "U+" + hex;
  }
}
