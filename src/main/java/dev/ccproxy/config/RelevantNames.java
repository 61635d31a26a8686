package dev.ccproxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The variables by which a user steers the client, told from everything else in an environment. */
public final class RelevantNames {
  private static final List<String> FIRST =
      List.of(
          "ANTHROPIC_BASE_URL",
          "ANTHROPIC_AUTH_TOKEN",
          "ANTHROPIC_API_KEY",
          "ANTHROPIC_MODEL",
          "ANTHROPIC_DEFAULT_OPUS_MODEL",
          "ANTHROPIC_DEFAULT_SONNET_MODEL",
          "ANTHROPIC_DEFAULT_HAIKU_MODEL",
          "CLAUDE_CODE_SUBAGENT_MODEL",
          "CLAUDE_CODE_MAX_OUTPUT_TOKENS",
          "CLAUDE_CODE_MAX_CONTEXT_TOKENS",
          "CLAUDE_CODE_AUTO_COMPACT_WINDOW",
          "API_TIMEOUT_MS");

  private static final List<String> OTHERS =
      List.of(
          "CLAUDE_CONFIG_DIR",
          "DISABLE_TELEMETRY",
          "DISABLE_PROMPT_CACHING",
          "DISABLE_INTERLEAVED_THINKING",
          "ENABLE_TOOL_SEARCH",
          "MAX_THINKING_TOKENS",
          "NODE_EXTRA_CA_CERTS",
          "NODE_TLS_REJECT_UNAUTHORIZED",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "ALL_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "all_proxy",
          "no_proxy");

  private RelevantNames() {}

  /** Whether a variable steers the client. */
  public static boolean isRelevant(String name) {
    return name.startsWith("ANTHROPIC_")
        || name.startsWith("CLAUDE_CODE_")
        || FIRST.contains(name)
        || OTHERS.contains(name);
  }

  /** Those of these names that steer the client: address, credential and models first. */
  public static List<String> of(Set<String> names) {
    List<String> relevant = new ArrayList<>();
    for (String name : FIRST) {
      if (names.contains(name)) {
        relevant.add(name);
      }
    }
    List<String> rest = new ArrayList<>();
    for (String name : names) {
      if (isRelevant(name) && !relevant.contains(name)) {
        rest.add(name);
      }
    }
    rest.sort(null);
    relevant.addAll(rest);
    return relevant;
  }
}
