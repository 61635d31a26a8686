package dev.ccproxy.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The names that LiteLLM knows in its configuration, section by section: {@code
 * templates/litellm-keys.txt}, dated and with its source. What is not there may be newer.
 */
public final class LiteLlmKeys {
  private static final String NAME = "/templates/litellm-keys.txt";

  private final Map<String, Set<String>> sections;

  private LiteLlmKeys(Map<String, Set<String>> sections) {
    this.sections = sections;
  }

  /** Reads the packaged file. */
  public static LiteLlmKeys packaged() {
    Map<String, Set<String>> sections = new HashMap<>();
    try (InputStream in = LiteLlmKeys.class.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException(NAME + " is missing from the package");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      Set<String> section = new LinkedHashSet<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          section = new LinkedHashSet<>();
          sections.put(line.substring(1, line.length() - 1), section);
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          section.add(line);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(NAME + " cannot be read", e);
    }
    return new LiteLlmKeys(sections);
  }

  /**
   * The names of a section.
   *
   * @param section {@code top}, {@code entry} (of {@code model_list}), {@code provider} (prefixes),
   *     {@code own_server} (those of them for a program of one's own), {@code model} and {@code
   *     address} (which need no prefix), or the section's own name
   */
  public Set<String> of(String section) {
    return sections.getOrDefault(section, Set.of());
  }
}
