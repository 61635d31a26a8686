package dev.ccproxy.check.live;

import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;

/** Whether pictures reach the model. Many models take none, which is no fault. */
final class Pictures extends EndpointCheck {
  /** The smallest picture is more tokens than this. */
  private static final int FEWEST = 5;

  Pictures() {
    super(
        "CCP-L711",
        "pictures-lost",
        "do pictures reach the model",
        Layer.MODEL,
        Group.REQUEST_SHAPE,
        Mode.DEEP,
        "CCP-L401");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = chain.withRoom(chain.requests().picture(chain.model()));
    if (!exchange.isAnswered()) {
      return LiveResult.of(
          finding(Severity.INFO, "Pictures are refused with status " + exchange.first().status())
              .confidence(Confidence.LIKELY)
              .cause("The model, or the way to it, takes text alone.")
              .impact("Screenshots cannot be shown to the agent.")
              .evidence(Reading.request(exchange))
              .evidence(Reading.response(exchange))
              .build());
    }
    if (exchange.asked().nonceSeen(exchange.text())) {
      return LiveResult.OK;
    }
    Exchange without = chain.withRoom(chain.requests().withoutPicture(chain.model()));
    long more = exchange.inputTokens() - without.inputTokens();
    boolean lost = exchange.inputTokens() > 0 && without.inputTokens() > 0 && more < FEWEST;
    return LiveResult.of(
        finding(
                lost ? Severity.WARNING : Severity.INFO,
                lost ? "Pictures get lost without a word" : "The model does not read a picture")
            .layer(lost ? chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR : Layer.MODEL)
            .confidence(lost ? Confidence.CERTAIN : Confidence.POSSIBLE)
            .cause(
                lost
                    ? "With a picture the request counts as many tokens as without it."
                    : "The number in it does not come back.")
            .impact("The agent talks about screenshots that it never sees.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .fix(Fix.manual("Use a model and a route that take pictures"))
            .build());
  }
}
