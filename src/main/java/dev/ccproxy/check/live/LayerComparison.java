package dev.ccproxy.check.live;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Asked;
import dev.ccproxy.probe.Comparison;
import dev.ccproxy.probe.Comparison.Way;
import dev.ccproxy.probe.Credential;
import dev.ccproxy.probe.Endpoint;
import dev.ccproxy.probe.Tally;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where tool calls or streams arrive damaged behind a gateway that also speaks the OpenAI protocol:
 * the same dictated call over both surfaces, as JSON and as a stream, tells whether the conversion
 * does it ({@code probes.md} 3.5). The gateway's own credential is enough; the provider is not
 * asked.
 */
final class LayerComparison {
  private static final Set<String> DAMAGED =
      Set.of("CCP-L501", "CCP-L601", "CCP-L602", "CCP-L605", "CCP-L701");

  /** An answer without content, and one whose blocks hold none. */
  private static final Set<String> EMPTY = Set.of("C01", "C01b");

  /** More tries cost more than the answer is worth without {@code --deep}. */
  private final int mostTries;

  private final Chain chain;

  /**
   * @param mostTries of each way: 4, 10 or 20
   */
  LayerComparison(Chain chain, int mostTries) {
    this.chain = chain;
    this.mostTries = mostTries;
  }

  /** The findings, with the layer that the comparison names where it names one. */
  List<Finding> refine(List<Finding> all) throws InterruptedException {
    List<Finding> findings = withEmptyAnswers(all);
    boolean any = false;
    for (Finding finding : findings) {
      any |= isDamage(finding);
    }
    if (!any || !chain.gateway().isLiteLlm()) {
      return findings;
    }
    if (isRefusedUnconverted(findings)) {
      return findings;
    }
    Comparison.Result result = compare();
    boolean translator =
        result.verdict() == Comparison.Verdict.MESSAGES_STREAM
            || result.verdict() == Comparison.Verdict.MESSAGES_ADAPTER
            || result.verdict() == Comparison.Verdict.GATEWAY_STREAMS;
    if (!translator) {
      return findings;
    }
    List<Finding> refined = new ArrayList<>();
    for (Finding finding : findings) {
      refined.add(
          isDamage(finding)
              ? finding
                  .with(Layer.TRANSLATOR)
                  .with(finding.severity(), Confidence.LIKELY)
                  .with(
                      new Evidence(
                          Evidence.Kind.RESPONSE,
                          "POST /v1/chat/completions",
                          "the same call over the gateway's OpenAI surface is right"))
              : finding);
    }
    return refined;
  }

  /**
   * An answer without content that is as empty before any conversion comes from the server behind.
   */
  private List<Finding> withEmptyAnswers(List<Finding> findings) throws InterruptedException {
    boolean any = false;
    for (Finding finding : findings) {
      any |= isEmpty(finding);
    }
    if (!any || !chain.gateway().isLiteLlm()) {
      return findings;
    }
    Exchange unconverted = chain.prober().ask(chat(false, false));
    if (!unconverted.isAnswered() || !unconverted.text().isEmpty()) {
      return findings;
    }
    List<Finding> refined = new ArrayList<>();
    for (Finding finding : findings) {
      refined.add(
          isEmpty(finding)
              ? finding
                  .with(Layer.UPSTREAM)
                  .with(
                      new Evidence(
                          Evidence.Kind.RESPONSE,
                          "POST /v1/chat/completions",
                          "the gateway's OpenAI surface gives no text either"))
              : finding);
    }
    return refined;
  }

  private static boolean isEmpty(Finding finding) {
    return EMPTY.contains(finding.subject()) && finding.severity() == Severity.ERROR;
  }

  private static boolean isDamage(Finding finding) {
    return DAMAGED.contains(finding.id())
        && finding.severity() == Severity.ERROR
        && !isEmpty(finding)
        && (finding.layer() == Layer.UPSTREAM || finding.layer() == Layer.TRANSLATOR)
        && finding.confidence() != Confidence.CERTAIN;
  }

