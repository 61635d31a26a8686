package dev.ccproxy.check.file;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;

/** Is the client older than what is known about it? */
public final class ClientAgeCheck extends ClientCheck {

  public ClientAgeCheck() {
    super(
        "CCP-S401",
        "client-behind",
        "Is the client as new as what is known about it?",
        Layer.CLIENT_CONFIG,
        Group.MACHINE);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    Version version = scene.workspace().client().version();
    ClientFacts facts = scene.workspace().clientFacts();
    if (version == null || version.isAtLeast(facts.newest())) {
      return List.of();
    }
    return List.of(
        finding(Severity.INFO, "Claude Code " + version + " is older than " + facts.newest())
            .cause(
                "A newer release is out. Node 20 is one reason to have an old one: npm picks the"
                    + " newest that still runs there, which is months old, and says nothing.")
            .impact("Some switches and repairs of newer releases are missing.")
            .evidence(new Evidence(Evidence.Kind.COMMAND, "claude --version", version.toString()))
            .fix(Fix.manual("Update the client", "claude update"))
            .build());
  }
}
