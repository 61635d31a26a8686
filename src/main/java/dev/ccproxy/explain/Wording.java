package dev.ccproxy.explain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words that must stand in a text in this order, with holes between them. Matching takes time
 * proportional to the words and the length of the holes, whatever the text holds.
 */
final class Wording {
  /** Longest hole, in folded characters. */
  static final int LONGEST_HOLE = 300;

  private static final String NUMBER = "number";
  private static final int LONGEST_NUMBER = 24;
  private static final int LONGEST_WORD = 80;

  /** Shorter words would be found everywhere. */
  static final int SHORTEST = 6;

  private enum Hole {
    ANY,
    NUMBER,
    WORD
  }

  private record Gap(Hole kind, String name, int shortest) {}

  private final byte[][] pieces;

  /** What stands before each piece: nothing before the first one, or a word. */
  private final @Nullable Gap[] gaps;

  private final @Nullable Gap last;
  private final boolean atStart;
  private final int anchor;

  private Wording(byte[][] pieces, @Nullable Gap[] gaps, @Nullable Gap last, boolean atStart) {
    this.pieces = pieces;
    this.gaps = gaps;
    this.last = last;
    this.atStart = atStart;
    int longest = 0;
    for (int i = 1; i < pieces.length; i++) {
      longest = pieces[i].length > pieces[longest].length ? i : longest;
    }
    anchor = longest;
  }

  /**
   * Reads words with {@code ${name}}, {@code ${name:number}} and {@code ${name:word}} in them; a
   * {@code ^} in front means the beginning of a line.
   *
   * @throws IllegalArgumentException with the reason
   */
  static Wording of(String text) {
    boolean atStart = text.startsWith("^");
    List<byte[]> pieces = new ArrayList<>();
    List<@Nullable Gap> gaps = new ArrayList<>();
    Gap gap = null;
    int i = atStart ? 1 : 0;
    while (i < text.length()) {
      int hole = text.indexOf("${", i);
      byte[] words = Folding.words(text.substring(i, hole < 0 ? text.length() : hole));
      if (words.length > 0) {
        pieces.add(words);
        gaps.add(gap);
        gap = null;
      } else if (gap != null && hole >= 0) {
        throw new IllegalArgumentException("two holes without a word between them");
      }
      if (hole < 0) {
        break;
      }
      int end = text.indexOf('}', hole);
      if (end < 0) {
        throw new IllegalArgumentException("a hole is not closed");
      }
      gap = gap(text.substring(hole + 2, end));
      i = end + 1;
    }
    Wording wording =
        new Wording(pieces.toArray(new byte[0][]), gaps.toArray(new Gap[0]), gap, atStart);
    wording.check();
    return wording;
  }

  private void check() {
    if (pieces.length == 0 || weight(pieces[anchor]) < SHORTEST) {
      throw new IllegalArgumentException(
          "needs at least " + SHORTEST + " letters or signs in one piece");
    }
    Gap first = gaps[0];
    if (first != null && first.kind != Hole.WORD && first.kind != Hole.ANY) {
      throw new IllegalArgumentException("cannot begin with a number");
    }
  }

  /** A Chinese character says as much as two letters. */
  private static int weight(byte[] piece) {
    int weight = piece.length;
    for (byte b : piece) {
      weight += b < 0 ? 1 : 0;
    }
    return piece.length < WordingIndex.GRAM ? 0 : weight;
  }

  private static Gap gap(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String kind = colon < 0 ? "" : text.substring(colon + 1);
    if (kind.startsWith(NUMBER) && kind.length() <= NUMBER.length() + 1) {
      int shortest = kind.length() == NUMBER.length() ? 1 : kind.charAt(NUMBER.length()) - '0';
      return new Gap(Hole.NUMBER, name, shortest);
    }
    return switch (kind) {
      case "" -> new Gap(Hole.ANY, name, 0);
      case "some" -> new Gap(Hole.ANY, name, 1);
      case "word" -> new Gap(Hole.WORD, name, 1);
      default -> throw new IllegalArgumentException("there is no hole of the kind " + kind);
    };
  }

  /** The words by which it is looked for: its longest piece, at least {@value #SHORTEST} long. */
  byte[] anchor() {
    return pieces[anchor];
  }

