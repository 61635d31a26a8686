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
import java.util.List;

/** OpenAI's Chat Completions protocol, {@code POST …/chat/completions}. */
public final class ChatSurface {
  private final Dialect dialect;

  /**
   * In what servers of this protocol differ.
   *
   * @param thoughts the field in which a server shows thoughts; empty where it does not
   * @param fingerprint value of {@code system_fingerprint}
   */
  public record Dialect(String thoughts, String fingerprint) {
    /** OpenAI: thoughts are never shown. */
    public static final Dialect OPENAI = new Dialect("", "fp_lab");

    /** DeepSeek, vLLM and most servers with open models. */
    public static final Dialect REASONING_CONTENT = new Dialect("reasoning_content", "fp_lab");

    /** OpenRouter and Ollama. */
    public static final Dialect REASONING = new Dialect("reasoning", "fp_lab");
  }

  /** A surface of one dialect. */
  public ChatSurface(Dialect dialect) {
    this.dialect = dialect;
  }

  /** The conversation of a request body; thinking is on when the body asks for an effort. */
  public Conversation read(Json body) {
    Conversation.Builder builder = new Conversation.Builder(body.at("model").text(""));
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
    builder.stop(body.at("stop").text(""));
    for (Json stop : body.at("stop").items()) {
      builder.stop(stop.text(""));
    }
    String effort = body.at("reasoning_effort").text("none");
    return builder
        .choice(Contents.choice(body.at("tool_choice")))
        .parallelCalls(body.at("parallel_tool_calls").truth(true))
        .maxTokens(maxTokens(body))
        .stream(body.at("stream").truth(false))
        .schema(body.at("response_format").at("json_schema").at("schema"))
        .thinking(!effort.equals("none"))
        .build();
  }

  /** The limit of the answer under either of its names; 0 for none. */
  public static long maxTokens(Json body) {
    return body.at("max_completion_tokens").number(body.at("max_tokens").number(0));
  }

  private static void readMessage(Json message, Conversation.Builder builder) {
    Json content = message.at("content");
    switch (message.at("role").text("")) {
      case "system", "developer" -> builder.system(Contents.flat(content));
      case "tool" ->
          builder.add(
              Turn.Speaker.USER,
              new Part.Result(message.at("tool_call_id").text(""), Contents.flat(content), false));
      case "assistant" -> {
        Contents.parts(content).forEach(part -> builder.add(Turn.Speaker.ASSISTANT, part));
        for (Json call : message.at("tool_calls").items()) {
          builder.add(
              Turn.Speaker.ASSISTANT,
              new Part.Call(
                  call.at("id").text(""),
                  call.at("function").at("name").text(""),
                  Contents.arguments(call.at("function").at("arguments"))));
        }
      }
      default -> builder.message(Turn.Speaker.USER, Contents.parts(content));
    }
  }

  /** The reply to a conversation, streamed or not as it asked. */
  public Reply write(Exchange exchange, Conversation asked, Answer answer) {
    Json head =
        Json.object()
            .with("id", exchange.id("chatcmpl-", 24))
            .with("object", asked.stream() ? "chat.completion.chunk" : "chat.completion")
            .with("created", exchange.seconds())
            .with("model", asked.model())
            .with("system_fingerprint", dialect.fingerprint());
    return asked.stream()
        ? stream(head, exchange.body(), asked, answer)
        : Reply.json(200, whole(head, asked, answer));
  }

  private Json whole(Json head, Conversation asked, Answer answer) {
    String text = answer.text();
    Json message =
        Json.object()
            .with("role", "assistant")
            .with("content", text.isEmpty() ? Json.NULL : Json.of(text));
    if (showsThoughts(answer)) {
      message = message.with(dialect.thoughts(), answer.thought());
    }
    List<Json> calls = new ArrayList<>();
    for (Part.Call call : answer.calls()) {
      calls.add(call(call, call.arguments().toString()));
    }
    if (!calls.isEmpty()) {
      message = message.with("tool_calls", Json.array(calls));
    }
    Json choice =
        Json.object()
            .with("index", 0)
            .with("message", message)
            .with("logprobs", Json.NULL)
            .with("finish_reason", reason(answer));
    return head.with("choices", Json.array(choice)).with("usage", usage(asked, answer));
  }

  private static Json call(Part.Call call, String arguments) {
    return Json.object()
        .with("id", call.id())
        .with("type", "function")
        .with("function", Json.object().with("name", call.name()).with("arguments", arguments));
  }

  private Reply stream(Json head, Json body, Conversation asked, Answer answer) {
    List<Frame> frames = new ArrayList<>();
    frames.add(chunk(head, Json.object().with("role", "assistant").with("content", ""), Json.NULL));
    if (showsThoughts(answer)) {
      for (String piece : Pieces.of(answer.thought(), 24)) {
        frames.add(chunk(head, Json.object().with(dialect.thoughts(), piece), Json.NULL));
      }
    }
    for (String piece : Pieces.of(answer.text(), 24)) {
      frames.add(chunk(head, Json.object().with("content", piece), Json.NULL));
    }
    int index = 0;
    for (Part.Call call : answer.calls()) {
      frames.add(chunk(head, calls(call(call, "").with("index", index)), Json.NULL));
      for (String piece : Pieces.of(call.arguments().toString(), 14)) {
        Json part =
            Json.object()
                .with("index", index)
                .with("function", Json.object().with("arguments", piece));
        frames.add(chunk(head, calls(part), Json.NULL));
      }
      index++;
    }
    frames.add(chunk(head, Json.object(), Json.of(reason(answer))));
    if (body.at("stream_options").at("include_usage").truth(false)) {
      frames.add(
          Frame.data(head.with("choices", Json.array()).with("usage", usage(asked, answer))));
    }
    frames.add(Frame.text("data: [DONE]\n\n"));
    return Reply.stream("text/event-stream; charset=utf-8", frames);
  }

  private boolean showsThoughts(Answer answer) {
    return !dialect.thoughts().isEmpty() && !answer.thought().isEmpty();
  }

  private static Json calls(Json call) {
    return Json.object().with("tool_calls", Json.array(call));
  }

  private static Frame chunk(Json head, Json delta, Json finish) {
    Json choice =
        Json.object()
            .with("index", 0)
            .with("delta", delta)
            .with("logprobs", Json.NULL)
            .with("finish_reason", finish);
    return Frame.data(head.with("choices", Json.array(choice)));
  }

  private static String reason(Answer answer) {
    return switch (answer.stop()) {
      case END, SEQUENCE -> "stop";
      case LENGTH -> "length";
      case CALL -> "tool_calls";
    };
  }

  private static Json usage(Conversation asked, Answer answer) {
    return Json.object()
        .with("prompt_tokens", asked.inputTokens())
        .with("completion_tokens", answer.tokens())
        .with("total_tokens", asked.inputTokens() + answer.tokens());
  }
}
