package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;

/** What comes back for a request that is wrong: a refusal, an answer all the same, or a crash. */
final class ErrorEnvelope extends EndpointCheck {

  ErrorEnvelope() {
    super(
        "CCP-L405",
        "bad-request-not-refused",
        "is a wrong request refused as one",
        Layer.TRANSLATOR,
        Group.MESSAGES,
        Mode.STANDARD,
        "CCP-L401");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = chain.prober().askOnce(chain.requests().unknownBlock(chain.model(), false));
    int status = exchange.status();
    if (status >= 400 && status < 500) {
      return LiveResult.OK;
    }
    boolean answered = exchange.isAnswered();
    return LiveResult.of(
        finding(
                Severity.INFO,
                answered
                    ? "A block of a type that nobody knows is answered"
                    : "A block of a type that nobody knows ends in "
                        + (status == 0 ? "no answer" : "status " + status))
            .spec(Severity.WARNING)
            .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(Confidence.CERTAIN)
            .cause(
                answered
                    ? "It is left out silently, where the protocol wants a refusal."
                    : "The program fails on it, where the protocol wants a refusal with status"
                        + " 400.")
            .impact(
                answered
                    ? "New kinds of content would get lost without a word."
                    : "The client would try again for nothing; it sends no such block today.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .build());
  }
}
