package dev.ccproxy.lab.gateway;

import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.gateway.Role.Credential;
import dev.ccproxy.lab.personality.Ant2Oai;
import dev.ccproxy.lab.personality.Anthropic;
import dev.ccproxy.lab.personality.ClaudeCodeRouter;
import dev.ccproxy.lab.personality.DeepSeek;
import dev.ccproxy.lab.personality.Empero;
import dev.ccproxy.lab.personality.LiteLlm;
import dev.ccproxy.lab.personality.LiteLlmRelease;
import dev.ccproxy.lab.personality.LlamaServer;
import dev.ccproxy.lab.personality.MiniMax;
import dev.ccproxy.lab.personality.Ollama;
import dev.ccproxy.lab.personality.OpenRouter;
import dev.ccproxy.lab.personality.ServedModel;
import dev.ccproxy.lab.personality.Vllm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** All roles. Immutable. */
public final class Roles {
  /** The one that is played when none is named. */
  public static final String DEFAULT = "litellm-1.108.11";

  private final Map<String, Role> byId = new LinkedHashMap<>();

  /** All roles that there are. */
  public Roles() {
    add(
        "anthropic",
        "Anthropic's own service, strict",
        "",
        Credential.API_KEY,
        Anthropic.standardModels(),
        Set.of(),
        true,
        Anthropic::new);
    litellm(
        "litellm-chat",
        "LiteLLM 1.83.14, chat branch",
        LiteLlmRelease.V1_83_14,
        LiteLlm.Branch.CHAT);
    litellm(
        "litellm-1.81.8",
        "LiteLLM 1.81.8, chat branch",
        LiteLlmRelease.V1_81_8,
        LiteLlm.Branch.CHAT);
    litellm(
        "litellm-responses",
        "LiteLLM 1.83.14, Responses branch: message_start comes twice",
        LiteLlmRelease.V1_83_14,
        LiteLlm.Branch.RESPONSES);
    litellm(
        DEFAULT, "LiteLLM 1.108.11, chat branch", LiteLlmRelease.V1_108_11, LiteLlm.Branch.CHAT);
    litellm(
        "litellm-1.109.1",
        "LiteLLM 1.109.1, chat branch",
        LiteLlmRelease.V1_109_1,
        LiteLlm.Branch.CHAT);
    litellm(
        "litellm-native",
        "LiteLLM 1.108.11, Messages passed on",
        LiteLlmRelease.V1_108_11,
        LiteLlm.Branch.NATIVE);
    add(
        "ollama",
        "Ollama 0.34.4",
        "",
        Credential.NONE,
        Ollama.standardModels(),
        Set.of(),
        true,
        (keys, models) -> new Ollama(models));
    add(
        "vllm",
        "vLLM with its Messages route",
        "",
        Credential.BEARER,
        List.of(ServedModel.of("qwen3-coder").limits(262_144, 0)),
        Set.of(),
        false,
        Vllm::new);
    add(
        "llama.cpp",
        "llama-server 0.5.0",
        "",
        Credential.EITHER,
        List.of(ServedModel.of("qwen3-coder").limits(131_072, 0)),
        Set.of("B07"),
        false,
        (keys, models) -> new LlamaServer(keys, models.get(0)));
    add(
        "openrouter",
        "OpenRouter",
        "/api",
        Credential.BEARER,
        OpenRouter.standardModels(),
        Set.of(),
        true,
        OpenRouter::new);
    add(
        "deepseek-anthropic",
        "DeepSeek's Messages route",
        "/anthropic",
        Credential.EITHER,
        DeepSeek.standardModels(),
        Set.of(),
        true,
        (keys, models) -> DeepSeek.standard(keys.iterator().next()));
    add(
        "minimax",
        "MiniMax, international",
        "/anthropic",
        Credential.EITHER,
        MiniMax.standardModels(),
        Set.of(),
        true,
        (keys, models) -> MiniMax.international(keys.iterator().next()).acceptingSystemTurns());
    add(
        "claude-code-router",
        "claude-code-router 2.0.0: its streams count nothing",
        "",
        Credential.EITHER,
        List.of(ServedModel.of("gpt-4o")),
        Set.of("U01"),
        false,
        (keys, models) -> new ClaudeCodeRouter(keys));
    add(
        "empero",
        "Empero Proxy 0.1.0: blocks overlap, messages of role system are refused",
        "",
        Credential.EITHER,
        List.of(ServedModel.of("gpt-4o")),
        Set.of("B09"),
        false,
        (keys, models) -> new Empero(keys, models.get(0).id()));
    add(
        "a2o",
        "a2o 0.1.6: messages of role system are refused",
        "",
        Credential.BEARER,
        List.of(ServedModel.of("gpt-4o")),
        Set.of(),
        false,
        (keys, models) -> new Ant2Oai(keys, models.get(0).id()));
  }

  private void litellm(String id, String title, LiteLlmRelease release, LiteLlm.Branch branch) {
    boolean fresh = release == LiteLlmRelease.V1_108_11 || release == LiteLlmRelease.V1_109_1;
    ServedModel.Thinking thinking =
        fresh ? ServedModel.Thinking.ON_REQUEST : ServedModel.Thinking.NEVER;
    boolean twice = branch == LiteLlm.Branch.RESPONSES;
    add(
        id,
        title,
        "",
        Credential.EITHER,
        List.of(
            ServedModel.of("gpt-4o").limits(128_000, 0).thinking(thinking),
            ServedModel.of("gpt-4o-mini").limits(128_000, 0).thinking(thinking)),
        twice ? Set.of("P02") : Set.of(),
        fresh,
        (keys, models) -> new LiteLlm(release, branch, keys, models));
  }

  private void add(
      String id,
      String title,
      String basePath,
      Credential credential,
      List<ServedModel> models,
      Set<String> habits,
      boolean thinks,
      BiFunction<Set<String>, List<ServedModel>, Personality> maker) {
    byId.put(id, new Role(id, title, basePath, credential, models, habits, thinks, maker));
  }

  /** All of them. */
  public List<Role> all() {
    return List.copyOf(byId.values());
  }

  /** The role with this name, in any case. */
  public Optional<Role> find(String id) {
    for (Role role : byId.values()) {
      if (role.id().equalsIgnoreCase(id)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /** What an unknown name was probably meant to be. */
  public Optional<String> nearest(String id) {
    return Nearest.of(id, new ArrayList<>(byId.keySet()));
  }
}
