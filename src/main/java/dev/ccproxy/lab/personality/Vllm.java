package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Refusal;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Conversation;
import dev.ccproxy.lab.surface.MessagesSurface;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * vLLM with its Messages route: everything that {@link CompatibleServer} has, and Messages in
 * vLLM's names of errors. Not measured: no vLLM ran here; from its source and its tests.
 */
public final class Vllm implements Personality {
  private final CompatibleServer chat;
  private final Set<String> keys;
  private final Models models;
  private final MessagesSurface messages = new MessagesSurface(MessagesSurface.Dialect.VLLM);

  /**
   * vLLM.
   *
   * @param keys valid keys; none for a server that is open to everybody
   */
  public Vllm(Set<String> keys, List<ServedModel> models) {
    this.chat = new CompatibleServer(keys, models);
    this.keys = Set.copyOf(keys);
    this.models = new Models(models);
  }

  @Override
  public String name() {
    return "vllm";
  }

  @Override
  public Reply failure(Exchange exchange, int status, String type, String message) {
    return stamped(Reply.json(status, error(errorName(status), message)));
  }

  private static String errorName(int status) {
    return switch (status) {
      case 400 -> "BadRequestError";
      case 404 -> "NotFoundError";
      default -> status < 500 ? "BadRequestError" : "InternalServerError";
    };
  }

  private static Reply stamped(Reply reply) {
    return reply.withHeader("Server", "uvicorn");
  }

  private static Json error(String type, String message) {
    return Json.object()
        .with("type", "error")
        .with("error", Json.object().with("type", type).with("message", message));
  }

  @Override
  public Reply unknownModel(Exchange exchange, String model) {
    return failure(exchange, 404, "not_found_error", "The model `" + model + "` does not exist.");
  }

  @Override
  public Reply answer(Exchange exchange) throws Refusal {
    return switch (exchange.request().route()) {
      case "GET /version" -> stamped(Reply.json(200, Json.object().with("version", "0.11.2")));
      case "GET /v1/messages" ->
          stamped(Reply.json(405, Json.object().with("detail", "Method Not Allowed")));
      case "POST /v1/messages" -> stamped(messages(exchange));
      default -> chat.answer(exchange);
    };
  }

  private Reply messages(Exchange exchange) throws Refusal {
    if (!keys.isEmpty() && !Credentials.of(exchange.request()).bearerIn(keys)) {
      throw new Refusal(stamped(Reply.json(401, Json.object().with("error", "Unauthorized"))));
    }
    Json body = exchange.body();
    for (String field : List.of("model", "messages", "max_tokens")) {
      if (!body.has(field)) {
        throw refused(
            400,
            "[{'type': 'missing', 'loc': ('body', '" + field + "'), 'msg': 'Field required'}]");
      }
    }
    String id = body.at("model").text("");
    Optional<ServedModel> model = models.find(id);
    if (model.isEmpty()) {
      throw refused(404, "The model `" + id + "` does not exist.");
    }
    Conversation asked = messages.read(body);
    long window = model.get().window();
    if (window > 0 && asked.inputTokens() + asked.maxTokens() > window) {
      throw refused(400, ErrorBodies.overflow(window, asked.inputTokens(), asked.maxTokens()));
    }
    boolean thinking = asked.thinking() && model.get().thinks();
    return messages.write(
        exchange, asked, exchange.ask(asked.withThinking(thinking), "chatcmpl-tool-"));
  }

  private static Refusal refused(int status, String message) {
    return new Refusal(stamped(Reply.json(status, error(errorName(status), message))));
  }
}
