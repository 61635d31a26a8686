package dev.ccproxy.check.live;

import dev.ccproxy.config.ClientIdentity;
import dev.ccproxy.probe.Feature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the parts of the client's request: {@code features.tsv} and {@code
 * recoveries.tsv}, dated and with their source.
 */
final class FeatureFacts {

  /**
   * A part of the request.
   *
   * @param check id of the check that stands for it
   * @param name for people
   * @param setting {@code NAME=VALUE} that leaves it out; empty where none does
   */
  record Known(String check, String name, String setting) {}

  private record Recovery(Feature feature, String since, List<String> words) {}

  private final Map<Feature, Known> known = new EnumMap<>(Feature.class);
  private final List<Recovery> recoveries = new ArrayList<>();

  FeatureFacts() {
    for (String[] row : rows("features.tsv", 5)) {
      Feature feature = Feature.of(row[0]);
      if (feature != null) {
        known.put(feature, new Known(row[1], row[3], row[4]));
      }
    }
    for (String[] row : rows("recoveries.tsv", 4)) {
      Feature feature = Feature.of(row[0]);
      if (feature != null) {
        List<String> words = new ArrayList<>();
        for (String part : row[3].split(" \\+ ", -1)) {
          words.add(plain(part));
        }
        recoveries.add(new Recovery(feature, row[1], words));
      }
    }
  }

  /** What is known about a part. */
  Known of(Feature feature) {
    Known facts = known.get(feature);
    return facts == null ? new Known("CCP-L709", feature.word(), "") : facts;
  }

  /** Every check that stands for a part. */
  List<String> checks() {
    List<String> ids = new ArrayList<>();
    for (Known facts : known.values()) {
      if (!ids.contains(facts.check())) {
        ids.add(facts.check());
      }
    }
    return ids;
  }

  /**
   * Whether the client leaves the part out after this refusal and goes on. A client of unknown
   * version counts as the newest that was measured.
   */
  boolean recovers(Feature feature, String refusal, ClientIdentity client) {
    String text = plain(refusal);
    for (Recovery recovery : recoveries) {
      boolean all = recovery.feature() == feature && !client.isBefore(recovery.since());
      for (String word : recovery.words()) {
        all &= text.contains(word);
      }
      if (all) {
        return true;
      }
    }
    return false;
  }

  /** The parts that a refusal names, those with the longest name first. */
  List<Feature> named(String refusal, List<Feature> sent) {
    String text = plain(refusal);
    List<Feature> named = new ArrayList<>();
    for (Feature feature : sent) {
      if (mentions(text, feature)) {
        named.add(feature);
      }
    }
    return named;
  }

  private static boolean mentions(String text, Feature feature) {
    return switch (feature) {
      case THINKING -> text.contains("thinking") || text.contains("reasoning_effort");
      case OUTPUT_CONFIG -> text.contains("output_config") || text.contains("effort");
      case SYSTEM_MESSAGE ->
          text.contains("role") && text.contains("system") || text.contains("system message");
      case MAX_TOKENS -> text.contains("max_tokens") || text.contains("max_output_tokens");
      case BETAS -> text.contains("anthropic-beta") || text.contains("beta header");
      case MANY_TOOLS -> text.contains("tools") && text.contains("128");
      case TOOL_SCHEMAS -> text.contains("schema") || text.contains("input_schema");
      case CONTEXT_MANAGEMENT, CACHE_CONTROL, DEFER_LOADING, METADATA, TEMPERATURE ->
          text.contains(feature.word());
      default -> false;
    };
  }

  /** In lower case, with every run of quotation marks, escaped or not, as one. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean quote = c == '\\' || c == '"' || c == '\'' || c == '`';
      if (!quote) {
        plain.append(c);
      } else if (plain.length() == 0 || plain.charAt(plain.length() - 1) != '\'') {
        plain.append('\'');
      }
    }
    return plain.toString().toLowerCase(Locale.ROOT);
  }

  private static List<String[]> rows(String name, int columns) {
    List<String[]> rows = new ArrayList<>();
    for (String line : read(name).split("\n")) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] row = line.split("\t", -1);
        if (row.length != columns) {
          throw new IllegalStateException(name + " has a row of " + row.length + " columns");
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static String read(String name) {
    try (@Nullable InputStream in = FeatureFacts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the package");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
