package dev.ccproxy.wire;

import static dev.ccproxy.wire.Wire.stream;

import dev.ccproxy.wire.Wire.Stream;
import java.util.ArrayList;
import java.util.List;

/**
 * The stream faults S01 to S86, T6 and T8 of the sheet {@code probes.md}, section 4.2: each a small
 * change of a healthy stream that yields exactly one code as the cause.
 */
final class Faults {
  private static final AnswerContext ASKED = Wire.saying(Wire.streamed(), "k7Qz");
  private static final AnswerContext TOOLS = Wire.dictated(Wire.streamed());
  private static final AnswerContext PLAIN = Wire.streamed();

  private Faults() {}

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    framing(cases);
    starts(cases);
    blocks(cases);
    tools(cases);
    ends(cases);
    contents(cases);
    return cases;
  }

  private static void add(
      List<Case> cases, String name, AnswerContext context, Stream stream, String... expected) {
    cases.add(Case.of(name, context, stream, expected));
  }

  private static void add(
      List<Case> cases, String name, AnswerContext context, String bytes, String... expected) {
    cases.add(Case.of(name, context, bytes, expected));
  }

  private static void framing(List<Case> cases) {
    String healthy = Wire.textAnswer().text();
    add(cases, "S01 no event lines", ASKED, healthy.replaceAll("event: .*\n", ""), "W03");
    add(
        cases,
        "S02 OpenAI chunks",
        ASKED,
        """
        data: {"id":"c1","object":"chat.completion.chunk","choices":[{"delta":{"content":"k7Qz"}}]}

        data: {"id":"c1","object":"chat.completion.chunk","choices":[{"finish_reason":"stop"}]}

        data: [DONE]

        """,
        "W04");
    add(cases, "S03 JSON body for a stream", ASKED, Documents.TEXT, "W01a");
    add(
        cases,
        "S05 HTML with status 200",
        ASKED,
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html><title>Welcome</title></html>",
        "W01b");
    add(cases, "S06 empty body", ASKED, "", "W02");
    cases.add(
        new Case(
            "S35 connection reset",
            List.of("W09"),
            ASKED,
            Wire.textAnswer().without(4).without(4).without(4).bytes(),
            true));
    add(
        cases,
        "S36 error event",
        ASKED,
        stream()
            .start()
            .event("{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"gone\"}}"),
        "E01");
    add(
        cases,
        "S37 bare error data",
        ASKED,
        Wire.textAnswer().without(5).without(4).text()
            + "data: {\"error\":{\"message\":\"upstream gone\",\"code\":502}}\n\n",
        "E02");
    add(
        cases,
        "S62 data is not JSON",
        ASKED,
        Wire.textAnswer().withData(2, data -> data.replace("\"index\":0", "\"index\":0'")),
        "W05");
    add(
        cases,
        "S63 event name differs from type",
        ASKED,
        Wire.textAnswer().withName(2, "delta"),
        "W06");
    add(
        cases,
        "S64 error as 200 JSON",
        ASKED,
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n" + Documents.ERROR,
        "E03");
    add(
        cases,
        "S83 error is a string",
        ASKED,
        stream().start().event("{\"type\":\"error\",\"error\":\"something went wrong\"}"),
        "E04");
    add(cases, "S84 ping only", ASKED, stream().ping().ping(), "P01");
    add(cases, "T6 BOM at the start", ASKED, "\uFEFF" + healthy, "W08");
    add(
        cases,
        "T8 last event unterminated",
        ASKED,
        healthy.substring(0, healthy.length() - 2),
        "W07");
  }

  private static void starts(List<Case> cases) {
    add(cases, "S07 no message_start", ASKED, Wire.textAnswer().without(0), "P01");
    add(cases, "S08 second message_start", ASKED, Wire.textAnswer().twice(0), "P02");
    add(
        cases,
        "S09 message_start without usage",
        ASKED,
        Wire.textAnswer().withData(0, data -> data.replaceAll(",\"usage\":\\{[^}]*\\}", "")),
        "P05");
    add(
        cases,
        "S10 message_start with content null",
        ASKED,
        Wire.textAnswer().withData(0, data -> data.replace("\"content\":[]", "\"content\":null")),
        "P04");
    add(
        cases,
        "S57 message without id",
        ASKED,
        Wire.textAnswer().withData(0, data -> data.replace("\"id\":\"msg_01\",", "")),
        "P03");
    add(
        cases,
        "S86 message_start not nested",
        ASKED,
        Wire.textAnswer()
            .withData(
                0,
                data ->
                    data.replace("\"message\":{", "")
                        .replace(",\"type\":\"message\"", "")
                        .replace("}}}", "}}")),
        "P07");
  }

  private static void blocks(List<Case> cases) {
    add(cases, "S11 delta before any block", ASKED, Wire.textAnswer().swapped(1), "B01");
    add(
        cases,
        "S12 tool delta on the wrong index",
        TOOLS,
        stream()
            .start()
            .toolStart(0, "toolu_01", "record_probe")
            .argument(1, "{\"nonce\":\"k7Qz\",\"n\":7}")
            .stop(0)
            .end("tool_use"),
        "B01",
        "(I04)",
        "(C06)");
    add(
        cases,
        "S13 thinking delta in a text block",
        ASKED,
        Wire.textAnswer()
            .withData(
                2, data -> data.replace("text_delta\",\"text\"", "thinking_delta\",\"thinking\"")),
        "B05");
    add(
        cases,
        "S14 text delta in a thinking block",
        PLAIN,
        Wire.thinkingAnswer()
            .withData(
                2, data -> data.replace("thinking_delta\",\"thinking\"", "text_delta\",\"text\"")),
        "B05");
    add(
        cases,
        "S15 JSON delta in a text block",
        ASKED,
        Wire.textAnswer()
            .withData(
                2,
                data ->
                    data.replace("text_delta\",\"text\"", "input_json_delta\",\"partial_json\"")),
        "B05");
    add(
        cases,
        "S17 index reused",
        TOOLS,
        stream()
            .start()
            .toolBlock(0, "toolu_01", "record_probe", "{\"nonce\":\"k7Qz\",\"n\":1}")
            .toolBlock(0, "toolu_02", "record_probe", "{\"nonce\":\"k7Qz\",\"n\":2}")
            .end("tool_use"),
        "B03");
    add(
        cases,
        "S18 index gap",
        TOOLS,
        stream()
            .start()
            .textBlock(0, "Calling.")
            .toolBlock(2, "toolu_01", "record_probe", "{\"nonce\":\"k7Qz\",\"n\":1}")
            .end("tool_use"),
        "B02");
    add(cases, "S19 no content_block_stop", ASKED, Wire.textAnswer().without(4), "B04");
    add(
        cases,
        "S48 unknown block type",
        ASKED,
        stream()
            .start()
            .block(0, "{\"type\":\"hologram\"}")
            .stop(0)
            .textBlock(1, "k7Qz")
            .end("end_turn"),
        "I02");
    add(
        cases,
        "S50 text block start without text",
        ASKED,
        Wire.textAnswer().withData(1, data -> data.replace(",\"text\":\"\"", "")),
        "B06");
    add(
        cases,
        "S51 tool block start without input",
        TOOLS,
        Wire.toolAnswer().withData(6, data -> data.replace(",\"input\":{}", "")),
        "B07");
    add(cases, "S52 unsigned thinking", PLAIN, Wire.thinkingAnswer().without(4), "I03");
    add(cases, "S70 stop for an unopened index", ASKED, Wire.textAnswer().twice(4), "B08");
    add(
        cases,
        "S74 interleaved blocks",
        TOOLS,
        stream()
            .start()
            .block(0, "{\"type\":\"text\",\"text\":\"\"}")
            .textDelta(0, "Calling.")
            .toolStart(1, "toolu_01", "record_probe")
            .argument(1, "{\"nonce\":\"k7Qz\",\"n\":1}")
            .stop(0)
            .stop(1)
            .end("tool_use"),
        "B09");
    add(
        cases,
        "S78 text delta with null",
        ASKED,
        Wire.textAnswer().withData(3, data -> data.replace("\"Qz\"", "null")),
        "B10");
    add(
        cases,
        "S82 index is a string",
        ASKED,
        Wire.textAnswer().withData(2, data -> data.replace("\"index\":0", "\"index\":\"0\"")),
        "B11");
  }

  private static Stream oneCall(String... fragments) {
    return stream().start().toolBlock(0, "toolu_01", "record_probe", fragments).end("tool_use");
  }

  private static Stream idOf(String id) {
    return stream()
        .start()
        .toolBlock(0, id, "record_probe", "{\"nonce\":\"k7Qz\",\"n\":7}")
        .end("tool_use");
  }

  private static void tools(List<Case> cases) {
    add(
        cases,
        "S16 two calls merged into one block",
        TOOLS,
        oneCall("{\"nonce\":\"k7Qz\",\"n\":1}", "{\"nonce\":\"k7Qz\",\"n\":2}"),
        "T05");
    add(cases, "S20 arguments truncated", TOOLS, oneCall("{\"nonce\":", "\"k7Qz\",\"n\""), "T04");
    add(cases, "S21 arguments dropped", TOOLS, oneCall(), "T10", "(C06)");
    add(
        cases,
        "S22 arguments cumulative",
        TOOLS,
        oneCall("{\"nonce\":", "{\"nonce\":\"k7Qz\",", "{\"nonce\":\"k7Qz\",\"n\":7}"),
        "T06",
        "(C06)");
    add(
        cases,
        "S23 arguments double-encoded",
        TOOLS,
        oneCall("\"{\\\"nonce\\\":\\\"k7Qz\\\"", ",\\\"n\\\":7}\""),
        "T08",
        "(C06)");
    add(
        cases,
        "S24 tool id missing",
        TOOLS,
        idOf("x").withData(1, data -> data.replace("\"id\":\"x\",", "")),
        "T01");
    add(cases, "S25 tool id empty", TOOLS, idOf(""), "T01");
    add(cases, "S26 tool id with illegal characters", TOOLS, idOf("functions.x:0"), "T02");
    add(
        cases,
        "S27 tool id duplicated",
        TOOLS,
        stream()
            .start()
            .toolBlock(0, "toolu_01", "record_probe", "{\"nonce\":\"k7Qz\",\"n\":1}")
            .toolBlock(1, "toolu_01", "record_probe", "{\"nonce\":\"k7Qz\",\"n\":2}")
            .end("tool_use"),
        "T03");
    add(
        cases,
        "S61 arguments with {} prefix",
        TOOLS,
        oneCall("{}", "{\"nonce\":\"k7Qz\"", ",\"n\":7}"),
        "T07");
    add(
        cases,
        "S65 input only in content_block_start",
        TOOLS,
        oneCall()
            .withData(
                1, data -> data.replace("\"input\":{}", "\"input\":{\"nonce\":\"k7Qz\",\"n\":7}")),
        "T11",
        "(C06)");
    add(
        cases,
        "S67 arguments are an array",
        TOOLS,
        oneCall("[{\"nonce\":\"k7Qz\"", ",\"n\":7}]"),
        "T09",
        "(C06)");
    add(cases, "S68 arguments are null", TOOLS, oneCall("null"), "T09", "(C06)");
    add(
        cases,
        "S69 undeclared tool name",
        TOOLS,
        oneCall("{\"nonce\":\"k7Qz\",\"n\":7}")
            .withData(1, data -> data.replace("record_probe", "run_shell")),
        "T12");
    add(
        cases,
        "S77 partial_json missing",
        TOOLS,
        oneCall("x").withData(2, data -> data.replace(",\"partial_json\":\"x\"", "")),
        "T13",
        "(I04)",
        "(C06)");
    add(
        cases,
        "S79 argument of the wrong type",
        TOOLS,
        oneCall("{\"nonce\":\"k7Qz\",\"n\":\"7\"}"),
        "T14");
    add(cases, "S80 wrong nonce", TOOLS, oneCall("{\"nonce\":\"other\",\"n\":7}"), "C06");
  }

  private static void ends(List<Case> cases) {
    add(
        cases,
        "S28 tool block with end_turn",
        TOOLS,
        Wire.toolAnswer().withData(11, data -> data.replace("tool_use", "end_turn")),
        "M06");
    add(
        cases,
        "S29 tool_use without a tool block",
        ASKED,
        Wire.textAnswer().withData(5, data -> data.replace("end_turn", "tool_use")),
        "M05");
    add(
        cases,
        "S29.length whole text with max_tokens",
        ASKED,
        Wire.textAnswer().withData(5, data -> data.replace("end_turn", "max_tokens")),
        "M12");
    add(
        cases,
        "S28.length whole call with max_tokens",
        TOOLS,
        Wire.toolAnswer().withData(11, data -> data.replace("tool_use", "max_tokens")),
        "M12");
    add(
        cases,
        "S30 no stop_reason",
        ASKED,
        Wire.textAnswer().withData(5, data -> data.replace("\"end_turn\"", "null")),
        "M02");
    add(
        cases,
        "S31 stop_reason tool_calls",
        TOOLS,
        Wire.toolAnswer().withData(11, data -> data.replace("tool_use", "tool_calls")),
        "M03");
    add(cases, "S32 no message_delta", ASKED, Wire.textAnswer().without(5), "M01");
    add(
        cases,
        "S33 message_delta without usage",
        ASKED,
        Wire.textAnswer().withData(5, data -> data.replaceAll(",\"usage\":\\{[^}]*\\}", "")),
        "M04");
    add(cases, "S34 no message_stop", ASKED, Wire.textAnswer().without(6), "M07");
    add(
        cases,
        "S66 message_delta with usage null",
        ASKED,
        Wire.textAnswer()
            .withData(5, data -> data.replaceAll("\"usage\":\\{[^}]*\\}", "\"usage\":null")),
        "M04");
    add(
        cases,
        "S71 event after message_stop",
        ASKED,
        Wire.textAnswer().textBlock(1, "more"),
        "P06");
    add(cases, "S75 block event after message_delta", ASKED, Wire.textAnswer().swapped(4), "M08");
    add(
        cases,
        "S76 usage 0/0",
        ASKED,
        stream()
            .start()
            .textBlock(0, "k7Qz")
            .end("end_turn")
            .withData(0, data -> data.replace(":25", ":0").replace(":1}", ":0}"))
            .withData(4, data -> data.replace(":42", ":0")),
        "U01");
  }

  private static Stream text(String... deltas) {
    return stream().start().textBlock(0, deltas).end("end_turn");
  }

  private static void contents(List<Case> cases) {
    add(
        cases,
        "S54 tool call as text",
        PLAIN,
        text("<tool", "_call>\n{\"name\": \"record_probe\", \"arguments\": {}}\n</tool_call>"),
        "C03");
    add(
        cases,
        "S55 thinking only",
        PLAIN,
        stream().start().thinkingBlock(0, "hm").end("end_turn"),
        "C02");
    add(cases, "S56 empty content", PLAIN, stream().start().end("end_turn"), "C01");
    add(cases, "S72 cumulative text", ASKED, text("k", "k7", "k7Q", "k7Qz"), "C04");
    add(cases, "S73 <think> in text", ASKED, text("<thi", "nk>hm</think>", "k7Qz"), "C05", "(C08)");
    add(
        cases,
        "S81 leaked call beside a real tool block",
        TOOLS,
        Wire.toolAnswer().withData(3, data -> data.replace("Calling", "<function=record_probe>")),
        "C07");
    add(cases, "S85 empty text", PLAIN, text(""), "C01b");
  }
}
