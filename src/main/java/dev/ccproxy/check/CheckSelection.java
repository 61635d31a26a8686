package dev.ccproxy.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which checks are wanted. A pattern is an id ({@code CCP-S201}, {@code S201}), a slug, or the
 * beginning of one with a star behind it ({@code S2*}); upper and lower case are the same.
 */
public final class CheckSelection implements Predicate<Check> {
  /** All of them. */
  public static final CheckSelection ALL = new CheckSelection(List.of(), List.of());

  private static final String PREFIX = "ccp-";

  private final List<String> only;
  private final List<String> skip;

  /**
   * @param only patterns, several in one text separated by commas; empty: all
   * @param skip patterns of what is left out all the same
   */
  public CheckSelection(List<String> only, List<String> skip) {
    this.only = split(only);
    this.skip = split(skip);
  }

  private static List<String> split(List<String> texts) {
    List<String> patterns = new ArrayList<>();
    for (String text : texts) {
      for (String pattern : text.split(",")) {
        if (!pattern.isBlank()) {
          patterns.add(pattern.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    return patterns;
  }

  @Override
  public boolean test(Check check) {
    return (only.isEmpty() || matches(only, check)) && !matches(skip, check);
  }

  /** Whether no check is named at all. */
  public boolean isEmpty() {
    return only.isEmpty() && skip.isEmpty();
  }

  /** Whether one of the checks is named; false where all are wanted. */
  public boolean names(Check check) {
    return matches(only, check);
  }

  private static boolean matches(List<String> patterns, Check check) {
    for (String pattern : patterns) {
      if (matches(pattern, check)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String pattern, Check check) {
    String id = check.id().toLowerCase(Locale.ROOT);
    String number = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
    return matches(pattern, id) || matches(pattern, number) || matches(pattern, check.slug());
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }

  /** The first pattern that no check has, as it was typed but for upper and lower case. */
  public Optional<String> unknown(List<? extends Check> all) {
    for (List<String> patterns : List.of(only, skip)) {
      for (String pattern : patterns) {
        boolean known = false;
        for (Check check : all) {
          known |= matches(pattern, check);
        }
        if (!known) {
          return Optional.of(pattern);
        }
      }
    }
    return Optional.empty();
  }
}
