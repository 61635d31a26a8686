package dev.ccproxy.document;

/**
 * Something that a lenient reader gets over and the real reader of the file may not.
 *
 * @param span where
 * @param kind what
 * @param detail the key or character concerned, for a message; never a value
 */
public record Problem(Span span, Kind kind, String detail) {

  /** Kinds of problems. */
  public enum Kind {
    /** A comment in a JSON file. */
    COMMENT,
    /** A comma before a closing bracket in a JSON file. */
    TRAILING_COMMA,
    /** A key that stands twice in one mapping; the last one counts. */
    DUPLICATE_KEY,
    /**
     * A key that several YAML merges of one mapping bring in with different values: PyYAML up to
     * 6.0.3 and PyYAML 6.0.4 do not take the same one.
     */
    AMBIGUOUS_MERGE,
    /** A line of an env file that a shell does not read as one plain assignment. */
    NOT_AN_ASSIGNMENT
  }
}
