package dev.ccproxy.check.live;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.explain.Match;
import dev.ccproxy.probe.Asked;
import dev.ccproxy.wire.Severity;

/** Whether the result of a tool call reaches the model: one result, and two in another order. */
final class ToolResult extends EndpointCheck {
  private static final int TRIES = 3;

  private final boolean two;

  private ToolResult(String id, String slug, String title, boolean two, String needs) {
    super(id, slug, title, Layer.TRANSLATOR, Group.TOOLS, Mode.STANDARD, needs);
    this.two = two;
  }

  /** One result. */
  static ToolResult one() {
    return new ToolResult(
        "CCP-L606", "tool-result-lost", "does a tool result reach the model", false, "CCP-L401");
  }

  /** Two results, given back in the other order. */
  static ToolResult two() {
    return new ToolResult(
        "CCP-L607",
        "parallel-results-lost",
        "do two tool results reach the model, each as its own",
        true,
        "CCP-L606");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = null;
    for (int n = 1; n <= TRIES; n++) {
      Asked asked =
          two
              ? chain.requests().parallelResults(chain.model())
              : chain.requests().result(chain.model());
      exchange = chain.withRoom(asked);
      if (!exchange.isAnswered() && isAboutThinking(chain, exchange)) {
        // The turn before is made up and has none; what the client sends back has.
        return LiveResult.skip("the model wants its own thinking back").andBlock();
      }
      if (!exchange.isAnswered()) {
        return LiveResult.of(refusal(chain, exchange));
      }
      if (exchange.asked().nonceSeen(exchange.text())) {
        return LiveResult.OK;
      }
      LiveResult broken = chain.reading().result(this, exchange);
      if (!broken.findings().isEmpty()) {
        return broken;
      }
    }
    if (exchange == null) {
      return LiveResult.OK;
    }
    if (chain.isHardOfHearing()) {
      return LiveResult.SHOWS_NOTHING;
    }
    if (two && allSeen(exchange) && isRightInOrder(chain)) {
      return LiveResult.of(inOtherOrder(chain, exchange));
    }
    boolean some = someSeen(exchange);
    return LiveResult.of(
        finding(
                two && some ? Severity.WARNING : Severity.ERROR,
                two
                    ? "The results of two tool calls do not both come back in their order"
                    : "What a tool returned does not reach the model")
            .confidence(two && some ? Confidence.POSSIBLE : Confidence.LIKELY)
            .layer(two && some ? Layer.MODEL : chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .cause(
                two && some
                    ? "Each result carries its id; the model, or the conversion, mixes them up."
                    : "The answer does not know the code that the tool result held: the result was"
                        + " lost on the way.")
            .impact("The client's agent works with results that it never sees.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .tries(TRIES, 0)
            .fix(Fix.manual("Upgrade the gateway, or use a route without conversion"))
            .build());
  }

  /**
   * The refusal of a turn with a result, where the turn with the call was answered: whoever
   * converts results fails, whatever the status says of a server in trouble.
   */
  private Finding refusal(Chain chain, Exchange exchange) {
    Finding refusal = chain.reading().refusal(this, exchange, "");
    Match match = chain.reading().best(exchange);
    boolean known = match != null && match.signature() != null;
    return known || chain.isDirect() || exchange.first().status() < 400
        ? refusal
        : refusal.with(Layer.TRANSLATOR);
  }

  private static boolean isAboutThinking(Chain chain, Exchange exchange) {
    Match match = chain.reading().best(exchange);
    String check = match == null ? null : match.check();
    return "CCP-L614".equals(check) || "CCP-L712".equals(check);
  }

  /**
   * Protocols without ids, such as Ollama's own, know results by their order alone. The client
   * sends them in the order of the calls, so that nothing gets mixed up.
   */
  private Finding inOtherOrder(Chain chain, Exchange exchange) {
    return finding(
            Severity.INFO,
            "Results of two tool calls are told apart by their order, not by their id")
        .spec(Severity.WARNING)
        .confidence(Confidence.LIKELY)
        .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
        .cause(
            "Both came back, in the order in which they were sent and not in that of the calls: the"
                + " ids get lost on the way.")
        .impact("None for Claude Code, which sends results in the order of the calls.")
        .evidence(Reading.request(exchange))
        .evidence(Reading.response(exchange))
        .tries(TRIES, 0)
        .build();
  }

  private static boolean isRightInOrder(Chain chain) throws InterruptedException {
    Exchange ordered = chain.withRoom(chain.requests().orderedResults(chain.model()));
    return ordered.isAnswered() && ordered.asked().nonceSeen(ordered.text());
  }

  private static boolean allSeen(Exchange exchange) {
    for (String nonce : exchange.asked().nonces()) {
      if (!exchange.text().contains(nonce)) {
        return false;
      }
    }
    return true;
  }

  private static boolean someSeen(Exchange exchange) {
    for (String nonce : exchange.asked().nonces()) {
      if (exchange.text().contains(nonce)) {
        return true;
      }
    }
    return false;
  }
}
