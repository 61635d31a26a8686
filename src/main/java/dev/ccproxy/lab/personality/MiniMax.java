package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Refusal;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Conversation;
import dev.ccproxy.lab.surface.ChatSurface;
import dev.ccproxy.lab.surface.MessagesSurface;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * MiniMax: Messages under {@code /anthropic}, Chat Completions under {@code /v1}. Its two regions
 * are two servers; the key of one is unknown to the other.
 */
public final class MiniMax implements Personality {
  private final String region;
  private final Set<String> keys;
  private final Models models;
  private final boolean systemTurns;
  private final MessagesSurface messages = new MessagesSurface(MessagesSurface.Dialect.ANTHROPIC);
  private final ChatSurface chat = new ChatSurface(ChatSurface.Dialect.REASONING_CONTENT);

  private MiniMax(String region, Set<String> keys, Models models, boolean systemTurns) {
    this.region = region;
    this.keys = Set.copyOf(keys);
    this.models = models;
    this.systemTurns = systemTurns;
  }

  /** The international server, {@code api.minimax.io}; it refuses messages of role system. */
  public static MiniMax international(String key) {
    return new MiniMax("international", Set.of(key), standard(), false);
  }

  /** The server of mainland China, {@code api.minimaxi.com}. */
  public static MiniMax china(String key) {
    return new MiniMax("china", Set.of(key), standard(), false);
  }

  private static Models standard() {
    return new Models(standardModels());
  }

  /** Some of its models. */
  public static List<ServedModel> standardModels() {
    return List.of(
        thinking("MiniMax-M3", 1_000_000),
        thinking("MiniMax-M2.7", 204_800),
        thinking("MiniMax-M2.7-highspeed", 204_800));
  }

  private static ServedModel thinking(String id, long window) {
    return ServedModel.of(id).limits(window, 0).thinking(ServedModel.Thinking.ON_REQUEST);
  }

  /** The same server, which takes messages of role system among the others. */
  public MiniMax acceptingSystemTurns() {
    return new MiniMax(region, keys, models, true);
  }

  @Override
  public String name() {
    return "minimax-" + region;
  }

  @Override
  public Reply unknownModel(Exchange exchange, String model) {
    return failure(
        exchange,
        400,
        "bad_request_error",
        "invalid params, unknown model '" + model.toLowerCase(Locale.ROOT) + "' (2013)");
  }

  @Override
  public Reply answer(Exchange exchange) throws Refusal {
    String route = exchange.request().route();
    switch (route) {
      case "GET /v1/models", "GET /anthropic/v1/models" -> {
        authorize(exchange);
        return Reply.json(200, list());
      }
      case "GET /v1/token_plan/remains" -> {
        authorize(exchange);
        return Reply.json(
            200,
            Json.object()
                .with("model_remains", Json.array())
                .with(
                    "base_resp",
                    Json.object().with("status_code", 0).with("status_msg", "success")));
      }
      case "POST /anthropic/v1/messages" -> {
        return messages(exchange);
      }
      case "POST /v1/chat/completions" -> {
        return chat(exchange);
      }
      default -> {
        return Reply.text(404, "text/plain", "404 page not found");
      }
    }
  }

  private void authorize(Exchange exchange) throws Refusal {
    Credentials credentials = Credentials.of(exchange.request());
    if (credentials.none()) {
      throw refusal(
          exchange,
          401,
          "authentication_error",
          "login fail: Please carry the API secret key in the 'Authorization' field of the request"
              + " header (1004)");
    }
    if (!credentials.eitherIn(keys)) {
      throw refusal(exchange, 401, "authorized_error", "invalid api key (2049)");
    }
  }

  private static Refusal refusal(Exchange exchange, int status, String type, String message) {
    return new Refusal(status, ErrorBodies.anthropic(type, message, exchange.id("", 32)));
  }

  private static Refusal bad(Exchange exchange, String problem) {
    return refusal(exchange, 400, "bad_request_error", "invalid params, " + problem + " (2013)");
  }

  private Json list() {
    List<Json> data = new ArrayList<>();
    for (ServedModel model : models.all()) {
      data.add(
          Json.object()
              .with("id", model.id())
              .with("object", "model")
              .with("type", "model")
              .with("display_name", model.id())
              .with("created_at", "2026-06-01T00:00:00Z")
              .with("owned_by", "minimax"));
    }
    return Json.object()
        .with("object", "list")
        .with("data", Json.array(data))
        .with("has_more", false);
  }

  private ServedModel model(Exchange exchange) throws Refusal {
    String id = exchange.body().at("model").text("");
    return models
        .find(id)
        .orElseThrow(() -> bad(exchange, "unknown model '" + id.toLowerCase(Locale.ROOT) + "'"));
  }

  private Reply messages(Exchange exchange) throws Refusal {
    authorize(exchange);
    ServedModel model = model(exchange);
    Json body = exchange.body();
    for (Json message : body.at("messages").items()) {
      if (message.at("role").is("system") && !systemTurns) {
        throw bad(exchange, "chat content has invalid message role: system");
      }
    }
    Optional<ToolPairs.Orphan> orphan = ToolPairs.resultWithoutCall(body);
    if (orphan.isPresent()) {
      throw bad(exchange, "tool result's tool id(" + orphan.get().id() + ") not found");
    }
    Conversation asked = messages.read(body);
    if (asked.inputTokens() > model.window()) {
      throw bad(exchange, "context window exceeds limit");
    }
    return messages.write(exchange, asked, exchange.ask(asked, "call_function_"));
  }

  private Reply chat(Exchange exchange) throws Refusal {
    authorize(exchange);
    ServedModel model = model(exchange);
    Conversation asked = chat.read(exchange.body()).withThinking(model.thinks());
    return chat.write(exchange, asked, exchange.ask(asked, "call_function_"));
  }
}
