package dev.ccproxy.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the smallest sets of features that are refused, when everything together is (Zeller's and
 * Hildebrandt's ddmin, with a suspect tried first and a budget of trials). Pure: who asks is the
 * caller's matter.
 *
 * @param <F> a feature
 */
public final class DeltaDebugging<F> {

  /** How a trial ended. */
  public enum Outcome {
    /** The request was taken. */
    ACCEPTED,
    /** It was refused in the way that is looked into. */
    REFUSED,
    /** Neither: another error, no answer. Counts as no evidence. */
    UNCLEAR
  }

  /**
   * Tries a set of features.
   *
   * @param <F> a feature
   */
  @FunctionalInterface
  public interface Trial<F> {
    /** Sends a request that has these features and no other. */
    Outcome attempt(Set<F> features) throws InterruptedException;
  }

  /**
   * What else must be there for a feature to be there at all.
   *
   * @param <F> a feature
   */
  @FunctionalInterface
  public interface Needs<F> {
    /** The feature itself and all that it needs. */
    Set<F> with(F feature);
  }

  /**
   * What was found.
   *
   * @param causes sets of features that are refused on their own, each as small as was shown; empty
   *     where nothing was shown
   * @param baseRefused whether the request without any feature is refused too, so that no feature
   *     is the cause
   * @param minimal whether no feature of a cause can be left out, and no other cause is left
   * @param trials how many requests it took
   * @param <F> a feature
   */
  public record Result<F>(List<Set<F>> causes, boolean baseRefused, boolean minimal, int trials) {
    /** Copies the list. */
    public Result {
      causes = List.copyOf(causes);
    }
  }

  /** The budget is spent. */
  private static final class Spent extends Exception {
    private static final long serialVersionUID = 1L;

    Spent() {
      super(null, null, false, false);
    }
  }

  /** An endpoint that answers so often in another way is not asked on. */
  private static final int MOST_UNCLEAR = 3;

  private final Trial<F> trial;
  private final Needs<F> needs;
  private final int budget;
  private final Map<Set<F>, Outcome> known = new HashMap<>();
  private int trials;
  private int unclear;
  private List<F> current = List.of();

  private DeltaDebugging(Trial<F> trial, Needs<F> needs, int budget) {
    this.trial = trial;
    this.needs = needs;
    this.budget = budget;
  }

  /**
   * Looks for the causes.
   *
   * @param features all features, each after those that it needs; together they are known to be
   *     refused
   * @param suspects those that the error text names, surest first; may be empty
   * @param needs what a feature needs; a trial gets each feature with its needs
   * @param budget the most trials, 1 or more
   */
  public static <F> Result<F> find(
      List<F> features, List<F> suspects, Needs<F> needs, Trial<F> trial, int budget)
      throws InterruptedException {
    return new DeltaDebugging<>(trial, needs, budget).run(features, suspects);
  }

  private Result<F> run(List<F> features, List<F> suspects) throws InterruptedException {
    List<F> rest = new ArrayList<>(features);
    known.put(new LinkedHashSet<>(rest), Outcome.REFUSED);
    List<Set<F>> causes = new ArrayList<>();
    List<F> smallest = rest;
    try {
      boolean shown = false;
      for (F suspect : suspects) {
        if (rest.contains(suspect) && attempt(List.of(suspect)) == Outcome.REFUSED) {
          // A base that is refused would make every suspect look guilty.
          if (!shown && attempt(List.of()) == Outcome.REFUSED) {
            return new Result<>(List.of(), true, true, trials);
          }
          shown = true;
          List<F> cause = ddmin(ordered(features, needs.with(suspect)));
          causes.add(new LinkedHashSet<>(cause));
          rest = withoutCause(rest, cause);
        }
      }
      if (!shown && attempt(List.of()) == Outcome.REFUSED) {
        return new Result<>(List.of(), true, true, trials);
      }
      Outcome left = rest.isEmpty() ? Outcome.ACCEPTED : attempt(rest);
      while (left == Outcome.REFUSED) {
        smallest = rest;
        List<F> cause = ddmin(rest);
        causes.add(new LinkedHashSet<>(cause));
        rest = withoutCause(rest, cause);
        left = rest.isEmpty() ? Outcome.ACCEPTED : attempt(rest);
      }
      return new Result<>(causes, false, left == Outcome.ACCEPTED, trials);
    } catch (Spent e) {
      List<F> reached = current.isEmpty() ? smallest : current;
      if (causes.isEmpty() && reached.size() < features.size()) {
        causes.add(new LinkedHashSet<>(reached));
      } else if (!current.isEmpty()) {
        causes.add(new LinkedHashSet<>(current));
      }
      return new Result<>(causes, false, false, trials);
    }
  }

  /** A set that is refused, none of whose features can be left out. */
  private List<F> ddmin(List<F> refused) throws Spent, InterruptedException {
    List<F> set = refused;
    int parts = 2;
    current = List.of();
    while (set.size() > 1) {
      boolean smaller = false;
      for (int i = 0; i < parts && !smaller; i++) {
        List<F> part = part(set, parts, i);
        if (attempt(part) == Outcome.REFUSED) {
          set = part;
          parts = 2;
          smaller = true;
        }
      }
      for (int i = 0; i < parts && !smaller && parts > 2; i++) {
        List<F> others = without(set, part(set, parts, i));
        if (attempt(others) == Outcome.REFUSED) {
          set = others;
          parts = Math.max(parts - 1, 2);
          smaller = true;
        }
      }
      if (smaller) {
        current = set;
      } else if (parts >= set.size()) {
        break;
      } else {
        parts = Math.min(parts * 2, set.size());
      }
    }
    set = lowered(set);
    current = List.of();
    return set;
  }

  /**
   * Of several features that are refused together only, one may stand for what it needs: in a pair
   * the search meets the one that comes last.
   */
  private List<F> lowered(List<F> set) throws Spent, InterruptedException {
    List<F> out = set;
    for (int i = 0; out.size() > 1 && i < out.size(); i++) {
      F feature = out.get(i);
      List<F> needed = new ArrayList<>(needs.with(feature));
      needed.remove(feature);
      List<F> lower = new ArrayList<>(out);
      lower.remove(i);
      lower.addAll(i, needed);
      if (!needed.isEmpty() && attempt(lower) == Outcome.REFUSED) {
        out = lower;
        i--;
      }
    }
    return out;
  }

  private static <T> List<T> ordered(List<T> order, Set<T> chosen) {
    List<T> out = new ArrayList<>(order);
    out.retainAll(chosen);
    return out;
  }

  private static <T> List<T> part(List<T> set, int parts, int number) {
    int from = set.size() * number / parts;
    int to = set.size() * (number + 1) / parts;
    return set.subList(from, to);
  }

  private static <T> List<T> without(List<T> set, List<T> removed) {
    List<T> out = new ArrayList<>(set);
    out.removeAll(removed);
    return out;
  }

  /** Without the features of a cause, and without those that bring all of it with them. */
  private List<F> withoutCause(List<F> set, List<F> cause) {
    List<F> out = new ArrayList<>();
    for (F feature : set) {
      if (!cause.contains(feature) && !needs.with(feature).containsAll(cause)) {
        out.add(feature);
      }
    }
    return out;
  }

  private Outcome attempt(List<F> features) throws Spent, InterruptedException {
    Set<F> set = new LinkedHashSet<>();
    for (F feature : features) {
      set.addAll(needs.with(feature));
    }
    Outcome before = known.get(set);
    if (before != null) {
      return before;
    }
    if (trials == budget || unclear == MOST_UNCLEAR) {
      throw new Spent();
    }
    trials++;
    Outcome outcome = trial.attempt(set);
    unclear += outcome == Outcome.UNCLEAR ? 1 : 0;
    known.put(set, outcome);
    return outcome;
  }
}
