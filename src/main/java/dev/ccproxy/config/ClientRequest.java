package dev.ccproxy.config;

import dev.ccproxy.catalog.ClientFacts;
import java.util.List;
import java.util.Optional;

/**
 * What the client sends because of its settings: the view that {@code ccproxy config} shows and
 * that the probes follow.
 *
 * @param baseUrl the value that names the address; empty where nobody does, and then the client
 *     goes to its vendor
 * @param url where a message is sent
 * @param headers how it proves who it is; empty where it sends nothing because it is not logged in
 * @param proxy how the request travels
 * @param models which model in which role
 * @param limits bounds for the main model
 * @param thinking whether the main model is to think: {@code adaptive}, {@code enabled}, {@code
 *     disabled}, or {@code none} where nothing is said about it
 * @param cloud a switch that sends it to the cloud of another vendor whatever the address says;
 *     empty where none is on
 */
public record ClientRequest(
    Optional<EffectiveValue> baseUrl,
    ClientUrl url,
    List<ClientHeader> headers,
    ClientProxy proxy,
    ClientModels models,
    ClientLimits limits,
    String thinking,
    Optional<EffectiveValue> cloud) {

  /** Switches to another vendor's cloud, which make the base URL irrelevant. */
  public static final List<String> CLOUD_SWITCHES =
      List.of(
          "CLAUDE_CODE_USE_BEDROCK",
          "CLAUDE_CODE_USE_VERTEX",
          "CLAUDE_CODE_USE_FOUNDRY",
          "CLAUDE_CODE_USE_MANTLE",
          "CLAUDE_CODE_USE_ANTHROPIC_AWS");

  public ClientRequest {
    headers = List.copyOf(headers);
  }

  /** What a client with these files sends. */
  public static ClientRequest of(Workspace workspace, ClientFacts facts) {
    ClientSettings settings = workspace.settings();
    Optional<EffectiveValue> baseUrl = workspace.baseUrl();
    ClientUrl url = ClientUrl.of(baseUrl);
    ClientFacts.Release release = facts.release(workspace.client().behavesLike(facts));
    ClientModels models = ClientModels.of(settings, workspace.client(), facts);
    return new ClientRequest(
        baseUrl,
        url,
        ClientCredentials.of(settings, workspace.clientState(), release),
        ClientProxy.of(settings, release, url),
        models,
        ClientLimits.of(settings, workspace.client(), models.main(), facts),
        ClientThinking.of(settings, models.main(), release),
        cloud(settings));
  }

  private static Optional<EffectiveValue> cloud(ClientSettings settings) {
    for (String name : CLOUD_SWITCHES) {
      Optional<EffectiveValue> on = settings.set(name).filter(v -> isOn(v.value()));
      if (on.isPresent()) {
        return on;
      }
    }
    return Optional.empty();
  }

  /** How the client reads a switch that can be off: 1, true, yes, on in any case. */
  public static boolean isOn(String value) {
    String lower = value.strip().toLowerCase(java.util.Locale.ROOT);
    return lower.equals("1") || lower.equals("true") || lower.equals("yes") || lower.equals("on");
  }
}
