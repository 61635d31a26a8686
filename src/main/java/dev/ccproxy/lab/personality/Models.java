package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models of a provider, by name. */
final class Models {
  private final Map<String, ServedModel> byId = new LinkedHashMap<>();

  Models(List<ServedModel> models) {
    for (ServedModel model : models) {
      byId.put(model.id(), model);
    }
  }

  Optional<ServedModel> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  List<ServedModel> all() {
    return List.copyOf(byId.values());
  }

  /** The list as OpenAI's {@code GET /models} gives it. */
  Json list(String owner, long created) {
    List<Json> data = new ArrayList<>();
    for (String id : byId.keySet()) {
      data.add(
          Json.object()
              .with("id", id)
              .with("object", "model")
              .with("created", created)
              .with("owned_by", owner));
    }
    return Json.object().with("object", "list").with("data", Json.array(data));
  }
}