  /**
   * Whether the same call is refused with the same status before any conversion: then one try is
   * enough, and a server in trouble is spared the others.
   */
  private boolean isRefusedUnconverted(List<Finding> findings) throws InterruptedException {
    boolean json = false;
    for (Finding finding : findings) {
      if (isDamage(finding)) {
        if (!finding.subject().isEmpty()) {
          return false;
        }
        json |= finding.id().equals("CCP-L601");
      }
    }
    int status = (json ? chain.tool() : chain.toolStream()).first().status();
    if (status < 400) {
      return false;
    }
    Exchange unconverted = chain.prober().askOnce(chat(true, !json));
    return unconverted.first().status() == status;
  }

  private Comparison.Result compare() throws InterruptedException {
    Map<Way, Tally> tallies = new EnumMap<>(Way.class);
    tallies.put(Way.GATEWAY_CHAT_JSON, Tally.NONE);
    tallies.put(Way.GATEWAY_CHAT_STREAM, Tally.NONE);
    tallies.put(Way.MESSAGES_JSON, Tally.NONE);
    tallies.put(Way.MESSAGES_STREAM, Tally.NONE);
    int goal = Comparison.nextRound(tallies);
    // What the checks have asked already is a try like any other.
    tallies.put(
        Way.MESSAGES_STREAM, counted(Way.MESSAGES_STREAM, Tally.NONE, chain.toolStream(), goal));
    tallies.put(Way.MESSAGES_JSON, counted(Way.MESSAGES_JSON, Tally.NONE, chain.tool(), goal));
    while (goal <= mostTries && goal > tries(tallies)) {
      for (Way way : List.copyOf(tallies.keySet())) {
        Tally tally = tallies.getOrDefault(way, Tally.NONE);
        while (tally.tries() < goal) {
          tally = counted(way, tally, ask(way, tally), goal);
        }
        tallies.put(way, tally);
      }
      goal = Comparison.nextRound(tallies);
    }
    return Comparison.of(tallies).result();
  }

  private static int tries(Map<Way, Tally> tallies) {
    int fewest = Integer.MAX_VALUE;
    for (Tally tally : tallies.values()) {
      fewest = Math.min(fewest, tally.tries());
    }
    return fewest;
  }

  /**
   * With one try more, and with those that a server error made necessary before it.
   *
   * @param goal the number of tries that is not exceeded
   */
  private static Tally counted(Way way, Tally before, Exchange exchange, int goal) {
    Tally tally = before;
    if (exchange.first().status() == 500) {
      for (int n = 1; n < exchange.tries() && tally.tries() < goal - 1; n++) {
        tally = tally.plus(false);
      }
    }
    return tally.plus(works(way, exchange));
  }

  /** Whether one try over a way of the gateway gives the dictated call. */
  boolean works(Way way) throws InterruptedException {
    return works(way, ask(way, Tally.NONE));
  }

  private static boolean works(Way way, Exchange exchange) {
    boolean right = exchange.asked().calledAsDictated(exchange.message());
    return isChat(way) ? right : right && exchange.isUsable();
  }

  private static boolean isChat(Way way) {
    return way == Way.GATEWAY_CHAT_JSON || way == Way.GATEWAY_CHAT_STREAM;
  }

  /** Asks once more; where it has never worked yet, an error is an answer and not asked about. */
  private Exchange ask(Way way, Tally before) throws InterruptedException {
    boolean stream = way == Way.GATEWAY_CHAT_STREAM || way == Way.MESSAGES_STREAM;
    Asked asked =
        isChat(way)
            ? chat(true, stream)
            : stream
                ? chain.requests().toolStream(chain.model())
                : chain.requests().tool(chain.model());
    return before.tries() > 0 && before.good() == 0
        ? chain.prober().askOnce(asked)
        : chain.prober().ask(asked);
  }

  /** A request over the gateway's OpenAI surface. */
  private Asked chat(boolean tool, boolean stream) {
    Endpoint base = chain.requests().endpoint();
    return chain
        .requests()
        .chat(base.withPath(base.path() + "/v1"), bearers(), chain.model(), tool, stream);
  }

  /** The OpenAI surface reads the credential as a bearer. */
  private List<Credential> bearers() {
    List<Credential> bearers = new ArrayList<>();
    for (Credential credential : chain.requests().credentials()) {
      if (bearers.isEmpty()) {
        bearers.add(Credential.bearer(credential.secret(), credential.origin()));
      }
    }
    return bearers;
  }
}
