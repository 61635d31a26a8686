package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Message;
import dev.ccproxy.wire.Severity;

/** Whether a tool can be forced by its name. The client seldom does. */
final class ForcedTool extends EndpointCheck {

  ForcedTool() {
    super(
        "CCP-L603",
        "forced-tool-ignored",
        "can a tool be forced by its name",
        Layer.TRANSLATOR,
        Group.TOOLS,
        Mode.STANDARD,
        "CCP-L601");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = chain.withRoom(chain.requests().forcedTool(chain.model()));
    Message message = exchange.message();
    if (message != null && !message.calls().isEmpty()) {
      return chain.reading().result(this, exchange);
    }
    return LiveResult.of(
        finding(
                Severity.INFO,
                message != null
                    ? "A tool that is forced by its name is not called"
                    : "A tool cannot be forced by its name (status "
                        + exchange.first().status()
                        + ")")
            .spec(Severity.WARNING)
            .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(Confidence.CERTAIN)
            .cause("tool_choice is refused or left out on the way.")
            .impact("Hardly any: the client leaves the choice to the model.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .build());
  }
}
