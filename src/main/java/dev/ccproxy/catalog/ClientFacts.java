package dev.ccproxy.catalog;

import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known about releases of Claude Code: {@code templates/claude-code.yaml}, dated and with
 * its source.
 *
 * @param verified the day of the facts, as {@code 2026-11-26}
 * @param newest the newest release that was measured
 * @param hahaGeneration the release whose behaviour claude-code-haha has
 * @param releases the measured ones, the oldest first
 * @param defaultModelVariable from here on {@code ANTHROPIC_DEFAULT_MODEL} is read
 * @param faults releases that fail with other vendors' models
 * @param ignoresNoProxy releases that are reported to ignore {@code NO_PROXY}
 */
public record ClientFacts(
    String verified,
    Version newest,
    Version hahaGeneration,
    List<Release> releases,
    Version defaultModelVariable,
    List<Fault> faults,
    List<Range> ignoresNoProxy) {

  /**
   * How a release behaves, and later ones up to the next that is known.
   *
   * @param start the alias that a session starts with when nobody names a model
   * @param startsWithLongContext whether it asks for the long window then
   * @param builtIn the id behind each alias; an alias whose id is not known is missing
   * @param backgroundFollowsMain whether background work takes a foreign main model when the haiku
   *     tier is unset
   * @param helperBesideToken whether the value of an apiKeyHelper goes into x-api-key beside a
   *     token
   * @param fullProxyRules whether {@code ALL_PROXY} counts and {@code NO_PROXY} knows ranges of
   *     addresses, blanks between entries and where a name ends
   * @param mostOutput the largest {@code max_tokens} that it sends
   * @param defaultOutput what it sends for a model that it does not know
   * @param assumedContext the window that it takes such a model for
   * @param readsExponents whether a limit of {@code 1e4} is ten thousand, and not one
   * @param overridable its own ids for which it asks for the one that {@code modelOverrides} gives
   * @param allowsByText whether {@code availableModels} is held against the setting as it stands,
   *     alias and suffix included, and not against the model that it leads to
   * @param restrictedKeepsFamily whether the client, where that list leaves out what an alias leads
   *     to, first looks for another model of that family
   * @param successors ids that it no longer asks for, with the alias that it takes for them
   * @param known what it asks of models that it knows; empty where that was not measured
   */
  public record Release(
      Version from,
      String start,
      boolean startsWithLongContext,
      List<String> aliases,
      Map<String, String> builtIn,
      boolean backgroundFollowsMain,
      boolean helperBesideToken,
      boolean fullProxyRules,
      long mostOutput,
      long defaultOutput,
      long assumedContext,
      boolean readsExponents,
      List<String> overridable,
      boolean allowsByText,
      boolean restrictedKeepsFamily,
      Map<String, String> successors,
      List<Known> known) {

    /** What it knows of a model by its id, which may stand behind the name of a vendor. */
    public Optional<Known> known(String id) {
      String bare = id.substring(id.lastIndexOf('/') + 1).replace('.', '-');
      for (Known one : known) {
        if (bare.startsWith(one.prefix()) && !isVersion(bare, one.prefix().length())) {
          return Optional.of(one);
        }
      }
      return Optional.empty();
    }

    /** Whether the number of a version goes on there: one or two digits; a date has more. */
    private static boolean isVersion(String id, int at) {
      int end = at + 1;
      while (end < id.length() && Character.isDigit(id.charAt(end))) {
        end++;
      }
      return at < id.length() && id.charAt(at) == '-' && end > at + 1 && end <= at + 3;
    }
  }

  /**
   * What a release asks of a model that it knows.
   *
   * @param prefix begin of the model's id, the whole version in it
   * @param defaultOutput {@code max_tokens} where the user says nothing
   * @param mostOutput and the largest
   * @param thinking the type of {@code thinking}; {@code none} where there is no such field
   * @param withoutThinking the same where the user wants no thinking
   */
  public record Known(
      String prefix,
      long defaultOutput,
      long mostOutput,
      String thinking,
      String withoutThinking) {}

  /** Releases from the first to the last, both included. */
  public record Range(Version from, Version to) {
    /** Whether a release lies in it. */
    public boolean contains(Version version) {
      return version.isAtLeast(from) && !to.isBefore(version);
    }
  }

  /**
   * A known fault.
   *
   * @param fixed the first release without it
   * @param what for people: the predicate of a sentence about the client
   */
  public record Fault(String id, Range range, Version fixed, String what) {}

  /** Reads the packaged file. */
  public static ClientFacts packaged() {
    Node root = PackagedFacts.read("claude-code").root();
    List<Release> releases = new ArrayList<>();
    for (Node item : items(root, "releases")) {
      releases.add(release(item));
    }
    List<Fault> faults = new ArrayList<>();
    for (Node item : items(root, "faults")) {
      faults.add(
          new Fault(text(item, "id"), range(item), version(item, "fixed"), text(item, "what")));
    }
    List<Range> ranges = new ArrayList<>();
    for (Node item : items(root, "ignores_no_proxy")) {
      ranges.add(range(item));
    }
    return new ClientFacts(
        text(root, "verified"),
        version(root, "newest"),
        version(root, "haha_generation"),
        List.copyOf(releases),
        version(root, "default_model_variable"),
        List.copyOf(faults),
        List.copyOf(ranges));
  }

  private static Release release(Node item) {
    List<String> aliases = words(item, "aliases");
    Map<String, String> builtIn = new LinkedHashMap<>();
    for (String word : aliases) {
      find(item, word).ifPresent(id -> builtIn.put(word, id));
    }
    return new Release(
        version(item, "from"),
        text(item, "start"),
        truth(item, "start_long_context"),
        aliases,
        Map.copyOf(builtIn),
        truth(item, "background_follows_main"),
        truth(item, "helper_beside_token"),
        truth(item, "full_proxy_rules"),
        Long.parseLong(text(item, "most_output")),
        Long.parseLong(text(item, "default_output")),
        Long.parseLong(text(item, "assumed_context")),
        truth(item, "reads_exponents"),
        words(item, "overridable"),
        truth(item, "allows_by_text"),
        truth(item, "restricted_keeps_family"),
        successors(item),
        known(item));
  }

  private static List<String> words(Node item, String key) {
    List<String> words = new ArrayList<>();
    for (Node word : items(item, key)) {
      words.add(((Node.Scalar) word).value());
    }
    return List.copyOf(words);
  }

  private static Map<String, String> successors(Node item) {
    Map<String, String> successors = new LinkedHashMap<>();
    for (Node one : items(item, "successors")) {
      successors.put(text(one, "id"), text(one, "alias"));
    }
    return Map.copyOf(successors);
  }

  private static List<Known> known(Node item) {
    List<Known> known = new ArrayList<>();
    for (Node one : items(item, "known_models")) {
      known.add(
          new Known(
              text(one, "prefix"),
              Long.parseLong(text(one, "default_output")),
              Long.parseLong(text(one, "most_output")),
              text(one, "thinking"),
              text(one, "without_thinking")));
    }
    return List.copyOf(known);
  }

  private static Range range(Node item) {
    return new Range(version(item, "from"), version(item, "to"));
  }

  private static List<Node> items(Node from, String key) {
    return SourceDocument.find(from, NodePath.of(key)).orElse(null) instanceof Node.Sequence list
        ? list.items()
        : List.of();
  }

  private static Optional<String> find(Node from, String key) {
    return SourceDocument.find(from, NodePath.of(key)).orElse(null) instanceof Node.Scalar scalar
        ? Optional.of(scalar.value())
        : Optional.empty();
  }

  private static String text(Node from, String key) {
    return find(from, key)
        .orElseThrow(() -> new IllegalStateException("claude-code.yaml has no " + key));
  }

  private static boolean truth(Node from, String key) {
    return text(from, key).equals("true");
  }

  private static Version version(Node from, String key) {
    return Version.of(text(from, key))
        .orElseThrow(() -> new IllegalStateException("no version: " + key));
  }

  /**
   * How a release behaves: as the newest measured one that is not newer. Of an unknown one nothing
   * better can be said than what the newest does.
   */
  public Release release(@Nullable Version version) {
    Release best = releases.get(version == null ? releases.size() - 1 : 0);
    if (version != null) {
      for (Release release : releases) {
        if (version.isAtLeast(release.from())) {
          best = release;
        }
      }
    }
    return best;
  }

  /** Whether this very release was measured. */
  public boolean isMeasured(@Nullable Version version) {
    return version != null && release(version).from().equals(version);
  }
}
