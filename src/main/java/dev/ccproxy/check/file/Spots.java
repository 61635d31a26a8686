package dev.ccproxy.check.file;

import dev.ccproxy.check.Finding;
import dev.ccproxy.config.Deployment;
import java.util.ArrayList;
import java.util.List;

/**
 * The deployments that have one fault: places, names, and what puts them right. Of many only the
 * first ones are named; finding the places of all of thousands would take longer than the check.
 */
final class Spots {
  private final Places places = new Places();
  private final List<String> names = new ArrayList<>();
  private final Repair repair = new Repair();

  /** One deployment more, with the place of the parameter. */
  Spots add(Deployment deployment, String parameter) {
    if (places.hasRoom()) {
      places.add(deployment.placeOf(parameter));
      names.add(deployment.name());
    } else {
      places.count();
    }
    return this;
  }

  /** Forgets all of them. */
  void clear() {
    places.clear();
    names.clear();
  }

  /** {@code "a", "b" and 3 more}. */
  String names() {
    return GatewayCheck.names(names, places.size());
  }

  Repair repair() {
    return repair;
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /** Names the first places and counts the others. */
  Finding.Builder in(Finding.Builder finding) {
    return places.in(finding);
  }
}
