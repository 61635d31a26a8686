package dev.ccproxy.lab.model;

import java.nio.charset.StandardCharsets;

/** A tokenizer that is good enough to compare sizes: four bytes of UTF-8 make a token. */
public final class Tokens {
  private static final int BYTES_PER_TOKEN = 4;

  /** Every provider charges pictures; what for is not the point here. */
  private static final long IMAGE = 300;

  private Tokens() {}

  /** Tokens of a text; at least 1. */
  public static long of(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return Math.max(1, (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN);
  }

  static long of(Part part) {
    if (part instanceof Part.Text text) {
      return of(text.text());
    }
    if (part instanceof Part.Thought thought) {
      return of(thought.text());
    }
    if (part instanceof Part.Call call) {
      return of(call.name() + call.arguments());
    }
    if (part instanceof Part.Result result) {
      return of(result.text());
    }
    return IMAGE;
  }

  /** As much of a text as so many tokens hold, never half a character. */
  static String cut(String text, long tokens) {
    long bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (bytes > tokens * BYTES_PER_TOKEN) {
        return text.substring(0, i);
      }
      i += Character.charCount(point);
    }
    return text;
  }
}
