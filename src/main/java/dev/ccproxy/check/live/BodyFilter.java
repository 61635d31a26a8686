package dev.ccproxy.check.live;

import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;

/**
 * Whether a filter in between blocks what programmers write: the same request with text that looks
 * like an attack, and without. It has a call made, so that a call must come at all.
 */
final class BodyFilter extends EndpointCheck {

  BodyFilter() {
    super(
        "CCP-L717",
        "large-body-refused",
        "does no filter block what is sent",
        Layer.NETWORK,
        Group.REQUEST_SHAPE,
        Mode.STANDARD,
        "CCP-L601");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = chain.prober().ask(chain.requests().suspiciousText(chain.model()));
    if (exchange.isAnswered()) {
      return LiveResult.OK;
    }
    if (Prober.isCooling(exchange.last())) {
      return LiveResult.skip("the gateway pauses after errors of other requests");
    }
    Exchange twin = chain.prober().ask(chain.requests().harmlessText(chain.model()));
    if (!twin.isAnswered()) {
      // Then it is not about the text; other checks tell.
      return LiveResult.skip("both requests were refused");
    }
    // Once more: a server that fails now and then blocks nothing.
    exchange = chain.prober().ask(chain.requests().suspiciousText(chain.model()));
    if (exchange.isAnswered()) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(
                Severity.ERROR,
                "A filter blocks text that looks like an attack (status "
                    + exchange.first().status()
                    + ")")
            .confidence(Confidence.LIKELY)
            .cause(
                "The same request of the same size without such text is taken: a web application"
                    + " firewall reads along.")
            .impact("Sessions about code break off with a 403 at random places.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .fix(Fix.manual("Have /v1/messages exempted from the filter's rules for bodies"))
            .explains("CCP-L701")
            .build());
  }
}
