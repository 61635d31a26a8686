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

/**
 * The Anthropic Messages protocol, {@code POST /v1/messages}, as a server writes it that breaks
 * none of its rules.
 */
public final class MessagesSurface {
  private final Dialect dialect;

  /**
   * In what correct servers differ.
   *
   * @param messageId how message ids begin
   * @param ping whether a ping follows {@code message_start}
   * @param stopFields whether the fields of the stop stand in {@code message_start} as null, and
   *     {@code stop_sequence} wherever there is none
   * @param wholeArguments whether the arguments of a call come in one delta
   * @param signature of thoughts; empty where they are not signed
   * @param finalInput whether {@code message_delta} repeats the input tokens
   */
  public record Dialect(
      String messageId,
      boolean ping,
      boolean stopFields,
      boolean wholeArguments,
      String signature,
      boolean finalInput) {

    /** As Anthropic's own service and those that copy it. */
    public static final Dialect ANTHROPIC =
        new Dialect("msg_", true, true, false, "bGFiLXNpZ25hdHVyZQ==", false);

    /** As Ollama 0.34.4 (recorded): no ping, calls whole, thoughts unsigned. */
    public static final Dialect OLLAMA = new Dialect("msg_", false, false, true, "", true);
  }

  /** A surface of one dialect. */
  public MessagesSurface(Dialect dialect) {
    this.dialect = dialect;
  }

  /** The conversation of a request body; thinking is on when the body asks for it. */
  public Conversation read(Json body) {
    Conversation.Builder builder = new Conversation.Builder(body.at("model").text(""));
    builder.system(body.at("system").text(""));
    for (Json block : body.at("system").items()) {
      builder.system(block.at("text").text(""));
    }
    for (Json message : body.at("messages").items()) {
      readMessage(message, builder);
    }
    for (Json tool : body.at("tools").items()) {
      builder.tool(
          tool.at("name").text(""), tool.at("description").text(""), tool.at("input_schema"));
    }
    for (Json stop : body.at("stop_sequences").items()) {
      builder.stop(stop.text(""));
    }
    String thinking = body.at("thinking").at("type").text("");
    return builder
        .choice(Contents.choice(body.at("tool_choice")))
        .parallelCalls(!body.at("tool_choice").at("disable_parallel_tool_use").truth(false))
        .maxTokens(body.at("max_tokens").number(0))
        .stream(body.at("stream").truth(false))
        .schema(body.at("output_config").at("format").at("schema"))
        .thinking(thinking.equals("enabled") || thinking.equals("adaptive"))
        .build();
  }

  private static void readMessage(Json message, Conversation.Builder builder) {
    Json content = message.at("content");
    if (message.at("role").is("system")) {
      builder.system(Contents.flat(content));
      return;
    }
    Turn.Speaker speaker =
        message.at("role").is("assistant") ? Turn.Speaker.ASSISTANT : Turn.Speaker.USER;
    if (content.isText()) {
      builder.add(speaker, new Part.Text(content.text("")));
    }
    for (Json block : content.items()) {
      switch (block.at("type").text("")) {
        case "tool_use" ->
            builder.add(
                speaker,
                new Part.Call(
                    block.at("id").text(""), block.at("name").text(""), block.at("input")));
        case "tool_result" ->
            builder.add(
                speaker,
                new Part.Result(
                    block.at("tool_use_id").text(""),
                    Contents.flat(block.at("content")),
                    block.at("is_error").truth(false)));
        default -> Contents.parts(Json.array(block)).forEach(part -> builder.add(speaker, part));
      }
    }
  }

  /** The reply to a conversation, streamed or not as it asked. */
  public Reply write(Exchange exchange, Conversation asked, Answer answer) {
    return asked.stream()
        ? stream(exchange, asked, answer)
        : Reply.json(200, whole(exchange, asked, answer));
  }

  private Json whole(Exchange exchange, Conversation asked, Answer answer) {
    List<Json> blocks = new ArrayList<>();
    for (Part part : answer.parts()) {
      blocks.add(block(part));
    }
    return stop(head(exchange, asked).with("content", Json.array(blocks)), answer)
        .with("usage", usage(asked, answer.tokens()));
  }

  private Json head(Exchange exchange, Conversation asked) {
    return Json.object()
        .with("id", exchange.id(dialect.messageId(), 24))
        .with("type", "message")
        .with("role", "assistant")
        .with("model", asked.model());
  }

