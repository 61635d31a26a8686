package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Answer;
import dev.ccproxy.probe.Recognition;

/** Who answers, by requests that cost nothing and carry no key. Never a fault by itself. */
final class Recognised extends EndpointCheck {

  Recognised() {
    super(
        "CCP-L105",
        "unknown-gateway",
        "which program answers",
        Layer.NETWORK,
        Group.REACH,
        Mode.QUICK,
        "CCP-L102",
        "CCP-L103");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Recognition recognition = new Recognition();
    recognition.learn("/", chain.hello().last());
    recognition.learn(chain.path().last());
    try {
      chain.answers(recognition.run(path -> get(chain, path)));
    } catch (Interrupted e) {
      throw new InterruptedException();
    }
    return LiveResult.OK;
  }

  /** The run is over, in the middle of a search that knows no checked exception. */
  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Answer get(Chain chain, String path) {
    try {
      return chain.prober().askOnce(chain.requests().get(path)).last();
    } catch (InterruptedException e) {
      throw new Interrupted();
    }
  }
}
