package dev.ccproxy.wire;

/**
 * Notices deltas each of which repeats the one before it and adds something: a gateway that sends
 * what it has so far instead of what is new. Keeps a hash of the delta before, not its bytes.
 */
final class GrowthCheck {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private final boolean mayDropBrace;

  private boolean broken;
  private int deltas;
  private long length;
  private long hash;
  private long hashBeforeLast;
  private byte first;
  private byte last;
  private long formerLength;
  private long formerHash;
  private long formerHashBeforeLast;
  private byte formerFirst;
  private byte formerLast;
  private long hashAtFormer;
  private long hashBeforeFormer;

  /**
   * No delta seen yet.
   *
   * @param mayDropBrace whether a delta repeats the one before also when only a closing brace at
   *     its end is missing: arguments that were completed for the time being
   */
  GrowthCheck(boolean mayDropBrace) {
    this.mayDropBrace = mayDropBrace;
  }

  /** A delta starts. */
  void begin() {
    length = 0;
    hash = 0;
    hashBeforeLast = 0;
    hashAtFormer = 0;
    hashBeforeFormer = 0;
  }

  /** A piece of the delta. */
  void feed(byte[] b, int from, int to) {
    if (broken || from == to) {
      return;
    }
    if (length == 0) {
      first = b[from];
      if (deltas > 0 && first != formerFirst && formerLength > 1) {
        broken = true;
        return;
      }
    }
    for (int i = from; i < to; i++) {
      if (length == formerLength) {
        hashAtFormer = hash;
      }
      if (length == formerLength - 1) {
        hashBeforeFormer = hash;
      }
      hashBeforeLast = hash;
      hash = (hash + (b[i] & 0xFF) + 1) * FACTOR;
      hash ^= hash >>> 29;
      length++;
    }
    last = b[to - 1];
  }

  /** The delta ends. An empty one does not count. */
  void end() {
    if (broken || length == 0) {
      return;
    }
    if (deltas > 0 && !repeats()) {
      broken = true;
      return;
    }
    deltas++;
    formerLength = length;
    formerHash = hash;
    formerHashBeforeLast = hashBeforeLast;
    formerFirst = first;
    formerLast = last;
  }

  private boolean repeats() {
    return length > formerLength
        && (hashAtFormer == formerHash
            || (mayDropBrace && formerLast == '}' && hashBeforeFormer == formerHashBeforeLast));
  }

  /** Whether there were at least {@code least} deltas and each repeats the one before and grows. */
  boolean grows(int least) {
    return !broken && deltas >= least;
  }
}
