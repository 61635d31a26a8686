package dev.ccproxy.wire;

import static dev.ccproxy.wire.EventFields.BLOCK;
import static dev.ccproxy.wire.EventFields.BLOCK_SIGNATURE;
import static dev.ccproxy.wire.EventFields.BLOCK_TEXT;
import static dev.ccproxy.wire.EventFields.BLOCK_THINKING;
import static dev.ccproxy.wire.EventFields.BLOCK_TYPE;
import static dev.ccproxy.wire.EventFields.DELTA_JSON;
import static dev.ccproxy.wire.EventFields.DELTA_SIGNATURE;
import static dev.ccproxy.wire.EventFields.DELTA_STOP_REASON;
import static dev.ccproxy.wire.EventFields.DELTA_STOP_SEQUENCE;
import static dev.ccproxy.wire.EventFields.DELTA_TEXT;
import static dev.ccproxy.wire.EventFields.DELTA_THINKING;
import static dev.ccproxy.wire.EventFields.DELTA_TYPE;
import static dev.ccproxy.wire.EventFields.ERROR;
import static dev.ccproxy.wire.EventFields.ERROR_MESSAGE;
import static dev.ccproxy.wire.EventFields.ERROR_TYPE;
import static dev.ccproxy.wire.EventFields.INDEX;
import static dev.ccproxy.wire.EventFields.OBJECT;
import static dev.ccproxy.wire.EventFields.ROOT;
import static dev.ccproxy.wire.EventFields.TYPE;
import static dev.ccproxy.wire.EventFields.USAGE_CACHE_CREATION;
import static dev.ccproxy.wire.EventFields.USAGE_CACHE_READ;
import static dev.ccproxy.wire.EventFields.USAGE_INPUT;
import static dev.ccproxy.wire.EventFields.USAGE_OUTPUT;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rules of a stream: looks at one event after the other and says what is wrong. */
final class StreamJudge implements EventFields.Overflow, MessageState.Locator, Spots {
  /** Bytes of an event from which excerpts are taken. */
  static final int WINDOW = 1024;

  /** Blocks that may be open at once and be judged; the protocol allows one. */
  private static final int OPEN_KEPT = 1024;

  private static final String NO_VARIANT = "";

  private static final int[] LOOKED_AT = {BLOCK_TEXT, DELTA_TEXT, DELTA_JSON};

  /** What is still said of a stream without a single event line. */
  private static final Set<Code> BESIDE_W03 =
      EnumSet.of(Code.W03, Code.E02, Code.W08, Code.W09, Code.W10, Code.W11, Code.E05, Code.N15);

  private final EventFields f;
  private final MessageState message;
  private final Findings findings;
  private final Window window;
  private final EventFold fold;
  private final @Nullable Consumer<WireEvent> listener;
  private final StartRules startRules;
  private final BlockStartRules blockRules;

  private final SseEvent event;
  private @Nullable Spot first;
  private long named;
  private long unnamed;
  private boolean terminal;
  private boolean started;
  private boolean failed;
  private @Nullable Spot stop;
  private boolean messageDelta;
  private boolean stopReasonGiven;

  private final Map<Long, OpenBlock> open = new LinkedHashMap<>();
  private @Nullable OpenBlock touched;
  private @Nullable OpenBlock earlyFor;
  private boolean earlyStart;
  private boolean overfull;
  private long nextIndex;

  /** Index of a block whose start is missing: events for it came when it was next. */
  private @Nullable Long unstarted;

  private long foldIndex;
  private long foldCharacters;
  private int foldDetail;

  StreamJudge(
      EventFields fields,
      SseEvent event,
      MessageState message,
      Findings findings,
      Window window,
      EventFold fold,
      @Nullable Consumer<WireEvent> listener) {
    f = fields;
    this.listener = listener;
    this.event = event;
    this.message = message;
    this.findings = findings;
    this.window = window;
    this.fold = fold;
    startRules = new StartRules(fields, message, findings, this);
    blockRules = new BlockStartRules(fields, message, findings, this);
  }

