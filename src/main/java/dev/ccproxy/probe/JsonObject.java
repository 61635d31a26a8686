package dev.ccproxy.probe;

import dev.ccproxy.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the objects of request bodies, fields in the order in which they are put. */
final class JsonObject {
  private final Map<String, Value> fields = new LinkedHashMap<>();

  static JsonObject of(String name, String text) {
    return new JsonObject().put(name, text);
  }

  static JsonObject of(String name, Value value) {
    return new JsonObject().put(name, value);
  }

  /** The fields of an object, to change them. */
  static JsonObject copy(Value.Fields object) {
    JsonObject out = new JsonObject();
    out.fields.putAll(object.fields());
    return out;
  }

  JsonObject put(String name, String text) {
    return put(name, Value.of(text));
  }

  JsonObject put(String name, long number) {
    return put(name, Value.of(number));
  }

  JsonObject put(String name, boolean truth) {
    return put(name, Value.of(truth));
  }

  JsonObject put(String name, JsonObject object) {
    return put(name, object.value());
  }

  JsonObject put(String name, Value value) {
    fields.put(name, value);
    return this;
  }

  JsonObject put(String name, List<JsonObject> list) {
    return put(name, list(list));
  }

  JsonObject without(String name) {
    fields.remove(name);
    return this;
  }

  Value.Fields value() {
    return new Value.Fields(fields);
  }

  static Value list(List<JsonObject> list) {
    List<Value> items = new ArrayList<>();
    for (JsonObject item : list) {
      items.add(item.value());
    }
    return new Value.Items(items);
  }
}
