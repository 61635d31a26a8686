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
 * @param known the providers of the last set-up
 */
record CurrentSetup(
    String baseUrl,
    @Nullable Service direct,
    @Nullable List<GatewayConfig.Deployment> gateway,
    List<Provider> known) {

  static CurrentSetup of(
      String baseUrl,
      @Nullable List<GatewayConfig.Deployment> gateway,
      Answers answers,
      Catalog catalog)
      throws CatalogException {
    List<Provider> known = new ArrayList<>();
    for (String id : answers.providers()) {
      if (id.equals(CustomProvider.ID)) {
        custom(answers).ifPresent(known::add);
      } else {
        catalog.provider(id).ifPresent(known::add);
      }
    }
    return new CurrentSetup(
        baseUrl, gateway == null ? direct(baseUrl, known, answers, catalog) : null, gateway, known);
  }

  private static Optional<Provider> custom(Answers answers) {
    String name = answers.name() == null ? CustomProvider.ID : answers.name();
    for (String url : answers.baseUrls()) {
      boolean ours = url.startsWith(CustomProvider.ID + "=") || answers.providers().size() == 1;
      if (ours) {
        String bare =
            url.startsWith(CustomProvider.ID + "=")
                ? url.substring(CustomProvider.ID.length() + 1)
                : url;
        return Optional.of(
            "anthropic".equals(answers.protocol())
                ? CustomProvider.anthropic(name, bare)
                : CustomProvider.openAiCompatible(name, bare));
      }
    }
    return Optional.empty();
  }

  private static @Nullable Service direct(
      String baseUrl, List<Provider> known, Answers answers, Catalog catalog) {
    // A direct set-up may have an address of the user's own, which no file lists.
    boolean setUpHere =
        baseUrl.equals(answers.clientBase())
            && known.size() == 1
            && !answers.hasForeignGateway()
            && !answers.hasOwnGateway();
    if (setUpHere && known.get(0).direct() != null) {
      return new Service(known.get(0), Route.DIRECT, baseUrl);
    }
    for (Provider provider : catalog.usable(baseUrl)) {
      if (provider.isDirectAt(baseUrl)) {
        return new Service(provider, Route.DIRECT, baseUrl);
      }
    }
    return null;
  }

  /** The model that the client means by {@code name}, with what is known about it. */
  ModelChoice choice(String name) {
    if (direct != null) {
      String id = Model.withoutSuffix(name);
      return new ModelChoice(direct, direct.provider().model(id).orElse(Model.unknown(id)), name);
    }
    for (GatewayConfig.Deployment deployment :
        gateway == null ? List.<GatewayConfig.Deployment>of() : gateway) {
      if (deployment.name().equals(name)) {
        return behindGateway(deployment);
      }
    }
    return new ModelChoice(
        new Service(CustomProvider.behindGateway(), Route.LITELLM, ""), Model.unknown(name), name);
  }

  private ModelChoice behindGateway(GatewayConfig.Deployment deployment) {
    String id = deployment.model().substring(deployment.model().indexOf('/') + 1);
    for (Provider provider : known) {
      if (serves(provider, deployment)) {
        return new ModelChoice(
            new Service(provider, Route.LITELLM, deployment.apiBase()),
            provider.model(id).orElse(Model.unknown(id)),
            deployment.name());
      }
    }
    return new ModelChoice(
        new Service(CustomProvider.behindGateway(), Route.LITELLM, ""),
        Model.unknown(id),
        deployment.name());
  }

  /** Whether a deployment is one of this provider: its prefix and its key. */
  static boolean serves(Provider provider, GatewayConfig.Deployment deployment) {
    return provider.litellm() != null
        && deployment.model().startsWith(provider.litellm().prefix() + "/")
        && (deployment.keyFrom(provider.key().variable())
            || provider.isLiteLlmAt(deployment.apiBase()));
  }
}
