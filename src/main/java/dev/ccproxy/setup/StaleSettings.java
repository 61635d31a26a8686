package dev.ccproxy.setup;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import dev.ccproxy.redact.SecretNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of an existing client file the new set-up makes wrong. */
final class StaleSettings {
  /** Name a model beside the tiers. */
  private static final List<String> FURTHER_MODELS =
      List.of(
          "ANTHROPIC_SMALL_FAST_MODEL", "ANTHROPIC_DEFAULT_MODEL", "ANTHROPIC_CUSTOM_MODEL_OPTION");

  /** Describe the model whose variable they extend. */
  private static final List<String> DESCRIPTIONS =
      List.of("_NAME", "_DESCRIPTION", "_SUPPORTED_CAPABILITIES");

  private static final List<String> LIMITS =
      List.of("CLAUDE_CODE_MAX_OUTPUT_TOKENS", "CLAUDE_CODE_MAX_CONTEXT_TOKENS");

  static final String FABLE = "ANTHROPIC_DEFAULT_FABLE_MODEL";

  private final Map<String, String> old;
  private final Map<String, String> wanted;
  private final Set<String> models;
  private final List<String> gone = new ArrayList<>();

  /**
   * @param old variables of the file
   * @param wanted variables that the new set-up sets
   */
  StaleSettings(Map<String, String> old, Map<String, String> wanted, Setup setup) {
    this.old = old;
    this.wanted = wanted;
    this.models = new HashSet<>();
    for (ModelChoice choice : setup.allModels()) {
      models.add(choice.clientName());
      models.add(choice.model().id());
    }
  }

  /** Variables of the file that have to go. */
  List<String> variables(Catalog catalog) {
    for (String name : ClientRequest.CLOUD_SWITCHES) {
      drop(name, old.containsKey(name));
    }
    for (String name : FURTHER_MODELS) {
      String model = old.get(name);
      boolean wrong = model != null && !models.contains(model);
      drop(name, wrong);
      dropDescriptions(name, wrong);
    }
    for (Tier tier : Tier.values()) {
      String model = old.get(tier.variable());
      dropDescriptions(
          tier.variable(), model != null && !model.equals(wanted.get(tier.variable())));
    }
    boolean sameModels = sameModels(old, wanted);
    for (String name : LIMITS) {
      drop(name, old.containsKey(name) && !sameModels);
    }
    drop("CLAUDE_CODE_DISABLE_THINKING", old.containsKey("CLAUDE_CODE_DISABLE_THINKING"));
    drop("CLAUDE_CODE_EFFORT_LEVEL", "unset".equals(old.get("CLAUDE_CODE_EFFORT_LEVEL")));
    drop("CLAUDE_CODE_AUTO_COMPACT_WINDOW", windowTooBig());
    dropOfFormerProvider(catalog);
    return gone;
  }

  /** The tier that has no place in a set-up of its own, if it names a model that is gone. */
  boolean fableIsStale() {
    String model = old.get(FABLE);
    return model != null && !models.contains(model);
  }

  /** Whether every tier keeps its model. */
  static boolean sameModels(Map<String, String> old, Map<String, String> wanted) {
    for (Tier tier : Tier.values()) {
      String was = old.get(tier.variable());
      if (was == null || !was.equals(wanted.get(tier.variable()))) {
        return false;
      }
    }
    return true;
  }

  /** A whole number; null for anything else. */
  static @Nullable Long number(@Nullable String text) {
    try {
      return text == null ? null : Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * {@code ANTHROPIC_CUSTOM_HEADERS} without the credentials of a former address; null where
   * nothing has to go.
   */
  @Nullable String headersForNewAddress() {
    String headers = old.get("ANTHROPIC_CUSTOM_HEADERS");
    if (headers == null || isSameAddress()) {
      return null;
    }
    List<String> kept = new ArrayList<>();
    boolean found = false;
    for (String header : headers.split("\n", -1)) {
      if (SecretNames.matches(header.split(":", 2)[0].strip())) {
        found = true;
      } else {
        kept.add(header);
      }
    }
    return found ? String.join("\n", kept).strip() : null;
  }

  /**
   * Entries of {@code modelOverrides} that lead to models that are not there any more, or that were
   * lent out by us.
   */
  List<Change> overrides(SourceDocument settings, Map<String, String> wantedOverrides) {
    List<Change> changes = new ArrayList<>();
    NodePath path = NodePath.of("modelOverrides");
    if (settings.find(path).orElse(null) instanceof Node.Mapping mapping) {
      int kept = 0;
      for (Node.Entry entry : mapping.entries()) {
        boolean lent = ClientVariables.STAND_INS.contains(entry.key());
        boolean stale =
            entry.value() instanceof Node.Scalar scalar
                && (lent || !models.contains(scalar.value()));
        if (stale && !wantedOverrides.containsKey(entry.key())) {
          changes.add(new Change.Remove(path.key(entry.key())));
        } else {
          kept++;
        }
      }
      if (kept == 0 && wantedOverrides.isEmpty()) {
        changes.clear();
        changes.add(new Change.Remove(path));
      }
    }
    wantedOverrides.forEach(
        (claude, model) -> changes.add(new Change.Set(path.key(claude), Value.of(model))));
    return changes;
  }

  private boolean isSameAddress() {
    String base = old.get("ANTHROPIC_BASE_URL");
    return base != null && base.equals(wanted.get("ANTHROPIC_BASE_URL"));
  }

  private void drop(String name, boolean wrong) {
    if (wrong && !wanted.containsKey(name) && !gone.contains(name)) {
      gone.add(name);
    }
  }

  private void dropDescriptions(String name, boolean wrong) {
    for (String suffix : DESCRIPTIONS) {
      drop(name + suffix, wrong && old.containsKey(name + suffix));
    }
  }

  private boolean windowTooBig() {
    String window = old.get("CLAUDE_CODE_AUTO_COMPACT_WINDOW");
    if (window == null) {
      return false;
    }
    Long was = number(window);
    Long context = number(wanted.get("CLAUDE_CODE_MAX_CONTEXT_TOKENS"));
    return was == null || (context != null && was > context);
  }

  /** What a provider's own guide sets beside the address makes no sense at another address. */
  private void dropOfFormerProvider(Catalog catalog) {
    String base = old.get("ANTHROPIC_BASE_URL");
    if (base == null || isSameAddress()) {
      return;
    }
    for (Provider provider : catalog.usable(base)) {
      if (provider.direct() != null && provider.isDirectAt(base)) {
        for (Map.Entry<String, String> variable : provider.direct().environment().entrySet()) {
          drop(variable.getKey(), variable.getValue().equals(old.get(variable.getKey())));
        }
      }
    }
  }
}
