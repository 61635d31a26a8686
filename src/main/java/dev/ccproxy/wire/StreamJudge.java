package dev.ccproxy.wire;

import static dev.ccproxy.wire.EventFields.BLOCK_TYPE;
import static dev.ccproxy.wire.EventFields.DELTA_STOP_REASON;
import static dev.ccproxy.wire.EventFields.DELTA_STOP_SEQUENCE;
import static dev.ccproxy.wire.EventFields.DELTA_TYPE;
import static dev.ccproxy.wire.EventFields.ERROR;
import static dev.ccproxy.wire.EventFields.ERROR_MESSAGE;
import static dev.ccproxy.wire.EventFields.ERROR_TYPE;
import static dev.ccproxy.wire.EventFields.OBJECT;
import static dev.ccproxy.wire.EventFields.ROOT;
import static dev.ccproxy.wire.EventFields.TYPE;
import static dev.ccproxy.wire.EventFields.USAGE_CACHE_CREATION;
import static dev.ccproxy.wire.EventFields.USAGE_CACHE_READ;
import static dev.ccproxy.wire.EventFields.USAGE_INPUT;
import static dev.ccproxy.wire.EventFields.USAGE_OUTPUT;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rules of a stream: looks at one event after the other and says what is wrong. */
final class StreamJudge {
  /** Bytes of an event from which excerpts are taken. */
  static final int WINDOW = 1024;

  private static final int NO_SLOT = -1;

  /** What is still said of a stream that is none of the Messages protocol. */
  private static final Set<Code> BESIDE_W04 =
      EnumSet.of(Code.W04, Code.W08, Code.W10, Code.W11, Code.E05, Code.N15);

  /** What is still said of a stream without a single event line. */
  private static final Set<Code> BESIDE_W03 =
      EnumSet.of(Code.W03, Code.E02, Code.W08, Code.W09, Code.W10, Code.W11, Code.E05, Code.N15);

  private final EventFields f;
  private final SseEvent event;
  private final EventPlaces places;
  private final MessageState message;
  private final Findings findings;
  private final EventFold fold;
  private final @Nullable Consumer<WireEvent> listener;
  private final StartRules startRules;
  private final StreamBlocks blocks;

  private @Nullable Spot first;
  private boolean named;
  private boolean terminal;
  private boolean started;
  private boolean failed;
  private boolean messageDelta;
  private boolean stopReasonGiven;
  private @Nullable Spot stop;

  StreamJudge(
      EventFields fields,
      SseEvent event,
      EventPlaces places,
      StreamBlocks blocks,
      MessageState message,
      Findings findings,
      EventFold fold,
      @Nullable Consumer<WireEvent> listener) {
    f = fields;
    this.event = event;
    this.places = places;
    this.blocks = blocks;
    this.message = message;
    this.findings = findings;
    this.fold = fold;
    this.listener = listener;
    startRules = new StartRules(fields, message, findings, places);
  }

