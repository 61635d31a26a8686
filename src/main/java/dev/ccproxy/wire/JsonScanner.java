package dev.ccproxy.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A validating JSON tokenizer (RFC 8259) to which bytes are pushed. It keeps no more than one name
 * and one number, so a string of any length passes through in flat memory.
 *
 * <p>In line mode it stops at every CR and LF, for the data lines of an event stream. In chain mode
 * one value may follow another, for tool arguments that were merged.
 */
final class JsonScanner {
  /** Deeper nesting is an error: the stack of bracket kinds is what would grow. */
  static final int MAX_DEPTH = 1 << 20;

  private static final int KEY_BYTES = 256;
  private static final int NUMBER_BYTES = 40;
  private static final int COPY_BYTES = 512;

  private static final int VALUE = 0;
  private static final int FIRST_ELEMENT = 1;
  private static final int FIRST_KEY = 2;
  private static final int KEY = 3;
  private static final int COLON = 4;
  private static final int AFTER = 5;
  private static final int DONE = 6;
  private static final int STRING = 7;
  private static final int COPY = 8;
  private static final int ESCAPE = 9;
  private static final int UNICODE = 10;
  private static final int NUMBER = 11;
  private static final int LITERAL = 12;
  private static final int FAILED = 13;

  private static final int AFTER_MINUS = 0;
  private static final int AFTER_ZERO = 1;
  private static final int IN_INTEGER = 2;
  private static final int AFTER_DOT = 3;
  private static final int IN_FRACTION = 4;
  private static final int AFTER_E = 5;
  private static final int AFTER_SIGN = 6;
  private static final int IN_EXPONENT = 7;

  /** True for the bytes of a string that stand for themselves: ASCII but quote, backslash, C0. */
  private static final boolean[] PLAIN = new boolean[256];

  static {
    Arrays.fill(PLAIN, 0x20, 0x80, true);
    PLAIN['"'] = false;
    PLAIN['\\'] = false;
  }

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final JsonSink sink;
  private final boolean lineMode;
  private final boolean chain;

  private int state;
  private boolean started;
  private boolean complete;
  private boolean extra;
  private int depth;
  private boolean inObject;
  private long[] brackets = new long[2];

  private boolean inKey;
  private boolean firstPart;
  private long tokenAt;
  private final byte[] keyBytes = new byte[KEY_BYTES];
  private int keyLength;
  private boolean keyWhole;
  private byte[] copy = new byte[0];
  private int copied;
  private int unicode;
  private int unicodeDigits;
  private int highSurrogate;

  private boolean wide;
  private int utf8Left;
  private int utf8Low;
  private int utf8High;
  private long wrongUtf8At;

  private int numberState;
  private final byte[] numberBytes = new byte[NUMBER_BYTES];
  private int numberLength;
  private byte[] word = TRUE;
  private int wordAt;

  private @Nullable String failure;
  private long failedAt;

  /**
   * A scanner that is ready for a value.
   *
   * @param lineMode stop at line ends
   * @param chain let a value follow another
   */
  JsonScanner(JsonSink sink, boolean lineMode, boolean chain) {
    this.sink = sink;
    this.lineMode = lineMode;
    this.chain = chain;
    reset();
  }

  /** Makes ready for another document. */
  void reset() {
    state = VALUE;
    started = false;
    complete = false;
    extra = false;
    depth = 0;
    inObject = false;
    wide = false;
    utf8Left = 0;
    wrongUtf8At = -1;
    highSurrogate = 0;
    failure = null;
    failedAt = -1;
  }

  /** Whether anything but white space was seen. */
  boolean started() {
    return started;
  }

  /** Whether the bytes cannot become JSON any more. */
  boolean failed() {
    return state == FAILED;
  }

  /** What is wrong, in a few words; null while nothing is. */
  @Nullable String failure() {
    return failure;
  }

  /** Offset of the byte that failed, -1 while none did. */
  long failedAt() {
    return failedAt;
  }

  /** Offset of the first byte in a string that is no UTF-8, -1 where all are. */
  long wrongUtf8At() {
    return wrongUtf8At;
  }

  /** Whether something followed the first complete value; only in chain mode. */
  boolean extra() {
    return extra;
  }

