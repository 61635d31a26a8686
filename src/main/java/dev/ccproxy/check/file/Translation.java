package dev.ccproxy.check.file;

import dev.ccproxy.config.Deployment;

/** What LiteLLM makes of a request to {@code /v1/messages} ({@code litellm.md} 1.2). */
enum Translation {
  /** Passed on as it is, to the provider's own {@code /v1/messages}. */
  NATIVE,
  /** To {@code /responses}. */
  RESPONSES,
  /** To {@code /chat/completions} or what the provider has for it. */
  CHAT,
  /** To one of the latter two; which one depends on the release, which is unknown. */
  RESPONSES_OR_CHAT,
  /** Native or chat; which one depends on the release, which is unknown. */
  NATIVE_OR_CHAT;

  /** The first release that sends {@code openai/} to {@code /responses}. */
  static final String RESPONSES_SINCE = "1.82.0";

  private static final String DEEPSEEK_NATIVE_SINCE = "1.87.0";
  private static final String OPT_IN_SINCE = "1.92.0";

  static Translation of(Deployment deployment, Gateway gateway) {
    switch (deployment.provider()) {
      case "anthropic", "minimax" -> {
        return NATIVE;
      }
      case "deepseek" -> {
        return switch (gateway.isAtLeast(DEEPSEEK_NATIVE_SINCE)) {
          case YES -> NATIVE;
          case NO -> CHAT;
          case UNKNOWN -> NATIVE_OR_CHAT;
        };
      }
      case "bedrock", "vertex_ai", "azure_ai" -> {
        return deployment.model().contains("claude") ? NATIVE : CHAT;
      }
      default -> {
        if (deployment.infoLists("supported_endpoints", "/v1/messages")
            && gateway.isAtLeast(OPT_IN_SINCE) != Gateway.Answer.NO) {
          return NATIVE;
        }
        if (!isOpenAi(deployment) || gateway.hasChatFlag() || usesChatByItself(deployment)) {
          return CHAT;
        }
        return switch (gateway.isAtLeast(RESPONSES_SINCE)) {
          case YES -> RESPONSES;
          case NO -> CHAT;
          case UNKNOWN -> RESPONSES_OR_CHAT;
        };
      }
    }
  }

  /** Whether its prefix is the one whose route depends on release and flag. */
  static boolean isOpenAi(Deployment deployment) {
    return deployment.provider().equals("openai");
  }

  /** Whether its server is OpenAI itself. */
  static boolean isAtOpenAi(Deployment deployment) {
    String base = deployment.apiBase();
    return base.isEmpty() || ("." + Urls.host(base)).endsWith(".openai.com");
  }

  /** The switches of a single deployment, which work on current releases (litellm.md 13). */
  private static boolean usesChatByItself(Deployment deployment) {
    return deployment.model().startsWith("openai/chat_completions/")
        || deployment.parameterText("use_chat_completions_api").equalsIgnoreCase("true");
  }
}
