package dev.ccproxy.real;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program with nothing of this process' environment, no input, and its output in files, so that
 * nothing can block. Closing it ends it with everything that it has started.
 */
final class RunningProgram implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private RunningProgram(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a program.
   *
   * @param logs an existing folder for its output
   * @param name begin of the names of the output files
   */
  static RunningProgram start(
      List<String> command, Map<String, String> environment, Path folder, Path logs, String name)
      throws IOException {
    Path out = logs.resolve(name + ".out");
    Path err = logs.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new RunningProgram(builder.start(), out, err);
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Waits for the end; false when it does not come in time. */
  boolean waitFor(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Complete when it has ended. */
  CompletableFuture<Process> ended() {
    return process.onExit();
  }

  int exitCode() {
    return process.exitValue();
  }

  String out() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  String err() throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(8, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