  /**
   * The next event has been read.
   *
   * @param wrongUtf8At body offset of the first byte of its data that is no UTF-8, -1 for none
   */
  void event(long wrongUtf8At) {
    if (first == null) {
      first = at(event.start, event.startLine);
    }
    if (listener != null) {
      tell(listener);
    }
    if (!terminal && !event.done) {
      if (event.named()) {
        named++;
      } else {
        unnamed++;
      }
      if (event.failure != null) {
        unreadable(event.failure);
      } else if (f.kind(ROOT) != Kind.OBJECT) {
        unreadable("it is " + f.kind(ROOT).words());
      } else {
        readable(wrongUtf8At);
      }
    }
    earlyStart = false;
    earlyFor = null;
  }

  private void tell(Consumer<WireEvent> listener) {
    Spot start = at(event.dataStart, event.dataLine);
    Spot place = window.place(event.start, event.startLine, event.number);
    boolean typed = event.failure == null;
    listener.accept(
        new WireEvent(
            event.number,
            place.offset(),
            place.line(),
            event.nameText(),
            typed ? f.text(TYPE) : "",
            start.excerpt(),
            event.end - event.start));
  }

  /** Whether message_stop has come. */
  boolean stopped() {
    return stop != null;
  }

  /** Whether the stream told of an error. */
  boolean failed() {
    return failed;
  }

  /** Where the first event stands; {@code otherwise} where there is none. */
  Spot firstEvent(Spot otherwise) {
    return first == null ? otherwise : first;
  }

  /** Where the unfinished event at the end of the input stands. */
  Spot rest(SseScanner scanner) {
    return window.spot(scanner.pendingStart(), scanner.pendingLine(), event.number, scanner.read());
  }

  private void readable(long wrongUtf8At) {
    if (wrongUtf8At >= 0) {
      Spot spot = at(wrongUtf8At, event.dataLine);
      findings.add(Code.W12, NO_VARIANT, spot, "event", eventWords(nameOrType()));
    }
    if (f.name(OBJECT) == Names.OPENAI_CHUNK) {
      findings.add(Code.W04, NO_VARIANT, at(OBJECT));
      terminal = true;
      return;
    }
    foldIndex = -1;
    foldCharacters = 0;
    foldDetail = -1;
    int type = type();
    judge(type);
    int detail = foldDetail < 0 ? Names.UNKNOWN : f.name(foldDetail);
    fold.add(f, TYPE, type, foldDetail, detail, foldIndex, foldCharacters, event);
  }

  private void unreadable(String reason) {
    SseEvent e = event;
    Spot spot = e.farFailure;
    if (spot == null) {
      spot =
          e.failure == null
              ? at(e.dataStart, e.dataLine)
              : window.spot(e.failedAt, e.failedLine, e.number, e.end);
    }
    int name = e.nameNumber();
    if (!e.hasData && (name == Names.UNKNOWN || name == Names.PING || !isEventType(name))) {
      return;
    }
    findings.add(Code.W05, NO_VARIANT, spot, "event", eventWords(e.nameText()), "reason", reason);
    findings.loss();
    failed |= name == Names.ERROR;
  }

  private static String eventWords(String name) {
    return name.isEmpty() ? "an event" : name;
  }

  private String nameOrType() {
    return event.named() ? event.nameText() : f.text(TYPE);
  }

  /** The type that the event is processed by: that of the data, or of the event line without it. */
  private int type() {
    SseEvent e = event;
    boolean typed = f.isString(TYPE);
    int type = f.name(TYPE);
    if (!e.named()) {
      return type;
    }
    int name = e.nameNumber();
    if (typed && type == name && type != Names.UNKNOWN) {
      return type;
    }
    String typeText = f.text(TYPE);
    if (!typed || !typeText.equals(e.nameText())) {
      String words = typed ? typeText : f.kind(TYPE).words();
      Spot spot = typed ? at(TYPE) : at(e.dataStart, e.dataLine);
      findings.add(Code.W06, NO_VARIANT, spot, "event", e.nameText(), "type", words);
      if (typed && isEventType(name)) {
        findings.loss();
      }
    }
    return typed ? type : name;
  }

