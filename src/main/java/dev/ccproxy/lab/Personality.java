package dev.ccproxy.lab;

import dev.ccproxy.lab.http.Reply;

/**
 * A server that the lab can play: which paths it has, whose credentials it takes, what it refuses
 * and in which words. It refuses only what that server is known to refuse. Immutable, and used by
 * many connections at once.
 */
public interface Personality {

  /** Its name in recordings and messages, such as {@code openai}. */
  String name();

  /**
   * What this server answers.
   *
   * @throws Refusal instead of a reply, where that reads better
   */
  Reply answer(Exchange exchange) throws Refusal;
}
