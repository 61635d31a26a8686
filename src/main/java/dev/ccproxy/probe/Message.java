package dev.ccproxy.probe;

import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model said, whichever protocol and framing brought it: for comparisons, and to be sent
 * back in the next turn. Read generously; whether the bytes keep the protocol is what {@link
 * Answer#judge} says. Texts are those of the other side: raw.
 *
 * @param id the id of the message, "" for none
 * @param model the model that the server names, "" for none
 * @param blocks the blocks in their order
 * @param stopReason why it ended, in the words of the Messages protocol, "" for none
 * @param inputTokens tokens of the request, those from and for the cache included; -1 where never
 *     stated
 * @param outputTokens tokens of the answer, -1 where never stated
 */
public record Message(
    String id,
    String model,
    List<Block> blocks,
    String stopReason,
    long inputTokens,
    long outputTokens) {

  /** Copies the list. */
  public Message {
    blocks = List.copyOf(blocks);
  }

  /** A block of content. */
  public sealed interface Block {
    /** The block as the Messages protocol has it in a request. */
    Value value();
  }

  /** Text. */
  public record Text(String text) implements Block {
    @Override
    public Value value() {
      return JsonObject.of("type", "text").put("text", text).value();
    }
  }

  /**
   * A tool call.
   *
   * @param arguments as they came, before anybody read them
   * @param input the arguments as an object; null where they are none
   */
  public record ToolUse(String id, String name, String arguments, @Nullable Value input)
      implements Block {
    @Override
    public Value value() {
      return JsonObject.of("type", "tool_use")
          .put("id", id)
          .put("name", name)
          .put("input", input == null ? new JsonObject().value() : input)
          .value();
    }

    /** A string or scalar argument as text; "" where there is none. */
    public String argument(String argument) {
      Value value = BoundedJson.field(input, argument);
      return value instanceof Value.Literal literal ? literal.text() : BoundedJson.text(value);
    }
  }

  /** Thinking, and every block of another type. */
  public record Other(String type, Value value) implements Block {}

  /** All text, blocks joined. */
  public String text() {
    StringBuilder out = new StringBuilder();
    for (Block block : blocks) {
      if (block instanceof Text text) {
        out.append(text.text());
      }
    }
    return out.toString();
  }

  /** The tool calls. */
  public List<ToolUse> calls() {
    List<ToolUse> out = new ArrayList<>();
    for (Block block : blocks) {
      if (block instanceof ToolUse call) {
        out.add(call);
      }
    }
    return out;
  }

  /** Types of the blocks in order, for comparisons. */
  public List<String> types() {
    List<String> out = new ArrayList<>();
    for (Block block : blocks) {
      out.add(
          block instanceof Text
              ? "text"
              : block instanceof ToolUse ? "tool_use" : ((Other) block).type());
    }
    return out;
  }

  /** The content as it is sent back. */
  Value content() {
    List<Value> out = new ArrayList<>();
    for (Block block : blocks) {
      boolean empty = block instanceof Text text && text.text().isEmpty();
      // What nobody knows cannot be asked of a server that checks its input.
      boolean foreign = block instanceof Other other && !other.type().endsWith("thinking");
      if (!empty && !foreign) {
        out.add(block.value());
      }
    }
    return new Value.Items(out);
  }

  /**
   * Reads the answer of {@code /v1/messages} or of {@code /chat/completions}, as an event stream or
   * as JSON; null where it holds no message.
   */
  public static @Nullable Message of(Answer answer) {
    byte[] bytes = answer.body().bytes();
    int start = 0;
    while (start < bytes.length && (bytes[start] & 0xFF) <= ' ') {
      start++;
    }
    if (start == bytes.length) {
      return null;
    }
    if (bytes[start] == '{') {
      return ofJson(BoundedJson.parse(bytes));
    }
    return StreamedMessage.read(bytes);
  }

  static @Nullable Message ofJson(@Nullable Value body) {
    if (BoundedJson.field(body, "choices") instanceof Value.Items choices
        && !choices.items().isEmpty()) {
      return ofCompletion(body, choices.items().get(0));
    }
    Value content = BoundedJson.field(body, "content");
    if (!(content instanceof Value.Items)) {
      return null;
    }
    List<Block> blocks = new ArrayList<>();
    for (Value block : BoundedJson.items(content)) {
      blocks.add(block(block));
    }
    Value usage = BoundedJson.field(body, "usage");
    return new Message(
        BoundedJson.text(body, "id"),
        BoundedJson.text(body, "model"),
        blocks,
        BoundedJson.text(body, "stop_reason"),
        inputTokens(usage),
        BoundedJson.number(BoundedJson.field(usage, "output_tokens"), -1));
  }

  static long inputTokens(@Nullable Value usage) {
    long plain = BoundedJson.number(BoundedJson.field(usage, "input_tokens"), -1);
    if (plain < 0) {
      return plain;
    }
    return plain
        + Math.max(0, BoundedJson.number(BoundedJson.field(usage, "cache_read_input_tokens"), 0))
        + Math.max(
            0, BoundedJson.number(BoundedJson.field(usage, "cache_creation_input_tokens"), 0));
  }

  private static Block block(Value block) {
    String type = BoundedJson.text(block, "type");
    return switch (type) {
      case "text" -> new Text(BoundedJson.text(block, "text"));
      case "tool_use" -> {
        Value input = BoundedJson.field(block, "input");
        yield new ToolUse(
            BoundedJson.text(block, "id"),
            BoundedJson.text(block, "name"),
            input == null ? "" : written(input),
            input instanceof Value.Fields ? input : null);
      }
      default -> new Other(type, block);
    };
  }

  private static String written(Value value) {
    try {
      return JsonText.write(value, 0);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Message ofCompletion(@Nullable Value body, Value choice) {
    Value message = BoundedJson.field(choice, "message");
    List<Block> blocks = new ArrayList<>();
    String text = BoundedJson.text(message, "content");
    if (!text.isEmpty()) {
      blocks.add(new Text(text));
    }
    for (Value call : BoundedJson.items(BoundedJson.field(message, "tool_calls"))) {
      Value function = BoundedJson.field(call, "function");
      String arguments = BoundedJson.text(function, "arguments");
      blocks.add(call(BoundedJson.text(call, "id"), BoundedJson.text(function, "name"), arguments));
    }
    Value usage = BoundedJson.field(body, "usage");
    return new Message(
        BoundedJson.text(body, "id"),
        BoundedJson.text(body, "model"),
        blocks,
        stopReason(BoundedJson.text(choice, "finish_reason")),
        BoundedJson.number(BoundedJson.field(usage, "prompt_tokens"), -1),
        BoundedJson.number(BoundedJson.field(usage, "completion_tokens"), -1));
  }

  static ToolUse call(String id, String name, String arguments) {
    Value input = BoundedJson.parse(arguments);
    if (arguments.isBlank()) {
      input = new JsonObject().value();
    }
    return new ToolUse(id, name, arguments, input instanceof Value.Fields ? input : null);
  }

  static String stopReason(String finishReason) {
    return switch (finishReason) {
      case "stop" -> "end_turn";
      case "length" -> "max_tokens";
      case "tool_calls", "function_call" -> "tool_use";
      default -> finishReason;
    };
  }
}
