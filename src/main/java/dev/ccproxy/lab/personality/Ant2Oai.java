package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Refusal;
import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Conversation;
import dev.ccproxy.lab.surface.MessagesSurface;
import java.util.List;
import java.util.Set;

/**
 * a2o 0.1.6, ant2oai on PyPI (recorded): one fixed model, the credential of the client passed on as
 * Bearer only, messages of role system refused.
 */
public final class Ant2Oai implements Personality {
  private final Set<String> keys;
  private final String model;
  private final MessagesSurface messages = new MessagesSurface(MessagesSurface.Dialect.A2O);

  /**
   * The gateway.
   *
   * @param keys of its upstream, which the client has to send
   * @param model the one that it was started with
   */
  public Ant2Oai(Set<String> keys, String model) {
    this.keys = Set.copyOf(keys);
    this.model = model;
  }

  @Override
  public String name() {
    return "a2o";
  }

  /** A failed stream is an event stream behind the status of the upstream. */
  @Override
  public Reply failure(Exchange exchange, int status, String type, String message) {
    Json error =
        Json.object()
            .with("type", "error")
            .with("error", Json.object().with("type", "api_error").with("message", message));
    return stamped(
        exchange.body().at("stream").truth(false)
            ? Reply.stream("text/event-stream; charset=utf-8", List.of(Frame.event("error", error)))
                .withStatus(status)
            : Reply.json(status, ErrorBodies.openAi(message, type, "", "")));
  }

  private static Reply stamped(Reply reply) {
    return reply.withHeader("server", "uvicorn");
  }

  @Override
  public Reply answer(Exchange exchange) throws Refusal {
    return stamped(reply(exchange));
  }

  private Reply reply(Exchange exchange) throws Refusal {
    return switch (exchange.request().route()) {
      case "GET /health" -> Reply.json(200, Json.object().with("status", "ok"));
      case "POST /v1/messages" -> messages(exchange);
      case "GET /v1/messages", "HEAD /v1/messages" ->
          Reply.json(405, Json.object().with("detail", "Method Not Allowed"))
              .withHeader("allow", "POST");
      default -> Reply.json(404, Json.object().with("detail", "Not Found"));
    };
  }

  private static Refusal bad(String message) {
    return new Refusal(
        stamped(
            Reply.json(
                400,
                Json.object()
                    .with("type", "error")
                    .with(
                        "error",
                        Json.object()
                            .with("type", "invalid_request_error")
                            .with("message", message)))));
  }

  private Reply messages(Exchange exchange) throws Refusal {
    Json body = exchange.body();
    if (exchange.malformed()) {
      throw bad("Invalid JSON body");
    }
    if (!body.at("model").given()) {
      throw bad("'model' is required");
    }
    if (body.at("messages").items().isEmpty()) {
      throw bad("'messages' must contain at least one entry");
    }
    int place = 0;
    for (Json message : body.at("messages").items()) {
      if (message.at("role").is("system")) {
        throw bad("messages[" + place + "].role must be 'user' or 'assistant', got 'system'");
      }
      place++;
    }
    if (!Credentials.of(exchange.request()).bearerIn(keys)) {
      throw new Refusal(
          stamped(
              Reply.json(
                  401,
                  ErrorBodies.openAi(
                      "Incorrect API key provided. You can find your API key at the dashboard.",
                      "invalid_request_error",
                      "",
                      "invalid_api_key"))));
    }
    Conversation asked = messages.read(body).withThinking(false);
    return messages.write(exchange, asked.withModel(model), exchange.ask(asked, "call_"));
  }
}
