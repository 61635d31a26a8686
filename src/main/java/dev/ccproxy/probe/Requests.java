package dev.ccproxy.probe;

import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Value;
import dev.ccproxy.probe.Asked.Dictated;
import dev.ccproxy.wire.ResponseHead.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The library of requests ({@code probes.md} 3.2): each as small as it can be, with fresh nonces,
 * without {@code temperature}. Paths and head fields are those of the client; the credential is
 * what the client would send, and the user agent is our own.
 */
public final class Requests {
  private static final String MESSAGES = Endpoint.MESSAGES;
  private static final int TEXT_TOKENS = 256;
  private static final int TOOL_TOKENS = 1024;
  private static final String TOOL = "record_probe";
  private static final String READER = "read_code";
  private static final String LONG_NAME =
      "mcp__probe__store_a_value_under_a_name_as_long_as_names_may_ever";

  private static final Header JSON = new Header("content-type", "application/json");
  private static final Header ACCEPT = new Header("accept", "application/json");
  private static final Header VERSION = new Header("anthropic-version", "2023-06-01");

  private final Endpoint endpoint;
  private final List<Credential> credentials;
  private final List<Header> extra;
  private final Nonces nonces;

  /**
   * A library for one endpoint.
   *
   * @param endpoint the base that the client uses
   * @param credentials what the client would send; each is bound to its origin
   * @param extra header fields of the user's without credentials ({@code ANTHROPIC_CUSTOM_HEADERS})
   */
  public Requests(
      Endpoint endpoint, List<Credential> credentials, List<Header> extra, Nonces nonces) {
    this.endpoint = endpoint;
    this.credentials = List.copyOf(credentials);
    this.extra = List.copyOf(extra);
    this.nonces = nonces;
  }

  /** The base that the client uses. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** What the client would send as credentials. */
  public List<Credential> credentials() {
    return credentials;
  }

  // ---- requests without a model -------------------------------------------------------------

  /** A GET of a path of the origin, without any credential: fingerprints, redirects. */
  public Asked get(String path) {
    return bare("GET", endpoint.root(path), List.of());
  }

  /** A GET below the base, without any credential. */
  public Asked getBase() {
    String path = endpoint.path();
    return bare("GET", endpoint.root(path.isEmpty() ? "/" : path + "/"), List.of());
  }

  /** The client's own look at the endpoint when it starts: {@code HEAD /api/hello}. */
  public Asked hello() {
    return bare("HEAD", endpoint.target("/api/hello"), List.of());
  }

  /** The list of models, as the client asks for it. */
  public Asked models() {
    return bare("GET", endpoint.target("/v1/models?limit=1000"), credentials);
  }

  private Asked bare(String method, Target target, List<Credential> with) {
    List<Header> headers = new ArrayList<>(List.of(ACCEPT));
    if (!with.isEmpty()) {
      headers.add(VERSION);
      headers.addAll(extra);
    }
    return new Asked(
        new ProbeRequest(method, method, target, headers, with, null, false),
        null,
        List.of(),
        List.of());
  }

  // ---- text ---------------------------------------------------------------------------------

  /** Q01: repeat a word, one JSON answer. */
  public Asked text(String model) {
    String nonce = nonces.next();
    return messages("Q01", echo(model, nonce, TEXT_TOKENS), List.of(nonce));
  }

  /** Q02: the same as a stream. */
  public Asked textStream(String model) {
    String nonce = nonces.next();
    return messages("Q02", echo(model, nonce, TEXT_TOKENS).put("stream", true), List.of(nonce));
  }

  /** Q01 with one token: is the credential accepted, does the model answer. */
  public Asked oneToken(String model) {
    return messages("Q01/1", echo(model, nonces.next(), 1), List.of());
  }

  /**
   * Q01 with text before the question, for the count of tokens.
   *
   * @param tokens about so many
   */
  public Asked textWithFiller(String model, int tokens) {
    String nonce = nonces.next();
    JsonObject body =
        JsonObject.of("model", model)
            .put("max_tokens", TEXT_TOKENS)
            .put("messages", List.of(user(Filler.tokens(tokens, 1) + "\n\n" + echoText(nonce))));
    return messages("Q01/" + tokens, body, List.of(nonce));
  }

