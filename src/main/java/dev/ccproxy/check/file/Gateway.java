package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.GatewayEnvironment;
import dev.ccproxy.config.Installed;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.config.StartCommand;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What several checks ask about one configuration of LiteLLM and the gateway that it starts. */
final class Gateway {
  static final String FROM_ENVIRONMENT = "os.environ/";
  static final String CHAT_FLAG = "use_chat_completions_url_for_anthropic_messages";
  private static final int USUAL_PORT = 4000;

  /** An answer about a release that may be unknown. */
  enum Answer {
    YES,
    NO,
    UNKNOWN
  }

  private final FileScene scene;
  private final LiteLlmConfig config;
  private final @Nullable Version version;

  private Gateway(FileScene scene, LiteLlmConfig config) {
    this.scene = scene;
    this.config = config;
    List<Installed> installed = scene.workspace().liteLlms();
    this.version = installed.isEmpty() ? null : installed.get(0).version();
  }

  /** One for each configuration that can be read. */
  static List<Gateway> of(FileScene scene) {
    List<Gateway> gateways = new ArrayList<>();
    for (LiteLlmConfig config : scene.workspace().configs()) {
      if (config.file().document() != null) {
        gateways.add(new Gateway(scene, config));
      }
    }
    return gateways;
  }

  /** Whether it is the configuration that counts among several. */
  private boolean isMain() {
    return scene.workspace().configs().get(0) == config;
  }

  FileScene scene() {
    return scene;
  }

  LiteLlmConfig config() {
    return config;
  }

  List<Deployment> deployments() {
    return config.deployments();
  }

  /** The release that would be started here; null where none is installed. */
  @Nullable Version version() {
    return version;
  }

  /** How it is named in sentences. */
  String versionText() {
    return version == null ? "The LiteLLM version is not known here" : "LiteLLM " + version;
  }

  Answer isAtLeast(String release) {
    return version == null ? Answer.UNKNOWN : version.isAtLeast(release) ? Answer.YES : Answer.NO;
  }

  /** Whether the release is at least the first and before the second one. */
  Answer isBetween(String first, String before) {
    return version == null
        ? Answer.UNKNOWN
        : version.isAtLeast(first) && !version.isAtLeast(before) ? Answer.YES : Answer.NO;
  }

  /** What depends on the release is no more than likely where it is unknown. */
  Confidence surely() {
    return version == null ? Confidence.LIKELY : Confidence.CERTAIN;
  }

  /** The variable as LiteLLM would have it. */
  Optional<GatewayEnvironment.Found> variable(String name) {
    return scene.workspace().gatewayEnvironment().variable(name);
  }

  /** The value of a variable; empty where it is unset or empty. */
  String variableText(String name) {
    return variable(name).map(GatewayEnvironment.Found::value).orElse("");
  }

  /**
   * Whether the files show the environment that LiteLLM gets: the user named an env file, or one
   * beside the configuration holds a variable that the configuration asks for or that only the
   * gateway has. Otherwise it may come from anywhere: a shell, a service, a container.
   */
  boolean seesEnvironment() {
    GatewayEnvironment environment = scene.workspace().gatewayEnvironment();
    for (SourceFile file : environment.files()) {
      SourceDocument document = file.document();
      if (document == null || !(document.root() instanceof Node.Mapping mapping)) {
        continue;
      }
      for (Node.Entry entry : mapping.entries()) {
        String name = entry.key();
        if (name.startsWith("LITELLM_")
            || (name.endsWith("_API_KEY") && !name.startsWith("ANTHROPIC_"))
            || asksFor(name)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean asksFor(String name) {
    for (Reference reference : Reference.in(config)) {
      if (reference.variable().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether LiteLLM is made to translate to Chat Completions for prefix {@code openai/}. */
  boolean hasChatFlag() {
    // Any value of the variable turns it on, false as well (litellm.md 1.3).
    return config.isOn("litellm_settings", CHAT_FLAG)
        || !variableText("LITELLM_USE_CHAT_COMPLETIONS_URL_FOR_ANTHROPIC_MESSAGES").isEmpty();
  }

  /**
   * Whether the client here sends its requests to a gateway on this machine that can be this one:
   * its address is loopback, and the port is none at which a known server of the client listens.
   */
  boolean isUsedByClient() {
    int port = port(scene.workspace().settings().text("ANTHROPIC_BASE_URL"));
    return isMain() && port > 0 && !isForeignPort(port);
  }

  /** The port that the client asks, else the usual one. */
  int port() {
    return isUsedByClient()
        ? port(scene.workspace().settings().text("ANTHROPIC_BASE_URL"))
        : USUAL_PORT;
  }

  private boolean isForeignPort(int port) {
    if (port == USUAL_PORT) {
      return false;
    }
    for (Provider provider : scene.catalog().usable(":" + port)) {
      boolean there =
          provider.direct() != null && port(provider.direct().baseUrl()) == port
              || provider.litellm() != null && port(provider.litellm().baseUrl()) == port;
      if (there) {
        return true;
      }
    }
    return false;
  }

  /** The port of an address on this machine; 0 for any other. */
  static int port(@Nullable String url) {
    if (url == null) {
      return 0;
    }
    try {
      URI uri = new URI(url.strip());
      String host = uri.getHost() == null ? "" : uri.getHost();
      if (!Hosts.isThisMachine(host)) {
        return 0;
      }
      return uri.getPort() > 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    } catch (URISyntaxException e) {
      return 0;
    }
  }

  /** The command that starts it again. */
  String start() {
    return StartCommand.of(scene.workspace(), config.file().shown(), port());
  }

  /** The file whose part of that name counts: an included one replaces that of the file itself. */
  SourceFile fileOf(String section) {
    return fileOf(section, config.file());
  }

  /** The same, with the file that gets the part where there is none. */
  SourceFile fileOf(String section, SourceFile otherwise) {
    return config.top(section).map(LiteLlmConfig.Located::file).orElse(otherwise);
  }

  /** Has a deployment served by another provider of LiteLLM, in whichever way it names one. */
  static void reroute(Repair repair, Deployment deployment, String provider) {
    String named = deployment.parameterText("custom_llm_provider");
    if (!named.isEmpty()) {
      repair.change(
          deployment.file(),
          new Change.Set(deployment.parameterPath("custom_llm_provider"), Value.of(provider)));
    }
    if (named.isEmpty() || named.equals(deployment.prefix())) {
      repair.change(
          deployment.file(),
          new Change.Set(
              deployment.parameterPath("model"),
              Value.of(provider + "/" + deployment.upstreamModel())));
    }
  }

  /** A change of the configuration itself or of a file that it includes. */
  static NodePath setting(String section, String key) {
    return NodePath.of(section, key);
  }
}
