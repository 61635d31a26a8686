package dev.ccproxy.check.live;

import dev.ccproxy.check.Fix;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.probe.Endpoint;
import dev.ccproxy.wire.Severity;

/** Whether the provider speaks the Messages protocol itself: then no gateway is needed. */
final class ProviderMessages extends DirectCheck {

  ProviderMessages() {
    super("CCP-D905", "gateway-not-needed", "does the provider speak the Messages protocol itself");
  }

  @Override
  LiveResult ask(Chain chain, Upstream upstream) throws InterruptedException {
    Endpoint base = upstream.messages();
    if (base == null) {
      return LiveResult.skip("no such address is known");
    }
    Exchange exchange =
        chain
            .prober()
            .askOnce(
                chain.requests().nativeMessages(base, upstream.messagesKeys(), upstream.model()));
    if (!exchange.isUsable() || exchange.message() == null) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(Severity.INFO, "The provider speaks the client's protocol itself, at " + base)
            .confidence(Confidence.CERTAIN)
            .cause("A message was asked for there and came back as one.")
            .impact("None; the gateway may be left out.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .fix(Fix.manual("Compare the two with ccproxy init --route direct, if you like"))
            .build());
  }
}
