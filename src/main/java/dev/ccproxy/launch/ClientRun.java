package dev.ccproxy.launch;

import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Value;
import dev.ccproxy.setup.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One run of the client, in our place at the terminal: it inherits the streams, gets the signals,
 * and its exit code becomes ours.
 */
public final class ClientRun {
  /** What the client has to end by itself after a signal, before it is killed. */
  private static final long PATIENCE_SECONDS = 10;

  private final UserEnvironment environment;
  private final boolean terminal;

  /**
   * @param terminal whether we run at one: then the client gets an interrupt from there itself
   */
  public ClientRun(UserEnvironment environment, boolean terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  /**
   * Runs the client until it ends.
   *
   * @param arguments of the user, handed on as they are
   * @return its exit code; 128 and the number of the signal where one ended it
   * @throws LaunchException when it cannot be started
   */
  public int run(Client client, Session session, List<String> arguments) throws LaunchException {
    List<String> command = new ArrayList<>();
    command.add(client.executable().toString());
    SettingsArgument given = SettingsArgument.of(arguments);
    Map<String, Value> settings = session.forSettings();
    StateFolder state = null;
    Path folder = null;
    try {
      if (settings.isEmpty()) {
        command.addAll(arguments);
      } else {
        byte[] merged = given.merged(settings, environment);
        command.add("--settings");
        if (session.overrides().isEmpty() && given.typed() == null) {
          // No key in it, so it may stand in the list of processes.
          command.add(JsonText.write(new Value.Fields(settings), 0));
        } else {
          state = StateFolder.of(environment);
          sweep(state);
          folder = state.run(ProcessHandle.current().pid());
          state.make(folder);
          Path file = folder.resolve("settings.json");
          state.write(file, merged);
          command.add(file.toString());
        }
        command.addAll(given.others());
      }
      return start(client, session, command, folder);
    } finally {
      if (state != null && folder != null) {
        state.remove(folder);
      }
    }
  }

  private int start(Client client, Session session, List<String> command, @Nullable Path folder)
      throws LaunchException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(environment.workingDirectory().toFile()).inheritIO();
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(session.environment(ChildEnvironment.of(environment.variables())));
    if (client.kind() == ClientKind.HAHA && !session.variables().isEmpty()) {
      // Its launcher would add what its own .env says about another set-up.
      variables.put("CC_HAHA_SKIP_DOTENV", "1");
    }
    AtomicReference<@Nullable Process> running = new AtomicReference<>();
    AtomicReference<Signals.@Nullable Name> early = new AtomicReference<>();
    try (Signals signals =
        Signals.take(
            name -> {
              Process process = running.get();
              if (process == null) {
                early.set(name);
              } else {
                pass(name, process);
              }
            })) {
      Process process = builder.start();
      running.set(process);
      Signals.Name missed = early.get();
      if (missed != null) {
        pass(missed, process);
      }
      return await(process, folder);
    } catch (IOException e) {
      throw notStarted(client, e);
    }
  }

  private int await(Process process, @Nullable Path folder) {
    Watch watch = environment.windows() ? null : watch(process, folder);
    try {
      while (true) {
        try {
          return process.waitFor();
        } catch (InterruptedException e) {
          process.destroy();
        }
      }
    } finally {
      if (watch != null) {
        watch.close();
      }
    }
  }

  private static @Nullable Watch watch(Process process, @Nullable Path folder) {
    try {
      return Watch.start(folder, process.pid());
    } catch (IOException e) {
      // No further process to be had; the client is worth more than its watch.
      return null;
    }
  }

  private void pass(Signals.Name signal, Process process) {
    if (signal == Signals.Name.INT && terminal) {
      // The terminal has sent it to the client as well.
      return;
    }
    if (signal == Signals.Name.TERM || !Processes.signal(process.pid(), signal.name())) {
      process.destroy();
    }
    if (signal != Signals.Name.INT) {
      try {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
      }
    }
  }

  /** Removes what a run left that nobody could clean up after. */
  private static void sweep(StateFolder state) {
    for (Path left : state.runs()) {
      Path name = left.getFileName();
      if (name != null && !Processes.isAlive(name.toString())) {
        state.remove(left);
      }
    }
  }

  private static LaunchException notStarted(Client client, IOException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    String reason =
        message.contains(", ") ? message.substring(message.lastIndexOf(", ") + 2) : message;
    boolean gone = message.contains("error=2,");
    return new LaunchException(
        gone ? "client-not-found" : "client-not-executable",
        gone ? LaunchException.Kind.CLIENT_NOT_FOUND : LaunchException.Kind.CLIENT_NOT_EXECUTABLE,
        client.executable() + " cannot be started: " + reason,
        gone
            ? "its first line may name an interpreter that is not there; install the client again"
            : "install the client again, or name another one with --client PATH");
  }
}
