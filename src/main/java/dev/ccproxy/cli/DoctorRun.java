package dev.ccproxy.cli;

import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileChange;
import dev.ccproxy.check.Baseline;
import dev.ccproxy.check.Check;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Doctor;
import dev.ccproxy.check.FailOn;
import dev.ccproxy.check.FileCheck;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Hidden;
import dev.ccproxy.check.LiveDoctor;
import dev.ccproxy.check.Mode;
import dev.ccproxy.check.Outcome;
import dev.ccproxy.check.Target;
import dev.ccproxy.config.ClientUrl;
import dev.ccproxy.config.SettingsFile;
import dev.ccproxy.config.StartCommand;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.repair.Consent;
import dev.ccproxy.repair.RepairPlan;
import dev.ccproxy.repair.RepairPlanner;
import dev.ccproxy.repair.Repairer;
import dev.ccproxy.repair.SceneReader;
import dev.ccproxy.report.ChangeReport;
import dev.ccproxy.report.Diffs;
import dev.ccproxy.report.DoctorReport;
import dev.ccproxy.report.Failure;
import dev.ccproxy.report.FindingReports;
import dev.ccproxy.report.SecretScan;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Tint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One diagnosis, with the repair that may be asked for, from the files to the report. */
final class DoctorRun {

  /** Takes the report. */
  interface Sink {
    /** Shows it, or keeps it. */
    void print(DoctorReport report) throws CommandFailedException;
  }

  private final DoctorOptions options;
  private final Context context;
  private final List<? extends FileCheck> checks;
  private final @Nullable LiveDoctor live;
  private final FindingReports reports;
  private final Sink sink;
  private final LiteLlmFacts facts = LiteLlmFacts.packaged();

  /**
   * @param checks the static checks
   * @param live null: the endpoint cannot be asked
   */
  DoctorRun(
      DoctorOptions options,
      Context context,
      List<? extends FileCheck> checks,
      @Nullable LiveDoctor live) {
    this(options, context, checks, live, new DoctorOutput(options, context)::print);
  }

  /**
   * @param sink where the report goes
   */
  DoctorRun(
      DoctorOptions options,
      Context context,
      List<? extends FileCheck> checks,
      @Nullable LiveDoctor live,
      Sink sink) {
    this.sink = sink;
    this.options = options;
    this.context = context;
    this.checks = checks;
    this.live = live;
    this.reports =
        new FindingReports(context.environment(), context.fileStore(), context.redactor());
  }

  int run() throws CommandFailedException, ChangeRefusedException, DocumentException, IOException {
    SceneReader reader = this::scene;
    FileScene scene = reader.read(Map.of());
    if (scene.workspace().isEmpty()) {
      throw nothing(scene.workspace());
    }
    LiveDoctor.Request request =
        new LiveDoctor.Request(
            options.mode(),
            options.wanted(),
            new Waiting(context, options.ascii()),
            options.live());
    if (live != null && options.mode() != Mode.OFFLINE) {
      new LiveConsent(options, context).require(live.plan(scene, request));
    }
    Doctor doctor = doctor(request);
    if (doctor.mode() == Mode.OFFLINE) {
      return told(doctor, reader, scene, doctor.examine(scene));
    }
    Outcome outcome;
    try (Interruption interruption = new Interruption(Thread.currentThread())) {
      outcome = doctor.examine(scene);
      // What was woken up may write files again.
      Thread.interrupted();
      if (interruption.asked()) {
        return print(scene, doctor.mode(), outcome, null, ExitCode.INTERRUPTED);
      }
    }
    // No interruption is noticed from here on: what is being written is written to its end.
    return told(doctor, reader, scene, outcome);
  }

  private int told(Doctor doctor, SceneReader reader, FileScene scene, Outcome outcome)
      throws CommandFailedException, ChangeRefusedException, DocumentException, IOException {
    Outcome all =
        options.writeBaseline() == null ? outcome : written(outcome, options.writeBaseline());
    return options.fix()
        ? repair(doctor, reader, scene, all)
        : print(scene, doctor.mode(), all, null, exit(all, options.failOn()));
  }

  private FileScene scene(Map<Path, byte[]> instead) {
    Workspace workspace = Workspace.read(context.environment(), options.files(), instead);
    SecretScan.learn(context.redactor(), workspace);
    return new FileScene(workspace, context.catalog(), facts, context.today());
  }

