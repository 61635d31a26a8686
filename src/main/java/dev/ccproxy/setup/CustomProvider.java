package dev.ccproxy.setup;

import dev.ccproxy.catalog.Confidence;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Route;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Providers that no file describes: a server of which only address and protocol are known. */
final class CustomProvider {
  /** The word on the command line. */
  static final String ID = "custom";

  /** Stands for everything behind a gateway that somebody else runs. */
  static final String GATEWAY = "gateway";

  private CustomProvider() {}

  /** A server that speaks the Anthropic protocol. */
  static Provider anthropic(String id, String baseUrl) {
    return provider(
        id,
        Route.DIRECT,
        "It speaks the Anthropic protocol itself, so nothing needs to run in between",
        new Provider.DirectRoute(baseUrl, "ANTHROPIC_AUTH_TOKEN", Map.of(), false, false),
        new Provider.LiteLlmRoute("anthropic", baseUrl, Map.of(), Map.of(), false));
  }

  /**
   * A server that speaks OpenAI's Chat Completions; {@code hosted_vllm/} works with those in every
   * release of LiteLLM.
   */
  static Provider openAiCompatible(String id, String baseUrl) {
    return provider(
        id,
        Route.LITELLM,
        "It speaks OpenAI's protocol, which LiteLLM translates",
        null,
        new Provider.LiteLlmRoute("hosted_vllm", baseUrl, Map.of(), Map.of(), false));
  }

  /** Whatever stands behind a gateway that somebody else runs. */
  static Provider behindGateway() {
    return provider(
        GATEWAY,
        Route.LITELLM,
        "",
        null,
        new Provider.LiteLlmRoute("gateway", null, Map.of(), Map.of(), false));
  }

  private static Provider provider(
      String id,
      Route route,
      String why,
      Provider.@org.jspecify.annotations.Nullable DirectRoute direct,
      Provider.@org.jspecify.annotations.Nullable LiteLlmRoute litellm) {
    return new Provider(
        id,
        id,
        Provider.Kind.PROVIDER,
        LocalDate.EPOCH,
        Confidence.LOW,
        List.of(),
        why,
        route,
        new Provider.Key(variable(id), List.of(), null, true),
        true,
        false,
        Map.of(),
        direct,
        litellm,
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        Provider.COMMAND_LINE);
  }

  private static String variable(String id) {
    StringBuilder name = new StringBuilder();
    for (char c : id.toUpperCase(Locale.ROOT).toCharArray()) {
      name.append((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_');
    }
    if (name.length() == 0 || Character.isDigit(name.charAt(0))) {
      name.insert(0, '_');
    }
    return name + "_API_KEY";
  }
}
