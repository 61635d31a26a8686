package dev.ccproxy.check.live;

import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Message;
import dev.ccproxy.wire.Severity;

/** How many tools are taken: as many as the client has in any case, and in the deep level more. */
final class ToolLadder extends EndpointCheck {
  private static final int[] STEPS = {12, 60, 130};

  /** A client with a few MCP servers has so many. */
  private static final int USUAL = 60;

  ToolLadder() {
    super(
        "CCP-L613",
        "many-tools-refused",
        "are as many tools taken as a client may have",
        Layer.TRANSLATOR,
        Group.TOOLS,
        Mode.STANDARD,
        "CCP-L602");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    if (chain.depth() != Mode.DEEP) {
      return LiveResult.OK;
    }
    for (int count : STEPS) {
      Exchange exchange = chain.withRoom(chain.requests().manyTools(chain.model(), count));
      Message message = exchange.message();
      boolean refused = !exchange.isAnswered();
      if (!refused && message != null && !message.calls().isEmpty()) {
        continue;
      }
      boolean usual = count <= USUAL;
      return LiveResult.of(
          finding(
                  usual ? Severity.WARNING : Severity.INFO,
                  refused
                      ? count + " tools are refused with status " + exchange.first().status()
                      : "With " + count + " tools the dictated call does not come")
              .spec(Severity.WARNING)
              .layer(refused ? (chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR) : Layer.MODEL)
              .confidence(refused ? Confidence.CERTAIN : Confidence.POSSIBLE)
              .cause(
                  refused
                      ? "The server has a limit; with fewer tools the same request is taken."
                      : "The model cannot keep so many tools apart.")
              .impact("Sessions with many MCP servers fail or get worse.")
              .evidence(Reading.request(exchange))
              .evidence(Reading.response(exchange))
              .fix(Fix.manual("Use fewer MCP servers at a time"))
              .build());
    }
    return LiveResult.OK;
  }
}
