package dev.ccproxy.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The git work tree around a file, as far as it matters for secrets: whether git tracks a file and
 * whether it ignores one. Asks the installed git, with everything switched off by which a foreign
 * repository could run programs.
 */
public final class GitFolder {

  /**
   * What git says; unknown where it does not answer, for example about a repository of another
   * user.
   */
  public enum Answer {
    YES,
    NO,
    UNKNOWN
  }

  private static final int PATIENCE_SECONDS = 5;

  private final Path root;
  private final @Nullable Path git;
  private final Map<String, String> variables;

  private GitFolder(Path root, @Nullable Path git, Map<String, String> variables) {
    this.root = root;
    this.git = git;
    this.variables = variables;
  }

  /**
   * The root of the work tree that {@code folder} lies in, by the nearest {@code .git}; null
   * outside of one.
   */
  public static @Nullable Path rootOf(Path folder) {
    for (Path at = folder; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return at;
      }
    }
    return null;
  }

  /** The work tree that {@code folder} lies in; null outside of one. */
  public static @Nullable GitFolder of(Path folder, UserEnvironment environment) {
    Path root = rootOf(folder);
    return root == null
        ? null
        : new GitFolder(root, environment.onPath("git").orElse(null), environment.variables());
  }

  /** The root of the work tree. */
  public Path root() {
    return root;
  }

  /** Whether git tracks the file, so that a commit would carry its content. */
  public Answer tracks(Path file) {
    return git == null
        ? trackedByIndex(file)
        : ask(git, "ls-files", "--error-unmatch", "--", file.toString());
  }

  /** Whether an ignore rule covers the file; unknown without an installed git. */
  public Answer ignores(Path file) {
    return git == null ? Answer.UNKNOWN : ask(git, "check-ignore", "-q", "--", file.toString());
  }

  /**
   * Without git the index tells: it holds every tracked path, ended by a zero byte, in all but its
   * newest form.
   */
  private Answer trackedByIndex(Path file) {
    Path index = root.resolve(".git").resolve("index");
    if (!Files.isRegularFile(index)) {
      return Files.isDirectory(root.resolve(".git")) ? Answer.NO : Answer.UNKNOWN;
    }
    try {
      String content = new String(Files.readAllBytes(index), StandardCharsets.ISO_8859_1);
      String path =
          root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
      byte[] bytes = (path + "\0").getBytes(StandardCharsets.UTF_8);
      return content.contains(new String(bytes, StandardCharsets.ISO_8859_1))
          ? Answer.YES
          : Answer.NO;
    } catch (IOException e) {
      return Answer.UNKNOWN;
    }
  }

  private Answer ask(Path program, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "-c",
                "core.fsmonitor=",
                "-c",
                "core.hooksPath=/dev/null",
                "-C",
                root.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    variables.forEach(
        (name, value) -> {
          if (!name.startsWith("GIT_")) {
            builder.environment().put(name, value);
          }
        });
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Answer.UNKNOWN;
      }
      return switch (process.exitValue()) {
        case 0 -> Answer.YES;
        case 1 -> Answer.NO;
        default -> Answer.UNKNOWN;
      };
    } catch (IOException e) {
      return Answer.UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.UNKNOWN;
    }
  }
}
