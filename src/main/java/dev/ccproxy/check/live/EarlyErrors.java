package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Gateway;
import dev.ccproxy.wire.Severity;

/** Whether a refusal of a streamed request comes as a status, before the stream begins. */
final class EarlyErrors extends EndpointCheck {

  EarlyErrors() {
    super(
        "CCP-L504",
        "error-inside-stream",
        "is a wrong request for a stream refused before the stream",
        Layer.TRANSLATOR,
        Group.STREAMS,
        Mode.DEEP,
        "CCP-L303",
        "CCP-L501");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    if (chain.gateway().has(Gateway.Trait.STREAM_HIDES_STATUS)) {
      return LiveResult.skip(chain.whoAnswers() + " says 200 before it knows");
    }
    Exchange json = chain.prober().askOnce(chain.requests().unknownModel(false));
    if (json.status() < 400) {
      return LiveResult.skip("nothing is refused here");
    }
    Exchange stream = chain.prober().askOnce(chain.requests().unknownModel(true));
    if (stream.status() >= 400 || stream.status() == 0) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(Severity.INFO, "A refused stream begins with status " + stream.status())
            .spec(Severity.WARNING)
            .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(Confidence.CERTAIN)
            .cause("As JSON the same request is refused with status " + json.status() + ".")
            .impact("The client cannot see by the status what is wrong, and asks again.")
            .evidence(Reading.request(stream))
            .evidence(Reading.response(stream))
            .build());
  }
}
