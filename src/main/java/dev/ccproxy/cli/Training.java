package dev.ccproxy.cli;

import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.term.Prompter;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs every offline command once, so that the launcher can record which classes they need and put
 * those into the class archive. Works in a scratch folder, prints nothing, asks nothing.
 */
public final class Training {
  /** The hidden first argument; the second one is the scratch folder. */
  public static final String ARGUMENT = "--train";

  private static final List<List<String>> RUNS =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("providers"),
          List.of("providers", "--show", "openai"),
          List.of("providers", "--format", "json"),
          List.of("models", "openai"),
          List.of("init", "openai", "ollama", "--dry-run"),
          List.of("init", "openai", "--yes"),
          List.of("init", "openai", "--yes", "--format", "json"),
          List.of("init", "deepseek", "--yes", "--scope", "user"),
          List.of("init", "deepseek", "--dry-run", "--color", "always"),
          List.of("init", "ollama", "--env-file", "--yes"),
          List.of("init", "nobody"),
          List.of("use", "deepseek-v4-pro", "--scope", "user", "--yes"),
          List.of("doctor", "--offline"),
          List.of("doctor", "--offline", "--format", "json"),
          List.of("doctor", "--offline", "--fix", "--dry-run"),
          List.of("doctor", "--offline", "--settings", "bad.json"),
          List.of("doctor", "--offline", "--settings", "bad.json", "--format", "json"),
          List.of("doctor", "--offline", "--settings", "bad.json", "--fix", "--dry-run"),
          List.of("doctor", "--list-checks"),
          List.of("undo", "--list"),
          List.of("undo", "--yes"),
          List.of("config"),
          List.of("config", "--format", "json"),
          List.of("init", "--help"),
          List.of("inspect", "answer.sse"),
          List.of("inspect", "answer.sse", "--format", "json"),
          List.of(
              "explain",
              "API Error: 401 litellm.AuthenticationError: OpenAIException - no such key"),
          List.of("explain", "--format", "json", "API Error: 400 No connected db."),
          List.of("explain", "CCP-L401"),
          List.of("explain", "--format", "json", "-"),
          List.of("schema", "change/1"),
          List.of("run", "ollama", "--client", "/bin/true"),
          List.of("status"),
          List.of("completion", "bash"));

  /** A stream for inspect, with a fault. */
  private static final String ANSWER =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",\
      "model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  private Training() {}

  /**
   * Runs all of them; what a command answers does not matter here.
   *
   * @param folder an empty folder that the caller removes afterwards
   */
  public static void run(Path folder) throws java.io.IOException {
    // Bounds the search for a git work tree: whatever lies around the scratch folder is the user's.
    Files.createDirectories(folder.resolve(".git"));
    Path project = Files.createDirectories(folder.resolve("project"));
    Files.writeString(project.resolve("answer.sse"), ANSWER);
    // A finding of two kinds, and one that follows.
    Files.writeString(
        project.resolve("bad.json"),
        "{\"env\": {\"ANTHROPIC_BASE_URL\": \"http://localhost:4000/v1\"}}\n");
    Path home = Files.createDirectories(folder.resolve("home"));
    Map<String, String> variables = new HashMap<>();
    variables.put("HOME", home.toString());
    variables.put("OPENAI_API_KEY", "training");
    App.World world =
        new App.World(
            UserEnvironment.of(variables, project, false),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            StandardCharsets.UTF_8,
            false,
            new Nobody(),
            Clock.systemUTC(),
            SecureRandom::new);
    // The real world's classes belong to every command; nothing is read or written through it here.
    SystemWorld.of(
        InputStream.nullInputStream(),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    for (List<String> run : RUNS) {
      new App(world).run(run.toArray(new String[0]));
    }
  }

  private static final class Nobody implements Prompter {
    @Override
    public boolean isInteractive() {
      return false;
    }

    @Override
    public @Nullable String ask(String question) {
      return null;
    }

    @Override
    public @Nullable String askHidden(String question) {
      return null;
    }
  }
}
