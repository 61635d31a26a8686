package dev.ccproxy.cli;

import dev.ccproxy.change.Applied;
import dev.ccproxy.change.ChangePlan;
import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileChange;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.report.ChangeReport;
import dev.ccproxy.report.Diffs;
import dev.ccproxy.report.SecretScan;
import dev.ccproxy.setup.SetupPlan;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Tint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one way from a plan to written files: show, ask, write, say how to take it back. */
final class ChangeRunner {

  /** How the files get written. */
  interface Writer {
    Applied write() throws ChangeRefusedException, CommandFailedException;
  }

  private final Context context;
  private final ChangeOptions options;
  private final String command;

  /**
   * @param command the command line without {@code --yes}, for the hint
   */
  ChangeRunner(Context context, ChangeOptions options, String command) {
    this.context = context;
    this.options = options;
    this.command = command;
  }

  int run(SetupPlan plan, Writer writer) throws CommandFailedException, ChangeRefusedException {
    ChangePlan change = plan.change();
    for (FileChange file : change.files()) {
      SecretScan.learn(context.redactor(), file.path().toString(), file.before());
      SecretScan.learn(context.redactor(), file.path().toString(), file.after());
    }
    if (options.print() != null) {
      if (context.json()) {
        throw CommandFailedException.usage(
            "print-is-a-file",
            "--print prints the content of a file, which is no JSON document of ours",
            "leave --format json out");
      }
      return print(change, options.print());
    }
    List<ChangeReport.File> files = files(change);
    if (change.isEmpty() || options.dryRun()) {
      return finish(
          new ChangeReport(false, files, plan.notes(), plan.next(), plan.missingKeys(), null),
          change);
    }
    boolean ask = change.touchesExisting() && !options.yes();
    boolean person = context.prompter().isInteractive() && !options.yes();
    if (!context.json() && (change.touchesExisting() || person)) {
      showDiffs(files);
    }
    if (ask) {
      confirm(files);
    }
    Applied applied = writer.write();
    return finish(
        new ChangeReport(true, files, plan.notes(), plan.next(), plan.missingKeys(), applied.id()),
        change);
  }

  private List<ChangeReport.File> files(ChangePlan change) throws ChangeRefusedException {
    FileStore store = context.fileStore();
    List<ChangeReport.File> files = new ArrayList<>();
    for (FileChange file : change.files()) {
      files.add(
          ChangeReport.File.of(
              context.environment().shorten(file.path()),
              file,
              store.modeAfter(file),
              context.redactor()));
    }
    return files;
  }

  private void confirm(List<ChangeReport.File> files) throws CommandFailedException {
    if (!context.prompter().isInteractive() || context.json()) {
      List<String> existing = new ArrayList<>();
      for (ChangeReport.File file : files) {
        if (file.action() == FileChange.Action.CHANGE
            || file.action() == FileChange.Action.DELETE) {
          existing.add(file.shown());
        }
      }
      throw CommandFailedException.usage(
          "needs-yes",
          "This changes "
              + String.join(", ", existing)
              + ", which "
              + (existing.size() == 1 ? "exists" : "exist")
              + " already, and there is nobody to ask",
          "look at the change with --dry-run, then add --yes: " + command + " --yes");
    }
    String answer = context.prompter().ask("Write these changes? [y/N] ");
    if (answer == null || !(answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes"))) {
      throw CommandFailedException.refused(
          "declined", "Nothing was changed", "run the command again when you want the change");
    }
  }

  private int print(ChangePlan change, String name) throws CommandFailedException {
    List<String> names = new ArrayList<>();
    for (FileChange file : change.files()) {
      String shown = context.environment().shorten(file.path());
      byte @Nullable [] after = file.after();
      boolean meant =
          shown.equals(name) || file.path().toString().equals(name) || file.path().endsWith(name);
      if (meant && after != null) {
        if (options.withSecrets()) {
          context.out().unredacted(after);
        } else {
          context.out().data(new String(after, java.nio.charset.StandardCharsets.UTF_8));
        }
        return ExitCode.OK;
      }
      names.add(shown);
    }
    throw CommandFailedException.usage(
        "no-such-file",
        "There is no file \"" + name + "\" in this change",
        "name one of: " + String.join(", ", names));
  }

  private int finish(ChangeReport report, ChangePlan change) {
    if (context.json()) {
      context.out().data(report.json() + "\n");
      return ExitCode.OK;
    }
    if (!report.applied() && !change.isEmpty()) {
      showDiffs(report.files());
    }
    for (String note : report.notes()) {
      context.err().say(new Line().add(Tint.YELLOW, "note: ").add(note));
    }
    if (change.isEmpty()) {
      context.out().println("Nothing to change: every file is already as it should be.");
    }
    for (ChangeReport.File file : report.files()) {
      if (file.action() != FileChange.Action.UNCHANGED) {
        String mode = file.mode() == null ? "" : " (" + file.mode() + ")";
        context
            .out()
            .print(
                new Line()
                    .add(Tint.GREEN, word(file, report.applied()))
                    .add(" " + file.shown() + mode));
      }
    }
    if (report.undo() != null) {
      context.err().say(Line.of(Tint.DIM, "Take it back with: ccproxy undo " + report.undo()));
    }
    if (!report.next().isEmpty() && !options.dryRun()) {
      context.out().println("");
      context
          .out()
          .print(
              Line.of(
                  Tint.BOLD,
                  report.next().size() == 1
                      ? "Next:"
                      : "Next (the last one in a second terminal):"));
      for (String command : report.next()) {
        context.out().println("  " + command);
      }
    }
    for (String missing : report.missing()) {
      context.out().say(Line.of(Tint.YELLOW, missing));
    }
    return ExitCode.OK;
  }

  private static String word(ChangeReport.File file, boolean applied) {
    String verb = file.actionWord();
    if (!applied) {
      return "would " + verb;
    }
    return verb.endsWith("e") ? verb + "d" : verb + "ed";
  }

  private void showDiffs(List<ChangeReport.File> files) {
    for (ChangeReport.File file : files) {
      Diffs.print(context.out(), file);
    }
  }
}
