package dev.ccproxy.cli;

import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.report.Failure;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Prompter;
import dev.ccproxy.term.Screen;
import dev.ccproxy.term.Tint;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The whole program behind its entry point: everything that it touches is handed in, so that a test
 * can run it.
 */
public final class App {

  /**
   * The outside world.
   *
   * @param charset of the terminal
   * @param terminal whether output goes to one
   * @param random what is not to be guessed; made when it is asked for, because that costs 12 ms
   */
  public record World(
      UserEnvironment environment,
      InputStream in,
      OutputStream out,
      OutputStream err,
      Charset charset,
      boolean terminal,
      Prompter prompter,
      Clock clock,
      Supplier<SecureRandom> random) {}

  private static final int DEFAULT_WIDTH = 80;

  private final World world;
  private final Redactor redactor = new Redactor();
  private final Commands commands;

  /** The program in this world. */
  public App(World world) {
    this(world, new Commands());
  }

  /** The program with other commands. */
  App(World world, Commands commands) {
    this.world = world;
    this.commands = commands;
    redactor.learnFrom(world.environment().variables());
  }

  /**
   * Runs one command line.
   *
   * @return the exit code
   */
  public int run(String... arguments) {
    boolean json = asksForJson(arguments);
    boolean colour = !json && colour(arguments);
    Screen out = new Screen(world.out(), world.charset(), colour, width(), redactor);
    Screen err = new Screen(world.err(), world.charset(), colour, width(), redactor);
    Context context =
        new Context(
            world.environment(),
            out,
            err,
            world.in(),
            world.prompter(),
            world.clock(),
            world.random(),
            redactor,
            json);
    try {
      return dispatch(arguments, context);
    } catch (Exception e) {
      Failure failure = Failures.of(e, world.environment());
      return fail(
          coded(failure == null ? internal(e, arguments, context) : failure, arguments), context);
    } catch (StackOverflowError | OutOfMemoryError e) {
      return fail(internal(e, arguments, context), context);
    }
  }

  private Failure coded(Failure failure, String[] arguments) {
    Optional<Command> command =
        arguments.length == 0 ? Optional.empty() : commands.find(arguments[0]);
    return command.isEmpty()
        ? failure
        : failure.withExitCode(command.get().failureCode(failure.exitCode()));
  }

  private int dispatch(String[] arguments, Context context) throws Exception {
    if (arguments.length == 0
        || arguments[0].equals("--help")
        || arguments[0].equals("-h")
        || arguments[0].equals("help")) {
      if (arguments.length == 2 && commands.find(arguments[1]).isPresent()) {
        return help(commands.find(arguments[1]).get(), context);
      }
      return overview(context.out());
    }
    if (arguments[0].equals("--version") || arguments[0].equals("-V")) {
      context.out().println("ccproxy " + version());
      return ExitCode.OK;
    }
    Optional<Command> command = commands.find(arguments[0]);
    if (command.isEmpty()) {
      String what = arguments[0].startsWith("-") ? "option" : "command";
      throw CommandFailedException.usage(
          "command-unknown",
          "There is no " + what + " \"" + arguments[0] + "\"",
          Nearest.of(arguments[0], commands.names()).map(n -> "did you mean " + n + "? ").orElse("")
              + "ccproxy --help lists the commands");
    }
    return run(command.get(), Arrays.copyOfRange(arguments, 1, arguments.length), context);
  }

  private int run(Command command, String[] arguments, Context context) throws Exception {
    CommandLine line = new CommandLine(command.spec());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // An argument that begins with @ is meant as it is, for the client of run above all.
    line.setExpandAtFiles(false);
    ParseResult parsed;
    try {
      parsed = line.parseArgs(arguments);
    } catch (ParameterException e) {
      throw usage(command, e, arguments);
    }
    if (parsed.isUsageHelpRequested()) {
      return help(command, context);
    }
    String format = Specs.text(parsed, "--format");
    if (format != null && !command.formats().contains(format)) {
      throw CommandFailedException.usage(
          "format-unknown",
          "There is no format \"" + format + "\" here",
          "use --format " + String.join(" or --format ", command.formats()));
    }
    return command.run(parsed, context);
  }