  private static boolean isEventType(int name) {
    return switch (name) {
      case Names.MESSAGE_START,
          Names.CONTENT_BLOCK_START,
          Names.CONTENT_BLOCK_DELTA,
          Names.CONTENT_BLOCK_STOP,
          Names.MESSAGE_DELTA,
          Names.MESSAGE_STOP,
          Names.PING,
          Names.ERROR ->
          true;
      default -> false;
    };
  }

  private void judge(int type) {
    if (!event.named()) {
      if (f.kind(ERROR).present()) {
        findings.add(Code.E02, NO_VARIANT, at(ERROR), "message", errorMessage());
        failed = true;
        return;
      }
      findings.add(Code.W03, NO_VARIANT, at(event.dataStart, event.dataLine));
    }
    switch (type) {
      case Names.PING -> {}
      case Names.ERROR -> error();
      case Names.MESSAGE_START,
          Names.CONTENT_BLOCK_START,
          Names.CONTENT_BLOCK_DELTA,
          Names.CONTENT_BLOCK_STOP,
          Names.MESSAGE_DELTA,
          Names.MESSAGE_STOP ->
          known(type);
      default -> {
        if (f.isString(TYPE)) {
          findings.add(Code.I01, NO_VARIANT, at(TYPE), "type", f.text(TYPE));
        }
      }
    }
  }

  private void error() {
    failed = true;
    if (f.kind(ERROR) == Kind.OBJECT && f.isString(ERROR_TYPE) && f.isString(ERROR_MESSAGE)) {
      findings.add(
          Code.E01,
          NO_VARIANT,
          at(ERROR),
          "type",
          f.text(ERROR_TYPE),
          "message",
          f.text(ERROR_MESSAGE));
    } else {
      findings.add(
          Code.E04,
          NO_VARIANT,
          at(ERROR),
          "kind",
          f.kind(ERROR) == Kind.OBJECT
              ? "an object without type and message"
              : f.kind(ERROR).words(),
          "message",
          errorMessage());
    }
  }

  private String errorMessage() {
    return f.isString(ERROR) ? f.text(ERROR) : f.text(ERROR_MESSAGE);
  }

  private void known(int type) {
    if (stop != null) {
      findings.add(Code.P06, NO_VARIANT, at(TYPE), "event", Names.word(type));
      return;
    }
    if (!started && type != Names.MESSAGE_START) {
      findings.add(
          Code.P01, NO_VARIANT, at(TYPE), "what", Names.word(type) + " comes before message_start");
    }
    if (stopReasonGiven && type != Names.MESSAGE_DELTA && type != Names.MESSAGE_STOP) {
      findings.add(Code.M08, NO_VARIANT, at(TYPE), "event", Names.word(type));
    }
    switch (type) {
      case Names.MESSAGE_START -> messageStart();
      case Names.CONTENT_BLOCK_START -> blockStart();
      case Names.CONTENT_BLOCK_DELTA -> blockDelta();
      case Names.CONTENT_BLOCK_STOP -> blockStop();
      case Names.MESSAGE_DELTA -> messageDelta();
      default -> stop = at(TYPE);
    }
  }

  private void messageStart() {
    if (started) {
      findings.add(Code.P02, NO_VARIANT, at(TYPE));
      return;
    }
    started = true;
    startRules.judge();
  }

  private void messageDelta() {
    messageDelta = true;
    if (!f.isNumber(USAGE_OUTPUT)) {
      findings.add(Code.M04, NO_VARIANT, at(TYPE));
    }
    message.usage(f, USAGE_INPUT, USAGE_OUTPUT, USAGE_CACHE_CREATION, USAGE_CACHE_READ);
    foldDetail = DELTA_STOP_REASON;
    if (f.kind(DELTA_STOP_REASON).present()) {
      if (stopReasonGiven) {
        findings.add(Code.I07, NO_VARIANT, at(DELTA_STOP_REASON));
      }
      stopReasonGiven = true;
      message.stopReason =
          f.isString(DELTA_STOP_REASON)
              ? f.text(DELTA_STOP_REASON)
              : f.kind(DELTA_STOP_REASON).words();
      message.stopName = f.name(DELTA_STOP_REASON);
      message.stopReasonAt = at(DELTA_STOP_REASON);
    }
    Kind sequence = f.kind(DELTA_STOP_SEQUENCE);
    if (sequence == Kind.STRING) {
      message.stopSequenceNamed = true;
    } else if (sequence.present()) {
      findings.add(Code.M09, NO_VARIANT, at(DELTA_STOP_SEQUENCE), "kind", sequence.words());
    }
  }

