package dev.ccproxy.lab;

import java.util.concurrent.atomic.AtomicLong;

/** Ids that look random and are the same in every run with the same seed. */
final class Ids {
  private final AtomicLong state;

  Ids(long seed) {
    this.state = new AtomicLong(seed);
  }

  String next(String prefix, int digits) {
    StringBuilder out = new StringBuilder(prefix);
    while (out.length() < prefix.length() + digits) {
      String hex = Long.toHexString(mixed(state.getAndAdd(0x9E3779B97F4A7C15L)));
      out.append("0".repeat(16 - hex.length())).append(hex);
    }
    return out.substring(0, prefix.length() + digits);
  }

  /** The finishing step of SplitMix64: every input bit changes about half of the output. */
  private static long mixed(long x) {
    long z = x;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
