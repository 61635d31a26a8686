package dev.ccproxy.document;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Finds the first fault of a text that is not JSON and says it in plain words. Runs only after the
 * parser refused the text: the parser says that it is wrong, this says where and what. Names
 * structure and keys, never a value: a settings file holds credentials.
 */
final class JsonFault {
  private static final int LONGEST_KEY = 64;

  private enum Expected {
    VALUE,
    FIRST_ITEM,
    ITEM,
    KEY,
    FIRST_KEY,
    COLON,
    COMMA,
    END
  }

  private final String name;
  private final SourceText source;
  private final String text;
  private final JsonTrivia trivia;

  /** Offsets of the brackets that are open. */
  private final Deque<Integer> open = new ArrayDeque<>();

  private int at;
  private Expected expected = Expected.VALUE;

  /** The first key with half a surrogate pair; -1 without one. */
  private int brokenKey = -1;

  private JsonFault(String name, SourceText source) {
    this.name = name;
    this.source = source;
    this.text = source.text();
    this.trivia = new JsonTrivia(text);
  }

  /**
   * The exception for a text that the parser refused.
   *
   * @param name name of the file
   */
  static DocumentException of(String name, SourceText source) {
    return new JsonFault(name, source).find();
  }

  private DocumentException find() {
    try {
      while (true) {
        step();
      }
    } catch (DocumentException e) {
      return e;
    }
  }

  /** Goes over one token; throws where it is the wrong one, at the end of the text always. */
  private void step() throws DocumentException {
    skip();
    if (at == text.length() && expected == Expected.END) {
      throw strictness();
    }
    if (at == text.length()) {
      throw fault(at, "expected " + expectation() + ", found the end of the file" + unclosed());
    }
    char c = text.charAt(at);
    switch (c) {
      case '{', '[' -> openBracket(c);
      case '}', ']' -> closeBracket(c);
      case ',' -> {
        require(expected == Expected.COMMA);
        expected = text.charAt(open.element()) == '{' ? Expected.KEY : Expected.ITEM;
        at++;
      }
      case ':' -> {
        require(expected == Expected.COLON);
        expected = Expected.VALUE;
        at++;
      }
      case '"' -> {
        boolean key = expected == Expected.KEY || expected == Expected.FIRST_KEY;
        require(key || valueFits());
        int end = stringEnd();
        if (key && brokenKey < 0 && isBroken(at + 1, end - 1)) {
          brokenKey = at;
        }
        at = end;
        expected = key ? Expected.COLON : afterValue();
      }
      default -> word();
    }
  }

  /** All is JSON, and yet the parser refused it: it is stricter than JSON in two places. */
  private DocumentException strictness() {
    return brokenKey < 0
        ? fault(0, "a number at the top of a file needs a blank or a line end behind it")
        : fault(brokenKey, "a key with an escape for half a surrogate pair");
  }

  /** Whether a string has an escape for a surrogate without one for its other half. */
  private boolean isBroken(int from, int to) {
    boolean open = false;
    for (int i = from; i < to; i++) {
      boolean escape = text.charAt(i) == '\\';
      char unit = escape && trivia.is(i + 1, 'u') ? unit(i + 2) : 0;
      if (open != Character.isLowSurrogate(unit)) {
        return true;
      }
      open = Character.isHighSurrogate(unit);
      i += unit != 0 ? 5 : escape ? 1 : 0;
    }
    return open;
  }

  private char unit(int hex) {
    return (char) Integer.parseInt(text, hex, hex + 4, 16);
  }

  private void skip() throws DocumentException {
    at = trivia.skipSpace(at);
    while (trivia.is(at, '/')) {
      int end = trivia.commentEnd(at);
      if (!trivia.isComment(at)) {
        throw fault(at, "expected " + expectation() + ", found \"/\"");
      }
      boolean closed =
          trivia.isLineComment(at) || (end >= at + 4 && text.startsWith("*/", end - 2));
      if (!closed) {
        throw fault(at, "the comment that begins here is not closed");
      }
      for (int i = at; i < end; i++) {
        if (text.charAt(i) < ' ' && !trivia.isBlank(i) && !trivia.isLineEnd(i)) {
          throw fault(i, "a comment with the control character " + codePoint(text.charAt(i)));
        }
      }
      at = trivia.skipSpace(end);
    }
  }

  private void openBracket(char c) throws DocumentException {
    require(valueFits());
    if (open.size() == JsonReader.MAX_DEPTH) {
      throw fault(at, "nested deeper than " + JsonReader.MAX_DEPTH + " levels");
    }
    open.push(at);
    expected = c == '{' ? Expected.FIRST_KEY : Expected.FIRST_ITEM;
    at++;
  }

