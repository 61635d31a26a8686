package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.config.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models behind the gateway that the catalogue knows. */
final class ModelsInUse {
  private ModelsInUse() {}

  /**
   * A model and where one configuration names it.
   *
   * @param asked whether the client asks for it; also where nothing is known of a client
   * @param provider who has it
   * @param deployments at least one
   */
  record Use(
      Model model,
      Provider provider,
      boolean asked,
      List<Deployment> deployments,
      Gateway gateway) {

    Use {
      deployments = List.copyOf(deployments);
    }

    /** Shows where it is named. */
    Finding.Builder in(Finding.Builder finding) {
      Spots spots = new Spots();
      deployments.forEach(d -> spots.add(d, "model"));
      return spots.in(finding);
    }
  }

  static List<Use> of(FileScene scene) {
    List<Use> uses = new ArrayList<>();
    KnownModels known = new KnownModels(scene.catalog());
    for (Gateway gateway : Gateway.of(scene)) {
      ClientModels models = new ClientModels(gateway);
      Map<Model, List<Deployment>> byModel = new LinkedHashMap<>();
      for (Deployment deployment : gateway.deployments()) {
        if (!DropParamsMissing.isNotForChat(deployment)) {
          known
              .of(deployment)
              .ifPresent(m -> byModel.computeIfAbsent(m, k -> new ArrayList<>()).add(deployment));
        }
      }
      for (Map.Entry<Model, List<Deployment>> one : byModel.entrySet()) {
        List<Deployment> deployments = one.getValue();
        Provider provider = known.providers(deployments.get(0)).get(0);
        boolean isAsked = models.isUnknown() || deployments.stream().anyMatch(models::ask);
        uses.add(new Use(one.getKey(), provider, isAsked, deployments, gateway));
      }
    }
    return uses;
  }
}
