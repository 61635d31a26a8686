package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.check.Destination;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientModel;
import dev.ccproxy.config.ClientModels;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.ServedModels;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;

/** Does every role of the client have a model, or does it fall back to one of its vendor? */
public final class TierCheck extends ClientCheck {

  public TierCheck() {
    super(
        "CCP-S105",
        "tier-unset",
        "Is a model named for every role of the client?",
        Layer.CLIENT_CONFIG,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    Destination target = scene.destination();
    if (!target.isForeign() || scene.workspace().clientRequest().cloud().isPresent()) {
      return List.of();
    }
    ClientModels models = scene.workspace().clientRequest().models();
    if (models.leftOut().isPresent()) {
      return List.of();
    }
    List<ClientModel> unset = new ArrayList<>();
    for (ClientModel model : models.all()) {
      boolean own =
          model.why() == ClientModel.Why.BUILT_IN
              && (model.tier() == Tier.MAIN
                  || model.tier() == Tier.HAIKU
                  || model.tier() == Tier.OPUS
                  || model.tier() == Tier.SONNET);
      if (own && refuses(scene, model.sent())) {
        unset.add(model);
      }
    }
    ClientModel main = models.main();
    boolean literal = main.isChosen() && main.asked().equalsIgnoreCase("default");
    if (literal && refuses(scene, main.sent())) {
      return List.of(literal(main));
    }
    return unset.isEmpty() ? List.of() : List.of(unset(scene, main, unset));
  }

  /** Whether what answers is known not to have this model of the client's vendor. */
  private static boolean refuses(FileScene scene, String id) {
    Destination target = scene.destination();
    if (target.config() != null) {
      ServedModels served = ServedModels.of(target.config());
      return served.isComplete() && !served.serves(id);
    }
    Provider provider = target.provider();
    if (provider == null || provider.kind() == Provider.Kind.PROXY) {
      return false;
    }
    // Those that take Claude's names for their own models list no Claude model and say so.
    for (Model model : provider.models()) {
      if (model.isClaude()) {
        return false;
      }
    }
    for (String note : provider.notes()) {
      if (note.contains("claude")) {
        return false;
      }
    }
    return true;
  }

  private Finding literal(ClientModel main) {
    EffectiveValue origin = main.origin();
    Finding.Builder finding =
        finding(Severity.ERROR, "The model is named \"default\"")
            .cause("The client knows no alias of that name here and sends it as it is.")
            .impact("The request asks for a model \"default\", which nobody serves.")
            .explains("CCP-S106", "CCP-L302")
            .fix(Fix.manual("Name a model, or take the line out and set the tiers"));
    if (origin != null) {
      finding.evidence(Evidence.of(origin));
    }
    return finding.build();
  }

  private Finding unset(FileScene scene, ClientModel main, List<ClientModel> unset) {
    boolean all = main.why() == ClientModel.Why.BUILT_IN;
    boolean haiku = false;
    List<String> names = new ArrayList<>();
    List<FileEdit> edits = new ArrayList<>();
    EffectiveValue base = scene.workspace().baseUrl().orElseThrow();
    EffectiveValue beside = main.origin() == null ? base : main.origin();
    for (ClientModel model : unset) {
      haiku |= model.tier() == Tier.HAIKU;
      if (model.tier() == Tier.MAIN) {
        continue;
      }
      names.add(model.tier().variable());
      if (ClientEdits.canEdit(beside.origin())) {
        edits.add(ClientEdits.set(beside.origin(), model.tier().variable(), main.asked(), false));
      }
    }
    boolean known = scene.destination().kind() == Destination.Kind.GATEWAY;
    Finding.Builder finding;
    if (all) {
      finding =
          finding(
                  Severity.ERROR,
                  "No model is named, so the client asks for \"" + main.sent() + "\"")
              .cause(
                  main.isChosen()
                      ? "The alias leads to a model of the client's vendor, because the variable of"
                          + " its tier is unset."
                      : "Without ANTHROPIC_MODEL and the tiers the client takes a model of its"
                          + " vendor.")
              .impact("What answers does not have it; the first request fails.")
              .explains("CCP-S106", "CCP-L302")
              .fix(Fix.manual("Name the model", "ccproxy use MODEL"));
    } else {
      finding =
          finding(
                  haiku ? Severity.WARNING : Severity.INFO,
                  String.join(", ", names) + (names.size() == 1 ? " is unset" : " are unset"))
              .cause(
                  "For these roles the client asks for models of its vendor, such as \""
                      + unset.get(unset.size() - 1).sent()
                      + "\".")
              .impact(
                  haiku
                      ? "The main turn works; a subagent on \"haiku\", and with older releases"
                          + " background work too, fails."
                      : "The main turn works; choosing such a model in the client fails.")
              .fix(
                  edits.isEmpty()
                      ? Fix.manual("Set them to a model that is served")
                      : Fix.safe(
                          "Set them to the main model, \"" + main.asked() + "\"",
                          edits.toArray(new FileEdit[0])));
    }
    return finding
        .confidence(known ? Confidence.CERTAIN : Confidence.LIKELY)
        .evidence(Evidence.of(beside))
        .build();
  }
}
