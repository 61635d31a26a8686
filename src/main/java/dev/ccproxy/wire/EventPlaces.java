package dev.ccproxy.wire;

import static dev.ccproxy.wire.EventFields.BLOCK;
import static dev.ccproxy.wire.EventFields.BLOCK_TEXT;
import static dev.ccproxy.wire.EventFields.DELTA_JSON;
import static dev.ccproxy.wire.EventFields.DELTA_TEXT;
import static dev.ccproxy.wire.EventFields.TYPE;

/** Where the parts of the event stand that is being looked at. */
final class EventPlaces implements Spots, MessageState.Locator {
  private static final int[] LOOKED_AT = {BLOCK_TEXT, DELTA_TEXT, DELTA_JSON};

  private final EventFields f;
  private final SseEvent event;
  private final Window window;

  EventPlaces(EventFields fields, SseEvent event, Window window) {
    f = fields;
    this.event = event;
    this.window = window;
  }

  /** Where the value of a slot stands; the type of the event where the slot is empty. */
  @Override
  public Spot at(int slot) {
    if (!f.isAbsent(slot)) {
      return at(f.offset(slot), f.line(slot));
    }
    return slot == TYPE ? data() : at(TYPE);
  }

  /** Where the data of the event starts. */
  Spot data() {
    return at(event.dataStart, event.dataLine);
  }

  /** Where the event starts. */
  Spot start() {
    return at(event.start, event.startLine);
  }

  /** A place in the event. */
  Spot at(long bodyOffset, long line) {
    return window.spot(bodyOffset, line, event.number, event.end);
  }

  /** Where the data of the event is no JSON object. */
  Spot failure() {
    if (event.farFailure != null) {
      return event.farFailure;
    }
    return event.failure == null ? data() : at(event.failedAt, event.failedLine);
  }

  /** Where the content block stands, for a later excerpt. */
  Window.Mark block() {
    int slot = f.isAbsent(BLOCK) ? TYPE : BLOCK;
    boolean absent = f.isAbsent(slot);
    long offset = absent ? event.dataStart : f.offset(slot);
    long line = absent ? event.dataLine : f.line(slot);
    return window.mark(offset, line, event.number, event.end);
  }

  /** Where the string stands that is being looked at. */
  @Override
  public Spot here() {
    int slot = TYPE;
    for (int candidate : LOOKED_AT) {
      if (!f.isAbsent(candidate)) {
        slot = candidate;
      }
    }
    if (event.end >= 0) {
      return at(slot);
    }
    // The event goes on: its string is longer than any excerpt, all of which was read.
    long offset = f.offset(slot);
    return window.spot(offset, f.line(slot), event.number, offset + Window.SHOWN);
  }

  /** What a listener is told. */
  WireEvent event() {
    Spot place = window.place(event.start, event.startLine, event.number);
    return new WireEvent(
        event.number,
        place.offset(),
        place.line(),
        event.nameText(),
        event.failure == null ? f.text(TYPE) : "",
        data().excerpt(),
        event.end - event.start);
  }

  /** Where the unfinished event at the end of the input stands. */
  Spot rest(long read) {
    return window.spot(event.start, event.startLine, event.number, read);
  }
}
