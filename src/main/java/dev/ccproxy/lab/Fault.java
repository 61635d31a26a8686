package dev.ccproxy.lab;

import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.model.Answer;
import java.util.Optional;

/**
 * Something that goes wrong, at one of four places. A fault overrides one method and leaves the
 * others; when it strikes at all (the first two requests, only streams) is said by {@link
 * #strikes}, which a fault around it may decide.
 */
public interface Fault {

  /** Whether it strikes this request; asked once for each request, before everything else. */
  default boolean strikes(Request request) {
    return true;
  }

  /** The request as the personality gets it: tools lost, messages dropped, a header overlooked. */
  default Request received(Request request) {
    return request;
  }

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
