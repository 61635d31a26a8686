package dev.ccproxy.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Data to be written into a document, or read from it without its place. Two values are equal when
 * they mean the same; numbers and dates are compared as they are written.
 */
public sealed interface Value {

  /** A string; every character is allowed, the document quotes and escapes as its format needs. */
  static Value of(String text) {
    return new Text(text);
  }

  /** A boolean. */
  static Value of(boolean truth) {
    return new Literal(Node.Kind.BOOLEAN, Boolean.toString(truth));
  }

  /** A whole number. */
  static Value of(long number) {
    return new Literal(Node.Kind.NUMBER, Long.toString(number));
  }

  /** A list of strings. */
  static Value ofStrings(List<String> texts) {
    List<Value> items = new ArrayList<>();
    texts.forEach(t -> items.add(of(t)));
    return new Items(items);
  }

  /** A string. */
  record Text(String text) implements Value {

    // Written out: the methods that a record gets by itself are linked at run time, which costs
    // start-up.
    @Override
    public boolean equals(Object other) {
      return other instanceof Text value && value.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  /**
   * A number, a boolean, null or a date.
   *
   * @param text as written
   */
  record Literal(Node.Kind kind, String text) implements Value {

    // Written out: the methods that a record gets by itself are linked at run time, which costs
    // start-up.
    @Override
    public boolean equals(Object other) {
      return other instanceof Literal value && value.kind == kind && value.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  /** A mapping in its order; the order does not count when two are compared. */
  record Fields(Map<String, Value> fields) implements Value {

    public Fields {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    // Written out: the methods that a record gets by itself are linked at run time, which costs
    // start-up.
    @Override
    public boolean equals(Object other) {
      return other instanceof Fields value && value.fields.equals(fields);
    }

    @Override
    public int hashCode() {
      return fields.hashCode();
    }
  }

  /** A sequence. */
  record Items(List<Value> items) implements Value {

    public Items {
      items = List.copyOf(items);
    }

    // Written out: the methods that a record gets by itself are linked at run time, which costs
    // start-up.
    @Override
    public boolean equals(Object other) {
      return other instanceof Items value && value.items.equals(items);
    }

    @Override
    public int hashCode() {
      return items.hashCode();
    }
  }

  /**
   * What a node means to the program that reads the file, its places forgotten: of repeated keys
   * the last one counts, merged entries stand among the others and the merge itself does not,
   * {@code yes} is {@code true} and {@code ~} is {@code null}.
   */
  static Value of(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return switch (scalar.kind()) {
        case STRING -> new Text(scalar.value());
        case BOOLEAN -> of(scalar.isBoolean(true));
        case NULL -> new Literal(Node.Kind.NULL, "null");
        case NUMBER, TIMESTAMP -> new Literal(scalar.kind(), scalar.value());
      };
    }
    if (node instanceof Node.Sequence sequence) {
      List<Value> items = new ArrayList<>(sequence.items().size());
      for (Node item : sequence.items()) {
        items.add(of(item));
      }
      return new Items(items);
    }
    Node.Mapping mapping = (Node.Mapping) node;
    Map<String, Value> fields = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      if (!entry.merge()) {
        fields.put(entry.key(), of(entry.value()));
      }
    }
    for (Node.Entry entry : mapping.merged()) {
      fields.put(entry.key(), of(entry.value()));
    }
    return new Fields(fields);
  }
}
