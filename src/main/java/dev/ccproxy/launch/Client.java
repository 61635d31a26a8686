package dev.ccproxy.launch;

import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.UserEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client's program.
 *
 * @param executable absolute
 */
public record Client(ClientKind kind, Path executable) {
  private static final String HAHA = "claude-haha";

  /**
   * Finds it: the path that was given; claude-code-haha in its own folder; {@code claude} on PATH
   * and where its installers put it.
   *
   * @param wanted a path (anything with a slash), an id, or null for whatever fits the folder
   * @throws LaunchException when it is not there or cannot be executed
   */
  public static Client find(@Nullable String wanted, UserEnvironment environment)
      throws LaunchException {
    if (wanted != null && (wanted.contains("/") || wanted.contains("\\"))) {
      Path path = environment.resolve(wanted);
      Path name = path.getFileName();
      boolean haha = name != null && name.toString().startsWith(HAHA);
      return new Client(haha ? ClientKind.HAHA : ClientKind.CLAUDE_CODE, executable(path, wanted));
    }
    Path here = environment.workingDirectory().resolve("bin").resolve(HAHA);
    if (wanted == null) {
      return Files.isRegularFile(here)
          ? new Client(ClientKind.HAHA, executable(here, "bin/" + HAHA))
          : claudeCode(environment);
    }
    Optional<ClientKind> kind = ClientKind.of(wanted);
    if (kind.isEmpty()) {
      throw new LaunchException(
          "client-unknown",
          LaunchException.Kind.USAGE,
          "There is no client \"" + wanted + "\"",
          "use --client claude-code, --client haha, or a path with a slash such as ./" + wanted);
    }
    if (kind.get() == ClientKind.CLAUDE_CODE) {
      return claudeCode(environment);
    }
    Optional<Path> haha = Files.isRegularFile(here) ? Optional.of(here) : environment.onPath(HAHA);
    if (haha.isEmpty()) {
      throw notFound(
          "claude-code-haha is not here: there is no bin/claude-haha in this folder and no"
              + " claude-haha on the PATH",
          "go to its folder, or name its launcher: --client PATH/bin/claude-haha");
    }
    return new Client(ClientKind.HAHA, executable(haha.get(), HAHA));
  }

  private static Client claudeCode(UserEnvironment environment) throws LaunchException {
    Optional<Path> onPath = environment.onPath("claude");
    if (onPath.isPresent()) {
      return new Client(ClientKind.CLAUDE_CODE, onPath.get());
    }
    List<Path> usual = new ArrayList<>();
    Path home = environment.home();
    if (home != null) {
      usual.add(home.resolve(".local/bin/claude"));
      usual.add(home.resolve(".claude/local/claude"));
    }
    for (Path path : usual) {
      if (Files.isExecutable(path) && !Files.isDirectory(path)) {
        return new Client(ClientKind.CLAUDE_CODE, path);
      }
    }
    throw notFound(
        "Claude Code is not here: there is no claude on the PATH, nor where its installer puts it",
        "install it (npm install -g @anthropic-ai/claude-code), or name it: --client PATH");
  }

  private static Path executable(Path path, String shown) throws LaunchException {
    if (!Files.exists(path)) {
      throw notFound("There is no client " + shown, "check the path given with --client");
    }
    if (Files.isDirectory(path) || !Files.isExecutable(path)) {
      throw new LaunchException(
          "client-not-executable",
          LaunchException.Kind.CLIENT_NOT_EXECUTABLE,
          shown + (Files.isDirectory(path) ? " is a folder" : " may not be executed"),
          Files.isDirectory(path)
              ? "name the program in it"
              : "make it executable with chmod +x, or name another program");
    }
    return path;
  }

  private static LaunchException notFound(String message, String next) {
    return new LaunchException(
        "client-not-found", LaunchException.Kind.CLIENT_NOT_FOUND, message, next);
  }
}
