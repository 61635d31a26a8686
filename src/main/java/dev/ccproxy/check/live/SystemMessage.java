package dev.ccproxy.check.live;

import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Feature;
import dev.ccproxy.wire.Severity;

/**
 * Whether a message of the role system between the others reaches the model, where the client sends
 * one. A refusal is told by the check of the full request; here it is about losing it silently.
 */
final class SystemMessage extends EndpointCheck {

  SystemMessage() {
    super(
        "CCP-L707",
        "system-message-lost",
        "does a system message between the others reach the model",
        Layer.TRANSLATOR,
        Group.REQUEST_SHAPE,
        Mode.STANDARD,
        "CCP-L401");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    if (!chain.shape().features().contains(Feature.SYSTEM_MESSAGE)) {
      return LiveResult.skip("the client sends none under these settings");
    }
    Exchange exchange = chain.withRoom(chain.requests().systemMessage(chain.model()));
    if (!exchange.isAnswered() || exchange.asked().nonceSeen(exchange.text())) {
      return LiveResult.OK;
    }
    if (chain.isHardOfHearing()) {
      return LiveResult.SHOWS_NOTHING;
    }
    return LiveResult.of(
        finding(Severity.INFO, "A system message between the others does not reach the model")
            .spec(Severity.WARNING)
            .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(Confidence.POSSIBLE)
            .cause("It was taken without an error, and the answer does not know its content.")
            .impact(
                "Reminders that the client gives in the middle of a session are lost; everything"
                    + " else works.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .fix(Fix.manual("Upgrade the gateway"))
            .build());
  }
}
