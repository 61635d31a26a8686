package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;

/** Whether thinking with a budget is taken, as older clients send it. */
final class ThinkingBudget extends EndpointCheck {

  ThinkingBudget() {
    super(
        "CCP-L703",
        "thinking-budget-refused",
        "is thinking with a budget taken",
        Layer.TRANSLATOR,
        Group.REQUEST_SHAPE,
        Mode.DEEP,
        "CCP-L602");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = chain.withRoom(chain.requests().thinkingAndTool(chain.model()));
    if (exchange.isAnswered()) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(
                Severity.INFO,
                "thinking with a budget is refused with status " + exchange.first().status())
            .spec(Severity.WARNING)
            .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(Confidence.CERTAIN)
            .cause("The model, or the way to it, knows no budget for thinking.")
            .impact("None for a client that sends adaptive thinking; older ones are refused.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .build());
  }
}
