package dev.ccproxy.setup;

import dev.ccproxy.catalog.Route;
import dev.ccproxy.config.ClientKind;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for, as typed: every list may be empty, null means not said.
 *
 * @param providers ids in the order given; {@code custom} is one that no file describes
 * @param models {@code TIER=MODEL} or {@code MODEL}
 * @param regions {@code REGION} or {@code PROVIDER=REGION}
 * @param baseUrls {@code URL} or {@code PROVIDER=URL}
 * @param protocol of a custom provider: {@code anthropic} or {@code openai}
 * @param name of a custom provider
 * @param gatewayUrl a LiteLLM that somebody else runs
 * @param port of the own gateway
 * @param keyFiles {@code FILE} or {@code PROVIDER=FILE}, {@code -} for standard input
 * @param context window of the models, in tokens, where the list does not know it or the server has
 *     a smaller one
 * @param maxOutput longest answer of the models, in tokens, likewise
 * @param mayRepair whether a settings file that the client would skip may be put right
 */
public record SetupRequest(
    List<String> providers,
    List<String> models,
    @Nullable Route route,
    List<String> regions,
    List<String> baseUrls,
    @Nullable String protocol,
    @Nullable String name,
    @Nullable String gatewayUrl,
    int port,
    List<String> keyFiles,
    KeyPlace keyPlace,
    @Nullable Long context,
    @Nullable Long maxOutput,
    ClientChoice client,
    boolean mayRepair) {

  public SetupRequest {
    providers = List.copyOf(providers);
    models = List.copyOf(models);
    regions = List.copyOf(regions);
    baseUrls = List.copyOf(baseUrls);
    keyFiles = List.copyOf(keyFiles);
  }

  /** The same with another port of the own gateway. */
  SetupRequest on(int otherPort) {
    return new SetupRequest(
        providers,
        models,
        route,
        regions,
        baseUrls,
        protocol,
        name,
        gatewayUrl,
        otherPort,
        keyFiles,
        keyPlace,
        context,
        maxOutput,
        client,
        mayRepair);
  }

  /** The same for Claude Code with this settings file. */
  SetupRequest into(Path settings) {
    return new SetupRequest(
        providers,
        models,
        route,
        regions,
        baseUrls,
        protocol,
        name,
        gatewayUrl,
        port,
        keyFiles,
        keyPlace,
        context,
        maxOutput,
        new ClientChoice(ClientKind.CLAUDE_CODE, null, settings, null),
        mayRepair);
  }
}
