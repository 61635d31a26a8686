package dev.ccproxy.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Makes event streams for the tests, and runs the checker over bytes. */
final class Wire {
  /** The text that the healthy answers give, and that the request of the tests expects. */
  static final String NONCE = "k7Qz";

  static final String RECORD_PROBE =
      """
      {"name":"record_probe","description":"Stores a probe value.","input_schema":{"type":"object",\
      "properties":{"nonce":{"type":"string"},"n":{"type":"integer"}},"required":["nonce","n"]}}""";

  static final String READ_CODE =
      """
      {"name":"read_code","input_schema":{"type":"object","properties":{}}}""";

  private Wire() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A request for a stream, with both tools. */
  static AnswerContext streamed() {
    return context("{\"stream\":true,\"max_tokens\":256,\"tools\":[%s,%s]}");
  }

  /** A request for a document, with both tools. */
  static AnswerContext document() {
    return context("{\"max_tokens\":256,\"tools\":[%s,%s]}");
  }

  static AnswerContext context(String request) {
    return AnswerContext.UNKNOWN.withRequest(
        request(String.format(request, RECORD_PROBE, READ_CODE)));
  }

  static MessagesRequest request(String json) {
    try {
      return MessagesRequest.parse(utf8(json));
    } catch (MessagesRequest.UnreadableException e) {
      throw new AssertionError(e);
    }
  }

  static AnswerContext dictated(AnswerContext context) {
    return context.withExpectedArguments(Map.of("nonce", NONCE));
  }

  static AnswerContext saying(AnswerContext context, String text) {
    return context.withExpectedText(text);
  }

  static Verdict check(AnswerContext context, byte[] bytes) {
    AnswerChecker checker = new AnswerChecker(context);
    checker.feed(bytes, 0, bytes.length);
    return checker.end();
  }

  static Verdict check(AnswerContext context, String bytes) {
    return check(context, utf8(bytes));
  }

  /** The codes of the findings: primary ones plain, explained ones in parentheses. */
  static List<String> codes(Verdict verdict) {
    List<String> codes = new ArrayList<>();
    for (Finding finding : verdict.findings()) {
      String number = finding.code().number();
      codes.add(finding.primary() ? number : "(" + number + ")");
    }
    return codes;
  }

  /** The codes of primary findings at or above warning, by the protocol. */
  static List<String> loud(Verdict verdict) {
    List<String> codes = new ArrayList<>();
    for (Finding finding : verdict.findings()) {
      if (finding.primary() && finding.specSeverity().atLeast(Severity.WARNING)) {
        codes.add(finding.code().number());
      }
    }
    return codes;
  }

  /** The message of a verdict that must have one. */
  static MessageSummary message(Verdict verdict) {
    MessageSummary message = verdict.message();
    if (message == null) {
      throw new AssertionError("no message");
    }
    return message;
  }

  /** A stream that is being put together, event by event. */
  static final class Stream {
    private final List<String[]> events = new ArrayList<>();

    /** An event whose data is this JSON and whose name is the type in it. */
    Stream event(String data) {
      return event(type(data), data);
    }

    Stream event(String name, String data) {
      events.add(new String[] {name, data});
      return this;
    }

    private static String type(String data) {
      int at = data.lastIndexOf("\"type\":\"", data.length());
      at = data.startsWith("{\"type\":\"") ? 0 : at - 1;
      int from = at + 9;
      return data.substring(from, data.indexOf('"', from));
    }

    Stream start() {
      return event(
          "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_01\",\"type\":\"message\","
              + "\"role\":\"assistant\",\"content\":[],\"model\":\"m\",\"stop_reason\":null,"
              + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}");
    }

    Stream ping() {
      return event("{\"type\":\"ping\"}");
    }

    Stream block(int index, String block) {
      return event(
          "{\"type\":\"content_block_start\",\"index\":"
              + index
              + ",\"content_block\":"
              + block
              + "}");
    }

    Stream delta(int index, String delta) {
      return event(
          "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":" + delta + "}");
    }

    Stream stop(int index) {
      return event("{\"type\":\"content_block_stop\",\"index\":" + index + "}");
    }

    Stream textBlock(int index, String... deltas) {
      block(index, "{\"type\":\"text\",\"text\":\"\"}");
      for (String text : deltas) {
        textDelta(index, text);
      }
      return stop(index);
    }

