package dev.ccproxy.explain;

import java.util.List;

/**
 * What an input says.
 *
 * @param bytes that were read, after unpacking
 * @param lines that were read
 * @param form what kind of input it was
 * @param complete whether it was read to its end
 * @param matches best first; empty where the input is no error, or none that leaves a trace
 */
public record Explanation(
    long bytes, long lines, Form form, boolean complete, List<Match> matches) {

  /** What kind of input it was. */
  public enum Form {
    /** Text, also inside gzip. */
    TEXT,
    /** Something else than text: nothing is looked for in it. */
    BINARY,
    /** Packed in a way that is not unpacked here. */
    PACKED
  }

  /** The same with other matches. */
  public Explanation with(List<Match> others) {
    return new Explanation(bytes, lines, form, complete, others);
  }

  public Explanation {
    matches = List.copyOf(matches);
  }
}
