package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What LiteLLM appends to {@code api_base} depends on the prefix ({@code litellm.md} 3): an address
 * that is right for one is wrong for another.
 */
public final class ApiBaseShape extends GatewayCheck {
  /** Prefixes behind which LiteLLM appends {@code /chat/completions} and nothing of {@code /v1}. */
  private static final List<String> OPENAI_LIKE =
      List.of("openai", "custom_openai", "hosted_vllm", "lm_studio", "llamafile");

  /** Of the servers that people run themselves this one's usual port answers without /v1 too. */
  private static final int LLAMA_CPP_PORT = 8080;

  private static final String NOT_FOUND =
      "The server answers 404 to every request; the client says that there is an issue with the"
          + " selected model";

  private static final String NO_REQUEST =
      "LiteLLM cannot send any request there; each ends with status 500";

  /** Of what can be typed, what no URL has. */
  private static final String FOREIGN = "\"'<>{}|\\^`";

  /** What is wrong with addresses. */
  private record Fault(
      Severity severity, Confidence confidence, String title, String cause, String impact) {

    /** A fault with which the server is asked for something that it does not have. */
    Fault(Severity severity, Confidence confidence, String title, String cause) {
      this(severity, confidence, title, cause, NOT_FOUND);
    }
  }

  /**
   * The fault of one address.
   *
   * @param better the address that is meant; null where nobody can know
   */
  private record Wrong(Fault fault, @Nullable String better) {}

  /** For the list of checks. */
  public ApiBaseShape() {
    super(
        "CCP-S205",
        "api-base-shape",
        "Every api_base has the form that its prefix needs",
        Layer.GATEWAY);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    Map<Fault, Spots> faults = new LinkedHashMap<>();
    List<StartFiles.Found> compose = null;
    Spots inContainer = new Spots();
    for (Deployment deployment : gateway.deployments()) {
      String base = deployment.apiBase();
      if (base.isEmpty()
          || !isText(deployment)
          || base.startsWith(Gateway.FROM_ENVIRONMENT)
          || EnvironmentReferences.meant(base) != null) {
        continue;
      }
      Wrong wrong = wrong(deployment, base, gateway);
      if (wrong != null) {
        Spots spots = faults.computeIfAbsent(wrong.fault(), f -> new Spots());
        spots.add(deployment, key(deployment));
        // The paths are cut off and put on at the end of the text.
        if (wrong.better() != null && !base.contains("?")) {
          spots
              .repair()
              .change(
                  deployment.file(),
                  new Change.Set(
                      deployment.parameterPath(key(deployment)), Value.of(wrong.better())));
        }
      } else if (Hosts.isLoopback(Urls.host(base))) {
        if (compose == null) {
          compose = StartFiles.compose(gateway);
        }
        if (!compose.isEmpty() && !sharesNetwork(compose)) {
          inContainer.add(deployment, key(deployment));
        }
      }
    }
    faults.forEach((fault, spots) -> found.add(finding(gateway, fault, spots)));
    if (!inContainer.isEmpty() && compose != null) {
      found.add(inContainer(gateway, inContainer, compose.get(0)));
    }
  }

  /** Whether it is none is another check's. */
  private static boolean isText(Deployment deployment) {
    return deployment.parameter(key(deployment)).orElse(null) instanceof Node.Scalar scalar
        && scalar.kind() == Node.Kind.STRING;
  }

  private static String key(Deployment deployment) {
    return deployment.parameterText("api_base").isEmpty() ? "base_url" : "api_base";
  }

  private Finding finding(Gateway gateway, Fault fault, Spots spots) {
    return at(finding(fault.severity(), fault.title() + ": " + spots.names()), spots)
        .confidence(fault.confidence())
        .cause(fault.cause())
        .impact(fault.impact())
        .fix(
            spots.repair().isEmpty()
                ? Fix.manual("correct the address and restart LiteLLM", gateway.start())
                : spots
                    .repair()
                    .fix(Fix.Kind.ASK, "correct the address and restart LiteLLM", gateway.start()))
        .explains("CCP-L302", "CCP-L401", "CCP-L501", "CCP-L204")
        .build();
  }