    Stream textDelta(int index, String text) {
      return delta(index, "{\"type\":\"text_delta\",\"text\":" + quoted(text) + "}");
    }

    Stream thinkingBlock(int index, String... deltas) {
      block(index, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
      for (String text : deltas) {
        delta(index, "{\"type\":\"thinking_delta\",\"thinking\":" + quoted(text) + "}");
      }
      delta(index, "{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}");
      return stop(index);
    }

    Stream toolBlock(int index, String id, String name, String... fragments) {
      toolStart(index, id, name);
      for (String fragment : fragments) {
        argument(index, fragment);
      }
      return stop(index);
    }

    Stream toolStart(int index, String id, String name) {
      return block(
          index,
          "{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"input\":{}}");
    }

    Stream argument(int index, String fragment) {
      return delta(
          index, "{\"type\":\"input_json_delta\",\"partial_json\":" + quoted(fragment) + "}");
    }

    Stream end(String reason) {
      return reason(reason).messageStop();
    }

    Stream reason(String reason) {
      return event(
          "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
              + reason
              + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":42}}");
    }

    Stream messageStop() {
      return event("{\"type\":\"message_stop\"}");
    }

    int size() {
      return events.size();
    }

    String data(int event) {
      return events.get(event)[1];
    }

    Stream copy() {
      Stream copy = new Stream();
      for (String[] event : events) {
        copy.events.add(event.clone());
      }
      return copy;
    }

    /** A copy without one event. */
    Stream without(int event) {
      Stream copy = copy();
      copy.events.remove(event);
      return copy;
    }

    /** A copy in which one event comes twice. */
    Stream twice(int event) {
      Stream copy = copy();
      copy.events.add(event, copy.events.get(event).clone());
      return copy;
    }

    /** A copy in which an event and the next one change places. */
    Stream swapped(int event) {
      Stream copy = copy();
      String[] first = copy.events.remove(event);
      copy.events.add(event + 1, first);
      return copy;
    }

    /** A copy with other data in one event; the name stays. */
    Stream withData(int event, UnaryOperator<String> change) {
      Stream copy = copy();
      String[] changed = copy.events.get(event);
      changed[1] = change.apply(changed[1]);
      return copy;
    }

    /** A copy with another name on one event line. */
    Stream withName(int event, String name) {
      Stream copy = copy();
      copy.events.get(event)[0] = name;
      return copy;
    }

    String text() {
      StringBuilder out = new StringBuilder();
      for (String[] event : events) {
        if (!event[0].isEmpty()) {
          out.append("event: ").append(event[0]).append('\n');
        }
        out.append("data: ").append(event[1]).append("\n\n");
      }
      return out.toString();
    }

    byte[] bytes() {
      return utf8(text());
    }

    @Override
    public String toString() {
      return text();
    }
  }

  static Stream stream() {
    return new Stream();
  }

  /** Healthy: one text, the nonce in two deltas. */
  static Stream textAnswer() {
    return stream().start().textBlock(0, "k7", "Qz").end("end_turn");
  }

  /** Healthy: text, then a tool call with dictated arguments in three fragments. */
  static Stream toolAnswer() {
    return stream()
        .start()
        .ping()
        .textBlock(0, "Calling", " the tool.")
        .toolBlock(1, "toolu_01", "record_probe", "{\"nonce\":", " \"k7Qz\", ", "\"n\": 7}")
        .end("tool_use");
  }

  /** Healthy: two tool calls. */
  static Stream parallelAnswer() {
    return stream()
        .start()
        .toolBlock(0, "toolu_01", "record_probe", "{\"nonce\":\"k7Qz\",", "\"n\":1}")
        .toolBlock(1, "toolu_02", "record_probe", "{\"nonce\":\"k7Qz\",\"n\":", "2}")
        .end("tool_use");
  }

  /** Healthy: thinking, text in several scripts, a tool without arguments. */
  static Stream thinkingAnswer() {
    return stream()
        .start()
        .thinkingBlock(0, "Let me", " see \u6F22\u5B57")
        .textBlock(1, "caf\u00E9 ", "\u6F22\u5B57 \uD83D\uDE00", " end")
        .toolBlock(2, "toolu_01", "read_code")
        .end("tool_use");
  }

  static List<Stream> healthy() {
    return Arrays.asList(textAnswer(), toolAnswer(), parallelAnswer(), thinkingAnswer());
  }

  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
