package dev.ccproxy.probe;

import dev.ccproxy.catalog.Version;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.ClientSettings;
import dev.ccproxy.document.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a version of the client sends: a dated file of {@code client-shapes}, one per version that
 * was measured. It holds shapes and sizes and no text of the client.
 */
public final class ClientShape {
  private static final String MAX_TOKENS = "CLAUDE_CODE_MAX_OUTPUT_TOKENS";
  private static final Pattern ABOVE_ZERO = Pattern.compile("\\+?0*[1-9]");
  private static final String THINKING_BUDGET = "MAX_THINKING_TOKENS";
  private static final String FOLDER = "client-shapes/";

  private final Value data;
  private final String version;

  private ClientShape(String version, Value data) {
    this.version = version;
    this.data = data;
  }

  /** The versions that were measured, oldest first. */
  public static List<String> versions() {
    List<String> out = new ArrayList<>();
    for (String line : new String(read("index"), StandardCharsets.UTF_8).split("\n", -1)) {
      if (!line.isBlank()) {
        out.add(line.strip());
      }
    }
    return out;
  }

  /**
   * The shape for a version: that of the newest measured one that is not newer, of the oldest for
   * still older ones.
   *
   * @param version dotted numbers; null for the newest
   */
  public static ClientShape of(@Nullable String version) {
    List<String> known = versions();
    String chosen = known.get(version == null ? known.size() - 1 : 0);
    Version wanted = version == null ? null : Version.of(version).orElse(null);
    for (String candidate : known) {
      if (wanted != null && wanted.isAtLeast(candidate)) {
        chosen = candidate;
      }
    }
    Value data = BoundedJson.parse(read(chosen + ".json"));
    if (data == null) {
      throw new IllegalStateException(FOLDER + chosen + ".json is no JSON");
    }
    return new ClientShape(chosen, data);
  }

