package dev.ccproxy.check;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Route;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.config.BaseUrl;
import dev.ccproxy.config.ClientIdentity;
import dev.ccproxy.config.ClientModels;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.Workspace;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The chain that is looked at.
 *
 * @param route null where the files do not tell
 * @param baseUrl where the client sends its requests, without a login and without a query; null
 *     where nobody says
 * @param model null where nobody names one
 * @param gatewayKind null where there is none or nobody knows
 * @param gatewayVersion null where it is not known
 */
public record Target(
    @Nullable Route route,
    @Nullable String baseUrl,
    @Nullable String model,
    ClientIdentity client,
    @Nullable String gatewayKind,
    @Nullable String gatewayVersion) {

  private static final String LITELLM = "litellm";

  /**
   * What the files say, and who answered.
   *
   * @param answered null where nobody was asked
   */
  public static Target of(FileScene scene, Diagnosis.@Nullable Endpoint answered) {
    Workspace workspace = scene.workspace();
    // Spelled out: every lambda is linked at run time, which costs start-up.
    EffectiveValue baseUrl = workspace.baseUrl().orElse(null);
    String url = baseUrl == null ? null : baseUrl.value();
    Route route = route(scene, url);
    String kind = route == Route.LITELLM ? LITELLM : null;
    Version installed = kind == null ? null : workspace.liteLlmVersion().orElse(null);
    String version = installed == null ? null : installed.toString();
    EffectiveValue set = workspace.settings().set("ANTHROPIC_MODEL").orElse(null);
    if (set == null) {
      set = workspace.settings().key("model").orElse(null);
    }
    String model = set == null ? null : set.value();
    ClientModels models = workspace.clientRequest().models();
    if (models.leftOut().isPresent()) {
      model = models.main().sent();
    }
    if (answered != null) {
      kind = answered.kind();
      version = answered.version();
    }
    return new Target(
        route, url == null ? null : bare(url), model, workspace.client(), kind, version);
  }

  private static @Nullable Route route(FileScene scene, @Nullable String url) {
    if (url != null && isProvider(scene.catalog(), url)) {
      return Route.DIRECT;
    }
    return scene.workspace().configs().isEmpty() ? null : Route.LITELLM;
  }

  private static boolean isProvider(Catalog catalog, String url) {
    String origin = origin(url);
    if (origin.isEmpty()) {
      return false;
    }
    // A file that does not name the host (or, of this machine, the port) need not be parsed.
    int colon = origin.lastIndexOf(':');
    String mention =
        origin.startsWith("localhost:") ? origin.substring(colon) : origin.substring(0, colon);
    for (Provider provider : catalog.usable(mention)) {
      Provider.DirectRoute direct = provider.direct();
      if (direct != null && direct.baseUrl() != null && origin.equals(origin(direct.baseUrl()))) {
        return true;
      }
      for (Provider.Region region : provider.regions().values()) {
        if (region.direct() != null && origin.equals(origin(region.direct()))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Host and port; empty where the text is no URL. */
  private static String origin(String url) {
    try {
      URI uri = new URI(url.strip());
      String host = uri.getHost();
      if (host == null) {
        return "";
      }
      int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
      return (BaseUrl.isLoopback(url.strip()) ? "localhost" : host.toLowerCase(Locale.ROOT))
          + ":"
          + port;
    } catch (URISyntaxException e) {
      return "";
    }
  }

  /** Without user, password, query and fragment, whatever else the text is. */
  private static String bare(String url) {
    int end = 0;
    while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
      end++;
    }
    String text = url.substring(0, end);
    int start = text.indexOf("://");
    start = start < 0 ? 0 : start + 3;
    int slash = text.indexOf('/', start);
    int at = text.lastIndexOf('@', slash < 0 ? text.length() : slash);
    return at < start ? text : text.substring(0, start) + text.substring(at + 1);
  }
}