  private Doctor doctor(LiveDoctor.Request request)
      throws CommandFailedException, DocumentException, IOException {
    if (live == null && options.mode() != Mode.OFFLINE) {
      context
          .err()
          .say(
              new Line()
                  .add(Tint.YELLOW, "note: ")
                  .add("this build reads the files only and asks no endpoint, as with --offline."));
    }
    return new Doctor(checks, live, request, baseline(), context.redactor());
  }

  private Baseline baseline() throws CommandFailedException, DocumentException, IOException {
    Path file = options.baseline();
    if (file == null) {
      return Baseline.EMPTY;
    }
    String shown = context.environment().shorten(file);
    if (!Files.isRegularFile(file)) {
      throw CommandFailedException.usage(
          "file-not-found",
          "There is no baseline " + shown,
          "make one with ccproxy doctor --write-baseline " + shown);
    }
    return Baseline.read(shown, Files.readAllBytes(file));
  }

  /** The same outcome after all of it went into the baseline. */
  private Outcome written(Outcome outcome, Path file)
      throws CommandFailedException, DocumentException {
    List<Finding> all = new ArrayList<>();
    List<Hidden> hidden = new ArrayList<>();
    for (Hidden one : outcome.hidden()) {
      if (one.source() == Hidden.Source.BASELINE) {
        all.add(one.finding());
      }
      hidden.add(one);
    }
    all.addAll(outcome.diagnosis().findings());
    for (Finding finding : outcome.diagnosis().findings()) {
      hidden.add(new Hidden(finding, Hidden.Source.BASELINE, ""));
    }
    PrivateFile.write(
        file, Baseline.write(all, context.redactor()).getBytes(StandardCharsets.UTF_8));
    return new Outcome(outcome.ofFiles(), outcome.diagnosis().with(List.of()), hidden);
  }

  private int repair(Doctor doctor, SceneReader reader, FileScene scene, Outcome outcome)
      throws CommandFailedException, ChangeRefusedException, IOException {
    Predicate<Check> named = options.named();
    RepairPlanner planner =
        new RepairPlanner(doctor, reader, context.fileStore(), named, this::consent);
    RepairPlan plan = planner.plan(scene, outcome);
    refuseWithoutConsent(plan);
    List<ChangeReport.File> files = files(plan.change().files());
    if (options.format().equals("text")) {
      for (ChangeReport.File file : files) {
        Diffs.print(context.out(), file);
      }
    }
    if (options.dryRun()) {
      List<Repairer.Fixed> would = new ArrayList<>();
      for (RepairPlan.Step step : plan.steps()) {
        would.add(new Repairer.Fixed(step.finding(), step.files(), false, false));
      }
      return print(
          scene,
          doctor.mode(),
          outcome,
          repaired(true, files, would, plan.left(), null, scene),
          exit(outcome, options.failOn()));
    }
    Repairer.Result result =
        new Repairer(doctor, reader, context.changes(), planner, new OwnGateway(context))
            .repair(scene, outcome, plan);
    return print(
        result.scene(),
        doctor.mode(),
        result.outcome(),
        repaired(
            false,
            files(result.files()),
            result.fixed(),
            result.left(),
            result.undo(),
            result.scene()),
        result.tookBack() ? ExitCode.TAKEN_BACK : exit(result.outcome(), options.failOn()));
  }

  /** Somebody named fixes, and all of them need a yes that nobody can give. */
  private void refuseWithoutConsent(RepairPlan plan) throws CommandFailedException {
    boolean consent = options.named() != null && plan.steps().isEmpty() && !plan.left().isEmpty();
    for (RepairPlan.Left left : plan.left()) {
      consent &= left.why() == RepairPlan.Why.NEEDS_CONSENT;
    }
    if (consent && !options.yes() && !options.dryRun()) {
      throw CommandFailedException.usage(
          "needs-yes",
          "This changes what you decided, and there is nobody to ask: "
              + plan.left().get(0).finding().title(),
          "look at the change with --dry-run --yes, then add --yes");
    }
  }

