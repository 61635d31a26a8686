package dev.ccproxy.cli;

import dev.ccproxy.catalog.Provider;
import dev.ccproxy.config.GatewayEnvironment;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.config.WorkspaceRequest;
import dev.ccproxy.probe.Answer;
import dev.ccproxy.probe.BadUrlException;
import dev.ccproxy.probe.Credential;
import dev.ccproxy.probe.Deadlines;
import dev.ccproxy.probe.Endpoint;
import dev.ccproxy.probe.ModelList;
import dev.ccproxy.probe.ProbeRequest;
import dev.ccproxy.probe.Transport;
import dev.ccproxy.redact.Secret;
import dev.ccproxy.report.SecretScan;
import dev.ccproxy.wire.ResponseHead.Header;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a provider for the list of its models: one request, its key, its own address. */
final class LiveModels {
  private static final Duration TIME = Duration.ofSeconds(30);

  private final Context context;

  LiveModels(Context context) {
    this.context = context;
  }

  /**
   * What came back.
   *
   * @param url that was asked
   */
  record Listed(String url, ModelList list) {}

  /**
   * Asks.
   *
   * @param region of the provider; null for the first
   */
  Listed ask(Provider provider, @Nullable String region) throws CommandFailedException {
    Workspace workspace = Workspace.read(context.environment(), WorkspaceRequest.USUAL);
    SecretScan.learn(context.redactor(), workspace);
    String base = base(provider, region);
    try {
      Endpoint endpoint = Endpoint.of(base);
      Secret key = key(provider, workspace);
      List<Credential> keys =
          key == null ? List.of() : List.of(Credential.bearer(key, endpoint.origin()));
      ProbeRequest request =
          ProbeRequest.get(
                  "models",
                  endpoint.target("/models"),
                  List.of(new Header("accept", "application/json")))
              .withCredentials(keys);
      return new Listed(endpoint + "/models", list(provider, send(request, workspace)));
    } catch (BadUrlException e) {
      throw CommandFailedException.refused(
          "address-unusable",
          "The address of " + provider.title() + " cannot be used",
          "ccproxy providers --show " + provider.id() + " shows it");
    }
  }

  private Answer send(ProbeRequest request, Workspace workspace) {
    try (Transport transport = Transport.open(workspace, App.version(), TIME)) {
      return transport.send(request, Deadlines.DEFAULT.withCheck(TIME));
    }
  }

  /** The base of its OpenAI surface, or of its Messages surface with the path of the protocol. */
  private static String base(Provider provider, @Nullable String region)
      throws CommandFailedException {
    Provider.Region there = region == null ? null : provider.regions().get(region);
    if (region != null && there == null) {
      throw CommandFailedException.usage(
          "region-unknown",
          provider.title() + " has no region \"" + region + "\"",
          "its regions: " + String.join(", ", provider.regions().keySet()));
    }
    Provider.LiteLlmRoute litellm = provider.litellm();
    String chat = there != null ? there.litellm() : litellm == null ? null : litellm.baseUrl();
    if (chat != null && litellm != null && !litellm.prefix().equals("anthropic")) {
      return chat + (litellm.prefix().startsWith("ollama") ? "/v1" : "");
    }
    String direct =
        there != null
            ? there.direct()
            : provider.direct() == null ? null : provider.direct().baseUrl();
    if (direct == null) {
      throw CommandFailedException.refused(
          "no-address",
          "No address of " + provider.title() + " is known that could be asked",
          "ccproxy models " + provider.id() + " lists what is known without asking");
    }
    return direct + "/v1";
  }

  private @Nullable Secret key(Provider provider, Workspace workspace)
      throws CommandFailedException {
    Provider.Key key = provider.key();
    String name = key.variable();
    if (key.value() != null) {
      return new Secret(name, key.value());
    }
    String value =
        context
            .environment()
            .variable(name)
            .or(
                () ->
                    workspace
                        .gatewayEnvironment()
                        .variable(name)
                        .map(GatewayEnvironment.Found::value))
            .orElse("");
    if (value.isEmpty() && !key.optional() && context.prompter().isInteractive()) {
      String typed = context.prompter().askHidden("Key of " + provider.title() + ": ");
      value = typed == null ? "" : typed;
    }
    if (!value.isEmpty()) {
      context.redactor().learn(name, value);
      return new Secret(name, value);
    }
    if (key.optional()) {
      return null;
    }
    throw CommandFailedException.refused(
        "key-missing",
        provider.title() + " wants a key, and " + name + " is not set",
        "export " + name + ", or put it into litellm.env");
  }

  private static ModelList list(Provider provider, Answer answer) throws CommandFailedException {
    if (answer.failure() != null && !answer.succeeded()) {
      throw CommandFailedException.refused(
          "no-answer",
          provider.title() + " does not answer: " + answer.failure().text(),
          "try again, or look at the network and the proxy variables");
    }
    int status = answer.status();
    if (!answer.succeeded()) {
      throw CommandFailedException.refused(
          status == 401 || status == 403 ? "key-refused" : "list-refused",
          provider.title() + " answers with status " + status,
          status == 401 || status == 403
              ? "check the key in " + provider.key().variable()
              : "ccproxy models " + provider.id() + " lists what is known without asking");
    }
    ModelList list = ModelList.of(answer);
    if (!list.isThere()) {
      throw CommandFailedException.refused(
          "no-list",
          "What " + provider.title() + " answers is no list of models",
          "ccproxy models " + provider.id() + " lists what is known without asking");
    }
    return list;
  }
}
