package dev.ccproxy.lab.fault;

import static dev.ccproxy.lab.fault.EventList.START;

import dev.ccproxy.lab.json.Json;
import java.util.function.UnaryOperator;

/** Faults of {@code message_start}. */
final class StartFaults {
  private StartFaults() {}

  static void add(Entries entries) {
    entries.stream("S07", "no message_start", Ask.TEXT, events -> events.removeAll(START), "P01");
    entries.stream(
        "S08",
        "second message_start",
        Ask.TEXT,
        KnownFault.Scope.but("litellm-responses"),
        events -> events.twice(events.first(START)),
        "P02");
    message(entries, "S09", "message_start without usage", "P05", m -> m.without("usage"));
    message(
        entries,
        "S10",
        "message_start with content null",
        "P04",
        m -> m.with("content", Json.NULL));
    message(entries, "S57", "message without id", "P03", m -> m.without("id"));
    entries.stream("S86", "message_start not nested", Ask.TEXT, StartFaults::flat, "P07");
  }

  private static void message(
      Entries entries, String id, String title, String code, UnaryOperator<Json> change) {
    entries.stream(
        id,
        title,
        Ask.TEXT,
        events -> {
          for (int i = 0; i < events.size(); i++) {
            if (events.data(i).at("type").is(START)) {
              events.changeField(i, "message", change);
            }
          }
        },
        code);
  }

  private static void flat(EventList events) {
    int at = events.first(START);
    Json message = events.data(at).at("message");
    Json flat = Json.object().with("type", START);
    for (String key : message.keys()) {
      flat = key.equals("type") ? flat : flat.with(key, message.at(key));
    }
    Json data = flat;
    events.change(at, old -> data);
  }
}
