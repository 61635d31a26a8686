package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.http.Reply;

/** A fault of the event stream alone: the same answer without streaming is healthy. */
@FunctionalInterface
interface StreamFault extends Fault {

  /** Spoils the events. */
  void spoil(EventList events);

  @Override
  default Reply sent(Exchange exchange, Reply reply) {
    if (!Messages.streamed(exchange, reply)) {
      return reply;
    }
    EventList events = new EventList(reply.frames());
    spoil(events);
    return reply.withFrames(events.frames());
  }
}
