package dev.ccproxy.check.live;

import dev.ccproxy.document.Value;
import dev.ccproxy.probe.Asked;

/**
 * A hard limit for tokens: a request that would probably go over it is not sent. What is on its way
 * counts by its estimate, what was answered by the answer's own count where it has one. Safe for
 * use by several threads.
 */
final class Budget {
  /** Bytes of JSON to a token, in English and in code. */
  private static final int BYTES_PER_TOKEN = 4;

  /** What an answer usually takes, where more is allowed. */
  private static final long USUAL_ANSWER = 150;

  private final long most;
  private long used;

  /**
   * @param most tokens, input and output; {@link Long#MAX_VALUE} for no limit
   */
  Budget(long most) {
    this.most = most;
  }

  /**
   * Sets aside what a request will probably cost.
   *
   * @return that
   * @throws NotAskedException when there is not so much left
   */
  synchronized long take(Asked asked) {
    long cost = estimate(asked);
    if (cost > most - used) {
      throw new NotAskedException("the budget of " + most + " tokens is used up");
    }
    used += cost;
    return cost;
  }

  /**
   * An answer is there.
   *
   * @param taken what was set aside
   * @param cost what it cost; -1 where nobody says
   */
  synchronized void settle(long taken, long cost) {
    used += cost < 0 ? 0 : cost - taken;
  }

  /** What a request will probably cost. */
  static long estimate(Asked asked) {
    Value.Fields body = asked.body();
    if (body == null) {
      return 0;
    }
    long output = USUAL_ANSWER;
    if (body.fields().get("max_tokens") instanceof Value.Literal most) {
      output = Math.min(output, number(most.text()));
    }
    return Math.max(1, asked.request().bodyLength() / BYTES_PER_TOKEN) + output;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return USUAL_ANSWER;
    }
  }
}
