package dev.ccproxy.setup;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Route;

/**
 * A model of a service and the name under which the client asks for it.
 *
 * @param clientName on the direct route the provider's id, perhaps with {@code [1m]}; behind
 *     LiteLLM a {@code model_name}
 */
public record ModelChoice(Service service, Model model, String clientName) {

  static ModelChoice direct(Service service, Model model) {
    boolean suffix = service.route() == Route.DIRECT && model.longContextSuffix();
    return new ModelChoice(service, model, model.id() + (suffix ? Model.LONG_CONTEXT_SUFFIX : ""));
  }

  ModelChoice named(String name) {
    return new ModelChoice(service, model, name);
  }

  /** What stands in {@code litellm_params.model}. */
  String litellmModel() {
    if (service.provider().litellm() == null) {
      throw new IllegalStateException(service.provider().id() + " has no LiteLLM route");
    }
    return service.provider().litellm().prefix() + "/" + model.id();
  }

  // Written out: the methods that a record gets by itself are linked at run time, which costs
  // start-up.
  @Override
  public boolean equals(Object other) {
    return other instanceof ModelChoice choice
        && choice.clientName.equals(clientName)
        && choice.model.id().equals(model.id())
        && choice.service.equals(service);
  }

  @Override
  public int hashCode() {
    return 31 * clientName.hashCode() + model.id().hashCode();
  }
}
