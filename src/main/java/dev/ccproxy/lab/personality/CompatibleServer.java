package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Refusal;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Conversation;
import dev.ccproxy.lab.surface.ChatSurface;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A server that speaks Chat Completions and nothing else, in the manner of vLLM behind FastAPI: no
 * {@code /responses}, no {@code /messages}.
 */
public final class CompatibleServer implements Personality {
  private final Set<String> keys;
  private final Models models;
  private final Set<String> refused;
  private final boolean systemFirst;
  private final ChatSurface chat = new ChatSurface(ChatSurface.Dialect.REASONING_CONTENT);

  private CompatibleServer(
      Set<String> keys, Models models, Set<String> refused, boolean systemFirst) {
    this.keys = Set.copyOf(keys);
    this.models = models;
    this.refused = Set.copyOf(refused);
    this.systemFirst = systemFirst;
  }

  /**
   * A server that takes every parameter.
   *
   * @param keys valid keys; none for a server that is open to everybody
   */
  public CompatibleServer(Set<String> keys, List<ServedModel> models) {
    this(keys, new Models(models), Set.of(), false);
  }

  /** The same server, which refuses these parameters. */
  public CompatibleServer refusing(String... parameters) {
    return new CompatibleServer(keys, models, Set.of(parameters), systemFirst);
  }

  /** The same server with a chat template, as Qwen's, that wants the system message first. */
  public CompatibleServer systemFirst() {
    return new CompatibleServer(keys, models, refused, true);
  }

  @Override
  public String name() {
    return "openai-compatible";
  }

  @Override
  public Reply answer(Exchange exchange) throws Refusal {
    return reply(exchange).withHeader("Server", "uvicorn");
  }

  private Reply reply(Exchange exchange) throws Refusal {
    String route = exchange.request().route();
    if (route.startsWith("GET /health")) {
      return Reply.text(200, "text/plain", "");
    }
    if (!keys.isEmpty() && !Credentials.of(exchange.request()).bearerIn(keys)) {
      throw new Refusal(401, Json.object().with("error", "Unauthorized"));
    }
    return switch (route) {
      case "GET /v1/models", "HEAD /v1/models" ->
          Reply.json(200, models.list("vllm", exchange.seconds()));
      case "POST /v1/chat/completions" -> chat(exchange);
      case "GET /v1/chat/completions" ->
          Reply.json(405, Json.object().with("detail", "Method Not Allowed"));
      default -> Reply.json(404, Json.object().with("detail", "Not Found"));
    };
  }

  private Reply chat(Exchange exchange) throws Refusal {
    Json body = exchange.body();
    Optional<ServedModel> model = models.find(body.at("model").text(""));
    if (model.isEmpty()) {
      throw refusal(
          404,
          "The model `" + body.at("model").text("") + "` does not exist.",
          "NotFoundError",
          "model");
    }
    for (String key : body.keys()) {
      if (refused.contains(key)) {
        throw bad("Unrecognized request argument supplied: " + key);
      }
    }
    if (!model.get().tools() && !body.at("tools").items().isEmpty()) {
      throw bad(
          "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be"
              + " set");
    }
    if (systemFirst && systemLater(body)) {
      throw bad("System message must be at the beginning.");
    }
    Conversation asked = chat.read(body);
    long window = model.get().window();
    if (window > 0 && asked.inputTokens() + asked.maxTokens() > window) {
      throw bad(ErrorBodies.overflow(window, asked.inputTokens(), asked.maxTokens()));
    }
    return chat.write(
        exchange,
        asked,
        exchange.ask(
            asked.withThinking(asked.thinking() && model.get().thinks()), "chatcmpl-tool-"));
  }

  private static boolean systemLater(Json body) {
    List<Json> messages = body.at("messages").items();
    for (int i = 1; i < messages.size(); i++) {
      if (messages.get(i).at("role").is("system")) {
        return true;
      }
    }
    return false;
  }

  private static Refusal bad(String message) {
    return refusal(400, message, "BadRequestError", "");
  }

  private static Refusal refusal(int status, String message, String type, String param) {
    return new Refusal(
        status,
        Json.object()
            .with(
                "error",
                Json.object()
                    .with("message", message)
                    .with("type", type)
                    .with("param", param.isEmpty() ? Json.NULL : Json.of(param))
                    .with("code", status)));
  }
}
