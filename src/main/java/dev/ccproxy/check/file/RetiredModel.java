package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.check.FileCheck;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.NamedCheck;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A model behind the gateway that its provider has switched off, or is about to. */
public final class RetiredModel extends NamedCheck implements FileCheck {
  /** Days before the end at which it is worth a word. */
  private static final int SOON = 60;

  /** For the list of checks. */
  public RetiredModel() {
    super("CCP-S218", "model-retired", "The models still exist", Layer.MODEL, Group.MODELS);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    List<Finding> found = new ArrayList<>();
    for (ModelsInUse.Use use : ModelsInUse.of(scene)) {
      Model model = use.model();
      if (model.isGone(scene.today())) {
        found.add(gone(use));
      } else if (model.retires() != null
          && model.retires().isBefore(scene.today().plusDays(SOON))) {
        found.add(soon(use, model.retires()));
      }
    }
    return found;
  }

  private Finding gone(ModelsInUse.Use use) {
    Model model = use.model();
    LocalDate day = model.retired() != null ? model.retired() : model.retires();
    return use.in(
            finding(
                use.asked() ? Severity.ERROR : Severity.INFO,
                model.id() + " was switched off by " + use.provider().title()))
        .confidence(Confidence.LIKELY)
        .cause("The provider ended it on " + day + " (state of " + use.provider().verified() + ").")
        .impact("The provider answers 400 or 404; the client blames the selected model")
        .fix(replacement(use))
        .subject(model.id())
        .explains("CCP-L302", "CCP-L401", "CCP-L501")
        .build();
  }

  private Finding soon(ModelsInUse.Use use, LocalDate day) {
    return use.in(finding(Severity.INFO, use.model().id() + " will be switched off on " + day))
        .confidence(Confidence.LIKELY)
        .cause(
            use.provider().title()
                + " has announced it (state of "
                + use.provider().verified()
                + ").")
        .impact("From that day on requests for it fail")
        .fix(replacement(use))
        .subject(use.model().id())
        .build();
  }

  private static Fix replacement(ModelsInUse.Use use) {
    String other = use.model().replacement();
    Gateway gateway = use.gateway();
    if (other == null) {
      return Fix.manual("choose another model and restart LiteLLM", gateway.start());
    }
    Repair repair = new Repair();
    for (Deployment deployment : use.deployments()) {
      String prefix = deployment.prefix().isEmpty() ? "" : deployment.prefix() + "/";
      repair.change(
          deployment.file(),
          new Change.Set(deployment.parameterPath("model"), Value.of(prefix + other)));
    }
    return repair.fix(
        Fix.Kind.ASK,
        "use " + other + ", which the provider names instead, and restart LiteLLM",
        gateway.start());
  }
}