  private static CommandFailedException usage(
      Command command, ParameterException e, String[] arguments) {
    String help =
        command.argumentHint().isEmpty()
            ? "ccproxy " + command.name() + " --help shows what there is"
            : command.argumentHint();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String first = unmatched.getUnmatched().get(0);
      List<String> options =
          command.spec().optionsMap().keySet().stream()
              .filter(o -> o.startsWith("--"))
              .sorted()
              .toList();
      String nearest =
          first.startsWith("-")
              ? Nearest.of(first.split("=", 2)[0], options)
                  .map(n -> "did you mean " + n + "? ")
                  .orElse("")
              : "";
      return CommandFailedException.usage(
          "argument-unknown",
          "\"" + first.split("=", 2)[0] + "\" is not understood by " + command.name(),
          nearest + help);
    }
    if (e instanceof MissingParameterException) {
      return CommandFailedException.usage("argument-missing", oneLine(e), help);
    }
    return CommandFailedException.usage("argument-unusable", oneLine(e), help);
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage() == null ? "The command line is not understood" : e.getMessage();
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static int help(Command command, Context context) {
    CommandLine line = new CommandLine(command.spec());
    line.setUsageHelpWidth(Math.max(55, Math.min(100, context.out().width())));
    context.out().data(line.getUsageMessage(Ansi.OFF));
    return ExitCode.OK;
  }

  private int overview(Screen out) {
    out.say(
        "ccproxy makes Claude Code, and clients like it, work on models that are not Anthropic's.");
    out.println("");
    out.print(Line.of(Tint.BOLD, "Usage: ccproxy COMMAND [OPTIONS]"));
    for (Command command : commands.all()) {
      out.say(
          new Line()
              .add(Tint.BOLD, String.format(java.util.Locale.ROOT, "  %-12s", command.name()))
              .add(command.summary()));
    }
    out.println("");
    out.say(
        "ccproxy COMMAND --help shows options and examples. ccproxy --version shows the version.");
    return ExitCode.OK;
  }

  private static Failure internal(Throwable e, String[] arguments, Context context) {
    if (Arrays.asList(arguments).contains("--debug")) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      for (String row : trace.toString().split("\n")) {
        context.err().println(row);
      }
    }
    return new Failure(
        "internal-fault",
        "A fault of ccproxy itself: " + e.getClass().getSimpleName(),
        null,
        null,
        null,
        "run the command again with --debug and report what it prints",
        ExitCode.INTERNAL);
  }

  private static int fail(Failure failure, Context context) {
    if (context.json()) {
      context.out().data(failure.json() + "\n");
      return failure.exitCode();
    }
    String place = failure.place();
    context
        .err()
        .say(
            new Line()
                .add(Tint.RED, "error: ")
                .add((place.isEmpty() ? "" : place + ": ") + failure.message() + "."));
    context.err().print(new Line().add(Tint.BOLD, "next:  ").add(failure.next()));
    return failure.exitCode();
  }

  /**
   * Looked for before anything is parsed, because a failure of parsing has to come in that form
   * too.
   */
  private static boolean asksForJson(String[] arguments) {
    for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
      if (arguments[i].equals("--format=json")
          || (arguments[i].equals("--format")
              && i + 1 < arguments.length
              && arguments[i + 1].equals("json"))) {
        return true;
      }
    }
    return false;
  }

  private boolean colour(String[] arguments) {
    @Nullable String wish = null;
    for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
      if (arguments[i].startsWith("--color=")) {
        wish = arguments[i].substring("--color=".length());
      } else if (arguments[i].equals("--color") && i + 1 < arguments.length) {
        wish = arguments[i + 1];
      }
    }
    if ("always".equals(wish) || "never".equals(wish)) {
      return "always".equals(wish);
    }
    UserEnvironment environment = world.environment();
    return world.terminal()
        && environment.variable("NO_COLOR").isEmpty()
        && !"dumb".equals(environment.variables().get("TERM"));
  }

  private int width() {
    try {
      return Integer.parseInt(
          world.environment().variables().getOrDefault("COLUMNS", Integer.toString(DEFAULT_WIDTH)));
    } catch (NumberFormatException e) {
      return DEFAULT_WIDTH;
    }
  }

  static String version() {
    String version = App.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
