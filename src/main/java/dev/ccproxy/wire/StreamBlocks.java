package dev.ccproxy.wire;

import static dev.ccproxy.wire.EventFields.BLOCK_SIGNATURE;
import static dev.ccproxy.wire.EventFields.BLOCK_TEXT;
import static dev.ccproxy.wire.EventFields.BLOCK_THINKING;
import static dev.ccproxy.wire.EventFields.DELTA_JSON;
import static dev.ccproxy.wire.EventFields.DELTA_SIGNATURE;
import static dev.ccproxy.wire.EventFields.DELTA_TEXT;
import static dev.ccproxy.wire.EventFields.DELTA_THINKING;
import static dev.ccproxy.wire.EventFields.DELTA_TYPE;
import static dev.ccproxy.wire.EventFields.INDEX;
import static dev.ccproxy.wire.EventFields.TYPE;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The content blocks of a stream: which are open, and what their deltas bring. */
final class StreamBlocks implements EventFields.Overflow {
  /** Blocks that may be open at once and be judged; the protocol allows one. */
  private static final int OPEN_KEPT = 1024;

  private static final String THINKING_IN_TEXT = "thinking-in-text";

  private final EventFields f;
  private final MessageState message;
  private final Findings findings;
  private final EventPlaces places;
  private final BlockStartRules startRules;

  private final Map<Long, OpenBlock> open = new LinkedHashMap<>();
  private @Nullable OpenBlock touched;
  private boolean overfull;
  private long nextIndex;

  /** Index of a block whose start is missing: events for it came when it was next. */
  private @Nullable Long unstarted;

  /** The block that got the first part of a delta too long to keep. */
  private @Nullable OpenBlock earlyFor;

  private boolean earlyStart;

  private long index = -1;
  private long characters;

  StreamBlocks(EventFields fields, MessageState message, Findings findings, EventPlaces places) {
    f = fields;
    this.message = message;
    this.findings = findings;
    this.places = places;
    startRules = new BlockStartRules(fields, message, findings, places);
  }

  /** Index of the block of the last event, -1 where it had none. */
  long index() {
    return index;
  }

  /** Characters that the last event brought. */
  long characters() {
    return characters;
  }

  /** The event has been judged; what came early of it must have found its block by now. */
  void eventEnds() {
    if (earlyFor != null) {
      message.limits.add(Limit.LONG_DELTA);
      earlyFor = null;
    }
    earlyStart = false;
    index = -1;
    characters = 0;
  }

  private void add(Code code, String variant, int slot, String... parameters) {
    if (!findings.has(code)) {
      findings.add(code, variant, places.at(slot), parameters);
    }
  }

  /**
   * The block index of the event. One that is no integer is taken for what it means, so that the
   * events around it are not blamed.
   */
  private long index(int type, long otherwise) {
    double number = f.number(INDEX);
    boolean isNumber = f.isNumber(INDEX);
    if (isNumber && number == Math.rint(number)) {
      return (long) number;
    }
    String kind = isNumber ? "a fraction" : f.kind(INDEX).words();
    add(Code.B11, "", INDEX, "event", Names.word(type), "kind", kind);
    return isNumber ? (long) number : digits(f.text(INDEX), otherwise);
  }

