package dev.ccproxy.check.live;

import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Statistics;
import dev.ccproxy.wire.Severity;

/**
 * How often the dictated tool call comes as dictated. No verdict below 30 tries: fewer say too
 * little ({@code probes.md} 3.3).
 */
final class Reliability extends EndpointCheck {
  static final String ID = "CCP-M951";

  private static final int FEWEST_FOR_A_VERDICT = 30;
  private static final double ENOUGH = 0.9;

  Reliability() {
    super(
        ID,
        "tool-calls-unreliable",
        "how often does a tool call come as dictated",
        Layer.MODEL,
        Group.TOOLS,
        Mode.QUICK,
        "CCP-L602");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    int n = chain.options().repeat();
    int good = 0;
    int damaged = 0;
    int asked = 0;
    Exchange wrong = null;
    while (asked < n) {
      Exchange exchange = chain.withRoom(chain.requests().toolStream(chain.model()));
      asked++;
      boolean usable = exchange.isUsable();
      if (usable && exchange.asked().calledAsDictated(exchange.message())) {
        good++;
      } else {
        wrong = exchange;
        damaged += usable ? 0 : 1;
      }
    }
    boolean bad = n >= FEWEST_FOR_A_VERDICT && Statistics.upperBound(good, n, 0.95) < ENOUGH;
    boolean structure = damaged * 2 > n - good;
    dev.ccproxy.check.Finding.Builder finding =
        finding(
                bad ? Severity.WARNING : Severity.INFO,
                "Tool calls came as dictated in " + Statistics.shown(good, n))
            .layer(!structure ? Layer.MODEL : chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(bad ? Confidence.LIKELY : Confidence.POSSIBLE)
            .cause(
                good == n
                    ? "Every try was right."
                    : structure
                        ? "Most wrong answers broke the protocol or were refused."
                        : "The wrong answers held no call, or one with other arguments.")
            .impact(
                good == n
                    ? "None."
                    : "The agent loses a turn whenever a call fails, and long tasks hold many.")
            .tries(n, good);
    if (wrong != null) {
      finding.evidence(Reading.request(wrong)).evidence(Reading.response(wrong));
    }
    if (bad) {
      finding.fix(Fix.manual("Compare with another model on the same route"));
    }
    return LiveResult.of(finding.build());
  }
}
