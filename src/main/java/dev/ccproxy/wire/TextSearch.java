package dev.ccproxy.wire;

import java.nio.charset.StandardCharsets;

/** Looks for a text in bytes that come in pieces (Knuth, Morris, Pratt). */
final class TextSearch {
  private final String text;
  private final byte[] bytes;
  private final int[] failure;
  private int matched;
  private boolean found;

  /**
   * A search for a text.
   *
   * @param text not empty
   */
  TextSearch(String text) {
    this.text = text;
    bytes = text.getBytes(StandardCharsets.UTF_8);
    failure = new int[bytes.length];
    int k = 0;
    for (int i = 1; i < bytes.length; i++) {
      while (k > 0 && bytes[i] != bytes[k]) {
        k = failure[k - 1];
      }
      if (bytes[i] == bytes[k]) {
        k++;
      }
      failure[i] = k;
    }
  }

  /** The text that is looked for. */
  String text() {
    return text;
  }

  /** Whether it was there. */
  boolean found() {
    return found;
  }

  /** The next piece. */
  void feed(byte[] b, int from, int to) {
    int k = matched;
    for (int i = from; i < to && !found; i++) {
      while (k > 0 && b[i] != bytes[k]) {
        k = failure[k - 1];
      }
      if (b[i] == bytes[k] && ++k == bytes.length) {
        found = true;
      }
    }
    matched = k;
  }
}
