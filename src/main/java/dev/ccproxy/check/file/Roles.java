package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Tier;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientModel;
import dev.ccproxy.config.ClientModels;
import dev.ccproxy.config.EffectiveValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The roles of the client in which it asks for the same model because somebody said so.
 *
 * @param models the first of them names the subject of a finding
 * @param values what says so, each once
 */
record Roles(List<ClientModel> models, List<EffectiveValue> values) {

  /** One for each model that somebody chose, that of the main model first. */
  static List<Roles> of(ClientModels all) {
    Map<String, Roles> bySent = new LinkedHashMap<>();
    for (ClientModel model : all.all()) {
      EffectiveValue origin = model.origin();
      if (origin == null
          || model.why() == ClientModel.Why.MAIN
          || model.why() == ClientModel.Why.BUILT_IN
          || model.sent().isEmpty()) {
        continue;
      }
      Roles roles =
          bySent.computeIfAbsent(
              model.sent(), s -> new Roles(new ArrayList<>(), new ArrayList<>()));
      roles.models.add(model);
      boolean known = false;
      for (EffectiveValue value : roles.values) {
        known |= value.name().equals(origin.name());
      }
      if (!known) {
        roles.values.add(origin);
      }
    }
    return new ArrayList<>(bySent.values());
  }

  /** The name in the request. */
  String sent() {
    return models.get(0).sent();
  }

  /** The first of them. */
  Tier tier() {
    return models.get(0).tier();
  }

  /** The word for the first of them. */
  String word() {
    return tier().word();
  }

  /** Whether the main model is among them. */
  boolean hasMain() {
    return tier() == Tier.MAIN;
  }

  /** The variables, for a title; a verb in the singular fits behind. */
  String names() {
    int more = values.size() - 1;
    return values.get(0).name()
        + (more == 0 ? "" : " (and " + more + (more == 1 ? " other variable)" : " others)"));
  }

  private String others() {
    return switch (values.size()) {
      case 1 -> "";
      case 2 -> " and " + values.get(1).name();
      default -> " and the others";
    };
  }

  /** Shows where each of the values stands. */
  Finding.Builder seen(Finding.Builder finding) {
    for (EffectiveValue value : values) {
      finding.evidence(Evidence.of(value));
    }
    return finding;
  }

  /** Names another model everywhere. */
  Fix rename(@Nullable String instead, boolean safe) {
    if (instead == null) {
      return Fix.manual("Name a model that is served");
    }
    List<FileEdit> edits = new ArrayList<>();
    boolean all = true;
    for (EffectiveValue value : values) {
      boolean here = ClientEdits.canEdit(value.origin());
      all &= here;
      if (here) {
        edits.add(
            value.name().equals("model")
                ? ClientEdits.key(value.origin(), "model", instead)
                : ClientEdits.set(value.origin(), value.name(), instead, false));
      }
    }
    String summary = "Set " + values.get(0).name() + others() + " to \"" + instead + "\"";
    FileEdit[] array = edits.toArray(new FileEdit[0]);
    return !all ? Fix.manual(summary) : safe ? Fix.safe(summary, array) : Fix.ask(summary, array);
  }
}
