package dev.ccproxy.cli;

import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.config.WorkspaceRequest;
import dev.ccproxy.inspect.Inspected;
import dev.ccproxy.inspect.Inspector;
import dev.ccproxy.inspect.Patience;
import dev.ccproxy.inspect.Visitor;
import dev.ccproxy.report.Failure;
import dev.ccproxy.report.InspectRenderer;
import dev.ccproxy.report.InspectReport;
import dev.ccproxy.report.InspectView;
import dev.ccproxy.report.SecretScan;
import dev.ccproxy.wire.AnswerContext;
import dev.ccproxy.wire.ClientImpact;
import dev.ccproxy.wire.MessagesRequest;
import dev.ccproxy.wire.Severity;
import dev.ccproxy.wire.WireEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code ccproxy inspect}. */
final class InspectCommand implements Command {
  /** Requests of the client have some 50 kB; one with pictures may have 32 MB. */
  private static final int LONGEST_REQUEST = 64 << 20;

  private static final int WAIT_SECONDS = 60;
  private static final long PIPE_BYTES = 1L << 30;
  private static final List<String> LEVELS = List.of("error", "warning", "info", "never");

  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public String summary() {
    return "Check recorded answers of /v1/messages against the protocol";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "Checks answers of POST /v1/messages against the protocol, offline: what is wrong, at"
                + " which line, and what the message comes to. Reads event streams and JSON bodies,"
                + " with the HTTP head before them as curl -i writes it or without, packed with"
                + " gzip or not, HAR files, and the files of a folder.",
            List.of(
                "curl -isN $URL/v1/messages -d @request.json ... | ccproxy inspect -",
                "ccproxy inspect answer.sse --request request.json",
                "ccproxy inspect answer.sse --client claude-code@2.1.330 --events",
                "ccproxy inspect recorded/*.sse --format json --fail-on warning"),
            List.of(
                "0    nothing at or above --fail-on",
                "1    findings at or above --fail-on",
                "2    wrong usage",
                "3    something could not be read",
                "130  interrupted; what was read is judged"));
    Specs.parameters(
        spec, "FILE", "1..*", "Files, folders, pipes, HAR archives; - is standard input.");
    Specs.option(
        spec, "FILE", "The JSON body that was sent: declares tools and stream.", "--request");
    Specs.option(spec, "TEXT", "The text that the answer should be.", "--expect-text");
    Specs.options(
        spec,
        "NAME=VALUE",
        "A value that a tool call should have; may be given again.",
        "--expect-argument");
    Specs.option(
        spec,
        "ID[@VERSION]",
        "Severity as this client feels it, not as the protocol says: claude-code or haha.",
        "--client");
    Specs.option(
        spec,
        "LEVEL",
        "Exit with 1 from this severity on: error (default), warning, info, never.",
        "--fail-on");
    Specs.flag(spec, "List every event.", "--events");
    Specs.option(
        spec,
        "SECONDS",
        "How long to wait for a pipe that says nothing (default " + WAIT_SECONDS + ").",
        "--wait");
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Context context) throws Exception {
    // A server may give back the key that it was sent.
    SecretScan.learn(
        context.redactor(), Workspace.read(context.environment(), WorkspaceRequest.USUAL));
    Client client = Client.of(Specs.text(arguments, "--client"));
    String level = level(Specs.text(arguments, "--fail-on"));
    AnswerContext answers = answers(arguments, context, client);
    boolean events = Specs.has(arguments, "--events");
    InspectRenderer renderer =
        context.json()
            ? new InspectReport(context.out(), client.id(), client.version(), events)
            : new InspectView(
                context.out(), context.err(), context.redactor(), client.words(), events);
    Tally tally = new Tally(renderer, level);
    List<String> files = Specs.parameters(arguments);
    if (files.isEmpty()) {
      throw CommandFailedException.usage(
          "argument-missing",
          "inspect needs an answer to look at",
          "name a file, or - for standard input; ccproxy inspect --help shows examples");
    }
    if (files.indexOf("-") != files.lastIndexOf("-")) {
      throw CommandFailedException.usage(
          "stdin-twice", "Standard input can be read once only", "name - once");
    }
    int wait = seconds(Specs.text(arguments, "--wait"));
    try (Interruption interruption = new Interruption()) {
      Inspector inspector =
          new Inspector(
              answers,
              new Patience(wait, PIPE_BYTES, interruption::asked),
              context.redactor(),
              tally);
      for (String file : files) {
        if (file.equals("-")) {
          inspector.standardInput(context.in());
        } else {
          inspector.path(file, context.environment().resolve(file));
        }
        if (interruption.asked()) {
          break;
        }
      }
      return tally.end(interruption.asked());
    }
  }

  private static AnswerContext answers(ParseResult arguments, Context context, Client client)
      throws CommandFailedException {
    AnswerContext answers = AnswerContext.UNKNOWN.withClient(client.impact());
    String request = Specs.text(arguments, "--request");
    if (request != null) {
      answers = answers.withRequest(request(request, context));
    }
    String text = Specs.text(arguments, "--expect-text");
    if (text != null) {
      answers = answers.withExpectedText(text);
    }
    List<String> expected = Specs.texts(arguments, "--expect-argument");
    if (!expected.isEmpty()) {
      answers = answers.withExpectedArguments(expected(expected));
    }
    return answers;
  }

  private static Map<String, String> expected(List<String> options) throws CommandFailedException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw CommandFailedException.usage(
            "argument-unusable",
            "--expect-argument needs a name and a value: \"" + option + "\"",
            "write --expect-argument NAME=VALUE");
      }
      values.put(option.substring(0, equals), option.substring(equals + 1));
    }
    return values;
  }

  private static MessagesRequest request(String name, Context context)
      throws CommandFailedException {
    Path path = context.environment().resolve(name);
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LONGEST_REQUEST + 1);
      if (bytes.length > LONGEST_REQUEST) {
        throw unusable(name, "the request has more than 64 MiB");
      }
      return MessagesRequest.parse(bytes);
    } catch (MessagesRequest.UnreadableException e) {
      throw unusable(name, e.getMessage() == null ? "the request is no JSON" : e.getMessage());
    } catch (IOException e) {
      String reason = Files.exists(path) ? "the request cannot be read" : "there is no such file";
      throw unusable(name, reason);
    }
  }

  private static CommandFailedException unusable(String file, String reason) {
    return new CommandFailedException(
        new Failure(
            "request-unusable",
            "--request cannot be used: " + reason,
            file,
            null,
            null,
            "give the JSON body that was sent to /v1/messages",
            ExitCode.USAGE));
  }

  private static String level(@Nullable String given) throws CommandFailedException {
    String level = given == null ? "error" : given;
    if (!LEVELS.contains(level)) {
      throw CommandFailedException.usage(
          "level-unknown",
          "There is no severity \"" + level + "\"",
          Nearest.of(level, LEVELS).map(n -> "did you mean " + n + "? ").orElse("")
              + "use --fail-on error, warning, info or never");
    }
    return level;
  }

  private static int seconds(@Nullable String given) throws CommandFailedException {
    if (given == null) {
      return WAIT_SECONDS;
    }
    int seconds = 0;
    for (int i = 0; i < given.length(); i++) {
      int digit = given.charAt(i) - '0';
      if (digit < 0 || digit > 9 || i > 5) {
        seconds = 0;
        break;
      }
      seconds = seconds * 10 + digit;
    }
    if (seconds == 0) {
      throw CommandFailedException.usage(
          "argument-unusable",
          "\"" + given + "\" is no number of seconds",
          "use --wait with a number from 1 to 999999");
    }
    return seconds;
  }

  /**
   * Whose view sets the severities.
   *
   * @param id null for the protocol
   * @param version null where none was named
   */
  private record Client(@Nullable String id, @Nullable String version) {

    static Client of(@Nullable String given) throws CommandFailedException {
      if (given == null) {
        return new Client(null, null);
      }
      int at = given.indexOf('@');
      String id = at < 0 ? given : given.substring(0, at);
      String version = at < 0 ? null : given.substring(at + 1);
      if (ClientKind.of(id).isEmpty()) {
        List<String> ids = new ArrayList<>();
        for (ClientKind kind : ClientKind.values()) {
          ids.add(kind.id());
        }
        throw CommandFailedException.usage(
            "client-unknown",
            "There is no client \"" + id + "\" here",
            Nearest.of(id, ids).map(n -> "did you mean " + n + "? ").orElse("")
                + "use claude-code or haha, with @VERSION behind it if you like");
      }
      if (version != null && !isVersion(version)) {
        throw CommandFailedException.usage(
            "client-version-unusable",
            "\"" + version + "\" is no version",
            "write it in numbers and dots, for example " + id + "@2.1.330");
      }
      return new Client(id, version);
    }

    private static boolean isVersion(String text) {
      boolean number = false;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c >= '0' && c <= '9') {
          number = true;
        } else if (c != '.' || !number) {
          return false;
        } else {
          number = false;
        }
      }
      return number;
    }

    ClientImpact impact() {
      return id == null ? ClientImpact.SPEC : ClientImpact.of(id, version);
    }

    @Nullable String words() {
      return id == null || version == null ? id : id + " " + version;
    }
  }

  /** Hands everything on to what shows it, and keeps what the exit code depends on. */
  private static final class Tally implements Visitor {
    private final InspectRenderer renderer;
    private final String level;
    private final List<Failure> failures = new ArrayList<>();
    private boolean reached;
    private long answers;

    Tally(InspectRenderer renderer, String level) {
      this.renderer = renderer;
      this.level = level;
    }

    @Override
    public @Nullable Consumer<WireEvent> begins(String name) {
      return renderer.begins(name);
    }

    @Override
    public void answer(Inspected answer) {
      answers++;
      for (Severity severity : Severity.values()) {
        if (severity.word().equals(level)) {
          reached |= answer.verdict().hasAtLeast(severity);
        }
      }
      renderer.answer(answer);
    }

    @Override
    public void skipped(String name, String reason) {
      renderer.skipped(name, reason);
    }

    @Override
    public void failed(String name, String code, String reason, String next) {
      failures.add(new Failure(code, reason, name, null, null, next, ExitCode.NOTHING_JUDGED));
    }

    /** Ends the output; returns the exit code. */
    int end(boolean interrupted) throws CommandFailedException {
      if (answers == 0 && failures.size() == 1) {
        throw new CommandFailedException(failures.get(0));
      }
      for (Failure failure : failures) {
        String file = failure.file() == null ? "" : failure.file();
        renderer.failed(file, failure.code(), failure.message(), failure.next());
      }
      int exitCode =
          interrupted
              ? ExitCode.INTERRUPTED
              : reached
                  ? ExitCode.FINDINGS
                  : failures.isEmpty() ? ExitCode.OK : ExitCode.NOTHING_JUDGED;
      renderer.end(exitCode);
      return exitCode;
    }
  }
}
