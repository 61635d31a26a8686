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
import java.util.Set;

/**
 * The Anthropic Messages protocol, {@code POST /v1/messages}, as a server writes it that breaks
 * none of its rules.
 */
public final class MessagesSurface {
  private final Dialect dialect;

  /** A habit in which correct servers differ. */
  public enum Habit {
    /** A ping follows {@code message_start}. */
    PING,
    /**
     * The fields of the stop stand in {@code message_start} as null, and {@code stop_sequence}
     * wherever there is none.
     */
    STOP_FIELDS,
    /** {@code message_delta} has no {@code stop_sequence} when there was none. */
    BARE_DELTA,
    /** The arguments of a call come in one delta. */
    WHOLE_ARGUMENTS,
    /** The first delta of a call is empty. */
    EMPTY_FIRST,
    /** {@code message_delta} repeats the input tokens. */
    FINAL_INPUT,
    /** {@code message_start} counts nothing yet. */
    ZERO_START,
    /** No event of a stream counts anything. */
    UNCOUNTED,
    /** Thoughts have the field of a signature, with nothing in it. */
    EMPTY_SIGNATURE,
    /** A text block comes before the first call, empty if need be. */
    TEXT_FIRST,
    /** A call starts without {@code input}. */
    NO_INPUT,
    /** A text block comes first and stays open; all blocks are closed at the end. */
    LATE_STOPS
  }

  /**
   * In what correct servers differ.
   *
   * @param messageId how the ids of streamed messages begin
   * @param bodyId how the ids of messages begin that are not streamed
   * @param signature of thoughts; empty where they are not signed
   */
  public record Dialect(String messageId, String bodyId, String signature, Set<Habit> habits) {
    private static final String SIGNED = "bGFiLXNpZ25hdHVyZQ==";

    /** As Anthropic's own service and those that copy it. */
    public static final Dialect ANTHROPIC =
        of("msg_", "msg_", SIGNED, Habit.PING, Habit.STOP_FIELDS);

    /** As Ollama 0.34.4 (recorded): no ping, calls whole, thoughts unsigned. */
    public static final Dialect OLLAMA =
        of("msg_", "msg_", "", Habit.WHOLE_ARGUMENTS, Habit.FINAL_INPUT);

    /** As llama-server 0.5.0 (recorded): calls start without input. */
    public static final Dialect LLAMA_SERVER =
        of("chatcmpl-", "chatcmpl-", "", Habit.STOP_FIELDS, Habit.NO_INPUT, Habit.EMPTY_SIGNATURE);

    /** As vLLM, from its source: no ping, no fields of the stop in the start. */
    public static final Dialect VLLM = of("chatcmpl-", "chatcmpl-", "", Habit.FINAL_INPUT);

    /** As LiteLLM 1.81.8 and 1.83.14 on the chat branch (recorded). */
    public static final Dialect LITELLM_OLD =
        of(
            "msg_",
            "chatcmpl-",
            "",
            Habit.STOP_FIELDS,
            Habit.BARE_DELTA,
            Habit.EMPTY_FIRST,
            Habit.FINAL_INPUT,
            Habit.ZERO_START,
            Habit.TEXT_FIRST);

    /** As LiteLLM 1.108.11 on the chat branch (recorded). */
    public static final Dialect LITELLM =
        of(
            "msg_",
            "chatcmpl-",
            "",
            Habit.STOP_FIELDS,
            Habit.BARE_DELTA,
            Habit.FINAL_INPUT,
            Habit.ZERO_START,
            Habit.EMPTY_SIGNATURE);

    /** As claude-code-router 2.0.0 (recorded): streams count nothing. */
    public static final Dialect CLAUDE_CODE_ROUTER =
        of("msg_", "chatcmpl-", "", Habit.STOP_FIELDS, Habit.FINAL_INPUT, Habit.UNCOUNTED);

    /** As a2o 0.1.6 (recorded). */
    public static final Dialect A2O =
        of(
            "msg_",
            "chatcmpl-",
            "",
            Habit.STOP_FIELDS,
            Habit.WHOLE_ARGUMENTS,
            Habit.FINAL_INPUT,
            Habit.ZERO_START);

    /** As Empero Proxy 0.1.0 (recorded): blocks are closed at the end. */
    public static final Dialect EMPERO =
        of(
            "msg_",
            "chatcmpl-",
            "",
            Habit.STOP_FIELDS,
            Habit.PING,
            Habit.EMPTY_FIRST,
            Habit.FINAL_INPUT,
            Habit.ZERO_START,
            Habit.LATE_STOPS);

    /** Copies the set. */
    public Dialect {
      habits = Set.copyOf(habits);
    }

    private static Dialect of(String messageId, String bodyId, String signature, Habit... habits) {
      return new Dialect(messageId, bodyId, signature, Set.of(habits));
    }

    private boolean has(Habit habit) {
      return habits.contains(habit);
    }
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
    Json message =
        head(exchange, asked, dialect.bodyId())
            .with("content", Json.array(blocks))
            .with("stop_reason", reason(answer));
    return sequence(message, answer, dialect.has(Habit.STOP_FIELDS))
        .with("usage", usage(asked.inputTokens(), answer.tokens()));
  }

  private static Json head(Exchange exchange, Conversation asked, String idPrefix) {
    return Json.object()
        .with("id", exchange.id(idPrefix, 24))
        .with("type", "message")
        .with("role", "assistant")
        .with("model", asked.model());
  }

  private static Json sequence(Json into, Answer answer, boolean always) {
    if (answer.stopSequence().isPresent()) {
      return into.with("stop_sequence", answer.stopSequence().get());
    }
    return always ? into.with("stop_sequence", Json.NULL) : into;
  }

