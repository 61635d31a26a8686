package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientModel;
import dev.ccproxy.config.ClientModels;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.SettingsFile;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;

/** Do settings forbid the login or the model that the set-up needs? */
public final class ManagedCheck extends ClientCheck {

  public ManagedCheck() {
    super(
        "CCP-S115",
        "settings-forbid",
        "Do settings allow this login and this model?",
        Layer.CLIENT_CONFIG,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    List<Finding> findings = new ArrayList<>();
    if (!scene.destination().isForeign()) {
      return findings;
    }
    for (SettingsFile file : scene.workspace().settings().files()) {
      Node forced =
          file.document().flatMap(d -> d.find(NodePath.of("forceLoginMethod"))).orElse(null);
      if (forced != null && file.source() == Origin.Source.MANAGED) {
        findings.add(login(file, forced));
      }
    }
    ClientModels models = scene.workspace().clientRequest().models();
    models.leftOut().ifPresent(left -> findings.add(restricted(scene, left, models.main())));
    return findings;
  }

  private Finding restricted(FileScene scene, ClientModels.LeftOut left, ClientModel instead) {
    ClientModel model = left.model();
    EffectiveValue origin = model.origin();
    boolean isAlias = model.why() == ClientModel.Why.ALIAS;
    // What leads to the same model in spite of the list.
    EffectiveValue leads = instead.sent().equals(model.sent()) ? instead.origin() : null;
    Finding.Builder finding =
        finding(
                leads == null ? Severity.ERROR : Severity.WARNING,
                "availableModels leaves out \"" + model.asked() + "\"")
            .confidence(
                scene.workspace().client().knownVersion().isPresent()
                    ? Confidence.CERTAIN
                    : Confidence.LIKELY)
            .evidence(Evidence.of("availableModels", "", left.list()))
            .cause(
                "The client asks only for models of that list"
                    + (isAlias ? ", and an alias on it does not cover what its variable names" : "")
                    + ".")
            .impact(
                (leads == null
                        ? "It asks for \"" + instead.sent() + "\" instead"
                        : "It asks for the same model in the end, because "
                            + leads.name()
                            + " leads to it")
                    + "; newer releases say that the model is restricted by your organization's"
                    + " settings.")
            .explains("CCP-S105", "CCP-S106", "CCP-L302")
            .fix(
                Fix.manual(
                    (left.list().source() == Origin.Source.MANAGED
                            ? "Have the administrator add \""
                            : "Add \"")
                        + model.asked()
                        + "\" to the list, or take the list out"));
    if (origin != null) {
      finding.evidence(Evidence.of(origin));
    }
    return finding.build();
  }

  private Finding login(SettingsFile file, Node forced) {
    return finding(Severity.ERROR, "The administrator's settings demand a login with Anthropic")
        .confidence(Confidence.LIKELY)
        .cause("forceLoginMethod is set there, and no other settings file can undo it.")
        .impact("The client says that this machine requires a first-party login, and ends.")
        .evidence(Evidence.of(file.place(forced)))
        .explains("CCP-L201")
        .fix(Fix.manual("Ask the administrator for an exception"))
        .build();
  }
}