  /** A stream of about 150 words, to see whether pieces arrive one by one. */
  public Asked longStream(String model) {
    JsonObject body =
        JsonObject.of("model", model)
            .put("max_tokens", TOOL_TOKENS)
            .put("messages", List.of(user("Write about 150 words on the history of bridges.")))
            .put("stream", true);
    return messages("Q02/150", body, List.of());
  }

  private static JsonObject echo(String model, String nonce, int maxTokens) {
    return JsonObject.of("model", model)
        .put("max_tokens", maxTokens)
        .put("messages", List.of(user(echoText(nonce))));
  }

  private static String echoText(String nonce) {
    return "Reply with exactly this word and nothing else: " + nonce;
  }

  // ---- tools --------------------------------------------------------------------------------

  /** Q03: one dictated tool call, one JSON answer. */
  public Asked tool(String model) {
    return dictated("Q03", model, false, null);
  }

  /** Q04: the same as a stream. */
  public Asked toolStream(String model) {
    return dictated("Q04", model, true, null);
  }

  /** Q05: the tool is forced by its name. */
  public Asked forcedTool(String model) {
    return dictated("Q05", model, false, JsonObject.of("type", "tool").put("name", TOOL));
  }

  /** Q06: some tool is forced. */
  public Asked anyTool(String model) {
    return dictated("Q06", model, false, JsonObject.of("type", "any"));
  }

  /** Q07: tools are forbidden; nothing is dictated, because no call may come. */
  public Asked noTool(String model) {
    Asked asked = dictated("Q07", model, false, JsonObject.of("type", "none"));
    return new Asked(asked.request(), asked.body(), List.of(), List.of());
  }

  /** Q08: two calls in one answer, as a stream. */
  public Asked parallel(String model) {
    return parallel("Q08", model, null);
  }

  /** Q09: the same with parallel calls switched off; at most one of the two may come. */
  public Asked parallelDisabled(String model) {
    return parallel(
        "Q09", model, JsonObject.of("type", "auto").put("disable_parallel_tool_use", true));
  }

  private Asked dictated(String id, String model, boolean stream, @Nullable JsonObject toolChoice) {
    String nonce = nonces.next();
    JsonObject body = toolBody(model, TOOL_TOKENS, List.of(recordProbe()), callText(nonce));
    return messages(id, finish(body, toolChoice, stream), List.of(), List.of(call(nonce, 7)));
  }

  private Asked parallel(String id, String model, @Nullable JsonObject toolChoice) {
    String first = nonces.next();
    String second = nonces.next();
    JsonObject body =
        toolBody(
            model,
            TOOL_TOKENS,
            List.of(recordProbe()),
            "Call "
                + TOOL
                + " twice in one answer: nonce \""
                + first
                + "\" n 1, and nonce \""
                + second
                + "\" n 2.");
    return messages(
        id, finish(body, toolChoice, true), List.of(), List.of(call(first, 1), call(second, 2)));
  }

  private static JsonObject finish(
      JsonObject body, @Nullable JsonObject toolChoice, boolean stream) {
    if (toolChoice != null) {
      body.put("tool_choice", toolChoice);
    }
    return stream ? body.put("stream", true) : body;
  }

  private static String callText(String nonce) {
    return "Call the tool "
        + TOOL
        + " once with nonce \""
        + nonce
        + "\" and n 7. Do not write text.";
  }

  private static Dictated call(String nonce, int n) {
    return new Dictated(TOOL, JsonObject.of("nonce", nonce).put("n", n).value());
  }

  private static JsonObject toolBody(
      String model, int maxTokens, List<JsonObject> tools, String text) {
    return JsonObject.of("model", model)
        .put("max_tokens", maxTokens)
        .put("tools", tools)
        .put("messages", List.of(user(text)));
  }

