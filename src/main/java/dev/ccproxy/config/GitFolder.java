package dev.ccproxy.config;

import java.io.IOException;
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
  private final Path root;
  private final Path git;
  private final Map<String, String> variables;

  private GitFolder(Path root, Path git, Map<String, String> variables) {
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

  /**
   * The work tree that {@code folder} lies in; null outside of one, or where there is no git to
   * ask.
   */
  public static @Nullable GitFolder of(Path folder, UserEnvironment environment) {
    Path root = rootOf(folder);
    Path git = environment.onPath("git").orElse(null);
    return root == null || git == null ? null : new GitFolder(root, git, environment.variables());
  }

  /** The root of the work tree. */
  public Path root() {
    return root;
  }

  /**
   * Whether git tracks the file, so that a commit would carry its content; false when git does not
   * answer.
   */
  public boolean tracks(Path file) {
    return ask("ls-files", "--error-unmatch", "--", file.toString()) == 0;
  }

  /** Whether an ignore rule covers the file; false when git does not answer. */
  public boolean ignores(Path file) {
    return ask("check-ignore", "-q", "--", file.toString()) == 0;
  }

  private int ask(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                git.toString(),
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
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
