package dev.ccproxy.launch;

import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.report.GatewayReport;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Screen;
import dev.ccproxy.term.Tint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** {@code ccproxy up}: starts the gateway of a folder and stays with it, or leaves it running. */
public final class Up {
  private static final int LOOK_MILLIS = 100;

  private final UserEnvironment environment;
  private final Redactor redactor;
  private final Talk talk;
  private final Plugs plugs;
  private final @Nullable Screen data;
  private final Set<String> explained = new HashSet<>();

  /**
   * @param data where the JSON document goes; null when people read
   */
  public Up(
      UserEnvironment environment,
      Redactor redactor,
      Talk talk,
      Plugs plugs,
      @Nullable Screen data) {
    this.environment = environment;
    this.redactor = redactor;
    this.talk = talk;
    this.plugs = plugs;
    this.data = data;
  }

  /**
   * Starts it.
   *
   * @param detach whether to leave it running
   * @return the exit code: 0, or that of a program that a signal ended
   */
  public int run(GatewayWish wish, boolean detach) throws LaunchException, DocumentException {
    GatewayFiles files = GatewayFiles.read(wish.config(), environment, redactor);
    StateFolder folders = StateFolder.of(environment);
    Gateways gateways = new Gateways(environment, folders);
    AtomicReference<Signals.@Nullable Name> signal = new AtomicReference<>();
    try (Signals signals = Signals.take(signal::set)) {
      GatewayStarter starter =
          new GatewayStarter(environment, gateways, talk, plugs, () -> signal.get() != null);
      Gateway gateway = starter.start(files, wish, detach);
      // Before doctor asks: with a provider that does not answer, that takes longer than the start.
      ready(gateway, starter);
      String verdict = starter.verdict(gateway);
      if (verdict != null) {
        talk.say("doctor: " + verdict);
      }
      print(gateway, verdict);
      if (detach) {
        gateway.detach();
        talk.say("It goes on by itself: ccproxy logs -f shows what it does, ccproxy down ends it.");
        return 0;
      }
      return stay(gateway, signal);
    }
  }

  private void ready(Gateway gateway, GatewayStarter starter) {
    List<String> models = gateway.files().models();
    talk.good(
        "ready",
        (gateway.isJoined() ? ": " : " after " + starter.elapsed() + ": ")
            + gateway.baseUrl()
            + (models.isEmpty() ? "" : " serves " + some(models)));
  }

  private static String some(List<String> models) {
    int most = 8;
    return models.size() <= most
        ? String.join(", ", models)
        : String.join(", ", models.subList(0, most)) + " and " + (models.size() - most) + " more";
  }

  private void print(Gateway gateway, @Nullable String verdict) {
    if (data != null) {
      GatewayReport.Entry entry = GatewayControl.entry(gateway.state(), true, "ready", verdict);
      data.data(new GatewayReport(List.of(entry)).json() + "\n");
    }
  }

  private int stay(Gateway gateway, AtomicReference<Signals.@Nullable Name> signal)
      throws LaunchException {
    talk.say(
        gateway.isJoined()
            ? "What it does (Ctrl-C leaves it running):"
            : "What it does (Ctrl-C ends it):");
    LogTail tail = new LogTail(gateway.state().log());
    show(tail);
    while (signal.get() == null) {
      boolean ended = gateway.waitFor(LOOK_MILLIS);
      show(tail);
      if (ended && signal.get() == null) {
        return afterItsEnd(gateway);
      }
    }
    boolean goesOn = gateway.release();
    talk.say(goesOn ? "It goes on: somebody else uses it." : "LiteLLM has ended.");
    Signals.Name name = signal.get();
    return name == null ? 0 : name.exitCode();
  }

  private int afterItsEnd(Gateway gateway) throws LaunchException {
    // Ended by "ccproxy down", its guard removes everything.
    boolean stopped = gateway.wasStopped();
    if (stopped) {
      gateway.release();
      talk.say("LiteLLM was ended by ccproxy down.");
      return 0;
    }
    throw gateway.ended(plugs.explainer());
  }

  private void show(LogTail tail) {
    List<String> lines = tail.next();
    while (!lines.isEmpty()) {
      for (String row : lines) {
        String line = LogText.plain(row);
        if (!LogText.isNoise(line)) {
          talk.screen().println(line);
          explain(line);
        }
      }
      lines = tail.next();
    }
  }

  /** Every cause once. */
  private void explain(String line) {
    if (!LogText.isTrouble(line)) {
      return;
    }
    Explainer.Explanation found = plugs.explainer().explain(line).orElse(null);
    if (found != null && explained.add(found.cause())) {
      talk.screen()
          .say(
              new Line()
                  .add(Tint.YELLOW, "  cause: ")
                  .add(found.cause() + " ")
                  .add(Tint.BOLD, "What to do: ")
                  .add(found.fix()));
    }
  }
}
