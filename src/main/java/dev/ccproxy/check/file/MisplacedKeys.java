package dev.ccproxy.check.file;

import dev.ccproxy.catalog.LiteLlmKeys;
import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys that LiteLLM does not look for where they stand. It ignores them without a word, so a switch
 * that was meant to help does nothing ({@code litellm.md} 4.1, 4.2).
 */
public final class MisplacedKeys extends GatewayCheck {
  private static final List<String> SECTIONS =
      List.of("litellm_settings", "general_settings", "router_settings");

  /** The keys without which the client's requests fail; the others are hints. */
  private static final List<String> NEEDED =
      List.of(
          "drop_params",
          Gateway.CHAT_FLAG,
          "master_key",
          "model_list",
          "litellm_settings",
          "general_settings",
          "litellm_params",
          "model_name",
          "api_base",
          "api_key",
          "model",
          "additional_drop_params",
          "supported_endpoints");

  /**
   * Of a deployment's parameters only slips of these are told: any other one may be the model's.
   */
  private static final List<String> PARAMETERS =
      List.of(
          "model",
          "api_key",
          "api_base",
          "api_version",
          "drop_params",
          "additional_drop_params",
          "allowed_openai_params",
          "custom_llm_provider",
          "timeout",
          "stream_timeout",
          "max_retries");

  /** In a section with more foreign keys nobody looks for what each was meant to be. */
  private static final int MOST_COMPARED = 40;

  /** The top level or a section of one file. */
  private record Part(SourceFile file, SourceDocument document, Node.Mapping mapping) {}

  /**
   * A key that stands in the wrong place or is none.
   *
   * @param where such as {@code under router_settings}
   */
  private record Stray(Part part, NodePath path, Node.Entry entry, String where) {

    SourceFile file() {
      return part.file();
    }

    Place placeOf(Node.Entry one) {
      return Place.of(part.file(), part.document(), one.keySpan());
    }

    String key() {
      return entry.key();
    }
  }

  /** What several deployments have in common. */
  private record Fault(Places places, Repair repair) {
    Fault() {
      this(new Places(), new Repair());
    }
  }

  /** A misspelt parameter and the one that was meant. */
  private record Slip(String wrong, String right) {}

  /** For the list of checks. */
  public MisplacedKeys() {
    super(
        "CCP-S203",
        "misplaced-key",
        "Every key of the gateway's configuration stands where LiteLLM looks for it",
        Layer.GATEWAY);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    LiteLlmKeys keys = LiteLlmKeys.packaged();
    for (SourceFile file : gateway.config().files()) {
      SourceDocument document = file.document();
      if (document != null && document.root() instanceof Node.Mapping root) {
        strays(gateway, keys, "", new Part(file, document, root), found);
        for (String section : SECTIONS) {
          if (root.entry(section).map(Node.Entry::value).orElse(null)
              instanceof Node.Mapping mapping) {
            strays(gateway, keys, section, new Part(file, document, mapping), found);
          }
        }
      }
    }
    entries(gateway, keys, found);
    stringSwitches(gateway, found);
  }

  /**
   * What stands in one section without being one of its keys.
   *
   * @param section empty for the top level
   */
  private void strays(
      Gateway gateway, LiteLlmKeys keys, String section, Part part, List<Finding> found) {
    boolean top = section.isEmpty();
    Set<String> known = keys.of(top ? "top" : section);
    NodePath path = top ? NodePath.of() : NodePath.of(section);
    String where = top ? "at the top level" : "under " + section;
    List<String> unknown = new ArrayList<>();
    Places places = new Places();
    for (Node.Entry entry : part.mapping().entries()) {
      String key = entry.key();
      if (entry.merge() || known.contains(key) || (top && isOwn(key))) {
        continue;
      }
      Stray stray = new Stray(part, path.key(key), entry, where);
      String home = home(keys, key, section);
      String nearest = unknown.size() < MOST_COMPARED ? slip(key, known) : null;
      // A mapping with the name of a setting may be the user's own part, for an alias.
      if (home != null && !(top && entry.value() instanceof Node.Mapping)) {
        found.add(moved(gateway, stray, home));
      } else if (nearest != null) {
        found.add(renamed(gateway, stray, nearest));
      } else {
        unknown.add(key);
        places.add(part.file(), part.document(), entry.keySpan());
      }
    }
    if (!places.isEmpty()) {
      found.add(unknown(gateway, unknown, where, places));
    }
  }

