package dev.ccproxy.launch;

import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A gateway that runs: one that we started, or one that we joined. */
final class Gateway {
  private static final int PROBE_MILLIS = 2_000;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** So long a gateway may answer without listing all its models before we go on all the same. */
  private static final long MODELS_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** The guard gives the gateway 5 s to end, and needs a moment itself. */
  private static final long END_SECONDS = 8;

  private final GatewayState state;
  private final GatewayFiles files;
  private final StateFolder folders;
  private final @Nullable Process guard;

  /**
   * @param guard the process that watches over it; null where another ccproxy has started it
   */
  Gateway(GatewayState state, GatewayFiles files, StateFolder folders, @Nullable Process guard) {
    this.state = state;
    this.files = files;
    this.folders = folders;
    this.guard = guard;
  }

  /** What is written down about it. */
  GatewayState state() {
    return state;
  }

  /** What it was started with. */
  GatewayFiles files() {
    return files;
  }

  /** Whether another ccproxy has started it. */
  boolean isJoined() {
    return guard == null;
  }

  /** What the client gets as base. */
  String baseUrl() {
    return "http://127.0.0.1:" + state.port();
  }

  /** Models that a ready gateway does not list. */
  record Ready(List<String> missing) {}

  /**
   * Waits until it answers and lists its models.
   *
   * @param patience how long, in seconds
   * @param interrupted asked between two looks
   * @param tick called at every look
   * @return null when it was interrupted
   * @throws LaunchException when it ended, or does not answer in time; it still has to be released
   */
  @Nullable Ready await(
      int patience, BooleanSupplier interrupted, Runnable tick, Explainer explainer)
      throws LaunchException {
    long begin = System.nanoTime();
    long answered = 0;
    List<String> missing = files.models();
    while (!interrupted.getAsBoolean()) {
      if (hasEnded()) {
        throw ended(explainer);
      }
      Loopback.Answer health = Loopback.get(state.port(), "/health/readiness", null, PROBE_MILLIS);
      if (health != null && health.status() == 200) {
        answered = answered == 0 ? System.nanoTime() : answered;
        missing = missing();
        if (missing.isEmpty() || System.nanoTime() - answered > MODELS_NANOS) {
          return new Ready(missing);
        }
      }
      if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(patience)) {
        throw new LaunchException(
            "gateway-hangs",
            "LiteLLM does not answer on port "
                + state.port()
                + " after "
                + patience
                + " seconds"
                + lastWords(),
            "give it longer with --wait SECONDS if the machine is slow; else run LiteLLM by hand"
                + " and see where it stays");
      }
      tick.run();
      LockSupport.parkNanos(POLL_NANOS);
    }
    return null;
  }

  private boolean hasEnded() {
    return guard != null ? !guard.isAlive() : state.life() != GatewayState.Life.RUNNING;
  }

  private List<String> missing() {
    List<String> missing = new ArrayList<>(files.models());
    if (missing.isEmpty()) {
      return missing;
    }
    Loopback.Answer answer =
        Loopback.get(state.port(), "/v1/models", files.masterKey(), PROBE_MILLIS);
    if (answer != null && answer.status() == 200) {
      missing.removeAll(ids(answer.body()));
    }
    return missing;
  }

  private static Set<String> ids(String body) {
    Set<String> ids = new HashSet<>();
    try {
      JsonDocument document =
          JsonDocument.parse("/v1/models", body.getBytes(StandardCharsets.UTF_8));
      if (document.find(NodePath.of("data")).orElse(null) instanceof Node.Sequence list) {
        for (Node item : list.items()) {
          if (item instanceof Node.Mapping model
              && model.entry("id").map(Node.Entry::value).orElse(null) instanceof Node.Scalar id) {
            ids.add(id.value());
          }
        }
      }
    } catch (DocumentException e) {
      // Then it lists nothing.
    }
    return ids;
  }

  /** Why it ended, from what it printed. */
  LaunchException ended(Explainer explainer) {
    String log = log();
    int code = state.exitCode();
    String what = "LiteLLM ended" + (code < 0 ? "" : " with code " + code);
    Explainer.Explanation explanation = explainer.explain(log).orElse(null);
    String cause = LogText.cause(log);
    if (explanation != null) {
      return new LaunchException(
          "gateway-ended", what + ": " + explanation.cause(), explanation.fix());
    }
    return new LaunchException(
        "gateway-ended",
        what + (cause == null ? " without a word" : ": " + cause),
        state.session()
            ? "put that right and run again"
            : "put that right; all that it printed is in ccproxy logs");
  }

  private String lastWords() {
    String cause = LogText.cause(log());
    return cause == null ? "; it has printed nothing" : "; the last it printed is: " + cause;
  }

  /** What it has printed, as far as that is kept. */
  String log() {
    StringBuilder log = new StringBuilder();
    for (String name : new String[] {"log.1", "log"}) {
      try {
        log.append(Files.readString(state.folder().resolve(name), StandardCharsets.UTF_8));
      } catch (IOException e) {
        // Not there, or not readable as text: then without it.
      }
    }
    return log.toString();
  }

  /** Waits for its end; false when it still runs. */
  boolean waitFor(long millis) {
    try {
      if (guard != null) {
        return guard.waitFor(millis, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    return hasEnded();
  }

  /**
   * We do not need it any more. One that we started ends, unless somebody else uses it; one that we
   * joined goes on.
   *
   * @return whether it goes on
   */
  boolean release() {
    long self = ProcessHandle.current().pid();
    try {
      Files.deleteIfExists(Users.of(state.folder()).file(self));
    } catch (IOException e) {
      // The guard looks whether we are alive.
    }
    if (guard == null) {
      return state.life() == GatewayState.Life.RUNNING;
    }
    boolean others = !Users.of(state.folder()).others(self).isEmpty();
    try (OutputStream pipe = guard.getOutputStream()) {
      if (!others) {
        pipe.write("stop\n".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // The guard is gone, and we see below what is left.
    }
    if (others) {
      return guard.isAlive();
    }
    awaitGuard(guard);
    endOrphan();
    folders.remove(state.folder());
    return false;
  }

  /** Whether somebody has asked for its end. */
  boolean wasStopped() {
    return !Files.exists(state.folder().resolve(GatewayState.FILE));
  }

  /**
   * It did not come up. What it printed stays for {@code ccproxy logs}, unless it served one run
   * alone.
   */
  void giveUp() {
    if (guard == null || state.session() || guard.isAlive()) {
      release();
    } else {
      detach();
      try {
        Files.deleteIfExists(Users.of(state.folder()).file(ProcessHandle.current().pid()));
      } catch (IOException e) {
        // It is one of a process that will be gone.
      }
    }
  }

  /** Leaves it running on its own. */
  void detach() {
    if (guard != null) {
      try {
        guard.getOutputStream().close();
      } catch (IOException e) {
        // It is closed with our end at the latest.
      }
    }
  }

  private static void awaitGuard(Process guard) {
    boolean interrupted = false;
    try {
      if (!guard.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        guard.destroyForcibly();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A gateway whose guard was killed. */
  private void endOrphan() {
    long pid = state.pid();
    if (pid > 0) {
      Gateways.end(pid);
    }
  }
}
