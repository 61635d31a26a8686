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
import java.util.Optional;
import java.util.Set;

/**
 * DeepSeek: Messages under {@code /anthropic}, Chat Completions at the root. Its models think
 * unless told not to, and then want their thoughts back in every later request with tools.
 */
public final class DeepSeek implements Personality {
  private final Set<String> keys;
  private final Models models;
  private final boolean systemTurns;
  private final MessagesSurface messages = new MessagesSurface(MessagesSurface.Dialect.ANTHROPIC);
  private final ChatSurface chat = new ChatSurface(ChatSurface.Dialect.REASONING_CONTENT);

  private DeepSeek(Set<String> keys, Models models, boolean systemTurns) {
    this.keys = Set.copyOf(keys);
    this.models = models;
    this.systemTurns = systemTurns;
  }

  /** DeepSeek with its two models. */
  public static DeepSeek standard(String key) {
    return new DeepSeek(Set.of(key), new Models(standardModels()), true);
  }

  /** Its two models. */
  public static List<ServedModel> standardModels() {
    return List.of(thinking("deepseek-flash"), thinking("deepseek-v4-pro"));
  }

  private static ServedModel thinking(String id) {
    return ServedModel.of(id).limits(1_048_576, 393_216).thinking(ServedModel.Thinking.BY_DEFAULT);
  }

  /** The same provider, refusing messages of role system among the others, as it did in 2026. */
  public DeepSeek refusingSystemTurns() {
    return new DeepSeek(keys, models, false);
  }

  @Override
  public String name() {
    return "deepseek";
  }

  @Override
  public Reply unknownModel(Exchange exchange, String model) {
    return failure(
        exchange,
        400,
        "invalid_request_error",
        "The supported API model names are deepseek-flash or deepseek-v4-pro, but you passed "
            + model
            + ".");
  }

  @Override
  public Reply answer(Exchange exchange) throws Refusal {
    String route = exchange.request().route();
    switch (route) {
      case "POST /anthropic/v1/messages" -> {
        return messages(exchange);
      }
      case "GET /models", "GET /v1/models" -> {
        authorize(exchange);
        return Reply.json(200, list());
      }
      case "GET /user/balance" -> {
        authorize(exchange);
        return Reply.json(200, balance());
      }
      case "POST /chat/completions", "POST /v1/chat/completions", "POST /beta/chat/completions" -> {
        authorize(exchange);
        return chat(exchange);
      }
      default ->
          throw new Refusal(
              404, Json.object().with("error_msg", "Not Found. Please check the configuration."));
    }
  }

  private void authorize(Exchange exchange) throws Refusal {
    Credentials credentials = Credentials.of(exchange.request());
    if (!credentials.eitherIn(keys)) {
      String key = credentials.bearer().or(credentials::apiKey).orElse("");
      String tail = key.length() <= 4 ? key : key.substring(key.length() - 4);
      throw new Refusal(
          401,
          ErrorBodies.openAi(
              "Authentication Fails, Your api key: ****" + tail + " is invalid",
              "authentication_error",
              "",
              "invalid_request_error"));
    }
  }

  private Json list() {
    List<Json> data = new ArrayList<>();
    for (ServedModel model : models.all()) {
      data.add(
          Json.object()
              .with("id", model.id())
              .with("object", "model")
              .with("owned_by", "deepseek"));
    }
    return Json.object().with("object", "list").with("data", Json.array(data));
  }

  private static Json balance() {
    Json info =
        Json.object()
            .with("currency", "USD")
            .with("total_balance", "12.50")
            .with("granted_balance", "0.00")
            .with("topped_up_balance", "12.50");
    return Json.object().with("is_available", true).with("balance_infos", Json.array(info));
  }

