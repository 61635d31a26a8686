package dev.ccproxy.change;

import java.io.IOException;

/**
 * Is called between all steps of a change. The tests throw here: an {@link Error} is a crash (the
 * change layer never catches one, so nothing is cleaned up), an {@link IOException} is a step that
 * fails.
 */
@FunctionalInterface
interface CrashPoint {

  /** Nothing ever happens. */
  CrashPoint NONE = step -> {};

  /**
   * Called between two steps.
   *
   * @param step what was just done, or is about to be done
   */
  void at(String step) throws IOException;
}
