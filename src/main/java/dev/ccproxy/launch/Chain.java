package dev.ccproxy.launch;

import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.setup.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The gateway and the client together: the one lives as long as the other. */
public final class Chain {
  private final UserEnvironment environment;
  private final Redactor redactor;
  private final Talk talk;
  private final Plugs plugs;
  private final boolean check;

  /**
   * @param check whether the endpoint is asked a little before the client starts
   */
  public Chain(
      UserEnvironment environment, Redactor redactor, Talk talk, Plugs plugs, boolean check) {
    this.environment = environment;
    this.redactor = redactor;
    this.talk = talk;
    this.plugs = plugs;
    this.check = check;
  }

  /** What the client is run with, once the gateway of its folder is known. */
  public interface Plan {

    /**
     * @param baseUrl of the gateway
     * @param masterKey what it wants to be shown; null where that is not known
     * @param models that it serves
     * @throws Exception one that the command knows
     */
    Session with(String baseUrl, @Nullable String masterKey, List<String> models) throws Exception;
  }

  /** Something to do while a gateway runs. */
  private interface Work {
    int with(Gateway gateway) throws Exception;
  }

  /**
   * Whether a server that is none of ours answers where the client looks for its gateway, such as a
   * LiteLLM that the user has started by hand.
   */
  public boolean isServed(int port) throws LaunchException {
    return Loopback.isListening(port, 500)
        && new Gateways(environment, StateFolder.of(environment)).on(port).isEmpty();
  }

  /** That port if a gateway can listen there, else one that is free now. */
  public static int freePort(int preferred) {
    return Loopback.isListening(preferred, 500) || Loopback.obstacle(preferred) != null
        ? freePort()
        : preferred;
  }

  /** A port on which nothing listens now. */
  public static int freePort() {
    try {
      return Loopback.freePort();
    } catch (IOException e) {
      throw new IllegalStateException("no port of this machine is free", e);
    }
  }

  /**
   * Runs the client of a session, with the gateway that the session brings along.
   *
   * @param wish its port is that of the session's gateway
   * @return the exit code of the client
   */
  public int run(Client client, Session session, List<String> arguments, GatewayWish wish)
      throws Exception {
    Session.Gateway wanted = session.gateway();
    if (wanted == null) {
      return client(client, session, arguments);
    }
    StateFolder folders = StateFolder.of(environment);
    Gateways gateways = new Gateways(environment, folders);
    gateways.sweep();
    Path folder = gateways.sessionFolder();
    Path config = folder.resolve(GatewayFiles.CONFIG);
    try {
      folders.make(folder);
      folders.write(config, wanted.config());
      GatewayFiles files =
          GatewayFiles.of(config, wanted.config(), wanted.variables(), environment, redactor);
      return during(
          gateways,
          starter -> starter.startSession(files, wish),
          gateway -> client(client, session, arguments));
    } finally {
      folders.remove(folder);
    }
  }

  /**
   * Runs the client with the gateway of a configuration of the user, started or joined.
   *
   * @return the exit code of the client
   */
  public int runWithGateway(Client client, Plan plan, List<String> arguments, GatewayWish wish)
      throws Exception {
    GatewayFiles files = GatewayFiles.read(wish.config(), environment, redactor);
    Gateways gateways = new Gateways(environment, StateFolder.of(environment));
    gateways.sweep();
    return during(
        gateways,
        starter -> starter.start(files, wish, false),
        gateway ->
            client(
                client,
                plan.with(gateway.baseUrl(), files.masterKey(), files.models()),
                arguments));
  }

  private interface Start {
    Gateway by(GatewayStarter starter) throws LaunchException;
  }

  private int during(Gateways gateways, Start start, Work work) throws Exception {
    AtomicReference<Signals.@Nullable Name> signal = new AtomicReference<>();
    try (Signals signals = Signals.take(signal::set)) {
      GatewayStarter starter =
          new GatewayStarter(environment, gateways, talk, plugs, () -> signal.get() != null);
      Gateway gateway = start.by(starter);
      try {
        if (signal.get() != null) {
          throw GatewayStarter.interrupted();
        }
        return work.with(gateway);
      } finally {
        gateway.release();
      }
    }
  }

  private int client(Client client, Session session, List<String> arguments)
      throws LaunchException {
    announce(session);
    if (check) {
      plugs
          .checkup()
          .verdict(null, session.environment(environment.variables()))
          .ifPresent(verdict -> talk.say("doctor: " + verdict));
    }
    return new ClientRun(environment, talk.mayAsk()).run(client, session, arguments);
  }

  private void announce(Session session) {
    if (talk.mayAsk()) {
      talk.note("The client works with " + session.summary() + ".");
    }
    if (!session.shadows().isEmpty()) {
      talk.note(
          String.join(", ", session.shadows())
              + " says otherwise about "
              + (session.overridden().isEmpty()
                  ? "the key"
                  : String.join(", ", session.overridden()))
              + "; for this run the client gets ours through --settings, and your file stays as it"
              + " is.");
    }
  }
}
