package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Refusal;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Answer;
import dev.ccproxy.lab.model.Conversation;
import dev.ccproxy.lab.surface.ChatSurface;
import dev.ccproxy.lab.surface.MessagesSurface;
import dev.ccproxy.lab.surface.OllamaSurface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ollama 0.34.4: its own protocol, Messages and Chat Completions, no key. A conversation that does
 * not fit is cut silently, as its models with a Go template do.
 */
public final class Ollama implements Personality {
  private static final String VERSION = "0.34.4";
  private static final Set<String> THINK_LEVELS = Set.of("high", "medium", "low");
  private static final long BYTES = 18_556_700_000L;

  private final Models models;
  private final OllamaSurface own = new OllamaSurface();
  private final MessagesSurface messages = new MessagesSurface(MessagesSurface.Dialect.OLLAMA);
  private final ChatSurface chat = new ChatSurface(ChatSurface.Dialect.REASONING);

  /**
   * Ollama.
   *
   * @param models what was pulled; their window is the context that the server allocates
   */
  public Ollama(List<ServedModel> models) {
    this.models = new Models(models);
  }

  /** Ollama with a coding model, a thinking model, and one of the old ones without tools. */
  public static Ollama standard() {
    return new Ollama(standardModels());
  }

  /** A coding model, a thinking model, and one of the old ones without tools. */
  public static List<ServedModel> standardModels() {
    return List.of(
        ServedModel.of("qwen3-coder:latest").limits(131_072, 0),
        ServedModel.of("gpt-oss:20b").limits(131_072, 0).thinking(ServedModel.Thinking.BY_DEFAULT),
        ServedModel.of("llama3:latest").limits(8_192, 0).withoutTools());
  }

  @Override
  public String name() {
    return "ollama";
  }

  @Override
  public Reply unknownModel(Exchange exchange, String model) {
    return failure(exchange, 404, "not_found_error", "model '" + model + "' not found");
  }

  @Override
  public Reply answer(Exchange exchange) throws Refusal {
    String path = exchange.request().path();
    if (path.startsWith("//")) {
      // Go's router cleans the path and sends the client there.
      String query = exchange.request().query();
      String clean = path.replaceAll("/+", "/") + (query.isEmpty() ? "" : "?" + query);
      return new Reply(307, Headers.of("Location", clean), Reply.Framing.LENGTH, List.of());
    }
    return switch (exchange.request().route()) {
      case "GET /", "HEAD /" -> Reply.text(200, "text/plain; charset=utf-8", "Ollama is running");
      case "GET /api/version" -> Reply.json(200, Json.object().with("version", VERSION));
      case "GET /api/tags" -> Reply.json(200, tags());
      case "GET /api/ps" -> Reply.json(200, running());
      case "GET /v1/models" -> Reply.json(200, models.list("library", exchange.seconds()));
      case "POST /api/show" -> show(exchange);
      case "POST /api/chat" -> chatOwn(exchange);
      case "POST /api/generate" -> generate(exchange);
      case "POST /v1/messages" -> messages(exchange);
      case "POST /v1/chat/completions" -> chat(exchange);
      case "GET /v1/messages", "GET /api/chat", "GET /api/generate" ->
          Reply.text(405, "text/plain", "405 method not allowed");
      default -> Reply.text(404, "text/plain", "404 page not found");
    };
  }

  private Optional<ServedModel> find(String name) {
    return models.find(name).or(() -> models.find(name + ":latest"));
  }

  private static String tagged(String name) {
    return name.contains(":") ? name : name + ":latest";
  }

  private static Json details(ServedModel model) {
    return Json.object()
        .with("parent_model", "")
        .with("format", "gguf")
        .with("family", model.id().split(":", 2)[0])
        .with("families", Json.array(Json.of(model.id().split(":", 2)[0])))
        .with("parameter_size", "30.5B")
        .with("quantization_level", "Q4_K_M")
        .with("context_length", model.window());
  }

  private static Json capabilities(ServedModel model) {
    List<Json> names = new ArrayList<>();
    names.add(Json.of("completion"));
    if (model.tools()) {
      names.add(Json.of("tools"));
    }
    if (model.thinks()) {
      names.add(Json.of("thinking"));
    }
    return Json.array(names);
  }

  private Json tags() {
    List<Json> list = new ArrayList<>();
    for (ServedModel model : models.all()) {
      list.add(
          Json.object()
              .with("name", model.id())
              .with("model", model.id())
              .with("modified_at", "2026-10-01T10:00:00Z")
              .with("size", BYTES)
              .with("digest", "lab")
              .with("details", details(model))
              .with("capabilities", capabilities(model)));
    }
    return Json.object().with("models", Json.array(list));
  }

  private Json running() {
    List<Json> list = new ArrayList<>();
    for (ServedModel model : models.all()) {
      list.add(
          Json.object()
              .with("name", model.id())
              .with("model", model.id())
              .with("size", BYTES)
              .with("size_vram", BYTES)
              .with("digest", "lab")
              .with("details", details(model))
              .with("expires_at", "2027-01-01T00:00:00Z")
              .with("context_length", model.window()));
    }
    return Json.object().with("models", Json.array(list));
  }

