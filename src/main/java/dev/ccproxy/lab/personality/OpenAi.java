package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Refusal;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Conversation;
import dev.ccproxy.lab.surface.ChatSurface;
import dev.ccproxy.lab.surface.ResponsesSurface;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** OpenAI: Chat Completions and Responses under {@code /v1}, unknown parameters refused. */
public final class OpenAi implements Personality {
  private final Set<String> keys;
  private final Models models;
  private final ChatSurface chat = new ChatSurface(ChatSurface.Dialect.OPENAI);
  private final ResponsesSurface responses = new ResponsesSurface();

  /**
   * OpenAI.
   *
   * @param keys the API keys that are valid
   */
  public OpenAi(Set<String> keys, List<ServedModel> models) {
    this.keys = Set.copyOf(keys);
    this.models = new Models(models);
  }

  /** OpenAI with some of its models. */
  public static OpenAi standard(String key) {
    return new OpenAi(
        Set.of(key),
        List.of(
            reasoning("gpt-6.1-sol"),
            reasoning("gpt-6.1-terra"),
            reasoning("gpt-6-luna"),
            reasoning("gpt-5.4"),
            ServedModel.of("gpt-4.1").limits(1_047_576, 32_768),
            ServedModel.of("gpt-4o").limits(128_000, 16_384),
            ServedModel.of("gpt-4o-mini").limits(128_000, 16_384)));
  }

  private static ServedModel reasoning(String id) {
    return ServedModel.of(id).limits(1_050_000, 128_000).thinking(ServedModel.Thinking.BY_DEFAULT);
  }

  @Override
  public String name() {
    return "openai";
  }

  @Override
  public Reply answer(Exchange exchange) throws Refusal {
    return reply(exchange).withHeader("x-request-id", exchange.id("req_", 32));
  }

  private Reply reply(Exchange exchange) throws Refusal {
    String route = exchange.request().route();
    if (!exchange.request().path().startsWith("/v1/")) {
      throw unknownUrl(route);
    }
    authorize(exchange);
    return switch (route) {
      case "GET /v1/models", "HEAD /v1/models" ->
          Reply.json(200, models.list("openai", exchange.seconds()));
      case "POST /v1/chat/completions" -> chat(exchange);
      case "POST /v1/responses" -> responses(exchange);
      default -> throw unknownUrl(route);
    };
  }

  private static Refusal unknownUrl(String route) {
    return OpenAiRules.refusal(404, "Invalid URL (" + route + ")", "", "");
  }

  private void authorize(Exchange exchange) throws Refusal {
    Optional<String> bearer = Credentials.of(exchange.request()).bearer();
    if (bearer.isEmpty()) {
      throw OpenAiRules.refusal(401, "Missing bearer or basic authentication in header", "", "");
    }
    if (!keys.contains(bearer.get())) {
      throw OpenAiRules.refusal(
          401,
          "Incorrect API key provided: "
              + masked(bearer.get())
              + ". You can find your API key at https://platform.openai.com/account/api-keys.",
          "",
          "invalid_api_key");
    }
  }

  private static String masked(String key) {
    return key.length() <= 12
        ? "*".repeat(key.length())
        : key.substring(0, 8) + "****" + key.substring(key.length() - 4);
  }

  private Reply chat(Exchange exchange) throws Refusal {
    Json body = body(exchange, "messages");
    ServedModel model = model(body);
    OpenAiRules.chat(body, model);
    Conversation asked = chat.read(body);
    if (model.window() > 0 && asked.inputTokens() + asked.maxTokens() > model.window()) {
      throw OpenAiRules.refusal(
          400,
          ErrorBodies.overflow(model.window(), asked.inputTokens(), asked.maxTokens()),
          "messages",
          "context_length_exceeded");
    }
    return chat.write(exchange, asked, exchange.ask(asked, "call_"));
  }

  private Reply responses(Exchange exchange) throws Refusal {
    Json body = body(exchange, "input");
    ServedModel model = model(body);
    OpenAiRules.responses(body, model);
    Conversation asked = responses.read(body);
    if (model.window() > 0 && asked.inputTokens() > model.window()) {
      throw OpenAiRules.refusal(
          400,
          "Your input exceeds the context window of this model. Please adjust your input and try"
              + " again.",
          "input",
          "context_length_exceeded");
    }
    return responses.write(exchange, asked, exchange.ask(asked, "call_"));
  }

  private static Json body(Exchange exchange, String required) throws Refusal {
    if (!exchange.body().isObject()) {
      throw OpenAiRules.refusal(400, "We could not parse the JSON body of your request.", "", "");
    }
    for (String field : List.of("model", required)) {
      if (!exchange.body().at(field).given()) {
        throw OpenAiRules.refusal(
            400,
            "Missing required parameter: '" + field + "'.",
            field,
            "missing_required_parameter");
      }
    }
    return exchange.body();
  }

  private ServedModel model(Json body) throws Refusal {
    String id = body.at("model").text("");
    Optional<ServedModel> model = models.find(id);
    if (model.isEmpty()) {
      throw OpenAiRules.refusal(
          404,
          "The model `" + id + "` does not exist or you do not have access to it.",
          "",
          "model_not_found");
    }
    return model.get();
  }
}
