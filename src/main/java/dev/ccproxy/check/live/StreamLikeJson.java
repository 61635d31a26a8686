package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Message;
import dev.ccproxy.wire.Severity;

/** Whether a stream says the same as a JSON answer. Asks nothing itself. */
final class StreamLikeJson extends EndpointCheck {

  StreamLikeJson() {
    super(
        "CCP-L503",
        "stream-differs",
        "does a stream say the same as a JSON answer",
        Layer.TRANSLATOR,
        Group.STREAMS,
        Mode.STANDARD,
        "CCP-L601",
        "CCP-L602");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Message json = chain.tool().message();
    Message stream = chain.toolStream().message();
    if (json == null || stream == null || json.calls().isEmpty() || stream.calls().isEmpty()) {
      return LiveResult.skip("there are not two calls to compare");
    }
    boolean both =
        chain.tool().asked().calledAsDictated(json)
            == chain.toolStream().asked().calledAsDictated(stream);
    if (both && json.stopReason().equals(stream.stopReason())) {
      return LiveResult.OK;
    }
    return LiveResult.of(
        finding(Severity.INFO, "A stream says something else than a JSON answer")
            .spec(Severity.WARNING)
            .layer(chain.isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR)
            .confidence(Confidence.POSSIBLE)
            .cause(
                "The same call came with stop_reason "
                    + json.stopReason()
                    + " as JSON and "
                    + stream.stopReason()
                    + " as a stream"
                    + (both ? "." : ", and only one of the two is the dictated one."))
            .impact("The client streams, and falls back to JSON: the two should be the same.")
            .evidence(Reading.response(chain.tool()))
            .evidence(Reading.response(chain.toolStream()))
            .build());
  }
}
