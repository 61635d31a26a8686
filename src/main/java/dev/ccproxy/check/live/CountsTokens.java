package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Gateway;
import dev.ccproxy.wire.Severity;

/** Whether count_tokens is there, and near what answers count. */
final class CountsTokens extends EndpointCheck {
  /** Tokenizers and templates differ, and this request is short: only the absurd counts. */
  private static final int FACTOR = 8;

  CountsTokens() {
    super(
        "CCP-L406",
        "count-tokens-off",
        "does count_tokens count",
        Layer.TRANSLATOR,
        Group.MESSAGES,
        Mode.STANDARD,
        "CCP-L402");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    if (chain.gateway().has(Gateway.Trait.NO_COUNT_TOKENS)) {
      return LiveResult.skip(chain.whoAnswers() + " has no count_tokens; the client estimates");
    }
    Exchange exchange = chain.prober().askOnce(chain.requests().countTokens(chain.model()));
    if (!exchange.isAnswered()) {
      return LiveResult.skip(
          "no count_tokens (status " + exchange.status() + "); the client estimates");
    }
    long counted = Chain.number(exchange, "input_tokens");
    long used = chain.text().inputTokens();
    if (counted < 0 || used <= 0 || (counted * FACTOR > used && counted < used * FACTOR)) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(
                Severity.WARNING,
                "count_tokens says "
                    + counted
                    + " where the answer to the same text counts "
                    + used)
            .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(Confidence.LIKELY)
            .cause("The two are counted in different ways, and one of them is far off.")
            .impact("What the client shows of its window is wrong.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .build());
  }
}