  /** Anchors and notes of the user have names of this kind. */
  private static boolean isOwn(String key) {
    return key.startsWith("x-")
        || key.startsWith("_")
        || key.startsWith(".")
        || key.startsWith("x_");
  }

  /** The section to which a key belongs; null where none or the one it stands in knows it. */
  private static @Nullable String home(LiteLlmKeys keys, String key, String standsIn) {
    for (String section : SECTIONS) {
      if (!section.equals(standsIn) && keys.of(section).contains(key)) {
        return section;
      }
    }
    return null;
  }

  private Finding moved(Gateway gateway, Stray stray, String home) {
    String key = stray.key();
    LiteLlmConfig.Located there = gateway.config().setting(home, key).orElse(null);
    Finding.Builder finding =
        at(
                finding(
                    there == null ? severity(gateway, key) : Severity.INFO,
                    key + " has no effect " + stray.where()),
                List.of(stray.placeOf(stray.entry())))
            .layer(layerOf(key))
            .subject(key);
    if (there != null) {
      boolean same = Value.of(there.entry().value()).equals(Value.of(stray.entry().value()));
      return finding
          .evidence(Evidence.of(there.place()))
          .cause(
              "LiteLLM looks for it under " + home + " and ignores it here; there it is set too.")
          .impact(
              same
                  ? "None: it is set to the same where it counts"
                  : "The other value counts, not this one")
          .fix(
              new Repair()
                  .change(stray.file(), new Change.Remove(stray.path()))
                  .fix(
                      same ? Fix.Kind.SAFE : Fix.Kind.ASK,
                      "take out the " + key + " that stands " + stray.where(),
                      gateway.start()))
          .build();
    }
    return finding
        .cause("LiteLLM looks for it under " + home + " and ignores it here.")
        .impact(impact(gateway, key))
        .fix(
            new Repair()
                .change(
                    gateway.fileOf(home, stray.file()),
                    new Change.Set(Gateway.setting(home, key), Value.of(stray.entry().value())))
                .change(stray.file(), new Change.Remove(stray.path()))
                .fix(
                    Fix.Kind.SAFE,
                    "move " + key + " to " + home + " and restart LiteLLM",
                    gateway.start()))
        .explains(followers(gateway, key))
        .build();
  }

  private Finding renamed(Gateway gateway, Stray stray, String nearest) {
    Node.Entry right = stray.part().mapping().entry(nearest).orElse(null);
    // A copy that was put aside has such a name too.
    boolean aside = stray.key().startsWith(nearest);
    Finding.Builder finding =
        at(
                finding(
                    right == null
                        ? severity(gateway, nearest)
                        : aside || right.value() instanceof Node.Scalar
                            ? Severity.INFO
                            : Severity.WARNING,
                    stray.key() + " is no key of LiteLLM; " + nearest + " is"),
                List.of(stray.placeOf(stray.entry())))
            .layer(layerOf(nearest))
            .confidence(Confidence.LIKELY)
            .subject(nearest);
    if (right != null) {
      return finding
          .evidence(Evidence.of(stray.placeOf(right)))
          .cause(
              "LiteLLM ignores keys that it does not know, without a word, and "
                  + nearest
                  + " stands there too.")
          .impact("Only what stands in " + nearest + " counts")
          .fix(
              Fix.manual(
                  "write what is meant into " + nearest + " and take " + stray.key() + " out",
                  gateway.start()))
          .build();
    }
    return finding
        .cause("LiteLLM ignores keys that it does not know, without a word.")
        .impact(impact(gateway, nearest))
        .fix(
            new Repair()
                .rename(stray.file(), stray.path(), nearest)
                .fix(
                    Fix.Kind.ASK,
                    "write " + nearest + " instead of " + stray.key() + " and restart LiteLLM",
                    gateway.start()))
        .explains(followers(gateway, nearest))
        .build();
  }

