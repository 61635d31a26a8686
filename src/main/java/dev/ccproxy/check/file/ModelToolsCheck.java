package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Model;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * Can a model that is asked for directly use tools? Behind a gateway its own configuration says.
 */
public final class ModelToolsCheck extends ClientCheck {

  public ModelToolsCheck() {
    super(
        "CCP-S113",
        "model-without-tools",
        "Can the models of a direct endpoint use tools?",
        Layer.MODEL,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    Provider provider = scene.destination().provider();
    if (provider == null || scene.workspace().clientRequest().cloud().isPresent()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (Roles roles : Roles.of(scene.workspace().clientRequest().models())) {
      Model known = KnownModels.in(provider, roles.sent());
      if (known != null && Boolean.FALSE.equals(known.tools())) {
        findings.add(lacks(provider, roles));
      }
    }
    return findings;
  }

  private Finding lacks(Provider provider, Roles roles) {
    return roles
        .seen(finding(Severity.ERROR, "\"" + roles.sent() + "\" cannot use tools"))
        .confidence(Confidence.LIKELY)
        .subject(roles.word())
        .cause(
            "The client sends tools with every request of a turn, and this model has no template"
                + " for them, by the list of "
                + provider.verified()
                + ".")
        .impact("The server refuses each request, or the model writes its tool calls as text.")
        .explains("CCP-L601", "CCP-L602", "CCP-L401", "CCP-S107")
        .fix(roles.rename(provider.tiers().get(roles.tier()), false))
        .build();
  }
}
