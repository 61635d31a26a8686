package dev.ccproxy.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one event that the rules look at. The long strings of deltas are gathered in
 * buffers, so that the event can be judged as a whole whatever the order of its members; what does
 * not fit is handed over early.
 */
final class EventFields extends FieldSink {
  static final int TYPE = 0;
  static final int INDEX = 1;
  static final int OBJECT = 2;
  static final int MESSAGE = 3;
  static final int BLOCK = 4;
  static final int DELTA = 5;
  static final int USAGE = 6;
  static final int ERROR = 7;
  static final int MESSAGE_ID = 8;
  static final int MESSAGE_TYPE = 9;
  static final int MESSAGE_ROLE = 10;
  static final int MESSAGE_MODEL = 11;
  static final int MESSAGE_CONTENT = 12;
  static final int MESSAGE_STOP_REASON = 13;
  static final int MESSAGE_STOP_SEQUENCE = 14;
  static final int START_INPUT = 15;
  static final int START_OUTPUT = 16;
  static final int START_CACHE_CREATION = 17;
  static final int START_CACHE_READ = 18;
  static final int BLOCK_TYPE = 19;
  static final int BLOCK_ID = 20;
  static final int BLOCK_NAME = 21;
  static final int BLOCK_TEXT = 22;
  static final int BLOCK_THINKING = 23;
  static final int BLOCK_SIGNATURE = 24;
  static final int BLOCK_INPUT = 25;
  static final int DELTA_TYPE = 26;
  static final int DELTA_TEXT = 27;
  static final int DELTA_JSON = 28;
  static final int DELTA_THINKING = 29;
  static final int DELTA_SIGNATURE = 30;
  static final int DELTA_STOP_REASON = 31;
  static final int DELTA_STOP_SEQUENCE = 32;
  static final int USAGE_INPUT = 33;
  static final int USAGE_OUTPUT = 34;
  static final int USAGE_CACHE_CREATION = 35;
  static final int USAGE_CACHE_READ = 36;
  static final int ERROR_TYPE = 37;
  static final int ERROR_MESSAGE = 38;
  static final int ROOT = 39;
  private static final int SLOTS = 40;

  private static final int IN_ROOT = 1;
  private static final int IN_MESSAGE = 2;
  private static final int IN_START_USAGE = 3;
  private static final int IN_BLOCK = 4;
  private static final int IN_INPUT = 5;
  private static final int IN_DELTA = 6;
  private static final int IN_USAGE = 7;
  private static final int IN_ERROR = 8;

  private static final Grammar GRAMMAR =
      new Grammar(9, SLOTS)
          .field(Grammar.TOP, Grammar.ELEMENT, ROOT)
          .object(Grammar.TOP, Grammar.ELEMENT, IN_ROOT)
          .field(IN_ROOT, Names.TYPE, TYPE)
          .field(IN_ROOT, Names.INDEX, INDEX)
          .field(IN_ROOT, Names.OBJECT, OBJECT)
          .field(IN_ROOT, Names.MESSAGE, MESSAGE)
          .field(IN_ROOT, Names.CONTENT_BLOCK, BLOCK)
          .field(IN_ROOT, Names.DELTA, DELTA)
          .field(IN_ROOT, Names.USAGE, USAGE)
          .field(IN_ROOT, Names.ERROR, ERROR)
          .object(IN_ROOT, Names.MESSAGE, IN_MESSAGE)
          .field(IN_MESSAGE, Names.ID, MESSAGE_ID)
          .field(IN_MESSAGE, Names.TYPE, MESSAGE_TYPE)
          .field(IN_MESSAGE, Names.ROLE, MESSAGE_ROLE)
          .field(IN_MESSAGE, Names.MODEL, MESSAGE_MODEL)
          .field(IN_MESSAGE, Names.CONTENT, MESSAGE_CONTENT)
          .field(IN_MESSAGE, Names.STOP_REASON, MESSAGE_STOP_REASON)
          .field(IN_MESSAGE, Names.STOP_SEQUENCE, MESSAGE_STOP_SEQUENCE)
          .object(IN_MESSAGE, Names.USAGE, IN_START_USAGE)
          .field(IN_START_USAGE, Names.INPUT_TOKENS, START_INPUT)
          .field(IN_START_USAGE, Names.OUTPUT_TOKENS, START_OUTPUT)
          .field(IN_START_USAGE, Names.CACHE_CREATION, START_CACHE_CREATION)
          .field(IN_START_USAGE, Names.CACHE_READ, START_CACHE_READ)
          .object(IN_ROOT, Names.CONTENT_BLOCK, IN_BLOCK)
          .field(IN_BLOCK, Names.TYPE, BLOCK_TYPE)
          .identifier(IN_BLOCK, Names.ID, BLOCK_ID)
          .field(IN_BLOCK, Names.NAME, BLOCK_NAME)
          .payload(IN_BLOCK, Names.TEXT, BLOCK_TEXT)
          .payload(IN_BLOCK, Names.THINKING, BLOCK_THINKING)
          .payload(IN_BLOCK, Names.SIGNATURE, BLOCK_SIGNATURE)
          .field(IN_BLOCK, Names.INPUT, BLOCK_INPUT)
          .object(IN_BLOCK, Names.INPUT, IN_INPUT)
          .object(IN_ROOT, Names.DELTA, IN_DELTA)
          .field(IN_DELTA, Names.TYPE, DELTA_TYPE)
          .payload(IN_DELTA, Names.TEXT, DELTA_TEXT)
          .payload(IN_DELTA, Names.PARTIAL_JSON, DELTA_JSON)
          .payload(IN_DELTA, Names.THINKING, DELTA_THINKING)
          .payload(IN_DELTA, Names.SIGNATURE, DELTA_SIGNATURE)
          .field(IN_DELTA, Names.STOP_REASON, DELTA_STOP_REASON)
          .field(IN_DELTA, Names.STOP_SEQUENCE, DELTA_STOP_SEQUENCE)
          .object(IN_ROOT, Names.USAGE, IN_USAGE)
          .field(IN_USAGE, Names.INPUT_TOKENS, USAGE_INPUT)
          .field(IN_USAGE, Names.OUTPUT_TOKENS, USAGE_OUTPUT)
          .field(IN_USAGE, Names.CACHE_CREATION, USAGE_CACHE_CREATION)
          .field(IN_USAGE, Names.CACHE_READ, USAGE_CACHE_READ)
          .object(IN_ROOT, Names.ERROR, IN_ERROR)
          .field(IN_ERROR, Names.TYPE, ERROR_TYPE)
          .field(IN_ERROR, Names.MESSAGE, ERROR_MESSAGE);

