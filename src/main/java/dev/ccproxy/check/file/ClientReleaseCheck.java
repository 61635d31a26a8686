package dev.ccproxy.check.file;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;

/** Is this a release of the client that is known to fail with other vendors' models? */
public final class ClientReleaseCheck extends ClientCheck {

  public ClientReleaseCheck() {
    super(
        "CCP-S114",
        "client-release",
        "Is the client's release known to fail with other vendors' models?",
        Layer.CLIENT_CONFIG,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    Version version = scene.workspace().client().version();
    List<Finding> findings = new ArrayList<>();
    if (version == null
        || scene.workspace().client().kind() != ClientKind.CLAUDE_CODE
        || !scene.destination().isForeign()) {
      return findings;
    }
    for (ClientFacts.Fault fault : scene.workspace().clientFacts().faults()) {
      if (fault.range().contains(version)) {
        findings.add(
            finding(Severity.WARNING, "Claude Code " + version + " " + fault.what())
                .confidence(Confidence.LIKELY)
                .cause("It is a fault of this release, repaired in " + fault.fixed() + ".")
                .impact("Requests are refused with 400, whatever the configuration says.")
                .evidence(
                    new Evidence(Evidence.Kind.COMMAND, "claude --version", version.toString()))
                .fix(
                    Fix.manual(
                        "Update the client to " + fault.fixed() + " or later", "claude update"))
                .build());
      }
    }
    return findings;
  }
}
