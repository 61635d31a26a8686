package dev.ccproxy.probe;

/**
 * Tries of one cell of the comparison, and the sequential rule ({@code probes.md} 3.5): after 4
 * tries all or none decide; after 10, 7 or more are good and 1 or fewer are bad; after 20, 13 and
 * 4. Between them more tries are needed, and after 20 nothing is known.
 *
 * @param good tries that gave the dictated call
 * @param tries 0 to 20
 */
public record Tally(int good, int tries) {
  /** No try yet. */
  public static final Tally NONE = new Tally(0, 0);

  private static final int FIRST = 4;
  private static final int SECOND = 10;
  private static final int LAST = 20;

  /** What the tries say. */
  public enum State {
    /** It works. */
    GOOD,
    /** It does not work. */
    BAD,
    /** More tries are needed. */
    OPEN,
    /** All tries are used, and they say neither. */
    MIXED
  }

  /** Refuses impossible numbers. */
  public Tally {
    if (good < 0 || good > tries || tries > LAST) {
      throw new IllegalArgumentException(good + " of " + tries + " tries");
    }
  }

  /** With one more try. */
  public Tally plus(boolean wentWell) {
    return new Tally(good + (wentWell ? 1 : 0), tries + 1);
  }

  /** What the tries say so far. */
  public State state() {
    return switch (tries) {
      case FIRST -> decided(FIRST, 0, State.OPEN);
      case SECOND -> decided(7, 1, State.OPEN);
      case LAST -> decided(13, 4, State.MIXED);
      default -> State.OPEN;
    };
  }

  private State decided(int least, int most, State otherwise) {
    return good >= least ? State.GOOD : good <= most ? State.BAD : otherwise;
  }

  /** How many tries there are to be before the next look; the same number where it is decided. */
  public int next() {
    if (state() != State.OPEN) {
      return tries;
    }
    return tries < FIRST ? FIRST : tries < SECOND ? SECOND : LAST;
  }
}
