package dev.ccproxy.explain;

/**
 * Goes through bytes as {@link Folding} does, without keeping what it folds, and says where an
 * anchor of a wording may stand: where its four rare characters are, with all that stands before
 * them in the anchor. Most lines of a log need no more than this.
 */
final class Prefilter {
  /** Told of every place. */
  interface Sink {
    /**
     * An anchor may stand here.
     *
     * @param index a byte inside of it
     * @param line lines that ended before it, in these bytes
     */
    void place(int index, int line);
  }

  private final WordingIndex index;

  Prefilter(WordingIndex index) {
    this.index = index;
  }

  /**
   * Goes through {@code in[from, to)}, which begins at the start of a line.
   *
   * @return how many line ends were in it
   */
  int scan(byte[] in, int from, int to, Sink sink) {
    long[] bits = index.bits();
    int lines = 0;
    // The last eight characters; the last four of them are what an anchor is known by.
    long recent = 0;
    int i = LineStart.body(in, from, to);
    while (i < to) {
      byte folded = Folding.of(in[i]);
      int next = i + 1;
      if (folded == Folding.SPECIAL) {
        if (in[i] == '\n') {
          lines++;
          i = LineStart.body(in, next, to);
          continue;
        }
        next = Folding.special(in, i, to);
        folded = (byte) Folding.plain(in, i, to, next);
      }
      if (folded != Folding.DROP) {
        recent = recent << 8 | folded & 0xFF;
        int bit = WordingIndex.bit((int) recent);
        if ((bits[bit >>> 6] & 1L << bit) != 0 && isAnchor(bit, recent)) {
          sink.place(i, lines);
        }
      }
      i = next;
    }
    return lines;
  }

  private boolean isAnchor(int bit, long recent) {
    WordingIndex.Entry[] bucket = index.bucket(bit);
    if (bucket == null) {
      return false;
    }
    for (WordingIndex.Entry entry : bucket) {
      if (!entry.excludes() && (recent & entry.tailMask()) == entry.tail()) {
        return true;
      }
    }
    return false;
  }
}
