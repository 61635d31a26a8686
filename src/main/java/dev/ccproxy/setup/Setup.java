package dev.ccproxy.setup;

import dev.ccproxy.catalog.Route;
import dev.ccproxy.catalog.Tier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A set-up that is complete: every tier has a model that one of the services serves.
 *
 * @param services in the order given; behind a gateway that somebody else runs one that stands for
 *     all
 * @param tiers a model for each tier
 * @param others models that the gateway shall serve although no tier names them
 * @param clientBaseUrl what the client gets as base
 * @param ownGateway whether we write the gateway's files
 * @param notes sentences for the user: repairs, limits, warnings
 */
public record Setup(
    Route route,
    List<Service> services,
    Map<Tier, ModelChoice> tiers,
    List<ModelChoice> others,
    String clientBaseUrl,
    boolean ownGateway,
    List<String> notes) {

  public Setup {
    services = List.copyOf(services);
    tiers = Map.copyOf(tiers);
    others = List.copyOf(others);
    notes = List.copyOf(notes);
  }

  /** The model of a tier. */
  public ModelChoice model(Tier tier) {
    ModelChoice choice = tiers.get(tier);
    if (choice == null) {
      throw new IllegalStateException("no model for " + tier.word());
    }
    return choice;
  }

  /** Every model of the set-up once, those of the tiers first. */
  public List<ModelChoice> allModels() {
    Set<ModelChoice> all = new LinkedHashSet<>();
    for (Tier tier : Tier.values()) {
      all.add(model(tier));
    }
    all.addAll(others);
    return new ArrayList<>(all);
  }

  /** Whether the gateway's files are ours to write. */
  public boolean hasOwnGateway() {
    return ownGateway && route == Route.LITELLM;
  }

  /** The same with other names or models. */
  Setup with(
      Map<Tier, ModelChoice> otherTiers, List<ModelChoice> otherModels, List<String> otherNotes) {
    return new Setup(
        route, services, otherTiers, otherModels, clientBaseUrl, ownGateway, otherNotes);
  }
}