  /** The tool of most probes. */
  private static JsonObject recordProbe() {
    return JsonObject.of("name", TOOL)
        .put("description", "Stores a probe value.")
        .put("input_schema", recordSchema());
  }

  private static JsonObject recordSchema() {
    return JsonObject.of("type", "object")
        .put("properties", JsonObject.of("nonce", type("string").value()).put("n", type("integer")))
        .put("required", strings("nonce", "n"));
  }

  private static JsonObject readCode() {
    return JsonObject.of("name", READER)
        .put("description", "Returns the code.")
        .put("input_schema", JsonObject.of("type", "object").put("properties", new JsonObject()));
  }

  private static JsonObject type(String name) {
    return JsonObject.of("type", name);
  }

  private static Value strings(String... texts) {
    return Value.ofStrings(List.of(texts));
  }

  // ---- tool results -------------------------------------------------------------------------

  /** What a tool result looks like. */
  public enum ResultForm {
    /** A string: Q10. */
    STRING,
    /** A list with a text block. */
    TEXT_BLOCK,
    /** Nothing; no nonce comes back. */
    ABSENT,
    /** A string that is an error. */
    ERROR,
    /** A list with an image; the nonce is the number in it. */
    IMAGE
  }

  /** Q10: the result of a tool, to be repeated. */
  public Asked result(String model) {
    return result(model, ResultForm.STRING);
  }

  /** Q12, and Q10 for {@link ResultForm#STRING}. */
  public Asked result(String model, ResultForm form) {
    String nonce =
        form == ResultForm.IMAGE ? Integer.toString(nonces.number(10, 99)) : nonces.next();
    JsonObject result = JsonObject.of("type", "tool_result").put("tool_use_id", "toolu_ccp01");
    switch (form) {
      case STRING -> result.put("content", "code=" + nonce);
      case TEXT_BLOCK ->
          result.put(
              "content", List.of(JsonObject.of("type", "text").put("text", "code=" + nonce)));
      case ABSENT -> {}
      case ERROR -> result.put("content", "E" + nonce).put("is_error", true);
      case IMAGE -> result.put("content", List.of(image(Integer.parseInt(nonce))));
    }
    String ask =
        switch (form) {
          case ERROR -> "Read the code with read_code. If it fails, answer with the error text.";
          case IMAGE -> "Read the code with read_code, then answer with the number only.";
          default -> "Read the code with read_code, then answer with the code only.";
        };
    JsonObject body =
        JsonObject.of("model", model)
            .put("max_tokens", TEXT_TOKENS)
            .put("tools", List.of(readCode()))
            .put(
                "messages",
                List.of(
                    user(ask),
                    assistant(List.of(use("toolu_ccp01"))),
                    turn("user", JsonObject.list(List.of(result)))));
    return messages(
        form == ResultForm.STRING ? "Q10" : "Q12/" + form.name().toLowerCase(java.util.Locale.ROOT),
        body,
        form == ResultForm.ABSENT ? List.of() : List.of(nonce));
  }

  /** Q11: two results in the reversed order of their calls. */
  public Asked parallelResults(String model) {
    return parallelResults("Q11", model, true);
  }

  /** Q11's twin: the results in the order of the calls, as the client sends them. */
  public Asked orderedResults(String model) {
    return parallelResults("Q11/ordered", model, false);
  }

  private Asked parallelResults(String id, String model, boolean swapped) {
    String first = nonces.next();
    String second = nonces.next();
    JsonObject one = stringResult("toolu_ccp01", "code=" + first);
    JsonObject two = stringResult("toolu_ccp02", "code=" + second);
    JsonObject body =
        JsonObject.of("model", model)
            .put("max_tokens", TEXT_TOKENS)
            .put("tools", List.of(readCode()))
            .put(
                "messages",
                List.of(
                    user(
                        "Read the code twice with read_code, then answer with both codes only:"
                            + " first code, second code"),
                    assistant(List.of(use("toolu_ccp01"), use("toolu_ccp02"))),
                    turn(
                        "user", JsonObject.list(swapped ? List.of(two, one) : List.of(one, two)))));
    return messages(id, body, List.of(first, second));
  }

