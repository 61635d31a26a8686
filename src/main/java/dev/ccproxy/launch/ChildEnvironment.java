package dev.ccproxy.launch;

import java.util.LinkedHashMap;
import java.util.Map;

/** The environment as the user had it: what the launcher changed for our own JVM is put back. */
final class ChildEnvironment {
  private static final String SAVED = "CCPROXY_SAVED_";

  private ChildEnvironment() {}

  /**
   * The variables of this process as its caller set them.
   *
   * @param own variables of this process
   */
  static Map<String, String> of(Map<String, String> own) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Map.Entry<String, String> variable : own.entrySet()) {
      if (!variable.getKey().startsWith(SAVED)) {
        variables.put(variable.getKey(), variable.getValue());
      }
    }
    for (Map.Entry<String, String> variable : own.entrySet()) {
      if (variable.getKey().startsWith(SAVED)) {
        String name = variable.getKey().substring(SAVED.length());
        // The launcher saves a locale that was not set as an empty one, which means the same.
        if (name.equals("LC_ALL") && variable.getValue().isEmpty()) {
          variables.remove(name);
        } else {
          variables.put(name, variable.getValue());
        }
      }
    }
    return variables;
  }
}
