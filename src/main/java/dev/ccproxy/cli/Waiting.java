package dev.ccproxy.cli;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.LiveDoctor;
import dev.ccproxy.term.Glyphs;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Tint;

/** Tells a person at the terminal how the look at the endpoint goes on; nobody else. */
final class Waiting implements LiveDoctor.Progress {
  private final Context context;
  private final Glyphs glyphs;

  Waiting(Context context) {
    this(context, false);
  }

  /**
   * @param ascii whether only plain characters are used
   */
  Waiting(Context context, boolean ascii) {
    this.context = context;
    this.glyphs = ascii ? Glyphs.ASCII : context.err().glyphs();
  }

  @Override
  public void waitingFor(String what) {
    if (isSeen()) {
      context.err().say(Line.of(Tint.DIM, "waiting: " + what));
    }
  }

  @Override
  public void done(Check.Group group, CheckResult.Status worst) {
    if (isSeen()) {
      String mark =
          switch (worst) {
            case OK, INFO -> glyphs.ok();
            case SKIP -> glyphs.skip();
            case ERROR -> glyphs.error();
            default -> glyphs.warning();
          };
      context.err().say(Line.of(Tint.DIM, mark + " " + group.title()));
    }
  }

  private boolean isSeen() {
    return context.prompter().isInteractive() && !context.json();
  }
}
