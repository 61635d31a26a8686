package dev.ccproxy.cli;

import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.term.Prompter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The program in a small world of its own: a home, a project folder, variables, a clock that stands
 * still.
 */
public final class Cli {
  /** The day on which everything here happens. */
  public static final Instant NOW = Instant.parse("2026-11-25T10:15:00Z");

  /** What a run came to. */
  public record Result(int exit, String out, String err) {}

  private final Path home;
  private final Path project;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> questions = new ArrayList<>();
  private String stdin = "";
  private boolean interactive;
  private Charset charset = StandardCharsets.UTF_8;
  private Instant now = NOW;
  private DoctorCommand doctor = new DoctorCommand();

  /**
   * @param root an empty folder; {@code home} and {@code home/project} are made in it
   */
  public Cli(Path root) {
    try {
      this.home = Files.createDirectories(root.toRealPath().resolve("home"));
      this.project = Files.createDirectories(home.resolve("project"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    variables.put("HOME", home.toString());
    variables.put("PATH", System.getenv().getOrDefault("PATH", ""));
  }

  public Path home() {
    return home;
  }

  public Path project() {
    return project;
  }

  /** The client's settings of the user scope. */
  public Path settings() {
    return home.resolve(".claude").resolve("settings.json");
  }

  public Cli variable(String name, @Nullable String value) {
    if (value == null) {
      variables.remove(name);
    } else {
      variables.put(name, value);
    }
    return this;
  }

  /** There is a person at the terminal who gives these answers, one to a question. */
  public Cli answering(String... lines) {
    interactive = true;
    answers.addAll(List.of(lines));
    return this;
  }

  public Cli stdin(String text) {
    stdin = text;
    return this;
  }

  public Cli charset(Charset terminal) {
    charset = terminal;
    return this;
  }

  /** The doctor has other checks than the usual ones. */
  Cli doctor(DoctorCommand other) {
    doctor = other;
    return this;
  }

  /** The questions that were asked so far. */
  public List<String> questions() {
    return questions;
  }

  public Result run(String... arguments) {
    return runIn(project, arguments);
  }

  public Result runIn(Path folder, String... arguments) {
    // Every run is a second later, so that no two changes of the journal have the same time.
    now = now.plusSeconds(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    App app =
        new App(
            new App.World(
                UserEnvironment.of(variables, folder, false),
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                charset,
                false,
                new Person(),
                Clock.fixed(now, ZoneOffset.UTC),
                SecureRandom::new),
            new Commands(doctor));
    int exit = app.run(arguments);
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private final class Person implements Prompter {
    @Override
    public boolean isInteractive() {
      return interactive;
    }

    @Override
    public @Nullable String ask(String question) {
      questions.add(question);
      return answers.poll();
    }

    @Override
    public @Nullable String askHidden(String question) {
      questions.add(question);
      return answers.poll();
    }
  }
}
