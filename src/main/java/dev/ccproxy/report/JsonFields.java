package dev.ccproxy.report;

import dev.ccproxy.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a JSON document, put together field by field. */
final class JsonFields {
  private final Map<String, Value> fields = new LinkedHashMap<>();

  /** A text; JSON's null for null. */
  JsonFields put(String name, @Nullable String text) {
    fields.put(name, text == null ? Failure.none() : Value.of(text));
    return this;
  }

  JsonFields put(String name, long number) {
    fields.put(name, Value.of(number));
    return this;
  }

  JsonFields put(String name, boolean truth) {
    fields.put(name, Value.of(truth));
    return this;
  }

  JsonFields put(String name, List<String> texts) {
    fields.put(name, Value.ofStrings(texts));
    return this;
  }

  JsonFields put(String name, JsonFields object) {
    fields.put(name, object.value());
    return this;
  }

  JsonFields putAll(String name, List<JsonFields> objects) {
    List<Value> items = new ArrayList<>();
    for (JsonFields object : objects) {
      items.add(object.value());
    }
    fields.put(name, new Value.Items(items));
    return this;
  }

  Value value() {
    return new Value.Fields(fields);
  }
}
