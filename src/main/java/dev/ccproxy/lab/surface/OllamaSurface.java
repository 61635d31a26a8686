package dev.ccproxy.lab.surface;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Answer;
import dev.ccproxy.lab.model.Conversation;
import dev.ccproxy.lab.model.Part;
import dev.ccproxy.lab.model.Turn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Ollama's own protocol: {@code POST /api/chat} and {@code POST /api/generate}. */
public final class OllamaSurface {

  /** The conversation of a chat body. */
  public Conversation readChat(Json body) {
    Conversation.Builder builder = options(body);
    for (Json message : body.at("messages").items()) {
      readMessage(message, builder);
    }
    for (Json tool : body.at("tools").items()) {
      Json function = tool.at("function");
      builder.tool(
          function.at("name").text(""),
          function.at("description").text(""),
          function.at("parameters"));
    }
    return builder.build();
  }

  /** The conversation of a generate body: all of it is one prompt, and there are no tools. */
  public Conversation readGenerate(Json body) {
    return options(body)
        .system(body.at("system").text(""))
        .add(Turn.Speaker.USER, new Part.Text(body.at("prompt").text("")))
        .build();
  }

  private static Conversation.Builder options(Json body) {
    Json options = body.at("options");
    Conversation.Builder builder = new Conversation.Builder(body.at("model").text(""));
    builder.stop(options.at("stop").text(""));
    for (Json stop : options.at("stop").items()) {
      builder.stop(stop.text(""));
    }
    return builder.maxTokens(Math.max(0, options.at("num_predict").number(0))).stream(
            body.at("stream").truth(true))
        .schema(body.at("format").isObject() ? body.at("format") : Json.ABSENT)
        .thinking(body.at("think").truth(body.at("think").isText()));
  }

  private static void readMessage(Json message, Conversation.Builder builder) {
    String content = message.at("content").text("");
    switch (message.at("role").text("")) {
      case "system" -> builder.system(content);
      case "tool" ->
          builder.add(
              Turn.Speaker.USER,
              new Part.Result(
                  message.at("tool_call_id").text(message.at("tool_name").text("")),
                  content,
                  false));
      case "assistant" -> {
        if (!content.isEmpty()) {
          builder.add(Turn.Speaker.ASSISTANT, new Part.Text(content));
        }
        for (Json call : message.at("tool_calls").items()) {
          String name = call.at("function").at("name").text("");
          builder.add(
              Turn.Speaker.ASSISTANT,
              new Part.Call(
                  call.at("id").text(name),
                  name,
                  Contents.arguments(call.at("function").at("arguments"))));
        }
      }
      default -> {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Text(content));
        parts.addAll(Collections.nCopies(message.at("images").items().size(), new Part.Image()));
        builder.message(Turn.Speaker.USER, parts);
      }
    }
  }

  /** The reply to a chat. */
  public Reply writeChat(Exchange exchange, Conversation asked, Answer answer) {
    List<Json> messages = new ArrayList<>();
    for (String piece : Pieces.of(answer.thought(), 24)) {
      messages.add(message("").with("thinking", piece));
    }
    for (String piece : Pieces.of(answer.text(), 24)) {
      messages.add(message(piece));
    }
    List<Json> calls = new ArrayList<>();
    for (Part.Call call : answer.calls()) {
      Json function =
          Json.object()
              .with("index", calls.size())
              .with("name", call.name())
              .with("arguments", call.arguments());
      Json written = Json.object().with("id", call.id()).with("function", function);
      calls.add(written);
      messages.add(message("").with("tool_calls", Json.array(written)));
    }
    if (asked.stream()) {
      List<Json> bodies = new ArrayList<>();
      messages.forEach(message -> bodies.add(Json.object().with("message", message)));
      return stream(exchange, asked, bodies, Json.object().with("message", message("")), answer);
    }
    Json whole = message(answer.text());
    if (!answer.thought().isEmpty()) {
      whole = whole.with("thinking", answer.thought());
    }
    if (!calls.isEmpty()) {
      whole = whole.with("tool_calls", Json.array(calls));
    }
    return Reply.json(200, done(head(exchange, asked).with("message", whole), asked, answer));
  }

  /** The reply to a generate request. */
  public Reply writeGenerate(Exchange exchange, Conversation asked, Answer answer) {
    if (!asked.stream()) {
      return Reply.json(
          200, done(head(exchange, asked).with("response", answer.text()), asked, answer));
    }
    List<Json> bodies = new ArrayList<>();
    for (String piece : Pieces.of(answer.text(), 24)) {
      bodies.add(Json.object().with("response", piece));
    }
    return stream(exchange, asked, bodies, Json.object().with("response", ""), answer);
  }

  private static Json message(String content) {
    return Json.object().with("role", "assistant").with("content", content);
  }

  private static Json head(Exchange exchange, Conversation asked) {
    return Json.object()
        .with("model", asked.model())
        .with("created_at", exchange.time().toString());
  }

  private static Json done(Json body, Conversation asked, Answer answer) {
    return body.with("done", true)
        .with("done_reason", answer.stop() == Answer.Stop.LENGTH ? "length" : "stop")
        .with("total_duration", 1_000_000)
        .with("load_duration", 1_000)
        .with("prompt_eval_count", asked.inputTokens())
        .with("prompt_eval_duration", 1_000)
        .with("eval_count", answer.tokens())
        .with("eval_duration", 1_000);
  }

  private static Reply stream(
      Exchange exchange, Conversation asked, List<Json> bodies, Json last, Answer answer) {
    List<Frame> frames = new ArrayList<>();
    for (Json body : bodies) {
      frames.add(new Frame.Line(joined(head(exchange, asked), body).with("done", false)));
    }
    frames.add(new Frame.Line(done(joined(head(exchange, asked), last), asked, answer)));
    return Reply.stream("application/x-ndjson", frames);
  }

  private static Json joined(Json head, Json body) {
    Json out = head;
    for (String key : body.keys()) {
      out = out.with(key, body.at(key));
    }
    return out;
  }
}
