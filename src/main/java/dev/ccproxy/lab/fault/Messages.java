package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.Request;
import java.util.Locale;

/** Tells the requests and the good answers of {@code POST …/v1/messages} from all others. */
final class Messages {
  private Messages() {}

  static boolean asked(Request request) {
    return request.method().equals("POST") && request.path().endsWith("/v1/messages");
  }

  /** Whether a request for messages got an answer that is one. */
  static boolean answered(Exchange exchange, Reply reply) {
    return asked(exchange.request()) && reply.status() == 200;
  }

  static boolean streamed(Exchange exchange, Reply reply) {
    return answered(exchange, reply) && type(reply).startsWith("text/event-stream");
  }

  static boolean whole(Exchange exchange, Reply reply) {
    return answered(exchange, reply) && type(reply).startsWith("application/json");
  }

  private static String type(Reply reply) {
    return reply.headers().first("content-type").orElse("").toLowerCase(Locale.ROOT);
  }
}
