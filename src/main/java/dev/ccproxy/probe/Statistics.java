package dev.ccproxy.probe;

/** The few numbers that repeated probes need. Pure. */
public final class Statistics {
  private static final int HALVINGS = 60;

  private Statistics() {}

  /**
   * The one-sided lower bound of Clopper and Pearson: with this confidence the true rate is at
   * least that.
   *
   * @param good tries that went well, 0 to {@code tries}
   * @param tries 1 or more
   * @param confidence for example 0.95
   */
  public static double lowerBound(int good, int tries, double confidence) {
    check(good, tries);
    if (good == 0) {
      return 0;
    }
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double rate = (low + high) / 2;
      // The chance of so many good tries or more.
      if (tail(good, tries, rate) < 1 - confidence) {
        low = rate;
      } else {
        high = rate;
      }
    }
    return low;
  }

  /** The one-sided upper bound: with this confidence the true rate is at most that. */
  public static double upperBound(int good, int tries, double confidence) {
    check(good, tries);
    return 1 - lowerBound(tries - good, tries, confidence);
  }

  /** The chance of {@code least} or more good ones in {@code tries}. */
  private static double tail(int least, int tries, double rate) {
    double sum = 0;
    for (int k = least; k <= tries; k++) {
      sum += Math.exp(logChoose(tries, k) + k * Math.log(rate) + (tries - k) * Math.log1p(-rate));
    }
    return Math.min(1, sum);
  }

  private static double logChoose(int n, int k) {
    double sum = 0;
    for (int i = 1; i <= k; i++) {
      sum += Math.log(n - k + i) - Math.log(i);
    }
    return sum;
  }

  /**
   * Fisher's exact test, one-sided: how probable it is by chance alone that the first of two groups
   * does so badly against the second, or worse.
   *
   * @param good of the first group
   * @param tries of the first group
   * @param otherGood of the second group
   * @param otherTries of the second group
   */
  public static double fisher(int good, int tries, int otherGood, int otherTries) {
    check(good, tries);
    check(otherGood, otherTries);
    int allGood = good + otherGood;
    int all = tries + otherTries;
    double sum = 0;
    for (int k = Math.max(0, allGood - otherTries); k <= good; k++) {
      sum +=
          Math.exp(
              logChoose(tries, k) + logChoose(otherTries, allGood - k) - logChoose(all, allGood));
    }
    return Math.min(1, sum);
  }

  private static void check(int good, int tries) {
    if (tries < 1 || good < 0 || good > tries) {
      throw new IllegalArgumentException(good + " of " + tries + " tries");
    }
  }

  /** {@code 3 of 3 (at least 37 %)}: never a promise of reliability. */
  public static String shown(int good, int tries) {
    return good
        + " of "
        + tries
        + " (at least "
        + (int) Math.round(100 * lowerBound(good, tries, 0.95))
        + " %)";
  }
}
