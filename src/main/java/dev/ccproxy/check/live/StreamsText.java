package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Layer;

/** Whether the stream of a short text keeps to the protocol. */
final class StreamsText extends EndpointCheck {

  StreamsText() {
    super(
        "CCP-L501",
        "stream-broken",
        "does a stream keep to the protocol",
        Layer.TRANSLATOR,
        Group.STREAMS,
        Mode.QUICK,
        "CCP-L201");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    // What is refused as JSON is refused as a stream; that check tells.
    return chain.text().isAnswered() || chain.text().status() == 0
        ? chain.reading().result(this, chain.textStream())
        : LiveResult.skip("blocked by CCP-L401").andBlock();
  }
}
