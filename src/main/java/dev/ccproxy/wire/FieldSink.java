package dev.ccproxy.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keeps the few fields of a JSON document that the rules look at, in numbered slots, and skips the
 * rest. Which field of which object goes into which slot says a {@link Grammar}. When a name comes
 * twice the last one counts, as in every JSON reader.
 */
abstract class FieldSink extends JsonSink {
  /** Bytes kept of a short string such as an id or a name. */
  static final int KEPT = 512;

  private static final byte[] NONE = {};

  private static final Kind[] KINDS = Kind.values();

  private final Grammar grammar;
  private final byte[] kinds;
  private final long[] offsets;
  private final long[] lines;
  private final double[] numbers;
  private final int[] lengths;
  private final byte[][] texts;
  private final long[] hashes;
  private final boolean[] identifiers;

  private final int[] contexts = new int[8];
  private int depth;
  private int context;
  private int key;
  private int skip;
  private boolean wide;
  private long line = 1;

  FieldSink(Grammar grammar) {
    this.grammar = grammar;
    int slots = grammar.slots();
    kinds = new byte[slots];
    offsets = new long[slots];
    lines = new long[slots];
    numbers = new double[slots];
    lengths = new int[slots];
    texts = new byte[slots][];
    Arrays.fill(texts, NONE);
    hashes = new long[slots];
    identifiers = new boolean[slots];
    begin();
  }

  /**
   * A piece of a string that is not kept but looked at: one of the payload slots of the grammar.
   */
  abstract void payload(int slot, byte[] b, int from, int to, boolean first, boolean last);

  /** An object or array of the grammar starts. */
  void entered(int context) {}

  /** An object or array of the grammar ends. */
  void left(int context) {}

  /** Forgets everything, for a new document. */
  final void begin() {
    Arrays.fill(kinds, (byte) 0);
    depth = 0;
    context = Grammar.TOP;
    key = Grammar.ELEMENT;
    skip = 0;
    wide = false;
  }

  /** Says on which line the bytes stand that come next. */
  final void startLine(long line) {
    this.line = line;
  }

  /** Line of the bytes that are being read. */
  final long line() {
    return line;
  }

  @Override
  void newline() {
    line++;
  }

  @Override
  void wide() {
    wide = true;
  }

  /** Forgets the slots from {@code from} up to, not including, {@code to}. */
  final void clear(int from, int to) {
    Arrays.fill(kinds, from, to, (byte) 0);
  }

  /** The object or array whose members are being read. */
  final int context() {
    return skip > 0 ? Grammar.NOTHING : context;
  }

  /** The name of the member that is being read. */
  final int key() {
    return key;
  }

  /** Whether the strings so far hold other characters than ASCII. */
  final boolean isWide() {
    return wide;
  }

  /** What stands in a slot. */
  final Kind kind(int slot) {
    return KINDS[kinds[slot]];
  }

  /** Whether a string stands in a slot. */
  final boolean isString(int slot) {
    return kinds[slot] == (byte) Kind.STRING.ordinal();
  }

  /** Whether a number stands in a slot. */
  final boolean isNumber(int slot) {
    return kinds[slot] == (byte) Kind.NUMBER.ordinal();
  }

  /** Whether nothing at all stands in a slot. */
  final boolean isAbsent(int slot) {
    return kinds[slot] == 0;
  }

  /** Offset of the value in a slot; meaningless when it is absent. */
  final long offset(int slot) {
    return offsets[slot];
  }

  /** Line of the value in a slot; meaningless when it is absent. */
  final long line(int slot) {
    return lines[slot];
  }

  /** The number in a slot; 0 where none stands. */
  final double number(int slot) {
    return isNumber(slot) ? numbers[slot] : 0;
  }

  /** Length in bytes of the string in a slot, kept or not; 0 where none stands. */
  final int length(int slot) {
    return isString(slot) ? lengths[slot] : 0;
  }

  /** The known name that the string in a slot is; {@link Names#UNKNOWN} for others. */
  final int name(int slot) {
    return isString(slot) && lengths[slot] <= KEPT
        ? Names.find(texts[slot], 0, lengths[slot])
        : Names.UNKNOWN;
  }

  /** The start of the string in a slot; "" where none stands. */
  final String text(int slot) {
    return isString(slot)
        ? new String(texts[slot], 0, Math.min(lengths[slot], KEPT), StandardCharsets.UTF_8)
        : "";
  }

