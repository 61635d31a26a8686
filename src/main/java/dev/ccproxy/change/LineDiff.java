package dev.ccproxy.change;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.algorithm.myers.MyersDiff;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which lines differ. Myers' algorithm gives the shortest answer but takes time and memory with the
 * square of its length, so texts that differ much are first cut at the lines that both have exactly
 * once.
 */
final class LineDiff {

  /** Longest answer, in lines, that is searched for in one piece; 500 cost some 30 ms cold. */
  private static final int MOST_DIFFERENCES = 500;

  /**
   * Lines {@code fromA} to {@code toA} (exclusive, from 0) of the one text became lines {@code
   * fromB} to {@code toB} of the other.
   */
  record Edit(int fromA, int toA, int fromB, int toB) {}

  private final int[] a;
  private final int[] b;
  private final List<Edit> edits = new ArrayList<>();

  private LineDiff(int[] a, int[] b) {
    this.a = a;
    this.b = b;
  }

  /** In the order of the lines; two edits never touch. */
  static List<Edit> of(List<String> a, List<String> b) {
    Map<String, Integer> numbers = new HashMap<>();
    LineDiff diff = new LineDiff(numbers(a, numbers), numbers(b, numbers));
    diff.compare(0, a.size(), 0, b.size(), true);
    return diff.edits;
  }

  /** Lines as numbers, so that comparing two is cheap. */
  private static int[] numbers(List<String> lines, Map<String, Integer> numbers) {
    int[] result = new int[lines.size()];
    for (int i = 0; i < result.length; i++) {
      Integer number = numbers.putIfAbsent(lines.get(i), numbers.size());
      result[i] = number == null ? numbers.size() - 1 : number;
    }
    return result;
  }

  private void compare(int fromA, int toA, int fromB, int toB, boolean mayCut) {
    while (fromA < toA && fromB < toB && a[fromA] == b[fromB]) {
      fromA++;
      fromB++;
    }
    while (fromA < toA && fromB < toB && a[toA - 1] == b[toB - 1]) {
      toA--;
      toB--;
    }
    if (fromA == toA || fromB == toB) {
      add(fromA, toA, fromB, toB);
      return;
    }
    List<Change> changes = shortest(fromA, toA, fromB, toB);
    if (changes != null) {
      // The library gives them from the end.
      changes.sort(Comparator.comparingInt(change -> change.startOriginal + change.startRevised));
      for (Change change : changes) {
        add(
            fromA + change.startOriginal,
            fromA + change.endOriginal,
            fromB + change.startRevised,
            fromB + change.endRevised);
      }
    } else if (mayCut) {
      cut(fromA, toA, fromB, toB);
    } else {
      add(fromA, toA, fromB, toB);
    }
  }

  private void add(int fromA, int toA, int fromB, int toB) {
    if (fromA < toA || fromB < toB) {
      edits.add(new Edit(fromA, toA, fromB, toB));
    }
  }

  /** Null where there are too many differences. */
  private @Nullable List<Change> shortest(int fromA, int toA, int fromB, int toB) {
    try {
      return new MyersDiff<Integer>()
          .computeDiff(boxed(a, fromA, toA), boxed(b, fromB, toB), new Bound());
    } catch (TooDifferentException e) {
      return null;
    }
  }

  private static List<Integer> boxed(int[] lines, int from, int to) {
    List<Integer> boxed = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      boxed.add(lines[i]);
    }
    return boxed;
  }

  /** Compares what lies between the lines that both sides have once, in the same order. */
  private void cut(int fromA, int toA, int fromB, int toB) {
    int atA = fromA;
    int atB = fromB;
    for (int[] anchor : anchors(fromA, toA, fromB, toB)) {
      compare(atA, anchor[0], atB, anchor[1], false);
      atA = anchor[0] + 1;
      atB = anchor[1] + 1;
    }
    compare(atA, toA, atB, toB, false);
  }

  /** Pairs of places in both texts, ascending in both: the longest such chain. */
  private List<int[]> anchors(int fromA, int toA, int fromB, int toB) {
    int[] placeInB = uniquePlaces(b, fromB, toB);
    int[] placeInA = uniquePlaces(a, fromA, toA);
    // Patience sorting: piles of places in b, each ends lower than the next; links give the chain.
    int[] pileEnds = new int[toA - fromA];
    int[] previous = new int[toA - fromA];
    int piles = 0;
    for (int i = fromA; i < toA; i++) {
      int line = a[i];
      if (placeInA[line] < 0 || line >= placeInB.length || placeInB[line] < 0) {
        continue;
      }
      int low = 0;
      int high = piles;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (placeInB[a[pileEnds[middle]]] < placeInB[line]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      previous[i - fromA] = low == 0 ? -1 : pileEnds[low - 1];
      pileEnds[low] = i;
      piles = Math.max(piles, low + 1);
    }
    int[][] chain = new int[piles][];
    int at = piles == 0 ? -1 : pileEnds[piles - 1];
    for (int i = piles - 1; i >= 0; i--) {
      chain[i] = new int[] {at, placeInB[a[at]]};
      at = previous[at - fromA];
    }
    return List.of(chain);
  }

  /** Per line number: its only place in the range, -1 where it has none, -2 where several. */
  private static int[] uniquePlaces(int[] lines, int from, int to) {
    int size = 0;
    for (int i = from; i < to; i++) {
      size = Math.max(size, lines[i] + 1);
    }
    int[] places = new int[size];
    Arrays.fill(places, -1);
    for (int i = from; i < to; i++) {
      places[lines[i]] = places[lines[i]] == -1 ? i : -2;
    }
    return places;
  }

  private static final class TooDifferentException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Bound implements DiffAlgorithmListener {
    @Override
    public void diffStart() {}

    @Override
    public void diffStep(int differences, int most) {
      if (differences > MOST_DIFFERENCES) {
        throw new TooDifferentException();
      }
    }

    @Override
    public void diffEnd() {}
  }
}
