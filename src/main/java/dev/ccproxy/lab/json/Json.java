package dev.ccproxy.lab.json;

import dev.ccproxy.document.Node;
import dev.ccproxy.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that can be looked into without asking at every step what is there: a value that
 * does not exist, or that has another type, answers like an empty one. Requests come from
 * strangers, so every field of every type must be bearable. Immutable.
 */
public final class Json {
  /** No value at all; not the same as {@code null}. */
  public static final Json ABSENT = new Json(null);

  /** The value {@code null}. */
  public static final Json NULL = new Json(new Value.Literal(Node.Kind.NULL, "null"));

  private final @Nullable Value value;

  private Json(@Nullable Value value) {
    this.value = value;
  }

  /**
   * Reads UTF-8 JSON.
   *
   * @throws JsonSyntaxException when the bytes are not exactly one JSON value
   */
  public static Json parse(byte[] bytes) throws JsonSyntaxException {
    return new Json(JsonText.read(bytes));
  }

  /** A string. */
  public static Json of(String text) {
    return new Json(new Value.Text(text));
  }

  /** A whole number. */
  public static Json of(long number) {
    return new Json(Value.of(number));
  }

  /** A boolean. */
  public static Json of(boolean truth) {
    return new Json(Value.of(truth));
  }

  /** A list. */
  public static Json array(List<Json> items) {
    List<Value> values = new ArrayList<>(items.size());
    for (Json item : items) {
      values.add(item.required());
    }
    return new Json(new Value.Items(values));
  }

  /** A list. */
  public static Json array(Json... items) {
    return array(List.of(items));
  }

  /** An empty object. */
  public static Json object() {
    return new Json(new Value.Fields(Map.of()));
  }

  /**
   * This object with one more field, or another value for it.
   *
   * @param field an absent value leaves the object as it is
   */
  public Json with(String key, Json field) {
    if (field.value == null) {
      return this;
    }
    Map<String, Value> fields = new LinkedHashMap<>(fields());
    fields.put(key, field.value);
    return new Json(new Value.Fields(fields));
  }

  /** This object with one more string, or another one. */
  public Json with(String key, String text) {
    return with(key, of(text));
  }

  /** This object with one more number, or another one. */
  public Json with(String key, long number) {
    return with(key, of(number));
  }

  /** This object with one more boolean, or another one. */
  public Json with(String key, boolean truth) {
    return with(key, of(truth));
  }

  /** This object without a field. */
  public Json without(String key) {
    Map<String, Value> fields = new LinkedHashMap<>(fields());
    fields.remove(key);
    return new Json(new Value.Fields(fields));
  }

  /** Whether there is a value; {@code null} is one. */
  public boolean exists() {
    return value != null;
  }

  /** Whether there is a value other than {@code null}. */
  public boolean given() {
    return value != null && !equals(NULL);
  }

  /** Whether this is an object. */
  public boolean isObject() {
    return value instanceof Value.Fields;
  }

  /** Whether this is a list. */
  public boolean isArray() {
    return value instanceof Value.Items;
  }

  /** Whether this is a string. */
  public boolean isText() {
    return value instanceof Value.Text;
  }

  /** Whether this is exactly that string. */
  public boolean is(String expected) {
    return value instanceof Value.Text text && text.text().equals(expected);
  }

  /** A field of an object. */
  public Json at(String key) {
    return value instanceof Value.Fields object && object.fields().containsKey(key)
        ? new Json(object.fields().get(key))
        : ABSENT;
  }

  /** Whether this object has a field, whatever its value. */
  public boolean has(String key) {
    return at(key).exists();
  }

  /** The names of the fields in their order; empty when this is no object. */
  public List<String> keys() {
    return List.copyOf(fields().keySet());
  }

  /** The items of a list; empty when this is no list. */
  public List<Json> items() {
    List<Json> out = new ArrayList<>();
    if (value instanceof Value.Items list) {
      for (Value item : list.items()) {
        out.add(new Json(item));
      }
    }
    return out;
  }

  /** The string, if this is one. */
  public Optional<String> text() {
    return value instanceof Value.Text text ? Optional.of(text.text()) : Optional.empty();
  }

  /** The string, or {@code fallback} when this is none. */
  public String text(String fallback) {
    return value instanceof Value.Text text ? text.text() : fallback;
  }

  /** The whole number, or {@code fallback} when this is none that fits. */
  public long number(long fallback) {
    if (value instanceof Value.Literal literal && literal.kind() == Node.Kind.NUMBER) {
      double number = Double.parseDouble(literal.text());
      if (number == Math.rint(number) && Math.abs(number) < 1e15) {
        return (long) number;
      }
    }
    return fallback;
  }

  /** The boolean, or {@code fallback} when this is none. */
  public boolean truth(boolean fallback) {
    if (value instanceof Value.Literal literal && literal.kind() == Node.Kind.BOOLEAN) {
      return Boolean.parseBoolean(literal.text());
    }
    return fallback;
  }

  /** The value for other code that works on it. */
  public Optional<Value> value() {
    return Optional.ofNullable(value);
  }

  private Map<String, Value> fields() {
    return value instanceof Value.Fields object ? object.fields() : Map.of();
  }

  private Value required() {
    return Objects.requireNonNull(value, "an absent value cannot stand in a list");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Json json && Objects.equals(value, json.value);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(value);
  }

  /** The JSON text without blanks; the empty string when there is no value. */
  @Override
  public String toString() {
    return value == null ? "" : JsonText.write(value);
  }
}