  private void closeBracket(char c) throws DocumentException {
    boolean fits =
        switch (expected) {
          case KEY, FIRST_KEY -> c == '}';
          case ITEM, FIRST_ITEM -> c == ']';
          case COMMA -> c == (text.charAt(open.element()) == '{' ? '}' : ']');
          default -> false;
        };
    require(fits);
    open.pop();
    expected = afterValue();
    at++;
  }

  private void word() throws DocumentException {
    require(valueFits());
    int end = trivia.wordEnd(at);
    require(end > at);
    String word = text.substring(at, end);
    char first = word.charAt(0);
    if (first == '-' || first == '+' || first == '.' || (first >= '0' && first <= '9')) {
      if (!JsonText.isNumber(word)) {
        throw fault(at, "not a number as JSON writes it");
      }
    } else if (!word.equals("true") && !word.equals("false") && !word.equals("null")) {
      require(false);
    }
    at = end;
    expected = afterValue();
  }

  private int stringEnd() throws DocumentException {
    int i = at + 1;
    while (true) {
      if (i >= text.length() || trivia.isLineEnd(i)) {
        throw fault(at, "the string that begins here has no closing quote on its line");
      }
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c < ' ') {
        throw fault(i, "a string with the control character " + codePoint(c) + " unescaped");
      }
      i = c == '\\' ? escapeEnd(i) : i + 1;
    }
  }

  private int escapeEnd(int backslash) throws DocumentException {
    int kind = backslash + 1;
    if (kind >= text.length() || "\"\\/bfnrtu".indexOf(text.charAt(kind)) < 0) {
      throw fault(
          backslash, "a backslash that begins no escape; a backslash itself is written \\\\");
    }
    if (text.charAt(kind) != 'u') {
      return kind + 1;
    }
    for (int i = kind + 1; i <= kind + 4; i++) {
      if (i >= text.length() || "0123456789abcdefABCDEF".indexOf(text.charAt(i)) < 0) {
        throw fault(backslash, "\\u without four hexadecimal digits");
      }
    }
    return kind + 5;
  }

  private boolean valueFits() {
    return expected == Expected.VALUE
        || expected == Expected.FIRST_ITEM
        || expected == Expected.ITEM;
  }

  private Expected afterValue() {
    return open.isEmpty() ? Expected.END : Expected.COMMA;
  }

  private void require(boolean fits) throws DocumentException {
    if (!fits) {
      throw fault(at, "expected " + expectation() + ", found " + found());
    }
  }

  private String expectation() {
    return switch (expected) {
      case VALUE -> "a value";
      case FIRST_ITEM, ITEM -> "a value or ]";
      case FIRST_KEY, KEY -> "a key in double quotes or }";
      case COLON -> "a colon";
      case COMMA -> text.charAt(open.element()) == '{' ? "a comma or }" : "a comma or ]";
      case END -> "nothing more";
    };
  }

  private String unclosed() {
    if (open.isEmpty()) {
      return "";
    }
    int bracket = open.element();
    return "; the "
        + text.charAt(bracket)
        + " of line "
        + source.position(bracket).line()
        + " is not closed";
  }

  private String found() {
    char c = text.charAt(at);
    if (c == '"') {
      return foundString();
    }
    if (c >= '0' && c <= '9') {
      return "a number";
    }
    if (c == '\'') {
      return "a single quote; JSON needs double quotes";
    }
    if (c >= '\u2018' && c <= '\u201F') {
      return "a typographic quote; JSON needs straight double quotes";
    }
    if (Character.isLetter(c) || c == '_') {
      return "a word without quotes";
    }
    return c > ' ' && c < '\u007F'
        ? "\"" + c + "\""
        : "the character " + codePoint(text.codePointAt(at));
  }

  /** A string before a colon is a key and may be named, where it looks like one. */
  private String foundString() {
    int end = at + 1;
    while (end < text.length() && isKeyCharacter(text.charAt(end))) {
      end++;
    }
    boolean named =
        end - at - 1 <= LONGEST_KEY
            && trivia.is(end, '"')
            && trivia.is(trivia.skipSpace(end + 1), ':');
    return named ? "the key " + text.substring(at, end + 1) : "a string";
  }

  private static boolean isKeyCharacter(char c) {
    return c == '_'
        || c == '$'
        || (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z');
  }

  private static String codePoint(int c) {
    return String.format(Locale.ROOT, "U+%04X", c);
  }

  private DocumentException fault(int offset, String reason) {
    return new DocumentException(name, source.position(offset), reason);
  }
}
