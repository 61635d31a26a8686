package dev.ccproxy.check.live;

import dev.ccproxy.redact.Redactor;
import dev.ccproxy.redact.Secret;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the command of {@code apiKeyHelper} as the client does: by the shell, with the client's
 * variables, in its folder. What it prints is the key.
 */
final class KeyHelper {
  private static final String NAME = "apiKeyHelper";

  /** The client gives up later; a key that takes longer makes every session wait. */
  static final Duration TIME = Duration.ofSeconds(10);

  /** No key is longer. */
  private static final int MOST_BYTES = 64 * 1024;

  private static final int MOST_ERROR_BYTES = 2000;

  private final Path folder;
  private final Map<String, String> variables;
  private final boolean windows;
  private final Duration time;

  /**
   * @param folder in which the client runs
   * @param variables of the client, those of its settings included
   */
  KeyHelper(Path folder, Map<String, String> variables, boolean windows, Duration time) {
    this.folder = folder;
    this.variables = Map.copyOf(variables);
    this.windows = windows;
    this.time = time;
  }

  /**
   * What came of it: a key, or why there is none.
   *
   * @param key null where the client gets none either
   * @param problem a phrase; empty where there is a key
   * @param said what the command wrote to its standard error, the start of it
   */
  record Result(@Nullable Secret key, String problem, String said) {}

  /**
   * Runs the command.
   *
   * @param redactor learns the key
   * @throws InterruptedException when the run is over
   */
  Result run(String command, Redactor redactor) throws InterruptedException {
    Process process;
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
                  windows
                      ? List.of("cmd.exe", "/d", "/s", "/c", "\"" + command + "\"")
                      : List.of("/bin/sh", "-c", command))
              .directory(folder.toFile())
              .redirectInput(new File(windows ? "NUL" : "/dev/null"));
      builder.environment().clear();
      builder.environment().putAll(variables);
      process = builder.start();
    } catch (IOException e) {
      return new Result(null, "it cannot be started", "");
    }
    try {
      Reader out = new Reader(process.getInputStream(), MOST_BYTES);
      Reader err = new Reader(process.getErrorStream(), MOST_ERROR_BYTES);
      long end = System.nanoTime() + time.toNanos();
      boolean ended = process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
      // A child that goes on in the background may keep the pipes open.
      boolean all = ended && out.ended(end);
      if (!all) {
        return new Result(null, "it takes longer than " + time.toSeconds() + " seconds", "");
      }
      err.ended(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200));
      return result(process.exitValue(), out, err, redactor);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Result result(int exit, Reader out, Reader err, Redactor redactor) {
    String key = out.text().strip();
    if (!key.isEmpty()) {
      redactor.learn(NAME, key);
    }
    if (exit != 0) {
      return new Result(null, "it ends with status " + exit, err.text().strip());
    }
    if (out.tooMuch()) {
      return new Result(null, "it prints more than any key is long", "");
    }
    return key.isEmpty()
        ? new Result(null, "it prints nothing", err.text().strip())
        : new Result(new Secret(NAME, key), "", "");
  }

  /** Reads a stream to its end and keeps the start of it. */
  private static final class Reader {
    private final byte[] kept;
    private final Thread thread;
    private int length;
    private boolean more;

    Reader(InputStream in, int most) {
      kept = new byte[most];
      thread = new Thread(() -> read(in), "key helper");
      thread.setDaemon(true);
      thread.start();
    }

    private void read(InputStream in) {
      byte[] buffer = new byte[4096];
      try (in) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          keep(buffer, n);
        }
      } catch (IOException e) {
        // It was ended; what came before counts.
      }
    }

    private synchronized void keep(byte[] buffer, int n) {
      int fits = Math.min(n, kept.length - length);
      System.arraycopy(buffer, 0, kept, length, fits);
      length += fits;
      more |= fits < n;
    }

    boolean ended(long endNanos) throws InterruptedException {
      long left = Math.max(1, (endNanos - System.nanoTime()) / 1_000_000);
      thread.join(left);
      return !thread.isAlive();
    }

    synchronized boolean tooMuch() {
      return more;
    }

    synchronized String text() {
      return new String(kept, 0, length, StandardCharsets.UTF_8);
    }
  }
}
