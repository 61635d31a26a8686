package dev.ccproxy.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A body that is neither a stream nor JSON: its start is kept for the report. */
final class TextBody {
  private static final int WINDOW = 4096;

  private final Window window;
  private long start;
  private long read;
  private long lines;

  TextBody(Places places) {
    window = new Window(WINDOW, places);
  }

  /** Takes a piece. */
  void feed(byte[] b, int from, int end, long base) {
    if (read == 0) {
      start = base + from;
      read = start;
      window.begin(start);
    }
    window.piece(b, from, base);
    for (int i = from; i < end; i++) {
      lines += b[i] == '\n' ? 1 : 0;
    }
    read = base + end;
    window.keep(end);
  }

  /** Line ends read. */
  long lines() {
    return lines;
  }

  /** Where it starts. */
  Spot start() {
    return window.spot(start, 1, -1, read);
  }

  /** The first bytes as text. */
  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** The first bytes, for the mark of a compression. */
  byte[] bytes() {
    return window.bytes(start, Math.min(read, start + WINDOW));
  }

  /** The title of an HTML page, "" where its start shows none. */
  String htmlTitle() {
    String page = text();
    int open = page.toLowerCase(Locale.ROOT).indexOf("<title");
    int from = open < 0 ? -1 : page.indexOf('>', open);
    int to = from < 0 ? -1 : page.indexOf('<', from);
    return to < 0 ? "" : page.substring(from + 1, to).strip();
  }
}