  /**
   * Ends the document.
   *
   * @return whether it was exactly one valid value; otherwise {@link #failure()} says why not
   */
  boolean finish() {
    if (state == NUMBER) {
      endNumber();
    }
    handOverCopy();
    if (state == DONE && !extra) {
      return true;
    }
    if (failure == null) {
      if (extra) {
        failure = "text after the value";
      } else if (!started) {
        failure = "nothing there";
      } else if (state == STRING || state == COPY || state == ESCAPE || state == UNICODE) {
        failure = "it ends inside a string";
      } else if (depth > 0) {
        failure = inObject ? "it ends inside an object" : "it ends inside an array";
      } else {
        failure = "it ends inside a value";
      }
    }
    return false;
  }

  /** A line end between two data lines of one event, which stands for a line feed. */
  void newline(long at) {
    switch (state) {
      case STRING, COPY, ESCAPE, UNICODE -> fail("line break inside a string", at);
      case NUMBER -> endNumber();
      case LITERAL -> fail("unknown word", at);
      default -> {}
    }
  }

  /**
   * Takes the bytes from {@code from} to {@code end}.
   *
   * @param base offset of {@code b[0]}
   * @return index of the first byte that was not taken: {@code end}, or in line mode that of a CR
   *     or LF
   */
  int feed(byte[] b, int from, int end, long base) {
    int i = from;
    while (i < end) {
      switch (state) {
        case STRING -> {
          i = string(b, i, end, base);
          if (state == STRING && i < end) {
            return i;
          }
        }
        case COPY -> {
          i = copyString(b, i, end, base);
          if (state == COPY && i < end) {
            return i;
          }
        }
        case ESCAPE, UNICODE -> {
          int c = b[i];
          if (lineMode && (c == '\n' || c == '\r')) {
            return i;
          }
          escape(c, base + i);
          i++;
        }
        case NUMBER -> {
          if (number(b[i], base + i)) {
            i++;
          }
        }
        case LITERAL -> {
          int c = b[i];
          if (lineMode && (c == '\n' || c == '\r')) {
            return i;
          }
          literal(c, base + i);
          i++;
        }
        case FAILED -> {
          if (!lineMode) {
            return end;
          }
          while (i < end && b[i] != '\n' && b[i] != '\r') {
            i++;
          }
          return i;
        }
        default -> {
          int c = b[i];
          if (c == '\n' || c == '\r') {
            if (lineMode) {
              return i;
            }
            if (c == '\n') {
              sink.newline();
            }
            i++;
          } else if (c == ' ' || c == '\t') {
            i++;
          } else if (structure(c, base + i)) {
            i++;
          }
        }
      }
    }
    return i;
  }

  /** One byte between tokens; false when it must be looked at again in the new state. */
  private boolean structure(int c, long at) {
    switch (state) {
      case FIRST_KEY, KEY -> {
        if (c == '"') {
          beginString(true, at);
        } else if (c == '}' && state == FIRST_KEY) {
          pop(at);
        } else {
          fail(c, at);
        }
      }
      case COLON -> {
        if (c == ':') {
          state = VALUE;
        } else {
          fail(c, at);
        }
      }
      case AFTER -> {
        if (c == ',') {
          state = inObject ? KEY : VALUE;
        } else if (c == (inObject ? '}' : ']')) {
          pop(at);
        } else {
          fail(c, at);
        }
      }
      case DONE -> {
        if (!chain) {
          fail("text after the value", at);
        } else {
          extra = true;
          state = VALUE;
          return false;
        }
      }
      default -> value(c, at);
    }
    return true;
  }

  private void value(int c, long at) {
    started = true;
    switch (c) {
      case '"' -> beginString(false, at);
      case '{' -> push(true, at);
      case '[' -> push(false, at);
      case 't' -> beginWord(TRUE, at);
      case 'f' -> beginWord(FALSE, at);
      case 'n' -> beginWord(NULL, at);
      case '-' -> beginNumber(c, AFTER_MINUS, at);
      case '0' -> beginNumber(c, AFTER_ZERO, at);
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> beginNumber(c, IN_INTEGER, at);
      case ']' -> {
        if (state == FIRST_ELEMENT) {
          pop(at);
        } else {
          fail(c, at);
        }
      }
      default -> fail(c, at);
    }
  }

