package dev.ccproxy.lab.surface;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text as a stream would. */
final class Pieces {
  private Pieces() {}

  /** Pieces of at most {@code length} characters, surrogate pairs whole; none of an empty text. */
  static List<String> of(String text, int length) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(text.length(), start + length);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end++;
      }
      pieces.add(text.substring(start, end));
      start = end;
    }
    return pieces;
  }
}
