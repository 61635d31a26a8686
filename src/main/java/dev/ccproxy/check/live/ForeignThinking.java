package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;

/** Whether thinking of another model may stand in the history, as after a change of the model. */
final class ForeignThinking extends EndpointCheck {

  ForeignThinking() {
    super(
        "CCP-L712",
        "foreign-thinking-refused",
        "may thinking of another model stand in the history",
        Layer.UPSTREAM,
        Group.REQUEST_SHAPE,
        Mode.DEEP,
        "CCP-L401");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange exchange = chain.withRoom(chain.requests().foreignThinking(chain.model()));
    if (exchange.isAnswered()) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(
                Severity.INFO,
                "Thinking of another model in the history is refused with status "
                    + exchange.first().status())
            .layer(Layer.UPSTREAM)
            .confidence(Confidence.CERTAIN)
            .cause("Thinking is signed, and the signature of another model does not count.")
            .impact("After a change of the model a session may end in this error; start a new one.")
            .evidence(Reading.request(exchange))
            .evidence(Reading.response(exchange))
            .build());
  }
}
