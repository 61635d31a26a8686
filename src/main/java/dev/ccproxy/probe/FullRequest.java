package dev.ccproxy.probe;

import dev.ccproxy.document.Value;
import dev.ccproxy.wire.ResponseHead.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Builds the body and the header fields of the client's full request: its fields in its order, its
 * number of tools and its sizes, with generated texts.
 */
final class FullRequest {
  private static final int SHORT_TEXT = 40;
  private static final int SMALL_MAX_TOKENS = 1024;
  private static final int LIMIT_OF_NAMES = 64;

  private final ClientShape.Sent sent;
  private final Set<Feature> kept;
  private final Nonces nonces;

  FullRequest(ClientShape.Sent sent, Set<Feature> kept, Nonces nonces) {
    this.sent = sent;
    this.kept = kept;
    this.nonces = nonces;
  }

  private boolean has(Feature feature) {
    return kept.contains(feature) && sent.features().contains(feature);
  }

  /** The path below the base. */
  String path() {
    return has(Feature.BETA_QUERY) ? "/v1/messages?beta=true" : "/v1/messages";
  }

  /** The fields of the head that say more than the common ones. */
  List<Header> headers(String session) {
    List<Header> out = new ArrayList<>();
    Set<Feature> both = java.util.EnumSet.noneOf(Feature.class);
    for (Feature feature : kept) {
      if (sent.features().contains(feature)) {
        both.add(feature);
      }
    }
    String betas = sent.betas(both);
    if (!betas.isEmpty()) {
      out.add(new Header("anthropic-beta", betas));
    }
    if (has(Feature.CLIENT_HEADERS)) {
      for (Value pair : BoundedJson.items(sent.shape().field("headers"))) {
        List<Value> parts = BoundedJson.items(pair);
        out.add(new Header(BoundedJson.text(parts.get(0)), BoundedJson.text(parts.get(1))));
      }
      out.add(new Header("X-Claude-Code-Session-Id", session));
    }
    return out;
  }

  /**
   * The body.
   *
   * @param tool the tool that the model is to call
   * @param prompt what the user says
   */
  Value.Fields body(String model, JsonObject tool, String prompt, String session) {
    JsonObject body = JsonObject.of("model", model);
    body.put("messages", messages(prompt));
    body.put("system", system());
    body.put("tools", tools(tool));
    if (has(Feature.METADATA)) {
      body.put("metadata", JsonObject.of("user_id", user(session)));
    }
    long maxTokens = has(Feature.MAX_TOKENS) ? sent.maxTokens() : SMALL_MAX_TOKENS;
    body.put("max_tokens", maxTokens);
    Value thinking = sent.thinking();
    if (has(Feature.THINKING) && thinking instanceof Value.Fields fields) {
      body.put("thinking", thinking(fields, maxTokens));
    }
    Value own = sent.shape().field("fields");
    put(body, Feature.TEMPERATURE, "temperature", BoundedJson.field(own, "temperature"));
    put(
        body,
        Feature.CONTEXT_MANAGEMENT,
        "context_management",
        BoundedJson.field(own, "context_management"));
    put(body, Feature.OUTPUT_CONFIG, "output_config", BoundedJson.field(own, "output_config"));
    return body.put("stream", true).value();
  }

  private void put(
      JsonObject body,
      Feature feature,
      String name,
      @org.jspecify.annotations.Nullable Value value) {
    if (value != null && has(feature)) {
      body.put(name, value);
    }
  }

  private Value thinking(Value.Fields fields, long maxTokens) {
    JsonObject out = JsonObject.copy(fields);
    long budget = BoundedJson.number(fields.fields().get("budget_tokens"), -1);
    if (budget >= maxTokens) {
      out.put("budget_tokens", Math.max(1, maxTokens - 1));
    }
    Value display = BoundedJson.field(sent.shape().field("fields"), "thinking_display");
    if (has(Feature.THINKING_DISPLAY) && display != null) {
      out.put("display", display);
    }
    return out.value();
  }

  private String user(String session) {
    return "{\"device_id\":\""
        + nonces.hex(64)
        + "\",\"account_uuid\":\"\",\"session_id\":\""
        + session
        + "\"}";
  }

  private int size(long bytes) {
    return has(Feature.LONG_TEXTS) ? (int) bytes : (int) Math.min(bytes, SHORT_TEXT);
  }

  private Value messages(String prompt) {
    List<JsonObject> out = new ArrayList<>();
    int reminder = (int) BoundedJson.number(sent.shape().field("reminderBytes"), 0);
    out.add(
        JsonObject.of("role", "user")
            .put(
                "content",
                List.of(
                    textBlock(
                        "<system-reminder>"
                            + Filler.text(size(Math.max(1, reminder - 35L)), 1)
                            + "</system-reminder>",
                        false),
                    textBlock(prompt, false))));
    Value system = sent.shape().field("systemMessage");
    if (has(Feature.SYSTEM_MESSAGE) && system != null) {
      String text = Filler.text(size(BoundedJson.number(BoundedJson.field(system, "bytes"), 0)), 2);
      JsonObject message = JsonObject.of("role", "system");
      boolean cached = BoundedJson.isTrue(BoundedJson.field(system, "cache"));
      out.add(
          has(Feature.SYSTEM_BLOCKS)
              ? message.put("content", List.of(textBlock(text, cached)))
              : message.put("content", text));
    }
    return JsonObject.list(out);
  }

