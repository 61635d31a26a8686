package dev.ccproxy.repair;

import dev.ccproxy.change.ChangePlan;
import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.check.Check;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Doctor;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Outcome;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EditRefusedException;
import dev.ccproxy.repair.RepairPlan.Left;
import dev.ccproxy.repair.RepairPlan.Step;
import dev.ccproxy.repair.RepairPlan.Why;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fixes of a diagnosis together, root causes first, and tries each on the files in memory:
 * what would make a new error is not even written. Repairing a cause may bring to light what else
 * is wrong, so it goes on until nothing is left that may be repaired.
 */
public final class RepairPlanner {
  /** More rounds than any file has causes behind causes. */
  private static final int MOST_ROUNDS = 8;

  private final Doctor doctor;
  private final SceneReader reader;
  private final FileStore store;
  private final @Nullable Predicate<Check> named;
  private final Consent consent;

  /**
   * @param named the checks whose findings are to be repaired; null: all
   */
  public RepairPlanner(
      Doctor doctor,
      SceneReader reader,
      FileStore store,
      @Nullable Predicate<Check> named,
      Consent consent) {
    this.doctor = doctor;
    this.reader = reader;
    this.store = store;
    this.named = named;
    this.consent = consent;
  }

  /**
   * The plan.
   *
   * @param outcome what is wrong now
   */
  public RepairPlan plan(FileScene scene, Outcome outcome) {
    return plan(scene, outcome, Set.of(), Map.of());
  }

  /**
   * The plan without some fixes.
   *
   * @param without findings that were repaired and taken back
   * @param answers what was answered before
   */
  RepairPlan plan(
      FileScene scene,
      Outcome outcome,
      Set<FindingKey> without,
      Map<FindingKey, Consent.Answer> answers) {
    return new Planning(scene, outcome, without, answers).run();
  }

  private final class Planning {
    private final Outcome outcome;
    private final Map<FindingKey, Consent.Answer> answers;
    private final Set<FindingKey> seen;
    private final List<Step> steps = new ArrayList<>();
    private final List<Left> left = new ArrayList<>();
    private Drafts drafts = new Drafts(store);
    private FileScene scene;
    private Diagnosis files;

    Planning(
        FileScene scene,
        Outcome outcome,
        Set<FindingKey> without,
        Map<FindingKey, Consent.Answer> answers) {
      this.scene = scene;
      this.outcome = outcome;
      this.answers = answers;
      this.seen = new HashSet<>(without);
      this.files = doctor.examineFiles(scene).diagnosis();
    }

    RepairPlan run() {
      forgetWhatTheEndpointRefuted();
      Diagnosis diagnosis = outcome.diagnosis();
      for (int round = 0; round < MOST_ROUNDS; round++) {
        List<Finding> wanted = wanted(diagnosis);
        if (wanted.isEmpty()) {
          break;
        }
        if (!together(wanted)) {
          for (Finding finding : wanted) {
            alone(finding);
          }
        }
        diagnosis = files;
      }
      return new RepairPlan(new ChangePlan(title(), drafts.changes(), Map.of()), steps, left);
    }

    /** What the files make look wrong and the endpoint showed to be right is not repaired. */
    private void forgetWhatTheEndpointRefuted() {
      Set<FindingKey> told = new HashSet<>();
      for (Finding finding : outcome.diagnosis().findings()) {
        told.add(FindingKey.of(finding));
      }
      for (Finding finding : files.findings()) {
        FindingKey key = FindingKey.of(finding);
        if (!told.contains(key)) {
          seen.add(key);
        }
      }
    }

    /** Findings that may be repaired now, each asked about once. */
    private List<Finding> wanted(Diagnosis diagnosis) {
      List<Finding> wanted = new ArrayList<>();
      for (Finding finding : diagnosis.findings()) {
        Fix fix = finding.fix();
        boolean mine = named == null ? diagnosis.isRoot(finding) : named.test(finding.check());
        if (fix == null || !mine || !seen.add(FindingKey.of(finding))) {
          continue;
        }
        if (fix.edits().isEmpty() || fix.kind() == Fix.Kind.MANUAL) {
          if (named != null) {
            left.add(new Left(finding, Why.MANUAL, "only you can do it: " + fix.summary()));
          }
        } else if (fix.kind() == Fix.Kind.SAFE || agreed(finding, fix)) {
          wanted.add(finding);
        }
      }
      return wanted;
    }

    private boolean agreed(Finding finding, Fix fix) {
      FindingKey key = FindingKey.of(finding);
      Consent.Answer answer = answers.get(key);
      if (answer == null) {
        Drafts with = edited(finding, fix.edits());
        if (with == null) {
          return false;
        }
        answer = consent.to(finding, with.since(drafts));
      }
      switch (answer) {
        case YES -> {
          return true;
        }
        case NO -> left.add(new Left(finding, Why.DECLINED, "you said no"));
        case NOBODY ->
            left.add(
                new Left(
                    finding,
                    Why.NEEDS_CONSENT,
                    fix.onlyCandidate()
                        ? "changes what you decided; --yes makes it"
                        : "there is more than one way; choose one yourself"));
      }
      return false;
    }

    /** All at once, which one diagnosis proves. */
    private boolean together(List<Finding> wanted) {
      List<FileEdit> edits = new ArrayList<>();
      for (Finding finding : wanted) {
        Fix fix = finding.fix();
        if (fix != null) {
          edits.addAll(fix.edits());
        }
      }
      try {
        if (!accepted(drafts.with(edits))) {
          return false;
        }
        for (Finding finding : wanted) {
          step(finding);
        }
        return true;
      } catch (ChangeRefusedException | DocumentException | EditRefusedException e) {
        return false;
      }
    }

    private void alone(Finding finding) {
      Fix fix = finding.fix();
      Drafts next = fix == null ? null : edited(finding, fix.edits());
      if (next == null) {
        return;
      }
      if (accepted(next)) {
        step(finding);
      } else {
        left.add(new Left(finding, Why.TAKEN_BACK, "it would make a new error"));
      }
    }

    private @Nullable Drafts edited(Finding finding, List<FileEdit> edits) {
      try {
        return drafts.with(edits);
      } catch (ChangeRefusedException e) {
        left.add(new Left(finding, Why.REFUSED, e.file() + " " + e.reason() + "; " + e.next()));
      } catch (DocumentException e) {
        left.add(new Left(finding, Why.REFUSED, e.document() + " cannot be read: " + e.reason()));
      } catch (EditRefusedException e) {
        left.add(
            new Left(
                finding,
                Why.REFUSED,
                e.document() + ":" + e.position() + " is in the way: " + e.reason()));
      }
      return null;
    }

    private void step(Finding finding) {
      Fix fix = finding.fix();
      if (fix != null) {
        steps.add(new Step(finding, List.copyOf(Drafts.filesOf(fix.edits()))));
      }
    }

    /** Goes on from these drafts, unless they make an error. */
    private boolean accepted(Drafts next) {
      FileScene then = reader.read(next.contents());
      Diagnosis diagnosis = doctor.examineFiles(then).diagnosis();
      if (!Regression.between(scene, files, then, diagnosis).isEmpty()) {
        return false;
      }
      drafts = next;
      scene = then;
      files = diagnosis;
      return true;
    }

    private String title() {
      Set<String> ids = new LinkedHashSet<>();
      for (Step step : steps) {
        ids.add(step.finding().id());
      }
      return "doctor --fix " + String.join(" ", ids);
    }
  }
}
