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
import java.util.Set;

/**
 * OpenRouter: Messages and Chat Completions under {@code /api/v1}, a web site everywhere else. Its
 * errors on the Messages surface are given in its own envelope; whether it wraps them is not known.
 */
public final class OpenRouter implements Personality {
  private static final String PAGE =
      "<!DOCTYPE html><html lang=\"en\"><head><title>404: This page could not be found</title>"
          + "</head><body><div id=\"__next\"><h1>404</h1><p>This page could not be found.</p>"
          + "</div></body></html>";

  private final Set<String> keys;
  private final Models models;
  private final MessagesSurface messages = new MessagesSurface(MessagesSurface.Dialect.ANTHROPIC);
  private final ChatSurface chat = new ChatSurface(ChatSurface.Dialect.REASONING);

  /**
   * OpenRouter.
   *
   * @param keys the API keys that are valid
   */
  public OpenRouter(Set<String> keys, List<ServedModel> models) {
    this.keys = Set.copyOf(keys);
    this.models = new Models(models);
  }

  /** OpenRouter with a few of its models. */
  public static OpenRouter standard(String key) {
    return new OpenRouter(Set.of(key), standardModels());
  }

  /** A few of its models. */
  public static List<ServedModel> standardModels() {
    return List.of(
        reasoning("anthropic/claude-sonnet-5", 1_000_000, 128_000),
        reasoning("anthropic/claude-haiku-4.5", 200_000, 64_000),
        reasoning("openai/gpt-6.1-terra", 1_050_000, 128_000),
        reasoning("~openai/gpt-latest", 1_050_000, 128_000),
        reasoning("~anthropic/claude-sonnet-latest", 1_000_000, 128_000),
        ServedModel.of("openai/gpt-4o").limits(128_000, 16_384),
        ServedModel.of("mistralai/mistral-7b-instruct:free").limits(32_768, 0).withoutTools());
  }

  private static ServedModel reasoning(String id, long window, long output) {
    return ServedModel.of(id).limits(window, output).thinking(ServedModel.Thinking.ON_REQUEST);
  }

  @Override
  public String name() {
    return "openrouter";
  }

  @Override
  public Reply failure(Exchange exchange, int status, String type, String message) {
    return refusal(status, message).reply();
  }

  @Override
  public Reply unknownModel(Exchange exchange, String model) {
    return failure(exchange, 400, "", model + " is not a valid model ID");
  }

  @Override
  public Reply answer(Exchange exchange) throws Refusal {
    switch (exchange.request().route()) {
      case "GET /api/v1/models" -> {
        return Reply.json(200, list());
      }
      case "GET /api/v1/key" -> {
        authorize(exchange);
        return Reply.json(200, Json.object().with("data", key()));
      }
      case "POST /api/v1/messages" -> {
        ServedModel model = admitted(exchange);
        Conversation asked = fitting(messages.read(exchange.body()), model);
        return messages.write(exchange, asked, exchange.ask(asked, "toolu_"));
      }
      case "POST /api/v1/chat/completions" -> {
        ServedModel model = admitted(exchange);
        Conversation asked = fitting(chat.read(exchange.body()), model);
        return chat.write(exchange, asked, exchange.ask(asked, "call_"));
      }
      default -> {
        return Reply.text(404, "text/html; charset=utf-8", PAGE);
      }
    }
  }

  private void authorize(Exchange exchange) throws Refusal {
    Credentials credentials = Credentials.of(exchange.request());
    if (!credentials.bearerIn(keys)) {
      throw refusal(
          401, credentials.bearer().isEmpty() ? "No auth credentials found" : "User not found.");
    }
  }

  private ServedModel admitted(Exchange exchange) throws Refusal {
    authorize(exchange);
    Json body = exchange.body();
    String id = body.at("model").text("");
    ServedModel model =
        models.find(id).orElseThrow(() -> refusal(400, id + " is not a valid model ID"));
    if (!model.tools() && !body.at("tools").items().isEmpty()) {
      throw refusal(404, "No endpoints found that support tool use");
    }
    return model;
  }

  private static Conversation fitting(Conversation asked, ServedModel model) throws Refusal {
    long input = asked.inputTokens();
    long all = input + asked.maxTokens();
    if (model.window() > 0 && all > model.window()) {
      throw refusal(
          400,
          "This endpoint's maximum context length is "
              + model.window()
              + " tokens. However, you requested about "
              + all
              + " tokens ("
              + input
              + " of text input, "
              + asked.maxTokens()
              + " in the output). Please reduce the length of either one, or use the"
              + " context-compression plugin to compress your prompt automatically.");
    }
    return asked.withThinking(asked.thinking() && model.thinks());
  }

  private static Refusal refusal(int status, String message) {
    return new Refusal(
        status,
        Json.object().with("error", Json.object().with("message", message).with("code", status)));
  }

  private static Json key() {
    return Json.object()
        .with("label", "sk-or-v1-lab...lab")
        .with("usage", 3)
        .with("limit", Json.NULL)
        .with("is_free_tier", false);
  }

  private Json list() {
    List<Json> data = new ArrayList<>();
    for (ServedModel model : models.all()) {
      List<Json> parameters = new ArrayList<>();
      parameters.add(Json.of("max_tokens"));
      if (model.tools()) {
        parameters.add(Json.of("tools"));
        parameters.add(Json.of("tool_choice"));
      }
      if (model.thinks()) {
        parameters.add(Json.of("reasoning"));
      }
      data.add(
          Json.object()
              .with("id", model.id())
              .with("canonical_slug", model.id())
              .with("name", model.id())
              .with("context_length", model.window())
              .with(
                  "architecture",
                  Json.object()
                      .with("input_modalities", Json.array(Json.of("text")))
                      .with("output_modalities", Json.array(Json.of("text"))))
              .with(
                  "pricing",
                  Json.object().with("prompt", "0.000001").with("completion", "0.000005"))
              .with(
                  "top_provider",
                  Json.object()
                      .with("context_length", model.window())
                      .with(
                          "max_completion_tokens",
                          model.maxOutput() > 0 ? Json.of(model.maxOutput()) : Json.NULL)
                      .with("is_moderated", false))
              .with("supported_parameters", Json.array(parameters)));
    }
    return Json.object().with("data", Json.array(data));
  }
}
