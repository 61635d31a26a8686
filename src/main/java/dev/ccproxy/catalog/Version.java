package dev.ccproxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A release number of the form {@code 1.108.11}. What makes it an earlier one ({@code 1.84.3rc1},
 * {@code 1.84.3.dev2}, {@code 1.84.3-nightly}) counts; anything else behind the numbers ({@code
 * .post1}, {@code -stable}) is kept for showing and not compared.
 */
public final class Version implements Comparable<Version> {
  private static final List<String> EARLIER =
      List.of("rc", "a", "b", "c", "dev", "pre", "alpha", "beta", "nightly", "canary");

  private final String text;
  private final List<Integer> numbers;
  private final boolean early;

  private Version(String text, List<Integer> numbers, boolean early) {
    this.text = text;
    this.numbers = List.copyOf(numbers);
    this.early = early;
  }

  /** The version that {@code text} names; empty where it begins with no number. */
  public static Optional<Version> of(String text) {
    String clean = text.strip();
    int at = clean.startsWith("v") ? 1 : 0;
    List<Integer> numbers = new ArrayList<>();
    while (at < clean.length() && isDigit(clean.charAt(at)) && numbers.size() < 6) {
      int number = 0;
      int start = at;
      while (at < clean.length() && isDigit(clean.charAt(at)) && at - start < 9) {
        number = number * 10 + clean.charAt(at) - '0';
        at++;
      }
      numbers.add(number);
      if (at + 1 < clean.length() && clean.charAt(at) == '.' && isDigit(clean.charAt(at + 1))) {
        at++;
      } else {
        break;
      }
    }
    return numbers.isEmpty()
        ? Optional.empty()
        : Optional.of(new Version(clean, numbers, isEarly(clean, at)));
  }

  /** Whether what follows the numbers makes it one before the release of these numbers. */
  private static boolean isEarly(String text, int end) {
    int start = end;
    while (start < text.length() && ".-_".indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    int letters = start;
    while (letters < text.length() && Character.isLetter(text.charAt(letters))) {
      letters++;
    }
    String word = text.substring(start, letters).toLowerCase(Locale.ROOT);
    return EARLIER.contains(word);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether this release came before {@code other}. */
  public boolean isBefore(Version other) {
    return compareTo(other) < 0;
  }

  /** Whether this is {@code other} or a later release. */
  public boolean isAtLeast(Version other) {
    return compareTo(other) >= 0;
  }

  /**
   * As {@link #isAtLeast(Version)}.
   *
   * @throws IllegalArgumentException when {@code other} is no version
   */
  public boolean isAtLeast(String other) {
    return isAtLeast(
        of(other).orElseThrow(() -> new IllegalArgumentException("no version: " + other)));
  }

  @Override
  public int compareTo(Version other) {
    int most = Math.max(numbers.size(), other.numbers.size());
    for (int i = 0; i < most; i++) {
      int mine = i < numbers.size() ? numbers.get(i) : 0;
      int theirs = i < other.numbers.size() ? other.numbers.get(i) : 0;
      if (mine != theirs) {
        return Integer.compare(mine, theirs);
      }
    }
    return Boolean.compare(other.early, early);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version version && compareTo(version) == 0;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    int last = numbers.size();
    while (last > 0 && numbers.get(last - 1) == 0) {
      last--;
    }
    for (int i = 0; i < last; i++) {
      hash = 31 * hash + numbers.get(i);
    }
    return early ? ~hash : hash;
  }

  @Override
  public String toString() {
    return text;
  }
}