  private static JsonObject use(String id) {
    return JsonObject.of("type", "tool_use")
        .put("id", id)
        .put("name", READER)
        .put("input", new JsonObject());
  }

  private static JsonObject stringResult(String id, String content) {
    return JsonObject.of("type", "tool_result").put("tool_use_id", id).put("content", content);
  }

  private static JsonObject image(int number) {
    return JsonObject.of("type", "image")
        .put(
            "source",
            JsonObject.of("type", "base64")
                .put("media_type", "image/png")
                .put("data", Picture.base64(number)));
  }

  // ---- arguments and schemas ----------------------------------------------------------------

  /** Q13: nested arguments, as a stream. */
  public Asked nestedArguments(String model) {
    JsonObject edit =
        type("object")
            .put(
                "properties",
                JsonObject.of("line", type("integer").value()).put("text", type("string")));
    JsonObject file =
        type("object")
            .put(
                "properties",
                JsonObject.of("path", type("string").value())
                    .put("edits", type("array").put("items", edit)));
    JsonObject schema =
        type("object")
            .put(
                "properties",
                JsonObject.of("files", type("array").put("items", file).value())
                    .put("mode", type("string").put("enum", strings("a", "b")))
                    .put("dry", type("boolean")))
            .put("required", strings("files", "mode", "dry"));
    String nonce = nonces.next();
    Value.Fields input =
        JsonObject.of(
                "files",
                JsonObject.list(
                    List.of(
                        JsonObject.of("path", "src/" + nonce)
                            .put(
                                "edits",
                                List.of(
                                    new JsonObject().put("line", 3).put("text", "one"),
                                    new JsonObject().put("line", 14).put("text", "two"))))))
            .put("mode", "b")
            .put("dry", true)
            .value();
    return withArguments("Q13", model, "apply_edits", schema, input);
  }

  /** Q14: a tool without arguments, as a stream. */
  public Asked noArguments(String model) {
    JsonObject body =
        toolBody(
            model,
            TOOL_TOKENS,
            List.of(readCode()),
            "Call the tool " + READER + " once. Do not write text.");
    return messages(
        "Q14",
        body.put("stream", true),
        List.of(),
        List.of(new Dictated(READER, new JsonObject().value())));
  }

  /** Q15: a long argument with everything that is hard to carry, as a stream. */
  public Asked hostileArguments(String model) {
    StringBuilder text = new StringBuilder();
    String nonce = nonces.next();
    for (int i = 1; text.length() < 1500; i++) {
      text.append(nonce)
          .append(' ')
          .append(i)
          .append(": \"quoted\" 'single' back\\slash \\n {} [] </tool_call> é漢😀\ttab\n");
    }
    return withArguments(
        "Q15",
        model,
        TOOL,
        recordSchema(),
        JsonObject.of("nonce", text.toString()).put("n", 1).value());
  }

