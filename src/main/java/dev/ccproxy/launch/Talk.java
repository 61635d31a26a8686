package dev.ccproxy.launch;

import dev.ccproxy.term.Line;
import dev.ccproxy.term.Prompter;
import dev.ccproxy.term.Screen;
import dev.ccproxy.term.Tint;

/**
 * What is said while something starts.
 *
 * @param screen for people
 * @param prompter the person at the terminal
 * @param mayAsk whether questions may be asked
 */
public record Talk(Screen screen, Prompter prompter, boolean mayAsk) {

  void say(String sentence) {
    screen.say(sentence);
  }

  void note(String sentence) {
    screen.say(new Line().add(Tint.DIM, "note: ").add(sentence));
  }

  void warn(String sentence) {
    screen.say(new Line().add(Tint.YELLOW, "warning: ").add(sentence));
  }

  void good(String word, String sentence) {
    screen.say(new Line().add(Tint.GREEN, word).add(sentence));
  }

  /** Whether the person says yes. */
  boolean confirms(String question) {
    String answer = prompter.ask(question + " [y/N] ");
    return answer != null && (answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes"));
  }
}
