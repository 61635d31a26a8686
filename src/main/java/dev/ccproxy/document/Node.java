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
    NULL,
    /** A date, with or without a time: in YAML a value of its own, no string. JSON has none. */
    TIMESTAMP
  }

  /**
   * A single value.
   *
   * @param value the decoded value: quotes and escapes undone; for everything but strings as
   *     written
   */
  record Scalar(Span span, Kind kind, String value) implements Node {

    /** Whether this is the string {@code expected}. */
    public boolean isString(String expected) {
      return kind == Kind.STRING && value.equals(expected);
    }

    /** Whether this is the boolean {@code expected}, however the file spells it: YAML knows yes. */
    public boolean isBoolean(boolean expected) {
      return kind == Kind.BOOLEAN
          && expected
              == (value.equalsIgnoreCase("true")
                  || value.equalsIgnoreCase("yes")
                  || value.equalsIgnoreCase("on"));
    }
  }

  /**
   * Keys and values in the order of the file, repeated keys included.
   *
   * @param entries every entry as written, a YAML merge ({@code <<}) as an entry of that name
   * @param merged what the merges bring in and no entry here overrides; these entries stand in
   *     other places of the file, their spans say where. Always empty in JSON
   */
  record Mapping(Span span, List<Entry> entries, List<Entry> merged) implements Node {

    public Mapping {
      entries = List.copyOf(entries);
      merged = List.copyOf(merged);
    }

    /** A mapping without merges. */
    public Mapping(Span span, List<Entry> entries) {
      this(span, entries, List.of());
    }

    /**
     * The entry that counts: the last one of that name that stands here, else the merged one; as in
     * every parser of both formats.
     */
    public Optional<Entry> entry(String key) {
      for (int i = entries.size() - 1; i >= 0; i--) {
        if (entries.get(i).key().equals(key)) {
          return Optional.of(entries.get(i));
        }
      }
      for (Entry entry : merged) {
        if (entry.key().equals(key)) {
          return Optional.of(entry);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * One key of a mapping with its value.
   *
   * @param key the decoded key; of a key that is no string (YAML) the text as written
   * @param merge whether this is a YAML merge: its value lists mappings whose entries count here
   */
  record Entry(Span keySpan, String key, Node value, boolean merge) {

    /** An entry that is no merge. */
    public Entry(Span keySpan, String key, Node value) {
      this(keySpan, key, value, false);
    }
  }

  /** Values in order. */
  record Sequence(Span span, List<Node> items) implements Node {

    public Sequence {
      items = List.copyOf(items);
    }
  }
}