  private void push(boolean object, long at) {
    if (depth == MAX_DEPTH) {
      fail("nesting deeper than " + MAX_DEPTH, at);
      return;
    }
    int cell = depth >> 6;
    if (cell == brackets.length) {
      brackets = Arrays.copyOf(brackets, cell * 2);
    }
    long bit = 1L << depth;
    brackets[cell] = inObject ? brackets[cell] | bit : brackets[cell] & ~bit;
    depth++;
    inObject = object;
    state = object ? FIRST_KEY : FIRST_ELEMENT;
    sink.open(object, at);
  }

  private void pop(long at) {
    boolean object = inObject;
    depth--;
    inObject = (brackets[depth >> 6] & (1L << depth)) != 0;
    afterValue();
    sink.close(object, at);
  }

  private void afterValue() {
    if (depth > 0) {
      state = AFTER;
    } else {
      state = DONE;
      complete = true;
    }
  }

  /** Whether a whole value was seen, whatever follows it. */
  boolean complete() {
    return complete;
  }

  private void beginString(boolean key, long at) {
    inKey = key;
    firstPart = true;
    tokenAt = at;
    keyLength = 0;
    keyWhole = true;
    state = STRING;
  }

  /** Bytes of a string up to its end, an escape, a line end in line mode or {@code end}. */
  private int string(byte[] b, int from, int end, long base) {
    int i = from;
    if (utf8Left != 0) {
      i = highBytes(b, i, end, base);
    }
    while (true) {
      while (i < end && PLAIN[b[i] & 0xFF]) {
        i++;
      }
      if (i == end) {
        part(b, from, i, false);
        return i;
      }
      int c = b[i];
      if (c < 0) {
        i = highBytes(b, i, end, base);
      } else if (c == '"') {
        endString(b, from, i);
        return i + 1;
      } else {
        if (i > from) {
          part(b, from, i, false);
        }
        if (c == '\\') {
          state = ESCAPE;
          copied = 0;
          return i + 1;
        }
        if (lineMode && (c == '\n' || c == '\r')) {
          return i;
        }
        fail("control character in a string", base + i);
        return i;
      }
    }
  }

  /** As {@link #string}, behind an escape: short pieces are gathered. */
  private int copyString(byte[] b, int from, int end, long base) {
    if (highSurrogate != 0 && b[from] != '\\') {
      loneSurrogate();
    }
    int i = from;
    while (i < end) {
      if (utf8Left == 0) {
        int start = i;
        while (i < end && PLAIN[b[i] & 0xFF]) {
          i++;
        }
        copy(b, start, i);
        if (i == end) {
          return i;
        }
      }
      int c = b[i];
      if (c < 0) {
        utf8(c, base + i);
        copy[copied++] = (byte) c;
        flushCopy();
        i++;
      } else if (utf8Left != 0) {
        wrongUtf8(base + i);
      } else if (c == '"') {
        endString(copy, 0, copied);
        return i + 1;
      } else if (c == '\\') {
        state = ESCAPE;
        return i + 1;
      } else {
        if (!lineMode || (c != '\n' && c != '\r')) {
          fail("control character in a string", base + i);
        }
        return i;
      }
    }
    return i;
  }

  /** Gathers a run of bytes that stand for themselves, or hands on one that is long anyway. */
  private void copy(byte[] b, int from, int to) {
    int length = to - from;
    if (length > COPY_BYTES / 4) {
      part(copy, 0, copied, false);
      copied = 0;
      part(b, from, to, false);
      return;
    }
    // Room for the longest escape is kept, which is written without a check.
    if (length > copy.length - 8 - copied) {
      part(copy, 0, copied, false);
      copied = 0;
    }
    if (length > 16) {
      System.arraycopy(b, from, copy, copied, length);
    } else {
      for (int i = 0; i < length; i++) {
        copy[copied + i] = b[from + i];
      }
    }
    copied += length;
  }

  private void endString(byte[] b, int from, int to) {
    part(b, from, to, true);
    if (inKey) {
      state = COLON;
    } else {
      afterValue();
    }
  }

