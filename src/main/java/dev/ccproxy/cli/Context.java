package dev.ccproxy.cli;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.change.Changes;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.render.Templates;
import dev.ccproxy.term.Prompter;
import dev.ccproxy.term.Screen;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a command works with.
 *
 * @param out data
 * @param err questions, hints, errors
 * @param in standard input
 * @param json whether a program reads the output
 */
record Context(
    UserEnvironment environment,
    Screen out,
    Screen err,
    InputStream in,
    Prompter prompter,
    Clock clock,
    Supplier<SecureRandom> random,
    Redactor redactor,
    boolean json) {

  LocalDate today() {
    return LocalDate.now(clock.withZone(ZoneOffset.UTC));
  }

  Catalog catalog() {
    return new Catalog(userFolder("providers"));
  }

  Templates templates() {
    return new Templates(userFolder("files"));
  }

  FileStore fileStore() {
    Path home = environment.home();
    return new FileStore(
        home == null ? environment.workingDirectory() : home, environment.workingDirectory());
  }

  Changes changes() throws CommandFailedException {
    Path state = environment.stateFolder();
    if (state == null) {
      throw CommandFailedException.refused(
          "no-home",
          "There is no place for the undo journal: neither XDG_STATE_HOME nor HOME is set",
          "set HOME");
    }
    return new Changes(state, fileStore(), clock);
  }

  @Nullable Path userFolder(String name) {
    Path folder = environment.configFolder();
    return folder == null ? null : folder.resolve(name);
  }
}
