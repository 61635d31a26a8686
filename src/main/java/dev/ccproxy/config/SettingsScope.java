package dev.ccproxy.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which of the client's settings files. Order of precedence, highest first. */
public enum SettingsScope {
  /** {@code .claude/settings.local.json}: this folder, this user. */
  LOCAL,
  /** {@code .claude/settings.json}: this folder, shared. */
  PROJECT,
  /** {@code ~/.claude/settings.json}: this user, everywhere. */
  USER;

  /** The word for it in options and output. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of that word. */
  public static Optional<SettingsScope> of(String word) {
    for (SettingsScope scope : values()) {
      if (scope.word().equals(word)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }

  /**
   * The file of this scope for a client started in the working directory. Since client 2.1.211 the
   * local file lies at the git root, except outside git, in the home folder and on Windows.
   *
   * @return null for the user scope without a home folder
   */
  public @Nullable Path file(UserEnvironment environment) {
    Path here = environment.workingDirectory();
    switch (this) {
      case USER -> {
        Path folder = environment.clientFolder();
        return folder == null ? null : folder.resolve("settings.json");
      }
      case PROJECT -> {
        return here.resolve(".claude").resolve("settings.json");
      }
      default -> {
        Path root =
            environment.windows() || here.equals(environment.home())
                ? null
                : GitFolder.rootOf(here);
        return (root == null ? here : root).resolve(".claude").resolve("settings.local.json");
      }
    }
  }
}
