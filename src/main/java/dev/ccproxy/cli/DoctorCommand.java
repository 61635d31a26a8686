package dev.ccproxy.cli;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.FailOn;
import dev.ccproxy.check.FileCheck;
import dev.ccproxy.check.LiveDoctor;
import dev.ccproxy.check.Mode;
import dev.ccproxy.check.live.EndpointDoctor;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.explain.SignatureFileException;
import dev.ccproxy.explain.Signatures;
import dev.ccproxy.report.CheckList;
import dev.ccproxy.report.DoctorDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy doctor}. */
final class DoctorCommand implements Command {
  private final @Nullable Checkup given;

  /**
   * What it runs.
   *
   * @param endpoint what {@code live} may run; asked for only where names have to be known, since
   *     making them costs a start that does without
   * @param live null: the endpoint cannot be asked
   */
  record Checkup(
      List<? extends FileCheck> files,
      Supplier<List<? extends Check>> endpoint,
      @Nullable LiveDoctor live) {

    /** All that there are. */
    List<Check> all() {
      List<Check> all = new ArrayList<>(files);
      all.addAll(endpoint.get());
      return all;
    }

    /** What is there, for a look that goes so far. */
    static Checkup usual(Context context, Mode mode) throws SignatureFileException {
      LiveDoctor live =
          mode == Mode.OFFLINE
              ? null
              : new EndpointDoctor(
                  Signatures.load(context.userFolder("signatures")),
                  App.version(),
                  context.random().get().nextLong());
      return new Checkup(Checks.ofFiles(), Checks::ofEndpoint, live);
    }
  }

  /** With all checks there are; they are not looked at before they are run. */
  DoctorCommand() {
    given = null;
  }

  /** With other checks. */
  DoctorCommand(Checkup checkup) {
    given = checkup;
  }

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String summary() {
    return "Say which link of the chain is broken, why, and what to do";
  }

  @Override
  public List<String> formats() {
    return DoctorOptions.FORMATS;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Reads the files as the client and the gateway read them, asks the endpoint as the"
                + " client would, and names what is wrong, where, why, and what to do. Changes"
                + " nothing without --fix.",
            List.of(
                "ccproxy doctor",
                "ccproxy doctor --quick --wait 60",
                "ccproxy doctor --offline --config litellm_config.yaml",
                "ccproxy doctor --fix --dry-run",
                "ccproxy doctor --only S2* --format json",
                "ccproxy doctor diff before.json after.json"),
            List.of(
                "0   nothing at or above --fail-on",
                "1   findings at or above --fail-on",
                "2   wrong usage, or a change that needs --yes",
                "3   nothing could be judged: there is no configuration",
                "4   a fix failed and was taken back",
                "130 interrupted; what is known so far was shown"));
    DoctorOptions.add(spec);
    Specs.flag(spec, "List all checks.", "--list-checks");
    Specs.parameters(
        spec,
        "diff BEFORE AFTER|bundle",
        "0..3",
        "Compare two reports that --format json wrote; or write an archive for a bug report.");
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    DoctorOptions options = DoctorOptions.of(arguments, context);
    List<String> words = Specs.parameters(arguments);
    boolean bundle = words.equals(List.of("bundle"));
    if (!words.isEmpty() && !bundle) {
      return diff(words, options.failOn(), context);
    }
    Checkup checkup = given == null ? Checkup.usual(context, options.mode()) : given;
    if (Specs.has(arguments, "--list-checks")) {
      list(checkup.all(), context);
      return ExitCode.OK;
    }
    if (options.namesChecks()) {
      options.requireKnown(checkup.all());
    }
    if (bundle) {
      return new DoctorBundle(options, checkup, context).run();
    }
    return new DoctorRun(options, context, checkup.files(), checkup.live()).run();
  }

  private static void list(List<Check> checks, Context context) {
    if (context.json()) {
      context.out().data(CheckList.json(checks) + "\n");
    } else {
      CheckList.print(checks, context.out());
    }
  }

  /** {@code doctor diff A.json B.json}. */
  private static int diff(List<String> words, FailOn failOn, Context context)
      throws CommandFailedException, DocumentException, IOException {
    if (!words.get(0).equals("diff") || words.size() != 3) {
      throw CommandFailedException.usage(
          "argument-unknown",
          "doctor does not understand \"" + words.get(0) + "\"",
          "two reports are compared with ccproxy doctor diff BEFORE.json AFTER.json");
    }
    DoctorDiff diff =
        DoctorDiff.of(
            words.get(1),
            report(words.get(1), context),
            words.get(2),
            report(words.get(2), context));
    if (context.json()) {
      context.out().data(diff.json() + "\n");
    } else {
      diff.print(context.out());
    }
    return diff.isWorse(failOn) ? ExitCode.FINDINGS : ExitCode.OK;
  }

  private static byte[] report(String name, Context context)
      throws CommandFailedException, IOException {
    Path file = context.environment().resolve(name);
    if (!Files.isRegularFile(file)) {
      throw CommandFailedException.usage(
          "file-not-found",
          "There is no report " + name,
          "write one with ccproxy doctor --format json --output " + name);
    }
    return Files.readAllBytes(file);
  }
}
