package dev.ccproxy.term;

import org.jspecify.annotations.Nullable;

/** The person at the terminal. */
public interface Prompter {

  /** Whether there is one: questions may be asked. */
  boolean isInteractive();

  /**
   * Asks and waits for a line.
   *
   * @return what was typed, without blanks at its ends; null when input ended
   */
  @Nullable String ask(String question);

  /**
   * Asks for something that is not shown while it is typed.
   *
   * @return what was typed; null when input ended
   */
  @Nullable String askHidden(String question);
}
