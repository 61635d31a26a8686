package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileCheck;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.NamedCheck;
import dev.ccproxy.config.Place;
import dev.ccproxy.explain.Layer;
import java.util.ArrayList;
import java.util.List;

/** A check of each configuration of LiteLLM by itself. */
abstract class GatewayCheck extends NamedCheck implements FileCheck {
  private static final int MOST_NAMES = 3;

  GatewayCheck(String id, String slug, String title, Layer layer) {
    this(id, slug, title, layer, Group.GATEWAY);
  }

  GatewayCheck(String id, String slug, String title, Layer layer, Group group) {
    super(id, slug, title, layer, group);
  }

  @Override
  public final List<Finding> find(FileScene scene) {
    List<Finding> found = new ArrayList<>();
    for (Gateway gateway : Gateway.of(scene)) {
      judge(gateway, found);
    }
    return found;
  }

  /** Adds what is wrong with one configuration. */
  abstract void judge(Gateway gateway, List<Finding> found);

  /** Names the places. */
  static Finding.Builder at(Finding.Builder finding, List<Place> places) {
    for (Place place : places) {
      finding.evidence(Evidence.of(place));
    }
    return finding;
  }

  /** Names the first places and counts the others. */
  static Finding.Builder at(Finding.Builder finding, Places places) {
    return places.in(finding);
  }

  /** Names the first places of deployments and counts the others. */
  static Finding.Builder at(Finding.Builder finding, Spots spots) {
    return spots.in(finding);
  }

  /** {@code "a", "b" and 3 more}. */
  static String names(List<String> names) {
    return names(names, names.size());
  }

  /**
   * As {@link #names(List)}.
   *
   * @param count how many there are in all
   */
  static String names(List<String> names, int count) {
    StringBuilder out = new StringBuilder();
    int shown = Math.min(names.size(), MOST_NAMES);
    for (int i = 0; i < shown; i++) {
      if (i > 0) {
        out.append(i == count - 1 ? " and " : ", ");
      }
      out.append('"').append(names.get(i)).append('"');
    }
    if (count > shown) {
      out.append(" and ").append(count - shown).append(" more");
    }
    return out.toString();
  }
}
