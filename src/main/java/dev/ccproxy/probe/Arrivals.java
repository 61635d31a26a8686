package dev.ccproxy.probe;

import java.time.Duration;
import java.util.Arrays;

/**
 * When the pieces of a body came, counted from the moment when the request was sent. Of very many
 * pieces the first 8192 are kept one by one; the largest gap knows all.
 */
public final class Arrivals {
  private static final int KEPT = 8192;

  private long[] nanos = new long[16];
  private long[] ends = new long[16];
  private int kept;
  private long count;
  private long lastNanos;
  private long largestGap;

  Arrivals() {}

  void add(long sinceSent, long end) {
    if (count > 0) {
      largestGap = Math.max(largestGap, sinceSent - lastNanos);
    }
    lastNanos = sinceSent;
    count++;
    if (kept == KEPT) {
      ends[kept - 1] = end;
      return;
    }
    if (kept == nanos.length) {
      nanos = Arrays.copyOf(nanos, kept * 2);
      ends = Arrays.copyOf(ends, kept * 2);
    }
    nanos[kept] = sinceSent;
    ends[kept] = end;
    kept++;
  }

  /** How many pieces came. */
  public long count() {
    return count;
  }

  /** How many pieces are kept one by one. */
  public int kept() {
    return kept;
  }

  /** When a piece came. */
  public Duration at(int piece) {
    return Duration.ofNanos(nanos[piece]);
  }

  /** Bytes of the body (before it is unpacked) up to the end of a piece. */
  public long end(int piece) {
    return ends[piece];
  }

  /** When the piece with this byte of the body came; zero where there is none. */
  public Duration ofByte(long offset) {
    for (int i = 0; i < kept; i++) {
      if (ends[i] > offset) {
        return at(i);
      }
    }
    return Duration.ofNanos(kept == 0 ? 0 : lastNanos);
  }

  /** From the first to the last piece. */
  public Duration spread() {
    return Duration.ofNanos(kept == 0 ? 0 : lastNanos - nanos[0]);
  }

  /** The longest time between two pieces. */
  public Duration largestGap() {
    return Duration.ofNanos(largestGap);
  }
}
