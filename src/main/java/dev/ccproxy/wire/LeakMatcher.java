package dev.ccproxy.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Looks in the text of an answer for a tool call that was written out instead of made, and for
 * think tags. Every marker begins with a byte that occurs nowhere else in it, so one pass without
 * going back finds them all.
 */
final class LeakMatcher {
  private static final String THINK_OPEN = "<think>";
  private static final String THINK_CLOSE = "</think>";

  /** The native call syntaxes of open models. */
  private static final String[] CALLS = {
    "<tool_call>",
    "<function=",
    "<|tool_calls_section_begin|>",
    "<|tool_call_section_begin|>",
    "<\uFF5Ctool\u2581calls\u2581begin\uFF5C>",
    "[TOOL_CALLS]",
    "[Tool call:",
    "<invoke name=",
  };

  private static final String[] MARKERS = new String[CALLS.length + 2];
  private static final int LONGEST;
  private static final int[] LENGTHS = new int[CALLS.length + 2];

  /** For each position and byte, the markers that have that byte there, one bit each. */
  private static final short[][] AT;

  static {
    System.arraycopy(CALLS, 0, MARKERS, 0, CALLS.length);
    MARKERS[CALLS.length] = THINK_OPEN;
    MARKERS[CALLS.length + 1] = THINK_CLOSE;
    int longest = 0;
    for (int m = 0; m < MARKERS.length; m++) {
      LENGTHS[m] = MARKERS[m].getBytes(StandardCharsets.UTF_8).length;
      longest = Math.max(longest, LENGTHS[m]);
    }
    LONGEST = longest;
    AT = new short[LONGEST][256];
    for (int m = 0; m < MARKERS.length; m++) {
      byte[] bytes = MARKERS[m].getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        AT[i][bytes[i] & 0xFF] |= (short) (1 << m);
      }
    }
  }

  /** Bytes that can start something: the first ones of the markers, and line feed. */
  private static final boolean[] STARTS = new boolean[256];

  static {
    STARTS['<'] = true;
    STARTS['['] = true;
    STARTS['\n'] = true;
  }

  private static final int OFF = 0;
  private static final int LINE_START = 1;
  private static final int WORD = 2;
  private static final int COLON = 3;
  private static final int VALUE = 4;
  private static final int IN_VALUE = 5;
  private static final int VALUE_ESCAPE = 6;
  private static final int COMMA = 7;
  private static final int MEMBER = 8;
  private static final int IN_MEMBER = 9;
  private static final int BEFORE_NAME = 10;

  private static final byte[] NAME = {'n', 'a', 'm', 'e', '"'};
  private static final String[] MEMBERS = {"arguments\"", "parameters\"", "input\""};

  private int candidates;
  private int matched;
  private int object = LINE_START;
  private int objectMatched;
  private int members;
  private boolean lineIsBlank = true;

  private @Nullable String call;
  private boolean thinkOpened;
  private boolean thinkClosed;

  /** A new text block: nothing that began in another one goes on. */
  void begin() {
    candidates = 0;
    object = LINE_START;
    lineIsBlank = true;
  }

  /** The first tool call that stands in the text, by its marker; null while there is none. */
  @Nullable String call() {
    return call;
  }

  /** Whether a think tag was opened and closed. */
  boolean think() {
    return thinkClosed;
  }

  /** A piece of text. */
  void feed(byte[] b, int from, int to) {
    int i = from;
    while (i < to) {
      if (candidates == 0 && object == OFF) {
        while (i < to && !STARTS[b[i] & 0xFF]) {
          i++;
        }
        if (i == to) {
          return;
        }
      }
      int c = b[i] & 0xFF;
      if (candidates != 0) {
        candidates &= AT[matched][c];
        if (candidates != 0) {
          matched++;
          if (found()) {
            candidates = 0;
          }
        }
      }
      if (candidates == 0 && (c == '<' || c == '[')) {
        candidates = AT[0][c];
        matched = 1;
      }
      if (object != OFF || c == '\n') {
        object(c);
      }
      i++;
    }
  }

  private boolean found() {
    for (int m = 0; m < MARKERS.length; m++) {
      if ((candidates & 1 << m) != 0 && LENGTHS[m] == matched) {
        if (m < CALLS.length) {
          callFound(MARKERS[m]);
        } else if (MARKERS[m].equals(THINK_OPEN)) {
          thinkOpened = true;
        } else if (thinkOpened) {
          thinkClosed = true;
        }
        return true;
      }
    }
    return false;
  }

  private void callFound(String marker) {
    if (call == null) {
      call = marker;
    }
  }

  /** One byte of a line that may begin with {@code {"name": "...", "arguments"}. */
  private void object(int c) {
    boolean blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    boolean first = lineIsBlank;
    lineIsBlank = c == '\n' || (blank && first);
    switch (object) {
      case LINE_START -> {
        if (c == '{') {
          object = BEFORE_NAME;
        } else if (!blank) {
          object = OFF;
        }
      }
      case BEFORE_NAME -> {
        if (c == '"') {
          object = WORD;
          objectMatched = 0;
        } else if (!blank) {
          object = OFF;
        }
      }
      case WORD -> {
        if (c != NAME[objectMatched]) {
          object = OFF;
        } else if (++objectMatched == NAME.length) {
          object = COLON;
        }
      }
      case COLON -> object = c == ':' ? VALUE : blank ? COLON : OFF;
      case VALUE -> object = c == '"' ? IN_VALUE : blank ? VALUE : OFF;
      case IN_VALUE ->
          object = c == '"' ? COMMA : c == '\\' ? VALUE_ESCAPE : c == '\n' ? OFF : IN_VALUE;
      case VALUE_ESCAPE -> object = IN_VALUE;
      case COMMA -> object = c == ',' ? MEMBER : blank ? COMMA : OFF;
      case MEMBER -> {
        if (c == '"') {
          object = IN_MEMBER;
          objectMatched = 0;
          members = (1 << MEMBERS.length) - 1;
        } else if (!blank) {
          object = OFF;
        }
      }
      case IN_MEMBER -> {
        for (int m = 0; m < MEMBERS.length; m++) {
          if ((members & 1 << m) != 0 && MEMBERS[m].charAt(objectMatched) != c) {
            members &= ~(1 << m);
          }
        }
        objectMatched++;
        for (int m = 0; m < MEMBERS.length; m++) {
          if ((members & 1 << m) != 0 && MEMBERS[m].length() == objectMatched) {
            callFound("{\"name\": ..., \"" + MEMBERS[m]);
            members = 0;
          }
        }
        if (members == 0) {
          object = OFF;
        }
      }
      default -> {}
    }
    if (object == OFF && c == '\n') {
      object = LINE_START;
    } else if (object == OFF && c == '{' && first) {
      object = BEFORE_NAME;
    }
  }
}