  /**
   * The block index of the event. One that is no integer is taken for what it means, so that the
   * events around it are not blamed.
   */
  private long index(int type, long otherwise) {
    double number = f.number(INDEX);
    if (f.isNumber(INDEX) && number == Math.rint(number)) {
      return (long) number;
    }
    Spot spot = at(INDEX);
    findings.add(
        Code.B11,
        NO_VARIANT,
        spot,
        "event",
        Names.word(type),
        "kind",
        f.isNumber(INDEX) ? "a fraction" : f.kind(INDEX).words());
    if (f.isNumber(INDEX)) {
      return (long) number;
    }
    String text = f.text(INDEX);
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || i > 9) {
        return otherwise;
      }
      value = value * 10 + digit;
    }
    return text.isEmpty() ? otherwise : value;
  }

  private void blockStart() {
    long index = index(Names.CONTENT_BLOCK_START, nextIndex);
    foldIndex = index;
    foldDetail = BLOCK_TYPE;
    OpenBlock same = open.get(index);
    if (isUnstarted(index)) {
      unstarted = null;
    } else if (index >= 0 && index < nextIndex) {
      findings.add(Code.B03, NO_VARIANT, at(INDEX), "index", Long.toString(index));
    } else if (index != nextIndex) {
      findings.add(
          Code.B02,
          NO_VARIANT,
          at(INDEX),
          "index",
          Long.toString(index),
          "expected",
          Long.toString(nextIndex));
    }
    if (index >= nextIndex) {
      nextIndex = index + 1;
    }
    for (OpenBlock other : open.values()) {
      if (other != same) {
        findings.add(
            Code.B09,
            NO_VARIANT,
            at(INDEX),
            "index",
            Long.toString(index),
            "open",
            Long.toString(other.index));
      }
      break;
    }
    int slot = f.isAbsent(BLOCK) ? TYPE : BLOCK;
    OpenBlock block =
        blockRules.start(index, window.mark(f.offset(slot), f.line(slot), event.number, event.end));
    if (open.size() >= OPEN_KEPT && same == null) {
      overfull = true;
      message.limits.add(Limit.OPEN_BLOCKS);
    } else {
      open.put(index, block);
    }
    touched = block;
    if (block.type == BlockType.TEXT) {
      if (!earlyStart) {
        message.text.beginBlock();
      }
      if (f.isString(BLOCK_TEXT)) {
        EventFields.Payload payload = f.payload(BLOCK_TEXT);
        if (!payload.early) {
          block.growth.begin();
        }
        feed(block, DELTA_TEXT, payload.bytes, 0, payload.length);
        block.growth.end();
      }
    } else if (block.type == BlockType.THINKING) {
      block.signed = f.length(BLOCK_SIGNATURE) > 0;
      if (f.isString(BLOCK_THINKING)) {
        EventFields.Payload payload = f.payload(BLOCK_THINKING);
        feed(block, DELTA_THINKING, payload.bytes, 0, payload.length);
      }
    }
  }

  private @Nullable OpenBlock find(long index) {
    OpenBlock last = touched;
    if (last != null && last.index == index && open.get(index) == last) {
      return last;
    }
    return open.get(index);
  }

  private void blockDelta() {
    OpenBlock last = touched;
    long index = index(Names.CONTENT_BLOCK_DELTA, last == null ? 0 : last.index);
    foldIndex = index;
    foldDetail = DELTA_TYPE;
    OpenBlock block = find(index);
    int delta = f.name(DELTA_TYPE);
    if (block == null) {
      if (!overfull) {
        findings.add(
            Code.B01,
            delta == Names.INPUT_JSON_DELTA ? "tool" : NO_VARIANT,
            at(INDEX),
            "delta",
            deltaWords(),
            "index",
            Long.toString(index));
        missingStart(index);
      }
      return;
    }
    touched = block;
    if (!block.type.accepts(delta)) {
      boolean thinkingInText = block.type == BlockType.TEXT && delta == Names.THINKING_DELTA;
      findings.add(
          Code.B05,
          thinkingInText ? "thinking-in-text" : NO_VARIANT,
          at(DELTA_TYPE),
          "delta",
          deltaWords(),
          "type",
          block.typeText);
      return;
    }
    switch (delta) {
      case Names.TEXT_DELTA -> content(block, DELTA_TEXT);
      case Names.THINKING_DELTA -> content(block, DELTA_THINKING);
      case Names.SIGNATURE_DELTA -> {
        if (f.isString(DELTA_SIGNATURE)) {
          block.signed |= f.length(DELTA_SIGNATURE) > 0;
        } else {
          notString(Code.B10, DELTA_SIGNATURE);
        }
      }
      case Names.INPUT_JSON_DELTA -> content(block, DELTA_JSON);
      default -> {}
    }
  }

  private boolean isUnstarted(long index) {
    return unstarted != null && unstarted == index;
  }

  /** An event for a block that is not open: when it is the next one, only its start is missing. */
  private void missingStart(long index) {
    if (index == nextIndex) {
      unstarted = index;
      nextIndex = index + 1;
    }
  }

  private String deltaWords() {
    String words = f.text(DELTA_TYPE);
    return words.isEmpty() ? "a delta without a type" : words;
  }

  private void notString(Code code, int slot) {
    Spot spot = at(slot);
    String field = slot == DELTA_TEXT ? "text" : slot == DELTA_THINKING ? "thinking" : "signature";
    findings.add(
        code,
        NO_VARIANT,
        spot,
        "field",
        field,
        "delta",
        f.text(DELTA_TYPE),
        "kind",
        f.kind(slot).words());
  }

  /** The string that a delta brings. */
  private void content(OpenBlock block, int slot) {
    if (!f.isString(slot)) {
      if (block.type != BlockType.UNKNOWN) {
        notString(slot == DELTA_JSON ? Code.T13 : Code.B10, slot);
      }
      return;
    }
    EventFields.Payload payload = f.payload(slot);
    if (payload.early) {
      if (earlyFor != block) {
        message.limits.add(Limit.LONG_DELTA);
        return;
      }
    } else {
      begin(block, slot);
    }
    feed(block, slot, payload.bytes, 0, payload.length);
    end(block, slot);
  }

  @Override
  public void overflow(int slot, byte[] b, int from, int to, boolean first) {
    switch (slot) {
      case BLOCK_TEXT -> {
        if (first) {
          message.text.beginBlock();
          earlyStart = true;
        }
        message.text(b, from, to, this);
      }
      case DELTA_TEXT, DELTA_JSON, DELTA_THINKING -> {
        if (first) {
          earlyFor = f.isNumber(INDEX) ? find((long) f.number(INDEX)) : touched;
        }
        OpenBlock block = earlyFor;
        if (block == null) {
          return;
        }
        if (first) {
          begin(block, slot);
        }
        feed(block, slot, b, from, to);
      }
      default -> {}
    }
  }

  private static void begin(OpenBlock block, int slot) {
    if (slot == DELTA_JSON && block.arguments != null) {
      block.arguments.begin();
    } else if (slot == DELTA_TEXT) {
      block.growth.begin();
    }
  }

  private void feed(OpenBlock block, int slot, byte[] b, int from, int to) {
    foldCharacters += message.add(block.summary, b, from, to, f.isWide());
    if (slot == DELTA_TEXT && block.type == BlockType.TEXT) {
      block.growth.feed(b, from, to);
      message.text(b, from, to, this);
    } else if (slot == DELTA_THINKING) {
      message.thinkingText |= block.type == BlockType.THINKING && to > from;
    } else if (slot == DELTA_JSON && block.arguments != null) {
      boolean broken = block.arguments.broken();
      block.arguments.feed(b, from, to);
      if (!broken && block.arguments.broken()) {
        block.brokenAt = here();
      }
    }
  }

  private static void end(OpenBlock block, int slot) {
    if (slot == DELTA_JSON && block.arguments != null) {
      block.arguments.end();
    } else if (slot == DELTA_TEXT) {
      block.growth.end();
    }
  }

  private void blockStop() {
    OpenBlock last = touched;
    long index = index(Names.CONTENT_BLOCK_STOP, last == null ? 0 : last.index);
    foldIndex = index;
    OpenBlock block = open.remove(index);
    if (block == null) {
      if (!overfull && !isUnstarted(index)) {
        findings.add(Code.B08, NO_VARIANT, at(INDEX), "index", Long.toString(index));
        missingStart(index);
      }
      return;
    }
    contentEnds(block, null);
  }

  /**
   * All deltas of a block have come.
   *
   * @param end where, null for the event that is being looked at
   */
  private void contentEnds(OpenBlock block, @Nullable Spot end) {
    if (block.growth.grows(3)) {
      findings.add(Code.C04, NO_VARIANT, block.start.spot());
    }
    if (block.type == BlockType.THINKING && !block.signed && message.unsigned == null) {
      message.unsigned = block.start.spot();
    }
    if (block.arguments != null) {
      argumentsEnd(block, block.arguments, end);
    }
  }

  private void argumentsEnd(OpenBlock block, ArgumentCheck arguments, @Nullable Spot end) {
    String tool = block.tool;
    if (arguments.bytes() > 0) {
      ArgumentCheck.Outcome outcome = arguments.judge();
      if (outcome.code() != null) {
        Spot spot = block.brokenAt == null ? orHere(end) : block.brokenAt;
        message.pending(outcome.code(), spot, tool, outcome.parameters());
      }
    } else if (block.type == BlockType.TOOL_USE) {
      ToolSchema schema = message.schema(tool);
      if (block.inputInStart) {
        message.pending(Code.T11, block.start.spot(), tool, Map.of());
      } else if (!schema.required().isEmpty()) {
        String missing = schema.required().get(0);
        message.pending(Code.T10, orHere(end), tool, Map.of("missing", missing));
      }
    }
    if (!message.expected.isEmpty()) {
      message.lastTool = orHere(end);
    }
  }

  private Spot orHere(@Nullable Spot spot) {
    return spot == null ? at(TYPE) : spot;
  }

  /**
   * The stream ends.
   *
   * @param end the end of the input
   * @param reset why the stream was cut off by the connection, null where it was not
   * @param unterminated what stands behind the last empty line, null where nothing does
   */
  void end(Spot end, @Nullable String reset, @Nullable Spot unterminated) {
    if (terminal) {
      findings.keepOnly(EnumSet.of(Code.W04, Code.W08, Code.W10, Code.W11, Code.E05, Code.N15));
      return;
    }
    if (reset != null) {
      findings.add(Code.W09, NO_VARIANT, end, "reason", reset);
    } else if (unterminated != null) {
      findings.add(Code.W07, NO_VARIANT, unterminated);
    }
    if (!started && !failed && reset == null) {
      findings.add(Code.P01, NO_VARIANT, end, "what", "the stream holds no message_start");
    }
    if (stop == null && !failed && reset == null && !findings.has(Code.P01)) {
      findings.add(Code.M07, stopReasonGiven ? NO_VARIANT : "cut", end);
    }
    if (stop != null && !failed && reset == null) {
      complete(stop);
    }
    if (unnamed > 0 && named == 0 && findings.has(Code.W03)) {
      findings.keepOnly(BESIDE_W03);
    }
  }

  private void complete(Spot stop) {
    for (OpenBlock block : open.values()) {
      findings.add(
          Code.B04,
          NO_VARIANT,
          block.start.spot(),
          "index",
          Long.toString(block.index),
          "type",
          block.typeText);
      contentEnds(block, stop);
    }
    if (!messageDelta) {
      findings.add(Code.M01, NO_VARIANT, stop);
    }
    new EndRules(message, findings).judge(stop, messageDelta);
  }

  /** Where the value of a slot stands; the type of the event where the slot is empty. */
  @Override
  public Spot at(int slot) {
    if (!f.isAbsent(slot)) {
      return at(f.offset(slot), f.line(slot));
    }
    return slot == TYPE ? at(event.dataStart, event.dataLine) : at(TYPE);
  }

  private Spot at(long offset, long line) {
    return window.spot(offset, line, event.number, event.end);
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
}
