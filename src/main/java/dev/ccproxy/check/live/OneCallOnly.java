package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Message;
import dev.ccproxy.wire.Severity;

/** Whether parallel calls can be switched off. */
final class OneCallOnly extends EndpointCheck {

  OneCallOnly() {
    super(
        "CCP-L615",
        "parallel-switch-ignored",
        "can parallel calls be switched off",
        Layer.TRANSLATOR,
        Group.TOOLS,
        Mode.DEEP,
        "CCP-L605");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = chain.withRoom(chain.requests().parallelDisabled(chain.model()));
    Message message = exchange.message();
    if (message != null && message.calls().size() < 2) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(
                Severity.INFO,
                message == null
                    ? "disable_parallel_tool_use is refused (status "
                        + exchange.first().status()
                        + ")"
                    : "disable_parallel_tool_use is ignored")
            .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(Confidence.CERTAIN)
            .cause("Two calls were dictated and only one allowed.")
            .impact("None for this client, which does not use it.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .build());
  }
}
