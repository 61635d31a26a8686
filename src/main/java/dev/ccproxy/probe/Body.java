package dev.ccproxy.probe;

import dev.ccproxy.wire.AnswerChecker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bytes of a body, as far as they came. */
public final class Body {
  /** No bytes. */
  public static final Body EMPTY = new Body(List.of(), 0);

  private final List<byte[]> pieces;
  private final int length;

  private Body(List<byte[]> pieces, int length) {
    this.pieces = pieces;
    this.length = length;
  }

  /** Bytes that are there as a whole. */
  public static Body of(byte[] bytes) {
    return new Body(List.of(bytes.clone()), bytes.length);
  }

  /** Number of bytes. */
  public int length() {
    return length;
  }

  /** All bytes in one array, a copy. */
  public byte[] bytes() {
    byte[] out = new byte[length];
    int at = 0;
    for (byte[] piece : pieces) {
      int part = Math.min(piece.length, length - at);
      System.arraycopy(piece, 0, out, at, part);
      at += part;
    }
    return out;
  }

  /**
   * The beginning as UTF-8 text, damaged characters replaced.
   *
   * @param most bytes
   */
  public String text(int most) {
    byte[] out = new byte[Math.min(length, most)];
    int at = 0;
    for (byte[] piece : pieces) {
      int part = Math.min(piece.length, out.length - at);
      System.arraycopy(piece, 0, out, at, part);
      at += part;
    }
    return new String(out, StandardCharsets.UTF_8);
  }

  void feed(AnswerChecker checker) {
    int left = length;
    for (byte[] piece : pieces) {
      int part = Math.min(piece.length, left);
      checker.feed(piece, 0, part);
      left -= part;
    }
  }

  /** Collects bytes up to a limit, without ever copying what it has. */
  static final class Collector {
    private static final int PIECE = 64 * 1024;
    private static final int FIRST_PIECE = 4 * 1024;

    private final List<byte[]> pieces = new ArrayList<>();
    private final int limit;
    private int room;
    private int length;

    Collector(int limit) {
      this.limit = limit;
    }

    /** Takes bytes; false when they are more than the limit, whose first part is kept. */
    boolean add(byte[] bytes, int count) {
      int taken = Math.min(count, limit - length);
      int from = 0;
      while (from < taken) {
        if (room == 0) {
          room = pieces.isEmpty() ? FIRST_PIECE : PIECE;
          pieces.add(new byte[room]);
        }
        byte[] last = pieces.get(pieces.size() - 1);
        int part = Math.min(room, taken - from);
        System.arraycopy(bytes, from, last, last.length - room, part);
        room -= part;
        from += part;
      }
      length += taken;
      return taken == count;
    }

    int length() {
      return length;
    }

    Body body() {
      return length == 0 ? EMPTY : new Body(List.copyOf(pieces), length);
    }
  }
}