  private Json stop(Json into, Answer answer) {
    Json stopped = into.with("stop_reason", reason(answer));
    if (answer.stopSequence().isPresent()) {
      return stopped.with("stop_sequence", answer.stopSequence().get());
    }
    return dialect.stopFields() ? stopped.with("stop_sequence", Json.NULL) : stopped;
  }

  private static String reason(Answer answer) {
    return switch (answer.stop()) {
      case END -> "end_turn";
      case LENGTH -> "max_tokens";
      case SEQUENCE -> "stop_sequence";
      case CALL -> "tool_use";
    };
  }

  private Json usage(Conversation asked, long output) {
    Json usage = Json.object().with("input_tokens", asked.inputTokens());
    if (dialect.stopFields()) {
      usage = usage.with("cache_creation_input_tokens", 0);
    }
    return usage.with("cache_read_input_tokens", 0).with("output_tokens", output);
  }

  private Json block(Part part) {
    if (part instanceof Part.Thought thought) {
      Json block = Json.object().with("type", "thinking").with("thinking", thought.text());
      return dialect.signature().isEmpty() ? block : block.with("signature", dialect.signature());
    }
    if (part instanceof Part.Call call) {
      return Json.object()
          .with("type", "tool_use")
          .with("id", call.id())
          .with("name", call.name())
          .with("input", call.arguments());
    }
    String text = part instanceof Part.Text said ? said.text() : "";
    return Json.object().with("type", "text").with("text", text);
  }

  private Reply stream(Exchange exchange, Conversation asked, Answer answer) {
    List<Frame> frames = new ArrayList<>();
    Json message = head(exchange, asked).with("content", Json.array());
    if (dialect.stopFields()) {
      message = message.with("stop_reason", Json.NULL).with("stop_sequence", Json.NULL);
    }
    frames.add(
        event(
            "message_start",
            Json.object().with("message", message.with("usage", usage(asked, 1)))));
    if (dialect.ping()) {
      frames.add(event("ping", Json.object()));
    }
    int index = 0;
    for (Part part : answer.parts()) {
      frames.add(
          event(
              "content_block_start",
              Json.object().with("index", index).with("content_block", emptied(part))));
      for (Json delta : deltas(part)) {
        frames.add(
            event("content_block_delta", Json.object().with("index", index).with("delta", delta)));
      }
      frames.add(event("content_block_stop", Json.object().with("index", index)));
      index++;
    }
    Json usage =
        dialect.finalInput()
            ? usage(asked, answer.tokens())
            : Json.object().with("output_tokens", answer.tokens());
    frames.add(
        event(
            "message_delta",
            Json.object().with("delta", stop(Json.object(), answer)).with("usage", usage)));
    frames.add(event("message_stop", Json.object()));
    return Reply.stream("text/event-stream; charset=utf-8", frames);
  }

  private Json emptied(Part part) {
    Json block = block(part);
    if (part instanceof Part.Thought) {
      Json empty = block.with("thinking", "");
      return block.has("signature") ? empty.with("signature", "") : empty;
    }
    return part instanceof Part.Call ? block.with("input", Json.object()) : block.with("text", "");
  }

  private List<Json> deltas(Part part) {
    List<Json> deltas = new ArrayList<>();
    if (part instanceof Part.Thought thought) {
      for (String piece : Pieces.of(thought.text(), 24)) {
        deltas.add(Json.object().with("type", "thinking_delta").with("thinking", piece));
      }
      if (!dialect.signature().isEmpty()) {
        deltas.add(
            Json.object().with("type", "signature_delta").with("signature", dialect.signature()));
      }
    } else if (part instanceof Part.Call call) {
      String arguments = call.arguments().toString();
      for (String piece :
          Pieces.of(arguments, dialect.wholeArguments() ? arguments.length() : 14)) {
        deltas.add(Json.object().with("type", "input_json_delta").with("partial_json", piece));
      }
    } else if (part instanceof Part.Text text) {
      for (String piece : Pieces.of(text.text(), 24)) {
        deltas.add(Json.object().with("type", "text_delta").with("text", piece));
      }
    }
    return deltas;
  }

  private static Frame event(String type, Json rest) {
    Json data = Json.object().with("type", type);
    for (String key : rest.keys()) {
      data = data.with(key, rest.at(key));
    }
    return Frame.event(type, data);
  }
}
