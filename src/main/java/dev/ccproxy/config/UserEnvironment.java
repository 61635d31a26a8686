package dev.ccproxy.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the process was started with.
 *
 * @param variables environment variables
 * @param workingDirectory absolute
 * @param home the user's home folder, absolute; null where nobody says which it is
 * @param windows whether the conventions of Windows hold
 */
public record UserEnvironment(
    Map<String, String> variables, Path workingDirectory, @Nullable Path home, boolean windows) {

  private static final String OWN_FOLDER = "ccproxy";

  public UserEnvironment {
    variables = Map.copyOf(variables);
  }

  /**
   * The variables and folder of this process. {@code HOME} (on Windows {@code USERPROFILE}) names
   * the home folder.
   */
  public static UserEnvironment of(
      Map<String, String> variables, Path workingDirectory, boolean windows) {
    String home = variables.get(windows ? "USERPROFILE" : "HOME");
    Path absolute = workingDirectory.toAbsolutePath().normalize();
    return new UserEnvironment(variables, absolute, folder(home), windows);
  }

  private static @Nullable Path folder(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      Path path = Path.of(text);
      return path.isAbsolute() ? path.normalize() : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /**
   * A variable that is set to something; an empty value counts as not set, as the client sees it
   * too.
   */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(v -> !v.isEmpty());
  }

  /** {@code path} against the working directory, with {@code ~/} for the home folder. */
  public Path resolve(String path) {
    if (home != null && (path.equals("~") || path.startsWith("~/"))) {
      return home.resolve(path.length() < 2 ? "" : path.substring(2)).normalize();
    }
    return workingDirectory.resolve(path).normalize();
  }

  /**
   * A path as people like to read it: relative inside the working directory, with {@code ~} inside
   * home.
   */
  public String shorten(Path path) {
    if (path.startsWith(workingDirectory) && !path.equals(workingDirectory)) {
      return workingDirectory.relativize(path).toString();
    }
    if (home != null && path.startsWith(home) && !path.equals(home)) {
      return "~" + path.getFileSystem().getSeparator() + home.relativize(path);
    }
    return path.toString();
  }

  /**
   * Undo journal and running gateways: {@code $XDG_STATE_HOME/ccproxy}; null without a home folder.
   */
  public @Nullable Path stateFolder() {
    return own("XDG_STATE_HOME", "LOCALAPPDATA", ".local", "state");
  }

  /** What we install: {@code $XDG_DATA_HOME/ccproxy}; null without a home folder. */
  public @Nullable Path dataFolder() {
    return own("XDG_DATA_HOME", "LOCALAPPDATA", ".local", "share");
  }

  /** The user's additions: {@code $XDG_CONFIG_HOME/ccproxy}; null without a home folder. */
  public @Nullable Path configFolder() {
    return own("XDG_CONFIG_HOME", "APPDATA", ".config");
  }

  private @Nullable Path own(String variable, String windowsVariable, String... underHome) {
    Path base = folder(variables.get(variable));
    if (base == null && windows) {
      base = folder(variables.get(windowsVariable));
    }
    if (base == null && home != null) {
      base = home;
      for (String part : underHome) {
        base = base.resolve(part);
      }
    }
    return base == null ? null : base.resolve(OWN_FOLDER);
  }

  /**
   * Where the client keeps its user settings: {@code $CLAUDE_CONFIG_DIR}, else {@code ~/.claude};
   * null without a home folder.
   */
  public @Nullable Path clientFolder() {
    String configured = variables.get("CLAUDE_CONFIG_DIR");
    if (configured != null && !configured.isBlank()) {
      return resolve(configured);
    }
    return home == null ? null : home.resolve(".claude");
  }

  /**
   * The first executable of that name on {@code PATH}; relative entries of {@code PATH} are not
   * looked at.
   */
  public Optional<Path> onPath(String program) {
    String path = variables.getOrDefault("PATH", "");
    for (String entry : path.split(windows ? ";" : ":")) {
      Path folder = folder(entry);
      if (folder != null) {
        Path candidate = folder.resolve(windows ? program + ".exe" : program);
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }
}