  private Reply messages(Exchange exchange) throws Refusal {
    authorize(exchange);
    Json body = exchange.body();
    for (String field : List.of("model", "messages", "max_tokens")) {
      if (!body.at(field).given()) {
        throw bad(
            exchange,
            "Failed to deserialize the JSON body into the target type: missing field `"
                + field
                + "`");
      }
    }
    String id = body.at("model").text("");
    ServedModel model =
        served(id)
            .orElseThrow(
                () ->
                    bad(
                        exchange,
                        "The supported API model names are deepseek-flash or deepseek-v4-pro, but"
                            + " you passed "
                            + id
                            + "."));
    List<Json> turns = body.at("messages").items();
    for (int i = 0; i < turns.size() && !systemTurns; i++) {
      if (turns.get(i).at("role").is("system")) {
        throw bad(
            exchange,
            "Failed to deserialize the JSON body into the target type: messages["
                + i
                + "].role: unknown variant `system`, expected `user` or `assistant`");
      }
    }
    boolean thinking = !body.at("thinking").at("type").is("disabled");
    if (thinking && forgotThoughts(turns)) {
      throw bad(
          exchange,
          "The `content[].thinking` in the thinking mode must be passed back to the API.");
    }
    Conversation asked = messages.read(body).withThinking(thinking);
    if (asked.inputTokens() + asked.maxTokens() > model.window()) {
      throw bad(
          exchange, ErrorBodies.overflow(model.window(), asked.inputTokens(), asked.maxTokens()));
    }
    return messages.write(exchange, asked, exchange.ask(asked, "call_00_"));
  }

  /** Claude names are served by models of its own; every other unknown name is refused. */
  private Optional<ServedModel> served(String id) {
    if (id.startsWith("claude-opus")) {
      return models.find("deepseek-v4-pro");
    }
    return id.startsWith("claude") ? models.find("deepseek-flash") : models.find(id);
  }

  private static boolean forgotThoughts(List<Json> turns) {
    for (Json turn : turns) {
      boolean calls = false;
      boolean thoughts = false;
      for (Json block : turn.at("content").items()) {
        calls |= block.at("type").is("tool_use");
        thoughts |= block.at("type").is("thinking");
      }
      if (calls && !thoughts && turn.at("role").is("assistant")) {
        return true;
      }
    }
    return false;
  }

  private static Refusal bad(Exchange exchange, String message) {
    return new Refusal(
        400, ErrorBodies.anthropic("invalid_request_error", message, exchange.id("", 32)));
  }

  private Reply chat(Exchange exchange) throws Refusal {
    Json body = exchange.body();
    Optional<ServedModel> model = models.find(body.at("model").text(""));
    if (model.isEmpty()) {
      throw badChat("Model Not Exist");
    }
    boolean thinking = !body.at("thinking").at("type").is("disabled");
    Json choice = body.at("tool_choice");
    if (thinking && choice.given() && !choice.is("auto") && !choice.is("none")) {
      throw badChat("Thinking mode does not support this tool_choice");
    }
    for (Json message : body.at("messages").items()) {
      if (thinking
          && !message.at("tool_calls").items().isEmpty()
          && message.at("reasoning_content").text("").isEmpty()) {
        throw badChat(
            "The `reasoning_content` in the thinking mode must be passed back to the API.");
      }
    }
    Conversation asked = chat.read(body).withThinking(thinking);
    if (asked.maxTokens() > model.get().maxOutput()) {
      throw badChat(
          "Invalid max_tokens value, the valid range of max_tokens is [1, "
              + model.get().maxOutput()
              + "]");
    }
    if (asked.inputTokens() + asked.maxTokens() > model.get().window()) {
      throw badChat(
          ErrorBodies.overflow(model.get().window(), asked.inputTokens(), asked.maxTokens()));
    }
    return chat.write(exchange, asked, exchange.ask(asked, "call_00_"));
  }

  private static Refusal badChat(String message) {
    return new Refusal(
        400, ErrorBodies.openAi(message, "invalid_request_error", "", "invalid_request_error"));
  }
}
