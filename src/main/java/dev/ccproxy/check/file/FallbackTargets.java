package dev.ccproxy.check.file;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.Place;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fallbacks and aliases lead to models that exist ({@code litellm.md} 4.2, 4.5). */
public final class FallbackTargets extends GatewayCheck {
  private static final List<String> LISTS =
      List.of("fallbacks", "context_window_fallbacks", "content_policy_fallbacks");

  /** Those at which LiteLLM was seen to stop where a target is no list. */
  private static final List<String> STRICT = List.of("fallbacks", "content_policy_fallbacks");

  /** The first release that was seen to stop at a target that is no list. */
  private static final String STRICT_SINCE = "1.108.0";

  /** For the list of checks. */
  public FallbackTargets() {
    super(
        "CCP-S217",
        "fallback-target-unknown",
        "Fallbacks and aliases name models that exist",
        Layer.GATEWAY);
  }

  /** What is wrong with the fallbacks. */
  private record Faults(Places noLists, Places noTargets, Places unknown, Set<String> names) {
    Faults() {
      this(new Places(), new Places(), new Places(), new LinkedHashSet<>());
    }
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    Map<String, Located> aliases = aliases(gateway, found);
    Faults faults = new Faults();
    for (String section : new String[] {"litellm_settings", "router_settings"}) {
      for (String key : LISTS) {
        gateway
            .config()
            .setting(section, key)
            .ifPresent(l -> collect(l, key, gateway, aliases, faults));
      }
      gateway
          .config()
          .setting(section, "default_fallbacks")
          .ifPresent(
              l -> {
                if (l.text().isEmpty()) {
                  targets(l, l.entry().value(), gateway, aliases, faults);
                } else {
                  faults.noTargets().add(l.place());
                }
              });
    }
    if (!faults.noLists().isEmpty()) {
      found.add(noList(gateway, faults.noLists()));
    }
    if (!faults.noTargets().isEmpty()) {
      found.add(noTargets(gateway, faults.noTargets()));
    }
    if (!faults.unknown().isEmpty()) {
      found.add(unknown(gateway, faults.unknown(), List.copyOf(faults.names())));
    }
    aliases(gateway, aliases, found);
  }

  private static void collect(
      LiteLlmConfig.Located located,
      String key,
      Gateway gateway,
      Map<String, Located> aliases,
      Faults faults) {
    if (!(located.entry().value() instanceof Node.Sequence list)) {
      if (key.equals("fallbacks") && located.isTruthy()) {
        faults.noLists().add(located.place());
      }
      return;
    }
    for (Node item : list.items()) {
      if (item instanceof Node.Mapping mapping) {
        for (Node.Entry entry : mapping.entries()) {
          if (STRICT.contains(key) && !(entry.value() instanceof Node.Sequence)) {
            faults.noTargets().add(located.file(), located.document(), entry.value());
          }
          targets(located, entry.value(), gateway, aliases, faults);
        }
      } else if (key.equals("fallbacks")) {
        faults.noLists().add(located.file(), located.document(), item);
      }
    }
  }

  private static void targets(
      LiteLlmConfig.Located located,
      Node list,
      Gateway gateway,
      Map<String, Located> aliases,
      Faults faults) {
    if (!(list instanceof Node.Sequence targets)) {
      return;
    }
    for (Node target : targets.items()) {
      if (target instanceof Node.Scalar scalar
          && !exists(scalar.value(), gateway)
          && !aliases.containsKey(scalar.value())) {
        faults.unknown().add(located.file(), located.document(), target);
        faults.names().add(scalar.value());
      }
    }
  }

  private static boolean exists(String name, Gateway gateway) {
    for (Deployment deployment : gateway.deployments()) {
      if (ClientModels.matches(deployment.name(), name) || deployment.model().equals(name)) {
        return true;
      }
    }
    return gateway.config().isOn("general_settings", "store_model_in_db");
  }

