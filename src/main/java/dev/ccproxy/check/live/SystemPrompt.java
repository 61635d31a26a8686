package dev.ccproxy.check.live;

import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;

/** Whether all blocks of the system prompt reach the model. */
final class SystemPrompt extends EndpointCheck {

  SystemPrompt() {
    super(
        "CCP-L708",
        "system-blocks-lost",
        "do all blocks of the system prompt reach the model",
        Layer.TRANSLATOR,
        Group.REQUEST_SHAPE,
        Mode.STANDARD,
        "CCP-L401");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = chain.withRoom(chain.requests().systemBlocks(chain.model()));
    if (!exchange.isAnswered()) {
      // The check of the full request finds out which part is refused.
      return LiveResult.skip("the request was refused with status " + exchange.status());
    }
    int seen = 0;
    for (String nonce : exchange.asked().nonces()) {
      seen += exchange.text().contains(nonce) ? 1 : 0;
    }
    if (seen == exchange.asked().nonces().size()) {
      return LiveResult.OK;
    }
    Exchange again = chain.withRoom(chain.requests().systemBlocks(chain.model()));
    int seenAgain = 0;
    for (String nonce : again.asked().nonces()) {
      seenAgain += again.text().contains(nonce) ? 1 : 0;
    }
    if (!again.isAnswered() || seenAgain == again.asked().nonces().size()) {
      return LiveResult.OK;
    }
    if (chain.isHardOfHearing()) {
      return LiveResult.SHOWS_NOTHING;
    }
    boolean whole = seen + seenAgain == 0;
    return LiveResult.of(
        finding(
                Severity.ERROR,
                whole
                    ? "The system prompt does not reach the model"
                    : "Only a part of the system prompt reaches the model")
            .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(Confidence.LIKELY)
            .cause(
                "Two codes stood in two blocks of the system prompt; the answers know "
                    + (whole ? "neither." : "only one."))
            .impact("The client's instructions are lost; the agent does not know its tools' rules.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .tries(2, 0)
            .fix(Fix.manual("Upgrade the gateway, or use a route without conversion"))
            .build());
  }
}