  private Value system() {
    List<JsonObject> blocks = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    int number = 3;
    for (Value block : BoundedJson.items(sent.shape().field("system"))) {
      boolean attribution = BoundedJson.isTrue(BoundedJson.field(block, "attribution"));
      if (attribution && !has(Feature.ATTRIBUTION)) {
        continue;
      }
      long bytes = BoundedJson.number(BoundedJson.field(block, "bytes"), 0);
      if (sent.simple()) {
        bytes =
            Math.min(
                bytes,
                BoundedJson.number(
                    BoundedJson.field(sent.shape().field("simple"), "systemBytes"), bytes));
      }
      String text =
          attribution
              ? "x-anthropic-billing-header: cc_version="
                  + sent.shape().version()
                  + ".000; cc_entrypoint=sdk-cli;"
              : Filler.text(size(bytes), number++);
      blocks.add(textBlock(text, BoundedJson.isTrue(BoundedJson.field(block, "cache"))));
      plain.append(plain.length() == 0 ? "" : "\n\n").append(text);
    }
    return has(Feature.SYSTEM_ARRAY) ? JsonObject.list(blocks) : Value.of(plain.toString());
  }

  private JsonObject textBlock(String text, boolean cached) {
    JsonObject block = JsonObject.of("type", "text").put("text", text);
    if (cached && has(Feature.CACHE_CONTROL)) {
      block.put("cache_control", cacheControl());
    }
    return block;
  }

  /** The value of {@code cache_control}. */
  Value cacheControl() {
    Value control = sent.shape().field("cacheControl");
    JsonObject out =
        control instanceof Value.Fields fields
            ? JsonObject.copy(fields)
            : JsonObject.of("type", "ephemeral");
    return (has(Feature.CACHE_SCOPE) ? out : out.without("scope")).value();
  }

  private Value tools(JsonObject called) {
    List<JsonObject> out = new ArrayList<>();
    out.add(called);
    if (!has(Feature.MANY_TOOLS)) {
      return JsonObject.list(out);
    }
    boolean inline = sent.shape().field("inlineTools") != null && !has(Feature.DEFER_LOADING);
    Value tools = sent.shape().field("tools");
    // Leaving defer_loading out of the search for a refused field must not change the size too.
    boolean whole = inline && !sent.features().contains(Feature.DEFER_LOADING);
    Value sizes = whole ? sent.shape().field("inlineTools") : tools;
    int count = (int) BoundedJson.number(BoundedJson.field(sizes, "count"), 1);
    int bytes = (int) BoundedJson.number(BoundedJson.field(sizes, "bytes"), 0);
    if (sent.simple()) {
      Value simple = sent.shape().field("simple");
      count = (int) BoundedJson.number(BoundedJson.field(simple, "tools"), count);
      bytes = (int) BoundedJson.number(BoundedJson.field(simple, "toolBytes"), bytes);
    }
    List<Value> names = BoundedJson.items(BoundedJson.field(tools, "names"));
    List<Value> deferred = BoundedJson.items(BoundedJson.field(tools, "deferred"));
    List<Value> schemas = BoundedJson.items(sent.shape().field("schemas"));
    for (int i = 0; i < count; i++) {
      Value name = i < names.size() ? names.get(i) : Value.of("Tool" + (i + 1));
      if (whole && deferred.contains(name)) {
        name = Value.of("Tool" + (i + 1));
      }
      Value schema = schemas.get(i % schemas.size());
      JsonObject tool = JsonObject.of("name", Bounded.line(BoundedJson.text(name), LIMIT_OF_NAMES));
      int used = has(Feature.TOOL_SCHEMAS) ? length(schema) : 60;
      tool.put("description", Filler.text(size(Math.max(20, bytes / count - used - 60)), 10 + i));
      tool.put("input_schema", has(Feature.TOOL_SCHEMAS) ? schema : plainSchema());
      if (has(Feature.DEFER_LOADING) && deferred.contains(name)) {
        tool.put("defer_loading", true);
      }
      out.add(tool);
    }
    return JsonObject.list(out);
  }

  private static int length(Value schema) {
    return dev.ccproxy.document.JsonText.write(schema, 0).length();
  }

  private static Value plainSchema() {
    return JsonObject.of("type", "object")
        .put("properties", JsonObject.of("value", JsonObject.of("type", "string").value()))
        .value();
  }
}
