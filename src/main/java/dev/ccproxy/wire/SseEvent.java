package dev.ccproxy.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One event of a stream as the framing shows it. The scanner fills the same object every time. */
final class SseEvent {
  /** Bytes kept of what the event line says. */
  static final int NAME_BYTES = 128;

  /** Number of the event, 0 for the first. */
  long number;

  /** Body offset and line of its first line. */
  long start;

  long startLine;

  /** Body offset and line of its first data; of its first line where it has no data. */
  long dataStart;

  long dataLine;

  /** Body offset behind its last byte. */
  long end;

  final byte[] name = new byte[NAME_BYTES];
  int nameLength;

  boolean hasData;

  /** Whether the data is {@code [DONE]}. */
  boolean done;

  /** Why the data is no JSON value, null where it is one. */
  @Nullable String failure;

  /** Body offset and line of what is wrong with the data. */
  long failedAt;

  long failedLine;

  /** The place of the failure when it is far behind the start of the event. */
  @Nullable Spot farFailure;

  /** Whether the event ends with the input, not with an empty line. */
  boolean unterminated;

  /** More of the event line; what is too long for a name is only known to be too long. */
  void addName(byte[] b, int from, int to) {
    int count = Math.min(to - from, NAME_BYTES - nameLength);
    if (count > 0) {
      System.arraycopy(b, from, name, nameLength, count);
    }
    nameLength = Math.min(nameLength + to - from, NAME_BYTES + 1);
  }

  boolean named() {
    return nameLength > 0;
  }

  /** The known name on the event line. */
  int nameNumber() {
    return nameLength > NAME_BYTES ? Names.UNKNOWN : Names.find(name, 0, nameLength);
  }

  String nameText() {
    return new String(name, 0, Math.min(nameLength, NAME_BYTES), StandardCharsets.UTF_8);
  }
}
