package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Answer;
import dev.ccproxy.wire.Severity;
import java.time.Duration;

/**
 * Whether streams fall silent for long. Asks nothing itself: it looks at the times of the streams
 * that others asked for. A stream that never goes on is told by whoever waited for it.
 */
final class Silence extends EndpointCheck {
  /** The client gives a stream up after 300 s without a byte ({@code probes.md} R28). */
  private static final Duration LONG = Duration.ofSeconds(60);

  Silence() {
    super(
        "CCP-L505",
        "long-silence",
        "does something come at least every minute",
        Layer.UPSTREAM,
        Group.STREAMS,
        Mode.STANDARD,
        "CCP-L701");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    for (Exchange exchange : new Exchange[] {chain.textStream(), chain.full()}) {
      Answer answer = exchange.last();
      Duration gap = answer.arrivals().largestGap();
      if (gap.compareTo(LONG) > 0) {
        return LiveResult.of(
            finding(Severity.WARNING, "A stream was silent for " + gap.toSeconds() + " s")
                .confidence(Confidence.LIKELY)
                .cause("Nothing came in between, not even a ping.")
                .impact("After 300 s of silence the client drops the stream and starts again.")
                .evidence(Reading.request(exchange))
                .evidence(Reading.response(exchange))
                .build());
      }
    }
    return LiveResult.OK;
  }
}
