package dev.ccproxy.catalog;

import java.util.Collection;
import java.util.Optional;

/** Finds what a misspelt name was probably meant to be. */
public final class Nearest {
  /** Longer names are no slips of anything, and comparing them takes their product in time. */
  private static final int LONGEST = 100;

  private Nearest() {}

  /**
   * The candidate with the smallest edit distance, if it is near enough to be a slip: at most a
   * third of the letters.
   */
  public static Optional<String> of(String name, Collection<String> candidates) {
    String best = null;
    int least = Integer.MAX_VALUE;
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    for (String candidate : candidates) {
      if (candidate.length() > LONGEST) {
        continue;
      }
      int distance = distance(name, candidate);
      if (candidate.startsWith(name) && name.length() >= 3) {
        distance = Math.min(distance, 1);
      }
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return least <= Math.max(1, name.length() / 3) ? Optional.ofNullable(best) : Optional.empty();
  }

  /** Insertions, deletions, substitutions and swaps of neighbours, each counted once. */
  private static int distance(String a, String b) {
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int substituted = rows[i - 1][j - 1] + (same(a.charAt(i - 1), b.charAt(j - 1)) ? 0 : 1);
        rows[i][j] = Math.min(substituted, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && same(a.charAt(i - 1), b.charAt(j - 2))
            && same(a.charAt(i - 2), b.charAt(j - 1))) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[a.length()][b.length()];
  }

  private static boolean same(char a, char b) {
    return Character.toLowerCase(a) == Character.toLowerCase(b);
  }
}
