package dev.ccproxy.probe;

/** Short forms of foreign text. */
final class Bounded {
  private Bounded() {}

  /** One line of at most so many characters, control characters as blanks. */
  static String line(String text, int most) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), most));
    for (int i = 0; i < text.length() && out.length() < most; i++) {
      out.append(Character.isISOControl(text.charAt(i)) ? ' ' : text.charAt(i));
    }
    return out.toString();
  }

  /** Printable ASCII as it is, everything else as a dot. */
  static String bytes(byte[] bytes, int length) {
    StringBuilder out = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      out.append(bytes[i] >= ' ' && bytes[i] < 0x7F ? (char) bytes[i] : '.');
    }
    return out.toString();
  }
}
