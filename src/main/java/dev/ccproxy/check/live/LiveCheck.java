package dev.ccproxy.check.live;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.Mode;
import java.util.List;

/**
 * A check that asks the endpoint.
 *
 * @param <S> what it looks at
 */
public interface LiveCheck<S> extends Check {

  /** Ids of the checks without whose success this one has nothing to judge. */
  List<String> needs();

  /** The lowest level that runs it. */
  Mode level();

  /**
   * Asks and judges.
   *
   * @throws InterruptedException when the run is over: time is up, or the user has seen enough
   */
  LiveResult run(S scene) throws InterruptedException;
}
