package dev.ccproxy.check.live;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.explain.Match;
import dev.ccproxy.wire.Severity;

/** Whether the provider itself makes the dictated tool call, once as JSON and once as a stream. */
final class ProviderAnswers extends DirectCheck {
  private final boolean stream;

  private ProviderAnswers(String id, String slug, String title, boolean stream) {
    super(id, slug, title);
    this.stream = stream;
  }

  /** As one JSON message. */
  static ProviderAnswers asJson() {
    return new ProviderAnswers(
        "CCP-D901", "provider-refuses", "does the provider itself make a tool call", false);
  }

  /** As a stream. */
  static ProviderAnswers asStream() {
    return new ProviderAnswers(
        "CCP-D902", "provider-stream-refused", "does the provider itself stream a tool call", true);
  }

  @Override
  LiveResult ask(Chain chain, Upstream upstream) throws InterruptedException {
    Exchange exchange = chat(chain, upstream, stream);
    if (exchange.isAnswered()) {
      return exchange.asked().calledAsDictated(exchange.message())
          ? LiveResult.OK
          : LiveResult.of(
              finding(Severity.INFO, "The provider itself does not make the dictated tool call")
                  .confidence(Confidence.POSSIBLE)
                  .cause("Asked once, without the gateway; a model may decline once.")
                  .impact("Where the same fails through the gateway, the gateway is not the cause.")
                  .evidence(Reading.request(exchange))
                  .evidence(Reading.response(exchange))
                  .tries(1, 0)
                  .build());
    }
    if (exchange.first().status() == 0) {
      return LiveResult.inconclusive(
          "the provider cannot be reached from here: "
              + (exchange.failure() == null ? "no answer" : exchange.failure().text()));
    }
    return LiveResult.of(refusal(chain, exchange)).withoutBlocking();
  }

  private Finding refusal(Chain chain, Exchange exchange) throws InterruptedException {
    Match match = chain.reading().best(exchange);
    // Where the gateway's own request goes through, only the key that lies here is another one.
    boolean works = chain.text().isAnswered();
    int status = exchange.first().status();
    return finding(
            works ? Severity.INFO : Severity.ERROR,
            "The provider itself refuses the gateway's request with status " + status)
        .layer(Layer.UPSTREAM)
        .confidence(match == null ? Confidence.LIKELY : Confidence.CERTAIN)
        .cause(
            (match == null ? "" : match.cause() + " ")
                + "Asked without the gateway, with the key and the model of its own entry.")
        .impact(
            works
                ? "None: through the gateway the model answers. The key that lies here is another"
                    + " one than the gateway uses."
                : "Nothing that the gateway or the client could do differently helps.")
        .evidence(Reading.request(exchange))
        .evidence(Reading.response(exchange))
        .fix(
            match == null || match.fix().isEmpty()
                ? Fix.manual("Look at the account, the key and the model's name at the provider")
                : Fix.manual(match.fix()))
        .explains(
            works
                ? new String[0]
                : new String[] {
                  "CCP-L201", "CCP-L204", "CCP-L205", "CCP-L302", "CCP-L401", "CCP-L501", "CCP-D902"
                })
        .build();
  }
}
