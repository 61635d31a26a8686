package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Refusal;
import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Answer;
import dev.ccproxy.lab.model.Conversation;
import dev.ccproxy.lab.surface.ChatSurface;
import dev.ccproxy.lab.surface.MessagesSurface;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The LiteLLM proxy with a master key and no database, in one of its releases and with deployments
 * of one branch; litellm.md 4 to 7, measured. Its upstream is the model of the lab itself.
 */
public final class LiteLlm implements Personality {

  /** The way from {@code /v1/messages} to an upstream. */
  public enum Branch {
    /** Chat Completions: {@code hosted_vllm/} and most other prefixes. */
    CHAT("hosted_vllm", "Hosted_vllmException"),
    /** Responses: {@code openai/} since 1.82.0. */
    RESPONSES("openai", "OpenAIException"),
    /** Messages passed on: {@code anthropic/} with an address. */
    NATIVE("anthropic", "AnthropicException");

    private final String prefix;
    private final String exception;

    Branch(String prefix, String exception) {
      this.prefix = prefix;
      this.exception = exception;
    }

    String exception() {
      return exception;
    }
  }

  private static final String PAGE =
      "<!DOCTYPE html>\n<html>\n<head><title>LiteLLM API - Swagger UI</title></head>\n"
          + "<body><div id=\"swagger-ui\"></div></body>\n</html>\n";

  private static final List<String> KEY_HEADERS =
      List.of(
          "x-litellm-api-key",
          "authorization",
          "api-key",
          "x-api-key",
          "x-goog-api-key",
          "ocp-apim-subscription-key");

  private static final String MODEL_ID =
      "c64cbc2912cee53a97b1571dfa9ea390892c7605b34875bd8123ac761dfc5ff0";

  private final LiteLlmRelease release;
  private final Branch branch;
  private final Set<String> keys;
  private final Models models;
  private final LiteLlmErrors errors;
  private final MessagesSurface messages;
  private final ChatSurface chat = new ChatSurface(ChatSurface.Dialect.OPENAI);

  /**
   * LiteLLM.
   *
   * @param keys the master key, and nothing else where there is no database
   * @param models the {@code model_name} entries
   */
  public LiteLlm(
      LiteLlmRelease release, Branch branch, Set<String> keys, List<ServedModel> models) {
    this.release = release;
    this.branch = branch;
    this.keys = Set.copyOf(keys);
    this.models = new Models(models);
    this.errors = new LiteLlmErrors(release, branch);
    this.messages = new MessagesSurface(dialect(release, branch));
  }

  private static MessagesSurface.Dialect dialect(LiteLlmRelease release, Branch branch) {
    if (branch == Branch.NATIVE) {
      return MessagesSurface.Dialect.ANTHROPIC;
    }
    // The Responses branch of the old releases opens the block that it needs.
    return release.old() && branch == Branch.CHAT
        ? MessagesSurface.Dialect.LITELLM_OLD
        : MessagesSurface.Dialect.LITELLM;
  }

