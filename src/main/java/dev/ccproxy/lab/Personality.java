package dev.ccproxy.lab;

import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;

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

  /**
   * An error that came up where this server gets its answers: its upstream, or the model.
   *
   * @param message the words of whoever made the error
   */
  default Reply failure(Exchange exchange, int status, String type, String message) {
    return Reply.json(
        status,
        Json.object()
            .with("type", "error")
            .with("error", Json.object().with("type", type).with("message", message))
            .with("request_id", exchange.id("req_", 24)));
  }

  /** What it says about a model that it does not serve. */
  default Reply unknownModel(Exchange exchange, String model) {
    return failure(exchange, 404, "not_found_error", "model: " + model);
  }
}
