package dev.ccproxy.lab.fault;

import static dev.ccproxy.lab.fault.EventList.BLOCK_STOP;

import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Answer;
import dev.ccproxy.lab.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Faults of tool calls: their ids, their names, their arguments. */
final class CallFaults {
  private CallFaults() {}

  static void add(Entries entries) {
    entries.stream(
        "S16",
        "two calls merged into one block",
        Ask.CALLS,
        KnownFault.Scope.ALL,
        CallFaults::merged,
        "T05");
    arguments(entries, "S20", "arguments truncated", "T04", CallFaults::truncated);
    arguments(entries, "S21", "arguments dropped", "T10", text -> new String[0]);
    arguments(entries, "S21.object", "arguments are {}", "T14", text -> new String[] {"{", "}"});
    arguments(entries, "S22", "arguments cumulative", "T06", CallFaults::cumulative);
    arguments(
        entries,
        "S23",
        "arguments encoded twice",
        "T08",
        text -> new String[] {Json.of(text).toString()});
    arguments(
        entries, "S61", "arguments with {} in front", "T07", text -> new String[] {"{}", text});
    arguments(
        entries, "S67", "arguments are an array", "T09", text -> new String[] {"[", text, "]"});
    arguments(entries, "S68", "arguments are null", "T09", text -> new String[] {"null"});
    ids(entries, "S24", "tool id missing", Ask.CALL, "T01", block -> block.without("id"));
    ids(entries, "S25", "tool id empty", Ask.CALL, "T01", block -> block.with("id", ""));
    entries.stream("S26", "tool id with illegal characters", Ask.CALL, CallFaults::dotted, "T02");
    ids(
        entries,
        "S27",
        "tool id twice",
        Ask.CALLS,
        "T03",
        block -> block.with("id", "toolu_01Same"));
    entries.stream(
        "S65", "arguments only in the start of the block", Ask.CALL, CallFaults::early, "T11");
    entries.stream("S77", "partial_json missing", Ask.CALL, CallFaults::fieldless, "T13");
    calls(
        entries,
        "S69",
        "a tool that was not offered",
        "T12",
        call -> new Part.Call(call.id(), "run_shell", call.arguments()));
    calls(entries, "S79", "argument of the wrong type", "T14", CallFaults::wrongType);
    calls(entries, "S80", "wrong value in the arguments", "C06", CallFaults::otherValue);
  }

  /** Other fragments for the arguments of every call that has some. */
  private static void arguments(
      Entries entries, String id, String title, String code, Function<String, String[]> fragments) {
    entries.stream(
        id,
        title,
        Ask.CALL,
        events -> {
          List<Integer> starts = events.starts("tool_use");
          for (int i = starts.size() - 1; i >= 0; i--) {
            int start = starts.get(i);
            String text = events.arguments(events.index(start));
            if (text.length() > "{}".length()) {
              events.fragments(start, fragments.apply(text));
            }
          }
        },
        code);
  }

  private static String[] truncated(String text) {
    int half = text.length() / 2;
    return new String[] {text.substring(0, half / 2), text.substring(half / 2, half)};
  }

  private static String[] cumulative(String text) {
    int third = text.length() / 3;
    return new String[] {text.substring(0, third), text.substring(0, 2 * third), text};
  }

  /** As some servers number calls: by the tool and the place. */
  private static void dotted(EventList events) {
    int count = 0;
    for (int place : events.starts("tool_use")) {
      String id =
          "functions." + events.data(place).at("content_block").at("name").text("") + ":" + count++;
      events.changeField(place, "content_block", block -> block.with("id", id));
    }
  }

  private static void ids(
      Entries entries,
      String id,
      String title,
      Ask shows,
      String code,
      UnaryOperator<Json> change) {
    entries.stream(
        id,
        title,
        shows,
        events -> {
          for (int place : events.starts("tool_use")) {
            events.changeField(place, "content_block", change);
          }
        },
        code);
  }

  static void merged(EventList events) {
    List<Integer> starts = events.starts("tool_use");
    if (starts.size() < 2) {
      return;
    }
    long first = events.index(starts.get(0));
    for (int i = events.size() - 1; i > starts.get(0); i--) {
      Json data = events.data(i);
      if (!data.has("index") || events.index(i) <= first) {
        continue;
      }
      if (data.at("type").is(EventList.BLOCK_DELTA)) {
        events.change(i, old -> old.with("index", first));
      } else {
        events.remove(i);
      }
    }
    // What was behind the first block now belongs into it.
    for (int i = starts.get(0); i < events.size(); i++) {
      if (events.data(i).at("type").is(BLOCK_STOP) && events.index(i) == first) {
        Json stop = events.data(i);
        events.remove(i);
        int end = lastOf(events, first) + 1;
        events.add(end, EventList.event(BLOCK_STOP, stop.without("type")));
        return;
      }
    }
  }

  private static int lastOf(EventList events, long index) {
    int last = 0;
    for (int i = 0; i < events.size(); i++) {
      if (events.index(i) == index) {
        last = i;
      }
    }
    return last;
  }

  private static void early(EventList events) {
    for (int start : events.starts("tool_use")) {
      Json whole = Arguments.parsed(events.arguments(events.index(start)));
      events.changeField(start, "content_block", block -> block.with("input", whole));
    }
    List<Integer> deltas = events.deltas("input_json_delta");
    for (int i = deltas.size() - 1; i >= 0; i--) {
      events.remove(deltas.get(i));
    }
  }

  private static void fieldless(EventList events) {
    for (int place : events.deltas("input_json_delta")) {
      events.changeField(place, "delta", delta -> delta.without("partial_json"));
    }
  }

  private static void calls(
      Entries entries, String id, String title, String code, UnaryOperator<Part.Call> change) {
    entries.said(
        id,
        title,
        Ask.CALL,
        KnownFault.Scope.ALL,
        answer -> {
          List<Part> parts = new ArrayList<>();
          for (Part part : answer.parts()) {
            parts.add(part instanceof Part.Call call ? change.apply(call) : part);
          }
          return new Answer(parts, answer.stop(), answer.stopSequence());
        },
        code);
  }

  private static Part.Call wrongType(Part.Call call) {
    Json arguments = call.arguments();
    String number = Arguments.firstNumber(arguments);
    return number.isEmpty()
        ? call
        : new Part.Call(
            call.id(),
            call.name(),
            arguments.with(number, Long.toString(arguments.at(number).number(0))));
  }

  private static Part.Call otherValue(Part.Call call) {
    String text = Arguments.firstText(call.arguments());
    return text.isEmpty()
        ? call
        : new Part.Call(call.id(), call.name(), call.arguments().with(text, "other"));
  }
}
