package dev.ccproxy.wire;

import org.jspecify.annotations.Nullable;

/** Takes the framing of the chunked transfer coding (RFC 9112, section 7.1) off a body. */
final class Unchunker {
  private static final int SIZE = 0;
  private static final int EXTENSION = 1;
  private static final int DATA = 2;
  private static final int AFTER_DATA = 3;
  private static final int TRAILER = 4;
  private static final int END = 5;
  private static final int BROKEN = 6;

  private int state = SIZE;
  private long size;
  private int digits;
  private int trailerLength;
  private long lines;

  /** Takes a piece and hands on the data in it. */
  void feed(byte[] b, int from, int end, ByteSink data) {
    int i = from;
    while (i < end) {
      int c = b[i];
      switch (state) {
        case SIZE -> {
          int digit = Character.digit(c, 16);
          if (digit >= 0 && digits < 15) {
            size = size << 4 | digit;
            digits++;
            i++;
          } else if (digits > 0 && (c == ';' || c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
            state = EXTENSION;
          } else {
            state = BROKEN;
          }
        }
        case EXTENSION -> {
          i++;
          if (c == '\n') {
            lines++;
            state = size == 0 ? TRAILER : DATA;
            digits = 0;
          }
        }
        case DATA -> {
          int count = (int) Math.min(size, end - i);
          data.bytes(b, i, i + count);
          size -= count;
          i += count;
          if (size == 0) {
            state = AFTER_DATA;
          }
        }
        case AFTER_DATA -> {
          i++;
          if (c == '\n') {
            lines++;
            state = SIZE;
          } else if (c != '\r') {
            state = BROKEN;
          }
        }
        case TRAILER -> {
          i++;
          if (c == '\n') {
            lines++;
            state = trailerLength == 0 ? END : TRAILER;
            trailerLength = 0;
          } else if (c != '\r') {
            trailerLength++;
          }
        }
        default -> i = end;
      }
    }
  }

  /** Line ends of the framing read. */
  long lines() {
    return lines;
  }

  /** Why the body is not complete, null where it is. */
  @Nullable String incomplete() {
    return switch (state) {
      case END, TRAILER -> null;
      case BROKEN -> "its chunk framing is broken";
      default -> "its last chunk is missing";
    };
  }
}
