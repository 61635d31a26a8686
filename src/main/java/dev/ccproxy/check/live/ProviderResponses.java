package dev.ccproxy.check.live;

import dev.ccproxy.explain.Confidence;
import dev.ccproxy.wire.Severity;

/** Whether the provider has the {@code /responses} to which LiteLLM sends by itself. */
final class ProviderResponses extends DirectCheck {
  static final String ID = "CCP-D904";

  ProviderResponses() {
    super(ID, "provider-without-responses", "does the provider have /responses");
  }

  @Override
  LiveResult ask(Chain chain, Upstream upstream) throws InterruptedException {
    if (!upstream.prefix().equals("openai")) {
      return LiveResult.skip("LiteLLM does not ask this provider for /responses");
    }
    Exchange exchange =
        chain
            .prober()
            .askOnce(
                chain.requests().responses(upstream.chat(), upstream.chatKeys(), upstream.model()));
    int status = exchange.status();
    if (exchange.isAnswered() && !exchange.isHtml()) {
      return LiveResult.OK;
    }
    if (status != 404 && status != 405) {
      return LiveResult.inconclusive(
              status == 0
                  ? "the provider cannot be reached from here"
                  : "it answers with " + status)
          .withoutBlocking();
    }
    return LiveResult.of(
        finding(Severity.INFO, "The provider has no /responses")
            .confidence(Confidence.CERTAIN)
            .cause("Asked without the gateway, it answers with status " + status + ".")
            .impact(
                "LiteLLM has to be told to use Chat Completions for it, or every message ends in"
                    + " 404.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .build());
  }
}
