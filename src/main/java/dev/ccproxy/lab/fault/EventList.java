package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The events of a healthy Messages stream, to be spoiled. Places count from 0. */
final class EventList {
  static final String START = "message_start";
  static final String BLOCK_START = "content_block_start";
  static final String BLOCK_DELTA = "content_block_delta";
  static final String BLOCK_STOP = "content_block_stop";
  static final String DELTA = "message_delta";
  static final String STOP = "message_stop";

  private final List<Frame> frames;

  EventList(List<Frame> frames) {
    this.frames = new ArrayList<>(frames);
  }

  List<Frame> frames() {
    return frames;
  }

  int size() {
    return frames.size();
  }

  /** The data of an event; absent where the frame is none. */
  Json data(int place) {
    return frames.get(place) instanceof Frame.Event event ? event.data() : Json.ABSENT;
  }

  private boolean is(int place, String type) {
    return data(place).at("type").is(type);
  }

  private boolean isDelta(int place, String type) {
    return is(place, BLOCK_DELTA) && data(place).at("delta").at("type").is(type);
  }

  /** Place of the first event of a type; negative when there is none. */
  int first(String type) {
    for (int i = 0; i < size(); i++) {
      if (is(i, type)) {
        return i;
      }
    }
    return -1;
  }

  /** Place of the last event of a type; negative when there is none. */
  int last(String type) {
    for (int i = size() - 1; i >= 0; i--) {
      if (is(i, type)) {
        return i;
      }
    }
    return -1;
  }

  /** Places of the deltas of a type. */
  List<Integer> deltas(String type) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      if (isDelta(i, type)) {
        places.add(i);
      }
    }
    return places;
  }

  /** Place of the first delta of a type; negative when there is none. */
  int firstDelta(String type) {
    List<Integer> places = deltas(type);
    return places.isEmpty() ? -1 : places.get(0);
  }

  /** Places of the starts of blocks of a type. */
  List<Integer> starts(String blockType) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      if (is(i, BLOCK_START) && data(i).at("content_block").at("type").is(blockType)) {
        places.add(i);
      }
    }
    return places;
  }

  /** Places of the starts of all blocks. */
  List<Integer> starts() {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      if (is(i, BLOCK_START)) {
        places.add(i);
      }
    }
    return places;
  }

  long index(int place) {
    return data(place).at("index").number(-1);
  }

  void remove(int place) {
    if (place >= 0) {
      frames.remove(place);
    }
  }

  void removeAll(String type) {
    for (int i = size() - 1; i >= 0; i--) {
      if (is(i, type)) {
        frames.remove(i);
      }
    }
  }

  void add(int place, Frame frame) {
    frames.add(place, frame);
  }

  void append(Frame frame) {
    frames.add(frame);
  }

  /** Keeps only what stands before a place; everything where the place is none. */
  void cut(int place) {
    while (place >= 0 && size() > place) {
      frames.remove(size() - 1);
    }
  }

  void clear() {
    frames.clear();
  }

  /** Two events change places; nothing happens where one of them is none. */
  void swap(int a, int b) {
    if (a < 0 || b < 0 || a >= size() || b >= size()) {
      return;
    }
    Frame first = frames.get(a);
    frames.set(a, frames.get(b));
    frames.set(b, first);
  }

  void twice(int place) {
    if (place >= 0) {
      frames.add(place, frames.get(place));
    }
  }

  void set(int place, Frame frame) {
    frames.set(place, frame);
  }

  /** Other data for one event; its name stays. */
  void change(int place, UnaryOperator<Json> change) {
    if (place >= 0 && frames.get(place) instanceof Frame.Event event) {
      frames.set(place, new Frame.Event(event.name(), change.apply(event.data())));
    }
  }

  /** Another value for one field of an event's data. */
  void changeField(int place, String field, UnaryOperator<Json> change) {
    change(place, data -> data.with(field, change.apply(data.at(field))));
  }

  /** Another name on the event line, or none. */
  void rename(int place, Optional<String> name) {
    if (place >= 0 && frames.get(place) instanceof Frame.Event event) {
      frames.set(place, new Frame.Event(name, event.data()));
    }
  }

  /** Other indexes for the events of one block, counted from a place on. */
  void moveIndex(int from, long index, Json other) {
    for (int i = from; i < size(); i++) {
      Json data = data(i);
      if (data.at("index").number(-1) == index) {
        change(i, d -> d.with("index", other));
      }
    }
  }

  /** What a call's arguments are together, by the index of its block. */
  String arguments(long index) {
    StringBuilder out = new StringBuilder();
    for (int place : deltas("input_json_delta")) {
      if (index(place) == index) {
        out.append(data(place).at("delta").at("partial_json").text(""));
      }
    }
    return out.toString();
  }

  /** Other fragments for the arguments of the call that starts at a place. */
  void fragments(int start, String... fragments) {
    long index = index(start);
    for (int i = size() - 1; i > start; i--) {
      if (isDelta(i, "input_json_delta") && index(i) == index) {
        frames.remove(i);
      }
    }
    int place = start + 1;
    for (String fragment : fragments) {
      add(place++, delta(index, "input_json_delta", "partial_json", fragment));
    }
  }

  /** Other pieces for the text of the block that starts at a place. */
  void texts(int start, String... pieces) {
    long index = index(start);
    for (int i = size() - 1; i > start; i--) {
      if (isDelta(i, "text_delta") && index(i) == index) {
        frames.remove(i);
      }
    }
    int place = start + 1;
    for (String piece : pieces) {
      add(place++, delta(index, "text_delta", "text", piece));
    }
  }

  static Frame delta(long index, String type, String field, String value) {
    return event(
        BLOCK_DELTA,
        Json.object()
            .with("index", index)
            .with("delta", Json.object().with("type", type).with(field, value)));
  }

  static Frame event(String type, Json rest) {
    Json data = Json.object().with("type", type);
    for (String key : rest.keys()) {
      data = data.with(key, rest.at(key));
    }
    return Frame.event(type, data);
  }

  /** The text of all text deltas. */
  String text() {
    StringBuilder out = new StringBuilder();
    for (int place : deltas("text_delta")) {
      out.append(data(place).at("delta").at("text").text(""));
    }
    return out.toString();
  }

  /** The message that these events tell, as a body. */
  Json message() {
    Json message = data(first(START)).at("message");
    List<Json> blocks = new ArrayList<>();
    for (int start : starts()) {
      blocks.add(block(start));
    }
    Json delta = data(last(DELTA));
    Json usage = message.at("usage");
    for (String key : delta.at("usage").keys()) {
      usage = usage.with(key, delta.at("usage").at(key));
    }
    return message
        .with("content", Json.array(blocks))
        .with("stop_reason", delta.at("delta").at("stop_reason"))
        .with("stop_sequence", Json.NULL)
        .with("usage", usage);
  }

  private Json block(int start) {
    Json block = data(start).at("content_block");
    long index = index(start);
    StringBuilder text = new StringBuilder();
    StringBuilder thought = new StringBuilder();
    for (int i = start + 1; i < size(); i++) {
      if (is(i, BLOCK_DELTA) && index(i) == index) {
        text.append(data(i).at("delta").at("text").text(""));
        thought.append(data(i).at("delta").at("thinking").text(""));
      }
    }
    return switch (block.at("type").text("")) {
      case "text" -> block.with("text", text.toString());
      case "thinking" -> block.with("thinking", thought.toString());
      case "tool_use" -> block.with("input", Arguments.parsed(arguments(index)));
      default -> block;
    };
  }
}
