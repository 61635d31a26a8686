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
import org.jspecify.annotations.Nullable;

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
      boolean own = model.why() == ClientModel.Why.BUILT_IN && model.tier() != Tier.SUBAGENT;
      if (own && refuses(scene, model.sent())) {
        unset.add(model);
      }
    }
    ClientModel main = models.main();
    EffectiveValue named = main.origin();
    if (named != null && main.asked().equalsIgnoreCase("default") && refuses(scene, main.sent())) {
      return List.of(literal(named));
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

  private Finding literal(EffectiveValue named) {
    return finding(Severity.ERROR, "The model is named \"default\"")
        .cause("The client knows no alias of that name here and sends it as it is.")
        .impact("The request asks for a model \"default\", which nobody serves.")
        .explains("CCP-S106", "CCP-L302")
        .evidence(Evidence.of(named))
        .fix(Fix.manual("Name a model, or take the line out and set the tiers"))
        .build();
  }

  private Finding unset(FileScene scene, ClientModel main, List<ClientModel> unset) {
    EffectiveValue named = main.origin();
    EffectiveValue beside =
        named == null ? scene.workspace().clientRequest().baseUrl().orElseThrow() : named;
    boolean known = scene.destination().kind() == Destination.Kind.GATEWAY;
    return (unset.get(0).tier() == Tier.MAIN ? first(main, named) : others(main, unset, beside))
        .confidence(known ? Confidence.CERTAIN : Confidence.LIKELY)
        .evidence(Evidence.of(beside))
        .build();
  }

  /** What the client starts with is not there. */
  private Finding.Builder first(ClientModel main, @Nullable EffectiveValue named) {
    return finding(
            Severity.ERROR,
            (named == null
                    ? "No main model is named"
                    : named.name() + " is the alias \"" + named.value().strip() + "\"")
                + ", so the client asks for \""
                + main.sent()
                + "\"")
        .cause(
            named == null
                ? "Without ANTHROPIC_MODEL and the variable of the tier that it starts with the"
                    + " client takes a model of its vendor."
                : "The alias leads to a model of the client's vendor, because the variable of its"
                    + " tier is unset.")
        .impact("What answers does not have it; the first request fails.")
        .explains("CCP-S106", "CCP-L302")
        .fix(Fix.manual("Name the model", "ccproxy use MODEL"));
  }

  private Finding.Builder others(ClientModel main, List<ClientModel> unset, EffectiveValue beside) {
    boolean haiku = false;
    List<String> names = new ArrayList<>();
    List<String> models = new ArrayList<>();
    List<FileEdit> edits = new ArrayList<>();
    for (ClientModel model : unset) {
      haiku |= model.tier() == Tier.HAIKU;
      names.add(model.tier().variable());
      models.add("\"" + model.sent() + "\"");
      if (ClientEdits.canEdit(beside.origin())) {
        edits.add(ClientEdits.set(beside.origin(), model.tier().variable(), main.asked(), false));
      }
    }
    boolean one = unset.size() == 1;
    return finding(
            haiku ? Severity.WARNING : Severity.INFO,
            String.join(", ", names) + (one ? " is unset" : " are unset"))
        .cause(
            (one
                    ? "For this role the client asks for a model of its vendor, "
                    : "For these roles the client asks for models of its vendor, ")
                + String.join(" and ", models)
                + ".")
        .impact(
            haiku
                ? "The main turn works; a subagent on \"haiku\", and with older releases background"
                    + " work too, fails."
                : "The main turn works; choosing such a model in the client fails.")
        .fix(
            edits.isEmpty()
                ? Fix.manual("Set " + (one ? "it" : "each") + " to a model that is served")
                : Fix.safe(
                    "Set " + (one ? "it" : "each") + " to the main model, \"" + main.asked() + "\"",
                    edits.toArray(new FileEdit[0])));
  }
}
