package dev.ccproxy.explain;

/**
 * Brings text into the form in which words are compared: small letters, digits and most signs of
 * ASCII. Everything that terminals, logs, JSON and copying change is left out: blanks, line ends,
 * quotes, escapes, colours, frames, the time in front of a line, bytes that are no ASCII. Chinese
 * characters stay, each as one byte above those of ASCII that several of them share; words are long
 * enough to tell them apart.
 *
 * <p>Works through the bytes once; never looks back.
 */
final class Folding {
  /** Left out. */
  static final byte DROP = 0;

  /** The beginning of something longer, or a line end. */
  static final byte SPECIAL = -1;

  private static final byte[] MAP = map();

  /** Longest escape sequence of a terminal that is believed. */
  private static final int LONGEST_ESCAPE = 256;

  private Folding() {}

  private static byte[] map() {
    byte[] map = new byte[256];
    for (int c = '!'; c <= '~'; c++) {
      map[c] = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    for (char c : "\"'`|*".toCharArray()) {
      map[c] = DROP;
    }
    for (char c : "\n\u001b\\&[".toCharArray()) {
      map[c] = SPECIAL;
    }
    for (int c = 0xE4; c <= 0xE9; c++) {
      map[c] = SPECIAL;
    }
    return map;
  }

  private static boolean isChinese(int code) {
    return code >= 0x4000 && code <= 0x9FFF;
  }

  private static byte chinese(int code) {
    return (byte) (0x80 | (code ^ code >>> 7) & 0x7F);
  }

  /** Folds a few words, such as those of a signature. */
  static byte[] words(String words) {
    byte[] out = new byte[words.length()];
    int n = 0;
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      byte folded = c < 128 ? MAP[c] : isChinese(c) ? chinese(c) : DROP;
      if (folded == SPECIAL && c < 128) {
        folded = c == '[' || c == '&' ? (byte) c : DROP;
      }
      if (folded != DROP) {
        out[n++] = folded;
      }
    }
    return java.util.Arrays.copyOf(out, n);
  }

  /**
   * Folds {@code in[from, to)}, which begins at the start of a line, into {@code out}.
   *
   * @param out is emptied first
   */
  static void fold(byte[] in, int from, int to, Folded out) {
    out.clear(in, from, to);
    byte[] text = out.text();
    int[] at = out.at();
    int n = 0;
    int i = out.startLine(0, from, to);
    while (i < to) {
      byte folded = MAP[in[i] & 0xFF];
      if (folded != SPECIAL) {
        text[n] = folded;
        at[n] = i;
        n += folded == DROP ? 0 : 1;
        i++;
      } else if (in[i] == '\n') {
        i = out.startLine(n, i + 1, to);
      } else {
        int next = special(in, i, to);
        int c = plain(in, i, to, next);
        if (c != 0) {
          text[n] = (byte) c;
          at[n] = i;
          n++;
        }
        i = next;
      }
    }
    out.end(n);
  }

  /** What a byte becomes: a folded character, {@link #DROP}, or {@link #SPECIAL}. */
  static byte of(byte b) {
    return MAP[b & 0xFF];
  }

  /** The character that a special place stands for, folded; 0 for none. */
  static int plain(byte[] in, int i, int to, int next) {
    int c = in[i];
    if (c < 0) {
      return next == i + 3 ? chinese(Utf8.character(in, i, 3)) & 0xFF : 0;
    }
    if (next == i + 1 && (c == '[' || c == '&')) {
      return c;
    }
    if (c == '&') {
      return in[i + 1] == 'l' ? '<' : in[i + 1] == 'g' ? '>' : in[i + 2] == 'm' ? '&' : 0;
    }
    if (c == '\\' && next - 5 >= i && in[next - 5] == 'u' && next <= to) {
      int code = hex(in, next - 4, next);
      if (isChinese(code)) {
        return chinese(code) & 0xFF;
      }
      if (code >= '!' && code <= '~') {
        byte folded = MAP[code];
        return folded == SPECIAL ? code == '[' || code == '&' ? code : 0 : folded;
      }
    }
    return 0;
  }

