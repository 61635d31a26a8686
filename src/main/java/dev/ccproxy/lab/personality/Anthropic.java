package dev.ccproxy.lab.personality;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Refusal;
import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Conversation;
import dev.ccproxy.lab.surface.MessagesSurface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Anthropic's own Messages service, the control against which others are measured: every field must
 * be known, and a field of a beta counts only together with the beta's name in the header.
 */
public final class Anthropic implements Personality {
  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "messages",
          "system",
          "tools",
          "tool_choice",
          "metadata",
          "max_tokens",
          "temperature",
          "top_p",
          "top_k",
          "stop_sequences",
          "stream",
          "thinking",
          "output_config",
          "service_tier",
          "container",
          "context_management",
          "mcp_servers",
          "safeguards");

  private static final Set<String> BLOCKS =
      Set.of(
          "text",
          "image",
          "document",
          "tool_use",
          "tool_result",
          "thinking",
          "redacted_thinking",
          "search_result",
          "server_tool_use",
          "web_search_tool_result",
          "tool_reference");

  private final Set<String> keys;
  private final Models models;
  private final MessagesSurface messages = new MessagesSurface(MessagesSurface.Dialect.ANTHROPIC);

  /**
   * Anthropic.
   *
   * @param keys the API keys that are valid
   */
  public Anthropic(Set<String> keys, List<ServedModel> models) {
    this.keys = Set.copyOf(keys);
    this.models = new Models(models);
  }

  /** Anthropic with some of its models. */
  public static Anthropic standard(String key) {
    return new Anthropic(Set.of(key), standardModels());
  }

  /** Some of its models. */
  public static List<ServedModel> standardModels() {
    return List.of(
        thinking("claude-opus-5", 1_000_000, 128_000),
        thinking("claude-sonnet-5", 1_000_000, 128_000),
        thinking("claude-haiku-5-5", 1_000_000, 128_000),
        thinking("claude-haiku-4-5", 200_000, 64_000));
  }

  private static ServedModel thinking(String id, long window, long output) {
    return ServedModel.of(id).limits(window, output).thinking(ServedModel.Thinking.ON_REQUEST);
  }

  @Override
  public String name() {
    return "anthropic";
  }

  @Override
  public Reply answer(Exchange exchange) throws Refusal {
    return reply(exchange).withHeader("request-id", exchange.id("req_", 24));
  }

  private Reply reply(Exchange exchange) throws Refusal {
    switch (exchange.request().route()) {
      case "POST /v1/messages" -> {
        authorize(exchange);
        return messages(exchange);
      }
      case "POST /v1/messages/count_tokens" -> {
        authorize(exchange);
        return Reply.json(
            200, Json.object().with("input_tokens", messages.read(exchange.body()).inputTokens()));
      }
      case "GET /v1/models" -> {
        authorize(exchange);
        return Reply.json(200, list());
      }
      case "GET /api/hello", "HEAD /api/hello" -> {
        return Reply.json(200, Json.object().with("message", "hello"));
      }
      default -> throw refusal(exchange, 404, "not_found_error", "Not Found");
    }
  }

  private void authorize(Exchange exchange) throws Refusal {
    if (!Credentials.of(exchange.request()).apiKeyIn(keys)) {
      throw refusal(exchange, 401, "authentication_error", "invalid x-api-key");
    }
    if (exchange.request().headers().first("anthropic-version").isEmpty()) {
      throw bad(exchange, "anthropic-version: header is required");
    }
  }

  private static Refusal refusal(Exchange exchange, int status, String type, String message) {
    return new Refusal(status, ErrorBodies.anthropic(type, message, exchange.id("req_", 24)));
  }

  private static Refusal bad(Exchange exchange, String message) {
    return refusal(exchange, 400, "invalid_request_error", message);
  }

  private Json list() {
    List<Json> data = new ArrayList<>();
    for (ServedModel model : models.all()) {
      data.add(
          Json.object()
              .with("type", "model")
              .with("id", model.id())
              .with("display_name", model.id())
              .with("created_at", "2026-01-01T00:00:00Z"));
    }
    return Json.object()
        .with("data", Json.array(data))
        .with("has_more", false)
        .with("first_id", models.all().get(0).id())
        .with("last_id", models.all().get(models.all().size() - 1).id());
  }

  private Reply messages(Exchange exchange) throws Refusal {
    Json body = exchange.body();
    if (!body.isObject()) {
      throw bad(exchange, "The request body is not valid JSON");
    }
    for (String field : List.of("model", "messages", "max_tokens")) {
      if (!body.has(field)) {
        throw bad(exchange, field + ": Field required");
      }
    }
    String id = body.at("model").text("");
    ServedModel model =
        models
            .find(id)
            .orElseThrow(() -> refusal(exchange, 404, "not_found_error", "model: " + id));
    fields(exchange, body);
    turns(exchange, body);
    pairs(exchange, body);
    long limit = body.at("max_tokens").number(0);
    if (limit > model.maxOutput()) {
      throw bad(
          exchange,
          "max_tokens: "
              + limit
              + " > "
              + model.maxOutput()
              + ", which is the maximum allowed number of output tokens for "
              + id);
    }
    Conversation asked = messages.read(body);
    if (asked.inputTokens() > model.window()) {
      throw bad(
          exchange,
          "prompt is too long: "
              + asked.inputTokens()
              + " tokens > "
              + model.window()
              + " maximum");
    }
    return messages.write(exchange, asked, exchange.ask(asked, "toolu_"));
  }

  private static void fields(Exchange exchange, Json body) throws Refusal {
    for (String key : body.keys()) {
      boolean unnamed = key.equals("context_management") && !beta(exchange, "context-management-");
      if (!FIELDS.contains(key) || unnamed) {
        throw bad(exchange, key + ": Extra inputs are not permitted");
      }
    }
    int index = 0;
    for (Json tool : body.at("tools").items()) {
      if (tool.has("defer_loading") && !beta(exchange, "advanced-tool-use-")) {
        throw bad(
            exchange, "tools." + index + ".custom.defer_loading: Extra inputs are not permitted");
      }
      index++;
    }
    index = 0;
    for (Json block : body.at("system").items()) {
      if (block.at("cache_control").has("scope") && !beta(exchange, "prompt-caching-scope-")) {
        throw bad(
            exchange,
            "system." + index + ".cache_control.ephemeral.scope: Extra inputs are not permitted");
      }
      index++;
    }
  }

  private static boolean beta(Exchange exchange, String prefix) {
    Headers headers = exchange.request().headers();
    for (String value : headers.all("anthropic-beta")) {
      for (String beta : value.split(",", -1)) {
        if (beta.strip().startsWith(prefix)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void turns(Exchange exchange, Json body) throws Refusal {
    int index = 0;
    for (Json message : body.at("messages").items()) {
      String role = message.at("role").text("");
      if (role.equals("system")) {
        if (!beta(exchange, "mid-conversation-")) {
          throw bad(
              exchange,
              "messages: Unexpected role \"system\". The Messages API accepts a top-level `system`"
                  + " parameter, not \"system\" as an input message role.");
        }
      } else if (!role.equals("user") && !role.equals("assistant")) {
        throw bad(exchange, "messages." + index + ".role: Input should be 'user' or 'assistant'");
      }
      int place = 0;
      for (Json block : message.at("content").items()) {
        String type = block.at("type").text("");
        if (!BLOCKS.contains(type)) {
          throw bad(
              exchange,
              "messages."
                  + index
                  + ".content."
                  + place
                  + ": Input tag '"
                  + type
                  + "' found using 'type' does not match any of the expected tags");
        }
        place++;
      }
      index++;
    }
  }

  private static void pairs(Exchange exchange, Json body) throws Refusal {
    Optional<ToolPairs.Orphan> result = ToolPairs.resultWithoutCall(body);
    if (result.isPresent()) {
      throw bad(
          exchange,
          "messages."
              + result.get().message()
              + ".content.0: unexpected `tool_use_id` found in `tool_result` blocks: "
              + result.get().id()
              + ". Each `tool_result` block must have a corresponding `tool_use` block in the"
              + " previous message.");
    }
    Optional<ToolPairs.Orphan> call = ToolPairs.callWithoutResult(body);
    if (call.isPresent()) {
      throw bad(
          exchange,
          "messages."
              + call.get().message()
              + ": `tool_use` ids were found without `tool_result` blocks immediately after: "
              + call.get().id()
              + ". Each `tool_use` block must have a corresponding `tool_result` block in the next"
              + " message.");
    }
  }
}