  /**
   * The next event has been read.
   *
   * @param wrongUtf8At body offset of the first byte of its data that is no UTF-8, -1 for none
   */
  void event(long wrongUtf8At) {
    if (first == null) {
      first = places.start();
    }
    if (listener != null) {
      listener.accept(places.event());
    }
    if (!terminal && !event.done) {
      named |= event.named();
      if (event.failure != null) {
        unreadable(event.failure);
      } else if (f.kind(ROOT) != Kind.OBJECT) {
        unreadable("it is " + f.kind(ROOT).words());
      } else {
        readable(wrongUtf8At);
      }
    }
    blocks.eventEnds();
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

  private void add(Code code, int slot, String... parameters) {
    if (!findings.has(code)) {
      findings.add(code, "", places.at(slot), parameters);
    }
  }

  private void readable(long wrongUtf8At) {
    if (wrongUtf8At >= 0 && !findings.has(Code.W12)) {
      String name = event.named() ? event.nameText() : f.text(TYPE);
      Spot spot = places.at(wrongUtf8At, event.dataLine);
      findings.add(Code.W12, "", spot, "event", eventWords(name));
    }
    if (f.name(OBJECT) == Names.OPENAI_CHUNK) {
      add(Code.W04, OBJECT);
      terminal = true;
      return;
    }
    int type = type();
    judge(type);
    int detail =
        switch (type) {
          case Names.CONTENT_BLOCK_DELTA -> DELTA_TYPE;
          case Names.CONTENT_BLOCK_START -> BLOCK_TYPE;
          case Names.MESSAGE_DELTA -> DELTA_STOP_REASON;
          default -> NO_SLOT;
        };
    int detailName = detail == NO_SLOT ? Names.UNKNOWN : f.name(detail);
    fold.add(f, TYPE, type, detail, detailName, blocks.index(), blocks.characters(), event);
  }

  private void unreadable(String reason) {
    int name = event.nameNumber();
    if (!event.hasData && (!isEventType(name) || name == Names.PING)) {
      return;
    }
    if (!findings.has(Code.W05)) {
      String words = eventWords(event.nameText());
      // Up to the start of the first block the client can still start anew.
      String variant = message.blocks == 0 ? "before-content" : "";
      findings.add(Code.W05, variant, places.failure(), "event", words, "reason", reason);
    }
    findings.loss();
    failed |= name == Names.ERROR;
  }

  private static String eventWords(String name) {
    return name.isEmpty() ? "an event" : name;
  }

  /** The type that the event is processed by: that of the data, or of the event line without it. */
  private int type() {
    boolean typed = f.isString(TYPE);
    int type = f.name(TYPE);
    if (!event.named()) {
      return type;
    }
    int name = event.nameNumber();
    if (typed && type == name && type != Names.UNKNOWN) {
      return type;
    }
    String typeText = f.text(TYPE);
    if (!typed || !typeText.equals(event.nameText())) {
      String words = typed ? typeText : f.kind(TYPE).words();
      add(Code.W06, TYPE, "event", event.nameText(), "type", words);
      if (typed && isEventType(name)) {
        findings.loss();
      }
    }
    return typed ? type : name;
  }

  private static boolean isEventType(int name) {
    return name == Names.PING || name == Names.ERROR || isMessageEvent(name);
  }

  private static boolean isMessageEvent(int name) {
    return switch (name) {
      case Names.MESSAGE_START,
          Names.CONTENT_BLOCK_START,
          Names.CONTENT_BLOCK_DELTA,
          Names.CONTENT_BLOCK_STOP,
          Names.MESSAGE_DELTA,
          Names.MESSAGE_STOP ->
          true;
      default -> false;
    };
  }

  private void judge(int type) {
    if (!event.named()) {
      if (f.kind(ERROR).present()) {
        add(Code.E02, ERROR, "message", errorMessage());
        failed = true;
        return;
      }
      if (!findings.has(Code.W03)) {
        findings.add(Code.W03, "", places.data());
      }
    }
    if (type == Names.ERROR) {
      error();
    } else if (isMessageEvent(type)) {
      messageEvent(type);
    } else if (type != Names.PING && f.isString(TYPE)) {
      add(Code.I01, TYPE, "type", f.text(TYPE));
    }
  }

  private void error() {
    failed = true;
    boolean object = f.kind(ERROR) == Kind.OBJECT;
    if (object && f.isString(ERROR_TYPE) && f.isString(ERROR_MESSAGE)) {
      add(Code.E01, ERROR, "type", f.text(ERROR_TYPE), "message", f.text(ERROR_MESSAGE));
    } else {
      String kind = object ? "an object without type and message" : f.kind(ERROR).words();
      add(Code.E04, ERROR, "kind", kind, "message", errorMessage());
    }
  }

  private String errorMessage() {
    return f.isString(ERROR) ? f.text(ERROR) : f.text(ERROR_MESSAGE);
  }

  private void messageEvent(int type) {
    String word = Names.word(type);
    if (stop != null) {
      add(Code.P06, TYPE, "event", word);
      return;
    }
    if (!started && type != Names.MESSAGE_START) {
      add(Code.P01, TYPE, "what", word + " comes before message_start");
    }
    if (stopReasonGiven && type != Names.MESSAGE_DELTA && type != Names.MESSAGE_STOP) {
      add(Code.M08, TYPE, "event", word);
    }
    switch (type) {
      case Names.MESSAGE_START -> messageStart();
      case Names.CONTENT_BLOCK_START -> blocks.start();
      case Names.CONTENT_BLOCK_DELTA -> blocks.delta();
      case Names.CONTENT_BLOCK_STOP -> blocks.stop();
      case Names.MESSAGE_DELTA -> messageDelta();
      default -> stop = places.at(TYPE);
    }
  }

  private void messageStart() {
    if (started) {
      add(Code.P02, TYPE);
      return;
    }
    started = true;
    startRules.judge();
  }

  private void messageDelta() {
    messageDelta = true;
    if (!f.isNumber(USAGE_OUTPUT)) {
      add(Code.M04, TYPE);
    }
    message.usage(f, USAGE_INPUT, USAGE_OUTPUT, USAGE_CACHE_CREATION, USAGE_CACHE_READ);
    if (f.kind(DELTA_STOP_REASON).present()) {
      if (stopReasonGiven) {
        add(Code.I07, DELTA_STOP_REASON);
      }
      stopReasonGiven = true;
      message.stopReason(f, DELTA_STOP_REASON, places.at(DELTA_STOP_REASON));
    }
    Kind sequence = f.kind(DELTA_STOP_SEQUENCE);
    message.stopSequenceNamed |= sequence == Kind.STRING;
    if (sequence.present() && sequence != Kind.STRING) {
      add(Code.M09, DELTA_STOP_SEQUENCE, "kind", sequence.words());
    }
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
      findings.keepOnly(BESIDE_W04);
      return;
    }
    if (reset != null) {
      findings.add(Code.W09, "", end, "reason", reset);
    } else {
      if (unterminated != null) {
        findings.add(Code.W07, "", unterminated);
      }
      endsInOrder(end);
    }
    if (!named && findings.has(Code.W03)) {
      findings.keepOnly(BESIDE_W03);
    }
  }

  private void endsInOrder(Spot end) {
    if (failed) {
      return;
    }
    if (!started) {
      findings.add(Code.P01, "", end, "what", "the stream holds no message_start");
    }
    Spot messageEnd = stop;
    if (messageEnd != null) {
      blocks.complete(messageEnd);
      if (!messageDelta) {
        findings.add(Code.M01, "", messageEnd);
      }
      new EndRules(message, findings).judge(messageEnd, messageDelta);
    } else if (!findings.has(Code.P01)) {
      findings.add(Code.M07, stopReasonGiven ? "" : "cut", end);
    }
  }
}
