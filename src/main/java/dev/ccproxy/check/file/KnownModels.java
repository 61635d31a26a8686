package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.config.Deployment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue knows about the models of deployments. Files are read by prefix, once: all of
 * them cost more than a check.
 */
final class KnownModels {
  private final Catalog catalog;
  private final Map<String, List<Provider>> byPrefix = new HashMap<>();

  KnownModels(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The model of a deployment; empty where its server is none that the catalogue knows. */
  Optional<Model> of(Deployment deployment) {
    if (deployment.isWildcard()) {
      return Optional.empty();
    }
    for (Provider provider : providers(deployment)) {
      Model model = in(provider, deployment.upstreamModel());
      if (model != null) {
        return Optional.of(model);
      }
    }
    return Optional.empty();
  }

  /** The model of a provider; a tag behind a colon chooses a build of the same one. */
  static @Nullable Model in(Provider provider, String id) {
    Model model = provider.model(id).orElse(null);
    int tag = id.indexOf(':');
    return model != null || tag < 0 ? model : provider.model(id.substring(0, tag)).orElse(null);
  }

  /** The providers that can be meant: of that prefix, at that address. */
  List<Provider> providers(Deployment deployment) {
    String prefix = isOllama(deployment) ? "ollama_chat" : deployment.provider();
    List<Provider> fitting = new ArrayList<>();
    if (prefix.isEmpty()) {
      return fitting;
    }
    for (Provider provider : byPrefix.computeIfAbsent(prefix, this::read)) {
      String base = deployment.apiBase();
      if (base.isEmpty()
          ? provider.id().equals(prefix) || isOllama(deployment)
          : isAt(provider, base)) {
        fitting.add(provider);
      }
    }
    return fitting;
  }

  static boolean isOllama(Deployment deployment) {
    return deployment.provider().equals("ollama") || deployment.provider().equals("ollama_chat");
  }

  private static boolean isAt(Provider provider, String base) {
    if (base.startsWith(Gateway.FROM_ENVIRONMENT)) {
      return true;
    }
    String plain = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    if (provider.isLiteLlmAt(plain)) {
      return true;
    }
    Provider.LiteLlmRoute route = provider.litellm();
    // A server of one's own may be anywhere.
    return route != null
        && route.baseUrl() != null
        && (Gateway.port(route.baseUrl()) > 0 || Urls.sameHost(route.baseUrl(), plain));
  }

  private List<Provider> read(String prefix) {
    List<Provider> found = new ArrayList<>();
    for (Provider provider : catalog.usable(prefix)) {
      Provider.LiteLlmRoute route = provider.litellm();
      if (route != null && route.prefix().equals(prefix)) {
        found.add(provider);
      }
    }
    return found;
  }
}