  private void part(byte[] b, int from, int to, boolean last) {
    if (!inKey) {
      boolean first = firstPart;
      firstPart = false;
      sink.string(b, from, to, first, last, tokenAt);
      return;
    }
    if (firstPart && last && to - from <= KEY_BYTES) {
      sink.key(b, from, to, true);
      return;
    }
    firstPart = false;
    int room = Math.min(to - from, KEY_BYTES - keyLength);
    System.arraycopy(b, from, keyBytes, keyLength, room);
    keyLength += room;
    keyWhole &= room == to - from;
    if (last) {
      sink.key(keyBytes, 0, keyLength, keyWhole);
    }
  }

  private void escape(int c, long at) {
    if (copy.length == 0) {
      copy = new byte[COPY_BYTES];
    }
    if (state == UNICODE) {
      int digit = Character.digit(c, 16);
      if (digit < 0) {
        fail("wrong \\u escape", at);
        return;
      }
      unicode = unicode << 4 | digit;
      if (++unicodeDigits == 4) {
        unicodeEscape();
        state = COPY;
      }
      return;
    }
    if (highSurrogate != 0 && c != 'u') {
      loneSurrogate();
    }
    int out;
    switch (c) {
      case '"', '\\', '/' -> out = c;
      case 'b' -> out = '\b';
      case 'f' -> out = '\f';
      case 'n' -> out = '\n';
      case 'r' -> out = '\r';
      case 't' -> out = '\t';
      case 'u' -> {
        unicode = 0;
        unicodeDigits = 0;
        state = UNICODE;
        return;
      }
      default -> {
        fail("unknown escape in a string", at);
        return;
      }
    }
    copy[copied++] = (byte) out;
    state = COPY;
    flushCopy();
  }

  private void unicodeEscape() {
    int unit = unicode;
    if (unit >= 0x80) {
      setWide();
    }
    if (highSurrogate != 0 && unit >= 0xDC00 && unit <= 0xDFFF) {
      int point = Character.toCodePoint((char) highSurrogate, (char) unit);
      highSurrogate = 0;
      copy[copied++] = (byte) (0xF0 | point >> 18);
      copy[copied++] = (byte) (0x80 | point >> 12 & 0x3F);
      copy[copied++] = (byte) (0x80 | point >> 6 & 0x3F);
      copy[copied++] = (byte) (0x80 | point & 0x3F);
    } else {
      loneSurrogate();
      if (unit >= 0xD800 && unit <= 0xDBFF) {
        highSurrogate = unit;
      } else if (unit >= 0x800) {
        copy[copied++] = (byte) (0xE0 | unit >> 12);
        copy[copied++] = (byte) (0x80 | unit >> 6 & 0x3F);
        copy[copied++] = (byte) (0x80 | unit & 0x3F);
      } else if (unit >= 0x80) {
        copy[copied++] = (byte) (0xC0 | unit >> 6);
        copy[copied++] = (byte) (0x80 | unit & 0x3F);
      } else {
        copy[copied++] = (byte) unit;
      }
    }
    flushCopy();
  }

  /** Half a pair stays half a pair, as in JavaScript; here it takes the place of one character. */
  private void loneSurrogate() {
    if (highSurrogate != 0) {
      highSurrogate = 0;
      copy[copied++] = (byte) 0xEF;
      copy[copied++] = (byte) 0xBF;
      copy[copied++] = (byte) 0xBD;
    }
  }

  /** Hands over what was gathered of a string that does not end in order. */
  private void handOverCopy() {
    if (copied > 0 && (state == COPY || state == ESCAPE || state == UNICODE)) {
      part(copy, 0, copied, false);
      copied = 0;
    }
  }

  private void flushCopy() {
    if (copied > copy.length - 8) {
      part(copy, 0, copied, false);
      copied = 0;
    }
  }

  private int highBytes(byte[] b, int from, int end, long base) {
    int i = from;
    while (i < end && b[i] < 0) {
      utf8(b[i], base + i);
      i++;
    }
    if (i < end && utf8Left != 0) {
      wrongUtf8(base + i);
    }
    return i;
  }

