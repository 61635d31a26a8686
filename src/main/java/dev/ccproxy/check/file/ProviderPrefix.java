package dev.ccproxy.check.file;

import dev.ccproxy.catalog.LiteLlmKeys;
import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A deployment whose provider LiteLLM cannot tell is left out without stopping the start ({@code
 * litellm.md} 4.2).
 */
public final class ProviderPrefix extends GatewayCheck {
  /** Families of which LiteLLM learns new members all the time, without a prefix. */
  private static final List<String> FAMILIES =
      List.of("gpt-", "chatgpt-", "o1", "o3", "o4", "o5", "claude-", "gemini-", "text-", "ft:");

  /** For the list of checks. */
  public ProviderPrefix() {
    super(
        "CCP-S212",
        "provider-prefix-unknown",
        "LiteLLM can tell the provider of every deployment",
        Layer.GATEWAY);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    LiteLlmKeys keys = LiteLlmKeys.packaged();
    Set<String> providers = keys.of("provider");
    Set<String> models = keys.of("model");
    List<String> own = ownProviders(gateway.config());
    Spots certain = new Spots();
    Spots possible = new Spots();
    for (Deployment deployment : gateway.deployments()) {
      String model = deployment.model();
      if (model.isEmpty()
          || model.equals("*")
          || models.contains(model)
          || isKnown(deployment, providers, own)
          || namesProvider(deployment.apiBase())) {
        continue;
      }
      if (isOfFamily(model)) {
        possible.add(deployment, "model");
        continue;
      }
      certain.add(deployment, "model");
      String prefix = meant(deployment, providers);
      if (prefix != null) {
        certain
            .repair()
            .change(
                deployment.file(),
                new Change.Set(
                    deployment.parameterPath("model"),
                    Value.of(prefix + "/" + withoutPrefix(deployment, prefix))));
      }
    }
    if (!certain.isEmpty()) {
      found.add(finding(gateway, certain, Severity.ERROR, Confidence.CERTAIN));
    }
    if (!possible.isEmpty()) {
      found.add(finding(gateway, possible, Severity.INFO, Confidence.POSSIBLE));
    }
  }

  private Finding finding(Gateway gateway, Spots spots, Severity severity, Confidence confidence) {
    return at(finding(severity, "LiteLLM cannot tell the provider of " + spots.names()), spots)
        .confidence(confidence)
        .cause(
            "The model's name begins with no prefix that LiteLLM knows, and without one it is none"
                + " of the names that it knows. It leaves such an entry out and starts all the"
                + " same.")
        .impact(
            "A request for it ends with 400, \"There are no healthy deployments for this model\"")
        .fix(
            spots.repair().isEmpty()
                ? Fix.manual(
                    "put the prefix of the provider in front of the model (hosted_vllm/ for an"
                        + " OpenAI-compatible server) and restart LiteLLM",
                    gateway.start())
                : spots
                    .repair()
                    .fix(
                        Fix.Kind.ASK,
                        "put the prefix of the provider in front of the model and restart LiteLLM",
                        gateway.start()))
        .explains("CCP-L302", "CCP-L401")
        .build();
  }

  private static boolean isKnown(Deployment deployment, Set<String> providers, List<String> own) {
    String named = deployment.parameterText("custom_llm_provider");
    if (!named.isEmpty()) {
      return providers.contains(named) || own.contains(named);
    }
    String prefix = deployment.prefix();
    return providers.contains(prefix) || own.contains(prefix);
  }

  /** Providers that the user's own code adds. */
  private static List<String> ownProviders(LiteLlmConfig config) {
    List<String> own = new ArrayList<>();
    LiteLlmConfig.Located map =
        config.setting("litellm_settings", "custom_provider_map").orElse(null);
    if (map != null && map.entry().value() instanceof Node.Sequence list) {
      for (Node item : list.items()) {
        if (SourceDocument.find(item, NodePath.of("provider")).orElse(null)
            instanceof Node.Scalar scalar) {
          own.add(scalar.value());
        }
      }
    }
    return own;
  }

  /** LiteLLM recognises some vendors by their address. */
  private static boolean namesProvider(String base) {
    String host = Urls.host(base);
    return base.startsWith(Gateway.FROM_ENVIRONMENT)
        || (!host.isEmpty() && !Hosts.isPrivate(host) && host.startsWith("api."));
  }

  private static boolean isOfFamily(String model) {
    for (String family : FAMILIES) {
      if (model.startsWith(family)) {
        return true;
      }
    }
    return false;
  }

  /** The prefix that was meant; null where nobody can know. */
  private static @Nullable String meant(Deployment deployment, Set<String> providers) {
    String prefix = deployment.prefix();
    if (prefix.length() > 4) {
      String nearest = Nearest.of(prefix, providers).orElse(null);
      if (nearest != null && nearest.length() > 4 && nearest.charAt(0) == prefix.charAt(0)) {
        return nearest.equals("ollama") ? "ollama_chat" : nearest;
      }
    }
    String host = Urls.host(deployment.apiBase());
    if (host.isEmpty()) {
      return null;
    }
    if (Urls.port(deployment.apiBase()) == 11434) {
      return Urls.path(deployment.apiBase()).isEmpty() ? "ollama_chat" : "hosted_vllm";
    }
    if (host.equals("openrouter.ai")) {
      return "openrouter";
    }
    return Hosts.isPrivate(host) ? "hosted_vllm" : null;
  }

  /** A misspelt prefix goes, the vendor in a model's name stays. */
  private static String withoutPrefix(Deployment deployment, String meant) {
    String prefix = deployment.prefix();
    boolean misspelt =
        prefix.length() > 4
            && prefix.charAt(0) == meant.charAt(0)
            && Nearest.of(prefix, List.of(meant, "ollama")).isPresent();
    return misspelt ? deployment.upstreamModel() : deployment.model();
  }
}
