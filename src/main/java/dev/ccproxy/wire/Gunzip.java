package dev.ccproxy.wire;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks gzip data (RFC 1952) that comes in pieces of any size, one member after the other. Memory
 * stays flat. Data that swells out of all proportion is unpacked in part only.
 */
public final class Gunzip implements AutoCloseable {
  /** Unpacked bytes up to which any ratio is fine. */
  private static final long ALWAYS_UNPACKED = 1L << 30;

  /** The ratio beyond which more than that is no answer but a bomb. */
  private static final long RATIO = 200;

  /**
   * Packed bytes that are unpacked in one go. What comes out of damaged data depends on where they
   * begin and end, so these places must not depend on the pieces.
   */
  private static final int BLOCK = 4096;

  private static final int FIXED_HEADER = 10;
  private static final int TRAILER = 8;
  private static final int FLAG_CHECKSUM = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;

  private enum State {
    HEADER,
    EXTRA_LENGTH,
    EXTRA,
    NAME,
    COMMENT,
    CHECKSUM,
    DATA,
    TRAILER,
    BEHIND,
    STOPPED
  }

  private final long alwaysUnpacked;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] out = new byte[1 << 15];
  private final byte[] block = new byte[BLOCK];
  private int held;
  private State state = State.HEADER;
  private int read;
  private int flags;
  private int extraLeft;
  private long trailer;
  private long packed;
  private long unpacked;
  private @Nullable String failure;

  /** Unpacks data of one answer. */
  public Gunzip() {
    this(ALWAYS_UNPACKED);
  }

  Gunzip(long alwaysUnpacked) {
    this.alwaysUnpacked = alwaysUnpacked;
  }

  /** Whether bytes begin as gzip data does. */
  public static boolean isGzip(byte[] b, int from, int end) {
    return end - from >= 2 && b[from] == 0x1F && b[from + 1] == (byte) 0x8B;
  }

  /** Unpacks a piece; some of it may be held back until {@link #end}. */
  public void feed(byte[] b, int from, int end, ByteSink sink) {
    int i = from;
    while (i < end && state != State.STOPPED) {
      if (state == State.DATA) {
        int count = Math.min(end - i, BLOCK - held);
        System.arraycopy(b, i, block, held, count);
        held += count;
        i += count;
        if (held == BLOCK) {
          unpack(sink);
        }
      } else {
        around(b[i] & 0xFF);
        i++;
      }
    }
  }

  /**
   * Unpacks what was held back. Nothing can be fed afterwards.
   *
   * @return why the data is not complete; null where it is
   */
  public @Nullable String end(ByteSink sink) {
    while (state == State.DATA && held > 0) {
      unpack(sink);
    }
    if (failure != null || state == State.BEHIND || state == State.STOPPED) {
      return failure;
    }
    return "its gzip data breaks off";
  }

  /** Unpacks the block, and reads what stands behind the data in it. */
  private void unpack(ByteSink sink) {
    int count = held;
    held = 0;
    packed += count;
    int i = data(block, 0, count, sink);
    while (i < count && state != State.STOPPED && state != State.DATA) {
      around(block[i] & 0xFF);
      i++;
    }
    if (state == State.DATA) {
      // Another member begins in the middle of the block, or all of it is used.
      held = count - i;
      packed -= held;
      System.arraycopy(block, i, block, 0, held);
    }
  }

  /** One byte of what stands around the data. */
  private void around(int c) {
    switch (state) {
      case HEADER -> header(c);
      case EXTRA_LENGTH -> {
        extraLeft |= c << 8 * read++;
        if (read == 2) {
          enter(extraLeft == 0 ? afterExtra() : State.EXTRA);
        }
      }
      case EXTRA -> {
        if (--extraLeft == 0) {
          enter(afterExtra());
        }
      }
      case NAME -> {
        if (c == 0) {
          enter(afterName());
        }
      }
      case COMMENT -> {
        if (c == 0) {
          enter(afterComment());
        }
      }
      case CHECKSUM -> {
        if (++read == 2) {
          enter(State.DATA);
        }
      }
      case TRAILER -> {
        trailer |= read < 4 ? (long) c << 8 * read : 0;
        if (++read == TRAILER) {
          if (trailer != checksum.getValue()) {
            stop("the checksum of its gzip data is wrong");
          } else {
            enter(State.BEHIND);
          }
        }
      }
      case BEHIND -> {
        // Another member; anything else behind the data is padding and no matter.
        if (c == 0x1F) {
          enter(State.HEADER);
          read = 1;
        } else {
          state = State.STOPPED;
        }
      }
      default -> throw new IllegalStateException(state.name());
    }
  }

  private void header(int c) {
    boolean fits =
        switch (read) {
          case 0 -> c == 0x1F;
          case 1 -> c == 0x8B;
          case 2 -> c == 8;
          default -> true;
        };
    if (!fits) {
      stop("its gzip data is damaged");
      return;
    }
    if (read == 3) {
      flags = c;
    }
    if (++read == FIXED_HEADER) {
      enter((flags & FLAG_EXTRA) != 0 ? State.EXTRA_LENGTH : afterExtra());
    }
  }

  private State afterExtra() {
    return (flags & FLAG_NAME) != 0 ? State.NAME : afterName();
  }

  private State afterName() {
    return (flags & FLAG_COMMENT) != 0 ? State.COMMENT : afterComment();
  }

  private State afterComment() {
    return (flags & FLAG_CHECKSUM) != 0 ? State.CHECKSUM : State.DATA;
  }

  private void enter(State next) {
    state = next;
    read = 0;
    extraLeft = next == State.EXTRA ? extraLeft : 0;
    if (next == State.DATA) {
      inflater.reset();
      checksum.reset();
      trailer = 0;
    }
  }

  /** Returns the index of the first byte that is not packed data. */
  private int data(byte[] b, int from, int end, ByteSink sink) {
    inflater.setInput(b, from, end - from);
    try {
      while (!inflater.finished()) {
        int count = inflater.inflate(out);
        if (count > 0) {
          checksum.update(out, 0, count);
          unpacked += count;
          sink.bytes(out, 0, count);
          if (unpacked > alwaysUnpacked && unpacked / RATIO > packed) {
            stop("it unpacks to more than " + RATIO + " times its size and was not read on");
            return end;
          }
        } else if (inflater.needsDictionary() || inflater.needsInput()) {
          break;
        }
      }
    } catch (DataFormatException e) {
      stop("its gzip data is damaged");
      return end;
    }
    if (inflater.finished()) {
      int rest = inflater.getRemaining();
      enter(State.TRAILER);
      return end - rest;
    }
    return end;
  }

  private void stop(String reason) {
    failure = reason;
    state = State.STOPPED;
  }

  /** Gives back the memory outside of the heap. Nothing can be fed afterwards. */
  @Override
  public void close() {
    inflater.end();
    state = State.STOPPED;
  }
}