  /** Q16: a long name and the schema keywords of real tools, as a stream. */
  public Asked realSchema(String model) {
    String nonce = nonces.next();
    JsonObject schema =
        JsonObject.of("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("type", "object")
            .put(
                "properties",
                JsonObject.of("nonce", type("string").put("minLength", 1).value())
                    .put("n", type("integer").put("exclusiveMinimum", 0))
                    .put(
                        "note",
                        JsonObject.of(
                            "anyOf", JsonObject.list(List.of(type("string"), type("number")))))
                    .put(
                        "map",
                        type("object")
                            .put("propertyNames", type("string"))
                            .put("additionalProperties", new JsonObject())))
            .put("required", strings("nonce", "n"))
            .put("additionalProperties", false);
    return withArguments(
        "Q16", model, LONG_NAME, schema, JsonObject.of("nonce", nonce).put("n", 7).value());
  }

  private Asked withArguments(
      String id, String model, String tool, JsonObject schema, Value.Fields input) {
    JsonObject declared =
        JsonObject.of("name", tool)
            .put("description", "Stores a probe value.")
            .put("input_schema", schema);
    JsonObject body =
        toolBody(
            model,
            4 * TOOL_TOKENS,
            List.of(declared),
            "Call the tool "
                + tool
                + " once with exactly these arguments: "
                + JsonText.write(input, 0)
                + " Do not write text.");
    return messages(id, body.put("stream", true), List.of(), List.of(new Dictated(tool, input)));
  }

  /**
   * Q17: so many tools, one of them dictated, as a stream.
   *
   * @param count 1 or more
   */
  public Asked manyTools(String model, int count) {
    List<JsonObject> tools = new ArrayList<>();
    tools.add(recordProbe());
    for (int i = 1; i < count; i++) {
      tools.add(
          JsonObject.of("name", "other_tool_" + i)
              .put("description", Filler.text(350, i))
              .put(
                  "input_schema",
                  type("object")
                      .put("properties", JsonObject.of("value", type("string").value()))));
    }
    String nonce = nonces.next();
    JsonObject body = toolBody(model, TOOL_TOKENS, tools, callText(nonce));
    return messages("Q17/" + count, body.put("stream", true), List.of(), List.of(call(nonce, 7)));
  }

  /** Q18, first turn: thinking and a tool, as a stream. The second is {@link #followUp}. */
  public Asked thinkingAndTool(String model) {
    String nonce = nonces.next();
    JsonObject body = toolBody(model, 2048, List.of(recordProbe()), callText(nonce));
    body.put("thinking", JsonObject.of("type", "enabled").put("budget_tokens", 1024));
    return messages("Q18", body.put("stream", true), List.of(), List.of(call(nonce, 7)));
  }

  /**
   * The next turn: the answer goes back as it came, thinking included, with a result for each of
   * its calls; a nonce in the last result should come back as text.
   *
   * @param cacheControl value of {@code cache_control} on the last result, as the client sets it in
   *     its second turn; null for none
   */
  public Asked followUp(Asked first, Message answer, @Nullable Value cacheControl) {
    Value.Fields before = first.body();
    if (before == null) {
      throw new IllegalArgumentException(first.id() + " has no body");
    }
    String nonce = nonces.next();
    List<Value> turns = new ArrayList<>(BoundedJson.items(before.fields().get("messages")));
    turns.add(turn("assistant", answer.content()).value());
    List<JsonObject> results = new ArrayList<>();
    List<Message.ToolUse> calls = answer.calls();
    for (int i = 0; i < calls.size(); i++) {
      boolean last = i == calls.size() - 1;
      JsonObject result =
          stringResult(calls.get(i).id(), last ? "stored; receipt=" + nonce : "stored");
      if (last && cacheControl != null) {
        result.put("cache_control", cacheControl);
      }
      results.add(result);
    }
    results.add(
        JsonObject.of("type", "text").put("text", "Answer with the receipt only. Call no tool."));
    turns.add(turn("user", JsonObject.list(results)).value());
    Value.Fields body = JsonObject.copy(before).put("messages", new Value.Items(turns)).value();
    Asked asked = first.withBody(body);
    return new Asked(asked.request(), body, List.of(nonce), List.of());
  }

  // ---- limits, errors, paths ----------------------------------------------------------------

  /** Q20: more than 16 tokens are asked for, and 16 are allowed. */
  public Asked cutByMaxTokens(String model) {
    return messages(
        "Q20",
        JsonObject.of("model", model)
            .put("max_tokens", 16)
            .put("messages", List.of(user("Count from 1 to 200."))),
        List.of());
  }

  /** Q21: a stop sequence; the nonce must not come back. */
  public Asked stopSequence(String model) {
    String nonce = nonces.next();
    return messages(
        "Q21",
        JsonObject.of("model", model)
            .put("max_tokens", TEXT_TOKENS)
            .put("stop_sequences", strings(nonce))
            .put("messages", List.of(user("Write: alpha " + nonce + " omega"))),
        List.of());
  }

  /** Q22: a block of an unknown type, which must be refused. */
  public Asked unknownBlock(String model, boolean stream) {
    JsonObject body =
        JsonObject.of("model", model)
            .put("max_tokens", 16)
            .put("messages", List.of(turn("user", JsonObject.list(List.of(type("ccp_unknown"))))));
    return messages("Q22", stream ? body.put("stream", true) : body, List.of());
  }

  /** Q23: a model that nobody serves. */
  public Asked unknownModel(boolean stream) {
    JsonObject body =
        JsonObject.of("model", "ccp-no-such-model-" + nonces.next())
            .put("max_tokens", 1)
            .put("messages", List.of(user("x")));
    return messages("Q23", stream ? body.put("stream", true) : body, List.of());
  }

  /** Q24: how many tokens are Q01. */
  public Asked countTokens(String model) {
    JsonObject body = echo(model, nonces.next(), 1).without("max_tokens");
    return post("Q24", "/v1/messages/count_tokens?beta=true", List.of(), body.value(), List.of());
  }

  /**
   * Q25: an empty body with a key that is none, to find the right path; never billed.
   *
   * @param base another base on the same origin
   */
  public Asked path(Endpoint base) {
    Credential dummy =
        Credential.bearer(
            new dev.ccproxy.redact.Secret("dummy key of the probe", "ccp-dummy"), base.origin());
    Value.Fields body = new JsonObject().value();
    ProbeRequest request =
        new ProbeRequest(
            "Q25",
            "POST",
            base.target("/v1/messages"),
            List.of(JSON, ACCEPT, VERSION),
            List.of(dummy),
            JsonText.write(body, 0).getBytes(StandardCharsets.UTF_8),
            false);
    return new Asked(request, body, List.of(), List.of());
  }

  // ---- the full request ---------------------------------------------------------------------

  /** Q30: everything that the client sends, with a dictated tool call, as a stream. */
  public Asked full(String model, ClientShape.Sent sent) {
    return full("Q30", model, sent, sent.features());
  }

  /** Q31: the same with these features, and those that they need, only. */
  public Asked full(String model, ClientShape.Sent sent, Set<Feature> kept) {
    Set<Feature> whole = EnumSet.noneOf(Feature.class);
    for (Feature feature : kept) {
      whole.addAll(feature.withNeeds());
    }
    return full("Q31", model, sent, whole);
  }

  private Asked full(String id, String model, ClientShape.Sent sent, Set<Feature> kept) {
    String nonce = nonces.next();
    String session = nonces.uuid();
    FullRequest full = new FullRequest(sent, kept, nonces);
    Value.Fields body = full.body(model, recordProbe(), callText(nonce), session);
    return post(id, full.path(), full.headers(session), body, List.of(), List.of(call(nonce, 7)));
  }

  /** The value of {@code cache_control} for the second turn of the full request; null for none. */
  public @Nullable Value cacheControl(ClientShape.Sent sent) {
    return sent.features().contains(Feature.CACHE_CONTROL)
        ? new FullRequest(sent, sent.features(), nonces).cacheControl()
        : null;
  }

  // ---- single parts of the full request -----------------------------------------------------

  /** Q32: two nonces in {@code system} as a list of blocks. */
  public Asked systemBlocks(String model) {
    String code = nonces.next();
    String colour = nonces.next();
    JsonObject body =
        JsonObject.of("model", model)
            .put("max_tokens", 64)
            .put(
                "system",
                List.of(
                    JsonObject.of("type", "text").put("text", "The code is " + code + "."),
                    JsonObject.of("type", "text")
                        .put("text", "The colour is " + colour + ".")
                        .put("cache_control", type("ephemeral"))))
            .put("messages", List.of(user("Say code and colour.")));
    return messages("Q32", body, List.of(code, colour));
  }

  /** Q33: a nonce in a message of the role system between two user turns. */
  public Asked systemMessage(String model) {
    String code = nonces.next();
    JsonObject body =
        JsonObject.of("model", model)
            .put("max_tokens", TEXT_TOKENS)
            .put(
                "messages",
                List.of(
                    user("I will ask for a code."),
                    turn("system", Value.of("The code is " + code + ".")),
                    user("Say the code and nothing else.")));
    return messages("Q33", body, List.of(code));
  }

  /** Q34: a picture with a number. */
  public Asked picture(String model) {
    int number = nonces.number(10, 99);
    JsonObject text =
        JsonObject.of("type", "text").put("text", "Which number is in the picture? Digits only.");
    JsonObject body =
        JsonObject.of("model", model)
            .put("max_tokens", TEXT_TOKENS)
            .put("messages", List.of(turn("user", JsonObject.list(List.of(image(number), text)))));
    return messages("Q34", body, List.of(Integer.toString(number)));
  }

  /** Q34 without its picture, for the difference in tokens. */
  public Asked withoutPicture(String model) {
    JsonObject body =
        JsonObject.of("model", model)
            .put("max_tokens", TEXT_TOKENS)
            .put("messages", List.of(user("Which number is in the picture? Digits only.")));
    return messages("Q34/text", body, List.of());
  }

  /** Q35: Q01 with a beta value that nobody knows. */
  public Asked unknownBeta(String model) {
    String nonce = nonces.next();
    return post(
        "Q35",
        MESSAGES,
        List.of(new Header("anthropic-beta", "ccp-unknown-2099-01-01")),
        echo(model, nonce, TEXT_TOKENS).value(),
        List.of(nonce));
  }

  /**
   * Q36: Q01 with the client's {@code max_tokens}.
   *
   * @param maxTokens 32000 where the user sets nothing
   */
  public Asked largeMaxTokens(String model, long maxTokens) {
    String nonce = nonces.next();
    JsonObject body =
        JsonObject.of("model", model)
            .put("max_tokens", maxTokens)
            .put("messages", List.of(user(echoText(nonce))));
    return messages("Q36", body, List.of(nonce));
  }

  /** Q37: a thinking block that another model has signed stands in the history. */
  public Asked foreignThinking(String model) {
    String nonce = nonces.next();
    JsonObject thinking =
        JsonObject.of("type", "thinking")
            .put("thinking", "The user greets me.")
            .put("signature", "Y2NwLWZvcmVpZ24tc2lnbmF0dXJl");
    JsonObject body =
        JsonObject.of("model", model)
            .put("max_tokens", TEXT_TOKENS)
            .put(
                "messages",
                List.of(
                    user("Hello."),
                    assistant(
                        List.of(thinking, JsonObject.of("type", "text").put("text", "Hello."))),
                    user(echoText(nonce))));
    return messages("Q37", body, List.of(nonce));
  }

  /** Q38: Q03 with text that filters of web servers take for an attack. */
  public Asked suspiciousText(String model) {
    String nonce = nonces.next();
    JsonObject body =
        toolBody(
            model,
            TOOL_TOKENS,
            List.of(recordProbe()),
            "```\n<script>alert(1)</script> ' OR 1=1 -- ../../etc/passwd\n```\n" + callText(nonce));
    return messages("Q38", body, List.of(), List.of(call(nonce, 7)));
  }

  /** Q38's twin: the same size without what a filter looks for. */
  public Asked harmlessText(String model) {
    String nonce = nonces.next();
    JsonObject body =
        toolBody(
            model,
            TOOL_TOKENS,
            List.of(recordProbe()),
            "```\n" + Filler.text(56, 2) + "\n```\n" + callText(nonce));
    return messages("Q38/plain", body, List.of(), List.of(call(nonce, 7)));
  }

  /**
   * Q40: a nonce in front of much text, all in one message.
   *
   * @param tokens about so many
   */
  public Asked needle(String model, int tokens) {
    String nonce = nonces.next();
    JsonObject body =
        JsonObject.of("model", model)
            .put("max_tokens", 64)
            .put(
                "messages",
                List.of(
                    user(
                        "The code is "
                            + nonce
                            + ".\n\n"
                            + Filler.tokens(tokens, 3)
                            + "\n\nSay the code from the beginning and nothing else.")));
    return messages("Q40/" + tokens, body, List.of(nonce));
  }

  // ---- the OpenAI surface -------------------------------------------------------------------

  /**
   * X01 to X04: text or a dictated tool call over {@code /chat/completions}.
   *
   * @param base the base of the OpenAI surface, with its {@code /v1}
   * @param keys credentials that are bound to that base
   */
  public Asked chat(
      Endpoint base, List<Credential> keys, String model, boolean tool, boolean stream) {
    String nonce = nonces.next();
    JsonObject body =
        JsonObject.of("model", model)
            .put("messages", List.of(user(tool ? callText(nonce) : echoText(nonce))))
            .put("max_tokens", tool ? TOOL_TOKENS : TEXT_TOKENS);
    if (tool) {
      JsonObject function =
          JsonObject.of("name", TOOL)
              .put("description", "Stores a probe value.")
              .put("parameters", recordSchema());
      body.put("tools", List.of(type("function").put("function", function)));
    }
    if (stream) {
      body.put("stream", true);
      body.put("stream_options", new JsonObject().put("include_usage", true));
    }
    String id = tool ? (stream ? "X04" : "X03") : stream ? "X02" : "X01";
    return direct(
        id,
        base.target("/chat/completions"),
        keys,
        body,
        tool ? List.of() : List.of(nonce),
        tool ? List.of(call(nonce, 7)) : List.of());
  }

  /** X05: is there a {@code /responses}. */
  public Asked responses(Endpoint base, List<Credential> keys, String model) {
    JsonObject body =
        JsonObject.of("model", model).put("input", "ping").put("max_output_tokens", 16);
    return direct("X05", base.target("/responses"), keys, body, List.of(), List.of());
  }

  /**
   * X06: is there a {@code /v1/messages} of the provider's own.
   *
   * @param base the base of the provider's Anthropic surface
   */
  public Asked nativeMessages(Endpoint base, List<Credential> keys, String model) {
    String nonce = nonces.next();
    return direct(
        "X06",
        base.target("/v1/messages"),
        keys,
        echo(model, nonce, TEXT_TOKENS),
        List.of(nonce),
        List.of());
  }

  private static Asked direct(
      String id,
      Target target,
      List<Credential> keys,
      JsonObject body,
      List<String> seen,
      List<Dictated> calls) {
    Value.Fields value = body.value();
    List<Header> headers = new ArrayList<>(List.of(JSON, ACCEPT));
    if (id.equals("X06")) {
      headers.add(VERSION);
    }
    ProbeRequest request =
        new ProbeRequest(
            id,
            "POST",
            target,
            headers,
            keys,
            JsonText.write(value, 0).getBytes(StandardCharsets.UTF_8),
            BoundedJson.isTrue(value.fields().get("stream")));
    return new Asked(request, value, seen, calls);
  }

  // ---- parts --------------------------------------------------------------------------------

  private static JsonObject user(String text) {
    return JsonObject.of("role", "user").put("content", text);
  }

  private static JsonObject assistant(List<JsonObject> content) {
    return turn("assistant", JsonObject.list(content));
  }

  private static JsonObject turn(String role, Value content) {
    return JsonObject.of("role", role).put("content", content);
  }

  private Asked messages(String id, JsonObject body, List<String> seen) {
    return messages(id, body, seen, List.of());
  }

  private Asked messages(String id, JsonObject body, List<String> seen, List<Dictated> calls) {
    return post(id, MESSAGES, List.of(), body.value(), seen, calls);
  }

  private Asked post(
      String id, String path, List<Header> more, Value.Fields body, List<String> seen) {
    return post(id, path, more, body, seen, List.of());
  }

  private Asked post(
      String id,
      String path,
      List<Header> more,
      Value.Fields body,
      List<String> seen,
      List<Dictated> calls) {
    List<Header> headers = new ArrayList<>(List.of(JSON, ACCEPT, VERSION));
    headers.addAll(more);
    headers.addAll(extra);
    ProbeRequest request =
        new ProbeRequest(
            id,
            "POST",
            endpoint.target(path),
            headers,
            credentials,
            JsonText.write(body, 0).getBytes(StandardCharsets.UTF_8),
            BoundedJson.isTrue(body.fields().get("stream")));
    return new Asked(request, body, seen, calls);
  }
}
