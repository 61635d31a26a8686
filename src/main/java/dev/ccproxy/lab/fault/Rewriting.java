package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** The personality gets another request than the client sent. */
final class Rewriting {
  private Rewriting() {}

  /** Another body for every request for messages, and for those that count its tokens. */
  static Fault body(UnaryOperator<Json> change) {
    return new Fault() {
      @Override
      public Request received(Request request) {
        boolean counts = request.path().endsWith("/v1/messages/count_tokens");
        if (!Messages.asked(request) && !counts) {
          return request;
        }
        try {
          Json changed = change.apply(Json.parse(request.body()));
          return request.withBody(changed.toString().getBytes(StandardCharsets.UTF_8));
        } catch (JsonSyntaxException e) {
          return request;
        }
      }
    };
  }

  /** Other headers for every request. */
  static Fault headers(UnaryOperator<Headers> change) {
    return new Fault() {
      @Override
      public Request received(Request request) {
        return request.withHeaders(change.apply(request.headers()));
      }
    };
  }
}
