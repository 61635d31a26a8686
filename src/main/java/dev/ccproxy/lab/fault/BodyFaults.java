package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Faults of answers that are not streamed: the cases N01 to N14 of probes.md 1.6. */
final class BodyFaults {
  private BodyFaults() {}

  static void add(Entries entries) {
    entries.body(
        "N01", "content is null", Ask.TEXT, body -> body.with("content", Json.NULL), "N01");
    entries.body("N02", "no usage", Ask.TEXT, body -> body.without("usage"), "N02");
    entries.body(
        "N03",
        "text block without text",
        Ask.TEXT,
        body -> blocks(body, "text", block -> block.without("text")),
        "N03");
    entries.body("N04", "an OpenAI completion", Ask.TEXT, BodyFaults::completion, "N04");
    entries.body(
        "N05",
        "input of a tool call is a string",
        Ask.CALL,
        body ->
            blocks(body, "tool_use", block -> block.with("input", block.at("input").toString())),
        "N05");
    reply(entries, "N06", "an HTML page", Reply.text(200, "text/html", FramingFaults.PAGE));
    reply(entries, "N07", "status 204", Reply.text(204, "application/json", ""));
    reply(entries, "N08", "an empty body", Reply.text(200, "application/json", ""));
    reply(
        entries,
        "N09",
        "an error with status 200",
        Reply.json(
            200,
            Json.object()
                .with("type", "error")
                .with(
                    "error",
                    Json.object().with("type", "api_error").with("message", "upstream gone"))));
    reply(
        entries,
        "N10",
        "404 in LiteLLM's words",
        Reply.json(
            404,
            envelope(
                "litellm.NotFoundError: NotFoundError: OpenAIException - 404 page not found",
                "404")));
    reply(
        entries,
        "N11",
        "400, unsupported parameters",
        Reply.json(
            400,
            envelope(
                "litellm.UnsupportedParamsError: openai does not support parameters:"
                    + " ['thinking'], for model=gpt-4o. To drop these, set"
                    + " `litellm.drop_params=True`",
                "400")));
    reply(
        entries,
        "N12",
        "401, a virtual key is expected",
        Reply.json(
            401,
            envelope(
                "Authentication Error, LiteLLM Virtual Key expected. Received=sk, expected to"
                    + " start with 'sk-'.",
                "401")));
    reply(
        entries,
        "N13",
        "422 with a list of details",
        Reply.json(
            422,
            Json.object()
                .with(
                    "detail",
                    Json.array(
                        Json.object()
                            .with("type", "missing")
                            .with("loc", Json.array(Json.of("body"), Json.of("messages")))
                            .with("msg", "Field required")))));
    reply(entries, "N14", "502 in plain text", Reply.text(502, "text/plain", "Bad Gateway"));
  }

  private static void reply(Entries entries, String id, String title, Reply reply) {
    entries.instead(
        id,
        title,
        Kind.STEADY,
        KnownFault.Scope.ALL,
        exchange -> !exchange.body().at("stream").truth(false),
        setting -> (exchange, healthy) -> reply,
        id);
  }

  private static Json envelope(String message, String code) {
    return Json.object()
        .with(
            "error",
            Json.object()
                .with("message", message)
                .with("type", Json.NULL)
                .with("param", Json.NULL)
                .with("code", code));
  }

  private static Json blocks(Json body, String type, UnaryOperator<Json> change) {
    List<Json> blocks = new ArrayList<>();
    for (Json block : body.at("content").items()) {
      blocks.add(block.at("type").is(type) ? change.apply(block) : block);
    }
    return body.with("content", Json.array(blocks));
  }

  private static Json completion(Json body) {
    StringBuilder text = new StringBuilder();
    for (Json block : body.at("content").items()) {
      text.append(block.at("text").text(""));
    }
    Json choice =
        Json.object()
            .with("index", 0)
            .with(
                "message", Json.object().with("role", "assistant").with("content", text.toString()))
            .with("finish_reason", "stop");
    return Json.object()
        .with("id", "chatcmpl-lab")
        .with("object", "chat.completion")
        .with("model", body.at("model"))
        .with("choices", Json.array(choice))
        .with("usage", Json.object().with("prompt_tokens", 9).with("completion_tokens", 2));
  }
}
