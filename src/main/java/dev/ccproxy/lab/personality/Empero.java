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
 * Empero Proxy 0.1.0 (recorded): maps every model name to one of three, refuses messages of role
 * system, closes its blocks at the end, and answers a failed stream with status 200.
 */
public final class Empero implements Personality {
  private final Set<String> keys;
  private final String model;
  private final MessagesSurface messages = new MessagesSurface(MessagesSurface.Dialect.EMPERO);

  /**
   * The proxy.
   *
   * @param model what it maps all names to
   */
  public Empero(Set<String> keys, String model) {
    this.keys = Set.copyOf(keys);
    this.model = model;
  }

  @Override
  public String name() {
    return "empero";
  }

  @Override
  public Reply failure(Exchange exchange, int status, String type, String message) {
    if (exchange.body().at("stream").truth(false)) {
      Json error =
          Json.object()
              .with("type", "error")
              .with("error", Json.object().with("type", "api_error").with("message", message));
      return stamped(
          Reply.stream("text/event-stream; charset=utf-8", List.of(Frame.event("error", error))));
    }
    return stamped(
        Reply.json(
            status, Json.object().with("detail", "Error code: " + status + " - " + message)));
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
      case "GET /", "HEAD /" -> Reply.json(200, root());
      case "GET /health" ->
          Reply.json(
              200,
              Json.object()
                  .with("status", "healthy")
                  .with("timestamp", exchange.time().toString())
                  .with("openai_api_configured", true)
                  .with("api_key_valid", true)
                  .with("client_api_key_validation", true));
      case "POST /v1/messages", "POST /v1/v1/messages" -> messages(exchange);
      case "POST /v1/messages/count_tokens" -> {
        authorize(exchange);
        yield Reply.json(
            200,
            Json.object()
                .with(
                    "input_tokens", messages.read(exchange.body().without("tools")).inputTokens()));
      }
      case "GET /v1/messages", "HEAD /v1/messages" ->
          Reply.json(405, Json.object().with("detail", "Method Not Allowed"))
              .withHeader("allow", "POST");
      default -> Reply.json(404, Json.object().with("detail", "Not Found"));
    };
  }

  private Json root() {
    return Json.object()
        .with("message", "Claude-to-OpenAI API Proxy v0.1.0")
        .with("status", "running")
        .with(
            "config",
            Json.object()
                .with("openai_base_url", "http://127.0.0.1:8000/v1")
                .with("max_tokens_limit", 128_000)
                .with("api_key_configured", true)
                .with("client_api_key_validation", true)
                .with("big_model", model)
                .with("middle_model", model)
                .with("small_model", model))
        .with(
            "endpoints",
            Json.object()
                .with("messages", "/v1/messages")
                .with("count_tokens", "/v1/messages/count_tokens")
                .with("health", "/health")
                .with("test_connection", "/test-connection"));
  }

  private void authorize(Exchange exchange) throws Refusal {
    if (!Credentials.of(exchange.request()).eitherIn(keys)) {
      throw refused(401, Json.of("Invalid API key. Please provide a valid Anthropic API key."));
    }
  }

  private static Refusal refused(int status, Json detail) {
    return new Refusal(stamped(Reply.json(status, Json.object().with("detail", detail))));
  }

  private Reply messages(Exchange exchange) throws Refusal {
    authorize(exchange);
    if (exchange.malformed()) {
      throw refused(
          422,
          Json.array(
              Json.object()
                  .with("type", "json_invalid")
                  .with("loc", Json.array(Json.of("body"), Json.of(10)))
                  .with("msg", "JSON decode error")
                  .with("input", Json.object())));
    }
    Json body = exchange.body();
    for (String field : List.of("model", "max_tokens", "messages")) {
      if (!body.has(field)) {
        throw refused(
            422,
            Json.array(
                Json.object()
                    .with("type", "missing")
                    .with("loc", Json.array(Json.of("body"), Json.of(field)))
                    .with("msg", "Field required")
                    .with("input", body)));
      }
    }
    int place = 0;
    for (Json message : body.at("messages").items()) {
      if (message.at("role").is("system")) {
        throw refused(422, Json.array(roleError(place)));
      }
      place++;
    }
    Conversation asked = messages.read(body).withThinking(false);
    return messages.write(exchange, asked, exchange.ask(asked, "call_"));
  }

  private static Json roleError(int place) {
    return Json.object()
        .with("type", "literal_error")
        .with(
            "loc",
            Json.array(Json.of("body"), Json.of("messages"), Json.of(place), Json.of("role")))
        .with("msg", "Input should be 'user' or 'assistant'")
        .with("input", "system")
        .with("ctx", Json.object().with("expected", "'user' or 'assistant'"));
  }
}
