package dev.ccproxy.wire;

import org.jspecify.annotations.Nullable;

/** Tells from the first bytes of a body, and its content type, what it is. */
final class BodySniffer {
  /** Bytes behind leading blanks that are enough to tell. */
  private static final int NEEDED = 6;

  private static final String[] FIELDS = {"data:", "event:", "id:", "retry:"};

  private BodySniffer() {}

  /** What the first bytes look like. */
  enum Look {
    EMPTY,
    STREAM,
    JSON,
    HTML,
    COMPRESSED,
    TEXT
  }

  /**
   * What a body is that begins with these bytes.
   *
   * @param mediaType content type of the head, "" where it names none
   * @param whole whether these are all bytes of the body
   * @return null when more bytes are needed
   */
  static @Nullable Look look(byte[] b, int from, int end, String mediaType, boolean whole) {
    if (encoding(b, from, end) != null) {
      return Look.COMPRESSED;
    }
    int start = from;
    while (start < end && blank(b[start])) {
      start++;
    }
    if (start == end) {
      return whole ? (end == from ? Look.EMPTY : empty(mediaType)) : null;
    }
    switch (b[start]) {
      case '{', '[' -> {
        return Look.JSON;
      }
      case '<' -> {
        return Look.HTML;
      }
      case ':' -> {
        return Look.STREAM;
      }
      default -> {}
    }
    if (end - start < NEEDED && !whole) {
      return null;
    }
    for (String field : FIELDS) {
      if (startsWith(b, start, end, field)) {
        return Look.STREAM;
      }
    }
    return mediaType.equals("text/event-stream") ? Look.STREAM : Look.TEXT;
  }

  /** Blank lines alone: a stream without an event where one was announced, else nothing. */
  private static Look empty(String mediaType) {
    return mediaType.equals("text/event-stream") ? Look.STREAM : Look.EMPTY;
  }

  /** Name of the compression that the first bytes are the mark of; null where they are none. */
  static @Nullable String encoding(byte[] b, int from, int end) {
    if (end - from >= 2 && b[from] == 0x1F && b[from + 1] == (byte) 0x8B) {
      return "gzip";
    }
    if (end - from >= 4
        && b[from] == 0x28
        && b[from + 1] == (byte) 0xB5
        && b[from + 2] == 0x2F
        && b[from + 3] == (byte) 0xFD) {
      return "zstd";
    }
    return null;
  }

  private static boolean startsWith(byte[] b, int from, int end, String text) {
    if (end - from < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (b[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean blank(byte c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
