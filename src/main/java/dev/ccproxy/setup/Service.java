package dev.ccproxy.setup;

import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Route;
import java.util.Map;

/**
 * One provider as this set-up uses it.
 *
 * @param route the same for all services of a set-up
 * @param baseUrl for the client on the direct route, for LiteLLM otherwise
 */
public record Service(Provider provider, Route route, String baseUrl) {

  /** The environment variable in which the gateway finds its key. */
  String keyVariable() {
    return provider.key().variable();
  }

  /** The word by which the command line names it. */
  String asked() {
    return provider.isCustom() && !provider.id().equals(CustomProvider.GATEWAY)
        ? CustomProvider.ID
        : provider.id();
  }

  boolean presentsAsClaude() {
    if (route == Route.DIRECT) {
      return provider.direct() != null && provider.direct().presentsAsClaude();
    }
    return provider.litellm() != null && provider.litellm().presentsAsClaude();
  }

  Map<String, String> environment() {
    if (route == Route.DIRECT) {
      return provider.direct() == null ? Map.of() : provider.direct().environment();
    }
    return provider.litellm() == null ? Map.of() : provider.litellm().environment();
  }

  // Written out: the methods that a record gets by itself are linked at run time, which costs
  // start-up.
  @Override
  public boolean equals(Object other) {
    return other instanceof Service service
        && service.route == route
        && service.baseUrl.equals(baseUrl)
        && service.provider.equals(provider);
  }

  @Override
  public int hashCode() {
    return 31 * baseUrl.hashCode() + provider.hashCode();
  }
}
