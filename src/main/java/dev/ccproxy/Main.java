package dev.ccproxy;

import dev.ccproxy.cli.App;
import dev.ccproxy.cli.SystemWorld;
import dev.ccproxy.cli.Training;
import java.io.IOException;
import java.nio.file.Path;

/** Entry point of the process. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] args) throws IOException {
    if (args.length == 2 && args[0].equals(Training.ARGUMENT)) {
      Training.run(Path.of(args[1]));
      return;
    }
    System.exit(new App(SystemWorld.of(System.in, System.err)).run(args));
  }
}
