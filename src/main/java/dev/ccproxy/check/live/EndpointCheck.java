package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.check.NamedCheck;
import dev.ccproxy.explain.Layer;
import java.util.List;

/** What all checks of the endpoint have in common: their names and their place in the graph. */
abstract class EndpointCheck extends NamedCheck implements LiveCheck<Chain> {
  private final Mode level;
  private final List<String> needs;

  EndpointCheck(
      String id, String slug, String title, Layer layer, Group group, Mode level, String... needs) {
    super(id, slug, title, layer, group);
    this.level = level;
    this.needs = List.of(needs);
  }

  @Override
  public final Mode level() {
    return level;
  }

  @Override
  public final List<String> needs() {
    return needs;
  }
}
