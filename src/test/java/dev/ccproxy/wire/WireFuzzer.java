package dev.ccproxy.wire;

/**
 * What Jazzer calls with bytes that it makes up. Its finds are an exception, another verdict when
 * they come in two pieces, and an input that takes too long.
 */
public final class WireFuzzer {
  /** Bytes in front of an answer: by which request it is judged, and where it is cut. */
  static final int PREFIX = 2;

  private static final AnswerContext[] CONTEXTS = {
    AnswerContext.UNKNOWN,
    Wire.saying(Wire.dictated(Wire.streamed()), Wire.NONCE),
    Wire.document().withClient(ClientImpact.of("claude-code", "2.1.330")),
  };

  private WireFuzzer() {}

  /** Judges one input, whole and in two pieces. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < PREFIX) {
      return;
    }
    AnswerContext context = CONTEXTS[(input[0] & 0xFF) % CONTEXTS.length];
    int length = input.length - PREFIX;
    int cut = (input[1] & 0xFF) * length / 256;
    AnswerChecker whole = new AnswerChecker(context);
    whole.feed(input, PREFIX, length);
    AnswerChecker pieces = new AnswerChecker(context);
    pieces.feed(input, PREFIX, cut);
    pieces.feed(input, PREFIX + cut, length - cut);
    Verdict expected = whole.end();
    if (!expected.equals(pieces.end())) {
      throw new IllegalStateException("another verdict in pieces, cut at " + cut);
    }
  }
}
