package dev.ccproxy.document;

/**
 * A half-open range of UTF-16 offsets in the text of a {@link SourceText} (its byte order mark not
 * counted).
 *
 * @param start first offset, 0 or more
 * @param end offset behind the last one, never before {@code start}
 */
public record Span(int start, int end) {

  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no range: " + start + ".." + end);
    }
  }

  /** An empty range: the place of an insertion. */
  public static Span at(int offset) {
    return new Span(offset, offset);
  }

  /** The characters of {@code text} inside this range. */
  public String of(String text) {
    return text.substring(start, end);
  }

  // Written out: the methods that a record gets by itself are linked at run time, which costs a
  // start 11 ms.
  @Override
  public boolean equals(Object other) {
    return other instanceof Span span && span.start == start && span.end == end;
  }

  @Override
  public int hashCode() {
    return 31 * start + end;
  }
}
