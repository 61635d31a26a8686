package dev.ccproxy.setup;

import dev.ccproxy.catalog.Route;
import dev.ccproxy.config.SettingsScope;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for, as typed: every list may be empty, null means not said.
 *
 * @param providers ids in the order given; {@code custom} is one that no file describes
 * @param models {@code TIER=MODEL} or {@code MODEL}
 * @param baseUrls {@code URL} or {@code PROVIDER=URL}
 * @param protocol of a custom provider: {@code anthropic} or {@code openai}
 * @param name of a custom provider
 * @param gatewayUrl a LiteLLM that somebody else runs
 * @param port of the own gateway
 * @param keyFiles {@code FILE} or {@code PROVIDER=FILE}, {@code -} for standard input
 * @param context window of a model that the catalogue does not know, in tokens
 * @param maxOutput longest answer of such a model, in tokens
 * @param settings a settings file other than that of a scope
 * @param envFile write the client's variables there instead of into a settings file
 * @param mayRepair whether a settings file that the client would skip may be put right
 */
public record SetupRequest(
    List<String> providers,
    List<String> models,
    @Nullable Route route,
    @Nullable String region,
    List<String> baseUrls,
    @Nullable String protocol,
    @Nullable String name,
    @Nullable String gatewayUrl,
    int port,
    List<String> keyFiles,
    KeyPlace keyPlace,
    @Nullable Long context,
    @Nullable Long maxOutput,
    ClientKind client,
    @Nullable SettingsScope scope,
    @Nullable Path settings,
    @Nullable Path envFile,
    boolean mayRepair) {

  public SetupRequest {
    providers = List.copyOf(providers);
    models = List.copyOf(models);
    baseUrls = List.copyOf(baseUrls);
    keyFiles = List.copyOf(keyFiles);
  }
}
