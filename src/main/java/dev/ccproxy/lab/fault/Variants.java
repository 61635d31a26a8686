package dev.ccproxy.lab.fault;

import static dev.ccproxy.lab.fault.EventList.BLOCK_START;
import static dev.ccproxy.lab.fault.EventList.BLOCK_STOP;
import static dev.ccproxy.lab.fault.EventList.DELTA;
import static dev.ccproxy.lab.fault.EventList.START;

import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Forms of a healthy stream that everybody has to bear: nothing may be said about them. */
final class Variants {
  private Variants() {}

  static void add(Entries entries) {
    variant(entries, "V01", "lines end in CR and LF", Ask.TEXT, text(t -> t.replace("\n", "\r\n")));
    variant(
        entries,
        "V02",
        "comments between the events",
        Ask.TEXT,
        text(t -> ": keep-alive\n\n" + t.replace("\n\n", "\n:\n\n")));
    variant(
        entries,
        "V03",
        "a ping before everything",
        Ask.TEXT,
        events -> events.add(0, EventList.event("ping", Json.object())));
    variant(
        entries,
        "V04",
        "[DONE] at the end",
        Ask.TEXT,
        events -> events.append(Frame.text("data: [DONE]\n\n")));
    variant(
        entries,
        "V05",
        "data over several lines",
        Ask.CALL,
        text(t -> t.replace(",\"index\"", ",\ndata: \"index\"")));
    variant(
        entries,
        "V06",
        "an event that nobody knows",
        Ask.TEXT,
        events -> events.add(1, EventList.event("x_vendor", Json.object().with("a", 1))));
    variant(entries, "V07", "redacted thinking", Ask.TEXT, Variants::redacted);
    variant(
        entries,
        "V08",
        "two message_deltas, the first without a reason",
        Ask.TEXT,
        events ->
            events.add(
                events.first(DELTA),
                EventList.event(
                    DELTA,
                    Json.object()
                        .with("delta", Json.object())
                        .with("usage", Json.object().with("output_tokens", 1)))));
    variant(entries, "V09", "blanks in the JSON", Ask.CALL, text(t -> t.replace("\":", "\": ")));
    variant(entries, "V10", "arguments cut by max_tokens", Ask.CALL, Variants::cut);
    variant(entries, "V11", "a refusal", Ask.TEXT, events -> reason(events, "refusal"));
    variant(entries, "V12", "cached input, hardly anything else", Ask.TEXT, Variants::cached);
    variant(entries, "V13", "pings everywhere", Ask.CALL, Variants::pinged);
    variant(
        entries,
        "V14",
        "message_delta comes twice",
        Ask.TEXT,
        events -> events.twice(events.last(DELTA)));
  }

  private static void variant(
      Entries entries, String id, String title, Ask shows, StreamFault change) {
    entries.add(id, title, Kind.TOLERATED, shows, KnownFault.Scope.ALL, setting -> change);
  }

  /** A change of the bytes. */
  private static StreamFault text(UnaryOperator<String> change) {
    return events -> {
      StringBuilder all = new StringBuilder();
      for (Frame frame : events.frames()) {
        all.append(new String(frame.bytes(), StandardCharsets.UTF_8));
      }
      events.clear();
      events.append(Frame.text(change.apply(all.toString())));
    };
  }

  private static void redacted(EventList events) {
    for (int i = 0; i < events.size(); i++) {
      if (events.data(i).has("index")) {
        long index = events.index(i) + 1;
        events.change(i, data -> data.with("index", index));
      }
    }
    int at = events.last(START) + 1;
    Json block = Json.object().with("type", "redacted_thinking").with("data", "bGFi");
    events.add(
        at,
        EventList.event(BLOCK_START, Json.object().with("index", 0).with("content_block", block)));
    events.add(at + 1, EventList.event(BLOCK_STOP, Json.object().with("index", 0)));
  }

  private static void reason(EventList events, String reason) {
    events.changeField(events.last(DELTA), "delta", delta -> delta.with("stop_reason", reason));
  }

  private static void cut(EventList events) {
    for (int start : events.starts("tool_use")) {
      String arguments = events.arguments(events.index(start));
      events.fragments(start, arguments.substring(0, arguments.length() / 2));
    }
    reason(events, "max_tokens");
  }

  private static void cached(EventList events) {
    for (int i = 0; i < events.size(); i++) {
      events.change(
          i,
          data ->
              data.at("message").at("usage").isObject()
                  ? data.with(
                      "message",
                      data.at("message").with("usage", cachedUsage(data.at("message").at("usage"))))
                  : data.at("usage").has("input_tokens")
                      ? data.with("usage", cachedUsage(data.at("usage")))
                      : data);
    }
  }

  private static Json cachedUsage(Json usage) {
    return usage.with("cache_read_input_tokens", 900).with("input_tokens", 0);
  }

  private static void pinged(EventList events) {
    for (int i = events.size(); i > 0; i--) {
      events.add(i, EventList.event("ping", Json.object()));
    }
  }
}