  private static byte[] read(String name) {
    try (InputStream in = ClientShape.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException(FOLDER + name + " is missing from the package");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The version that was measured. */
  public String version() {
    return version;
  }

  /** When it was measured, {@code yyyy-mm-dd}. */
  public String verified() {
    return BoundedJson.text(data, "verified");
  }

  /** Where the measurements stand. */
  public List<String> sources() {
    List<String> out = new ArrayList<>();
    for (Value source : BoundedJson.items(field("sources"))) {
      out.add(BoundedJson.text(source));
    }
    return out;
  }

  @Nullable Value field(String name) {
    return BoundedJson.field(data, name);
  }

  /**
   * What the client sends under these circumstances.
   *
   * @param environment variables that the client sees, those of its settings included
   * @param model the id that it sends
   * @param knownAs the id of Anthropic's under which it knows the model ({@code modelOverrides});
   *     null where the id stands for itself
   */
  public Sent sent(Map<String, String> environment, String model, @Nullable String knownAs) {
    Set<Feature> features = all();
    String name = knownAs == null ? model : knownAs;
    int slash = name.lastIndexOf('/');
    name = slash < 0 ? name : name.substring(slash + 1);
    Value thinking = BoundedJson.field(field("fields"), "thinking");
    long maxTokens = BoundedJson.number(field("maxTokens"), 0);
    boolean simple = false;
    Set<String> dropped = new HashSet<>();
    for (Value known : BoundedJson.items(field("models"))) {
      if (name.replace('.', '-').startsWith(BoundedJson.text(known, "prefix"))) {
        remove(features, known);
        Value other = BoundedJson.field(known, "thinking");
        if (other != null) {
          thinking = other;
          features.remove(Feature.THINKING_DISPLAY);
        }
        maxTokens = BoundedJson.number(BoundedJson.field(known, "maxTokens"), maxTokens);
      }
    }
    for (Value known : BoundedJson.items(field("switches"))) {
      String value = environment.getOrDefault(BoundedJson.text(known, "variable"), "");
      if (!holds(BoundedJson.text(known, "when"), value)) {
        continue;
      }
      remove(features, known);
      simple |= names(known, "removes").contains("simple");
      dropped.addAll(names(known, "betas"));
      Value other = BoundedJson.field(known, "thinking");
      thinking = other == null ? thinking : other;
    }
    long wanted = whole(environment.getOrDefault(MAX_TOKENS, ""));
    if (wanted > 0) {
      maxTokens = Math.min(wanted, BoundedJson.number(field("maxTokensLimit"), wanted));
    }
    return new Sent(this, features, thinking, maxTokens, simple, dropped);
  }

  /**
   * As {@link #sent(Map, String, String)}, with what the settings of the client say.
   *
   * @param model the id that it sends
   */
  public Sent sent(ClientSettings settings, String model) {
    Map<String, String> environment = new HashMap<>();
    for (Value known : BoundedJson.items(field("switches"))) {
      String variable = BoundedJson.text(known, "variable");
      environment.put(variable, settings.text(variable));
    }
    environment.put(MAX_TOKENS, settings.text(MAX_TOKENS));
    if (settings.key("alwaysThinkingEnabled").filter(v -> v.value().equals("false")).isPresent()) {
      environment.merge(THINKING_BUDGET, "0", (set, off) -> set.isEmpty() ? off : set);
    }
    String knownAs = settings.knownAs(model);
    return sent(environment, model, knownAs.equals(model) ? null : knownAs);
  }

  /** Everything that this version has. */
  private Set<Feature> all() {
    Set<Feature> out = EnumSet.allOf(Feature.class);
    Value fields = field("fields");
    keep(out, Feature.THINKING_DISPLAY, BoundedJson.field(fields, "thinking_display"));
    keep(out, Feature.TEMPERATURE, BoundedJson.field(fields, "temperature"));
    keep(out, Feature.SYSTEM_MESSAGE, field("systemMessage"));
    Value blocks = BoundedJson.field(field("systemMessage"), "blocks");
    keep(out, Feature.SYSTEM_BLOCKS, BoundedJson.isTrue(blocks) ? blocks : null);
    keep(out, Feature.CACHE_SCOPE, BoundedJson.field(field("cacheControl"), "scope"));
    List<Value> deferred = BoundedJson.items(BoundedJson.field(field("tools"), "deferred"));
    keep(out, Feature.DEFER_LOADING, deferred.isEmpty() ? null : deferred.get(0));
    return out;
  }

  private static void keep(Set<Feature> features, Feature feature, @Nullable Value there) {
    if (there == null) {
      features.remove(feature);
    }
  }

  private static void remove(Set<Feature> features, Value known) {
    for (String word : names(known, "removes")) {
      Feature feature = Feature.of(word);
      if (feature != null) {
        features.remove(feature);
      }
    }
  }

  private static List<String> names(Value known, String field) {
    List<String> out = new ArrayList<>();
    for (Value name : BoundedJson.items(BoundedJson.field(known, field))) {
      out.add(BoundedJson.text(name));
    }
    return out;
  }

  private static boolean holds(String when, String value) {
    String lower = value.strip().toLowerCase(Locale.ROOT);
    boolean no =
        lower.equals("0") || lower.equals("false") || lower.equals("no") || lower.equals("off");
    return switch (when) {
      case "true" -> ClientRequest.isOn(value);
      // Also what is no number at all; measured.
      case "not above 0" -> !value.isEmpty() && !ABOVE_ZERO.matcher(lower).lookingAt();
      case "false" -> no;
      case "0" -> lower.equals("0") || lower.equals("false");
      case "unset" -> lower.equals("unset") || lower.equals("auto");
      default -> throw new IllegalStateException("a switch cannot hold when " + when);
    };
  }

  private static long whole(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * The full request of a client under certain settings.
   *
   * @param shape the version
   * @param features what it has; nothing else can be sent
   * @param thinking the value of {@code thinking}
   * @param maxTokens the value of {@code max_tokens}
   * @param simple whether it is the short form with three tools
   * @param droppedBetas beta values that are switched off on their own
   */
  public record Sent(
      ClientShape shape,
      Set<Feature> features,
      @Nullable Value thinking,
      long maxTokens,
      boolean simple,
      Set<String> droppedBetas) {

    /** Copies the sets. */
    public Sent {
      features = Set.copyOf(features);
      droppedBetas = Set.copyOf(droppedBetas);
    }

    /** The same with another {@code max_tokens}. */
    public Sent withMaxTokens(long tokens) {
      return new Sent(shape, features, thinking, tokens, simple, droppedBetas);
    }

    /** The features in the order of their definition, for the search for the refused one. */
    public List<Feature> ordered() {
      List<Feature> out = new ArrayList<>();
      for (Feature feature : Feature.values()) {
        if (features.contains(feature)) {
          out.add(feature);
        }
      }
      return out;
    }

    /**
     * The client's own user agent, for the one probe that asks whether its name is treated apart.
     */
    public String userAgent() {
      return BoundedJson.text(shape.data, "userAgent");
    }

    /** The beta values that go with these features, joined as in the header; "" for none. */
    public String betas(Set<Feature> kept) {
      StringBuilder out = new StringBuilder();
      for (Value beta : BoundedJson.items(shape.field("betas"))) {
        String value = BoundedJson.text(beta, "value");
        Feature of = Feature.of(BoundedJson.text(beta, "feature"));
        if (kept.contains(of == null ? Feature.BETAS : of) && !droppedBetas.contains(value)) {
          out.append(out.length() == 0 ? "" : ",").append(value);
        }
      }
      return out.toString();
    }
  }
}