  /** A hash of the whole string in a slot, kept or not. */
  final long hash(int slot) {
    return hashes[slot];
  }

  /** Whether the whole string in a slot matches {@code ^[a-zA-Z0-9_-]+$}. */
  final boolean isIdentifier(int slot) {
    return isString(slot) && lengths[slot] > 0 && identifiers[slot];
  }

  private void keep(int slot, int length, byte[] b, int from, int count) {
    byte[] text = texts[slot];
    if (length + count > text.length) {
      text = Arrays.copyOf(text, Math.min(KEPT, Math.max(64, 2 * (length + count))));
      texts[slot] = text;
    }
    System.arraycopy(b, from, text, length, count);
  }

  private void look(int slot, byte[] b, int from, int to) {
    long hash = hashes[slot];
    boolean identifier = identifiers[slot];
    for (int i = from; i < to; i++) {
      int c = b[i];
      hash = (hash ^ c) * 0x100000001B3L;
      hash ^= hash >>> 32;
      identifier &=
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
    }
    hashes[slot] = hash;
    identifiers[slot] = identifier;
  }

  @Override
  void key(byte[] b, int from, int to, boolean whole) {
    if (skip == 0) {
      key = whole ? Names.find(b, from, to) : Names.UNKNOWN;
    }
  }

  @Override
  void string(byte[] b, int from, int to, boolean first, boolean last, long at) {
    if (skip > 0) {
      return;
    }
    int slot = grammar.slot(context, key);
    if (slot < 0) {
      return;
    }
    if (first) {
      set(slot, Kind.STRING, at);
      lengths[slot] = 0;
      hashes[slot] = 0xCBF29CE484222325L;
      identifiers[slot] = true;
    }
    int length = lengths[slot];
    if (!grammar.keepsText(slot)) {
      payload(slot, b, from, to, first, last);
    } else {
      if (length < KEPT) {
        keep(slot, length, b, from, Math.min(to - from, KEPT - length));
      }
      if (grammar.isLookedAt(slot)) {
        look(slot, b, from, to);
      }
    }
    lengths[slot] = (int) Math.min(Integer.MAX_VALUE, (long) length + to - from);
  }

  @Override
  void number(byte[] b, int from, int to, boolean whole, long at) {
    int slot = skip > 0 ? -1 : grammar.slot(context, key);
    if (slot >= 0) {
      set(slot, Kind.NUMBER, at);
      numbers[slot] = parse(b, from, to);
    }
  }

  @Override
  void literal(Kind kind, long at) {
    int slot = skip > 0 ? -1 : grammar.slot(context, key);
    if (slot >= 0) {
      set(slot, kind, at);
    }
  }

  @Override
  void open(boolean object, long at) {
    if (skip > 0) {
      skip++;
      return;
    }
    int slot = grammar.slot(context, key);
    if (slot >= 0) {
      set(slot, object ? Kind.OBJECT : Kind.ARRAY, at);
    }
    int child = grammar.child(context, key, object);
    if (child < 0) {
      skip = 1;
      return;
    }
    contexts[depth++] = context;
    context = child;
    key = object ? Names.UNKNOWN : Grammar.ELEMENT;
    entered(child);
  }

  @Override
  void close(boolean object, long at) {
    if (skip > 0) {
      skip--;
      return;
    }
    left(context);
    context = contexts[--depth];
    key = grammar.isArray(context) ? Grammar.ELEMENT : Names.UNKNOWN;
  }

  private void set(int slot, Kind kind, long at) {
    kinds[slot] = (byte) kind.ordinal();
    offsets[slot] = at;
    lines[slot] = line;
  }

  /** The value of a number; one that was cut is still of the right size. */
  private static double parse(byte[] b, int from, int to) {
    if (to - from <= 9 && b[from] != '-') {
      int value = 0;
      for (int i = from; i < to; i++) {
        int digit = b[i] - '0';
        if (digit < 0 || digit > 9) {
          return parseText(b, from, to);
        }
        value = value * 10 + digit;
      }
      return value;
    }
    return parseText(b, from, to);
  }

  private static double parseText(byte[] b, int from, int to) {
    String text = new String(b, from, to - from, StandardCharsets.ISO_8859_1);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      // A number of more than 40 characters, cut behind its e or dot.
      return Double.MAX_VALUE;
    }
  }
}
