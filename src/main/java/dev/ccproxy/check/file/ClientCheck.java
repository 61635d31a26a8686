package dev.ccproxy.check.file;

import dev.ccproxy.check.FileCheck;
import dev.ccproxy.check.NamedCheck;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.Origin;
import dev.ccproxy.explain.Layer;

/** What the checks of the client's files and machine have in common. */
abstract class ClientCheck extends NamedCheck implements FileCheck {

  ClientCheck(String id, String slug, String title, Layer layer, Group group) {
    super(id, slug, title, layer, group);
  }

  /**
   * Whether nobody puts a variable's value in the place of its name: the launcher of
   * claude-code-haha does so for its file.
   */
  static boolean isTakenAsItIs(EffectiveValue value) {
    return value.origin().source() != Origin.Source.DOTENV;
  }

  /**
   * Why the client has the name of a variable in the place of its value.
   *
   * @param does what it does with the text, as {@code sends}
   */
  static String unexpanded(EffectiveValue value, String does) {
    return (value.origin().source() == Origin.Source.SHELL
            ? "The shell did not expand it, as in single quotes, and nothing does so later"
            : "Nothing expands variables in settings")
        + ": the client "
        + does
        + " the text as it is.";
  }
}
