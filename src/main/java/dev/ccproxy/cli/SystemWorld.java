package dev.ccproxy.cli;

import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.term.Prompter;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The world of the running process. */
public final class SystemWorld {
  private SystemWorld() {}

  /** Everything that the process was started with. */
  public static App.World of(InputStream in, PrintStream err) {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    Console console = System.console();
    return new App.World(
        UserEnvironment.of(System.getenv(), Path.of(""), windows),
        in,
        // Not the given stream but what is behind it: a PrintStream swallows the news that its
        // reader is gone.
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        terminalCharset(),
        console != null,
        new ConsolePrompter(console, in, err),
        Clock.systemUTC(),
        SecureRandom::new);
  }

  /** What the terminal understands; the JVM itself is told to work in UTF-8. */
  private static Charset terminalCharset() {
    for (String property :
        new String[] {
          "stdout.encoding", "sun.stdout.encoding", "native.encoding", "sun.jnu.encoding"
        }) {
      String name = System.getProperty(property);
      if (name != null && !name.isBlank()) {
        try {
          Charset charset = Charset.forName(name);
          // What Java calls ASCII is what a POSIX locale says.
          return charset.name().equals("ANSI_X3.4-1968") ? StandardCharsets.US_ASCII : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
          // The next property may know better.
        }
      }
    }
    return StandardCharsets.UTF_8;
  }

  private record ConsolePrompter(@Nullable Console console, InputStream in, PrintStream err)
      implements Prompter {

    @Override
    public boolean isInteractive() {
      return console != null;
    }

    @Override
    public @Nullable String ask(String question) {
      err.print(question);
      err.flush();
      try {
        if (console != null) {
          String line = console.readLine();
          return line == null ? null : line.strip();
        }
        String line =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        return line == null ? null : line.strip();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public @Nullable String askHidden(String question) {
      if (console == null) {
        return ask(question);
      }
      err.print(question);
      err.flush();
      char[] typed = console.readPassword();
      return typed == null ? null : new String(typed).strip();
    }
  }
}
