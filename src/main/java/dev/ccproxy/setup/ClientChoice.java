package dev.ccproxy.setup;

import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.SettingsScope;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * For which client, and into which of its files. Null means not said.
 *
 * @param settings a settings file other than that of a scope, absolute
 * @param envFile an env file instead of settings, absolute
 */
public record ClientChoice(
    @Nullable ClientKind client,
    @Nullable SettingsScope scope,
    @Nullable Path settings,
    @Nullable Path envFile) {

  /** Nothing is said: Claude Code's user settings. */
  public static final ClientChoice NONE = new ClientChoice(null, null, null, null);

  /** Whether nothing is said. */
  public boolean isNone() {
    return client == null && isFree();
  }

  /** Whether no file is said. */
  public boolean isFree() {
    return scope == null && settings == null && envFile == null;
  }

  /** The same with a scope. */
  public ClientChoice in(SettingsScope chosen) {
    return new ClientChoice(client, chosen, settings, envFile);
  }
}