  private Reply show(Exchange exchange) throws Refusal {
    Json body = exchange.body();
    ServedModel model = ownModel(body.at("model").text(body.at("name").text("")));
    String family = model.id().split(":", 2)[0];
    return Reply.json(
        200,
        Json.object()
            .with("modelfile", "")
            .with("parameters", "")
            .with("template", "{{ .System }}{{ .Prompt }}" + (model.tools() ? "{{ .Tools }}" : ""))
            .with("details", details(model))
            .with(
                "model_info",
                Json.object()
                    .with("general.architecture", family)
                    .with(family + ".context_length", model.window()))
            .with("capabilities", capabilities(model))
            .with("modified_at", "2026-10-01T10:00:00Z"));
  }

  private ServedModel ownModel(String name) throws Refusal {
    if (name.contains("[")) {
      throw new Refusal(400, Json.object().with("error", "invalid model name"));
    }
    return find(name)
        .orElseThrow(
            () -> new Refusal(404, Json.object().with("error", "model '" + name + "' not found")));
  }

  private static String noTools(String name) {
    return "registry.ollama.ai/library/" + tagged(name) + " does not support tools";
  }

  private static boolean usesTools(Json body) {
    return !body.at("tools").items().isEmpty();
  }

  private Reply chatOwn(Exchange exchange) throws Refusal {
    Json body = exchange.body();
    String name = body.at("model").text("");
    ServedModel model = ownModel(name);
    if (usesTools(body) && !model.tools()) {
      throw new Refusal(400, Json.object().with("error", noTools(name)));
    }
    String level = body.at("think").text("high");
    if (!THINK_LEVELS.contains(level)) {
      throw new Refusal(
          400, Json.object().with("error", "think value \"" + level + "\" is not supported"));
    }
    boolean asksForThoughts = body.at("think").truth(body.at("think").isText());
    if (asksForThoughts && !model.thinks()) {
      throw new Refusal(
          400, Json.object().with("error", "\"" + name + "\" does not support thinking"));
    }
    boolean thinking = model.thinks() && (asksForThoughts || !body.has("think"));
    Conversation asked = own.readChat(body).withThinking(thinking);
    return own.writeChat(exchange, asked, ask(exchange, asked, window(body, model)));
  }

  private Reply generate(Exchange exchange) throws Refusal {
    Json body = exchange.body();
    ServedModel model = ownModel(body.at("model").text(""));
    Conversation asked = own.readGenerate(body);
    Answer answer = ask(exchange, asked, window(body, model)).withoutThoughts();
    if (body.at("format").is("json")) {
      // The server's grammar leaves a model that wants to say prose no other way.
      answer = Answer.text(Json.object().with("response", answer.text()).toString());
    }
    return own.writeGenerate(exchange, asked, answer);
  }

  private static long window(Json body, ServedModel model) {
    return body.at("options").at("num_ctx").number(model.window());
  }

  /**
   * Asks the model, which sees only the end of a conversation that does not fit and cannot know
   * what it was about.
   */
  private static Answer ask(Exchange exchange, Conversation asked, long window) {
    return window > 0 && asked.inputTokens() > window
        ? Answer.text(
            "Hello! It looks like the beginning of your message is missing. How can I help you?")
        : exchange.ask(asked, "call_");
  }

  private Reply messages(Exchange exchange) throws Refusal {
    Json body = exchange.body();
    String problem =
        exchange.malformed()
            ? "unexpected EOF"
            : body.at("model").text("").isEmpty()
                ? "model is required"
                : body.at("max_tokens").number(0) <= 0
                    ? "max_tokens is required and must be positive"
                    : body.at("messages").items().isEmpty() ? "messages is required" : "";
    if (!problem.isEmpty()) {
      throw messagesRefusal(exchange, 400, "invalid_request_error", problem);
    }
    String name = body.at("model").text("");
    if (name.contains("[")) {
      throw messagesRefusal(exchange, 400, "invalid_request_error", "invalid model name");
    }
    ServedModel model =
        find(name)
            .orElseThrow(
                () ->
                    messagesRefusal(
                        exchange, 404, "not_found_error", "model '" + name + "' not found"));
    if (usesTools(body) && !model.tools()) {
      throw messagesRefusal(exchange, 400, "invalid_request_error", noTools(name));
    }
    boolean thinking = model.thinks() && !body.at("thinking").at("type").is("disabled");
    // tool_choice, stop sequences and output schemas are parsed there and change nothing.
    Conversation asked =
        messages
            .read(body.without("tool_choice").without("stop_sequences").without("output_config"))
            .withThinking(thinking);
    return messages.write(exchange, asked, ask(exchange, asked, model.window()));
  }

  private static Refusal messagesRefusal(
      Exchange exchange, int status, String type, String message) {
    return new Refusal(status, ErrorBodies.anthropic(type, message, exchange.id("req_", 24)));
  }

  private Reply chat(Exchange exchange) throws Refusal {
    Json body = exchange.body();
    String name = body.at("model").text("");
    ServedModel model =
        find(name)
            .orElseThrow(
                () ->
                    new Refusal(
                        404,
                        ErrorBodies.openAi(
                            "model '" + name + "' not found", "not_found_error", "", "")));
    if (usesTools(body) && !model.tools()) {
      throw new Refusal(400, ErrorBodies.openAi(noTools(name), "api_error", "", ""));
    }
    Conversation asked = chat.read(body).withThinking(model.thinks());
    return chat.write(exchange, asked, ask(exchange, asked, model.window()));
  }
}
