package dev.ccproxy.check;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.config.ClientModel;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.ClientUrl;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.ServedModels;
import dev.ccproxy.config.Workspace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the client's address leads to, as far as files can tell.
 *
 * @param provider whose direct endpoint it is; null for other kinds
 * @param config of the gateway behind it; null for other kinds
 */
public record Destination(Kind kind, @Nullable Provider provider, @Nullable LiteLlmConfig config) {

  /** Kinds of destinations. */
  public enum Kind {
    /** No address is set, or that of the client's vendor. */
    VENDOR,
    /** A direct endpoint or another program that the catalogue knows. */
    PROVIDER,
    /** The LiteLLM whose configuration lies here. */
    GATEWAY,
    /** Something else, or an address that cannot be used. */
    UNKNOWN
  }

  private static final int LITELLM_PORT = 4000;

  static Destination of(Workspace workspace, Catalog catalog) {
    ClientRequest request = workspace.clientRequest();
    ClientUrl url = request.url();
    if (request.baseUrl().isEmpty() || url.isVendor()) {
      return new Destination(Kind.VENDOR, null, null);
    }
    if (!url.isUsable()) {
      return new Destination(Kind.UNKNOWN, null, null);
    }
    Provider provider = provider(url, catalog).orElse(null);
    LiteLlmConfig config = workspace.configs().isEmpty() ? null : workspace.configs().get(0);
    if (config != null && isBehind(url, provider, config, request)) {
      return new Destination(Kind.GATEWAY, null, config);
    }
    return provider == null
        ? new Destination(Kind.UNKNOWN, null, null)
        : new Destination(Kind.PROVIDER, provider, null);
  }

  /**
   * Whether the LiteLLM of this configuration is what answers at an address. On this machine it is,
   * unless the port is that of another program that the catalogue knows; elsewhere only a model
   * that the configuration serves tells.
   */
  private static boolean isBehind(
      ClientUrl url, @Nullable Provider provider, LiteLlmConfig config, ClientRequest request) {
    if (url.isLoopback() && (url.port() == LITELLM_PORT || provider == null)) {
      return true;
    }
    if (provider != null && !url.isLoopback()) {
      return false;
    }
    ServedModels served = ServedModels.of(config);
    for (ClientModel model : request.models().all()) {
      if (model.isChosen() && served.serves(model.sent())) {
        return true;
      }
    }
    return false;
  }

  /** The provider with a direct endpoint on the host, on this machine also on the port, of url. */
  private static Optional<Provider> provider(ClientUrl url, Catalog catalog) {
    String mention = url.isLoopback() ? ":" + url.port() : url.host();
    for (Provider candidate : catalog.usable(mention)) {
      if (candidate.direct() == null) {
        continue;
      }
      if (isAt(candidate.direct().baseUrl(), url)) {
        return Optional.of(candidate);
      }
      for (Provider.Region region : candidate.regions().values()) {
        if (isAt(region.direct(), url)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isAt(@Nullable String baseUrl, ClientUrl url) {
    if (baseUrl == null) {
      return false;
    }
    ClientUrl known = ClientUrl.of(baseUrl);
    return known.isLoopback()
        ? url.isLoopback() && known.port() == url.port()
        : known.host().equals(url.host());
  }

  /** Whether it is somebody else than the client's vendor. */
  public boolean isForeign() {
    return kind != Kind.VENDOR;
  }
}
