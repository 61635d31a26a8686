package dev.ccproxy.lab.fault;

import static dev.ccproxy.lab.fault.EventList.BLOCK_START;
import static dev.ccproxy.lab.fault.EventList.BLOCK_STOP;
import static dev.ccproxy.lab.fault.EventList.DELTA;
import static dev.ccproxy.lab.fault.EventList.STOP;

import dev.ccproxy.lab.json.Json;

/** Faults of the end of a message: its reason, its counts, its last events. */
final class EndFaults {
  private EndFaults() {}

  static void add(Entries entries) {
    reason(
        entries,
        "S28",
        "tool call that ends with end_turn",
        Ask.CALL,
        "tool_use",
        "end_turn",
        "M06");
    reason(entries, "S29", "tool_use without a tool call", Ask.TEXT, "end_turn", "tool_use", "M05");
    length(
        entries, "S28.length", "whole tool call that ends with max_tokens", Ask.CALL, "tool_use");
    length(entries, "S29.length", "whole text that ends with max_tokens", Ask.TEXT, "end_turn");
    reason(entries, "S31", "stop_reason tool_calls", Ask.CALL, "tool_use", "tool_calls", "M03");
    entries.stream(
        "S30",
        "no stop_reason",
        Ask.TEXT,
        events ->
            events.changeField(
                events.last(DELTA), "delta", delta -> delta.with("stop_reason", Json.NULL)),
        "M02");
    entries.stream("S32", "no message_delta", Ask.TEXT, events -> events.removeAll(DELTA), "M01");
    entries.stream(
        "S33",
        "message_delta without usage",
        Ask.TEXT,
        events -> events.change(events.last(DELTA), data -> data.without("usage")),
        "M04");
    entries.stream(
        "S66",
        "message_delta with usage null",
        Ask.TEXT,
        events -> events.change(events.last(DELTA), data -> data.with("usage", Json.NULL)),
        "M04");
    entries.stream("S34", "no message_stop", Ask.TEXT, events -> events.removeAll(STOP), "M07");
    entries.stream("S71", "events after message_stop", Ask.TEXT, EndFaults::more, "P06");
    entries.stream(
        "S75",
        "block event after message_delta",
        Ask.TEXT,
        events -> events.swap(events.last(BLOCK_STOP), events.last(DELTA)),
        "M08");
    entries.stream(
        "S76",
        "usage counts nothing",
        Ask.TEXT,
        KnownFault.Scope.but("claude-code-router"),
        EndFaults::uncounted,
        "U01");
  }

  private static void reason(
      Entries entries, String id, String title, Ask shows, String from, String to, String code) {
    entries.stream(
        id, title, shows, KnownFault.Scope.UNBROKEN, events -> change(events, from, to), code);
  }

  /** Told by the count of tokens, which not every gateway gives. */
  private static void length(Entries entries, String id, String title, Ask shows, String from) {
    entries.stream(
        id,
        title,
        shows,
        KnownFault.Scope.but("litellm-responses", "claude-code-router"),
        events -> change(events, from, "max_tokens"),
        "M12");
  }

  private static void change(EventList events, String from, String to) {
    events.changeField(
        events.last(DELTA),
        "delta",
        delta -> delta.at("stop_reason").is(from) ? delta.with("stop_reason", to) : delta);
  }

  private static void more(EventList events) {
    long index = events.starts().size();
    Json block = Json.object().with("type", "text").with("text", "");
    events.append(
        EventList.event(
            BLOCK_START, Json.object().with("index", index).with("content_block", block)));
    events.append(EventList.delta(index, "text_delta", "text", "more"));
    events.append(EventList.event(BLOCK_STOP, Json.object().with("index", index)));
  }

  private static void uncounted(EventList events) {
    for (int i = 0; i < events.size(); i++) {
      Json data = events.data(i);
      if (data.at("usage").isObject()) {
        events.changeField(i, "usage", EndFaults::zero);
      }
      if (data.at("message").at("usage").isObject()) {
        events.changeField(
            i, "message", message -> message.with("usage", zero(message.at("usage"))));
      }
    }
  }

  static Json zero(Json usage) {
    Json out = usage;
    for (String key : usage.keys()) {
      out = out.with(key, 0);
    }
    return out;
  }
}
