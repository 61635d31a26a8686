package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Layer;

/**
 * The place in the list for the comparison of the ways. Asks nothing itself: the comparison is made
 * when the other checks have ended, and only where tool calls fail.
 */
final class LayerVerdict extends EndpointCheck {
  static final String ID = "CCP-D906";

  LayerVerdict() {
    super(
        ID,
        "layers-compared",
        "which layer breaks what arrives broken",
        Layer.TRANSLATOR,
        Group.LAYERS,
        Mode.QUICK);
  }

  @Override
  public LiveResult run(Chain chain) {
    return LiveResult.OK;
  }
}
