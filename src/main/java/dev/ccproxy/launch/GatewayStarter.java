package dev.ccproxy.launch;

import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.config.UserEnvironment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** From a wish to a gateway that answers. */
final class GatewayStarter {
  private static final int TICK_SECONDS = 10;

  private final UserEnvironment environment;
  private final Gateways gateways;
  private final Talk talk;
  private final Plugs plugs;
  private final BooleanSupplier interrupted;
  private long begin;

  /**
   * @param interrupted whether a signal has come meanwhile
   */
  GatewayStarter(
      UserEnvironment environment,
      Gateways gateways,
      Talk talk,
      Plugs plugs,
      BooleanSupplier interrupted) {
    this.environment = environment;
    this.gateways = gateways;
    this.talk = talk;
    this.plugs = plugs;
    this.interrupted = interrupted;
  }

  /**
   * The gateway of a configuration of the user: joined, or started.
   *
   * @param always whether it goes on when we end
   */
  Gateway start(GatewayFiles files, GatewayWish wish, boolean always) throws LaunchException {
    Optional<Gateway> joined = gateways.start(files, null, wish.port(), always);
    Gateway gateway;
    if (joined.isPresent()) {
      gateway = joined.get();
      talk.note(
          "The gateway of "
              + environment.shorten(files.config())
              + " runs already, on port "
              + gateway.state().port()
              + "; this one joins it.");
    } else {
      checkFiles(files);
      LiteLlm litellm = program(files, wish);
      announce(litellm, files, wish.port());
      gateway = gateways.start(files, litellm, wish.port(), always).orElseThrow();
    }
    return awaited(gateway, wish);
  }

  private void checkFiles(GatewayFiles files) throws LaunchException {
    Checkup.Obstacle obstacle =
        plugs.checkup().obstacle(files.config(), environment.variables()).orElse(null);
    if (obstacle != null) {
      throw new LaunchException(
          "config-broken",
          "LiteLLM does not start with "
              + environment.shorten(files.config())
              + ": "
              + obstacle.what(),
          obstacle.fix() + "; ccproxy explain " + obstacle.id() + " says more");
    }
  }

  /** A gateway for one run of the client. */
  Gateway startSession(GatewayFiles files, GatewayWish wish) throws LaunchException {
    LiteLlm litellm = program(files, wish);
    announce(litellm, files, wish.port());
    return awaited(gateways.startSession(files, litellm, wish.port()), wish);
  }

  private void announce(LiteLlm litellm, GatewayFiles files, int port) {
    for (String name : files.unset()) {
      talk.warn(
          name
              + " is not set, and the configuration takes a value from it: put it into litellm.env"
              + " or export it.");
    }
    Version version = litellm.version();
    talk.say(
        "Starting LiteLLM"
            + (version == null ? "" : " " + version)
            + " ("
            + environment.shorten(litellm.program())
            + ") on 127.0.0.1:"
            + port
            + " ...");
    begin = System.nanoTime();
  }

  private Gateway awaited(Gateway gateway, GatewayWish wish) throws LaunchException {
    boolean ready = false;
    try {
      Gateway.Ready answer =
          gateway.await(wish.patience(), interrupted, new Ticker(), plugs.explainer());
      if (answer == null) {
        throw interrupted();
      }
      for (String model : answer.missing()) {
        talk.warn("LiteLLM does not list the model " + model + " of its configuration.");
      }
      ready = true;
      return gateway;
    } finally {
      if (!ready) {
        gateway.giveUp();
      }
    }
  }

  static LaunchException interrupted() {
    return new LaunchException(
        "interrupted",
        LaunchException.Kind.INTERRUPTED,
        "Interrupted; what was started has been ended",
        "run again when it suits");
  }

  /** How long the start took, in tenths of a second. */
  String elapsed() {
    long tenths = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) / 100;
    return tenths / 10 + "." + tenths % 10 + " s";
  }

  private LiteLlm program(GatewayFiles files, GatewayWish wish) throws LaunchException {
    LiteLlmFacts facts = LiteLlmFacts.packaged();
    LiteLlmFinder finder = new LiteLlmFinder(environment, facts);
    LiteLlm found;
    String named = wish.litellm();
    if (named != null) {
      found = finder.named(named);
    } else {
      PrivateLiteLlm own = new PrivateLiteLlm(environment);
      if (wish.upgrade()) {
        upgrade(own);
        Path program = own.program();
        found =
            program == null ? install(own, wish, facts) : LiteLlm.of(program, environment, facts);
      } else {
        Optional<LiteLlm> there = finder.find(files.folder(), own.program());
        found = there.isPresent() ? there.get() : install(own, wish, facts);
      }
    }
    for (String note : finder.notes()) {
      talk.note(note);
    }
    return found;
  }

  private void upgrade(PrivateLiteLlm own) throws LaunchException {
    if (own.isCurrent()) {
      talk.note("The private LiteLLM is " + own.version() + " already.");
      return;
    }
    own.install(talk::say);
    own.removeOthers();
  }

  private LiteLlm install(PrivateLiteLlm own, GatewayWish wish, LiteLlmFacts facts)
      throws LaunchException {
    String what = "There is no LiteLLM in .venv or venv, on the PATH or in " + own.place();
    boolean agreed = wish.yes() || wish.upgrade();
    if (!agreed && talk.mayAsk()) {
      talk.say(what + ".");
      agreed =
          talk.confirms(
              "Install LiteLLM " + own.version() + " there, every package checked by its hash?");
    }
    if (!agreed) {
      throw new LaunchException(
          "litellm-missing",
          LaunchException.Kind.USAGE,
          what,
          "ccproxy installs "
              + own.version()
              + " there, every package checked by its hash, with --yes; or name one with --litellm"
              + " PATH");
    }
    return LiteLlm.of(own.install(talk::say), environment, facts);
  }

  /** Says from time to time that it is still waiting. */
  private final class Ticker implements Runnable {
    private long next = System.nanoTime() + TimeUnit.SECONDS.toNanos(TICK_SECONDS);

    @Override
    public void run() {
      long now = System.nanoTime();
      if (now >= next) {
        talk.say("  still starting (" + elapsed() + ")");
        next = now + TimeUnit.SECONDS.toNanos(TICK_SECONDS);
      }
    }
  }

  /** What the short check says about it; null where it says nothing. */
  @Nullable String verdict(Gateway gateway) {
    return plugs.checkup().verdict(gateway.files().config(), environment.variables()).orElse(null);
  }
}
