package dev.ccproxy.check.file;

import dev.ccproxy.catalog.LiteLlmKeys;
import dev.ccproxy.catalog.Nearest;
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

  /** A file with more foreign keys is none of LiteLLM. */
  private static final int MOST_FINDINGS = 40;

  /** A key of one file with what was found out about it. */
  private record Stray(SourceFile file, SourceDocument document, NodePath path, Node.Entry entry) {

    Place place() {
      return Place.of(file, document, entry.keySpan());
    }

    String key() {
      return entry.key();
    }
  }

  /** What several deployments have in common. */
  private record Fault(Places places, Repair repair) {}

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
        top(gateway, keys, file, document, root, found);
        for (String section : SECTIONS) {
          section(gateway, keys, file, document, section, found);
        }
      }
    }
    entries(gateway, keys, found);
    stringSwitches(gateway, found);
  }

  private void top(
      Gateway gateway,
      LiteLlmKeys keys,
      SourceFile file,
      SourceDocument document,
      Node.Mapping root,
      List<Finding> found) {
    Set<String> known = keys.of("top");
    for (Node.Entry entry : root.entries()) {
      String key = entry.key();
      if (entry.merge() || known.contains(key) || isOwn(key)) {
        continue;
      }
      if (found.size() >= MOST_FINDINGS) {
        return;
      }
      Stray stray = new Stray(file, document, NodePath.of(key), entry);
      String nearest = slip(key, known);
      String home = nearest == null ? home(keys, key, "") : null;
      if (nearest != null && root.entry(nearest).isEmpty()) {
        found.add(renamed(gateway, stray, nearest));
      } else if (home != null && !(entry.value() instanceof Node.Mapping && !isNeeded(key))) {
        found.add(moved(gateway, stray, "top level", home));
      } else {
        found.add(unknown(gateway, stray, "at the top level"));
      }
    }
  }

  /** Anchors and notes of the user have names of this kind. */
  private static boolean isOwn(String key) {
    return key.startsWith("x-")
        || key.startsWith("_")
        || key.startsWith(".")
        || key.startsWith("x_");
  }

  private void section(
      Gateway gateway,
      LiteLlmKeys keys,
      SourceFile file,
      SourceDocument document,
      String section,
      List<Finding> found) {
    if (!(document.find(NodePath.of(section)).orElse(null) instanceof Node.Mapping mapping)) {
      return;
    }
    Set<String> known = keys.of(section);
    for (Node.Entry entry : mapping.entries()) {
      String key = entry.key();
      if (entry.merge() || known.contains(key)) {
        continue;
      }
      if (found.size() >= MOST_FINDINGS) {
        return;
      }
      Stray stray = new Stray(file, document, NodePath.of(section, key), entry);
      String home = home(keys, key, section);
      String nearest = home == null ? slip(key, known) : null;
      if (home != null) {
        found.add(moved(gateway, stray, section, home));
      } else if (nearest != null && mapping.entry(nearest).isEmpty()) {
        found.add(renamed(gateway, stray, nearest));
      } else {
        found.add(unknown(gateway, stray, "under " + section));
      }
    }
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

  private Finding moved(Gateway gateway, Stray stray, String from, String to) {
    String key = stray.key();
    boolean there = gateway.config().setting(to, key).isPresent();
    boolean byVariable =
        key.equals("master_key") && !gateway.variableText(MasterKey.VARIABLE).isEmpty();
    Severity severity =
        there ? Severity.INFO : isNeeded(key) && !byVariable ? Severity.ERROR : Severity.WARNING;
    Repair repair = new Repair();
    if (!there) {
      repair.change(
          gateway.config().top(to).map(LiteLlmConfig.Located::file).orElse(stray.file()),
          new Change.Set(Gateway.setting(to, key), Value.of(stray.entry().value())));
    }
    repair.change(stray.file(), new Change.Remove(stray.path()));
    return at(
            finding(
                severity,
                key + " has no effect " + (from.equals("top level") ? "at the " : "under ") + from),
            List.of(stray.place()))
        .layer(layerOf(key))
        .cause(
            "LiteLLM looks for it under "
                + to
                + " and ignores it here"
                + (there ? "; there it is set as well." : "."))
        .impact(impact(key, there))
        .fix(
            repair.fix(
                Fix.Kind.SAFE,
                "move " + key + " to " + to + " and restart LiteLLM",
                gateway.start()))
        .subject(key)
        .explains(followers(key))
        .build();
  }

  private Finding renamed(Gateway gateway, Stray stray, String nearest) {
    NodePath right = stray.path().parent().key(nearest);
    return at(
            finding(
                isNeeded(nearest) ? Severity.ERROR : Severity.WARNING,
                stray.key() + " is no key of LiteLLM; " + nearest + " is"),
            List.of(stray.place()))
        .layer(layerOf(nearest))
        .confidence(Confidence.LIKELY)
        .cause("LiteLLM ignores keys that it does not know, without a word.")
        .impact(impact(nearest, false))
        .fix(
            new Repair()
                .change(stray.file(), new Change.Set(right, Value.of(stray.entry().value())))
                .change(stray.file(), new Change.Remove(stray.path()))
                .fix(
                    Fix.Kind.ASK,
                    "write " + nearest + " instead of " + stray.key() + " and restart LiteLLM",
                    gateway.start()))
        .subject(nearest)
        .explains(followers(nearest))
        .build();
  }

  private Finding unknown(Gateway gateway, Stray stray, String where) {
    return at(
            finding(Severity.INFO, stray.key() + " is no key " + where + " that is known here"),
            List.of(stray.place()))
        .confidence(Confidence.POSSIBLE)
        .cause(
            "The list of keys is that of LiteLLM's releases up to 1.109.1; a newer one may know it."
                + " Unknown keys are ignored without a word.")
        .impact("Either nothing, or a setting that was meant to help does not")
        .fix(Fix.manual("compare it with LiteLLM's documentation", gateway.start()))
        .subject(stray.key())
        .build();
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

  private static String[] followers(String key) {
    return switch (key) {
      case "drop_params" -> new String[] {"CCP-S201", "CCP-L401", "CCP-L701", "CCP-L702"};
      case Gateway.CHAT_FLAG -> new String[] {"CCP-S202", "CCP-L401", "CCP-L501", "CCP-D904"};
      case "master_key", "general_settings" ->
          new String[] {"CCP-S208#master_key", "CCP-S304", "CCP-L101"};
      case "litellm_settings" -> new String[] {"CCP-S201", "CCP-S202"};
      case "model_list" -> new String[] {"CCP-S106", "CCP-S105", "CCP-L302"};
      case "api_base", "api_key" ->
          new String[] {"CCP-S204", "CCP-S205", "CCP-S216", "CCP-L204", "CCP-L401"};
      default -> new String[] {};
    };
  }

  private static String impact(String key, boolean harmless) {
    if (harmless) {
      return "None: the key is set where it counts too";
    }
    return switch (key) {
      case "drop_params" ->
          "LiteLLM refuses requests with parameters that the model does not take, with status 400";
      case Gateway.CHAT_FLAG ->
          "Requests still go to /v1/responses; a server without it answers 404";
      case "master_key" ->
          "LiteLLM has no master key: 1.105.2 and later does not start, older ones let everybody"
              + " in";
      case "api_base" -> "Requests go to the provider's own address instead of this one";
      case "api_key" -> "Requests go out without this key";
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
    return nearest != null
            && Math.abs(nearest.length() - key.length()) <= 2
            && differences(key, nearest) <= 2
        ? nearest
        : null;
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
    Map<Slip, Fault> slips = new LinkedHashMap<>();
    Set<String> parameters = keys.of("litellm_params");
    Set<String> info = keys.of("model_info");
    Set<String> entryKeys = keys.of("entry");
    for (Deployment deployment : gateway.deployments()) {
      if (!(deployment.node() instanceof Node.Mapping entry)) {
        continue;
      }
      for (Node.Entry one : entry.entries()) {
        String key = one.key();
        if (one.merge() || entryKeys.contains(key) || !PARAMETERS.contains(key)) {
          continue;
        }
        Fault fault = outside.computeIfAbsent(key, k -> new Fault(new Places(), new Repair()));
        fault.places().add(deployment.file(), deployment.document(), one.keySpan());
        Repair repair = fault.repair();
        if (deployment.parameter(key).isEmpty()) {
          repair.change(
              deployment.file(),
              new Change.Set(deployment.parameterPath(key), Value.of(one.value())));
        }
        repair.change(deployment.file(), new Change.Remove(deployment.path().key(key)));
      }
      if (!(SourceDocument.find(entry, NodePath.of("litellm_params")).orElse(null)
          instanceof Node.Mapping params)) {
        continue;
      }
      for (Node.Entry one : params.entries()) {
        String key = one.key();
        if (one.merge() || parameters.contains(key) || info.contains(key)) {
          continue;
        }
        String nearest = slip(key, PARAMETERS);
        if (nearest != null && params.entry(nearest).isEmpty()) {
          Fault fault =
              slips.computeIfAbsent(
                  new Slip(key, nearest), k -> new Fault(new Places(), new Repair()));
          fault.places().add(deployment.file(), deployment.document(), one.keySpan());
          fault
              .repair()
              .change(
                  deployment.file(),
                  new Change.Set(deployment.parameterPath(nearest), Value.of(one.value())))
              .change(deployment.file(), new Change.Remove(deployment.parameterPath(key)));
        }
      }
    }
    outside.forEach(
        (key, fault) ->
            found.add(
                at(
                        finding(
                            isNeeded(key) ? Severity.ERROR : Severity.WARNING,
                            key + " has no effect beside litellm_params"),
                        fault.places())
                    .layer(layerOf(key))
                    .cause("LiteLLM takes the parameters of a deployment from litellm_params only.")
                    .impact(impact(key, false))
                    .fix(
                        fault
                            .repair()
                            .fix(
                                Fix.Kind.SAFE,
                                "move " + key + " into litellm_params and restart LiteLLM",
                                gateway.start()))
                    .subject(key)
                    .explains(followers(key))
                    .build()));
    slips.forEach(
        (slip, fault) -> {
          String wrong = slip.wrong();
          String right = slip.right();
          found.add(
              at(
                      finding(
                          isNeeded(right) ? Severity.ERROR : Severity.WARNING,
                          wrong + " is no parameter of LiteLLM; " + right + " is"),
                      fault.places())
                  .layer(layerOf(right))
                  .confidence(Confidence.LIKELY)
                  .cause(
                      "LiteLLM takes parameters that it does not know for the model's own and sends"
                          + " them on.")
                  .impact(impact(right, false))
                  .fix(
                      fault
                          .repair()
                          .fix(
                              Fix.Kind.ASK,
                              "write " + right + " instead of " + wrong + " and restart LiteLLM",
                              gateway.start()))
                  .subject(right)
                  .explains(followers(right))
                  .build());
        });
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
      // Newer releases read the text of drop_params, of the flag none does.
      boolean flag = key.equals(Gateway.CHAT_FLAG);
      found.add(
          at(
                  finding(
                      Severity.WARNING,
                      key + " is the text \"" + scalar.value() + "\", not the value false"),
                  List.of(located.place()))
              .layer(Layer.TRANSLATOR)
              .confidence(flag ? Confidence.CERTAIN : Confidence.LIKELY)
              .cause(
                  flag
                      ? "For LiteLLM every text that is not empty is true."
                      : "Releases up to 1.83.14 take every text for true, later ones read it.")
              .impact(
                  "The switch does the opposite of what the file says, or depends on the release")
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
