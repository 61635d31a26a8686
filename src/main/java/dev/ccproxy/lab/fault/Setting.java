package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Personality;
import java.util.List;

/**
 * Where a fault is put in.
 *
 * @param key the credential that the personality takes
 * @param models the names that it serves, the main one first
 * @param secondOrigin address of another server, for redirects; empty where there is none
 * @param seed of what looks random
 */
public record Setting(
    Personality personality, String key, List<String> models, String secondOrigin, long seed) {

  /** Copies the list. */
  public Setting {
    models = List.copyOf(models);
  }

  /** The name of the main model. */
  String model() {
    return models.get(0);
  }
}
