package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.check.Destination;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.ServedModels;
import java.util.Optional;

/** What the catalogue knows about the model that answers to a name. */
final class ModelFacts {
  private ModelFacts() {}

  /** The facts of a model, where the catalogue has them. */
  static Optional<Model> find(FileScene scene, String sent) {
    Destination target = scene.destination();
    if (target.provider() != null) {
      // Whoever runs such a server sizes the windows of its models.
      return target.provider().openModels() ? Optional.empty() : target.provider().model(sent);
    }
    if (target.config() == null) {
      return Optional.empty();
    }
    Deployment deployment = ServedModels.of(target.config()).deployment(sent).orElse(null);
    if (deployment == null || deployment.prefix().isEmpty()) {
      return Optional.empty();
    }
    // The star of a wildcard takes what was asked for.
    String id = deployment.upstreamModel().indexOf('*') >= 0 ? sent : deployment.upstreamModel();
    String base = deployment.parameterText("api_base");
    for (Provider provider : scene.catalog().usable(id)) {
      boolean there =
          provider.litellm() != null
              && !provider.openModels()
              && provider.litellm().prefix().equals(deployment.prefix())
              && (base.isEmpty() || provider.isLiteLlmAt(base));
      Optional<Model> model = there ? provider.model(id) : Optional.empty();
      if (model.isPresent()) {
        return model;
      }
    }
    return Optional.empty();
  }
}
