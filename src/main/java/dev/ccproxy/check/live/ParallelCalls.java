package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Layer;

/** Whether two calls in one answer stay two calls. One call alone is the model's choice. */
final class ParallelCalls extends EndpointCheck {

  ParallelCalls() {
    super(
        "CCP-L605",
        "parallel-calls-damaged",
        "do two tool calls in one answer stay apart",
        Layer.TRANSLATOR,
        Group.TOOLS,
        Mode.STANDARD,
        "CCP-L602");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = chain.withRoom(chain.requests().parallel(chain.model()));
    return chain.reading().result(this, exchange);
  }
}
