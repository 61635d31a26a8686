package dev.ccproxy.check.live;

import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Message;
import dev.ccproxy.wire.Severity;

/**
 * Whether the turn after a tool call is taken: the client sends the answer back as it came, with
 * its thinking, and the result of the call.
 */
final class SecondTurn extends EndpointCheck {

  SecondTurn() {
    super(
        "CCP-L614",
        "second-turn-fails",
        "is the turn after a tool call taken",
        Layer.TRANSLATOR,
        Group.TOOLS,
        Mode.STANDARD,
        "CCP-L701");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange first = chain.full();
    Message message = first.message();
    if (message == null || message.calls().isEmpty()) {
      return LiveResult.skip("the full request brought no tool call");
    }
    Exchange second =
        chain
            .prober()
            .ask(
                chain
                    .requests()
                    .followUp(
                        first.asked(), message, chain.requests().cacheControl(chain.shape())));
    LiveResult result = chain.reading().result(this, second);
    if (!result.findings().isEmpty() || second.asked().nonceSeen(second.text())) {
      return result;
    }
    if (second.message() != null && !second.message().calls().isEmpty()) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(Severity.WARNING, "In the second turn the model does not know the tool's result")
            .confidence(Confidence.POSSIBLE)
            .layer(Layer.MODEL)
            .cause("The answer does not hold the receipt that the tool result held.")
            .impact("The agent may work with results that it does not see.")
            .evidence(Reading.request(second))
            .evidence(Reading.response(second))
            .fix(Fix.manual("Compare with another model on the same route"))
            .build());
  }
}
