package dev.ccproxy.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the text of an answer as it goes by: all its text blocks, one after the other. */
final class TextCheck {
  private final LeakMatcher leaks = new LeakMatcher();
  private final byte @Nullable [] expected;
  private int expectedAt;
  private boolean leading = true;
  private boolean differs;
  private final List<TextSearch> stops = new ArrayList<>();
  private long bytes;

  /**
   * A check for an answer with no text yet.
   *
   * @param expected the text that the answer should be, without blanks around it; null for any
   * @param stopSequences texts that must not occur
   */
  TextCheck(@Nullable String expected, List<String> stopSequences) {
    this.expected = expected == null ? null : expected.strip().getBytes(StandardCharsets.UTF_8);
    for (String stop : stopSequences) {
      if (!stop.isEmpty()) {
        stops.add(new TextSearch(stop));
      }
    }
  }

  /** A text block starts. */
  void beginBlock() {
    leaks.begin();
  }

  /** A piece of the text. */
  void feed(byte[] b, int from, int to) {
    bytes += to - from;
    leaks.feed(b, from, to);
    if (expected != null && !differs) {
      compare(expected, b, from, to);
    }
    for (int i = 0; i < stops.size(); i++) {
      stops.get(i).feed(b, from, to);
    }
  }

  /** Number of bytes of text so far. */
  long bytes() {
    return bytes;
  }

  LeakMatcher leaks() {
    return leaks;
  }

  /** The first stop sequence of the request that stands in the text, null where none does. */
  @Nullable String stopSequence() {
    for (TextSearch stop : stops) {
      if (stop.found()) {
        return stop.text();
      }
    }
    return null;
  }

  /** Whether a text is expected and this is another one. Blanks around it do not count. */
  boolean unexpected() {
    return expected != null && (differs || expectedAt < expected.length);
  }

  private void compare(byte[] wanted, byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      byte c = b[i];
      boolean blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
      if (leading && blank) {
        continue;
      }
      leading = false;
      if (expectedAt < wanted.length) {
        if (c != wanted[expectedAt++]) {
          differs = true;
          return;
        }
      } else if (!blank) {
        differs = true;
        return;
      }
    }
  }
}
