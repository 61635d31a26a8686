package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientModel;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.SettingsFile;
import dev.ccproxy.document.JsonDocument;
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
    ClientModel main = scene.workspace().clientRequest().models().main();
    EffectiveValue origin = main.origin();
    boolean listed = false;
    Evidence list = null;
    for (SettingsFile file : scene.workspace().settings().files()) {
      JsonDocument document = file.document().orElse(null);
      if (document == null) {
        continue;
      }
      Node forced = document.find(NodePath.of("forceLoginMethod")).orElse(null);
      if (forced != null && file.source() == Origin.Source.MANAGED) {
        findings.add(login(file, forced));
      }
      if (document.find(NodePath.of("availableModels")).orElse(null)
          instanceof Node.Sequence models) {
        list = list == null ? Evidence.of(file.place(models)) : list;
        for (Node item : models.items()) {
          listed |= item instanceof Node.Scalar s && covers(s.value(), main);
        }
      }
    }
    if (list != null && !listed && origin != null && main.why() != ClientModel.Why.BUILT_IN) {
      findings.add(
          finding(Severity.ERROR, "availableModels leaves out \"" + main.asked() + "\"")
              .confidence(Confidence.LIKELY)
              .cause("The client takes only models of that list, and its own default otherwise.")
              .impact(
                  "The client says that the model is restricted and asks for one of its vendor.")
              .evidence(list)
              .evidence(Evidence.of(origin))
              .explains("CCP-L302")
              .fix(Fix.manual("Add the model to the list, or take the list out"))
              .build());
    }
    return findings;
  }

  /** A family word in the list covers what its tier leads to, and a name what begins with it. */
  private static boolean covers(String entry, ClientModel main) {
    EffectiveValue origin = main.origin();
    String named = origin == null ? "" : origin.value();
    return main.asked().startsWith(entry)
        || main.sent().startsWith(entry)
        || named.equalsIgnoreCase(entry)
        || (origin != null
            && origin.name().equalsIgnoreCase("ANTHROPIC_DEFAULT_" + entry + "_MODEL"));
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