  private static String reason(Answer answer) {
    return switch (answer.stop()) {
      case END -> "end_turn";
      case LENGTH -> "max_tokens";
      case SEQUENCE -> "stop_sequence";
      case CALL -> "tool_use";
    };
  }

  private Json usage(long input, long output) {
    Json usage = Json.object().with("input_tokens", input);
    if (dialect.has(Habit.STOP_FIELDS)) {
      usage = usage.with("cache_creation_input_tokens", 0);
    }
    return usage.with("cache_read_input_tokens", 0).with("output_tokens", output);
  }

  private Json block(Part part) {
    if (part instanceof Part.Thought thought) {
      Json block = Json.object().with("type", "thinking").with("thinking", thought.text());
      return signs() ? block.with("signature", dialect.signature()) : block;
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

  private boolean signs() {
    return !dialect.signature().isEmpty() || dialect.has(Habit.EMPTY_SIGNATURE);
  }

  private Reply stream(Exchange exchange, Conversation asked, Answer answer) {
    List<Frame> frames = new ArrayList<>();
    frames.add(start(exchange, asked));
    boolean late = dialect.has(Habit.LATE_STOPS);
    if (dialect.has(Habit.PING) && !late) {
      frames.add(event("ping", Json.object()));
    }
    List<Part> parts = parts(answer);
    for (int index = 0; index < parts.size(); index++) {
      Part part = parts.get(index);
      frames.add(
          event(
              "content_block_start",
              Json.object().with("index", index).with("content_block", emptied(part))));
      if (late && index == 0) {
        frames.add(event("ping", Json.object()));
      }
      for (Json delta : deltas(part)) {
        frames.add(
            event("content_block_delta", Json.object().with("index", index).with("delta", delta)));
      }
      if (!late) {
        frames.add(event("content_block_stop", Json.object().with("index", index)));
      }
    }
    for (int index = 0; late && index < parts.size(); index++) {
      frames.add(event("content_block_stop", Json.object().with("index", index)));
    }
    frames.add(end(asked, answer));
    frames.add(event("message_stop", Json.object()));
    return Reply.stream("text/event-stream; charset=utf-8", frames);
  }

  private Frame start(Exchange exchange, Conversation asked) {
    Json message = head(exchange, asked, dialect.messageId()).with("content", Json.array());
    if (dialect.has(Habit.STOP_FIELDS)) {
      message = message.with("stop_reason", Json.NULL).with("stop_sequence", Json.NULL);
    }
    boolean zero = dialect.has(Habit.ZERO_START) || dialect.has(Habit.UNCOUNTED);
    Json usage = zero ? usage(0, 0) : usage(asked.inputTokens(), 1);
    return event("message_start", Json.object().with("message", message.with("usage", usage)));
  }

  private Frame end(Conversation asked, Answer answer) {
    Json delta =
        sequence(
            Json.object().with("stop_reason", reason(answer)),
            answer,
            dialect.has(Habit.STOP_FIELDS) && !dialect.has(Habit.BARE_DELTA));
    boolean counts = !dialect.has(Habit.UNCOUNTED);
    long output = counts ? answer.tokens() : 0;
    Json usage =
        dialect.has(Habit.FINAL_INPUT)
            ? usage(counts ? asked.inputTokens() : 0, output)
            : Json.object().with("output_tokens", output);
    return event("message_delta", Json.object().with("delta", delta).with("usage", usage));
  }

  /** The parts of an answer as blocks, with those that a dialect puts in front. */
  private List<Part> parts(Answer answer) {
    List<Part> parts = new ArrayList<>(answer.parts());
    boolean late = dialect.has(Habit.LATE_STOPS);
    if (!late && !dialect.has(Habit.TEXT_FIRST)) {
      return parts;
    }
    boolean said = false;
    for (int i = 0; i < parts.size(); i++) {
      said |= parts.get(i) instanceof Part.Text;
      if (parts.get(i) instanceof Part.Call && !said) {
        parts.add(i, new Part.Text(""));
        said = true;
      }
    }
    return parts;
  }

  private Json emptied(Part part) {
    Json block = block(part);
    if (part instanceof Part.Thought) {
      Json empty = block.with("thinking", "");
      return block.has("signature") ? empty.with("signature", "") : empty;
    }
    if (part instanceof Part.Call) {
      return dialect.has(Habit.NO_INPUT)
          ? block.without("input")
          : block.with("input", Json.object());
    }
    return block.with("text", "");
  }

  private List<Json> deltas(Part part) {
    List<Json> deltas = new ArrayList<>();
    if (part instanceof Part.Thought thought) {
      for (String piece : Pieces.of(thought.text(), 24)) {
        deltas.add(Json.object().with("type", "thinking_delta").with("thinking", piece));
      }
      if (signs()) {
        deltas.add(
            Json.object().with("type", "signature_delta").with("signature", dialect.signature()));
      }
    } else if (part instanceof Part.Call call) {
      String arguments = call.arguments().toString();
      if (dialect.has(Habit.EMPTY_FIRST)) {
        deltas.add(arguments(""));
      }
      boolean whole = dialect.has(Habit.WHOLE_ARGUMENTS);
      for (String piece : Pieces.of(arguments, whole ? arguments.length() : 14)) {
        deltas.add(arguments(piece));
      }
    } else if (part instanceof Part.Text text) {
      for (String piece : Pieces.of(text.text(), 24)) {
        deltas.add(Json.object().with("type", "text_delta").with("text", piece));
      }
    }
    return deltas;
  }

  private static Json arguments(String piece) {
    return Json.object().with("type", "input_json_delta").with("partial_json", piece);
  }

  private static Frame event(String type, Json rest) {
    Json data = Json.object().with("type", type);
    for (String key : rest.keys()) {
      data = data.with(key, rest.at(key));
    }
    return Frame.event(type, data);
  }
}
