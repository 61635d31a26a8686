package dev.ccproxy.launch;

import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.report.GatewayReport;
import dev.ccproxy.term.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** {@code ccproxy status}, {@code logs} and {@code down}: gateways that were started before. */
public final class GatewayControl {
  private static final int PROBE_MILLIS = 500;
  private static final long LOOK_NANOS = 100_000_000;

  private final UserEnvironment environment;
  private final Gateways gateways;

  /**
   * @throws LaunchException when there is no place where states could be
   */
  public GatewayControl(UserEnvironment environment) throws LaunchException {
    this.environment = environment;
    this.gateways = new Gateways(environment, StateFolder.of(environment));
  }

  /** All gateways, that of this configuration first. */
  public List<GatewayReport.Entry> status(Path config) {
    List<GatewayReport.Entry> entries = new ArrayList<>();
    Path here = folderOf(config);
    for (GatewayState state : gateways.all()) {
      boolean own = state.folder().equals(here);
      GatewayReport.Entry entry = entry(state, own, word(state), null);
      if (own) {
        entries.add(0, entry);
      } else {
        entries.add(entry);
      }
    }
    return entries;
  }

  private @Nullable Path folderOf(Path config) {
    return gateways.of(config).map(GatewayState::folder).orElse(null);
  }

  private static String word(GatewayState state) {
    return switch (state.life()) {
      case RUNNING, ENDING -> {
        Loopback.Answer health =
            Loopback.get(state.port(), "/health/readiness", null, PROBE_MILLIS);
        yield health != null && health.status() == 200 ? "ready" : "starting";
      }
      case ENDED -> "ended";
      case STALE -> "stale";
    };
  }

  static GatewayReport.Entry entry(
      GatewayState state, boolean here, String word, @Nullable String verdict) {
    int exitCode = state.exitCode();
    return new GatewayReport.Entry(
        state.config().toString(),
        here,
        word,
        "http://127.0.0.1:" + state.port(),
        state.port(),
        state.pid(),
        state.version().isEmpty() ? null : state.version(),
        state.program().toString(),
        Instant.ofEpochMilli(state.started()).toString(),
        Users.of(state.folder()).always(),
        exitCode < 0 ? null : exitCode,
        verdict);
  }

  /**
   * Ends gateways and removes what is left of those that have ended.
   *
   * @param config ends that of this configuration; null with a port or for all
   * @param port ends the one on it; null for none in particular
   * @return those that are gone now
   * @throws LaunchException when there is none, or one does not end
   */
  public List<GatewayReport.Entry> down(@Nullable Path config, @Nullable Integer port)
      throws LaunchException {
    List<GatewayReport.Entry> gone = new ArrayList<>();
    boolean all = config == null && port == null;
    Path here = config == null ? null : folderOf(config);
    for (GatewayState state : gateways.all()) {
      boolean meant =
          all
              || (port != null && state.port() == port)
              || (port == null && state.folder().equals(here));
      if (meant) {
        boolean own = state.folder().equals(here);
        boolean running = state.life() == GatewayState.Life.RUNNING;
        GatewayReport.Entry entry = entry(state, own, running ? "stopped" : word(state), null);
        gateways.stop(state);
        gone.add(entry);
      }
    }
    if (gone.isEmpty() && !all) {
      throw none(
          port != null
              ? "No gateway of ours runs on port " + port
              : "No gateway of ours runs for this folder");
    }
    return gone;
  }

  /**
   * How the gateway of a configuration would be started again, if it runs by itself ({@code up
   * --detach}): one that somebody is watching, or that serves a run of the client, is left alone.
   *
   * @return null where there is none of that kind
   */
  public @Nullable GatewayWish restartable(Path config) {
    GatewayState state = gateways.of(config).orElse(null);
    return state == null
            || state.session()
            || state.life() != GatewayState.Life.RUNNING
            || !Users.of(state.folder()).always()
        ? null
        : new GatewayWish(
            state.config(),
            state.program().toString(),
            state.port(),
            GatewayWish.DEFAULT_PATIENCE,
            false,
            false);
  }

  /**
   * Ends a gateway, where it runs, and starts it, with what its files hold now.
   *
   * @param wish as {@link #restartable} gives it
   * @throws LaunchException when it does not end, or does not start
   * @throws DocumentException when the configuration cannot be read
   */
  public void restart(GatewayWish wish, Redactor redactor, Talk talk, Plugs plugs)
      throws LaunchException, DocumentException {
    GatewayFiles files = GatewayFiles.read(wish.config(), environment, redactor);
    GatewayState state = gateways.of(wish.config()).orElse(null);
    if (state != null) {
      gateways.stop(state);
    }
    new GatewayStarter(environment, gateways, talk, plugs, () -> false)
        .start(files, wish, true)
        .detach();
  }

  /**
   * Prints what a gateway has printed.
   *
   * @param follow whether to stay until it ends or a signal comes
   * @return the exit code
   * @throws LaunchException when there is nothing
   */
  public int logs(Path config, boolean follow, Screen out) throws LaunchException {
    GatewayState state = gateways.of(config).orElse(null);
    if (state == null) {
      throw none("There is no log: no gateway of this folder runs, and none has failed");
    }
    Path older = state.folder().resolve("log.1");
    if (Files.exists(older)) {
      print(new LogTail(older), out);
    }
    LogTail tail = new LogTail(state.log());
    print(tail, out);
    if (!follow) {
      return 0;
    }
    AtomicReference<Signals.@Nullable Name> signal = new AtomicReference<>();
    try (Signals signals = Signals.take(signal::set)) {
      while (signal.get() == null && !out.isBroken() && state.life() == GatewayState.Life.RUNNING) {
        LockSupport.parkNanos(LOOK_NANOS);
        print(tail, out);
      }
    }
    Signals.Name name = signal.get();
    return name == null ? 0 : name.exitCode();
  }

  private static void print(LogTail tail, Screen out) {
    List<String> lines = tail.next();
    while (!lines.isEmpty() && !out.isBroken()) {
      for (String line : lines) {
        out.println(LogText.plain(line));
      }
      lines = tail.next();
    }
  }

  private LaunchException none(String what) {
    return new LaunchException(
        "no-gateway",
        what,
        gateways.all().isEmpty()
            ? "start one with ccproxy up"
            : "ccproxy status lists those that there are");
  }
}
