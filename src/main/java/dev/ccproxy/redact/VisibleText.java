package dev.ccproxy.redact;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text as a terminal shows it: without escape sequences, control characters and characters of no
 * width, raw or written as an escape of JSON, YAML or this program. Knows where each character
 * stands in the text itself, so that a secret that such characters split can be cut out of it.
 */
final class VisibleText {
  /** A title or a link that goes on for longer is none. */
  private static final int LONGEST_SEQUENCE = 256;

  private static final char ESCAPE = 0x1b;
  private static final char BELL = 0x07;

  private final StringBuilder shown = new StringBuilder();
  private int[] origins = new int[64];

  private VisibleText() {}

  /** Null where all characters are visible. */
  static @Nullable VisibleText of(String text) {
    int first = firstInvisible(text);
    if (first < 0) {
      return null;
    }
    VisibleText visible = new VisibleText();
    int i = 0;
    while (i < text.length()) {
      int end = i < first ? i : invisibleEnd(text, i);
      if (end > i) {
        i = end;
      } else {
        visible.add(text.charAt(i), i);
        i++;
      }
    }
    return visible;
  }

  private void add(char c, int origin) {
    if (shown.length() == origins.length) {
      origins = Arrays.copyOf(origins, origins.length * 2);
    }
    origins[shown.length()] = origin;
    shown.append(c);
  }

  private static int firstInvisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (invisibleEnd(text, i) > i) {
        return i;
      }
    }
    return -1;
  }

  /** End of what is not shown at {@code at}; {@code at} where something is. */
  private static int invisibleEnd(String text, int at) {
    char c = text.charAt(at);
    if (c >= 0x20 && c < 0x7F && c != '\\') {
      return at;
    }
    if (c == '\\') {
      return escapedEnd(text, at);
    }
    if (c == '\n' || c == '\t' || c == '\r') {
      return at;
    }
    if (c == ESCAPE) {
      return sequenceEnd(text, at + 1);
    }
    return isInvisible(c) ? at + 1 : at;
  }

  private static boolean isInvisible(int c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || Character.getType(c) == Character.FORMAT;
  }

  /** The escape of an invisible character, and the sequence that follows one of ESC. */
  private static int escapedEnd(String text, int at) {
    if (at + 1 == text.length()) {
      return at;
    }
    int end;
    int code;
    switch (text.charAt(at + 1)) {
      case 'e' -> {
        // Also the beginning of a word behind a backslash; only a sequence makes it an escape.
        boolean sequence = at + 2 < text.length() && text.charAt(at + 2) == '[';
        end = sequence ? at + 2 : at;
        code = ESCAPE;
      }
      case 'x' -> {
        end = at + 4;
        code = hex(text, at + 2, end);
      }
      case '0' -> {
        end = at + 4;
        code = text.startsWith("33", at + 2) ? ESCAPE : -1;
      }
      case 'u' -> {
        boolean braces = at + 2 < text.length() && text.charAt(at + 2) == '{';
        int close = braces ? text.indexOf('}', at) : -1;
        end = braces ? close + 1 : at + 6;
        code =
            braces
                ? (close > at && close < at + 11 ? hex(text, at + 3, close) : -1)
                : hex(text, at + 2, end);
      }
      default -> {
        return at;
      }
    }
    if (end <= at || code < 0 || code == '\n' || code == '\t' || code == '\r') {
      return at;
    }
    if (code == ESCAPE) {
      return sequenceEnd(text, end);
    }
    return isInvisible(code) ? end : at;
  }

  /** The number that these digits write; -1 where they are none. */
  private static int hex(String text, int from, int to) {
    if (to > text.length() || to <= from) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  /** End of the sequence whose ESC ends at {@code at}. */
  private static int sequenceEnd(String text, int at) {
    if (at >= text.length()) {
      return text.length();
    }
    int bound = Math.min(text.length(), at + LONGEST_SEQUENCE);
    if (text.charAt(at) == '[') {
      for (int i = at + 1; i < bound; i++) {
        char c = text.charAt(i);
        if (c >= '@' && c <= '~') {
          return i + 1;
        }
        if (c < ' ' || c > '~') {
          return i;
        }
      }
      return at + 1;
    }
    if (text.charAt(at) == ']') {
      for (int i = at + 1; i < bound; i++) {
        if (text.charAt(i) == BELL) {
          return i + 1;
        }
        if (text.charAt(i) == ESCAPE) {
          return i + 1 < text.length() && text.charAt(i + 1) == '\\' ? i + 2 : i;
        }
      }
      return at + 1;
    }
    return at;
  }

  /** What is shown. */
  String shown() {
    return shown.toString();
  }

  /** Where a shown character stands in the text. */
  int origin(int index) {
    return origins[index];
  }
}
