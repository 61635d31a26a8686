package dev.ccproxy.explain;

import java.util.Arrays;

/**
 * Text as {@link Folding} leaves it, with the lines that it came from. Reused from block to block.
 */
final class Folded {
  private byte[] text = {};
  private int[] at = {};
  private int length;
  private byte[] raw = {};
  private int rawFrom;
  private int rawTo;
  private int[] lineText = new int[64];
  private int[] lineRaw = new int[64];
  private int[] lineBody = new int[64];
  private int lines;

  /** An empty one. */
  Folded() {}

  void clear(byte[] bytes, int from, int to) {
    raw = bytes;
    rawFrom = from;
    rawTo = to;
    lines = 0;
    length = 0;
    if (text.length < to - from + 1) {
      text = new byte[to - from + 1];
      at = new int[to - from + 1];
    }
  }

  /**
   * A line begins.
   *
   * @param n length of the folded text so far
   * @return where its text begins, behind time and frame
   */
  int startLine(int n, int from, int to) {
    if (from >= to && lines > 0) {
      return from;
    }
    if (lines == lineText.length) {
      lineText = Arrays.copyOf(lineText, lines * 2);
      lineRaw = Arrays.copyOf(lineRaw, lines * 2);
      lineBody = Arrays.copyOf(lineBody, lines * 2);
    }
    int body = LineStart.body(raw, from, to);
    lineText[lines] = n;
    lineRaw[lines] = from;
    lineBody[lines] = body;
    lines++;
    return body;
  }

  void end(int n) {
    length = n;
  }

  byte[] text() {
    return text;
  }

  int[] at() {
    return at;
  }

  int length() {
    return length;
  }

  byte[] raw() {
    return raw;
  }

  int rawFrom() {
    return rawFrom;
  }

  int rawTo() {
    return rawTo;
  }

  int lines() {
    return lines;
  }

  /** The line, from 0, in which a folded character stands. */
  int lineOf(int index) {
    int low = 0;
    int high = lines - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (lineText[middle] <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Where the line begins in the folded text. */
  int lineText(int line) {
    return line < lines ? lineText[line] : length;
  }

  /** Where the line begins in the bytes. */
  int lineRaw(int line) {
    return line < lines ? lineRaw[line] : rawTo;
  }

  /** Where its text begins in the bytes, behind time and frame. */
  int lineBody(int line) {
    return lineBody[line];
  }

  /** Place in the bytes of a folded character. */
  int rawAt(int index) {
    return index < length ? at[index] : rawTo;
  }

  /** Whether {@code words} stand at {@code index}. */
  boolean has(byte[] words, int index) {
    if (index < 0 || index + words.length > length) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      if (text[index + i] != words[i]) {
        return false;
      }
    }
    return true;
  }

  /** The first place of {@code words} in {@code [from, to)} where they stand completely; or -1. */
  int find(byte[] words, int from, int to) {
    int last = Math.min(to, length) - words.length;
    for (int i = Math.max(0, from); i <= last; i++) {
      if (text[i] == words[0] && has(words, i)) {
        return i;
      }
    }
    return -1;
  }

  /** The last place of {@code words} in {@code [from, to)} where they stand completely; or -1. */
  int findLast(byte[] words, int from, int to) {
    for (int i = Math.min(to, length) - words.length; i >= Math.max(0, from); i--) {
      if (text[i] == words[0] && has(words, i)) {
        return i;
      }
    }
    return -1;
  }
}
