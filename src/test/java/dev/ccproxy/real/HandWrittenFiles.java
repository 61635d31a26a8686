package dev.ccproxy.real;

import dev.ccproxy.lab.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Files as {@code ccproxy init} writes them, written by hand. */
final class HandWrittenFiles implements FilesUnderTest {
  private static final Map<String, String> PREFIXES =
      Map.of(
          "openai", "openai",
          "deepseek", "deepseek",
          "ollama", "ollama_chat",
          "openrouter", "openrouter",
          "minimax", "minimax",
          "custom", "hosted_vllm");

  private static final Set<String> THINKS_NOT = Set.of("ollama", "custom");

  private final Path folder;
  private final int port;
  private final String token;

  private HandWrittenFiles(Path folder, int port, String token) {
    this.folder = folder;
    this.port = port;
    this.token = token;
  }

  /** The litellm route for several providers. */
  static HandWrittenFiles liteLlm(Path folder, int port, List<ProviderUnderTest> providers)
      throws IOException {
    String master = "sk-lab-master-0123456789abcdef0123456789abcdef";
    List<String> config = new ArrayList<>();
    List<String> env = new ArrayList<>();
    config.add("model_list:");
    for (ProviderUnderTest provider : providers) {
      config.add("  - model_name: " + provider.model());
      config.add("    litellm_params:");
      config.add("      model: " + PREFIXES.get(provider.id()) + "/" + provider.model());
      config.add("      api_base: " + provider.gatewayBase());
      config.add("      api_key: os.environ/" + provider.keyVariable());
      if (THINKS_NOT.contains(provider.id())) {
        // LiteLLM asks every model behind these prefixes for an effort, drop_params or not.
        config.add("      additional_drop_params: [reasoning_effort]");
      }
      env.add(provider.keyVariable() + "=" + provider.key());
    }
    config.add("litellm_settings:");
    config.add("  drop_params: true");
    config.add("general_settings:");
    config.add("  master_key: os.environ/LITELLM_MASTER_KEY");
    env.add("LITELLM_MASTER_KEY=" + master);
    Files.write(folder.resolve("litellm_config.yaml"), config);
    Files.write(folder.resolve("litellm.env"), env);
    return new HandWrittenFiles(folder, port, master);
  }

  /** The direct route. */
  static HandWrittenFiles direct(Path folder) {
    return new HandWrittenFiles(folder, 0, "");
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public Path settings(ProviderUnderTest provider) throws IOException {
    boolean direct = port == 0;
    Map<String, String> env = new TreeMap<>();
    env.put("ANTHROPIC_BASE_URL", direct ? provider.directBase() : "http://127.0.0.1:" + port);
    env.put("ANTHROPIC_AUTH_TOKEN", direct ? provider.key() : token);
    env.put("ANTHROPIC_API_KEY", "");
    for (String name :
        List.of(
            "ANTHROPIC_MODEL",
            "ANTHROPIC_DEFAULT_OPUS_MODEL",
            "ANTHROPIC_DEFAULT_SONNET_MODEL",
            "ANTHROPIC_DEFAULT_HAIKU_MODEL",
            "CLAUDE_CODE_SUBAGENT_MODEL")) {
      env.put(name, provider.model());
    }
    env.put("ENABLE_TOOL_SEARCH", "false");
    env.put("CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS", "1");
    env.put("CLAUDE_CODE_ATTRIBUTION_HEADER", "0");
    env.put("DISABLE_TELEMETRY", "1");
    env.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    env.put("CLAUDE_CODE_MAX_OUTPUT_TOKENS", "16384");
    env.put("NO_PROXY", "127.0.0.1,localhost");
    Json settings = Json.object().with("disableAutoMode", "disable");
    if (provider.id().equals("minimax")) {
      settings =
          settings.with("modelOverrides", Json.object().with("claude-haiku-4-5", provider.model()));
    }
    Json block = Json.object();
    for (Map.Entry<String, String> entry : env.entrySet()) {
      block = block.with(entry.getKey(), entry.getValue());
    }
    Path file = folder.resolve("settings-" + provider.id() + ".json");
    Files.writeString(file, settings.with("env", block).toString());
    return file;
  }
}
