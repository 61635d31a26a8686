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

  private static final String PROVIDER = "custom_llm_provider";

  /** How a prefix has to be written at least to be a slip of another one. */
  private static final int SHORTEST_SLIP = 5;

  private static final int OLLAMA_PORT = 11434;

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
    List<String> own = ownProviders(gateway.config());
    Spots misspelt = new Spots();
    Spots strange = new Spots();
    Spots meant = new Spots();
    Spots unclear = new Spots();
    Spots possible = new Spots();
    for (Deployment deployment : gateway.deployments()) {
      String model = deployment.model();
      String provider = deployment.provider();
      if (model.isEmpty() || keys.of("provider").contains(provider) || own.contains(provider)) {
        continue;
      }
      if (!deployment.parameterText(PROVIDER).isEmpty()) {
        String slip = slip(provider, keys.of("provider"));
        if (slip != null) {
          misspelt.add(deployment, PROVIDER);
          misspelt.repair().change(deployment.file(), set(deployment, PROVIDER, slip));
        } else {
          strange.add(deployment, PROVIDER);
        }
      } else if (!needsNoPrefix(deployment, keys)) {
        String corrected = corrected(deployment, keys);
        if (corrected != null) {
          meant.add(deployment, "model");
          meant.repair().change(deployment.file(), set(deployment, "model", corrected));
        } else {
          (isOfFamily(model) ? possible : unclear).add(deployment, "model");
        }
      }
    }
    if (!misspelt.isEmpty()) {
      found.add(
          named(misspelt)
              .fix(
                  misspelt
                      .repair()
                      .fix(
                          Fix.Kind.ASK,
                          "name the provider as LiteLLM does and restart it",
                          gateway.start()))
              .build());
    }
    if (!strange.isEmpty()) {
      found.add(
          named(strange)
              .fix(
                  Fix.manual(
                      "take custom_llm_provider out, put the prefix of the provider in front of"
                          + " the model and restart LiteLLM",
                      gateway.start()))
              .build());
    }
    if (!meant.isEmpty()) {
      found.add(
          leftOut(meant)
              .fix(
                  meant
                      .repair()
                      .fix(
                          Fix.Kind.ASK,
                          "put the prefix of the provider in front of the model and restart"
                              + " LiteLLM",
                          gateway.start()))
              .build());
    }
    if (!unclear.isEmpty()) {
      found.add(leftOut(unclear).fix(byHand(gateway)).build());
    }
    if (!possible.isEmpty()) {
      found.add(possible(gateway, possible));
    }
  }

  private Finding.Builder leftOut(Spots spots) {
    return refused(
            at(
                finding(Severity.ERROR, "LiteLLM cannot tell the provider of " + spots.names()),
                spots))
        .cause(
            "The model's name begins with no prefix that LiteLLM knows, and without one it is none"
                + " of the names that it knows. It leaves such an entry out and starts all the"
                + " same.");
  }

  private Finding possible(Gateway gateway, Spots spots) {
    return refused(
            at(
                finding(Severity.INFO, "LiteLLM may not know the provider of " + spots.names()),
                spots))
        .confidence(Confidence.POSSIBLE)
        .cause(
            "The model's name has no prefix. LiteLLM learns new names of this family all the time;"
                + " a release that does not know this one leaves the entry out and starts all the"
                + " same.")
        .fix(byHand(gateway))
        .build();
  }

  private Finding.Builder named(Spots spots) {
    return refused(
            at(
                finding(
                    Severity.ERROR,
                    "LiteLLM does not know the custom_llm_provider of " + spots.names()),
                spots))
        .cause(
            "custom_llm_provider counts before the prefix of the model, and this one is none of"
                + " LiteLLM's providers. It leaves such an entry out and starts all the same.");
  }

  private static Finding.Builder refused(Finding.Builder finding) {
    return finding
        .impact(
            "A request for it ends with 400, \"There are no healthy deployments for this model\"")
        .explains("CCP-L302", "CCP-L401");
  }

  private static Fix byHand(Gateway gateway) {
    return Fix.manual(
        "put the prefix of the provider in front of the model (openai/ for OpenAI itself,"
            + " hosted_vllm/ for a server that is compatible with it) and restart LiteLLM",
        gateway.start());
  }

  private static Change set(Deployment deployment, String parameter, String value) {
    return new Change.Set(deployment.parameterPath(parameter), Value.of(value));
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

  /** Whether LiteLLM tells the vendor by the model's name, or by the address. */
  private static boolean needsNoPrefix(Deployment deployment, LiteLlmKeys keys) {
    String model = deployment.model();
    String base = deployment.apiBase();
    return model.equals("*")
        || keys.of("model").contains(model)
        || base.startsWith(Gateway.FROM_ENVIRONMENT)
        || isKnownAddress(Urls.host(base) + Urls.path(base), keys.of("address"));
  }

  private static boolean isKnownAddress(String base, Set<String> addresses) {
    for (String address : addresses) {
      if ((base + "/").startsWith(address + "/")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfFamily(String model) {
    for (String family : FAMILIES) {
      if (model.startsWith(family)) {
        return true;
      }
    }
    return false;
  }

  /** The model with the prefix that was meant; null where nobody can know. */
  private static @Nullable String corrected(Deployment deployment, LiteLlmKeys keys) {
    String base = deployment.apiBase();
    String host = Urls.host(base);
    boolean isOwn = !host.isEmpty() && Hosts.isPrivate(host);
    // On one's own server mistralai/ and deepseek-ai/ are vendors in a name, and no slips.
    String slip = slip(deployment.prefix(), keys.of(isOwn ? "own_server" : "provider"));
    if (slip != null) {
      return (slip.equals("ollama") ? "ollama_chat" : slip) + "/" + deployment.upstreamModel();
    }
    if (Urls.port(base) == OLLAMA_PORT) {
      return (Urls.path(base).isEmpty() ? "ollama_chat/" : "hosted_vllm/") + deployment.model();
    }
    if (host.equals("openrouter.ai")) {
      return "openrouter/" + deployment.model();
    }
    return isOwn ? "hosted_vllm/" + deployment.model() : null;
  }

  /** The provider whose name was misspelt; null where it is none. */
  private static @Nullable String slip(String name, Set<String> providers) {
    if (name.length() < SHORTEST_SLIP) {
      return null;
    }
    return Nearest.of(name, providers)
        .filter(p -> p.charAt(0) == Character.toLowerCase(name.charAt(0)))
        .orElse(null);
  }
}
