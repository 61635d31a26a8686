package dev.ccproxy.wire;

import static dev.ccproxy.wire.Wire.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is healthy, or tolerated, must be silent: nothing at or above warning, by the protocol. */
class HealthyTest {
  private static final AnswerContext STREAM = Wire.streamed();
  private static final AnswerContext DOCUMENT = Wire.document();

  static List<Case> healthy() {
    List<Case> cases = new ArrayList<>();
    streams(cases);
    framings(cases);
    tolerated(cases);
    bodies(cases);
    nearMisses(cases);
    return cases;
  }

  private static void streams(List<Case> cases) {
    cases.add(Case.of("text", Wire.saying(STREAM, "k7Qz"), Wire.textAnswer()));
    cases.add(Case.of("text and tool", Wire.dictated(STREAM), Wire.toolAnswer()));
    cases.add(Case.of("parallel tools", Wire.dictated(STREAM), Wire.parallelAnswer()));
    cases.add(Case.of("thinking, text, tool", STREAM, Wire.thinkingAnswer()));
    for (Wire.Stream answer : Wire.healthy()) {
      cases.add(Case.of("without a request", AnswerContext.UNKNOWN, answer));
    }
  }

  private static void framings(List<Case> cases) {
    String text = Wire.toolAnswer().text();
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    cases.add(Case.of("CRLF", STREAM, text.replace("\n", "\r\n")));
    cases.add(Case.of("CR", STREAM, text.replace("\n", "\r")));
    cases.add(Case.of("comments", STREAM, ": hello\n\n" + text.replace("\n\n", "\n:\n: x\n\n")));
    cases.add(Case.of("no blank behind the colon", STREAM, text.replace(": {", ":{")));
    cases.add(
        Case.of("blanks in the JSON", STREAM, text.replace("\":", "\" : ").replace(",\"", ", \"")));
    cases.add(
        Case.of(
            "data over several lines", STREAM, text.replace(",\"index\"", ",\ndata: \"index\"")));
    cases.add(Case.of("other fields", STREAM, text.replace("event:", "id: 7\nretry: 3\nevent:")));
    cases.add(Case.of("event line behind the data", STREAM, eventLast(text)));
    cases.add(Case.of("[DONE] tail", STREAM, text + "data: [DONE]\n\n"));
    cases.add(Case.of("[DONE] tail, not ended", STREAM, text + "data: [DONE]"));
    cases.add(Case.of("many empty lines", STREAM, "\n\n\n" + text.replace("\n\n", "\n\n\n\n")));
    cases.add(Case.of("head", STREAM, head + text));
    cases.add(Case.of("head with LF", STREAM, head.replace("\r\n", "\n") + text));
    cases.add(Case.of("head of HTTP/2", STREAM, head.replace("HTTP/1.1", "HTTP/2") + text));
    cases.add(Case.of("no content type", STREAM, "HTTP/1.1 200 OK\r\n\r\n" + text));
    cases.add(Case.of("interim answer", STREAM, "HTTP/1.1 100 Continue\r\n\r\n" + head + text));
    cases.add(
        Case.of("proxy", STREAM, "HTTP/1.1 200 Connection established\r\n\r\n" + head + text));
    String chunked = head.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n");
    cases.add(Case.of("chunked, framing taken off", STREAM, chunked + text));
    cases.add(
        Case.of("chunked, framing left in", STREAM, chunked + chunks(text, 100) + "0\r\n\r\n"));
    cases.add(
        Case.of(
            "chunked with extensions and trailer",
            STREAM,
            chunked
                + chunks(text, 700).replaceAll("(?m)^([0-9a-f]+)\r\n", "$1;x=y\r\n")
                + "0\r\nx-trailer: 1\r\n\r\n"));
    cases.add(
        Case.of(
            "content length",
            STREAM,
            head.replace("\r\n\r\n", "\r\ncontent-length: " + Wire.utf8(text).length + "\r\n\r\n")
                + text));
  }

  private static String eventLast(String text) {
    return text.replaceAll("(event: .*\n)(data: .*\n)", "$2$1");
  }

