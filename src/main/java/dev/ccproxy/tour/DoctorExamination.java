package dev.ccproxy.tour;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.check.Baseline;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Doctor;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.LiveDoctor;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.config.WorkspaceRequest;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.wire.Severity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Looks at a set-up as {@code doctor} does: its files first, then its endpoint. */
public final class DoctorExamination implements Examination {
  private final LiveDoctor live;
  private final LocalDate today;
  private final Redactor redactor;

  /**
   * An examination.
   *
   * @param live asks the endpoint
   * @param today the day by which facts are judged
   * @param redactor knows the secrets
   */
  public DoctorExamination(LiveDoctor live, LocalDate today, Redactor redactor) {
    this.live = live;
    this.today = today;
    this.redactor = redactor;
  }

  @Override
  public Result examine(ScratchSetup setup) {
    FileScene scene =
        new FileScene(
            Workspace.read(setup.environment(), WorkspaceRequest.USUAL),
            new Catalog(null),
            LiteLlmFacts.packaged(),
            today);
    LiveDoctor.Request request = new LiveDoctor.Request(Mode.STANDARD, check -> true, what -> {});
    Diagnosis diagnosis =
        new Doctor(Checks.ofFiles(), live, request, Baseline.EMPTY, redactor)
            .examine(scene)
            .diagnosis();
    List<Found> found = new ArrayList<>();
    for (Finding finding : diagnosis.findings()) {
      if (finding.severity().atLeast(Severity.WARNING) && diagnosis.isRoot(finding)) {
        found.add(
            new Found(
                finding.id(),
                finding.title(),
                finding.cause(),
                finding.fix() == null ? "" : finding.fix().summary()));
      }
    }
    return new Result(
        diagnosis.checks().size() + " checks, " + diagnosis.requests().count() + " requests",
        found);
  }
}
