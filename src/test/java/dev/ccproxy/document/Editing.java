package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Short words for tests that edit documents. */
final class Editing {

  private Editing() {}

  /** A path as {@code a/b/0}: a step of digits is a list position. */
  static NodePath path(String path) {
    NodePath out = NodePath.ROOT;
    for (String step : path.isEmpty() ? new String[0] : path.split("/", -1)) {
      out = step.matches("\\d+") ? out.item(Integer.parseInt(step)) : out.key(step);
    }
    return out;
  }

  static Change set(String path, String value) {
    return new Change.Set(path(path), Value.of(value));
  }

  static Change set(String path, Value value) {
    return new Change.Set(path(path), value);
  }

  static Change remove(String path) {
    return new Change.Remove(path(path));
  }

  static Change append(String path, String value) {
    return new Change.Append(path(path), Value.of(value));
  }

  static Change append(String path, Value value) {
    return new Change.Append(path(path), value);
  }

  static Value number(long number) {
    return Value.of(number);
  }

  static Value strings(String... texts) {
    return Value.ofStrings(List.of(texts));
  }

  static Value items(Value... items) {
    return new Value.Items(List.of(items));
  }

  static Value fields() {
    return new Value.Fields(Map.of());
  }

  static Value fields(String key, Value value) {
    return new Value.Fields(Map.of(key, value));
  }

  static Value fields(String key1, Value value1, String key2, Value value2) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put(key1, value1);
    fields.put(key2, value2);
    return new Value.Fields(fields);
  }

  static JsonDocument json(String text) {
    try {
      return JsonDocument.parse("f.json", SourceText.of(text));
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  /** The JSON text with the changes made. */
  static String edited(String text, Change... changes) {
    try {
      return json(text).apply(List.of(changes)).source().text();
    } catch (EditRefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** Why the changes are refused. */
  static EditRefusedException refusal(String text, Change... changes) {
    return catchThrowableOfType(
        EditRefusedException.class, () -> json(text).apply(List.of(changes)));
  }

  /** The text of an env file with the changes made. */
  static String editedEnv(String text, Change... changes) {
    try {
      return EnvDocument.parse(".env", SourceText.of(text)).apply(List.of(changes)).source().text();
    } catch (EditRefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** Why the changes of an env file are refused. */
  static EditRefusedException envRefusal(String text, Change... changes) {
    return catchThrowableOfType(
        EditRefusedException.class,
        () -> EnvDocument.parse(".env", SourceText.of(text)).apply(List.of(changes)));
  }
}
