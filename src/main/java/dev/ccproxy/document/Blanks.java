package dev.ccproxy.document;

/** The white space of a text. An offset may be the length of the text: nothing stands there. */
class Blanks {
  private final String text;

  Blanks(String text) {
    this.text = text;
  }

  /** Whether {@code offset} is inside the text and a blank or a tab is there. */
  boolean isBlank(int offset) {
    return offset < text.length() && (text.charAt(offset) == ' ' || text.charAt(offset) == '\t');
  }

  /** Whether {@code offset} is inside the text and a line ends there. */
  boolean isLineEnd(int offset) {
    return offset < text.length() && (text.charAt(offset) == '\n' || text.charAt(offset) == '\r');
  }

  /** Whether {@code offset} is inside the text and {@code c} is there. */
  boolean is(int offset, char c) {
    return offset < text.length() && text.charAt(offset) == c;
  }

  /** Offset of the first character from {@code offset} on that is no blank and no tab. */
  int skipBlanks(int offset) {
    int i = offset;
    while (isBlank(i)) {
      i++;
    }
    return i;
  }

  /** Offset of the first character from {@code offset} on that is no white space at all. */
  int skipSpace(int offset) {
    int i = offset;
    while (isBlank(i) || isLineEnd(i)) {
      i++;
    }
    return i;
  }

  /** Where the blanks and tabs begin that end at {@code offset}. */
  int skipBlanksBack(int offset) {
    int i = offset;
    while (i > 0 && isBlank(i - 1)) {
      i--;
    }
    return i;
  }

  /** Where the white space begins that ends at {@code offset}. */
  int skipSpaceBack(int offset) {
    int i = offset;
    while (i > 0 && (isBlank(i - 1) || isLineEnd(i - 1))) {
      i--;
    }
    return i;
  }

  /** Offset behind the line end at {@code offset}; {@code offset} where there is none. */
  int skipLineEnd(int offset) {
    if (is(offset, '\r') && is(offset + 1, '\n')) {
      return offset + 2;
    }
    return isLineEnd(offset) ? offset + 1 : offset;
  }

  /** Whether a line ends between two offsets. */
  boolean isBroken(int from, int to) {
    for (int i = from; i < to; i++) {
      if (isLineEnd(i)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is nothing but white space between two offsets. */
  boolean isSpace(int from, int to) {
    return skipSpace(from) >= to;
  }

  /** Whether there is nothing but blanks and tabs between two offsets. */
  boolean isBlanks(int from, int to) {
    return skipBlanks(from) >= to;
  }

  /** Whether a line begins at {@code offset}. */
  boolean isLineStart(int offset) {
    return offset == 0 || isLineEnd(offset - 1);
  }

  /** Offset of the first character of the line of {@code offset}. */
  int lineStart(int offset) {
    int i = offset;
    while (!isLineStart(i)) {
      i--;
    }
    return i;
  }

  /** The blanks and tabs at the start of the line of {@code offset}. */
  String indent(int offset) {
    int start = lineStart(offset);
    return text.substring(start, Math.min(skipBlanks(start), offset));
  }
}
