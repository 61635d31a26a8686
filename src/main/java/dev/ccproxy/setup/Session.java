package dev.ccproxy.setup;

import dev.ccproxy.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set-up for one process, written to no file of the user.
 *
 * @param summary what the client works with, for a person
 * @param variables what the client's process gets on top of the terminal's variables
 * @param removed variables of the terminal that it must not get
 * @param settings keys of a settings file that no variable can stand for
 * @param overrides the variables that a settings file of the user would take the effect from; they
 *     have to go through the client's {@code --settings}
 * @param shadows those settings files, as shown
 * @param gateway the gateway to run for it; null where none is needed
 */
public record Session(
    String summary,
    Map<String, String> variables,
    Set<String> removed,
    Map<String, Value> settings,
    Map<String, String> overrides,
    List<String> shadows,
    @Nullable Gateway gateway) {

  /**
   * A gateway of this process alone.
   *
   * @param config bytes of {@code litellm_config.yaml}; no key in it
   * @param variables keys and switches for its process
   */
  public record Gateway(byte[] config, Map<String, String> variables) {
    public Gateway {
      variables = Map.copyOf(variables);
    }
  }

  public Session {
    variables = new LinkedHashMap<>(variables);
    removed = Set.copyOf(removed);
    settings = new LinkedHashMap<>(settings);
    overrides = new LinkedHashMap<>(overrides);
    shadows = List.copyOf(shadows);
  }

  /** The environment of the client, made from the terminal's. */
  public Map<String, String> environment(Map<String, String> terminal) {
    Map<String, String> all = new LinkedHashMap<>(terminal);
    for (String name : removed) {
      all.remove(name);
    }
    all.putAll(variables);
    return all;
  }

  /** What goes into the client's {@code --settings}; empty where nothing has to. */
  public Map<String, Value> forSettings() {
    Map<String, Value> fields = new LinkedHashMap<>(settings);
    if (!overrides.isEmpty()) {
      Map<String, Value> env = new LinkedHashMap<>();
      for (Map.Entry<String, String> variable : overrides.entrySet()) {
        env.put(variable.getKey(), Value.of(variable.getValue()));
      }
      fields.put("env", new Value.Fields(env));
    }
    return fields;
  }

  /** Names of the variables that are overridden, in order. */
  public List<String> overridden() {
    return new ArrayList<>(overrides.keySet());
  }
}
