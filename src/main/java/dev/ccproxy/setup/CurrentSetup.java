package dev.ccproxy.setup;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.CatalogException;
import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the client talks to today, as far as the files tell.
 *
 * @param baseUrl the client's base
 * @param direct the provider at that address; null behind a gateway or at an unknown address
 * @param gateway the entries of the gateway's configuration; null where there is none of ours
 */
record CurrentSetup(
    String baseUrl,
    @Nullable Service direct,
    @Nullable List<GatewayConfig.Deployment> gateway,
    List<Provider> known) {

  /**
   * @param ids providers of the last set-up, to be asked first
   * @param lastBase the client's base of the last set-up, which may be an address of the user's
   *     own; null: none
   */
  static CurrentSetup of(
      String baseUrl,
      @Nullable List<GatewayConfig.Deployment> gateway,
      List<String> ids,
      @Nullable String lastBase,
      Catalog catalog)
      throws CatalogException {
    List<Provider> known = new ArrayList<>();
    for (String id : ids) {
      catalog.provider(id).ifPresent(known::add);
    }
    Service direct = null;
    if (gateway == null) {
      for (Provider provider : known) {
        boolean setUpHere =
            baseUrl.equals(lastBase) && known.size() == 1 && provider.direct() != null;
        if (direct == null && (setUpHere || isAt(provider, baseUrl))) {
          direct = new Service(provider, Route.DIRECT, baseUrl);
        }
      }
      for (String id : direct == null ? catalog.ids() : List.<String>of()) {
        Provider provider = catalog.provider(id).orElse(null);
        if (direct == null && provider != null && isAt(provider, baseUrl)) {
          direct = new Service(provider, Route.DIRECT, baseUrl);
        }
      }
    }
    return new CurrentSetup(baseUrl, direct, gateway, List.copyOf(known));
  }

  private static boolean isAt(Provider provider, String baseUrl) {
    if (provider.direct() == null) {
      return false;
    }
    if (baseUrl.equals(provider.direct().baseUrl())) {
      return true;
    }
    for (Provider.Region region : provider.regions().values()) {
      if (baseUrl.equals(region.direct())) {
        return true;
      }
    }
    return false;
  }

  /** The model that the client means by {@code name}, with what is known about it. */
  ModelChoice choice(String name) {
    if (direct != null) {
      String id = name.endsWith("[1m]") ? name.substring(0, name.length() - "[1m]".length()) : name;
      Model model = direct.provider().model(id).orElse(Model.unknown(id));
      return new ModelChoice(direct, model, name);
    }
    if (gateway != null) {
      for (GatewayConfig.Deployment deployment : gateway) {
        if (deployment.name().equals(name)) {
          return behindGateway(deployment);
        }
      }
    }
    Provider nobody = CustomProvider.behindGateway();
    return new ModelChoice(new Service(nobody, Route.LITELLM, ""), Model.unknown(name), name);
  }

  private ModelChoice behindGateway(GatewayConfig.Deployment deployment) {
    int slash = deployment.model().indexOf('/');
    String prefix = slash < 0 ? "" : deployment.model().substring(0, slash);
    String id = deployment.model().substring(slash + 1);
    for (Provider provider : known) {
      if (provider.litellm() != null && provider.litellm().prefix().equals(prefix)) {
        Optional<Model> model = provider.model(id);
        if (model.isPresent()) {
          return new ModelChoice(
              new Service(provider, Route.LITELLM, ""), model.get(), deployment.name());
        }
      }
    }
    return new ModelChoice(
        new Service(CustomProvider.behindGateway(), Route.LITELLM, ""),
        Model.unknown(id),
        deployment.name());
  }
}