  private Finding unknown(Gateway gateway, List<String> keys, String where, Places places) {
    return at(
            finding(
                Severity.INFO,
                names(keys)
                    + (keys.size() == 1 ? " is no key " : " are no keys ")
                    + where
                    + (keys.size() == 1 ? " that is known here" : " that are known here")),
            places)
        .confidence(Confidence.POSSIBLE)
        .cause(
            "The list of keys is that of LiteLLM's releases up to 1.109.1; a newer one may know"
                + " more. Unknown keys are ignored without a word.")
        .impact("Either nothing, or a setting that was meant to help does not")
        .fix(Fix.manual("compare it with LiteLLM's documentation", gateway.start()))
        .build();
  }

  private static Severity severity(Gateway gateway, String key) {
    return isNeeded(key) && !hasOtherMasterKey(gateway, key) ? Severity.ERROR : Severity.WARNING;
  }

  /** Whether the key is that of the gateway, and the variable has one too. */
  private static boolean hasOtherMasterKey(Gateway gateway, String key) {
    return key.equals("master_key") && !gateway.variableText(MasterKey.VARIABLE).isEmpty();
  }

  private static boolean isNeeded(String key) {
    return NEEDED.contains(key);
  }

  /** Parameters and the route are the translation's; the rest is the gateway's own. */
  private static Layer layerOf(String key) {
    return key.equals("drop_params")
            || key.equals(Gateway.CHAT_FLAG)
            || key.equals("additional_drop_params")
        ? Layer.TRANSLATOR
        : Layer.GATEWAY;
  }

  private static String[] followers(Gateway gateway, String key) {
    if (hasOtherMasterKey(gateway, key)) {
      return new String[] {};
    }
    return switch (key) {
      case "drop_params" -> new String[] {"CCP-S201", "CCP-L401", "CCP-L701", "CCP-L702"};
      case Gateway.CHAT_FLAG -> new String[] {"CCP-S202", "CCP-L401", "CCP-L501", "CCP-D904"};
      case "master_key", "general_settings" ->
          new String[] {"CCP-S208#master_key", "CCP-S304", "CCP-L101"};
      case "litellm_settings" -> new String[] {"CCP-S201", "CCP-S202"};
      case "model_list" -> new String[] {"CCP-S106", "CCP-S105", "CCP-L302"};
      case "model" -> new String[] {"CCP-L101"};
      case "api_base", "api_key" ->
          new String[] {"CCP-S204", "CCP-S205", "CCP-S216", "CCP-L204", "CCP-L401"};
      default -> new String[] {};
    };
  }

  private static String impact(Gateway gateway, String key) {
    return switch (key) {
      case "drop_params" ->
          "LiteLLM refuses requests with parameters that the model does not take, with status 400";
      case Gateway.CHAT_FLAG ->
          "Requests still go to /v1/responses; a server without it answers 404";
      case "master_key" ->
          hasOtherMasterKey(gateway, key)
              ? "The master key is that of " + MasterKey.VARIABLE + ", not this one"
              : "LiteLLM has no master key: 1.105.2 and later does not start, older ones let"
                  + " everybody in";
      case "api_base" -> "Requests go to the provider's own address instead of this one";
      case "api_key" -> "Requests go out without this key";
      case "model", "model_name", "litellm_params" ->
          "LiteLLM does not start; the client finds nothing at its address";
      case "model_list" -> "LiteLLM has no model and answers every request with status 400";
      case "litellm_settings", "general_settings", "router_settings" ->
          "Nothing of what stands in it counts";
      default -> "The setting does nothing";
    };
  }

  /** The known key of which this one is a slip; null where it is none for certain. */
  private static @Nullable String slip(String key, Collection<String> known) {
    String plain = plain(key);
    for (String candidate : known) {
      if (plain(candidate).equals(plain)) {
        return candidate;
      }
    }
    if (key.length() < 6) {
      return null;
    }
    String nearest = Nearest.of(key, known).orElse(null);
    // A third of the letters is much in a list of hundreds of names.
    return nearest != null && differences(key, nearest) <= 2 ? nearest : null;
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(" ", "");
  }

