package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.model.Answer;
import dev.ccproxy.lab.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Faults of what is said: nothing, the wrong thing, or a call in the wrong place. */
final class ContentFaults {
  private ContentFaults() {}

  static void add(Entries entries) {
    leak(entries, "S54", "tool call as text", "C03", ContentFaults::tagged);
    entries.said(
        "S55",
        "thoughts and nothing else",
        Ask.TEXT,
        KnownFault.Scope.thinking().without("litellm-responses"),
        answer ->
            answer.calls().isEmpty()
                ? ended(List.of(new Part.Thought("The answer is simple.")))
                : answer,
        "C02");
    entries.add(
        "S56",
        "no content",
        Kind.STEADY,
        Ask.TEXT,
        KnownFault.Scope.UNBROKEN,
        setting -> new NoContent(),
        "C01");
    entries.said(
        "S85",
        "empty text",
        Ask.TEXT,
        KnownFault.Scope.UNBROKEN,
        answer -> answer.calls().isEmpty() ? ended(List.of(new Part.Text(""))) : answer,
        "C01b");
    entries.said(
        "H24.canned",
        "the model says the same to everything",
        Ask.ANYTHING,
        KnownFault.Scope.UNBROKEN,
        answer -> ended(List.of(new Part.Text("As a language model I am happy to help."))),
        "L601");
    entries.stream("S72", "cumulative text", Ask.TEXT, ContentFaults::growing, "C04");
    entries.said(
        "S73",
        "thoughts inside the text",
        Ask.TEXT,
        KnownFault.Scope.UNBROKEN,
        ContentFaults::thinkingAloud,
        "C05");
    entries.said(
        "S81",
        "leaked call beside a real one",
        Ask.CALL,
        KnownFault.Scope.UNBROKEN,
        ContentFaults::besides,
        "C07");
    leak(entries, "H25.function", "tool call as text, <function=", "L601", ContentFaults::function);
    leak(
        entries,
        "H25.sections",
        "tool call as text, <|tool_calls_section_begin|>",
        "L601",
        ContentFaults::sections);
    leak(entries, "H25.mistral", "tool call as text, [TOOL_CALLS]", "L601", ContentFaults::mistral);
    leak(
        entries,
        "H25.deepseek",
        "tool call as text, tool calls begin",
        "L601",
        ContentFaults::deepseek);
    leak(entries, "H25.invoke", "tool call as text, <invoke name=", "L601", ContentFaults::invoke);
    leak(entries, "H25.json", "tool call as text, bare JSON", "L601", ContentFaults::json);
  }

  static Fault noContent() {
    return new NoContent();
  }

  private static Answer ended(List<Part> parts) {
    return new Answer(parts, Answer.Stop.END, Optional.empty());
  }

  /** Calls come as text in some model's own syntax. */
  static void leak(
      Entries entries, String id, String title, String code, Function<Part.Call, String> syntax) {
    String[] expects = code.startsWith("L") ? new String[] {code, "C03"} : new String[] {code};
    entries.said(
        id,
        title,
        Ask.CALL,
        KnownFault.Scope.UNBROKEN,
        answer -> {
          if (answer.calls().isEmpty()) {
            return answer;
          }
          StringBuilder text = new StringBuilder();
          for (Part.Call call : answer.calls()) {
            text.append(syntax.apply(call));
          }
          List<Part> parts = new ArrayList<>();
          for (Part part : answer.parts()) {
            if (!(part instanceof Part.Call)) {
              parts.add(part);
            }
          }
          parts.add(new Part.Text(text.toString()));
          return ended(parts);
        },
        expects);
  }

  private static Json object(Part.Call call) {
    return Json.object().with("name", call.name()).with("arguments", call.arguments());
  }

  private static String tagged(Part.Call call) {
    return "<tool_call>\n" + object(call) + "\n</tool_call>";
  }

  private static String function(Part.Call call) {
    StringBuilder out = new StringBuilder("<function=" + call.name() + ">");
    for (String key : call.arguments().keys()) {
      Json value = call.arguments().at(key);
      out.append("<parameter=").append(key).append('>');
      out.append(value.text(value.toString())).append("</parameter>");
    }
    return out.append("</function>").toString();
  }

  private static String sections(Part.Call call) {
    return "<|tool_calls_section_begin|><|tool_call_begin|>functions."
        + call.name()
        + ":0<|tool_call_argument_begin|>"
        + call.arguments()
        + "<|tool_call_end|><|tool_calls_section_end|>";
  }

  private static String mistral(Part.Call call) {
    return "[TOOL_CALLS][" + object(call) + "]";
  }

  private static String deepseek(Part.Call call) {
    return "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>"
        + call.name()
        + "\n```json\n"
        + call.arguments()
        + "\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>";
  }

  private static String invoke(Part.Call call) {
    StringBuilder out = new StringBuilder("<invoke name=\"" + call.name() + "\">\n");
    for (String key : call.arguments().keys()) {
      Json value = call.arguments().at(key);
      out.append("<parameter name=\"").append(key).append("\">");
      out.append(value.text(value.toString())).append("</parameter>\n");
    }
    return out.append("</invoke>").toString();
  }

  private static String json(Part.Call call) {
    return object(call).toString();
  }

  private static Answer thinkingAloud(Answer answer) {
    List<Part> parts = new ArrayList<>();
    boolean done = false;
    for (Part part : answer.parts()) {
      if (part instanceof Part.Text text && !done && answer.calls().isEmpty()) {
        parts.add(new Part.Text("<think>\nThat is simple.\n</think>\n\n" + text.text()));
        done = true;
      } else {
        parts.add(part);
      }
    }
    return new Answer(parts, answer.stop(), answer.stopSequence());
  }

  private static Answer besides(Answer answer) {
    if (answer.calls().isEmpty()) {
      return answer;
    }
    List<Part> parts = new ArrayList<>();
    boolean done = false;
    for (Part part : answer.parts()) {
      if (part instanceof Part.Call call && !done) {
        parts.add(new Part.Text(function(call)));
        done = true;
      }
      parts.add(part);
    }
    return new Answer(parts, answer.stop(), answer.stopSequence());
  }

  private static void growing(EventList events) {
    for (int start : events.starts("text")) {
      String text = events.text();
      int quarter = Math.max(1, text.length() / 4);
      if (text.length() >= 4) {
        events.texts(
            start,
            text.substring(0, quarter),
            text.substring(0, 2 * quarter),
            text.substring(0, 3 * quarter),
            text);
      }
      return;
    }
  }

  /** Streams without any block, bodies with an empty list; answers with calls stay as they are. */
  private static final class NoContent implements Fault {
    @Override
    public Reply sent(Exchange exchange, Reply reply) {
      if (Messages.streamed(exchange, reply)) {
        EventList events = new EventList(reply.frames());
        if (events.starts("tool_use").isEmpty()) {
          events.removeAll(EventList.BLOCK_START);
          events.removeAll(EventList.BLOCK_DELTA);
          events.removeAll(EventList.BLOCK_STOP);
        }
        return reply.withFrames(events.frames());
      }
      if (Messages.whole(exchange, reply)) {
        Json body = Bodies.of(reply);
        return body.at("stop_reason").is("tool_use")
            ? reply
            : Bodies.with(reply, body.with("content", Json.array()));
      }
      return reply;
    }
  }
}
