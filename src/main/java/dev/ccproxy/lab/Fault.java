package dev.ccproxy.lab;

import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.model.Answer;
import java.util.Optional;

/**
 * Something that goes wrong, at one of three places. A fault overrides one method and leaves the
 * others; when it strikes at all (the first two requests, only streams) is its own decision or that
 * of a fault around it.
 */
public interface Fault {

  /** A reply that is given without asking the personality: refusals, redirects, block pages. */
  default Optional<Reply> instead(Exchange exchange) {
    return Optional.empty();
  }

  /** What the model says instead of {@code answer}: tool calls as text, broken arguments. */
  default Answer said(Exchange exchange, Answer answer) {
    return answer;
  }

  /** The reply as it leaves: status, headers, events, bytes, pauses, a cut connection. */
  default Reply sent(Exchange exchange, Reply reply) {
    return reply;
  }
}
