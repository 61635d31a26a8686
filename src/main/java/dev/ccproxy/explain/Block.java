package dev.ccproxy.explain;

/** A part of a big input that ends with a record: finds the records that hold something. */
final class Block implements Prefilter.Sink {
  /** How much of a record is looked at before and behind the place that was found. */
  private static final int RECORD_BEFORE = 1 << 14;

  private static final int RECORD_BEHIND = 3 << 14;
  private static final int RECORD_LINES = 200;

  private final Judge judge;
  private final Folded exact;
  private final byte[] bytes;
  private final int end;
  private final Tally tally = new Tally();

  /** Up to where the bytes were judged. */
  private int judgedTo;

  private int lines;

  /**
   * A part that is not looked at yet.
   *
   * @param exact room to fold records in, for this block alone
   */
  Block(Judge judge, Folded exact, byte[] bytes, int end) {
    this.judge = judge;
    this.exact = exact;
    this.bytes = bytes;
    this.end = end;
  }

  /** Looks at all of it. */
  void read(Prefilter prefilter) {
    lines = prefilter.scan(bytes, 0, end, this);
  }

  byte[] bytes() {
    return bytes;
  }

  Folded room() {
    return exact;
  }

  /** What was found; lines are counted from the beginning of the block. */
  Tally tally() {
    return tally;
  }

  /** How many line ends are in it. */
  int lines() {
    return lines;
  }

  /** Whether its last line has no end. */
  boolean endsOpen() {
    return end > 0 && bytes[end - 1] != '\n';
  }

  /** Has the record judged in which {@code place} is. */
  @Override
  public void place(int place, int lineEnds) {
    if (place < judgedTo) {
      return;
    }
    int line = lineStart(place);
    int start = line;
    int before = 0;
    while (start > judgedTo
        && before < RECORD_LINES
        && line - start < RECORD_BEFORE
        && !isHead(start)) {
      start = lineStart(start - 1);
      before++;
    }
    int stop = nextLine(place);
    int behind = 0;
    while (stop < end && behind < RECORD_LINES && stop - line < RECORD_BEHIND && !isHead(stop)) {
      stop = nextLine(stop);
      behind++;
    }
    Folding.fold(bytes, start, stop, exact);
    judge.judge(exact, lineEnds - before + 1, tally);
    judgedTo = stop;
  }

  private boolean isHead(int line) {
    return LineStart.isHead(bytes, LineStart.body(bytes, line, end), end);
  }

  private int lineStart(int place) {
    int i = Math.max(place, judgedTo);
    while (i > judgedTo && bytes[i - 1] != '\n') {
      i--;
    }
    return i;
  }

  private int nextLine(int place) {
    int i = place;
    while (i < end && bytes[i] != '\n') {
      i++;
    }
    return Math.min(i + 1, end);
  }
}
