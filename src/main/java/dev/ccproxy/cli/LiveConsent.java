package dev.ccproxy.cli;

import dev.ccproxy.check.LiveDoctor;
import dev.ccproxy.check.Mode;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Tint;

/**
 * What a run is going to cost, and where keys go that the client itself does not send: said before,
 * and agreed to.
 */
final class LiveConsent {
  /** Nobody is asked about less ({@code probes.md} 3.4). */
  private static final long CHEAP_TOKENS = 20_000;

  private final DoctorOptions options;
  private final Context context;

  LiveConsent(DoctorOptions options, Context context) {
    this.options = options;
    this.context = context;
  }

  /**
   * Asks what has to be asked.
   *
   * @throws CommandFailedException where the answer is no, or nobody can give it
   */
  void require(LiveDoctor.Plan plan) throws CommandFailedException {
    if (options.mode() == Mode.DEEP || options.live().repeat() > 1) {
      cost(plan);
    }
    if (!plan.keysTo().isEmpty()) {
      keys(plan);
    }
  }

  private void cost(LiveDoctor.Plan plan) throws CommandFailedException {
    if (options.live().budgetTokens() <= CHEAP_TOKENS) {
      return;
    }
    String estimate =
        "about " + plan.requests() + " requests and " + shown(plan.tokens()) + " tokens";
    if (isPerson() || options.yes()) {
      context.err().say(Line.of(Tint.DIM, "This takes " + estimate + "; faults make it more."));
    }
    if (options.yes() || (!isPerson() && plan.tokens() <= CHEAP_TOKENS)) {
      return;
    }
    String cheaper = "ask for less, or set a limit with --budget-tokens";
    if (!isPerson()) {
      throw CommandFailedException.usage(
          "needs-yes",
          "This takes " + estimate + ", and there is nobody to ask",
          "add --yes, or " + cheaper);
    }
    ask("Go on? [y/N] ", cheaper);
  }

  private void keys(LiveDoctor.Plan plan) throws CommandFailedException {
    String sent = String.join("; ", plan.keysTo());
    if (options.yes()) {
      return;
    }
    if (!isPerson()) {
      throw CommandFailedException.usage(
          "needs-yes",
          "--direct sends " + sent + ", and there is nobody to ask",
          "add --yes if that is right");
    }
    context.err().say("--direct sends " + sent + ".");
    ask("Send it? [y/N] ", "leave --direct out");
  }

  private void ask(String question, String instead) throws CommandFailedException {
    String answer = context.prompter().ask(question);
    if (answer == null || !(answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes"))) {
      throw CommandFailedException.refused("declined", "Nothing was sent", instead);
    }
  }

  private boolean isPerson() {
    return context.prompter().isInteractive() && !context.json();
  }

  /** Two figures are all that an estimate is worth. */
  private static String shown(long tokens) {
    long unit = 1;
    while (tokens / unit >= 100) {
      unit *= 10;
    }
    return Long.toString((tokens + unit / 2) / unit * unit);
  }
}
