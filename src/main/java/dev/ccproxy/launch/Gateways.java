package dev.ccproxy.launch;

import dev.ccproxy.config.UserEnvironment;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** All gateways that we started on this machine: starting, finding, joining, ending. */
final class Gateways {
  /** A log of this many characters is put aside and begun anew. */
  private static final int LOG_LIMIT = 8 * 1024 * 1024;

  private static final long LOCK_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(8);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final String SESSION = "run-";

  private final UserEnvironment environment;
  private final StateFolder folders;

  Gateways(UserEnvironment environment, StateFolder folders) {
    this.environment = environment;
    this.folders = folders;
  }

  /** All that have left a state, running or not. */
  List<GatewayState> all() {
    List<GatewayState> all = new ArrayList<>();
    for (Path folder : folders.gateways()) {
      GatewayState state = GatewayState.read(folder);
      if (state != null) {
        all.add(state);
      }
    }
    return all;
  }

  /** That of a configuration, running or not. */
  Optional<GatewayState> of(Path config) {
    return Optional.ofNullable(GatewayState.read(folders.gateway(id(config))));
  }

  /** The one that runs on a port. */
  Optional<GatewayState> on(int port) {
    for (GatewayState state : all()) {
      if (state.port() == port && state.life() == GatewayState.Life.RUNNING) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  /** Removes what runs of the client left whose gateway nobody can use any more. */
  void sweep() {
    for (Path folder : folders.gateways()) {
      Path name = folder.getFileName();
      if (name == null || !name.toString().startsWith(SESSION)) {
        continue;
      }
      boolean owned = Processes.isAlive(name.toString().substring(SESSION.length()));
      GatewayState state = GatewayState.read(folder);
      boolean running =
          state != null
              && (state.life() == GatewayState.Life.RUNNING
                  || state.life() == GatewayState.Life.ENDING);
      if (!owned && !running) {
        folders.remove(folder);
      }
    }
  }

  /** The state folder of a gateway for one run of the client. */
  Path sessionFolder() {
    return folders.gateway(SESSION + ProcessHandle.current().pid());
  }

  /**
   * Starts a gateway, or joins the one that runs with the same configuration.
   *
   * @param litellm the program; null joins only
   * @param port where it shall listen; one that runs keeps its own
   * @param always whether it goes on when this process ends
   * @return empty when there is none to join and no program to start
   */
  Optional<Gateway> start(GatewayFiles files, @Nullable LiteLlm litellm, int port, boolean always)
      throws LaunchException {
    Path folder = folders.gateway(id(files.config()));
    GatewayState there = GatewayState.read(folder);
    if (litellm == null && (there == null || there.life() != GatewayState.Life.RUNNING)) {
      return Optional.empty();
    }
    long deadline = System.nanoTime() + LOCK_NANOS;
    while (System.nanoTime() < deadline) {
      folders.make(folder.resolve("users"));
      Path lockFile = folder.resolve("lock");
      try (FileChannel channel = folders.open(lockFile);
          FileLock lock = channel.tryLock()) {
        // Whoever ended it may have removed the folder under us.
        if (lock != null && lock.isValid() && Files.exists(lockFile)) {
          there = GatewayState.read(folder);
          GatewayState.Life life = there == null ? GatewayState.Life.STALE : there.life();
          if (there != null && life == GatewayState.Life.RUNNING) {
            use(folder, always);
            return Optional.of(new Gateway(there, files, folders, null));
          }
          if (litellm == null) {
            return Optional.empty();
          }
          if (life != GatewayState.Life.ENDING) {
            folders.clear(folder, lockFile);
            checkPort(port, folder);
            return Optional.of(launch(folder, files, litellm, port, always, false));
          }
        }
      } catch (IOException e) {
        // The folder went away between two steps.
      } catch (LaunchException e) {
        if (e.code().startsWith("port-")
            || Files.exists(lockFile)
            || !Files.isWritable(folders.root())) {
          throw e;
        }
        // As above.
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    throw new LaunchException(
        "gateway-busy",
        "Another ccproxy is starting or ending the gateway of "
            + environment.shorten(files.config()),
        "wait a moment and run again");
  }

  /** Starts a gateway for one run of the client, of a configuration in {@link #sessionFolder()}. */
  Gateway startSession(GatewayFiles files, LiteLlm litellm, int port) throws LaunchException {
    folders.make(sessionFolder().resolve("users"));
    return launch(sessionFolder(), files, litellm, port, false, true);
  }

  private Gateway launch(
      Path folder, GatewayFiles files, LiteLlm litellm, int port, boolean always, boolean session)
      throws LaunchException {
    if (environment.windows()) {
      throw new LaunchException(
          "no-shell",
          "ccproxy cannot watch over a gateway on Windows yet",
          "run it in WSL, or start LiteLLM with the command that ccproxy init prints");
    }
    use(folder, always);
    List<String> command = new ArrayList<>();
    command.add("/bin/sh");
    command.add("-c");
    command.add(Scripts.read("gateway.sh"));
    command.add("ccproxy-gateway");
    command.add(folder.toString());
    command.add(Integer.toString(LOG_LIMIT));
    command.add(session());
    command.add(litellm.program().toString());
    command.add("--config");
    command.add(files.config().toString());
    command.add("--host");
    command.add("127.0.0.1");
    command.add("--port");
    command.add(Integer.toString(port));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(files.folder().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(variables(files));
    long now = System.currentTimeMillis();
    try {
      Process guard = builder.start();
      GatewayState state =
          new GatewayState(
              folder,
              files.config(),
              port,
              litellm.program(),
              litellm.version() == null ? "" : litellm.version().toString(),
              guard.pid(),
              Processes.start(guard.pid()),
              now,
              session);
      Gateway gateway = new Gateway(state, files, folders, guard);
      try {
        folders.write(folder.resolve(GatewayState.FILE), state.json());
      } catch (LaunchException e) {
        gateway.release();
        throw e;
      }
      return gateway;
    } catch (IOException e) {
      folders.remove(folder);
      throw new LaunchException(
          "gateway-not-started",
          "No process can be started for the gateway: " + e.getMessage(),
          "end other programs, then run again");
    }
  }

  /** The environment of the gateway, and what its guard has to keep out of the log. */
  private Map<String, String> variables(GatewayFiles files) {
    Map<String, String> variables =
        new LinkedHashMap<>(ChildEnvironment.of(environment.variables()));
    variables.keySet().removeIf(name -> isForeign(name, files));
    // Without these, LiteLLM would read a .env above its installation, and ask the network for
    // prices and limits that its own release brings along.
    variables.put("LITELLM_MODE", "PRODUCTION");
    variables.putIfAbsent("LITELLM_LOCAL_MODEL_COST_MAP", "True");
    variables.put("PYTHONUNBUFFERED", "1");
    variables.putAll(files.variables());
    int number = 1;
    for (String secret : files.secrets()) {
      variables.put("CCPROXY_SECRET_" + number++, secret);
    }
    return variables;
  }

  /**
   * Variables of the terminal that mean something else to LiteLLM: the client's (it would send the
   * client's token to the vendor), those that its command line takes options from, and a database
   * that the configuration does not name.
   */
  private static boolean isForeign(String name, GatewayFiles files) {
    return name.startsWith("ANTHROPIC_")
        || name.startsWith("CCPROXY_SECRET_")
        || name.equals("HOST")
        || name.equals("PORT")
        || name.equals("DEBUG")
        || name.equals("DETAILED_DEBUG")
        || (name.equals("DATABASE_URL") && !files.usesDatabase());
  }

  /** A program that starts another one in a session of its own; empty where there is none. */
  private String session() {
    return environment.onPath("setsid").isPresent() ? "setsid" : "";
  }

  private void use(Path folder, boolean always) throws LaunchException {
    Users users = Users.of(folder);
    Path file =
        always ? users.folder().resolve(Users.ALWAYS) : users.file(ProcessHandle.current().pid());
    folders.write(file, new byte[0]);
  }

  private void checkPort(int port, Path folder) throws LaunchException {
    try {
      checkPort(port);
    } catch (LaunchException e) {
      folders.remove(folder);
      throw e;
    }
  }

  private void checkPort(int port) throws LaunchException {
    boolean busy = Loopback.isListening(port, 500);
    String obstacle = busy ? null : Loopback.obstacle(port);
    if (!busy && obstacle == null) {
      return;
    }
    GatewayState ours = on(port).orElse(null);
    if (ours != null) {
      throw new LaunchException(
          "port-taken",
          "Port " + port + " is taken by the gateway of " + environment.shorten(ours.config()),
          "give this one another port with --port N, or end that one: ccproxy down --port " + port);
    }
    if (busy) {
      PortHolder holder = PortHolder.of(port);
      throw new LaunchException(
          "port-taken",
          "Port "
              + port
              + " is taken by "
              + (holder == null
                  ? "another program"
                  : holder.program() + " (process " + holder.pid() + ")"),
          "end that, or give the gateway another port with --port N (and the client's settings,"
              + " too: ccproxy init ... --port N)");
    }
    throw new LaunchException(
        "port-unusable",
        "Port " + port + " cannot be used: " + obstacle,
        "give the gateway another port with --port N");
  }

  /**
   * Ends a gateway and removes its state; whether it was still running does not matter.
   *
   * @return whether it was
   * @throws LaunchException when it does not end
   */
  boolean stop(GatewayState state) throws LaunchException {
    boolean running = state.life() == GatewayState.Life.RUNNING;
    long pid = state.pid();
    if (running && Processes.isAlive(state.guard(), state.guardStart())) {
      ProcessHandle.of(state.guard()).ifPresent(ProcessHandle::destroy);
      await(state.guard());
    }
    if (pid > 0 && Processes.isAlive(pid)) {
      end(pid);
      if (Processes.isAlive(pid)) {
        throw new LaunchException(
            "gateway-does-not-end",
            "Process " + pid + " of the gateway does not end",
            "end it with kill -9 " + pid);
      }
    }
    folders.remove(state.folder());
    return running;
  }

  private static void await(long pid) {
    long deadline = System.nanoTime() + END_NANOS;
    while (Processes.isAlive(pid) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Ends a process, by force where it does not listen. */
  static void end(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    await(pid);
    if (Processes.isAlive(pid)) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      await(pid);
    }
  }

  private static String id(Path config) {
    Path real = config;
    try {
      real = config.toRealPath();
    } catch (IOException e) {
      // Not there any more; its name has to do.
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(real.toString().getBytes(StandardCharsets.UTF_8));
      StringBuilder hex = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        hex.append(Character.forDigit((hash[i] >> 4) & 0xF, 16))
            .append(Character.forDigit(hash[i] & 0xF, 16));
      }
      return hex.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
