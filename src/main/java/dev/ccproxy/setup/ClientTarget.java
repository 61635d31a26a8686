package dev.ccproxy.setup;

import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.SettingsScope;
import dev.ccproxy.config.UserEnvironment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file that carries the client's variables.
 *
 * @param file absolute
 * @param env whether it is an env file and not a settings file
 * @param credentialFile where the credential goes: the same file, or the private one beside a
 *     shared one
 * @param scope of a settings file; null for an env file and for one that was named
 * @param client which program reads it
 */
record ClientTarget(
    Path file, boolean env, Path credentialFile, @Nullable SettingsScope scope, ClientKind client) {

  /** Whether the file is shared with others, so that no credential may stand in it. */
  boolean shared() {
    return !file.equals(credentialFile);
  }

  static ClientTarget of(ClientChoice choice, UserEnvironment environment) throws SetupException {
    ClientKind client = choice.client() == null ? ClientKind.CLAUDE_CODE : choice.client();
    if (choice.envFile() != null) {
      return new ClientTarget(choice.envFile(), true, choice.envFile(), null, client);
    }
    if (choice.settings() != null) {
      return new ClientTarget(
          choice.settings(),
          false,
          choice.settings(),
          scopeOf(choice.settings(), environment),
          client);
    }
    if (client == ClientKind.HAHA && choice.scope() == null) {
      Path file = environment.workingDirectory().resolve(".env");
      return new ClientTarget(file, true, file, null, client);
    }
    SettingsScope scope = choice.scope() == null ? SettingsScope.USER : choice.scope();
    Path file = scope.file(environment);
    Path local = SettingsScope.LOCAL.file(environment);
    if (file == null || local == null) {
      throw SetupException.refused(
          "no-home",
          "There is no home folder: neither HOME nor CLAUDE_CONFIG_DIR is set",
          "set HOME, or use --scope local, --settings FILE or --env-file");
    }
    return new ClientTarget(
        file, false, scope == SettingsScope.PROJECT ? local : file, scope, client);
  }

  private static @Nullable SettingsScope scopeOf(Path settings, UserEnvironment environment) {
    for (SettingsScope scope : SettingsScope.values()) {
      if (settings.equals(scope.file(environment))) {
        return scope;
      }
    }
    return null;
  }
}