  /** Letters that are in only one of the two, each counted: a bound for the edit distance. */
  private static int differences(String one, String other) {
    int start = 0;
    int most = Math.min(one.length(), other.length());
    while (start < most && one.charAt(start) == other.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    return Math.max(one.length(), other.length()) - start - end;
  }

  private void entries(Gateway gateway, LiteLlmKeys keys, List<Finding> found) {
    Map<String, Fault> outside = new LinkedHashMap<>();
    Map<String, Fault> doubled = new LinkedHashMap<>();
    Map<String, Fault> global = new LinkedHashMap<>();
    Map<Slip, Fault> slips = new LinkedHashMap<>();
    for (Deployment deployment : gateway.deployments()) {
      if (deployment.node() instanceof Node.Mapping entry) {
        beside(keys, deployment, entry, outside, doubled);
        if (entry.entry("litellm_params").map(Node.Entry::value).orElse(null)
            instanceof Node.Mapping params) {
          inside(gateway, keys, deployment, params, global, slips);
        }
      }
    }
    outside.forEach((key, fault) -> found.add(outside(gateway, key, fault)));
    doubled.forEach((key, fault) -> found.add(doubled(gateway, key, fault)));
    global.forEach((key, fault) -> found.add(global(gateway, keys, key, fault)));
    slips.forEach((slip, fault) -> found.add(slip(gateway, slip, fault)));
  }

  /** Parameters that stand beside {@code litellm_params}. */
  private static void beside(
      LiteLlmKeys keys,
      Deployment deployment,
      Node.Mapping entry,
      Map<String, Fault> outside,
      Map<String, Fault> doubled) {
    for (Node.Entry one : entry.entries()) {
      String key = one.key();
      boolean known = keys.of("litellm_params").contains(key);
      // Of a name that model_info has too nobody can say what was meant.
      if (keys.of("entry").contains(key)
          || !(isParameter(key) || (known && !keys.of("model_info").contains(key)))) {
        continue;
      }
      boolean there = deployment.parameter(key).isPresent();
      Fault fault = fault(there ? doubled : outside, key, deployment, one);
      if (!there) {
        fault
            .repair()
            .change(
                deployment.file(),
                new Change.Set(deployment.parameterPath(key), Value.of(one.value())));
      }
      fault.repair().change(deployment.file(), new Change.Remove(deployment.path().key(key)));
    }
  }

  /** Settings of the whole gateway and misspelt parameters among those of a deployment. */
  private static void inside(
      Gateway gateway,
      LiteLlmKeys keys,
      Deployment deployment,
      Node.Mapping params,
      Map<String, Fault> global,
      Map<Slip, Fault> slips) {
    for (Node.Entry one : params.entries()) {
      String key = one.key();
      if (keys.of("litellm_params").contains(key) || keys.of("model_info").contains(key)) {
        continue;
      }
      String home = isNeeded(key) ? home(keys, key, "") : null;
      String nearest = home == null ? slip(key, PARAMETERS) : null;
      if (home != null) {
        Fault fault = fault(global, key, deployment, one);
        if (gateway.config().setting(home, key).isEmpty()) {
          fault
              .repair()
              .change(
                  gateway.fileOf(home, deployment.file()),
                  new Change.Set(Gateway.setting(home, key), Value.of(one.value())));
        }
        fault.repair().change(deployment.file(), new Change.Remove(deployment.parameterPath(key)));
      } else if (nearest != null && params.entry(nearest).isEmpty()) {
        fault(slips, new Slip(key, nearest), deployment, one)
            .repair()
            .rename(deployment.file(), deployment.parameterPath(key), nearest);
      }
    }
  }

  /** What is found out about a kind of fault, with one place more. */
  private static <K> Fault fault(
      Map<K, Fault> faults, K kind, Deployment deployment, Node.Entry entry) {
    Fault fault = faults.computeIfAbsent(kind, k -> new Fault());
    fault.places().add(deployment.file(), deployment.document(), entry.keySpan());
    return fault;
  }

  private static boolean isParameter(String key) {
    return PARAMETERS.contains(key);
  }

  private Finding outside(Gateway gateway, String key, Fault fault) {
    return at(
            finding(severity(gateway, key), key + " has no effect beside litellm_params"),
            fault.places())
        .layer(layerOf(key))
        .cause("LiteLLM takes the parameters of a deployment from litellm_params only.")
        .impact(impact(gateway, key))
        .fix(
            fault
                .repair()
                .fix(
                    // Of the others nobody knows whether they do harm where they count.
                    isParameter(key) ? Fix.Kind.SAFE : Fix.Kind.ASK,
                    "move " + key + " into litellm_params and restart LiteLLM",
                    gateway.start()))
        .subject(key)
        .explains(followers(gateway, key))
        .build();
  }

  private Finding doubled(Gateway gateway, String key, Fault fault) {
    return at(finding(Severity.INFO, key + " has no effect beside litellm_params"), fault.places())
        .layer(layerOf(key))
        .cause(
            "LiteLLM takes the parameters of a deployment from litellm_params only; there it is set"
                + " too.")
        .impact("What stands in litellm_params counts, not this one")
        .fix(
            fault
                .repair()
                .fix(
                    Fix.Kind.ASK,
                    "take out the " + key + " that stands beside litellm_params",
                    gateway.start()))
        .subject(key)
        .build();
  }

  private Finding global(Gateway gateway, LiteLlmKeys keys, String key, Fault fault) {
    String home = home(keys, key, "");
    boolean there = home != null && gateway.config().setting(home, key).isPresent();
    return at(
            finding(
                there ? Severity.INFO : severity(gateway, key),
                key + " has no effect under litellm_params"),
            fault.places())
        .layer(layerOf(key))
        .cause(
            "It is a setting of the whole gateway, under "
                + home
                + "; here LiteLLM takes it for a parameter of the model.")
        .impact(there ? "The one under " + home + " counts, not this one" : impact(gateway, key))
        .fix(
            fault
                .repair()
                .fix(
                    Fix.Kind.ASK,
                    "set " + key + " under " + home + " alone, for all models, and restart LiteLLM",
                    gateway.start()))
        .subject(key)
        .explains(there ? new String[] {} : followers(gateway, key))
        .build();
  }

  private Finding slip(Gateway gateway, Slip slip, Fault fault) {
    String wrong = slip.wrong();
    String right = slip.right();
    return at(
            finding(
                severity(gateway, right), wrong + " is no parameter of LiteLLM; " + right + " is"),
            fault.places())
        .layer(layerOf(right))
        .confidence(Confidence.LIKELY)
        .cause(
            "LiteLLM takes parameters that it does not know for the model's own and sends them on.")
        .impact(impact(gateway, right))
        .fix(
            fault
                .repair()
                .fix(
                    Fix.Kind.ASK,
                    "write " + right + " instead of " + wrong + " and restart LiteLLM",
                    gateway.start()))
        .subject(right)
        .explains(followers(gateway, right))
        .build();
  }

  /** A switch that is off for the reader and on for LiteLLM: a text is true. */
  private void stringSwitches(Gateway gateway, List<Finding> found) {
    for (String key : new String[] {"drop_params", Gateway.CHAT_FLAG}) {
      LiteLlmConfig.Located located =
          gateway.config().setting("litellm_settings", key).orElse(null);
      if (located == null
          || !(located.entry().value() instanceof Node.Scalar scalar)
          || scalar.kind() != Node.Kind.STRING
          || !isFalse(scalar.value())) {
        continue;
      }
      // 1.108.11 reads the text of drop_params, 1.83.14 does not; of the flag no release does.
      boolean flag = key.equals(Gateway.CHAT_FLAG);
      if (!flag && gateway.isAtLeast("1.108.0") == Gateway.Answer.YES) {
        continue;
      }
      boolean read = !flag && gateway.isAtLeast("1.84.0") != Gateway.Answer.NO;
      found.add(
          at(
                  finding(
                      Severity.WARNING,
                      key + " is the text \"" + scalar.value() + "\", not the value false"),
                  List.of(located.place()))
              .layer(Layer.TRANSLATOR)
              .confidence(read ? Confidence.LIKELY : Confidence.CERTAIN)
              .cause(
                  read
                      ? "LiteLLM 1.83.14 and older ones take every text for true, 1.108.11 and later"
                          + " read it."
                      : "For LiteLLM every text that is not empty is true.")
              .impact(
                  read
                      ? "Whether the switch is on depends on the release of LiteLLM"
                      : "The switch is on, the opposite of what the file says")
              .fix(
                  new Repair()
                      .change(
                          located.file(),
                          new Change.Set(Gateway.setting("litellm_settings", key), Value.of(false)))
                      .fix(
                          Fix.Kind.ASK,
                          "write false without quotes and restart LiteLLM",
                          gateway.start()))
              .subject(key)
              .build());
    }
  }

  private static boolean isFalse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "false", "no", "off", "0" -> true;
      default -> false;
    };
  }
}