  private Finding noTargets(Gateway gateway, Places places) {
    boolean stops = gateway.isAtLeast(STRICT_SINCE) != Gateway.Answer.NO;
    return at(
            finding(
                stops ? Severity.ERROR : Severity.WARNING, "The target of a fallback is no list"),
            places)
        .confidence(gateway.surely())
        .cause(
            "LiteLLM 1.108.11 and later stops at it; 1.83.14 and older ones ignore the fallback"
                + " without a word. "
                + (gateway.version() == null
                    ? gateway.versionText()
                    : gateway.versionText() + " is installed here")
                + ".")
        .impact(
            stops
                ? "LiteLLM does not start; the client finds nothing at its address"
                : "There is no fallback when the model fails")
        .fix(
            Fix.manual(
                "write the target as a list: [\"name\"], and restart LiteLLM", gateway.start()))
        .explains(stops ? new String[] {"CCP-L101"} : new String[] {})
        .build();
  }

  private Finding noList(Gateway gateway, Places places) {
    return at(finding(Severity.ERROR, "fallbacks is no list"), places)
        .cause("LiteLLM wants a list with one mapping for each model: - name: [other].")
        .impact("LiteLLM does not start; the client finds nothing at its address")
        .fix(Fix.manual("begin each fallback with a dash and restart LiteLLM", gateway.start()))
        .explains("CCP-L101")
        .build();
  }

  private Finding noMapping(Gateway gateway, Place place) {
    return at(finding(Severity.ERROR, "model_group_alias is no mapping of names"), List.of(place))
        .confidence(gateway.surely())
        .cause("LiteLLM wants one line for each alias: alias: model_name.")
        .impact("LiteLLM does not start; the client finds nothing at its address")
        .fix(
            Fix.manual(
                "write each alias as alias: model_name, without a dash, and restart LiteLLM",
                gateway.start()))
        .explains("CCP-L101")
        .build();
  }

  private Finding unknown(Gateway gateway, Places places, List<String> names) {
    return at(
            finding(
                Severity.WARNING,
                "A fallback leads to "
                    + names(names)
                    + (names.size() == 1
                        ? ", which is no model here"
                        : ", which are no models here")),
            places)
        .cause("Targets are names of model_list (model_name), not those of the provider.")
        .impact("When the model fails, the fallback fails too, and the error gets longer")
        .fix(
            Fix.manual(
                "name a model_name of the list, or add the model, and restart LiteLLM",
                gateway.start()))
        .build();
  }

  /** An alias and what it stands for. */
  private record Located(String target, Place place) {}

  private Map<String, Located> aliases(Gateway gateway, List<Finding> found) {
    Map<String, Located> aliases = new LinkedHashMap<>();
    LiteLlmConfig.Located located =
        gateway.config().setting("router_settings", "model_group_alias").orElse(null);
    if (located != null && located.entry().value() instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        Node target =
            entry.value() instanceof Node.Mapping
                ? SourceDocument.find(entry.value(), NodePath.of("model")).orElse(null)
                : entry.value();
        if (target instanceof Node.Scalar scalar) {
          aliases.put(
              entry.key(),
              new Located(
                  scalar.value(), Place.of(located.file(), located.document(), entry.keySpan())));
        }
      }
    } else if (located != null
        && located.isTruthy()
        && gateway.isAtLeast(STRICT_SINCE) != Gateway.Answer.NO) {
      found.add(noMapping(gateway, located.place()));
    }
    return aliases;
  }

  private void aliases(Gateway gateway, Map<String, Located> aliases, List<Finding> found) {
    Places places = new Places();
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, Located> alias : aliases.entrySet()) {
      Set<String> seen = new HashSet<>();
      String name = alias.getKey();
      while (!exists(name, gateway) && aliases.containsKey(name) && seen.add(name)) {
        name = aliases.get(name).target();
      }
      if (!exists(name, gateway)) {
        places.add(alias.getValue().place());
        names.add(alias.getKey());
      }
    }
    if (!places.isEmpty()) {
      found.add(
          at(
                  finding(
                      Severity.WARNING,
                      names.size() == 1
                          ? "The alias " + names(names) + " leads to no model here"
                          : "The aliases " + names(names) + " lead to no model here"),
                  places)
              .confidence(Confidence.CERTAIN)
              .cause("An alias stands for a model_name of the list; nothing else is followed.")
              .impact("A request for it ends with 400, as for any unknown model")
              .fix(Fix.manual("name a model_name of the list and restart LiteLLM", gateway.start()))
              .build());
    }
  }
}
