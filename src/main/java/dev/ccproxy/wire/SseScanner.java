package dev.ccproxy.wire;

import org.jspecify.annotations.Nullable;

/**
 * Reads the framing of an event stream (WHATWG HTML, section 9.2.6) in one pass: lines that end in
 * CR, LF or CRLF, comments, data over several lines. The data goes straight into a JSON scanner, so
 * neither a line nor an event is ever gathered.
 */
final class SseScanner {
  /** So far behind the start of an event, an excerpt cannot come from the start any more. */
  private static final int FAR = StreamJudge.WINDOW - Window.SHOWN;

  private static final int LINE_START = 0;
  private static final int FIELD_NAME = 1;
  private static final int AFTER_DATA_COLON = 2;
  private static final int DATA = 3;
  private static final int AFTER_EVENT_COLON = 4;
  private static final int EVENT_NAME = 5;
  private static final int IGNORED = 6;

  private static final byte[] DATA_FIELD = {'d', 'a', 't', 'a'};
  private static final byte[] EVENT_FIELD = {'e', 'v', 'e', 'n', 't'};
  private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

  private final StreamJudge judge;
  private final EventFields fields;
  private final JsonScanner json;
  private final Window window;
  private final EventPlaces places;
  private final SseEvent event;

  private int state = LINE_START;
  private boolean skipLineFeed;
  private final byte[] fieldName = new byte[8];
  private int fieldLength;

  private boolean pending;
  private boolean named;
  private int dataLines;
  private final byte[] dataStart = new byte[8];
  private int dataLength;
  private long failedLine;

  private long line = 1;
  private long read;
  private long events;

  SseScanner(
      StreamJudge judge, SseEvent event, EventFields fields, Window window, EventPlaces places) {
    this.places = places;
    this.judge = judge;
    this.event = event;
    this.fields = fields;
    this.window = window;
    json = new JsonScanner(fields, true, false);
  }

  /** Line of the byte that is being looked at. */
  long line() {
    return line;
  }

  /** Number of events so far. */
  long events() {
    return events;
  }

  /**
   * Takes a piece of the body.
   *
   * @param base body offset of {@code b[0]}
   */
  void feed(byte[] b, int from, int end, long base) {
    window.piece(b, from, base);
    int i = from;
    if (skipLineFeed && i < end) {
      skipLineFeed = false;
      if (b[i] == '\n') {
        i++;
      }
    }
    while (i < end) {
      switch (state) {
        case LINE_START -> i = lineStart(b, i, end, base);
        case FIELD_NAME -> i = fieldName(b, i, end, base);
        case AFTER_DATA_COLON -> {
          if (b[i] == ' ') {
            i++;
          }
          state = DATA;
        }
        case DATA -> i = data(b, i, end, base);
        case AFTER_EVENT_COLON -> {
          if (b[i] == ' ') {
            i++;
          }
          state = EVENT_NAME;
        }
        case EVENT_NAME -> {
          int start = i;
          while (i < end && b[i] != '\n' && b[i] != '\r') {
            i++;
          }
          event.addName(b, start, i);
          i = lineEnd(b, i, end);
        }
        default -> {
          while (i < end && b[i] != '\n' && b[i] != '\r') {
            i++;
          }
          i = lineEnd(b, i, end);
        }
      }
    }
    read = base + end;
    window.keep(end);
  }

  /** First byte of a line: most lines are told apart at once, others byte by byte. */
  private int lineStart(byte[] b, int i, int end, long base) {
    int c = b[i];
    if (c == '\n' || c == '\r') {
      int next = lineEnd(b, i, end);
      if (pending) {
        dispatch(base + i, false);
      }
      return next;
    }
    if (!pending) {
      begin(base + i);
    }
    if (c == 'd'
        && end - i > 4
        && b[i + 1] == 'a'
        && b[i + 2] == 't'
        && b[i + 3] == 'a'
        && b[i + 4] == ':') {
      beginData(base + i + 5);
      return i + 5;
    }
    if (c == 'e'
        && end - i > 5
        && b[i + 1] == 'v'
        && b[i + 2] == 'e'
        && b[i + 3] == 'n'
        && b[i + 4] == 't'
        && b[i + 5] == ':') {
      beginName();
      return i + 6;
    }
    fieldLength = 0;
    state = FIELD_NAME;
    return i;
  }

  private void beginName() {
    event.nameLength = 0;
    named = true;
    state = AFTER_EVENT_COLON;
  }

  private void begin(long offset) {
    pending = true;
    event.number = events;
    event.start = offset;
    event.startLine = line;
    event.end = -1;
    window.begin(offset);
  }

