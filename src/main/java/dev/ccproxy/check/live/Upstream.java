package dev.ccproxy.check.live;

import dev.ccproxy.catalog.Provider;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.GatewayEnvironment;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.probe.BadUrlException;
import dev.ccproxy.probe.Credential;
import dev.ccproxy.probe.Endpoint;
import dev.ccproxy.redact.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The provider behind the gateway, as the gateway's own entry for the model names it. Its key goes
 * to the address of that entry, or to the address that the provider documents for itself, and
 * nowhere else.
 *
 * @param model as the provider calls it
 * @param prefix LiteLLM's name of the provider
 * @param chat base of the surface for Chat Completions
 * @param chatKeys for that base; empty where the provider wants none
 * @param messages base of a surface for the Messages protocol; null where none is known
 * @param messagesKeys for that base
 */
record Upstream(
    String model,
    String prefix,
    Endpoint chat,
    List<Credential> chatKeys,
    @Nullable Endpoint messages,
    List<Credential> messagesKeys) {

  private static final String REFERENCE = "os.environ/";

  Upstream {
    chatKeys = List.copyOf(chatKeys);
    messagesKeys = List.copyOf(messagesKeys);
  }

  /**
   * What was found out.
   *
   * @param upstream null where it cannot be asked
   * @param reason why not, a phrase; empty otherwise
   */
  record Found(@Nullable Upstream upstream, String reason) {}

  /** The provider of the model with this name at the gateway. */
  static Found of(FileScene scene, String name) {
    Deployment deployment = deployment(scene, name);
    if (deployment == null) {
      return none("no configuration here has an entry for the model " + name);
    }
    String prefix = deployment.provider();
    String between = between().get(prefix);
    if (between == null) {
      return none("how to ask " + (prefix.isEmpty() ? "its provider" : prefix) + " is not known");
    }
    GatewayEnvironment environment = scene.workspace().gatewayEnvironment();
    String written = resolved(deployment.apiBase(), environment);
    Provider provider = provider(scene, prefix, written);
    String base =
        written.isEmpty() && provider != null && provider.litellm() != null
            ? String.valueOf(provider.litellm().baseUrl())
            : written;
    if (base.isEmpty() || base.equals("null")) {
      return none("the address of the provider is not known");
    }
    try {
      Endpoint root = Endpoint.of(base);
      Endpoint chat = root.withPath(root.path() + between);
      Secret key = key(deployment, provider, environment);
      List<Credential> keys =
          key == null ? List.of() : List.of(Credential.bearer(key, chat.origin()));
      return new Found(
          messages(deployment.upstreamModel(), prefix, chat, keys, key, provider, base), "");
    } catch (BadUrlException e) {
      return none("the address of the provider cannot be used");
    }
  }

  /** The gateway's first entry for the model with this name; null where no file here has one. */
  static @Nullable Deployment deployment(FileScene scene, String name) {
    for (LiteLlmConfig config : scene.workspace().configs()) {
      for (Deployment each : config.deployments()) {
        if (each.name().equals(name) && !each.isWildcard()) {
          return each;
        }
      }
    }
    return null;
  }

  private static Found none(String reason) {
    return new Found(null, reason);
  }

  /** With the surface for messages: the documented one, else the same server. */
  private static Upstream messages(
      String model,
      String prefix,
      Endpoint chat,
      List<Credential> keys,
      @Nullable Secret key,
      @Nullable Provider provider,
      String base)
      throws BadUrlException {
    String url = provider == null ? null : documented(provider, base);
    if (url == null || provider == null || provider.direct() == null) {
      Endpoint same = chat.withPath("");
      return new Upstream(model, prefix, chat, keys, same, keys);
    }
    Endpoint messages = Endpoint.of(url);
    List<Credential> theirs =
        key == null
            ? List.of()
            : List.of(
                provider.direct().credential().equals("ANTHROPIC_API_KEY")
                    ? Credential.apiKey(key, messages.origin())
                    : Credential.bearer(key, messages.origin()));
    return new Upstream(model, prefix, chat, keys, messages, theirs);
  }

  /** The address of the direct route that belongs to an address of LiteLLM's; null for none. */
  private static @Nullable String documented(Provider provider, String base) {
    if (provider.direct() == null || provider.litellm() == null) {
      return null;
    }
    if (base.equals(provider.litellm().baseUrl())) {
      return provider.direct().baseUrl();
    }
    for (Provider.Region region : provider.regions().values()) {
      if (base.equals(region.litellm())) {
        return region.direct();
      }
    }
    return null;
  }

  /** The provider whose LiteLLM route has that prefix, and that address where one is written. */
  private static @Nullable Provider provider(FileScene scene, String prefix, String base) {
    for (Provider provider : scene.catalog().usable(prefix)) {
      Provider.LiteLlmRoute route = provider.litellm();
      if (route != null
          && route.prefix().equals(prefix)
          && (base.isEmpty() ? provider.id().equals(prefix) : provider.isLiteLlmAt(base))) {
        return provider;
      }
    }
    return null;
  }

  private static @Nullable Secret key(
      Deployment deployment, @Nullable Provider provider, GatewayEnvironment environment) {
    String written = deployment.parameterText("api_key");
    if (written.isEmpty() && provider != null) {
      written =
          provider.key().value() == null
              ? REFERENCE + provider.key().variable()
              : provider.key().value();
    }
    String value = resolved(written, environment);
    String name = written.startsWith(REFERENCE) ? written.substring(REFERENCE.length()) : "api_key";
    return value.isEmpty() ? null : new Secret(name, value);
  }

  private static String resolved(String text, GatewayEnvironment environment) {
    return text.startsWith(REFERENCE)
        ? environment
            .variable(text.substring(REFERENCE.length()))
            .map(GatewayEnvironment.Found::value)
            .orElse("")
        : text;
  }

  /** Which key goes where, for the question before it does. */
  List<String> keysTo() {
    List<String> to = new ArrayList<>();
    List<Credential> all = new ArrayList<>(chatKeys);
    all.addAll(messagesKeys);
    for (Credential key : all) {
      String line = key.secret().name() + " to " + key.origin();
      if (!to.contains(line)) {
        to.add(line);
      }
    }
    if (to.isEmpty()) {
      to.add("requests without a key to " + chat.origin());
    }
    return to;
  }

  private static Map<String, String> between() {
    Map<String, String> between = new HashMap<>();
    try (@Nullable InputStream in = Upstream.class.getResourceAsStream("upstreams.tsv")) {
      if (in == null) {
        throw new IllegalStateException("upstreams.tsv is missing from the package");
      }
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String[] row = line.split("\t", -1);
        if (row.length == 3 && !line.startsWith("#")) {
          between.put(row[0], row[2]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return between;
  }
}
