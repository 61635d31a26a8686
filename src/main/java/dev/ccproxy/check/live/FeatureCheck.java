package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Layer;

/**
 * A part of the client's request that may be refused. Asks nothing itself: the check of the full
 * request finds out which part it is.
 */
final class FeatureCheck extends EndpointCheck {

  FeatureCheck(String id, String slug, String title) {
    super(id, slug, title, Layer.TRANSLATOR, Group.REQUEST_SHAPE, Mode.STANDARD, "CCP-L602");
  }

  @Override
  public LiveResult run(Chain chain) {
    return LiveResult.OK;
  }
}