  /** One byte of 0x80 or more, by the table of the Unicode standard (well-formed sequences). */
  private void utf8(int signed, long at) {
    setWide();
    int c = signed & 0xFF;
    if (utf8Left != 0) {
      if (c >= utf8Low && c <= utf8High) {
        utf8Left--;
        utf8Low = 0x80;
        utf8High = 0xBF;
        return;
      }
      wrongUtf8(at);
    }
    utf8Low = 0x80;
    utf8High = 0xBF;
    if (c >= 0xC2 && c <= 0xDF) {
      utf8Left = 1;
    } else if (c >= 0xE0 && c <= 0xEF) {
      utf8Left = 2;
      utf8Low = c == 0xE0 ? 0xA0 : 0x80;
      utf8High = c == 0xED ? 0x9F : 0xBF;
    } else if (c >= 0xF0 && c <= 0xF4) {
      utf8Left = 3;
      utf8Low = c == 0xF0 ? 0x90 : 0x80;
      utf8High = c == 0xF4 ? 0x8F : 0xBF;
    } else {
      wrongUtf8(at);
    }
  }

  private void setWide() {
    if (!wide) {
      wide = true;
      sink.wide();
    }
  }

  private void wrongUtf8(long at) {
    utf8Left = 0;
    if (wrongUtf8At < 0) {
      wrongUtf8At = at;
    }
  }

  private void beginNumber(int c, int next, long at) {
    tokenAt = at;
    numberBytes[0] = (byte) c;
    numberLength = 1;
    numberState = next;
    state = NUMBER;
  }

  /** One byte of a number or the one behind it; false when it was the one behind. */
  private boolean number(int c, long at) {
    boolean digit = c >= '0' && c <= '9';
    int next;
    switch (numberState) {
      case AFTER_MINUS -> next = c == '0' ? AFTER_ZERO : digit ? IN_INTEGER : -1;
      case AFTER_ZERO -> next = afterInteger(c);
      case IN_INTEGER -> next = digit ? IN_INTEGER : afterInteger(c);
      case AFTER_DOT -> next = digit ? IN_FRACTION : -1;
      case IN_FRACTION -> next = digit ? IN_FRACTION : c == 'e' || c == 'E' ? AFTER_E : -1;
      case AFTER_E -> next = digit ? IN_EXPONENT : c == '+' || c == '-' ? AFTER_SIGN : -1;
      default -> next = digit ? IN_EXPONENT : -1;
    }
    if (next < 0) {
      endNumber();
      if (state == FAILED) {
        failedAt = at;
      }
      return false;
    }
    numberState = next;
    if (numberLength < NUMBER_BYTES) {
      numberBytes[numberLength] = (byte) c;
    }
    numberLength++;
    return true;
  }

  private static int afterInteger(int c) {
    return c == '.' ? AFTER_DOT : c == 'e' || c == 'E' ? AFTER_E : -1;
  }

  private void endNumber() {
    switch (numberState) {
      case AFTER_ZERO, IN_INTEGER, IN_FRACTION, IN_EXPONENT -> {
        afterValue();
        int length = Math.min(numberLength, NUMBER_BYTES);
        sink.number(numberBytes, 0, length, length == numberLength, tokenAt);
      }
      default -> fail("unfinished number", tokenAt);
    }
  }

  private void beginWord(byte[] expected, long at) {
    tokenAt = at;
    word = expected;
    wordAt = 1;
    state = LITERAL;
  }

  private void literal(int c, long at) {
    if (c != word[wordAt]) {
      fail("unknown word", at);
      return;
    }
    if (++wordAt == word.length) {
      afterValue();
      sink.literal(word == TRUE ? Kind.TRUE : word == FALSE ? Kind.FALSE : Kind.NULL, tokenAt);
    }
  }

  private void fail(int c, long at) {
    fail(
        c > 0x20 && c < 0x7F
            ? "unexpected character " + (char) c
            : "unexpected byte 0x" + Integer.toHexString((c & 0xFF) | 0x100).substring(1),
        at);
  }

  private void fail(String reason, long at) {
    handOverCopy();
    state = FAILED;
    failure = reason;
    failedAt = at;
  }
}
