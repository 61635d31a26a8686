package dev.ccproxy.real;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.LabServer;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Recording;
import dev.ccproxy.lab.Scene;
import dev.ccproxy.lab.http.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The real Claude Code in a home of its own that holds the settings under test and nothing else.
 * Whatever it wants from another host than this one ends at a proxy that lets nothing through.
 */
final class RealClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path program;
  private final Path logs;
  private final List<Path> homes = new ArrayList<>();
  private final LabServer wall;
  private int runs;

  /**
   * What a run left behind.
   *
   * @param exitCode negative when it had to be ended
   */
  record Run(int exitCode, String out, String err, Duration time) {}

  /** Refuses every request to the outside. */
  private record Wall() implements Personality {
    @Override
    public String name() {
      return "outside";
    }

    @Override
    public Reply answer(Exchange exchange) {
      return Reply.text(403, "text/plain", "nothing leaves the test");
    }
  }

  /**
   * The client that is pinned.
   *
   * @param logs an existing folder for what it prints
   */
  RealClient(Path logs) throws IOException {
    this(RealParts.client(), logs);
  }

  /** Another one. */
  RealClient(Path program, Path logs) throws IOException {
    this.program = program;
    this.logs = logs;
    this.wall = LabServer.start(Scene.healthy(new Wall()));
  }

  /**
   * Runs {@code claude -p} in a project that holds {@code notes/code.txt} and {@code
   * notes/more.txt}.
   *
   * @param settings the file under test
   * @param code what the file of the project says
   * @param prompt with {@code {{project}}} for the folder of the project
   */
  Run ask(Path settings, String code, String prompt) throws IOException, InterruptedException {
    return ask(settings, code, prompt, "127.0.0.1,localhost");
  }

  /** The same in a terminal whose proxy is not to be used for these hosts, by its own NO_PROXY. */
  Run ask(Path settings, String code, String prompt, String noProxy)
      throws IOException, InterruptedException {
    // Outside of this repository, whose own settings the client would find above its project.
    Path home = Files.createTempDirectory("ccproxy-real-");
    homes.add(home);
    Path temporary = Files.createDirectories(home.resolve("tmp"));
    Path project = Files.createDirectories(home.resolve("project"));
    Files.createDirectories(project.resolve("notes"));
    Files.writeString(project.resolve("notes/code.txt"), "The code is " + code + ".\n");
    Files.writeString(project.resolve("notes/more.txt"), "The other code is " + code + "-2.\n");
    Files.createDirectories(home.resolve(".claude"));
    Files.copy(settings, home.resolve(".claude/settings.json"));
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("HOME", home.toString());
    environment.put("TMPDIR", temporary.toString());
    environment.put("CLAUDE_CODE_TMPDIR", temporary.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("TERM", "dumb");
    environment.put("CLAUDE_CODE_MAX_RETRIES", "1");
    // The client sends plain http through this one as well, loopback included.
    environment.put("HTTPS_PROXY", wall.url());
    environment.put("NO_PROXY", noProxy);
    List<String> command =
        List.of(
            program.toString(),
            "-p",
            prompt.replace("{{project}}", project.toString()),
            "--max-turns",
            "6");
    long start = System.nanoTime();
    try (RunningProgram program =
        RunningProgram.start(command, environment, project, logs, "claude-" + ++runs)) {
      boolean ended = program.waitFor(PATIENCE);
      return new Run(
          ended ? program.exitCode() : -1,
          program.out().strip(),
          program.err().strip(),
          Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /** Its version, dotted numbers. */
  String version() throws IOException, InterruptedException {
    List<String> command = List.of(program.toString(), "--version");
    Map<String, String> environment = Map.of("HOME", logs.toString());
    try (RunningProgram program =
        RunningProgram.start(command, environment, logs, logs, "claude-version")) {
      if (!program.waitFor(PATIENCE)) {
        throw new IllegalStateException("claude --version does not end");
      }
      return program.out().strip().split(" ", -1)[0];
    }
  }

  /** What it wanted from other hosts. */
  Recording outside() {
    return wall.recording();
  }

  @Override
  public void close() throws IOException {
    wall.close();
    for (Path home : homes) {
      Runs.delete(home);
    }
  }
}
