package dev.ccproxy.document;

/** What stands between the tokens of a JSON text: white space, comments, commas. */
final class JsonTrivia extends Blanks {
  private final String text;

  JsonTrivia(String text) {
    super(text);
    this.text = text;
  }

  /** Whether a comment begins at {@code offset}. */
  boolean isComment(int offset) {
    return is(offset, '/') && (is(offset + 1, '/') || is(offset + 1, '*'));
  }

  /** Whether a comment that the line end closes begins at {@code offset}. */
  boolean isLineComment(int offset) {
    return is(offset, '/') && is(offset + 1, '/');
  }

  /**
   * Offset behind the comment that begins at {@code offset}; the line end that closes it is not
   * part of it. The end of the text where nothing closes the comment.
   */
  int commentEnd(int offset) {
    if (isLineComment(offset)) {
      int i = offset;
      while (i < text.length() && !isLineEnd(i)) {
        i++;
      }
      return i;
    }
    int close = text.indexOf("*/", offset + 2);
    return close < 0 ? text.length() : close + 2;
  }

  /** Offset of the first comma between two tokens, comments not looked into; -1 without one. */
  int comma(int from, int to) {
    int i = from;
    while (i < to) {
      if (isComment(i)) {
        i = commentEnd(i);
      } else if (is(i, ',')) {
        return i;
      } else {
        i++;
      }
    }
    return -1;
  }

  /**
   * Offset behind the string whose opening quote is at {@code offset}; the string must be whole.
   */
  int stringEnd(int offset) {
    int i = offset + 1;
    while (text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  /** Offset behind the word or number at {@code offset}. */
  int wordEnd(int offset) {
    int i = offset;
    while (i < text.length() && isWord(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isWord(char c) {
    return c == '-' || c == '+' || c == '.' || c == '_' || Character.isLetterOrDigit(c);
  }
}
