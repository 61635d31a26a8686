package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Layer;

/**
 * A check that asks nothing itself: its findings come from the text of any refused answer, whoever
 * asked ({@code probes.md} 3.4).
 */
final class Classified extends EndpointCheck {

  private Classified(String id, String slug, String title, Layer layer) {
    super(id, slug, title, layer, Group.CREDENTIALS, Mode.QUICK, "CCP-L106");
  }

  /** Whether the provider takes the gateway's key. */
  static Classified upstreamCredential() {
    return new Classified(
        "CCP-L204",
        "upstream-key-refused",
        "does the provider accept the gateway's key",
        Layer.UPSTREAM);
  }

  /** Whether there is credit left, and no limit reached. */
  static Classified credit() {
    return new Classified(
        "CCP-L205", "no-credit-or-limit", "is there credit, and no limit reached", Layer.UPSTREAM);
  }

  @Override
  public LiveResult run(Chain chain) {
    return LiveResult.OK;
  }
}