  private Consent.Answer consent(Finding finding, List<FileChange> changes) {
    if (options.yes()) {
      return finding.fix() != null && finding.fix().onlyCandidate()
          ? Consent.Answer.YES
          : Consent.Answer.NOBODY;
    }
    if (options.dryRun() || !context.prompter().isInteractive() || context.json()) {
      return Consent.Answer.NOBODY;
    }
    context
        .err()
        .say(new Line().add(Tint.BOLD, finding.id() + " ").add(reports.line(finding.title())));
    try {
      for (ChangeReport.File file : files(changes)) {
        Diffs.print(context.err(), file);
      }
    } catch (ChangeRefusedException e) {
      return Consent.Answer.NOBODY;
    }
    String answer = context.prompter().ask("Make this change? [y/N] ");
    return answer != null && (answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes"))
        ? Consent.Answer.YES
        : Consent.Answer.NO;
  }

  private List<ChangeReport.File> files(List<FileChange> changes) throws ChangeRefusedException {
    List<ChangeReport.File> files = new ArrayList<>();
    for (FileChange change : changes) {
      files.add(reports.file(change));
    }
    return files;
  }

  private DoctorReport.Repaired repaired(
      boolean dryRun,
      List<ChangeReport.File> files,
      List<Repairer.Fixed> fixed,
      List<RepairPlan.Left> left,
      @Nullable String undo,
      FileScene scene) {
    List<DoctorReport.Fixed> done = new ArrayList<>();
    for (Repairer.Fixed one : fixed) {
      Finding finding = one.finding();
      List<String> names = new ArrayList<>();
      for (Path file : one.files()) {
        names.add(reports.line(context.environment().shorten(file)));
      }
      done.add(
          new DoctorReport.Fixed(
              finding.id(),
              finding.check().slug(),
              finding.fix() == null ? "" : reports.line(finding.fix().summary()),
              names,
              one.live(),
              one.gateway() ? restart(scene.workspace()) : null));
    }
    List<DoctorReport.Left> not = new ArrayList<>();
    for (RepairPlan.Left one : left) {
      not.add(
          new DoctorReport.Left(
              one.finding().id(),
              reports.line(one.finding().title()),
              reports.line(one.reason()),
              one.why() == RepairPlan.Why.TAKEN_BACK));
    }
    return new DoctorReport.Repaired(dryRun, files, done, not, undo);
  }

  /** How the gateway is started again. */
  private String restart(Workspace workspace) {
    ClientUrl url = workspace.clientRequest().url();
    return reports.line(
        StartCommand.of(workspace, url.isLoopback() ? url.port() : StartCommand.USUAL_PORT));
  }

  private int print(
      FileScene scene,
      Mode mode,
      Outcome outcome,
      DoctorReport.@Nullable Repaired repaired,
      int exit)
      throws CommandFailedException {
    Diagnosis diagnosis = outcome.diagnosis();
    List<DoctorReport.Hidden> hidden = new ArrayList<>();
    for (Hidden one : outcome.hidden()) {
      hidden.add(reports.of(one));
    }
    DoctorReport report =
        new DoctorReport(
            App.version(),
            facts.verified(),
            mode,
            diagnosis.status(),
            exit,
            options.failOn(),
            reports.of(Target.of(scene, diagnosis.endpoint())),
            reports.of(diagnosis),
            diagnosis.checks(),
            hidden,
            diagnosis.requests(),
            diagnosis.durationMs(),
            repaired);
    sink.print(report);
    return exit;
  }

  /** What was looked for, and where. */
  private CommandFailedException nothing(Workspace workspace) {
    List<String> looked = new ArrayList<>();
    for (SettingsFile file : workspace.settings().files()) {
      looked.add(file.file().shown());
    }
    return new CommandFailedException(
        new Failure(
            "no-configuration",
            "There is nothing to judge: none of "
                + String.join(", ", looked)
                + " is there, no ANTHROPIC_* variable is set, and "
                + context.environment().shorten(context.environment().workingDirectory())
                + " holds no litellm_config.yaml and no .env",
            null,
            null,
            null,
            "set up a provider with `ccproxy init`, or name the files with --config, --settings and"
                + " --env",
            ExitCode.NOTHING_JUDGED));
  }

  /** The exit code, from the result alone: no format and no option of display changes it. */
  static int exit(Outcome outcome, FailOn failOn) {
    Diagnosis diagnosis = outcome.diagnosis();
    if (failOn.fails(diagnosis)) {
      return ExitCode.FINDINGS;
    }
    boolean crashed = false;
    boolean judged = diagnosis.checks().isEmpty();
    for (CheckResult check : diagnosis.checks()) {
      crashed |= check.status() == CheckResult.Status.CRASH;
      judged |= check.isVerdict();
    }
    if (crashed) {
      return ExitCode.INTERNAL;
    }
    return judged ? ExitCode.OK : ExitCode.NOTHING_JUDGED;
  }
}
