package dev.ccproxy.repair;

import dev.ccproxy.change.Applied;
import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.Changes;
import dev.ccproxy.change.FileChange;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Doctor;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Mode;
import dev.ccproxy.check.Outcome;
import dev.ccproxy.config.ClientUrl;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.config.StartCommand;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.repair.RepairPlan.Left;
import dev.ccproxy.repair.RepairPlan.Step;
import dev.ccproxy.repair.RepairPlan.Why;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a repair and proves it: the checks run again, and what made a new error or visibly did not
 * help is taken back.
 */
public final class Repairer {
  private final Doctor doctor;
  private final SceneReader reader;
  private final Changes changes;
  private final RepairPlanner planner;
  private final GatewayRestart restart;

  /**
   * @param planner with which the plan was made
   * @param restart starts the gateway again where its files changed
   */
  public Repairer(
      Doctor doctor,
      SceneReader reader,
      Changes changes,
      RepairPlanner planner,
      GatewayRestart restart) {
    this.restart = restart;
    this.doctor = doctor;
    this.reader = reader;
    this.changes = changes;
    this.planner = planner;
  }

  /**
   * What came out.
   *
   * @param scene as it is now
   * @param outcome what is wrong now
   * @param fixed what was repaired
   * @param left fixes that were not made, or were taken back
   * @param files what was written
   * @param undo id with which it is taken back; null where nothing was written
   */
  public record Result(
      FileScene scene,
      Outcome outcome,
      List<Fixed> fixed,
      List<Left> left,
      List<FileChange> files,
      @Nullable String undo) {

    public Result {
      fixed = List.copyOf(fixed);
      left = List.copyOf(left);
      files = List.copyOf(files);
    }

    /** Whether something that was repaired had to be taken back. */
    public boolean tookBack() {
      for (Left one : left) {
        if (one.why() == Why.TAKEN_BACK) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * A fix that stays.
   *
   * @param live whether the endpoint itself showed that it is repaired
   * @param gateway whether the gateway has to be started again before it shows
   */
  public record Fixed(Finding finding, List<Path> files, boolean live, boolean gateway) {}

  /**
   * Carries out a plan.
   *
   * @param scene for which it was made
   * @param outcome for which it was made
   * @throws ChangeRefusedException nothing was written
   */
  public Result repair(FileScene scene, Outcome outcome, RepairPlan plan)
      throws ChangeRefusedException {
    Set<FindingKey> takenBack = new HashSet<>();
    List<Left> left = new ArrayList<>();
    RepairPlan now = plan;
    while (!now.change().isEmpty()) {
      Applied applied = changes.apply(now.change());
      FileScene after = reader.read(Map.of());
      boolean gateway = touchesGateway(after.workspace(), now);
      boolean restarted = gateway && doctor.mode() != Mode.OFFLINE && restart.restart(after);
      Outcome then = doctor.examine(after);
      if (gateway && !restarted) {
        then = pending(after, then, outcome, now);
      }
      List<Left> bad = bad(scene, outcome, now, after, then, restarted);
      if (bad.isEmpty()) {
        left.addAll(now.left());
        List<Fixed> fixed = fixed(now, outcome, after, then, restarted, left);
        return new Result(after, then, fixed, left, now.change().files(), applied.id());
      }
      changes.undo(applied.id(), false);
      if (gateway && doctor.mode() != Mode.OFFLINE) {
        restart.restart(reader.read(Map.of()));
      }
      for (Left one : bad) {
        left.add(one);
        takenBack.add(FindingKey.of(one.finding()));
      }
      now = planner.plan(scene, outcome, takenBack, answers(plan));
    }
    left.addAll(now.left());
    // Read again, because something may have been written and taken back.
    FileScene after = takenBack.isEmpty() ? scene : reader.read(Map.of());
    Outcome then = takenBack.isEmpty() ? outcome : doctor.examine(after);
    return new Result(after, then, List.of(), left, List.of(), null);
  }

  /** What was agreed to once is not asked about again. */
  private static Map<FindingKey, Consent.Answer> answers(RepairPlan plan) {
    Map<FindingKey, Consent.Answer> answers = new HashMap<>();
    for (Step step : plan.steps()) {
      answers.put(FindingKey.of(step.finding()), Consent.Answer.YES);
    }
    for (Left one : plan.left()) {
      answers.put(
          FindingKey.of(one.finding()),
          one.why() == Why.DECLINED ? Consent.Answer.NO : Consent.Answer.NOBODY);
    }
    return answers;
  }

  /** Without what the endpoint can only show after its gateway was started again. */
  private static Outcome pending(FileScene scene, Outcome then, Outcome before, RepairPlan plan) {
    Set<String> stale = new HashSet<>();
    for (Step step : plan.steps()) {
      stale.add(step.finding().id());
    }
    Diagnosis old = before.diagnosis();
    for (Finding finding : old.findings()) {
      if (stale.contains(old.rootOf(finding).id())) {
        stale.add(finding.id());
      }
    }
    Workspace workspace = scene.workspace();
    ClientUrl url = workspace.clientRequest().url();
    String command =
        StartCommand.of(workspace, url.isLoopback() ? url.port() : StartCommand.USUAL_PORT);
    return new Outcome(
        then.ofFiles(),
        LiveState.pending(
            then.diagnosis(),
            stale,
            "only a gateway with the new files can show it: restart it with " + command),
        then.hidden());
  }

  private List<Left> bad(
      FileScene scene,
      Outcome before,
      RepairPlan plan,
      FileScene after,
      Outcome then,
      boolean restarted) {
    List<Left> bad = new ArrayList<>();
    List<Finding> made = Regression.between(scene, before.diagnosis(), after, then.diagnosis());
    for (Step step : plan.steps()) {
      if (!made.isEmpty()) {
        bad.add(
            new Left(
                step.finding(), Why.TAKEN_BACK, "it made a new error: " + made.get(0).title()));
      } else if (isLive(step.finding())
          && (restarted || !touchesGateway(scene.workspace(), step.files()))
          && isShown(step.finding(), then)) {
        bad.add(new Left(step.finding(), Why.TAKEN_BACK, "the endpoint still shows the fault"));
      }
    }
    return bad;
  }

  private List<Fixed> fixed(
      RepairPlan plan,
      Outcome before,
      FileScene scene,
      Outcome then,
      boolean restarted,
      List<Left> left) {
    List<Fixed> fixed = new ArrayList<>();
    for (Step step : plan.steps()) {
      boolean waits = touchesGateway(scene.workspace(), step.files()) && !restarted;
      if (!isLive(step.finding()) && isIn(step.finding(), then)) {
        left.add(
            new Left(step.finding(), Why.NO_HELP, "the change was made, and it is still found"));
      } else {
        boolean live = !waits && isProved(step.finding(), before, then);
        fixed.add(new Fixed(step.finding(), step.files(), live, waits));
      }
    }
    return fixed;
  }

  private boolean isLive(Finding finding) {
    return doctor.mode() != Mode.OFFLINE && LiveState.isLive(finding);
  }

  /** Whether the endpoint showed the fault, or what follows from it, and does not any more. */
  private boolean isProved(Finding finding, Outcome before, Outcome then) {
    if (doctor.mode() == Mode.OFFLINE) {
      return false;
    }
    boolean seen = false;
    Diagnosis old = before.diagnosis();
    for (Finding one : old.findings()) {
      if (LiveState.isLive(one) && old.rootOf(one).equals(finding)) {
        seen = true;
        if (isShown(one, then)) {
          return false;
        }
      }
    }
    return seen;
  }

  /** Whether the endpoint still shows it; its words may be others by now. */
  private static boolean isShown(Finding finding, Outcome outcome) {
    for (Finding other : outcome.diagnosis().findings()) {
      if (other.id().equals(finding.id())
          && other.subject().equals(finding.subject())
          && other.severity().atLeast(finding.severity())
          && LiveState.isLive(other)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIn(Finding finding, Outcome outcome) {
    FindingKey key = FindingKey.of(finding);
    for (Finding other : outcome.diagnosis().findings()) {
      if (FindingKey.of(other).equals(key)) {
        return true;
      }
    }
    return false;
  }

  private static boolean touchesGateway(Workspace workspace, RepairPlan plan) {
    for (Step step : plan.steps()) {
      if (touchesGateway(workspace, step.files())) {
        return true;
      }
    }
    return false;
  }

  private static boolean touchesGateway(Workspace workspace, List<Path> files) {
    Set<Path> gateway = new HashSet<>();
    for (LiteLlmConfig config : workspace.configs()) {
      for (SourceFile file : config.files()) {
        gateway.add(file.path());
      }
    }
    for (SourceFile file : workspace.gatewayEnvironment().files()) {
      gateway.add(file.path());
    }
    workspace.settings().dotenv().ifPresent(file -> gateway.remove(file.path()));
    for (Path file : files) {
      if (gateway.contains(file)) {
        return true;
      }
    }
    return false;
  }
}
