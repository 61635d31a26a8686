package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.document.Change;
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

  /**
   * What is wrong with an address.
   *
   * @param better the address that is meant; null where nobody can know
   */
  private record Fault(
      Severity severity,
      Confidence confidence,
      String title,
      String cause,
      @Nullable String better) {}

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
    Map<String, Spots> spots = new LinkedHashMap<>();
    Map<String, Fault> faults = new LinkedHashMap<>();
    List<StartFiles.Found> compose = null;
    Spots inContainer = new Spots();
    for (Deployment deployment : gateway.deployments()) {
      String base = deployment.apiBase();
      if (base.isEmpty()
          || base.startsWith(Gateway.FROM_ENVIRONMENT)
          || EnvironmentReferences.meant(base) != null) {
        continue;
      }
      Fault fault = fault(deployment, base, gateway);
      if (fault != null) {
        faults.putIfAbsent(fault.title(), fault);
        Spots spot = spots.computeIfAbsent(fault.title(), t -> new Spots());
        spot.add(deployment, key(deployment));
        if (fault.better() != null) {
          spot.repair()
              .change(
                  deployment.file(),
                  new Change.Set(
                      deployment.parameterPath(key(deployment)), Value.of(fault.better())));
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
    for (Map.Entry<String, Fault> one : faults.entrySet()) {
      Spots affected = spots.computeIfAbsent(one.getKey(), t -> new Spots());
      found.add(finding(gateway, one.getValue(), affected));
    }
    if (!inContainer.isEmpty() && compose != null) {
      found.add(inContainer(gateway, inContainer, compose.get(0)));
    }
  }

  private static String key(Deployment deployment) {
    return deployment.parameterText("api_base").isEmpty() ? "base_url" : "api_base";
  }

  private Finding finding(Gateway gateway, Fault fault, Spots spots) {
    return at(finding(fault.severity(), fault.title() + ": " + spots.names()), spots)
        .confidence(fault.confidence())
        .cause(fault.cause())
        .impact(
            "The server answers 404 to every request; the client says that there is an issue with"
                + " the selected model")
        .fix(
            spots.repair().isEmpty()
                ? Fix.manual("correct the address and restart LiteLLM", gateway.start())
                : spots
                    .repair()
                    .fix(Fix.Kind.ASK, "correct the address and restart LiteLLM", gateway.start()))
        .explains("CCP-L302", "CCP-L401", "CCP-L501", "CCP-L204")
        .build();
  }

  private static @Nullable Fault fault(Deployment deployment, String base, Gateway gateway) {
    Fault typing = typing(base);
    if (typing != null) {
      return typing;
    }
    String path = Urls.path(base);
    return switch (deployment.provider()) {
      case "anthropic", "minimax" -> messages(base, path);
      case "ollama", "ollama_chat" -> ollama(base, path, gateway);
      case "openrouter" ->
          path.equals("/api") && Urls.host(base).endsWith("openrouter.ai")
              ? new Fault(
                  Severity.ERROR,
                  Confidence.CERTAIN,
                  "The address of OpenRouter lacks /v1",
                  "LiteLLM appends /chat/completions to it; https://openrouter.ai/api is the"
                      + " address for a client without a gateway.",
                  withoutSlash(base) + "/v1")
              : null;
      case "deepseek" -> deepseek(base, path, gateway);
      default ->
          OPENAI_LIKE.contains(deployment.provider()) ? openAiLike(deployment, base, path) : null;
    };
  }

  private static @Nullable Fault typing(String base) {
    if (!Urls.hasScheme(base.strip())) {
      return new Fault(
          Severity.ERROR,
          Confidence.CERTAIN,
          "The address does not begin with http:// or https://",
          "LiteLLM needs a whole URL.",
          null);
    }
    for (int i = 0; i < base.length(); i++) {
      if (base.charAt(i) <= ' ' || base.charAt(i) > '~' || "\"'<>".indexOf(base.charAt(i)) >= 0) {
        return new Fault(
            Severity.ERROR,
            Confidence.CERTAIN,
            "The address has a blank, a quote or another foreign character in it",
            "Everything in the value belongs to the URL for LiteLLM.",
            null);
      }
    }
    return null;
  }

  private static @Nullable Fault messages(String base, String path) {
    if (path.endsWith("/v1")) {
      return new Fault(
          Severity.ERROR,
          Confidence.CERTAIN,
          "/v1 at the end of the address comes twice",
          "For this prefix LiteLLM appends /v1/messages to the address.",
          cut(base, "/v1"));
    }
    if (path.endsWith("/chat/completions")) {
      return new Fault(
          Severity.ERROR,
          Confidence.CERTAIN,
          "The address is that of another protocol",
          "For this prefix LiteLLM speaks the Anthropic protocol and appends /v1/messages.",
          null);
    }
    return null;
  }

  private static @Nullable Fault ollama(String base, String path, Gateway gateway) {
    if (path.endsWith("/v1")) {
      return new Fault(
          Severity.ERROR,
          Confidence.CERTAIN,
          "/v1 at the end of the address is not for this prefix",
          "For Ollama LiteLLM appends /api/chat to the address, and Ollama has no /v1/api/chat.",
          cut(base, "/v1"));
    }
    if (path.endsWith("/api")) {
      return new Fault(
          Severity.ERROR,
          Confidence.CERTAIN,
          "/api at the end of the address comes twice",
          "For Ollama LiteLLM appends /api/chat to the address.",
          cut(base, "/api"));
    }
    // 1.108.11 takes the slash away, 1.83.14 does not; in between nobody looked.
    if (path.isEmpty() && base.endsWith("/") && gateway.isAtLeast("1.108.0") == Gateway.Answer.NO) {
      return new Fault(
          Severity.ERROR,
          Confidence.LIKELY,
          "The slash at the end of the address comes twice",
          "Older releases append /api/chat without looking, and Ollama has no //api/chat.",
          withoutSlash(base));
    }
    return null;
  }

  private static @Nullable Fault deepseek(String base, String path, Gateway gateway) {
    if (path.endsWith("/chat/completions") && gateway.isAtLeast("1.87.0") != Gateway.Answer.NO) {
      return new Fault(
          Severity.ERROR,
          gateway.surely(),
          "The address ends in the path of a call",
          "LiteLLM 1.87.0 and later appends /anthropic/v1/messages for DeepSeek.",
          cut(cut(base, "/chat/completions"), "/v1"));
    }
    if (path.endsWith("/anthropic") && gateway.isAtLeast("1.87.0") == Gateway.Answer.NO) {
      return new Fault(
          Severity.ERROR,
          Confidence.CERTAIN,
          "This release does not speak DeepSeek's Anthropic protocol",
          "Before 1.87.0 LiteLLM appends /chat/completions for DeepSeek.",
          cut(base, "/anthropic"));
    }
    return null;
  }

  private static @Nullable Fault openAiLike(Deployment deployment, String base, String path) {
    boolean openAi = deployment.provider().equals("openai");
    for (String call : new String[] {"/chat/completions", "/responses", "/completions"}) {
      // hosted_vllm/ and its like notice the first one.
      if (path.endsWith(call) && (openAi || !path.endsWith("/chat/completions"))) {
        return new Fault(
            Severity.ERROR,
            Confidence.CERTAIN,
            "The address ends in the path of a call",
            "LiteLLM appends the path of the call to the address, so it comes twice.",
            cut(base, call));
      }
    }
    if (path.endsWith("/anthropic") || path.endsWith("/anthropic/v1")) {
      return new Fault(
          Severity.ERROR,
          Confidence.LIKELY,
          "The address is that of another protocol",
          "It is the server's Anthropic endpoint, and for this prefix LiteLLM speaks the OpenAI"
              + " protocol; anthropic/ is the prefix for it.",
          null);
    }
    String host = Urls.host(base);
    if (path.isEmpty()
        && Hosts.isPrivate(host)
        && Urls.port(base) != LLAMA_CPP_PORT
        && !host.isEmpty()) {
      return new Fault(
          Severity.WARNING,
          Confidence.LIKELY,
          "The address lacks /v1",
          "LiteLLM appends /chat/completions or /responses and nothing in front of it, and most"
              + " servers have their OpenAI protocol below /v1.",
          withoutSlash(base) + "/v1");
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

  private static String withoutSlash(String url) {
    int end = url.length();
    while (end > 0 && url.charAt(end - 1) == '/') {
      end--;
    }
    return url.substring(0, end);
  }

  private static String cut(String url, String tail) {
    String plain = withoutSlash(url);
    return plain.endsWith(tail)
        ? withoutSlash(plain.substring(0, plain.length() - tail.length()))
        : plain;
  }
}