  /** Where the text goes on behind a special place. */
  static int special(byte[] in, int i, int to) {
    if (in[i] < 0) {
      return Utf8.length(in, i, to) == 3 ? i + 3 : i + 1;
    }
    return switch (in[i]) {
      case 0x1b -> escape(in, i, to);
      case '\\' -> backslash(in, i, to);
      case '[' -> bareColour(in, i, to);
      default -> entity(in, i, to);
    };
  }

  /** An escape sequence of a terminal. */
  private static int escape(byte[] in, int i, int to) {
    int next = i + 1;
    if (next >= to) {
      return next;
    }
    int end = Math.min(to, i + LONGEST_ESCAPE);
    if (in[next] == '[') {
      next++;
      while (next < end && in[next] >= 0x20 && in[next] < 0x40) {
        next++;
      }
      return Math.min(next + 1, to);
    }
    if (in[next] == ']') {
      while (next < end && in[next] != 7 && in[next] != 0x1b && in[next] != '\n') {
        next++;
      }
      if (next < end && in[next] == 7) {
        return next + 1;
      }
      return next + 1 < end && in[next] == 0x1b && in[next + 1] == '\\' ? next + 2 : next;
    }
    return in[next] == '\n' ? next : next + 1;
  }

  /** A colour whose escape character was lost in copying. */
  private static int bareColour(byte[] in, int i, int to) {
    int next = i + 1;
    int end = Math.min(to, i + 16);
    while (next < end && (isDigit(in[next]) || in[next] == ';')) {
      next++;
    }
    return next > i + 1 && next < end && in[next] == 'm' ? next + 1 : i + 1;
  }

  /**
   * Escapes of JSON and of programming languages, however often they were escaped again: a line
   * end, a tab, a character by its number, a colour.
   */
  private static int backslash(byte[] in, int i, int to) {
    int next = i;
    while (next < to && in[next] == '\\') {
      next++;
    }
    // A line that was broken between the backslash and its letter.
    int letter = next;
    while (letter < to && letter < next + 8 && (in[letter] == '\n' || in[letter] == '\r')) {
      letter++;
    }
    if (letter >= to) {
      return next;
    }
    switch (in[letter]) {
      case 'n', 'r', 't' -> {
        return letter + 1;
      }
      case 'u' -> {
        if (letter + 5 > to || hex(in, letter + 1, letter + 5) < 0) {
          return next;
        }
        return hex(in, letter + 1, letter + 5) == 0x1b
            ? writtenColour(in, letter + 5, to)
            : letter + 5;
      }
      case 'x' -> {
        return letter + 3 <= to && hex(in, letter + 1, letter + 3) == 0x1b
            ? writtenColour(in, letter + 3, to)
            : next;
      }
      case 'e' -> {
        return letter + 1 < to && in[letter + 1] == '[' ? writtenColour(in, letter + 1, to) : next;
      }
      case '0' -> {
        return letter + 3 <= to && in[letter + 1] == '3' && in[letter + 2] == '3'
            ? writtenColour(in, letter + 3, to)
            : next;
      }
      default -> {
        return next;
      }
    }
  }

  private static int writtenColour(byte[] in, int i, int to) {
    return i < to && in[i] == '[' ? Math.max(bareColour(in, i, to), i + 1) : i;
  }

  private static int entity(byte[] in, int i, int to) {
    for (String entity : ENTITIES) {
      if (i + entity.length() <= to) {
        int k = 0;
        while (k < entity.length() && in[i + k] == entity.charAt(k)) {
          k++;
        }
        if (k == entity.length()) {
          return i + k;
        }
      }
    }
    return i + 1;
  }

  private static final String[] ENTITIES = {
    "&quot;", "&#39;", "&#x27;", "&apos;", "&lt;", "&gt;", "&amp;", "&nbsp;"
  };

  private static int hex(byte[] in, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(in[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
