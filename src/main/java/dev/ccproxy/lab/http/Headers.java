package dev.ccproxy.lab.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Header fields in their order, repeated ones included; names count without case. Immutable. */
public final class Headers {
  /** No header at all. */
  public static final Headers NONE = new Headers(List.of());

  /** One field as written. */
  public record Field(String name, String value) {}

  private final List<Field> fields;

  private Headers(List<Field> fields) {
    this.fields = List.copyOf(fields);
  }

  /** Headers from names and values in turn. */
  public static Headers of(String... namesAndValues) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Headers(fields);
  }

  /** Headers in this order. */
  public static Headers of(List<Field> fields) {
    return new Headers(fields);
  }

  /** All fields. */
  public List<Field> fields() {
    return fields;
  }

  /** The value of the first field of that name. */
  public Optional<String> first(String name) {
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }

  /** The values of all fields of that name. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        values.add(field.value());
      }
    }
    return values;
  }

  /** Whether a field of that name holds this word in its comma list, in any case. */
  public boolean lists(String name, String word) {
    for (String value : all(name)) {
      for (String item : value.split(",", -1)) {
        if (item.strip().equalsIgnoreCase(word)) {
          return true;
        }
      }
    }
    return false;
  }

  /** These headers with one field more, behind the others. */
  public Headers plus(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Headers(more);
  }

  /** These headers without any field of that name. */
  public Headers without(String name) {
    List<Field> less = new ArrayList<>(fields);
    less.removeIf(field -> field.name().equalsIgnoreCase(name));
    return new Headers(less);
  }

  /** These headers with exactly one field of that name. */
  public Headers with(String name, String value) {
    return without(name).plus(name, value);
  }
}
