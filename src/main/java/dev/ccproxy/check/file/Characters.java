package dev.ccproxy.check.file;

import java.util.Locale;

/** Characters that come along when a value is copied, and that nobody sees. */
final class Characters {
  private Characters() {}

  /** Whether a character has no shape of its own: zero-width, direction marks, odd blanks. */
  static boolean isInvisible(char c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> false;
    };
  }

  /** Whether a character is a quotation mark of typography. */
  static boolean isCurlyQuote(char c) {
    return "\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb".indexOf(c) >= 0;
  }

  /** {@code U+200B}. */
  static String code(char c) {
    return String.format(Locale.ROOT, "U+%04X", (int) c);
  }
}
