package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the calls and results of a conversation belong together. */
final class ToolPairs {
  private ToolPairs() {}

  /** Ids of the blocks of a kind in the content of a message. */
  private static List<String> ids(Json message, String type, String field) {
    List<String> ids = new ArrayList<>();
    for (Json block : message.at("content").items()) {
      if (block.at("type").is(type)) {
        ids.add(block.at(field).text(""));
      }
    }
    return ids;
  }

  /**
   * A result in a Messages body that answers no call of the assistant turn before it.
   *
   * @param message its place in the list
   */
  record Orphan(int message, String id) {}

  /** The first result without its call in a Messages body; system messages do not count. */
  static Optional<Orphan> resultWithoutCall(Json body) {
    List<String> called = List.of();
    int place = 0;
    for (Json message : body.at("messages").items()) {
      if (message.at("role").is("assistant")) {
        called = ids(message, "tool_use", "id");
      } else if (message.at("role").is("user")) {
        for (String id : ids(message, "tool_result", "tool_use_id")) {
          if (!called.contains(id)) {
            return Optional.of(new Orphan(place, id));
          }
        }
      }
      place++;
    }
    return Optional.empty();
  }

  /** The first calls that the next user turn of a Messages body does not answer. */
  static Optional<Orphan> callWithoutResult(Json body) {
    List<Json> messages = body.at("messages").items();
    for (int i = 0; i < messages.size(); i++) {
      List<String> open =
          messages.get(i).at("role").is("assistant")
              ? new ArrayList<>(ids(messages.get(i), "tool_use", "id"))
              : List.of();
      if (open.isEmpty()) {
        continue;
      }
      int next = i + 1;
      while (next < messages.size() && messages.get(next).at("role").is("system")) {
        next++;
      }
      if (next < messages.size()) {
        open.removeAll(ids(messages.get(next), "tool_result", "tool_use_id"));
      }
      if (!open.isEmpty()) {
        return Optional.of(new Orphan(i, String.join(", ", open)));
      }
    }
    return Optional.empty();
  }
}
