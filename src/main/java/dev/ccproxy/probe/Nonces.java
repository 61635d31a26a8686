package dev.ccproxy.probe;

import java.util.SplittableRandom;

/**
 * Words that nobody can know before: whoever gives one back has read it. From a seeded source, so
 * that a run can be repeated. Thread-safe.
 */
public final class Nonces {
  private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
  private static final String DIGITS = "234567";
  private static final String HEX = "0123456789abcdef";
  private static final int LENGTH = 8;

  private final SplittableRandom random;

  /**
   * Starts a series.
   *
   * @param seed the same seed gives the same words
   */
  public Nonces(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * Eight capitals and digits without vowels, so that they make no word; a digit is always among
   * them.
   */
  public synchronized String next() {
    int digit = 1 + random.nextInt(LENGTH - 1);
    StringBuilder out = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      boolean number = i == digit || (i > 0 && random.nextInt(4) == 0);
      String from = number ? DIGITS : LETTERS;
      out.append(from.charAt(random.nextInt(from.length())));
    }
    return out.toString();
  }

  /** Hexadecimal digits. */
  synchronized String hex(int digits) {
    StringBuilder out = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      out.append(HEX.charAt(random.nextInt(HEX.length())));
    }
    return out.toString();
  }

  /** A random UUID of version 4. */
  String uuid() {
    String digits = hex(30);
    return digits.substring(0, 8)
        + "-"
        + digits.substring(8, 12)
        + "-4"
        + digits.substring(12, 15)
        + "-a"
        + digits.substring(15, 18)
        + "-"
        + digits.substring(18, 30);
  }

  /** A number from {@code least} to {@code most}. */
  synchronized int number(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }
}
