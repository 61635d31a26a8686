package dev.ccproxy.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Other processes of this machine. */
final class Processes {
  /** Two readings of one start may differ by this much where the clock was set meanwhile. */
  private static final long SAME_START_MILLIS = 2_000;

  private Processes() {}

  /** When a process began, in milliseconds since 1970; 0 where that is not known. */
  static long start(long pid) {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    return handle.flatMap(h -> h.info().startInstant()).map(Instant::toEpochMilli).orElse(0L);
  }

  /** Whether a process runs; one that has ended and that nobody has asked about does not. */
  static boolean isAlive(long pid) {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    return handle.isPresent() && handle.get().isAlive() && !isZombie(pid);
  }

  /** As {@link #isAlive(long)}; false for what is no number. */
  static boolean isAlive(String pid) {
    try {
      return isAlive(Long.parseLong(pid));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Whether the process that began then still runs: numbers are used again. */
  static boolean isAlive(long pid, long start) {
    if (!isAlive(pid)) {
      return false;
    }
    long now = start(pid);
    return start == 0 || now == 0 || Math.abs(now - start) <= SAME_START_MILLIS;
  }

  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      int name = stat.lastIndexOf(')');
      return name > 0 && name + 2 < stat.length() && stat.charAt(name + 2) == 'Z';
    } catch (IOException e) {
      // Not Linux, or it has just ended.
      return false;
    }
  }

  /** Sends a signal by its name without SIG; false where there is no way. */
  static boolean signal(long pid, String name) {
    try {
      Process kill =
          new ProcessBuilder(List.of("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", name, "" + pid))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return kill.waitFor(2, TimeUnit.SECONDS) && kill.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
