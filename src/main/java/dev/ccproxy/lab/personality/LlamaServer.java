package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Refusal;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Conversation;
import dev.ccproxy.lab.model.Part;
import dev.ccproxy.lab.surface.ChatSurface;
import dev.ccproxy.lab.surface.MessagesSurface;
import java.util.Set;

/**
 * llama-server 0.5.0 of llama.cpp (recorded): one model under every name, its window in the model
 * list, and calls that start without {@code input}.
 */
public final class LlamaServer implements Personality {
  private final Set<String> keys;
  private final ServedModel model;
  private final MessagesSurface messages =
      new MessagesSurface(MessagesSurface.Dialect.LLAMA_SERVER);
  private final ChatSurface chat = new ChatSurface(ChatSurface.Dialect.REASONING_CONTENT);

  /**
   * The server.
   *
   * @param keys valid keys; none for a server that is open to everybody, as it is by default
   * @param model the one that it was started with
   */
  public LlamaServer(Set<String> keys, ServedModel model) {
    this.keys = Set.copyOf(keys);
    this.model = model;
  }

  @Override
  public String name() {
    return "llama.cpp";
  }

  @Override
  public Reply failure(Exchange exchange, int status, String type, String message) {
    return stamped(Reply.json(status, error(status, type, message)));
  }

  @Override
  public Reply answer(Exchange exchange) throws Refusal {
    return stamped(reply(exchange));
  }

  private static Reply stamped(Reply reply) {
    return reply.withHeader("Server", "llama.cpp").withHeader("Access-Control-Allow-Origin", "");
  }

  private static Json error(int status, String type, String message) {
    return Json.object()
        .with(
            "error",
            Json.object().with("code", status).with("message", message).with("type", type));
  }

  private Reply reply(Exchange exchange) throws Refusal {
    String route = exchange.request().route();
    return switch (route) {
      case "GET /health", "GET /v1/health" -> Reply.json(200, Json.object().with("status", "ok"));
      case "GET /v1/models", "GET /models" -> Reply.json(200, list(exchange));
      case "GET /props" -> {
        authorize(exchange);
        yield Reply.json(
            200,
            Json.object()
                .with("default_generation_settings", Json.object().with("n_ctx", model.window()))
                .with("total_slots", 1)
                .with("model_alias", model.id())
                .with("build_info", "b0-unknown"));
      }
      case "POST /v1/messages" -> messages(exchange);
      case "POST /v1/messages/count_tokens" -> {
        authorize(exchange);
        yield Reply.json(
            200, Json.object().with("input_tokens", messages.read(exchange.body()).inputTokens()));
      }
      case "POST /v1/chat/completions", "POST /chat/completions" -> chat(exchange);
      default -> Reply.json(404, error(404, "not_found_error", "File Not Found"));
    };
  }

  private void authorize(Exchange exchange) throws Refusal {
    if (!keys.isEmpty() && !Credentials.of(exchange.request()).eitherIn(keys)) {
      throw refusal(401, error(401, "authentication_error", "Invalid API Key"));
    }
  }

  private static Refusal refusal(int status, Json body) {
    return new Refusal(stamped(Reply.json(status, body)));
  }

  private Json list(Exchange exchange) {
    Json entry =
        Json.object()
            .with("id", model.id())
            .with("aliases", Json.array(Json.of(model.id())))
            .with("object", "model")
            .with("created", exchange.seconds())
            .with("owned_by", "llamacpp")
            .with(
                "meta",
                Json.object()
                    .with("n_ctx", model.window())
                    .with("n_ctx_train", Math.max(131_072, model.window())));
    return Json.object()
        .with(
            "models", Json.array(Json.object().with("name", model.id()).with("model", model.id())))
        .with("object", "list")
        .with("data", Json.array(entry));
  }

  private Reply messages(Exchange exchange) throws Refusal {
    authorize(exchange);
    read(exchange);
    Conversation asked = fitting(messages.read(exchange.body()));
    return messages.write(exchange, asked.withModel(model.id()), exchange.ask(asked, ""));
  }

  private Reply chat(Exchange exchange) throws Refusal {
    authorize(exchange);
    read(exchange);
    Conversation asked = fitting(chat.read(exchange.body()));
    return chat.write(exchange, asked.withModel(model.id()), exchange.ask(asked, ""));
  }

  private static void read(Exchange exchange) throws Refusal {
    if (exchange.malformed()) {
      throw refusal(
          500,
          error(
              500,
              "server_error",
              "[json.exception.parse_error.101] parse error at line 1, column 11: syntax error"
                  + " while parsing value - unexpected end of input; expected '[', '{', or a"
                  + " literal"));
    }
    if (!exchange.body().has("messages")) {
      throw refusal(500, error(500, "server_error", "'messages' is required"));
    }
  }

  private Conversation fitting(Conversation asked) throws Refusal {
    if (!asked.parts(Part.Image.class).isEmpty()) {
      throw refusal(
          500,
          error(
              500,
              "server_error",
              "image input is not supported - hint: if this is unexpected, you may need to provide"
                  + " the mmproj"));
    }
    long input = asked.inputTokens();
    if (model.window() > 0 && input > model.window()) {
      Json body =
          error(
              400,
              "exceed_context_size_error",
              "request ("
                  + input
                  + " tokens) exceeds the available context size ("
                  + model.window()
                  + " tokens), try increasing it");
      throw refusal(
          400,
          Json.object()
              .with(
                  "error",
                  body.at("error").with("n_prompt_tokens", input).with("n_ctx", model.window())));
    }
    return asked.withThinking(asked.thinking() && model.thinks());
  }
}
