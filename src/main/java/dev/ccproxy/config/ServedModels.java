package dev.ccproxy.config;

import dev.ccproxy.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names under which a LiteLLM with this configuration serves models, in the order in which it
 * looks: {@code model_name}, alias, wildcard, the deployment's own model ({@code litellm.md} 4.5).
 */
public final class ServedModels {
  private final List<Deployment> deployments;
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> aliases = new LinkedHashSet<>();
  private final boolean complete;

  private ServedModels(LiteLlmConfig config) {
    deployments = config.deployments();
    boolean whole = config.badIncludes().isEmpty() && !deployments.isEmpty();
    for (SourceFile file : config.files()) {
      whole &= file.state() == SourceFile.State.READ;
    }
    for (Deployment deployment : deployments) {
      if (!deployment.name().isEmpty()) {
        names.add(deployment.name());
      }
    }
    alias(config, "router_settings", "model_group_alias");
    alias(config, "litellm_settings", "model_group_alias");
    alias(config, "litellm_settings", "model_alias_map");
    // What may serve a name that stands nowhere here.
    whole &= !config.isOn("general_settings", "store_model_in_db");
    whole &= config.setting("litellm_settings", "default_fallbacks").isEmpty();
    whole &= config.setting("router_settings", "default_fallbacks").isEmpty();
    whole &= config.setting("router_settings", "default_litellm_params").isEmpty();
    complete = whole;
  }

  /** The names of a configuration. */
  public static ServedModels of(LiteLlmConfig config) {
    return new ServedModels(config);
  }

  private void alias(LiteLlmConfig config, String section, String key) {
    LiteLlmConfig.Located map = config.setting(section, key).orElse(null);
    if (map != null && map.entry().value() instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        aliases.add(entry.key());
      }
    }
  }

  /** Whether these are all, and no database or default takes other names. */
  public boolean isComplete() {
    return complete;
  }

  /** Whether a name is served; letters in their case. */
  public boolean serves(String name) {
    return names.contains(name) || aliases.contains(name) || deployment(name).isPresent();
  }

  /** The first deployment that answers to a name; empty for an alias or where there is none. */
  public Optional<Deployment> deployment(String name) {
    for (Deployment deployment : deployments) {
      if (deployment.name().equals(name) || id(deployment).equals(name)) {
        return Optional.of(deployment);
      }
    }
    for (Deployment deployment : deployments) {
      if (matches(deployment.name(), name)) {
        return Optional.of(deployment);
      }
    }
    for (Deployment deployment : deployments) {
      if (deployment.model().equals(name)) {
        return Optional.of(deployment);
      }
    }
    return Optional.empty();
  }

  private static String id(Deployment deployment) {
    @Nullable Node id = deployment.info("id").orElse(null);
    return id instanceof Node.Scalar scalar ? scalar.value() : "";
  }

  /** Whether a name with stars covers another one. */
  static boolean matches(String pattern, String name) {
    if (pattern.indexOf('*') < 0 || name.isEmpty()) {
      return false;
    }
    String[] parts = pattern.split("\\*", -1);
    if (!name.startsWith(parts[0]) || !name.endsWith(parts[parts.length - 1])) {
      return false;
    }
    int at = parts[0].length();
    int end = name.length() - parts[parts.length - 1].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = name.indexOf(parts[i], at);
      if (found < 0 || found + parts[i].length() > end) {
        return false;
      }
      at = found + parts[i].length();
    }
    return at <= end;
  }

  /** Names that can be asked for: no wildcards. */
  public List<String> names() {
    List<String> plain = new ArrayList<>();
    for (String name : names) {
      if (name.indexOf('*') < 0) {
        plain.add(name);
      }
    }
    plain.addAll(aliases);
    return plain;
  }
}
