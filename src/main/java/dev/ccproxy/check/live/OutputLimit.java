package dev.ccproxy.check.live;

import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;

/**
 * Whether max_tokens is kept. Thinking is counted by some and not by others, so only a long text
 * tells.
 */
final class OutputLimit extends EndpointCheck {
  private static final int LONGEST = 400;

  OutputLimit() {
    super(
        "CCP-L403",
        "max-tokens-ignored",
        "is max_tokens kept",
        Layer.TRANSLATOR,
        Group.MESSAGES,
        Mode.STANDARD,
        "CCP-L401");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = chain.prober().ask(chain.requests().cutByMaxTokens(chain.model()));
    if (!exchange.isAnswered()) {
      return LiveResult.skip("a small max_tokens was refused with status " + exchange.status());
    }
    // Sixteen tokens are never so many characters of numbers.
    boolean over = exchange.text().length() > LONGEST;
    if (!over) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(
                Severity.WARNING,
                "max_tokens is not kept: "
                    + exchange.text().length()
                    + " characters came where 16 tokens were allowed")
            .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(Confidence.LIKELY)
            .cause("The limit is lost on the way to the model, or raised.")
            .impact("Answers get longer, slower and dearer than the client allows.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .fix(Fix.manual("Upgrade the gateway, or use a route that passes max_tokens on"))
            .build());
  }
}
