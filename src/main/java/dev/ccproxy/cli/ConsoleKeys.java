package dev.ccproxy.cli;

import dev.ccproxy.redact.Secret;
import dev.ccproxy.setup.KeySource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keys from standard input, from files, and from the person at the terminal. */
final class ConsoleKeys implements KeySource {
  /** No key is longer; what is, is the wrong file. */
  private static final int LONGEST = 16 * 1024;

  private final Context context;
  private final boolean mayAsk;

  /**
   * @param mayAsk whether a person may be asked; not when nothing is going to be written
   */
  ConsoleKeys(Context context, boolean mayAsk) {
    this.context = context;
    this.mayAsk = mayAsk && context.prompter().isInteractive() && !context.json();
  }

  @Override
  public String read(String file) throws IOException {
    if (file.equals("-")) {
      return new String(context.in().readNBytes(LONGEST), StandardCharsets.UTF_8);
    }
    Path path = context.environment().resolve(file);
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    }
  }

  @Override
  public @Nullable Secret ask(String name, String title) {
    if (!mayAsk) {
      return null;
    }
    String typed =
        context
            .prompter()
            .askHidden("Key of " + title + " (" + name + ", not shown; Enter for later): ");
    return typed == null || typed.isBlank() ? null : new Secret(name, typed.strip());
  }
}
