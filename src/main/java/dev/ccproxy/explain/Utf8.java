package dev.ccproxy.explain;

/** Reads UTF-8 that may be broken: what is no character counts as one byte and as U+FFFD. */
final class Utf8 {
  private static final int REPLACEMENT = 0xFFFD;

  private Utf8() {}

  /** Bytes of the character at {@code i}; 1 where there is none. */
  static int length(byte[] bytes, int i, int to) {
    int c = bytes[i] & 0xFF;
    int length = c >= 0xF0 && c < 0xF8 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
    if (c >= 0xF8 || i + length > to) {
      return 1;
    }
    for (int k = 1; k < length; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return 1;
      }
    }
    return length;
  }

  /** The character in so many bytes. */
  static int character(byte[] bytes, int i, int length) {
    int c = bytes[i] & 0xFF;
    if (length == 1) {
      return c < 0x80 ? c : REPLACEMENT;
    }
    int value = c & (0xFF >> (length + 1));
    for (int k = 1; k < length; k++) {
      value = value << 6 | bytes[i + k] & 0x3F;
    }
    return Character.isValidCodePoint(value) && (value < 0xD800 || value > 0xDFFF)
        ? value
        : REPLACEMENT;
  }
}