  /** Whether it must stand at the beginning of a line. */
  boolean atStart() {
    return atStart;
  }

  /**
   * The place of this wording around an anchor that was found.
   *
   * @param index where the anchor stands
   * @return null where the other pieces are missing
   */
  @Nullable Hit at(Folded text, int index, Signature owner, boolean excludes) {
    int[] starts = new int[pieces.length];
    starts[anchor] = index;
    for (int i = anchor - 1; i >= 0; i--) {
      int longest = longest(gaps[i + 1]);
      int end = starts[i + 1];
      starts[i] = text.findLast(pieces[i], end - longest - pieces[i].length, end);
      if (starts[i] < 0) {
        return null;
      }
    }
    for (int i = anchor + 1; i < pieces.length; i++) {
      int from = starts[i - 1] + pieces[i - 1].length;
      starts[i] = text.find(pieces[i], from, from + longest(gaps[i]) + pieces[i].length);
      if (starts[i] < 0) {
        return null;
      }
    }
    List<Hit.Capture> captures = new ArrayList<>(2);
    int start = starts[0];
    Gap first = gaps[0];
    if (first != null) {
      int from = back(text, start);
      if (from == start) {
        return null;
      }
      captures.add(new Hit.Capture(first.name, from, start));
      start = from;
    }
    for (int i = 1; i < pieces.length; i++) {
      int from = starts[i - 1] + pieces[i - 1].length;
      if (!add(captures, gaps[i], text, from, starts[i])) {
        return null;
      }
    }
    int end = starts[pieces.length - 1] + pieces[pieces.length - 1].length;
    if (last != null) {
      int stop = forward(text, end, last.kind);
      if (stop - end < last.shortest) {
        return null;
      }
      captures.add(new Hit.Capture(last.name, end, stop));
    }
    int[] ends = new int[pieces.length];
    for (int i = 0; i < pieces.length; i++) {
      ends[i] = starts[i] + pieces[i].length;
    }
    return new Hit(owner, excludes, atStart, start, end, starts, ends, captures);
  }

  private static boolean add(
      List<Hit.Capture> captures, @Nullable Gap gap, Folded text, int from, int to) {
    if (gap == null) {
      return from == to;
    }
    for (int k = from; k < to; k++) {
      if (!fits(text.text()[k], gap.kind)) {
        return false;
      }
    }
    if (to - from < gap.shortest) {
      return false;
    }
    captures.add(new Hit.Capture(gap.name, from, to));
    return true;
  }

  private static int longest(@Nullable Gap gap) {
    if (gap == null) {
      return 0;
    }
    return switch (gap.kind) {
      case ANY -> LONGEST_HOLE;
      case NUMBER -> LONGEST_NUMBER;
      case WORD -> LONGEST_WORD;
    };
  }

  /**
   * A hole in front goes back as far as a name does, in its line; a colon there ends what came
   * before.
   */
  private static int back(Folded text, int start) {
    int from = start;
    int first = Math.max(text.lineText(text.lineOf(start)), start - LONGEST_WORD);
    while (from > first) {
      byte c = text.text()[from - 1];
      if (!fits(c, Hole.WORD) && c != '/' && c != '.') {
        break;
      }
      from--;
    }
    return from;
  }

  private static int forward(Folded text, int end, Hole kind) {
    int stop = end;
    int limit =
        Math.min(text.length(), end + (kind == Hole.NUMBER ? LONGEST_NUMBER : LONGEST_WORD));
    while (stop < limit && fitsName(text.text()[stop], kind)) {
      stop++;
    }
    return stop;
  }

  /** An open end of unknown form goes as far as a name does: a model, a path, an address. */
  private static boolean fitsName(byte c, Hole kind) {
    return kind == Hole.ANY
        ? fits(c, Hole.WORD) || c == '/' || c == ':' || c == '.'
        : fits(c, kind);
  }

  private static boolean fits(byte c, Hole kind) {
    boolean digit = Folding.isDigit(c);
    return switch (kind) {
      case ANY -> true;
      case NUMBER -> digit || c == ',' || c == '.';
      case WORD -> digit || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
    };
  }
}