  @Override
  public String name() {
    return "litellm-" + release.version() + "-" + branch.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Reply answer(Exchange exchange) throws Refusal {
    return guarded(reply(exchange));
  }

  @Override
  public Reply failure(Exchange exchange, int status, String type, String message) {
    Json body =
        branch == Branch.NATIVE
            ? ErrorBodies.anthropic(type, message, exchange.id("req_", 24))
            : ErrorBodies.openAi(message, type, "", "");
    return routed(exchange, status, errors.wrapped(status, body.toString(), group(exchange)));
  }

  /** An error of this proxy about a request that its router had already taken. */
  public Reply ownFailure(Exchange exchange, int status, String message) {
    return routed(exchange, status, errors.suffixed(message, group(exchange)));
  }

  @Override
  public Reply unknownModel(Exchange exchange, String model) {
    return guarded(
        Reply.json(400, errors.unknownModel(model))
            .withHeader("x-litellm-call-id", exchange.id("", 32))
            .withHeader("x-litellm-version", release.version())
            .withHeader("x-litellm-response-cost", "0")
            .withHeader("x-litellm-key-spend", "0.0"));
  }

  /** Which release it is. */
  public LiteLlmRelease release() {
    return release;
  }

  private Reply routed(Exchange exchange, int status, String message) {
    Reply reply =
        Reply.json(status, errors.messages(status, message))
            .withHeader("x-litellm-call-id", exchange.id("", 32))
            .withHeader("x-litellm-model-id", MODEL_ID)
            .withHeader("x-litellm-version", release.version())
            .withHeader("x-litellm-response-cost", "0")
            .withHeader("x-litellm-key-spend", "0.0")
            .withHeader("x-litellm-timeout", release.old() ? "6000.0" : "600.0");
    return guarded(reply);
  }

  private static String group(Exchange exchange) {
    return exchange.body().at("model").text("");
  }

  /** The headers that every answer of a release has. */
  private Reply guarded(Reply reply) {
    return release.old()
        ? reply.withHeader("server", "uvicorn").withHeader("vary", "Origin")
        : reply
            .withHeader("vary", "Origin")
            .withHeader("x-frame-options", "DENY")
            .withHeader("content-security-policy", "frame-ancestors 'none'")
            .withHeader("x-content-type-options", "nosniff");
  }

  private Reply reply(Exchange exchange) throws Refusal {
    String route = exchange.request().route();
    if (exchange.request().path().equals("/v1/messages/")) {
      return new Reply(
          307, Headers.of("Location", "/v1/messages"), Reply.Framing.LENGTH, List.of());
    }
    return switch (route) {
      case "GET /", "HEAD /" -> Reply.text(200, "text/html; charset=utf-8", PAGE);
      case "GET /health/liveliness", "GET /health/liveness" ->
          Reply.json(200, Json.of("I'm alive!"));
      case "GET /health/readiness" -> Reply.json(200, readiness(release.old()));
      case "GET /public/model_hub/info" -> Reply.json(200, hub());
      case "GET /openapi.json" -> Reply.json(200, openapi());
      case "GET /test" -> Reply.json(200, Json.object().with("route", "/test"));
      case "GET /routes" -> Reply.json(200, Json.object().with("routes", Json.array()));
      case "GET /health/readiness/details" -> details(exchange);
      case "GET /v1/models", "GET /models" -> list(exchange);
      case "GET /model/info", "GET /v1/model/info" -> info(exchange);
      case "GET /health" -> health(exchange);
      case "POST /v1/messages" -> messages(exchange);
      case "POST /v1/messages/count_tokens" -> count(exchange);
      case "POST /v1/chat/completions", "POST /chat/completions" -> chat(exchange);
      case "GET /v1/messages", "HEAD /v1/messages", "OPTIONS /v1/messages" ->
          Reply.json(405, Json.object().with("detail", "Method Not Allowed"))
              .withHeader("allow", "POST");
      default -> notFound();
    };
  }

  private static Reply notFound() {
    return Reply.json(404, Json.object().with("detail", "Not Found"));
  }

  private Json readiness(boolean detailed) {
    Json out = Json.object().with("status", "healthy").with("db", "Not connected");
    return detailed
        ? out.with("cache", Json.NULL)
            .with("litellm_version", release.version())
            .with("success_callbacks", Json.array())
            .with("use_aiohttp_transport", true)
        : out;
  }

  private Json hub() {
    return Json.object()
        .with("docs_title", "LiteLLM API")
        .with("custom_docs_description", Json.NULL)
        .with("litellm_version", release.version())
        .with("useful_links", Json.object());
  }

  private Json openapi() {
    return Json.object()
        .with("openapi", "3.1.0")
        .with("info", Json.object().with("title", "LiteLLM API").with("version", release.version()))
        .with("paths", Json.object());
  }

  private void authorize(Exchange exchange) throws Refusal {
    Optional<String> given = given(exchange.request());
    if (given.isEmpty()) {
      throw new Refusal(guarded(errors.noCredential()));
    }
    String key = given.get();
    for (int i = 0; i < 2 && key.regionMatches(true, 0, "bearer", 0, 6); i++) {
      // It takes "Bearer Bearer sk-…" as well.
      key = key.substring(6).strip();
    }
    if (key.isEmpty()) {
      throw new Refusal(guarded(errors.malformedKey()));
    }
    if (!keys.contains(key)) {
      throw new Refusal(
          guarded(
              Reply.json(
                  400,
                  LiteLlmErrors.auth("No connected db.", "no_db_connection", Json.NULL, 400))));
    }
  }

  /** The first credential header that is there counts; an empty one only if there is no other. */
  private static Optional<String> given(Request request) {
    Optional<String> empty = Optional.empty();
    for (String name : KEY_HEADERS) {
      Optional<String> value = request.headers().first(name);
      if (value.isPresent()) {
        boolean blank = value.get().isBlank() || value.get().strip().equalsIgnoreCase("bearer");
        if (!blank) {
          return value;
        }
        empty = value;
      }
    }
    return empty;
  }

  private Reply details(Exchange exchange) throws Refusal {
    if (release.old()) {
      return notFound();
    }
    authorize(exchange);
    return Reply.json(200, readiness(true).with("log_level", "WARNING"));
  }

  private Reply list(Exchange exchange) throws Refusal {
    authorize(exchange);
    boolean anthropic =
        !release.old() && exchange.request().headers().first("anthropic-version").isPresent();
    List<Json> data = new ArrayList<>();
    for (ServedModel model : models.all()) {
      Json entry =
          anthropic
              ? Json.object()
                  .with("type", "model")
                  .with("id", model.id())
                  .with("display_name", model.id())
                  .with("created_at", "2023-02-28T18:56:42Z")
                  .with("max_input_tokens", limit(model.window()))
                  .with("max_tokens", limit(model.maxOutput()))
              : Json.object()
                  .with("id", model.id())
                  .with("object", "model")
                  .with("created", 1_677_610_602)
                  .with("owned_by", "openai");
      data.add(entry);
    }
    if (anthropic) {
      return Reply.json(
          200,
          Json.object()
              .with("data", Json.array(data))
              .with("has_more", false)
              .with("first_id", models.all().get(0).id())
              .with("last_id", models.all().get(models.all().size() - 1).id()));
    }
    return Reply.json(200, Json.object().with("data", Json.array(data)).with("object", "list"));
  }

  private static Json limit(long tokens) {
    return tokens > 0 ? Json.of(tokens) : Json.NULL;
  }

  private Reply info(Exchange exchange) throws Refusal {
    authorize(exchange);
    List<Json> data = new ArrayList<>();
    for (ServedModel model : models.all()) {
      data.add(
          Json.object()
              .with("model_name", model.id())
              .with(
                  "litellm_params",
                  Json.object()
                      .with("api_base", "http://127.0.0.1:8000/v1")
                      .with("model", upstream(model)))
              .with("model_info", Json.object().with("id", MODEL_ID).with("db_model", false)));
    }
    return Reply.json(200, Json.object().with("data", Json.array(data)));
  }

  private String upstream(ServedModel model) {
    return branch.prefix + "/" + model.id();
  }

  /** The real one makes a call, and costs money, for each deployment. */
  private Reply health(Exchange exchange) throws Refusal {
    authorize(exchange);
    List<Json> healthy = new ArrayList<>();
    for (ServedModel model : models.all()) {
      healthy.add(Json.object().with("model", upstream(model)));
    }
    return Reply.json(
        200,
        Json.object()
            .with("healthy_endpoints", Json.array(healthy))
            .with("unhealthy_endpoints", Json.array())
            .with("healthy_count", healthy.size())
            .with("unhealthy_count", 0));
  }

  private static Refusal malformed(Exchange exchange, LiteLlm proxy) {
    return new Refusal(
        proxy.guarded(
            Reply.json(
                400,
                LiteLlmErrors.auth(
                    "Invalid JSON payload: unexpected end of data: line 1 column "
                        + (exchange.request().body().length + 1)
                        + " (char "
                        + exchange.request().body().length
                        + ")",
                    "invalid_request_error",
                    Json.of("request_body"),
                    400))));
  }

  private ServedModel model(Exchange exchange) throws Refusal {
    Json asked = exchange.body().at("model");
    String id = asked.given() ? asked.text("") : "None";
    String plain =
        !release.old() && id.endsWith("[1m]") ? id.substring(0, id.length() - "[1m]".length()) : id;
    return models.find(plain).orElseThrow(() -> new Refusal(unknownModel(exchange, id)));
  }

  private Reply messages(Exchange exchange) throws Refusal {
    authorize(exchange);
    if (exchange.malformed()) {
      throw malformed(exchange, this);
    }
    ServedModel model = model(exchange);
    Json body = exchange.body();
    if (!body.at("max_tokens").given()) {
      throw new Refusal(
          guarded(
              Reply.json(
                      400,
                      errors.messages(
                          400, "anthropic_messages: Missing required parameter: 'max_tokens'."))
                  .withHeader("x-litellm-call-id", exchange.id("", 32))));
    }
    Conversation asked = messages.read(body);
    overflow(exchange, model, asked);
    boolean thinking = asked.thinking() && model.thinks();
    Answer answer =
        exchange.ask(asked.withThinking(thinking), branch == Branch.NATIVE ? "toolu_" : "call_");
    // The chat branch has no field for a stop sequence: it says that the model was done.
    if (branch != Branch.NATIVE && answer.stop() == Answer.Stop.SEQUENCE) {
      answer = new Answer(answer.parts(), Answer.Stop.END, Optional.empty());
    }
    Conversation named = release.old() ? asked.withModel(model.id()) : asked;
    Reply reply = messages.write(exchange, named, answer);
    if (release == LiteLlmRelease.V1_83_14 && branch == Branch.RESPONSES && asked.stream()) {
      List<Frame> frames = new ArrayList<>(reply.frames());
      frames.add(0, frames.get(0));
      reply = reply.withFrames(frames);
    }
    return stamped(exchange, reply, model, asked.stream());
  }

  private void overflow(Exchange exchange, ServedModel model, Conversation asked) throws Refusal {
    if (model.window() > 0 && asked.inputTokens() > model.window()) {
      throw new Refusal(
          failure(
              exchange,
              400,
              "invalid_request_error",
              "This model's maximum context length is "
                  + model.window()
                  + " tokens. However, your messages resulted in "
                  + asked.inputTokens()
                  + " tokens."));
    }
  }

  /** The headers of a good answer. */
  private Reply stamped(Exchange exchange, Reply reply, ServedModel model, boolean stream) {
    Reply out =
        reply
            .withHeader("x-litellm-call-id", exchange.id("", 32))
            .withHeader("x-litellm-model-id", MODEL_ID)
            .withHeader("x-litellm-version", release.version())
            .withHeader("x-litellm-response-cost-original", "0.0")
            .withHeader("x-litellm-key-spend", "0.0");
    if (release.old()) {
      return out;
    }
    if (branch == Branch.NATIVE) {
      out = out.withHeader("request-id", exchange.id("req_", 24));
    }
    if (stream) {
      out = out.withHeader("x-litellm-model-api-base", "http://127.0.0.1:8000/v1");
    }
    return out.withHeader("x-litellm-model-name", upstream(model))
        .withHeader("x-litellm-model-group", model.id())
        .withHeader("x-litellm-attempted-retries", "0")
        .withHeader("x-litellm-attempted-fallbacks", "0");
  }

  private Reply count(Exchange exchange) throws Refusal {
    authorize(exchange);
    Json body = exchange.body();
    if (!body.at("model").given()) {
      String text = "model parameter is required";
      return Reply.json(
          400,
          release.old()
              ? Json.object().with("detail", Json.object().with("error", text))
              : errors.messages(400, text));
    }
    // The old ones count neither the system text nor the tools.
    Json counted = release.old() ? body.without("system").without("tools") : body;
    Json out = Json.object().with("input_tokens", messages.read(counted).inputTokens());
    return Reply.json(
        200, release.old() ? out : out.with("litellm_count_source", "local_estimate"));
  }

  private Reply chat(Exchange exchange) throws Refusal {
    authorize(exchange);
    if (exchange.malformed()) {
      throw malformed(exchange, this);
    }
    String id = exchange.body().at("model").text("None");
    ServedModel model =
        models
            .find(id)
            .orElseThrow(
                () ->
                    new Refusal(
                        guarded(
                            Reply.json(
                                400,
                                LiteLlmErrors.chat(
                                    400,
                                    "/chat/completions: Invalid model name passed in model="
                                        + id
                                        + ". Call `/v1/models` to view available models for your"
                                        + " key.")))));
    Conversation asked = chat.read(exchange.body());
    Answer answer = exchange.ask(asked.withThinking(false), "call_");
    return stamped(exchange, chat.write(exchange, asked, answer), model, asked.stream());
  }
}