  static String chunks(String text, int size) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i += size) {
      out.append(RuleCases.chunk(text.substring(i, Math.min(text.length(), i + size))));
    }
    return out.toString();
  }

  private static void tolerated(List<Case> cases) {
    cases.add(
        Case.of(
            "ping first", STREAM, stream().ping().start().textBlock(0, "k7Qz").end("end_turn")));
    cases.add(
        Case.of(
            "pings everywhere",
            STREAM,
            stream()
                .start()
                .ping()
                .textBlock(0, "a")
                .ping()
                .reason("end_turn")
                .ping()
                .messageStop()
                .ping()));
    cases.add(
        Case.of(
            "unknown event",
            STREAM,
            stream().start().event("{\"type\":\"x_vendor\"}").textBlock(0, "a").end("end_turn")));
    cases.add(
        Case.of(
            "redacted thinking",
            STREAM,
            stream()
                .start()
                .block(0, "{\"type\":\"redacted_thinking\",\"data\":\"eA==\"}")
                .stop(0)
                .textBlock(1, "a")
                .end("end_turn")));
    cases.add(
        Case.of(
            "two message_deltas, the first without a reason",
            STREAM,
            stream()
                .start()
                .textBlock(0, "a")
                .event("{\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":2}}")
                .end("end_turn")));
    cases.add(Case.of("repeated message_delta", STREAM, Wire.textAnswer().twice(5)));
    cases.add(
        Case.of(
            "tool without arguments, no delta",
            STREAM,
            stream().start().toolBlock(0, "t1", "read_code").end("tool_use")));
    cases.add(
        Case.of(
            "tool without arguments, empty delta",
            STREAM,
            stream().start().toolBlock(0, "t1", "read_code", "").end("tool_use")));
    cases.add(
        Case.of(
            "tool without arguments, {}",
            STREAM,
            stream().start().toolBlock(0, "call_1", "read_code", "{}").end("tool_use")));
    cases.add(
        Case.of(
            "arguments cut by max_tokens",
            STREAM,
            stream().start().toolBlock(0, "t1", "record_probe", "{\"non").end("max_tokens")));
    cases.add(Case.of("refusal", STREAM, stream().start().textBlock(0, "").end("refusal")));
    cases.add(Case.of("refusal without content", STREAM, stream().start().end("refusal")));
    cases.add(Case.of("no content within max_tokens", STREAM, stream().start().end("max_tokens")));
    cases.add(
        Case.of(
            "thinking used up max_tokens",
            STREAM,
            stream().start().thinkingBlock(0, "hm").end("max_tokens")));
    cases.add(
        Case.of(
            "stop_sequence",
            Wire.context("{\"stream\":true,\"stop_sequences\":[\"omega\"]}"),
            stream()
                .start()
                .textBlock(0, "alpha")
                .end("stop_sequence")
                .withData(
                    4,
                    data ->
                        data.replace("\"stop_sequence\":null", "\"stop_sequence\":\"omega\""))));
    cases.add(
        Case.of(
            "cache usage with few input tokens",
            STREAM,
            stream()
                .start()
                .textBlock(0, "a")
                .end("end_turn")
                .withData(
                    0,
                    data ->
                        data.replace(
                            "\"input_tokens\":25",
                            "\"input_tokens\":0,\"cache_read_input_tokens\":900"))));
    cases.add(
        Case.of(
            "no stop fields in message_start",
            STREAM,
            Wire.textAnswer()
                .withData(
                    0, data -> data.replace(",\"stop_reason\":null,\"stop_sequence\":null", ""))));
    cases.add(
        Case.of(
            "no stop_sequence in message_delta",
            STREAM,
            Wire.textAnswer().withData(5, data -> data.replace(",\"stop_sequence\":null", ""))));
    cases.add(
        Case.of(
            "zero usage in message_start, numbers in message_delta",
            STREAM,
            Wire.textAnswer()
                .withData(0, data -> data.replace(":25", ":0").replace(":1}", ":0}"))));
    cases.add(
        Case.of(
            "members in the order of the alphabet",
            STREAM,
            Wire.textAnswer()
                .withData(
                    2,
                    data ->
                        "{\"delta\":{\"text\":\"k7\",\"type\":\"text_delta\"},\"index\":0,"
                            + "\"type\":\"content_block_delta\"}")));
    cases.add(
        Case.of(
            "server tool and its result",
            STREAM,
            stream()
                .start()
                .block(
                    0,
                    "{\"type\":\"server_tool_use\",\"id\":\"s1\",\"name\":\"web_search\",\"input\":{\"q\":1}}")
                .stop(0)
                .block(
                    1,
                    "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"s1\",\"content\":[]}")
                .stop(1)
                .end("end_turn")));
    cases.add(
        Case.of(
            "all of the text in the start of the block",
            Wire.saying(STREAM, "k7Qz"),
            stream()
                .start()
                .block(0, "{\"type\":\"text\",\"text\":\"k7Qz\"}")
                .stop(0)
                .end("end_turn")));
    cases.add(
        Case.of(
            "citations",
            STREAM,
            stream()
                .start()
                .block(0, "{\"type\":\"text\",\"text\":\"\",\"citations\":[]}")
                .textDelta(0, "a")
                .delta(
                    0, "{\"type\":\"citations_delta\",\"citation\":{\"type\":\"char_location\"}}")
                .stop(0)
                .end("end_turn")));
    cases.add(
        Case.of(
            "chatcmpl and call ids",
            STREAM,
            stream()
                .start()
                .toolBlock(0, "call_AbC-9", "record_probe", "{\"nonce\":\"a\",\"n\":1.0}")
                .end("tool_use")
                .withData(0, data -> data.replace("msg_01", "chatcmpl-1"))));
  }

  private static void bodies(List<Case> cases) {
    cases.add(Case.of("body: text", Wire.saying(DOCUMENT, " k7Qz\n"), Documents.TEXT));
    cases.add(Case.of("body: tool", Wire.dictated(DOCUMENT), Documents.TOOL));
    cases.add(Case.of("body: members sorted", Wire.dictated(DOCUMENT), Documents.TOOL_SORTED));
    cases.add(Case.of("body: thinking", DOCUMENT, Documents.THINKING));
    cases.add(Case.of("body: without a request", AnswerContext.UNKNOWN, Documents.TOOL));
    cases.add(Case.of("body: blanks around", DOCUMENT, " ".repeat(3000) + Documents.TEXT + "\n\n"));
    cases.add(
        Case.of(
            "body: chunked",
            DOCUMENT,
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
                + chunks(Documents.TOOL, 60)
                + "0\r\n\r\n"));
    cases.add(Case.of("body: byte order mark", DOCUMENT, "\uFEFF" + Documents.TEXT));
    cases.add(
        Case.of(
            "body: more than the head announces",
            DOCUMENT,
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n" + Documents.TEXT));
    cases.add(
        Case.of(
            "body: edited by hand, whole",
            DOCUMENT,
            "HTTP/1.1 200 OK\r\ncontent-length: 9000\r\n\r\n" + Documents.TEXT));
  }

  /** Texts that look like a fault and are none. */
  private static void nearMisses(List<Case> cases) {
    String[] texts = {
      "a < b and [x] and <div>",
      "<tool_calls> are not <tool_cal l>",
      "[TOOL CALLS] [Tool calls: 3]",
      "look: {\"name\": \"x\", \"arguments\": {}}",
      "{\"name\": \"x\", \"args\": {}}\n{\"id\": \"name\"}",
      "{\"name\": 5, \"arguments\": {}}",
      "</think> before <think>",
      "tabs\tand \\ and \"quotes\" and \u0001",
      "\uD83D\uDE00 \uFF5C \u2581",
    };
    for (String text : texts) {
      cases.add(
          Case.of(
              "text: " + text.replace('\n', ' ').replace('\u0001', ' '),
              STREAM,
              stream().start().textBlock(0, text.replace("\u0001", "")).end("end_turn")));
    }
    cases.add(
        Case.of(
            "a call as text where no tools were offered",
            Wire.context("{\"stream\":true}"),
            stream().start().textBlock(0, "<tool_call>").end("end_turn")));
    cases.add(
        Case.of(
            "three deltas that only begin alike",
            STREAM,
            stream().start().textBlock(0, "a", "ab", "abc", "d").end("end_turn")));
    cases.add(
        Case.of(
            "repeated deltas",
            STREAM,
            stream().start().textBlock(0, "-", "-", "-", "-").end("end_turn")));
    cases.add(
        Case.of(
            "arguments whose fragments begin alike",
            STREAM,
            stream()
                .start()
                .toolBlock(0, "t1", "record_probe", "{", "\"nonce\"", ":\"", "\",\"n\":3", "}")
                .end("tool_use")));
    cases.add(
        Case.of(
            "markers inside arguments",
            STREAM,
            stream()
                .start()
                .toolBlock(
                    0, "t1", "record_probe", "{\"nonce\":\"<tool_call>{}</think>\",\"n\":-3}")
                .end("tool_use")));
    cases.add(
        Case.of(
            "optional argument left out, further argument",
            Wire.context(
                "{\"stream\":true,\"tools\":[{\"name\":\"w\",\"input_schema\":{\"type\":\"object\","
                    + "\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":[\"integer\",\"null\"]}}}}]}"),
            stream().start().toolBlock(0, "t1", "w", "{\"b\":null,\"c\":[1]}").end("tool_use")));
  }

  @ParameterizedTest
  @MethodSource("healthy")
  void a_healthy_answer_gives_nothing_at_or_above_warning(Case healthy) {
    assertThat(Wire.loud(healthy.verdict())).isEmpty();
    assertThat(healthy.verdict().hasAtLeast(Severity.WARNING)).isFalse();
  }
}
