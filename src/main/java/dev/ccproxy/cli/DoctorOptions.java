package dev.ccproxy.cli;

import dev.ccproxy.catalog.Version;
import dev.ccproxy.check.Check;
import dev.ccproxy.check.CheckSelection;
import dev.ccproxy.check.FailOn;
import dev.ccproxy.check.LiveOptions;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.config.WorkspaceRequest;
import dev.ccproxy.redact.Redactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * What {@code ccproxy doctor} was asked for.
 *
 * @param files which files to read
 * @param baseline findings in it are known; null for none
 * @param writeBaseline where the findings are to be made known; null for nowhere
 * @param fix whether to repair
 * @param selected the checks whose findings are to be repaired; null: all
 * @param output where the report goes; null for standard output
 * @param ascii whether only plain characters are used
 * @param live how the endpoint is asked
 */
record DoctorOptions(
    WorkspaceRequest files,
    Mode mode,
    CheckSelection wanted,
    FailOn failOn,
    @Nullable Path baseline,
    @Nullable Path writeBaseline,
    boolean fix,
    @Nullable CheckSelection selected,
    boolean dryRun,
    boolean yes,
    String format,
    @Nullable Path output,
    boolean ascii,
    LiveOptions live) {

  static final List<String> FORMATS = List.of("text", "json", "sarif", "junit", "markdown");

  static void add(CommandSpec spec) {
    Specs.flag(spec, "Read the files only; open no socket at all.", "--offline");
    Specs.flag(spec, "A few requests: does the endpoint answer.", "--quick");
    Specs.flag(spec, "Everything, also what costs many requests.", "--deep");
    LiveArguments.add(spec);
    Specs.options(
        spec, "FILE", "This LiteLLM configuration instead of the usual ones.", "--config");
    Specs.option(spec, "FILE", "The file of the client's own --settings.", "--settings");
    Specs.options(spec, "FILE", "This env file of the gateway instead of the usual ones.", "--env");
    Specs.option(
        spec, "CLIENT", "claude-code or haha, @VERSION behind it if not found out.", "--client");
    Specs.options(spec, "CHECKS", "Only these: ids, slugs, or beginnings as S2*.", "--only");
    Specs.options(spec, "CHECKS", "All but these.", "--skip");
    Specs.option(
        spec,
        "LEVEL",
        "Exit 1 from here on: error (default), warning, info or never.",
        "--fail-on");
    Specs.option(spec, "FILE", "Leave out the findings of this file.", "--baseline");
    Specs.option(
        spec, "FILE", "Write the findings there; --baseline leaves them out.", "--write-baseline");
    Specs.optionalValues(
        spec,
        "CHECKS",
        "Repair what can be repaired safely, or only these; asks about the rest.",
        "--fix");
    Specs.flag(spec, "With --fix: show what would change and write nothing.", "-n", "--dry-run");
    Specs.flag(
        spec,
        "With --fix: also what changes your decisions, if it is the only way. With --deep and"
            + " --direct: do not ask.",
        "-y",
        "--yes");
    Specs.option(spec, "FILE", "Write the report here, for you alone to read.", "--output");
    Specs.flag(spec, "Plain characters only.", "--ascii");
  }

  static DoctorOptions of(ParseResult arguments, Context context) throws CommandFailedException {
    UserEnvironment environment = context.environment();
    String format = Specs.text(arguments, "--format");
    List<String> fixes = Specs.texts(arguments, "--fix");
    String level = Specs.text(arguments, "--fail-on");
    return new DoctorOptions(
        files(arguments, environment),
        mode(arguments),
        new CheckSelection(Specs.texts(arguments, "--only"), Specs.texts(arguments, "--skip")),
        level == null
            ? FailOn.ERROR
            : FailOn.of(level)
                .orElseThrow(
                    () ->
                        CommandFailedException.usage(
                            "level-unknown",
                            "There is no level \"" + level + "\"",
                            "use --fail-on error, warning, info or never")),
        InitCommand.path(Specs.text(arguments, "--baseline"), environment),
        InitCommand.path(Specs.text(arguments, "--write-baseline"), environment),
        arguments.hasMatchedOption("--fix"),
        fixes.isEmpty() ? null : new CheckSelection(fixes, List.of()),
        Specs.has(arguments, "--dry-run"),
        Specs.has(arguments, "--yes"),
        format == null ? "text" : format,
        InitCommand.path(Specs.text(arguments, "--output"), environment),
        Specs.has(arguments, "--ascii"),
        LiveArguments.of(arguments, context.redactor()));
  }

  /** A short look at these files and their endpoint. */
  static DoctorOptions quick(WorkspaceRequest files, Redactor redactor) {
    return new DoctorOptions(
        files,
        Mode.QUICK,
        CheckSelection.ALL,
        FailOn.ERROR,
        null,
        null,
        false,
        null,
        false,
        false,
        "text",
        null,
        false,
        LiveOptions.usual(redactor));
  }

  private static Mode mode(ParseResult arguments) throws CommandFailedException {
    Mode mode = Mode.STANDARD;
    int given = 0;
    for (Mode each : Mode.values()) {
      if (each != Mode.STANDARD && Specs.has(arguments, "--" + each.word())) {
        mode = each;
        given++;
      }
    }
    if (given > 1) {
      throw CommandFailedException.usage(
          "two-modes", "--offline, --quick and --deep each say how far to go", "give one of them");
    }
    return mode;
  }

  /** The files that the options name. */
  static WorkspaceRequest files(ParseResult arguments, UserEnvironment environment)
      throws CommandFailedException {
    String client = Specs.text(arguments, "--client");
    return new WorkspaceRequest(
        existing(Specs.texts(arguments, "--config"), environment),
        existing(Specs.text(arguments, "--settings"), environment),
        existing(Specs.texts(arguments, "--env"), environment),
        client == null ? null : kind(client),
        client == null ? null : version(client),
        null);
  }

  private static ClientKind kind(String client) throws CommandFailedException {
    return ClientKind.of(client)
        .orElseThrow(
            () ->
                CommandFailedException.usage(
                    "client-unknown",
                    "There is no client \"" + client + "\"",
                    "use --client claude-code or --client haha"));
  }

  private static @Nullable Version version(String client) throws CommandFailedException {
    int at = client.indexOf('@');
    if (at < 0) {
      return null;
    }
    String text = client.substring(at + 1);
    return Version.of(text)
        .orElseThrow(
            () ->
                CommandFailedException.usage(
                    "version-unusable",
                    "\"" + text + "\" is no version of a client",
                    "write --client claude-code@2.1.330"));
  }

  private static List<Path> existing(List<String> names, UserEnvironment environment)
      throws CommandFailedException {
    List<Path> paths = new ArrayList<>();
    for (String name : names) {
      Path path = existing(name, environment);
      if (path != null) {
        paths.add(path);
      }
    }
    return paths;
  }

  /** A file that is named on the command line has to be there. */
  private static @Nullable Path existing(@Nullable String name, UserEnvironment environment)
      throws CommandFailedException {
    if (name == null) {
      return null;
    }
    Path path = environment.resolve(name);
    if (!Files.exists(path)) {
      throw CommandFailedException.usage(
          "file-not-found", "There is no file " + name, "check the name");
    }
    return path;
  }

  /** The checks whose findings are to be repaired; null: all. */
  @Nullable Predicate<Check> named() {
    return selected == null ? null : selected::names;
  }

  /** Whether checks are named, so that the names have to be looked up. */
  boolean namesChecks() {
    return !wanted.isEmpty() || selected != null;
  }

  /**
   * Refuses patterns that no check has.
   *
   * @param all every check there is
   */
  void requireKnown(List<? extends Check> all) throws CommandFailedException {
    Optional<String> unknown = wanted.unknown(all);
    if (unknown.isEmpty() && selected != null) {
      unknown = selected.unknown(all);
    }
    if (unknown.isPresent()) {
      throw CommandFailedException.usage(
          "check-unknown",
          "There is no check \"" + unknown.get() + "\"",
          "ccproxy doctor --list-checks shows them all");
    }
  }
}
