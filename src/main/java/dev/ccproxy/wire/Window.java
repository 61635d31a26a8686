package dev.ccproxy.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes from which excerpts are taken: the first ones since {@link #begin}, and the last ones
 * before the piece that is being read. Nothing is copied while an event lies inside one piece. What
 * an excerpt shows depends on the bytes alone, not on the pieces.
 */
final class Window {
  /** Bytes that an excerpt shows at most. */
  static final int SHOWN = 240;

  private static final int BEFORE = 120;
  private static final byte[] NONE = {};

  private final int kept;
  private final Places places;
  private byte[] head = NONE;
  private int headLength;
  private long start;
  private final byte[] tail = new byte[BEFORE];
  private int tailLength;

  private byte[] piece = NONE;
  private int pieceFrom;
  private long base;

  /**
   * An empty window.
   *
   * @param kept bytes kept since {@link #begin}, at least twice {@link #SHOWN}
   */
  Window(int kept, Places places) {
    this.kept = kept;
    this.places = places;
  }

  /**
   * The piece that is being read until {@link #keep}.
   *
   * @param from index of its first byte
   * @param base body offset of index 0
   */
  void piece(byte[] b, int from, long base) {
    piece = b;
    pieceFrom = from;
    this.base = base;
  }

  /** A new event starts at this body offset. */
  void begin(long bodyOffset) {
    start = bodyOffset;
    headLength = 0;
  }

  /** Saves what is still needed of the piece, which was read up to index {@code end}. */
  void keep(int end) {
    int from = (int) Math.max(pieceFrom, start + headLength - base);
    int count = Math.min(kept - headLength, end - from);
    if (count > 0) {
      int needed = headLength + count;
      if (needed > head.length) {
        head = Arrays.copyOf(head, Math.min(kept, Math.max(2 * needed, SHOWN)));
      }
      System.arraycopy(piece, from, head, headLength, count);
      headLength = needed;
    }
    int length = Math.min(end - pieceFrom, BEFORE);
    int stay = Math.min(tailLength, BEFORE - length);
    System.arraycopy(tail, tailLength - stay, tail, 0, stay);
    System.arraycopy(piece, end - length, tail, stay, length);
    tailLength = stay + length;
    piece = NONE;
  }

  /**
   * A place in what was read since {@link #begin}.
   *
   * @param bodyOffset the place
   * @param bodyLine its line in the body
   * @param event number of the event
   * @param limit body offset up to which the excerpt may go; everything before it was read
   */
  Spot spot(long bodyOffset, long bodyLine, long event, long limit) {
    return illustrated(place(bodyOffset, bodyLine, event), limit);
  }

  /** A place without an excerpt. */
  Spot place(long bodyOffset, long bodyLine, long event) {
    return spot(bodyOffset, bodyLine, event, "", -1);
  }

  /** The same place with its excerpt, as far as it lies in the window. */
  Spot illustrated(Spot spot, long limit) {
    long end = Math.min(limit, start + kept);
    return end <= start ? spot : illustrated(spot, bytes(end), start);
  }

  /**
   * A place whose excerpt is made only when somebody asks for it.
   *
   * @param place the place without an excerpt
   * @param bytes the event around it
   * @param start body offset of the first of them
   */
  record Mark(Spot place, byte[] bytes, long start) {
    Spot spot() {
      return illustrated(place, bytes, start);
    }
  }

  /** As {@link #spot}, without the work of an excerpt. */
  Mark mark(long bodyOffset, long bodyLine, long event, long limit) {
    Spot place = place(bodyOffset, bodyLine, event);
    return new Mark(place, bytes(Math.max(start, Math.min(limit, start + kept))), start);
  }

  /** The place with the excerpt that these bytes give. */
  private static Spot illustrated(Spot spot, byte[] bytes, long start) {
    long bodyOffset = spot.bodyOffset();
    boolean inside = bodyOffset >= start && bodyOffset <= start + bytes.length;
    int length = inside ? bytes.length : Math.min(bytes.length, SHOWN);
    int at = inside ? (int) (bodyOffset - start) : 0;
    int lineStart = at;
    while (lineStart > 0 && !isLineEnd(bytes[lineStart - 1])) {
      lineStart--;
    }
    int from = at - lineStart < SHOWN - BEFORE / 2 ? lineStart : characterStart(bytes, at - BEFORE);
    int to = from;
    while (to < length && to < from + SHOWN && !isLineEnd(bytes[to])) {
      to++;
    }
    String excerpt = text(bytes, from, characterStart(bytes, to));
    int caret = inside ? text(bytes, from, at).length() : -1;
    return new Spot(
        spot.offset(),
        spot.line(),
        spot.event(),
        excerpt,
        caret <= excerpt.length() ? caret : -1,
        bodyOffset);
  }

  /**
   * A place in the piece, far behind the start of a long line: shows what comes before it.
   *
   * @param bodyOffset the place, the last byte that was looked at
   */
  Spot farSpot(long bodyOffset, long bodyLine, long event) {
    int at = (int) (bodyOffset - base);
    int inPiece = Math.min(BEFORE, at - pieceFrom);
    int inTail = Math.min(tailLength, BEFORE - inPiece);
    byte[] bytes = new byte[inTail + inPiece + 1];
    System.arraycopy(tail, tailLength - inTail, bytes, 0, inTail);
    System.arraycopy(piece, at - inPiece, bytes, inTail, inPiece + 1);
    int from = bytes.length - 1;
    while (from > 0 && !isLineEnd(bytes[from - 1])) {
      from--;
    }
    while (from < bytes.length - 1 && (bytes[from] & 0xC0) == 0x80) {
      from++;
    }
    String before = text(bytes, from, bytes.length - 1);
    String last = isLineEnd(bytes[bytes.length - 1]) ? "" : text(bytes, from, bytes.length);
    return spot(bodyOffset, bodyLine, event, last.isEmpty() ? before : last, before.length());
  }

  private Spot spot(long bodyOffset, long bodyLine, long event, String excerpt, int caret) {
    return new Spot(
        places.offset(bodyOffset),
        places.line(bodyOffset, bodyLine),
        event,
        excerpt,
        caret,
        bodyOffset);
  }

  /** The bytes between two body offsets, as far as they were read and lie in the window. */
  byte[] bytes(long from, long to) {
    long end = Math.min(to, start + kept);
    if (from < start || from >= end) {
      return NONE;
    }
    byte[] all = bytes(end);
    return Arrays.copyOfRange(all, (int) (from - start), all.length);
  }

  private byte[] bytes(long end) {
    int length = (int) (end - start);
    byte[] bytes = new byte[length];
    int saved = Math.min(headLength, length);
    System.arraycopy(head, 0, bytes, 0, saved);
    if (saved < length) {
      System.arraycopy(piece, (int) (start + saved - base), bytes, saved, length - saved);
    }
    return bytes;
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }

  /** The index itself, or that of the first byte of the character in which it lies. */
  private static int characterStart(byte[] bytes, int index) {
    int i = index;
    while (i > 0 && i < bytes.length && index - i < 4 && (bytes[i] & 0xC0) == 0x80) {
      i--;
    }
    return i;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
