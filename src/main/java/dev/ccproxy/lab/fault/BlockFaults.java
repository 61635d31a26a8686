package dev.ccproxy.lab.fault;

import static dev.ccproxy.lab.fault.EventList.BLOCK_START;
import static dev.ccproxy.lab.fault.EventList.BLOCK_STOP;
import static dev.ccproxy.lab.fault.EventList.START;

import dev.ccproxy.lab.json.Json;
import java.util.List;
import java.util.function.UnaryOperator;

/** Faults of blocks: their order, their indexes, their kinds. */
final class BlockFaults {
  /** Its blocks overlap by habit. */
  private static final KnownFault.Scope IN_ORDER = KnownFault.Scope.but("empero");

  private BlockFaults() {}

  static void add(Entries entries) {
    entries.stream(
        "S11",
        "delta before any block",
        Ask.TEXT,
        IN_ORDER,
        events -> {
          int start = events.first(BLOCK_START);
          events.swap(start, start + 1);
        },
        "B01");
    entries.stream(
        "S12", "tool delta on the wrong index", Ask.CALL, BlockFaults::wrongIndex, "B01");
    delta(
        entries,
        "S13",
        "thinking delta in a text block",
        Ask.TEXT,
        KnownFault.Scope.ALL,
        "text_delta",
        d -> Json.object().with("type", "thinking_delta").with("thinking", d.at("text")));
    delta(
        entries,
        "S14",
        "text delta in a thinking block",
        Ask.THOUGHT,
        KnownFault.Scope.thinking(),
        "thinking_delta",
        d -> Json.object().with("type", "text_delta").with("text", d.at("thinking")));
    delta(
        entries,
        "S15",
        "JSON delta in a text block",
        Ask.TEXT,
        KnownFault.Scope.ALL,
        "text_delta",
        d -> Json.object().with("type", "input_json_delta").with("partial_json", d.at("text")));
    entries.stream("S17", "index reused", Ask.CALLS, IN_ORDER, BlockFaults::reused, "B03");
    entries.stream("S18", "index gap", Ask.CALL, IN_ORDER, BlockFaults::gap, "B02");
    entries.stream(
        "S19",
        "no content_block_stop",
        Ask.TEXT,
        events -> events.remove(events.last(BLOCK_STOP)),
        "B04");
    entries.stream("S48", "unknown block type", Ask.TEXT, BlockFaults::hologram, "I02");
    start(
        entries,
        "S50",
        "text block starts without text",
        Ask.TEXT,
        KnownFault.Scope.ALL,
        "text",
        block -> block.without("text"),
        "B06");
    start(
        entries,
        "S51",
        "tool block starts without input",
        Ask.CALL,
        KnownFault.Scope.but("llama.cpp"),
        "tool_use",
        block -> block.without("input"),
        "B07");
    entries.stream(
        "S52",
        "unsigned thinking",
        Ask.THOUGHT,
        KnownFault.Scope.thinking(),
        BlockFaults::unsigned,
        "I03");
    entries.stream(
        "S70",
        "stop for a block that is not open",
        Ask.TEXT,
        events -> events.twice(events.last(BLOCK_STOP)),
        "B08");
    entries.stream("S74", "interleaved blocks", Ask.CALLS, IN_ORDER, BlockFaults::late, "B09");
    delta(
        entries,
        "S78",
        "text delta with null",
        Ask.TEXT,
        KnownFault.Scope.ALL,
        "text_delta",
        d -> d.with("text", Json.NULL));
    entries.stream("S82", "index is a string", Ask.TEXT, BlockFaults::wordIndex, "B11");
  }

  private static void delta(
      Entries entries,
      String id,
      String title,
      Ask shows,
      KnownFault.Scope scope,
      String type,
      UnaryOperator<Json> change) {
    entries.stream(
        id,
        title,
        shows,
        scope,
        events -> {
          List<Integer> places = events.deltas(type);
          if (!places.isEmpty()) {
            events.changeField(places.get(places.size() - 1), "delta", change);
          }
        },
        id.equals("S78") ? "B10" : "B05");
  }

  private static void start(
      Entries entries,
      String id,
      String title,
      Ask shows,
      KnownFault.Scope scope,
      String type,
      UnaryOperator<Json> change,
      String code) {
    entries.stream(
        id,
        title,
        shows,
        scope,
        events -> {
          for (int place : events.starts(type)) {
            events.changeField(place, "content_block", change);
          }
        },
        code);
  }

  private static void wrongIndex(EventList events) {
    for (int place : events.deltas("input_json_delta")) {
      long index = events.index(place);
      events.change(place, data -> data.with("index", index + 7));
    }
  }

  private static void reused(EventList events) {
    List<Integer> starts = events.starts();
    if (starts.size() > 1) {
      int last = starts.get(starts.size() - 1);
      events.moveIndex(last, events.index(last), Json.of(events.index(last) - 1));
    }
  }

  private static void gap(EventList events) {
    List<Integer> starts = events.starts();
    if (!starts.isEmpty()) {
      int last = starts.get(starts.size() - 1);
      events.moveIndex(last, events.index(last), Json.of(events.index(last) + 1));
    }
  }

  private static void hologram(EventList events) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.data(i).has("index")) {
        long index = events.index(i);
        events.change(i, data -> data.with("index", index + 1));
      }
    }
    int at = events.last(START) + 1;
    Json block = Json.object().with("type", "hologram");
    events.add(
        at,
        EventList.event(BLOCK_START, Json.object().with("index", 0).with("content_block", block)));
    events.add(at + 1, EventList.event(BLOCK_STOP, Json.object().with("index", 0)));
  }

  private static void unsigned(EventList events) {
    List<Integer> signatures = events.deltas("signature_delta");
    for (int i = signatures.size() - 1; i >= 0; i--) {
      events.remove(signatures.get(i));
    }
    for (int place : events.starts("thinking")) {
      events.changeField(place, "content_block", block -> block.without("signature"));
    }
  }

  /** The stop of a block comes behind the start of the next one. */
  private static void late(EventList events) {
    List<Integer> starts = events.starts();
    if (starts.size() > 1) {
      int second = starts.get(starts.size() - 1);
      events.swap(second - 1, second);
    }
  }

  private static void wordIndex(EventList events) {
    int place = events.firstDelta("text_delta");
    if (place < 0) {
      return;
    }
    String index = Long.toString(events.index(place));
    events.change(place, data -> data.with("index", index));
  }
}
