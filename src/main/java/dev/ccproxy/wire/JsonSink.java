package dev.ccproxy.wire;

/**
 * Takes the tokens of a {@link JsonScanner}. Ranges are valid only during the call. Offsets count
 * from the first byte that the scanner was given.
 */
abstract class JsonSink {

  /** A line feed stands between tokens; told outside of line mode only. */
  void newline() {}

  /** A string holds characters other than ASCII; told once a document, before the piece with it. */
  void wide() {}

  /**
   * A member name, escapes resolved.
   *
   * @param whole false when the name is longer than the scanner keeps; the range is then its start
   */
  abstract void key(byte[] b, int from, int to, boolean whole);

  /**
   * A piece of a string value, escapes resolved to UTF-8. How a string is cut into pieces means
   * nothing; a piece may be empty.
   *
   * @param first whether the string starts here
   * @param last whether it ends here
   * @param at offset of the opening quote
   */
  abstract void string(byte[] b, int from, int to, boolean first, boolean last, long at);

  /**
   * A number.
   *
   * @param whole false when the number is longer than the scanner keeps
   * @param at offset of its first character
   */
  abstract void number(byte[] b, int from, int to, boolean whole, long at);

  /**
   * {@code true}, {@code false} or {@code null}.
   *
   * @param at offset of its first character
   */
  abstract void literal(Kind kind, long at);

  /**
   * The start of an object or array.
   *
   * @param at offset of the bracket
   */
  abstract void open(boolean object, long at);

  /**
   * The end of the innermost object or array.
   *
   * @param at offset of the bracket
   */
  abstract void close(boolean object, long at);
}