  private static @Nullable Wrong wrong(Deployment deployment, String base, Gateway gateway) {
    Wrong typing = typing(base);
    if (typing != null) {
      return typing;
    }
    String path = Urls.path(base);
    return switch (deployment.provider()) {
      case "anthropic", "minimax" -> messages(base, path);
      case "ollama", "ollama_chat" -> ollama(base, path, gateway);
      case "openrouter" ->
          path.equals("/api") && Urls.host(base).endsWith("openrouter.ai")
              ? new Wrong(
                  new Fault(
                      Severity.ERROR,
                      Confidence.CERTAIN,
                      "The address of OpenRouter lacks /v1",
                      "LiteLLM appends /chat/completions to it; https://openrouter.ai/api is the"
                          + " address for a client without a gateway."),
                  Urls.withoutSlashes(base) + "/v1")
              : null;
      case "deepseek" -> deepseek(base, path, gateway);
      default ->
          OPENAI_LIKE.contains(deployment.provider()) ? openAiLike(deployment, base, path) : null;
    };
  }

  private static @Nullable Wrong typing(String base) {
    String plain = base.strip();
    if (!Urls.hasScheme(plain)) {
      return new Wrong(
          new Fault(
              Severity.ERROR,
              Confidence.CERTAIN,
              "The address does not begin with http:// or https://",
              "LiteLLM needs a whole URL.",
              NO_REQUEST),
          null);
    }
    if (hasForeign(base)) {
      return new Wrong(
          new Fault(
              Severity.ERROR,
              Confidence.CERTAIN,
              "The address has a blank, a quote or another foreign character in it",
              "Everything in the value belongs to the URL for LiteLLM.",
              "LiteLLM asks for a path that the server does not have, or cannot reach it at all:"
                  + " status 404 or 500"),
          hasForeign(plain) ? null : plain);
    }
    if (Urls.host(base).isEmpty()) {
      return new Wrong(
          new Fault(
              Severity.ERROR,
              Confidence.CERTAIN,
              "The address names no server",
              "Behind http:// or https:// stands the name of the server, and its port if need be.",
              NO_REQUEST),
          null);
    }
    return null;
  }