  private int fieldName(byte[] b, int from, int end, long base) {
    int i = from;
    while (i < end) {
      int c = b[i];
      if (c == ':') {
        if (is(DATA_FIELD)) {
          beginData(base + i + 1);
        } else if (is(EVENT_FIELD)) {
          beginName();
        } else {
          state = IGNORED;
        }
        return i + 1;
      }
      if (c == '\n' || c == '\r') {
        if (is(DATA_FIELD)) {
          beginData(base + i);
        } else if (is(EVENT_FIELD)) {
          event.nameLength = 0;
        }
        return lineEnd(b, i, end);
      }
      if (fieldLength == fieldName.length) {
        state = IGNORED;
        return i;
      }
      fieldName[fieldLength++] = (byte) c;
      i++;
    }
    return i;
  }

  private boolean is(byte[] field) {
    if (fieldLength != field.length) {
      return false;
    }
    for (int i = 0; i < field.length; i++) {
      if (fieldName[i] != field[i]) {
        return false;
      }
    }
    return true;
  }

  private void beginData(long offset) {
    state = AFTER_DATA_COLON;
    fields.startLine(line);
    dataLines++;
    if (dataLines > 1) {
      boolean failed = json.failed();
      json.newline(offset);
      if (json.failed() && !failed) {
        failedLine = line;
      }
      return;
    }
    event.dataStart = offset;
    event.dataLine = line;
    dataLength = 0;
    fields.begin();
    json.reset();
  }

  private int data(byte[] b, int from, int end, long base) {
    if (dataLength < dataStart.length) {
      rememberStart(b, from, end);
    }
    boolean failed = json.failed();
    int i = json.feed(b, from, end, base);
    if (json.failed() && !failed) {
      failedLine = line;
      long at = json.failedAt();
      event.farFailure = at - event.start > FAR ? window.farSpot(at, line, events) : null;
    }
    return i < end ? lineEnd(b, i, end) : i;
  }

  /** Keeps the first bytes of the data, to know {@code [DONE]}. */
  private void rememberStart(byte[] b, int from, int end) {
    for (int i = from; i < end && dataLength < dataStart.length; i++) {
      if (b[i] == '\n' || b[i] == '\r') {
        return;
      }
      dataStart[dataLength++] = b[i];
    }
  }

  private boolean isDone() {
    int length = dataLength;
    while (length > 0 && dataStart[length - 1] == ' ') {
      length--;
    }
    if (length != DONE.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (dataStart[i] != DONE[i]) {
        return false;
      }
    }
    return true;
  }

  /** Steps over the line end at {@code i}, if the piece reaches that far. */
  private int lineEnd(byte[] b, int i, int end) {
    if (i == end) {
      return i;
    }
    line++;
    state = LINE_START;
    if (b[i] == '\n') {
      return i + 1;
    }
    if (i + 1 == end) {
      skipLineFeed = true;
      return end;
    }
    return b[i + 1] == '\n' ? i + 2 : i + 1;
  }

  /** Hands over the event that ends before body offset {@code end}. */
  private void dispatch(long end, boolean unterminated) {
    event.end = end;
    event.hasData = dataLines > 0 && dataLength > 0;
    event.unterminated = unterminated;
    if (dataLines == 0) {
      event.dataStart = event.start;
      event.dataLine = event.startLine;
    }
    boolean valid = event.hasData && json.finish();
    event.done = event.hasData && !valid && isDone();
    event.failure = valid ? null : failure();
    boolean placed = event.hasData && json.failedAt() >= 0;
    event.failedAt = placed ? json.failedAt() : event.dataStart;
    event.failedLine = placed ? failedLine : event.dataLine;
    if (event.hasData || named) {
      events++;
      judge.event(json.wrongUtf8At());
    }
    pending = false;
    named = false;
    event.nameLength = 0;
    event.farFailure = null;
    dataLines = 0;
    dataLength = 0;
  }

  private @Nullable String failure() {
    return event.hasData ? json.failure() : "there is none";
  }

  /**
   * The input ends. An event without an empty line behind it counts if its data is complete, as the
   * lenient client takes it.
   *
   * @return what stands behind the last empty line, null where nothing does
   */
  @Nullable Spot end() {
    if (!pending || !(dataLines > 0 || named)) {
      return null;
    }
    boolean wholeData = dataLength > 0 && json.finish();
    boolean done = dataLength > 0 && isDone();
    Spot rest = done ? null : places.rest(read);
    if (wholeData || done) {
      dispatch(read, true);
    }
    return rest;
  }

  /** Number of body bytes read. */
  long read() {
    return read;
  }
}
