package dev.ccproxy.wire;

/**
 * Where body bytes stand in what was fed: an HTTP head and the framing of a chunked body shift
 * them. Keeps the last shifts only; older places get the oldest shift that is known.
 */
final class Places {
  private static final int KEPT = 256;

  private final long[] from = new long[KEPT];
  private final long[] bytes = new long[KEPT];
  private final long[] lines = new long[KEPT];
  private int count;

  /**
   * From body offset {@code bodyOffset} on, {@code bytes} bytes and {@code lines} lines of other
   * things came before.
   */
  void shift(long bodyOffset, long bytes, long lines) {
    int last = (count - 1) % KEPT;
    if (count > 0 && this.bytes[last] == bytes && this.lines[last] == lines) {
      return;
    }
    int next = count % KEPT;
    from[next] = bodyOffset;
    this.bytes[next] = bytes;
    this.lines[next] = lines;
    count = count == 2 * KEPT - 1 ? KEPT : count + 1;
  }

  /** The offset in what was fed. */
  long offset(long bodyOffset) {
    int entry = entry(bodyOffset);
    return entry < 0 ? bodyOffset : bodyOffset + bytes[entry];
  }

  /** The line in what was fed of a body offset that is on {@code bodyLine} of the body. */
  long line(long bodyOffset, long bodyLine) {
    int entry = entry(bodyOffset);
    return entry < 0 ? bodyLine : bodyLine + lines[entry];
  }

  private int entry(long bodyOffset) {
    int known = Math.min(count, KEPT);
    int entry = -1;
    for (int i = 1; i <= known; i++) {
      entry = (count - i) % KEPT;
      if (from[entry] <= bodyOffset) {
        return entry;
      }
    }
    return entry;
  }
}
