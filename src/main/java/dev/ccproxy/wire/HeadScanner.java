package dev.ccproxy.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an HTTP head as {@code curl -i} writes it: status line and fields, lines ended by CRLF or
 * LF, an empty line behind. Long lines and many fields are read to their end and kept in part.
 */
final class HeadScanner {
  private static final int LINE_KEPT = 8192;
  private static final int HEADERS_KEPT = 200;
  private static final int SPACE = ' ';

  private byte[] line = new byte[256];
  private int length;
  private boolean statusSeen;
  private int status = -1;
  private final List<ResponseHead.Header> headers = new ArrayList<>();
  private long lines;
  private boolean done;

  /**
   * Takes bytes up to the end of the head.
   *
   * @return index of the first byte behind the head, or {@code end}
   */
  int feed(byte[] b, int from, int end) {
    int i = from;
    while (i < end && !done) {
      byte c = b[i++];
      if (c == '\n') {
        lines++;
        lineEnds();
      } else if (length < LINE_KEPT) {
        if (length == line.length) {
          line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = c;
      }
    }
    return i;
  }

  /** Whether the empty line behind the head was read. */
  boolean done() {
    return done;
  }

  /** Line ends read. */
  long lines() {
    return lines;
  }

  /** The head as far as it was read; null where not even the status line is there. */
  @Nullable ResponseHead head() {
    if (!done && length > 0) {
      lineEnds();
    }
    return status < 0 ? null : new ResponseHead(status, headers);
  }

  private void lineEnds() {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    length = 0;
    if (!statusSeen) {
      statusSeen = true;
      status = status(end);
    } else if (end == 0) {
      done = true;
    } else if (headers.size() < HEADERS_KEPT) {
      int colon = 0;
      while (colon < end && line[colon] != ':') {
        colon++;
      }
      if (colon > 0 && colon < end) {
        String name = new String(line, 0, colon, StandardCharsets.ISO_8859_1);
        String value = new String(line, colon + 1, end - colon - 1, StandardCharsets.ISO_8859_1);
        headers.add(new ResponseHead.Header(name.strip(), value.strip()));
      }
    }
  }

  /** The three digits behind the first blank; -1 where there are none. */
  private int status(int end) {
    int i = 0;
    while (i < end && line[i] != SPACE) {
      i++;
    }
    while (i < end && line[i] == SPACE) {
      i++;
    }
    int code = 0;
    for (int k = 0; k < 3; k++) {
      int digit = i + k < end ? line[i + k] - '0' : -1;
      if (digit < 0 || digit > 9) {
        return -1;
      }
      code = code * 10 + digit;
    }
    return code;
  }
}
