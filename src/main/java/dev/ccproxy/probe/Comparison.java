package dev.ccproxy.probe;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The verdict D906: which layer breaks tool calls, by comparing the same dictated call over up to
 * six ways ({@code probes.md} 3.5). A pattern that is not in the table is inconclusive; the nearest
 * row is never taken. Pure.
 */
public final class Comparison {

  /** The ways, in the order of the table. */
  public enum Way {
    /** The provider itself, OpenAI surface, JSON. */
    UPSTREAM_JSON,
    /** The provider itself, OpenAI surface, stream. */
    UPSTREAM_STREAM,
    /** The gateway's OpenAI surface, JSON. */
    GATEWAY_CHAT_JSON,
    /** The gateway's OpenAI surface, stream. */
    GATEWAY_CHAT_STREAM,
    /** The gateway's Messages surface, JSON. */
    MESSAGES_JSON,
    /** The gateway's Messages surface, stream: what the client uses. */
    MESSAGES_STREAM
  }

  /** How a way does. */
  public enum Cell {
    /** The call comes as dictated. */
    GOOD,
    /** It does not. */
    BAD,
    /** Refused with 4xx before any model was asked. */
    REFUSED,
    /** Not tried, or not reachable from here. */
    ABSENT,
    /** Tried, and the tries say neither. */
    UNDECIDED
  }

  /** What the pattern says. */
  public enum Verdict {
    /** Everything works. */
    HEALTHY,
    /** The gateway's Messages streams are damaged. */
    MESSAGES_STREAM,
    /** The gateway's streams are damaged on both surfaces. */
    GATEWAY_STREAMS,
    /** The provider's streams are damaged. */
    UPSTREAM_STREAMS,
    /** The gateway does not carry the Messages request over: adapter, or a wrong route. */
    MESSAGES_ADAPTER,
    /**
     * The gateway does not reach this model as it should: prefix, address, dropped tools, alias.
     */
    GATEWAY_CONFIGURATION,
    /** The provider's server, or the model itself. */
    UPSTREAM_OR_MODEL,
    /** The provider does not do it, and the gateway makes up for it. */
    GATEWAY_REPAIRS,
    /** The gateway refuses the credential or does not know the model. */
    GATEWAY_ACCESS,
    /** The pattern says nothing. */
    INCONCLUSIVE
  }

  /**
   * A verdict and how sure it is.
   *
   * @param verdict what the pattern says
   * @param certain whether every way of its row was tried; else it is likely
   */
  public record Result(Verdict verdict, boolean certain) {
    static final Result INCONCLUSIVE = new Result(Verdict.INCONCLUSIVE, false);
  }

  /**
   * The rows; G good, B bad, R refused, - absent, ? any of good and bad. A row with absent ways
   * says less surely what the row with them says.
   */
  private static final Object[][] ROWS = {
    {"GGGGGG", Verdict.HEALTHY},
    {"--GGGG", Verdict.HEALTHY},
    {"----GG", Verdict.HEALTHY},
    {"GGGGGB", Verdict.MESSAGES_STREAM},
    {"--GGGB", Verdict.MESSAGES_STREAM},
    {"GGGBGB", Verdict.GATEWAY_STREAMS},
    {"GB?BGB", Verdict.UPSTREAM_STREAMS},
    {"GGGGBB", Verdict.MESSAGES_ADAPTER},
    {"--GGBB", Verdict.MESSAGES_ADAPTER},
    {"GGBBBB", Verdict.GATEWAY_CONFIGURATION},
    {"BBBBBB", Verdict.UPSTREAM_OR_MODEL},
    {"BBBBGG", Verdict.GATEWAY_REPAIRS},
    {"GG--RR", Verdict.GATEWAY_ACCESS}
  };

  private final Map<Way, Cell> cells = new EnumMap<>(Way.class);

  /** A comparison with these ways; what is missing is absent. */
  public Comparison(Map<Way, Cell> cells) {
    for (Way way : Way.values()) {
      this.cells.put(way, cells.getOrDefault(way, Cell.ABSENT));
    }
  }

  /** A comparison by the tries of each way. */
  public static Comparison of(Map<Way, Tally> tallies) {
    Map<Way, Cell> cells = new EnumMap<>(Way.class);
    for (Map.Entry<Way, Tally> tally : tallies.entrySet()) {
      cells.put(
          tally.getKey(),
          switch (tally.getValue().state()) {
            case GOOD -> Cell.GOOD;
            case BAD -> Cell.BAD;
            default -> tally.getValue().tries() == 0 ? Cell.ABSENT : Cell.UNDECIDED;
          });
    }
    return new Comparison(cells);
  }

  /**
   * How many tries each way is to have before the next look. As long as one way is open all of them
   * go on: repeating the open ones alone names a wrong layer twenty times as often.
   *
   * @param tallies the ways that are compared, all with the same number of tries
   * @return the number that they have where nothing is open any more
   */
  public static int nextRound(Map<Way, Tally> tallies) {
    int next = 0;
    for (Tally tally : tallies.values()) {
      next = Math.max(next, tally.next());
    }
    return next;
  }

  /** The cells, all six. */
  public Map<Way, Cell> cells() {
    return Collections.unmodifiableMap(cells);
  }

  /** What the pattern says. */
  public Result result() {
    for (Object[] row : ROWS) {
      String pattern = (String) row[0];
      if (fits(pattern)) {
        return new Result((Verdict) row[1], pattern.indexOf('-') < 0 || pattern.contains("R"));
      }
    }
    return Result.INCONCLUSIVE;
  }

  private boolean fits(String pattern) {
    Way[] ways = Way.values();
    for (int i = 0; i < ways.length; i++) {
      Cell cell = cells.getOrDefault(ways[i], Cell.ABSENT);
      boolean fits =
          switch (pattern.charAt(i)) {
            case 'G' -> cell == Cell.GOOD;
            case 'B' -> cell == Cell.BAD;
            case 'R' -> cell == Cell.REFUSED;
            case '-' -> cell == Cell.ABSENT;
            default -> cell == Cell.GOOD || cell == Cell.BAD;
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