  private static boolean hasForeign(String url) {
    for (int i = 0; i < url.length(); i++) {
      if (url.charAt(i) <= ' ' || url.charAt(i) > '~' || FOREIGN.indexOf(url.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Wrong messages(String base, String path) {
    if (path.endsWith("/v1")) {
      return new Wrong(
          new Fault(
              Severity.ERROR,
              Confidence.CERTAIN,
              "/v1 at the end of the address comes twice",
              "For this prefix LiteLLM appends /v1/messages to the address."),
          cut(base, "/v1"));
    }
    if (path.endsWith("/chat/completions")) {
      return new Wrong(
          new Fault(
              Severity.ERROR,
              Confidence.CERTAIN,
              "The address is that of another protocol",
              "For this prefix LiteLLM speaks the Anthropic protocol and appends /v1/messages."),
          null);
    }
    return null;
  }

  private static @Nullable Wrong ollama(String base, String path, Gateway gateway) {
    if (path.endsWith("/v1")) {
      return new Wrong(
          new Fault(
              Severity.ERROR,
              Confidence.CERTAIN,
              "/v1 at the end of the address is not for this prefix",
              "For Ollama LiteLLM appends /api/chat to the address, and Ollama has no /v1/api/chat."),
          cut(base, "/v1"));
    }
    if (path.endsWith("/api")) {
      return new Wrong(
          new Fault(
              Severity.ERROR,
              Confidence.CERTAIN,
              "/api at the end of the address comes twice",
              "For Ollama LiteLLM appends /api/chat to the address."),
          cut(base, "/api"));
    }
    // 1.108.11 takes the slash away, 1.83.14 does not; in between nobody looked.
    if (path.isEmpty() && base.endsWith("/") && gateway.isAtLeast("1.108.0") == Gateway.Answer.NO) {
      return new Wrong(
          new Fault(
              Severity.ERROR,
              Confidence.LIKELY,
              "The slash at the end of the address comes twice",
              "Older releases append /api/chat without looking, and Ollama has no //api/chat."),
          Urls.withoutSlashes(base));
    }
    return null;
  }

  private static @Nullable Wrong deepseek(String base, String path, Gateway gateway) {
    if (path.endsWith("/chat/completions") && gateway.isAtLeast("1.87.0") != Gateway.Answer.NO) {
      return new Wrong(
          new Fault(
              Severity.ERROR,
              gateway.surely(),
              "The address ends in the path of a call",
              "LiteLLM 1.87.0 and later appends /anthropic/v1/messages for DeepSeek."),
          cut(cut(base, "/chat/completions"), "/v1"));
    }
    if (path.endsWith("/anthropic") && gateway.isAtLeast("1.87.0") == Gateway.Answer.NO) {
      return new Wrong(
          new Fault(
              Severity.ERROR,
              Confidence.CERTAIN,
              "This release does not speak DeepSeek's Anthropic protocol",
              "Before 1.87.0 LiteLLM appends /chat/completions for DeepSeek."),
          cut(base, "/anthropic"));
    }
    return null;
  }

  private static @Nullable Wrong openAiLike(Deployment deployment, String base, String path) {
    boolean openAi = deployment.provider().equals("openai");
    for (String call : new String[] {"/chat/completions", "/responses", "/completions"}) {
      // hosted_vllm/ and its like notice the first one.
      if (path.endsWith(call) && (openAi || !path.endsWith("/chat/completions"))) {
        return new Wrong(
            new Fault(
                Severity.ERROR,
                Confidence.CERTAIN,
                "The address ends in the path of a call",
                "LiteLLM appends the path of the call to the address, so it comes twice."),
            cut(base, call));
      }
    }
    if (path.endsWith("/anthropic") || path.endsWith("/anthropic/v1")) {
      return new Wrong(
          new Fault(
              Severity.ERROR,
              Confidence.LIKELY,
              "The address is that of another protocol",
              "It is the server's Anthropic endpoint, and for this prefix LiteLLM speaks the OpenAI"
                  + " protocol; anthropic/ is the prefix for it."),
          null);
    }
    if (path.isEmpty() && Hosts.isPrivate(Urls.host(base)) && Urls.port(base) != LLAMA_CPP_PORT) {
      return new Wrong(
          new Fault(
              Severity.WARNING,
              Confidence.LIKELY,
              "The address lacks /v1",
              "LiteLLM appends /chat/completions or /responses and nothing in front of it, and most"
                  + " servers have their OpenAI protocol below /v1."),
          Urls.withoutSlashes(base) + "/v1");
    }
    return null;
  }

  private Finding inContainer(Gateway gateway, Spots spots, StartFiles.Found compose) {
    return at(
            finding(
                Severity.WARNING,
                "localhost is the container itself for LiteLLM: " + spots.names()),
            spots)
        .evidence(
            new Evidence(
                Evidence.Kind.FILE, compose.shown(), "LiteLLM runs in a container of its own"))
        .confidence(Confidence.LIKELY)
        .cause(
            "The compose file beside the configuration starts LiteLLM in a container, where"
                + " localhost is that container and not this machine.")
        .impact("LiteLLM cannot connect: status 500, \"Cannot connect to host\"")
        .fix(
            Fix.manual(
                "write host.docker.internal or the name of the other service instead of localhost"
                    + " and restart LiteLLM"))
        .explains("CCP-L302", "CCP-L401", "CCP-L501")
        .build();
  }

  private static boolean sharesNetwork(List<StartFiles.Found> compose) {
    for (StartFiles.Found file : compose) {
      if (file.text().contains("network_mode")) {
        return true;
      }
    }
    return false;
  }

  private static String cut(String url, String tail) {
    String plain = Urls.withoutSlashes(url);
    return plain.endsWith(tail)
        ? Urls.withoutSlashes(plain.substring(0, plain.length() - tail.length()))
        : plain;
  }
}
