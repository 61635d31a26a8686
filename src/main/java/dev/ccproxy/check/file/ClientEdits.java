package dev.ccproxy.check.file;

import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.SettingsScope;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Edits of the files in which the client's variables stand. */
final class ClientEdits {
  private ClientEdits() {}

  /** Whether what stands at an origin can be changed here: no shell, no administrator's file. */
  static boolean canEdit(@Nullable Origin origin) {
    return origin != null && origin.place() != null && origin.source() != Origin.Source.MANAGED;
  }

  /**
   * A fix that only the user can make: with a command for a variable of the shell. For what stands
   * in the administrator's file there is none, since that file beats the shell.
   */
  static Fix byHand(EffectiveValue value, String summary, String command) {
    return value.origin().source() == Origin.Source.SHELL
        ? Fix.manual(summary, command)
        : Fix.manual(summary);
  }

  /** Sets a variable in the file of an origin. */
  static FileEdit set(Origin origin, String name, String value, boolean secret) {
    Path file = path(origin);
    return origin.source() == Origin.Source.DOTENV
        ? new FileEdit.Tree(
            file,
            FileEdit.Format.ENV,
            List.of(new Change.Set(NodePath.of(name), Value.of(value))),
            secret)
        : variable(file, name, value, secret);
  }

  /** Takes a variable out of the file of an origin. */
  static FileEdit remove(Origin origin, String name) {
    Path file = path(origin);
    return origin.source() == Origin.Source.DOTENV
        ? new FileEdit.Tree(file, FileEdit.Format.ENV, new Change.Remove(NodePath.of(name)))
        : new FileEdit.Tree(
            file, FileEdit.Format.JSON, new Change.Remove(NodePath.of("env", name)));
  }

  /** Sets a key of a settings file itself. */
  static FileEdit key(Origin origin, String name, String value) {
    return new FileEdit.Tree(
        path(origin), FileEdit.Format.JSON, new Change.Set(NodePath.of(name), Value.of(value)));
  }

  private static Path path(Origin origin) {
    return Objects.requireNonNull(origin.place(), "no file").path();
  }

  /** Sets a variable in a settings file. */
  static FileEdit variable(Path settings, String name, String value, boolean secret) {
    return new FileEdit.Tree(
        settings,
        FileEdit.Format.JSON,
        List.of(new Change.Set(NodePath.of("env", name), Value.of(value))),
        secret);
  }

  /**
   * Sets a variable where the client's address stands, else in the user's settings; null where
   * there is no such file.
   */
  static @Nullable FileEdit setBesideAddress(FileScene scene, String name, String value) {
    Origin home =
        scene
            .workspace()
            .baseUrl()
            .map(EffectiveValue::origin)
            .filter(ClientEdits::canEdit)
            .orElse(null);
    if (home != null) {
      return set(home, name, value, false);
    }
    Path user = SettingsScope.USER.file(scene.workspace().environment());
    return user == null ? null : variable(user, name, value, false);
  }
}
