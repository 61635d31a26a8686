package dev.ccproxy.probe;

import dev.ccproxy.document.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a message together from an event stream of either protocol. */
final class StreamedMessage {
  /** A message of more text than this is no answer to a probe. */
  private static final int MOST_TEXT = 4 * 1024 * 1024;

  /** The pieces of one block. */
  private static final class Draft {
    private final Value start;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
    private String signature = "";
    private String id = "";
    private String name = "";

    Draft(Value start) {
      this.start = start;
    }
  }

  private final Map<Long, Draft> drafts = new LinkedHashMap<>();
  private final Map<Long, Draft> openAiCalls = new LinkedHashMap<>();
  private final StringBuilder openAiText = new StringBuilder();
  private boolean any;
  private int kept;
  private String id = "";
  private String model = "";
  private String stopReason = "";
  private long input = -1;
  private long output = -1;

  private StreamedMessage() {}

  /** The message of a stream; null where it holds no event of a message. */
  static @Nullable Message read(byte[] bytes) {
    StreamedMessage out = new StreamedMessage();
    StringBuilder data = new StringBuilder();
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i < bytes.length && bytes[i] != '\n') {
        continue;
      }
      int end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
      if (end == start || i == bytes.length) {
        if (end > start) {
          line(bytes, start, end, data);
        }
        if (data.length() > 0) {
          Value event = BoundedJson.parse(data.toString());
          if (event != null) {
            out.event(event);
          }
          data.setLength(0);
        }
      } else {
        line(bytes, start, end, data);
      }
      start = i + 1;
    }
    return out.any ? out.message() : null;
  }

  private static void line(byte[] bytes, int start, int end, StringBuilder data) {
    String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    if (line.startsWith("data:")) {
      data.append(data.length() == 0 ? "" : "\n").append(line, 5, line.length());
    }
  }

  private void event(Value event) {
    if (BoundedJson.field(event, "choices") != null) {
      chunk(event);
      return;
    }
    switch (BoundedJson.text(event, "type")) {
      case "message_start" -> {
        any = true;
        Value message = BoundedJson.field(event, "message");
        id = BoundedJson.text(message, "id");
        model = BoundedJson.text(message, "model");
        usage(BoundedJson.field(message, "usage"));
      }
      case "content_block_start" -> {
        any = true;
        Value block = BoundedJson.field(event, "content_block");
        if (block != null) {
          Draft draft = new Draft(block);
          draft.text.append(BoundedJson.text(block, "text"));
          draft.text.append(BoundedJson.text(block, "thinking"));
          drafts.putIfAbsent(BoundedJson.number(BoundedJson.field(event, "index"), -1), draft);
        }
      }
      case "content_block_delta" ->
          delta(
              drafts.get(BoundedJson.number(BoundedJson.field(event, "index"), -1)),
              BoundedJson.field(event, "delta"));
      case "message_delta" -> {
        any = true;
        String reason = BoundedJson.text(BoundedJson.field(event, "delta"), "stop_reason");
        stopReason = reason.isEmpty() ? stopReason : reason;
        usage(BoundedJson.field(event, "usage"));
      }
      default -> {}
    }
  }

  private void usage(@Nullable Value usage) {
    long stated = Message.inputTokens(usage);
    input = stated > 0 || input < 0 ? Math.max(stated, input) : input;
    output = Math.max(output, BoundedJson.number(BoundedJson.field(usage, "output_tokens"), -1));
  }

  private void delta(@Nullable Draft draft, @Nullable Value delta) {
    if (draft == null) {
      return;
    }
    append(draft.text, BoundedJson.text(delta, "text"));
    append(draft.text, BoundedJson.text(delta, "thinking"));
    append(draft.arguments, BoundedJson.text(delta, "partial_json"));
    String signature = BoundedJson.text(delta, "signature");
    draft.signature = signature.isEmpty() ? draft.signature : signature;
  }

  private void append(StringBuilder to, String text) {
    int part = Math.min(text.length(), MOST_TEXT - kept);
    to.append(text, 0, part);
    kept += part;
  }

  private void chunk(Value event) {
    any = true;
    id = id.isEmpty() ? BoundedJson.text(event, "id") : id;
    model = model.isEmpty() ? BoundedJson.text(event, "model") : model;
    Value usage = BoundedJson.field(event, "usage");
    input = Math.max(input, BoundedJson.number(BoundedJson.field(usage, "prompt_tokens"), -1));
    output =
        Math.max(output, BoundedJson.number(BoundedJson.field(usage, "completion_tokens"), -1));
    List<Value> choices = BoundedJson.items(BoundedJson.field(event, "choices"));
    if (choices.isEmpty()) {
      return;
    }
    String reason = BoundedJson.text(choices.get(0), "finish_reason");
    stopReason = reason.isEmpty() ? stopReason : Message.stopReason(reason);
    Value delta = BoundedJson.field(choices.get(0), "delta");
    append(openAiText, BoundedJson.text(delta, "content"));
    for (Value call : BoundedJson.items(BoundedJson.field(delta, "tool_calls"))) {
      long index = BoundedJson.number(BoundedJson.field(call, "index"), 0);
      Draft draft = openAiCalls.computeIfAbsent(index, key -> new Draft(call));
      Value function = BoundedJson.field(call, "function");
      draft.id = draft.id.isEmpty() ? BoundedJson.text(call, "id") : draft.id;
      draft.name = draft.name.isEmpty() ? BoundedJson.text(function, "name") : draft.name;
      append(draft.arguments, BoundedJson.text(function, "arguments"));
    }
  }

  private Message message() {
    List<Message.Block> blocks = new ArrayList<>();
    for (Draft draft : drafts.values()) {
      blocks.add(block(draft));
    }
    if (openAiText.length() > 0) {
      blocks.add(new Message.Text(openAiText.toString()));
    }
    for (Draft draft : openAiCalls.values()) {
      blocks.add(Message.call(draft.id, draft.name, draft.arguments.toString()));
    }
    return new Message(id, model, blocks, stopReason, input, output);
  }

  private static Message.Block block(Draft draft) {
    String type = BoundedJson.text(draft.start, "type");
    return switch (type) {
      case "text" -> new Message.Text(draft.text.toString());
      case "tool_use" ->
          Message.call(
              BoundedJson.text(draft.start, "id"),
              BoundedJson.text(draft.start, "name"),
              draft.arguments.toString());
      case "thinking" ->
          new Message.Other(
              type,
              JsonObject.of("type", type)
                  .put("thinking", draft.text.toString())
                  .put("signature", draft.signature)
                  .value());
      default -> new Message.Other(type, draft.start);
    };
  }
}
