package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.config.Deployment;
import java.util.ArrayList;
import java.util.List;

/** The models behind the gateway that the catalogue knows. */
final class ModelsInUse {
  private ModelsInUse() {}

  /**
   * A model and where it is named.
   *
   * @param asked whether the client asks for it; also where nothing is known of a client
   * @param provider who has it
   */
  record Use(
      Model model, Provider provider, boolean asked, Deployment deployment, Gateway gateway) {

    Evidence evidence() {
      return Evidence.of(deployment.placeOf("model"));
    }
  }

  static List<Use> of(FileScene scene) {
    List<Use> uses = new ArrayList<>();
    KnownModels known = new KnownModels(scene.catalog());
    for (Gateway gateway : Gateway.of(scene)) {
      ClientModels models = new ClientModels(gateway);
      for (Deployment deployment : gateway.deployments()) {
        if (DropParamsMissing.isNotForChat(deployment)) {
          continue;
        }
        Model model = known.of(deployment).orElse(null);
        if (model != null) {
          uses.add(
              new Use(
                  model,
                  known.providers(deployment).get(0),
                  models.isUnknown() || models.ask(deployment),
                  deployment,
                  gateway));
        }
      }
    }
    return uses;
  }
}