  /** Bytes of a long string that are gathered before they are handed over. */
  static final int GATHERED = 1 << 16;

  private static final byte[] NONE = {};

  /** A long string of the event, as far as it is gathered. */
  static final class Payload {
    byte[] bytes = NONE;
    int length;

    /** Whether a part of it was handed over before the event ended. */
    boolean early;
  }

  /** Takes what does not fit. */
  interface Overflow {
    /**
     * The gathered part of a string that is longer.
     *
     * @param first whether it is the start of the string
     */
    void overflow(int slot, byte[] b, int from, int to, boolean first);
  }

  private final @Nullable Payload[] payloads = new Payload[SLOTS];
  private final int gathered;
  private Overflow overflow = (slot, b, from, to, first) -> {};
  private boolean inputFilled;

  /** Fields that gather up to {@code gathered} bytes of a string. */
  EventFields(int gathered) {
    super(GRAMMAR);
    this.gathered = gathered;
  }

  /** Names who takes what does not fit. */
  void connect(Overflow overflow) {
    this.overflow = overflow;
  }

  /** The string in a payload slot; empty where none stands. */
  Payload payload(int slot) {
    Payload payload = payloads[slot];
    if (payload == null) {
      payload = new Payload();
      payloads[slot] = payload;
    }
    return payload;
  }

  /** Whether the input of the content block has a member. */
  boolean inputFilled() {
    return kind(BLOCK_INPUT) == Kind.OBJECT && inputFilled;
  }

  @Override
  void entered(int context) {
    if (context == IN_INPUT) {
      inputFilled = false;
    }
  }

  @Override
  void key(byte[] b, int from, int to, boolean whole) {
    super.key(b, from, to, whole);
    inputFilled |= context() == IN_INPUT;
  }

  @Override
  void payload(int slot, byte[] b, int from, int to, boolean first, boolean last) {
    Payload payload = payload(slot);
    if (first) {
      payload.length = 0;
      payload.early = false;
    }
    int i = from;
    while (i < to) {
      if (payload.length == gathered) {
        overflow.overflow(slot, payload.bytes, 0, gathered, !payload.early);
        payload.early = true;
        payload.length = 0;
      }
      int count = Math.min(gathered - payload.length, to - i);
      int needed = payload.length + count;
      if (needed > payload.bytes.length) {
        payload.bytes =
            Arrays.copyOf(payload.bytes, Math.min(gathered, Math.max(needed, 2 * needed)));
      }
      System.arraycopy(b, i, payload.bytes, payload.length, count);
      payload.length = needed;
      i += count;
    }
  }
}
