package dev.ccproxy.document;

import java.util.List;
import java.util.Optional;

/** A parsed value and where it stands. */
public sealed interface Node {

  /** The characters of the value itself: no key, no comment, no blanks around it. */
  Span span();

  /** What a scalar is for the program that reads the file. */
  enum Kind {
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }

  /**
   * A single value.
   *
   * @param value the decoded value: quotes and escapes undone; for numbers, booleans and null as
   *     written
   */
  record Scalar(Span span, Kind kind, String value) implements Node {

    /** Whether this is the string {@code expected}. */
    public boolean isString(String expected) {
      return kind == Kind.STRING && value.equals(expected);
    }
  }

  /**
   * Keys and values in the order of the file, repeated keys included.
   *
   * @param entries every entry as written; in YAML the entries of merged mappings ({@code <<}) are
   *     not among them
   */
  record Mapping(Span span, List<Entry> entries) implements Node {

    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The entry that counts: the last one of that name, as in every parser of both formats. */
    public Optional<Entry> entry(String key) {
      for (int i = entries.size() - 1; i >= 0; i--) {
        if (entries.get(i).key().equals(key)) {
          return Optional.of(entries.get(i));
        }
      }
      return Optional.empty();
    }
  }

  /** One key of a mapping with its value. */
  record Entry(Span keySpan, String key, Node value) {}

  /** Values in order. */
  record Sequence(Span span, List<Node> items) implements Node {

    public Sequence {
      items = List.copyOf(items);
    }
  }
}
