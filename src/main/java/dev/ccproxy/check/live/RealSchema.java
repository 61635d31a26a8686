package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Layer;

/** Whether tool names and schema keywords as the client has them are taken. */
final class RealSchema extends EndpointCheck {

  RealSchema() {
    super(
        "CCP-L612",
        "tool-schema-refused",
        "are the client's tool names and schema keywords taken",
        Layer.TRANSLATOR,
        Group.TOOLS,
        Mode.STANDARD,
        "CCP-L602");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = chain.withRoom(chain.requests().realSchema(chain.model()));
    return exchange.isAnswered()
        ? LiveResult.OK
        : LiveResult.of(chain.reading().refusal(this, exchange, ""));
  }
}
