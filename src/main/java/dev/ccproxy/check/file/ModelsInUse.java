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

    /** Shows where it is named. */
    Finding.Builder in(Finding.Builder finding) {
      Spots spots = new Spots();
      deployments.forEach(d -> spots.add(d, "model"));
      return spots.in(finding);
    }

    private Use and(Deployment another, boolean isAsked) {
      deployments.add(another);
      return new Use(model, provider, asked || isAsked, deployments, gateway);
    }
  }

  static List<Use> of(FileScene scene) {
    List<Use> uses = new ArrayList<>();
    KnownModels known = new KnownModels(scene.catalog());
    for (Gateway gateway : Gateway.of(scene)) {
      ClientModels models = new ClientModels(gateway);
      Map<Model, Use> ofGateway = new LinkedHashMap<>();
      for (Deployment deployment : gateway.deployments()) {
        if (DropParamsMissing.isNotForChat(deployment)) {
          continue;
        }
        Model model = known.of(deployment).orElse(null);
        if (model != null) {
          Use use = ofGateway.get(model);
          if (use == null) {
            Provider provider = known.providers(deployment).get(0);
            use = new Use(model, provider, false, new ArrayList<>(), gateway);
          }
          boolean isAsked = models.isUnknown() || models.ask(deployment);
          ofGateway.put(model, use.and(deployment, isAsked));
        }
      }
      uses.addAll(ofGateway.values());
    }
    return uses;
  }
}
