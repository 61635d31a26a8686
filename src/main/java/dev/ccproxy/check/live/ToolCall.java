package dev.ccproxy.check.live;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Message;
import dev.ccproxy.wire.Severity;

/** Whether a dictated tool call comes, once as JSON and once as a stream. */
final class ToolCall extends EndpointCheck {
  /** A model may decline once; three times is an answer. */
  private static final int TRIES = 3;

  /** The declaration of the probe's tool is longer than this, in any tokenizer. */
  private static final int FEWEST_TOKENS = 20;

  private final boolean stream;

  private ToolCall(
      String id, String slug, String title, Mode level, boolean stream, String... needs) {
    super(id, slug, title, Layer.TRANSLATOR, Group.TOOLS, level, needs);
    this.stream = stream;
  }

  /** As one JSON message. */
  static ToolCall asJson() {
    return new ToolCall(
        "CCP-L601",
        "tool-call-fails",
        "does a tool call come back",
        Mode.STANDARD,
        false,
        "CCP-L401");
  }

  /** As a stream, which is how the client asks. */
  static ToolCall asStream() {
    return new ToolCall(
        "CCP-L602",
        "streamed-tool-call-fails",
        "does a streamed tool call keep to the protocol",
        Mode.QUICK,
        true,
        "CCP-L501");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = stream ? chain.toolStream() : chain.tool();
    LiveResult result = chain.reading().result(this, exchange);
    if (!result.findings().isEmpty() || !exchange.isAnswered()) {
      return result;
    }
    int right = 0;
    int n = 0;
    Exchange last = exchange;
    while (n < TRIES && right == 0) {
      if (n > 0) {
        last =
            chain.withRoom(
                stream
                    ? chain.requests().toolStream(chain.model())
                    : chain.requests().tool(chain.model()));
      }
      n++;
      Message message = last.message();
      if (message != null && !message.calls().isEmpty()) {
        right++;
      }
    }
    return right > 0 ? LiveResult.OK : LiveResult.of(noCall(chain, last, n));
  }

  private Finding noCall(Chain chain, Exchange exchange, int n) throws InterruptedException {
    long with = exchange.inputTokens();
    long without = chain.text().inputTokens();
    boolean dropped = with > 0 && without > 0 && with - without < FEWEST_TOKENS;
    return finding(
            Severity.ERROR,
            dropped
                ? "The declared tools never reach the model"
                : "The model makes no tool call, not even a dictated one")
        .layer(dropped ? (chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR) : Layer.MODEL)
        .confidence(dropped ? Confidence.CERTAIN : Confidence.LIKELY)
        .cause(
            dropped
                ? "The answer counts as many input tokens with a tool as without one."
                : "The answers hold text where a call was dictated: the model has no tools, or its"
                    + " server has no template for them.")
        .impact("The client's agent can read and change nothing; it only talks.")
        .evidence(Reading.request(exchange))
        .evidence(Reading.response(exchange))
        .tries(n, 0)
        .fix(
            Fix.manual(
                dropped
                    ? "Use a gateway route that passes tools on"
                    : "Use a model that is made for tool calls"))
        .build();
  }
}