  private static long digits(String text, long otherwise) {
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

  /** A content_block_start. */
  void start() {
    index = index(Names.CONTENT_BLOCK_START, nextIndex);
    String words = Long.toString(index);
    OpenBlock same = open.get(index);
    if (isUnstarted()) {
      unstarted = null;
    } else if (index >= 0 && index < nextIndex) {
      add(Code.B03, "", INDEX, "index", words);
    } else if (index != nextIndex) {
      add(Code.B02, "", INDEX, "index", words, "expected", Long.toString(nextIndex));
    }
    nextIndex = Math.max(nextIndex, index + 1);
    OpenBlock other = open.isEmpty() ? null : open.values().iterator().next();
    if (other != null && other != same) {
      add(Code.B09, "", INDEX, "index", words, "open", Long.toString(other.index));
    }
    OpenBlock block = startRules.start(index, places.block());
    if (same != null) {
      same.open = false;
    }
    if (open.size() >= OPEN_KEPT && same == null) {
      overfull = true;
      message.limits.add(Limit.OPEN_BLOCKS);
      block.open = false;
    } else {
      open.put(index, block);
    }
    touched = block;
    startContent(block);
  }

  /** What the start event itself brings of the content. */
  private void startContent(OpenBlock block) {
    if (block.type == BlockType.TEXT) {
      if (!earlyStart) {
        message.text.beginBlock();
      }
      if (f.isString(BLOCK_TEXT)) {
        EventFields.Payload payload = f.payload(BLOCK_TEXT);
        block.growth.begin();
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
    return last != null && last.index == index && last.open ? last : open.get(index);
  }

  private long touchedIndex() {
    return touched == null ? 0 : touched.index;
  }

  private boolean isUnstarted() {
    return unstarted != null && unstarted == index;
  }

  /** An event for a block that is not open: when it is the next one, only its start is missing. */
  private void missingStart() {
    if (index == nextIndex) {
      unstarted = index;
      nextIndex = index + 1;
    }
  }

  /** A content_block_delta. */
  void delta() {
    index = index(Names.CONTENT_BLOCK_DELTA, touchedIndex());
    OpenBlock block = find(index);
    int delta = f.name(DELTA_TYPE);
    if (block == null) {
      if (!overfull) {
        String variant = delta == Names.INPUT_JSON_DELTA ? "tool" : "";
        add(Code.B01, variant, INDEX, "delta", deltaWords(), "index", Long.toString(index));
        missingStart();
      }
      return;
    }
    touched = block;
    if (!block.type.accepts(delta)) {
      boolean thinkingInText = block.type == BlockType.TEXT && delta == Names.THINKING_DELTA;
      block.thinkingInText |= thinkingInText;
      String variant = thinkingInText && !block.said ? THINKING_IN_TEXT : "";
      if (block.type == BlockType.THINKING && delta == Names.TEXT_DELTA) {
        variant = "text-in-thinking";
      }
      add(Code.B05, variant, DELTA_TYPE, "delta", deltaWords(), "type", block.typeText);
      return;
    }
    switch (delta) {
      case Names.TEXT_DELTA -> {
        block.said = true;
        if (block.thinkingInText) {
          // With text in the same block the client does not start anew: it fails.
          findings.vary(Code.B05, THINKING_IN_TEXT, "");
        }
        content(block, DELTA_TEXT);
      }
      case Names.THINKING_DELTA -> content(block, DELTA_THINKING);
      case Names.INPUT_JSON_DELTA -> content(block, DELTA_JSON);
      case Names.SIGNATURE_DELTA -> {
        if (f.isString(DELTA_SIGNATURE)) {
          block.signed |= f.length(DELTA_SIGNATURE) > 0;
        } else {
          notString(block, "signature", DELTA_SIGNATURE);
        }
      }
      default -> {}
    }
  }

  private String deltaWords() {
    String words = f.text(DELTA_TYPE);
    return words.isEmpty() ? "a delta without a type" : words;
  }

  private void notString(OpenBlock block, String field, int slot) {
    String kind = f.kind(slot).words();
    if (block.type == BlockType.UNKNOWN) {
      return;
    }
    if (slot == DELTA_JSON) {
      add(Code.T13, "", slot, "kind", kind);
    } else {
      add(Code.B10, "", slot, "field", field, "delta", f.text(DELTA_TYPE), "kind", kind);
    }
  }

  /** The string that a delta brings. */
  private void content(OpenBlock block, int slot) {
    if (!f.isString(slot)) {
      notString(block, slot == DELTA_TEXT ? "text" : "thinking", slot);
      return;
    }
    EventFields.Payload payload = f.payload(slot);
    if (!payload.early) {
      begin(block, slot);
    } else if (earlyFor != block) {
      return;
    }
    earlyFor = null;
    feed(block, slot, payload.bytes, 0, payload.length);
    end(block, slot);
  }

  @Override
  public void overflow(int slot, byte[] b, int from, int to, boolean first) {
    int type = f.isString(TYPE) ? f.name(TYPE) : Names.UNKNOWN;
    if (slot == BLOCK_TEXT && (type == Names.CONTENT_BLOCK_START || !f.isString(TYPE))) {
      if (first) {
        message.text.beginBlock();
        earlyStart = true;
      }
      message.text(b, from, to, places);
    } else if ((slot == DELTA_TEXT || slot == DELTA_JSON || slot == DELTA_THINKING)
        && (type == Names.CONTENT_BLOCK_DELTA || !f.isString(TYPE))) {
      if (first) {
        earlyFor = f.isNumber(INDEX) ? find((long) f.number(INDEX)) : touched;
      }
      OpenBlock block = earlyFor;
      if (block != null) {
        if (first) {
          begin(block, slot);
        }
        feed(block, slot, b, from, to);
      }
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
    characters += message.add(block.summary, b, from, to, f.isWide());
    if (slot == DELTA_TEXT && block.type == BlockType.TEXT) {
      block.growth.feed(b, from, to);
      message.text(b, from, to, places);
    } else if (slot == DELTA_THINKING) {
      message.thinkingText |= block.type == BlockType.THINKING && to > from;
    } else if (slot == DELTA_JSON && block.arguments != null) {
      boolean broken = block.arguments.broken();
      block.arguments.feed(b, from, to);
      if (!broken && block.arguments.broken()) {
        block.brokenAt = places.here();
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

  /** A content_block_stop. */
  void stop() {
    index = index(Names.CONTENT_BLOCK_STOP, touchedIndex());
    OpenBlock block = open.remove(index);
    if (block == null) {
      if (!overfull && !isUnstarted()) {
        add(Code.B08, "", INDEX, "index", Long.toString(index));
        missingStart();
      }
      return;
    }
    block.open = false;
    contentEnds(block, null);
  }

  /** The message is complete: what is still open is never closed. */
  void complete(Spot stop) {
    for (OpenBlock block : open.values()) {
      if (!findings.has(Code.B04)) {
        String number = Long.toString(block.index);
        Spot start = block.start.spot();
        findings.add(Code.B04, "", start, "index", number, "type", block.typeText);
      }
      contentEnds(block, stop);
    }
  }

  /**
   * All deltas of a block have come.
   *
   * @param end where, null for the event that is being looked at
   */
  private void contentEnds(OpenBlock block, @Nullable Spot end) {
    if (block.growth.grows(3)) {
      findings.add(Code.C04, "", block.start.spot());
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
    return spot == null ? places.at(TYPE) : spot;
  }
}
