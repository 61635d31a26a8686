package dev.ccproxy.probe;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of the client's full request that can be left out on its own. A beta value goes with the
 * field that it belongs to; {@link #BETAS} are those that belong to none. Each stands after those
 * that it needs.
 */
public enum Feature {
  /** {@code thinking}. */
  THINKING,
  /** {@code thinking.display}. */
  THINKING_DISPLAY(THINKING),
  /** {@code context_management}. */
  CONTEXT_MANAGEMENT,
  /** {@code output_config}. */
  OUTPUT_CONFIG,
  /** A message of the role {@code system} between the others. */
  SYSTEM_MESSAGE,
  /** That message as a list of blocks; without, it is a string. */
  SYSTEM_BLOCKS(SYSTEM_MESSAGE),
  /** {@code system} as a list of blocks; without, it is one string. */
  SYSTEM_ARRAY,
  /** {@code cache_control} of all blocks. */
  CACHE_CONTROL(SYSTEM_ARRAY),
  /** {@code scope} in {@code cache_control}. */
  CACHE_SCOPE(CACHE_CONTROL),
  /** The number of tools; without, there is one. */
  MANY_TOOLS,
  /** {@code defer_loading} of tools. */
  DEFER_LOADING(MANY_TOOLS),
  /** JSON Schema keywords of the client's tools; without, the schemas are plain. */
  TOOL_SCHEMAS(MANY_TOOLS),
  /** {@code metadata}. */
  METADATA,
  /** {@code temperature}. */
  TEMPERATURE,
  /** The large {@code max_tokens} of the client; without, it is 1024. */
  MAX_TOKENS,
  /** Beta values that belong to no field. */
  BETAS,
  /** The query {@code ?beta=true}. */
  BETA_QUERY,
  /** Header fields that only the client sends. */
  CLIENT_HEADERS,
  /** The first block of {@code system}, which tells the client's version. */
  ATTRIBUTION,
  /** The length of texts and descriptions of many tools; without, they are short. */
  LONG_TEXTS(MANY_TOOLS);

  private final String word = name().toLowerCase(Locale.ROOT);
  private final @Nullable Feature needed;

  Feature() {
    this.needed = null;
  }

  Feature(Feature needed) {
    this.needed = needed;
  }

  /** The word for it in data files and output. */
  public String word() {
    return word;
  }

  /** The feature itself and those that it needs. */
  public Set<Feature> withNeeds() {
    Set<Feature> out = EnumSet.of(this);
    for (Feature next = needed; next != null; next = next.needed) {
      out.add(next);
    }
    return out;
  }

  /** The feature with this word; null where there is none. */
  public static @Nullable Feature of(String word) {
    for (Feature feature : values()) {
      if (feature.word.equals(word)) {
        return feature;
      }
    }
    return null;
  }
}
