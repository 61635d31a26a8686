package dev.ccproxy.document;

/**
 * The text of a YAML file, walked by the rules of its scanner: what ends a line, what is blank and
 * where a comment ends. All offsets are UTF-16.
 */
final class YamlText {
  private final String text;

  YamlText(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  int length() {
    return text.length();
  }

  /** The character at an offset; 0 behind the end, as no YAML file can hold that one. */
  char at(int offset) {
    return offset < text.length() ? text.charAt(offset) : 0;
  }

  /** Whether YAML 1.1 ends a line here: it knows three more line ends than editors do. */
  static boolean isBreak(char c) {
    return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Offset of the first character of the line. */
  int lineStart(int offset) {
    int i = offset;
    while (i > 0 && !isBreak(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  /** Offset of the line end behind an offset, or of the end of the text. */
  int lineEnd(int offset) {
    int i = offset;
    while (i < text.length() && !isBreak(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Offset of the first character of the next line, or the end of the text. */
  int nextLine(int offset) {
    int end = lineEnd(offset);
    if (end == text.length()) {
      return end;
    }
    return at(end) == '\r' && at(end + 1) == '\n' ? end + 2 : end + 1;
  }

  /** Offset of the first character of the line before the one that begins at an offset. */
  int previousLine(int lineStart) {
    int end = lineStart - 1;
    if (end > 0 && at(end) == '\n' && at(end - 1) == '\r') {
      end--;
    }
    return lineStart(end);
  }

  boolean atLineStart(int offset) {
    return offset == 0 || isBreak(text.charAt(offset - 1));
  }

  /** Characters between the start of the line and the offset. */
  int column(int offset) {
    return offset - lineStart(offset);
  }

  /** Whether only blanks stand before the offset on its line. */
  boolean startsLine(int offset) {
    for (int i = lineStart(offset); i < offset; i++) {
      if (!isBlank(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether no line ends between two offsets. */
  boolean sameLine(int from, int to) {
    return lineEnd(from) >= to;
  }

  /** Whether the line that begins at an offset holds nothing but blanks; the end is no line. */
  boolean isBlankLine(int lineStart) {
    return lineStart < text.length() && skipBlanks(lineStart) == lineEnd(lineStart);
  }

  /** Offset of the next character that is no blank. */
  int skipBlanks(int from) {
    int i = from;
    while (i < text.length() && isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Offset of the next character that is neither a blank nor a line end. */
  int skipWhite(int from) {
    int i = from;
    while (i < text.length() && (isBlank(text.charAt(i)) || isBreak(text.charAt(i)))) {
      i++;
    }
    return i;
  }

  /** Offset of the next character that means something: blanks, line ends and comments skipped. */
  int skip(int from) {
    int i = skipWhite(from);
    while (at(i) == '#') {
      i = skipWhite(lineEnd(i));
    }
    return i;
  }

  /** Whether the line goes on with nothing but blanks and a comment. */
  boolean isRestEmpty(int from) {
    int i = skipBlanks(from);
    return i == text.length() || at(i) == '#' || isBreak(at(i));
  }

  /** Whether a blank line stands between two offsets. */
  boolean hasBlankLine(int from, int to) {
    for (int i = nextLine(from); i < to; i = nextLine(i)) {
      if (isBlankLine(i)) {
        return true;
      }
    }
    return false;
  }

  /** Offset behind a tag: only a blank or a line end can follow one. */
  int tagEnd(int start) {
    int i = start;
    while (i < text.length() && !isBlank(text.charAt(i)) && !isBreak(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
