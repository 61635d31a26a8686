package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.model.Answer;
import java.util.Optional;
import java.util.function.Predicate;

/** A fault behind a gate that is asked once for each request. */
record Gated(Fault fault, Predicate<Request> gate) implements Fault {
  @Override
  public boolean strikes(Request request) {
    return gate.test(request) && fault.strikes(request);
  }

  @Override
  public Request received(Request request) {
    return fault.received(request);
  }

  @Override
  public Optional<Reply> instead(Exchange exchange) {
    return fault.instead(exchange);
  }

  @Override
  public Answer said(Exchange exchange, Answer answer) {
    return fault.said(exchange, answer);
  }

  @Override
  public Reply sent(Exchange exchange, Reply reply) {
    return fault.sent(exchange, reply);
  }
}
