package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Refusal;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Conversation;
import dev.ccproxy.lab.surface.MessagesSurface;
import java.util.Set;

/**
 * claude-code-router 2.0.0 (recorded): passes every model name on, takes the whole shape of the
 * client, and counts nothing in its streams.
 */
public final class ClaudeCodeRouter implements Personality {
  private static final String PROVIDER = "lab";

  private final Set<String> keys;
  private final MessagesSurface messages =
      new MessagesSurface(MessagesSurface.Dialect.CLAUDE_CODE_ROUTER);

  /** The router with its {@code APIKEY}. */
  public ClaudeCodeRouter(Set<String> keys) {
    this.keys = Set.copyOf(keys);
  }

  @Override
  public String name() {
    return "claude-code-router";
  }

  @Override
  public Reply failure(Exchange exchange, int status, String type, String message) {
    String model = exchange.body().at("model").text("");
    Json body = ErrorBodies.openAi(message, type, "", "");
    String text = "Error from provider(" + PROVIDER + "," + model + ": " + status + "): " + body;
    Json error =
        Json.object()
            .with("message", text + "Error: " + text + "\n    at qn (cli.js:582:7451)")
            .with("type", "api_error")
            .with("code", "provider_response_error");
    return stamped(Reply.json(status, Json.object().with("error", error)));
  }

  private static Reply stamped(Reply reply) {
    return reply.withHeader("access-control-allow-origin", "*");
  }

  @Override
  public Reply answer(Exchange exchange) throws Refusal {
    return stamped(reply(exchange));
  }

  private Reply reply(Exchange exchange) throws Refusal {
    return switch (exchange.request().route()) {
      case "GET /", "HEAD /" ->
          Reply.json(200, Json.object().with("message", "LLMs API").with("version", "1.0.51"));
      case "GET /health" ->
          Reply.json(
              200,
              Json.object().with("status", "ok").with("timestamp", exchange.time().toString()));
      case "POST /v1/messages" -> messages(exchange);
      case "POST /v1/messages/count_tokens" -> {
        authorize(exchange);
        yield Reply.json(
            200,
            Json.object()
                .with("input_tokens", messages.read(exchange.body()).inputTokens())
                .with("tokenizer", "tiktoken-cl100k_base"));
      }
      default ->
          Reply.json(
              404,
              Json.object()
                  .with(
                      "message",
                      "Route "
                          + exchange.request().method()
                          + ":"
                          + exchange.request().target()
                          + " not found")
                  .with("error", "Not Found")
                  .with("statusCode", 404));
    };
  }

  private void authorize(Exchange exchange) throws Refusal {
    Credentials credentials = Credentials.of(exchange.request());
    if (credentials.none()) {
      throw refused("APIKEY is missing");
    }
    if (!credentials.eitherIn(keys)) {
      throw refused("Invalid API key");
    }
  }

  private static Refusal refused(String text) {
    return new Refusal(stamped(Reply.text(401, "text/plain; charset=utf-8", text)));
  }

  private Reply messages(Exchange exchange) throws Refusal {
    authorize(exchange);
    if (exchange.malformed()) {
      String text = "Body is not valid JSON but content-type is set to 'application/json'";
      throw new Refusal(
          stamped(
              Reply.json(
                  400,
                  Json.object()
                      .with(
                          "error",
                          Json.object()
                              .with("message", text + "FastifyError: " + text)
                              .with("type", "api_error")
                              .with("code", "FST_ERR_CTP_INVALID_JSON_BODY")))));
    }
    Conversation asked = messages.read(exchange.body()).withThinking(false);
    return messages.write(exchange, asked, exchange.ask(asked, "call_"));
  }
}
