package dev.ccproxy.wire;

import static dev.ccproxy.wire.Wire.stream;

import java.util.ArrayList;
import java.util.List;

/** Answers for the rules that the fault table of the sheet does not cover, and for their forms. */
final class RuleCases {
  private static final AnswerContext STREAM = Wire.streamed();
  private static final AnswerContext DOCUMENT = Wire.document();
  private static final AnswerContext UNKNOWN = AnswerContext.UNKNOWN;

  private static final String SSE_HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n\r\n";

  private RuleCases() {}

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    framing(cases);
    starts(cases);
    blocks(cases);
    ends(cases);
    tools(cases);
    contents(cases);
    errors(cases);
    bodies(cases);
    statuses(cases);
    return cases;
  }

  private static String head(int status, String type) {
    return "HTTP/1.1 " + status + " X\r\ncontent-type: " + type + "\r\n\r\n";
  }

  private static void framing(List<Case> cases) {
    String healthy = Wire.textAnswer().text();
    cases.add(
        Case.of(
            "stream typed as ndjson", STREAM, head(200, "application/x-ndjson") + healthy, "W10"));
    cases.add(
        Case.of("stream typed as JSON", STREAM, head(200, "application/json") + healthy, "W10"));
    cases.add(Case.of("stream where none was asked for", DOCUMENT, healthy, "W11"));
    cases.add(
        new Case(
            "text that is no UTF-8",
            List.of("W12"),
            STREAM,
            latin1(stream().start().textBlock(0, "caf\u00E9").end("end_turn").text()),
            false));
    cases.add(Case.of("JSON array as data", STREAM, withData("[]"), "W05"));
    cases.add(Case.of("two values as data", STREAM, withData("{} {}"), "W05"));
    cases.add(
        Case.of(
            "an event without data",
            STREAM,
            healthy.replace("data: {\"type\":\"content_block_stop\",\"index\":0}\n", ""),
            "W05",
            "(B04)"));
    cases.add(Case.of("HTML without a head", STREAM, "<!doctype html><p>no", "W01b"));
    cases.add(Case.of("JSON cut off for a stream", STREAM, "{\"type\":\"mess", "W01a"));
    cases.add(
        Case.of(
            "stream cut in the last chunk",
            STREAM,
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                + chunk(healthy),
            "W09"));
    cases.add(
        Case.of(
            "stream shorter than announced",
            STREAM,
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9000\r\n\r\n"
                + Wire.textAnswer().without(6).text(),
            "W09"));
  }

  private static byte[] latin1(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static Wire.Stream withData(String data) {
    return stream().start().event("ping", data).textBlock(0, "k7Qz").end("end_turn");
  }

  static String chunk(String text) {
    return Integer.toHexString(Wire.utf8(text).length) + "\r\n" + text + "\r\n";
  }

  private static void starts(List<Case> cases) {
    String[][] wrong = {
      {"model is a number", "\"model\":\"m\"", "\"model\":7"},
      {"role is user", "\"role\":\"assistant\"", "\"role\":\"user\""},
      {"type is completion", "\"type\":\"message\",\"role\"", "\"type\":\"completion\",\"role\""},
      {"id is a number", "\"id\":\"msg_01\"", "\"id\":1"},
      {"stop_reason is an object", "\"stop_reason\":null", "\"stop_reason\":{}"},
      {"stop_sequence is a string", "\"stop_sequence\":null", "\"stop_sequence\":\"x\""},
    };
    for (String[] change : wrong) {
      cases.add(
          Case.of(
              change[0],
              STREAM,
              Wire.textAnswer().withData(0, data -> data.replace(change[1], change[2])),
              "P08"));
    }
    cases.add(
        Case.of(
            "no output tokens in message_start",
            STREAM,
            Wire.textAnswer().withData(0, data -> data.replace(",\"output_tokens\":1", "")),
            "P09"));
    cases.add(
        Case.of(
            "empty id",
            STREAM,
            Wire.textAnswer().withData(0, data -> data.replace("msg_01", "")),
            "P03"));
    cases.add(Case.of("only comments", STREAM, ": a\n\n: b\n\n", "P01"));
  }

  private static void blocks(List<Case> cases) {
    String[][] broken = {
      {"content_block is null", "null"},
      {"content_block has no type", "{\"text\":\"\"}"},
      {"content_block type is a number", "{\"type\":5}"},
    };
    for (String[] change : broken) {
      cases.add(
          Case.of(
              change[0],
              STREAM,
              stream()
                  .start()
                  .block(0, change[1])
                  .textDelta(0, "a")
                  .stop(0)
                  .textBlock(1, "k7Qz")
                  .end("end_turn"),
              "B12"));
    }
    cases.add(
        Case.of(
            "thinking starts with null",
            STREAM,
            Wire.thinkingAnswer()
                .withData(1, data -> data.replace("\"thinking\":\"\"", "\"thinking\":null")),
            "B06"));
    cases.add(
        Case.of(
            "signature starts with a number",
            STREAM,
            Wire.thinkingAnswer()
                .withData(1, data -> data.replace("\"signature\":\"\"", "\"signature\":3")),
            "B06"));
    cases.add(
        Case.of(
            "thinking starts without thinking",
            STREAM,
            Wire.thinkingAnswer().withData(1, data -> data.replace(",\"thinking\":\"\"", "")),
            "I06"));
    cases.add(
        Case.of(
            "signature_delta without a string",
            STREAM,
            Wire.thinkingAnswer().withData(4, data -> data.replace("\"c2ln\"", "7")),
            "B10",
            "(I03)"));
    cases.add(
        Case.of(
            "index is a fraction",
            STREAM,
            Wire.textAnswer().withData(3, data -> data.replace("\"index\":0", "\"index\":0.5")),
            "B11"));
    cases.add(
        Case.of(
            "no index",
            STREAM,
            Wire.textAnswer().withData(3, data -> data.replace("\"index\":0,", "")),
            "B11"));
    cases.add(
        Case.of(
            "a delta in a redacted_thinking block",
            STREAM,
            stream()
                .start()
                .block(0, "{\"type\":\"redacted_thinking\",\"data\":\"x\"}")
                .textDelta(0, "a")
                .stop(0)
                .textBlock(1, "k7Qz")
                .end("end_turn"),
            "B05"));
    cases.add(
        Case.of("the start of a block is missing", STREAM, Wire.toolAnswer().without(2), "B01"));
    cases.add(
        Case.of(
            "the start of a block without deltas is missing",
            STREAM,
            Wire.thinkingAnswer().without(11),
            "B08"));
    cases.add(
        Case.of(
            "an unknown event",
            STREAM,
            stream().start().event("{\"type\":\"weather\"}").textBlock(0, "k7Qz").end("end_turn"),
            "I01"));
  }

  private static void ends(List<Case> cases) {
    cases.add(
        Case.of(
            "stop_sequence is a number",
            STREAM,
            Wire.textAnswer()
                .withData(5, data -> data.replace("\"stop_sequence\":null", "\"stop_sequence\":1")),
            "M09"));
    cases.add(
        Case.of(
            "stop_reason is a number",
            STREAM,
            Wire.textAnswer().withData(5, data -> data.replace("\"end_turn\"", "5")),
            "M03"));
    cases.add(
        Case.of(
            "more tokens than max_tokens",
            Wire.context("{\"stream\":true,\"max_tokens\":16}"),
            Wire.textAnswer(),
            "M10"));
    cases.add(
        Case.of(
            "stop sequence in the text",
            Wire.context("{\"stream\":true,\"stop_sequences\":[\"zzz\",\"7Q\"]}"),
            Wire.textAnswer(),
            "M11"));
    cases.add(
        Case.of(
            "stop_sequence not named",
            STREAM,
            stream().start().textBlock(0, "k7Qz").end("stop_sequence"),
            "M11"));
    cases.add(Case.of("stop_reason twice", STREAM, Wire.textAnswer().twice(5), "I07"));
    cases.add(
        Case.of(
            "message_delta and message_stop swapped",
            STREAM,
            Wire.textAnswer().swapped(5),
            "P06",
            "(M01)"));
    cases.add(
        Case.of(
            "cut in the text", STREAM, Wire.textAnswer().without(6).without(5).without(4), "M07"));
    cases.add(
        Case.of(
            "cut in an event", STREAM, Wire.textAnswer().text().substring(0, 500), "M07", "(W07)"));
  }

  private static void tools(List<Case> cases) {
    cases.add(
        Case.of(
            "arguments cut by max_tokens",
            STREAM,
            stream()
                .start()
                .toolBlock(0, "t1", "record_probe", "{\"nonce\":\"k7")
                .end("max_tokens"),
            "I05"));
    cases.add(
        Case.of(
            "a call without a name",
            UNKNOWN,
            stream().start().toolBlock(0, "t1", "", "{}").end("tool_use"),
            "T12"));
    cases.add(
        Case.of(
            "a required argument is missing",
            STREAM,
            stream()
                .start()
                .toolBlock(0, "t1", "record_probe", "{\"nonce\":\"k7Qz\"}")
                .end("tool_use"),
            "T14"));
    cases.add(
        Case.of(
            "an argument is given twice",
            STREAM,
            stream()
                .start()
                .toolBlock(0, "t1", "record_probe", "{\"nonce\":\"a\",\"n\":1,\"nonce\":\"b\"}")
                .end("tool_use"),
            "T14"));
    cases.add(
        Case.of(
            "tool_choice none and a call",
            Wire.context("{\"stream\":true,\"tools\":[%s],\"tool_choice\":{\"type\":\"none\"}}"),
            stream()
                .start()
                .toolBlock(0, "t1", "record_probe", "{\"nonce\":\"a\",\"n\":1}")
                .end("tool_use"),
            "T15"));
    cases.add(
        Case.of(
            "tool_choice any and no call",
            Wire.context("{\"stream\":true,\"tools\":[%s],\"tool_choice\":{\"type\":\"any\"}}"),
            Wire.textAnswer(),
            "T15"));
    cases.add(
        Case.of(
            "tool_choice names another tool",
            Wire.context(
                "{\"stream\":true,\"tools\":[%s,%s],"
                    + "\"tool_choice\":{\"type\":\"tool\",\"name\":\"read_code\"}}"),
            stream()
                .start()
                .toolBlock(0, "t1", "record_probe", "{\"nonce\":\"a\",\"n\":1}")
                .end("tool_use"),
            "T15"));
    cases.add(
        Case.of(
            "parallel calls where they were switched off",
            Wire.context(
                "{\"stream\":true,\"tools\":[%s],"
                    + "\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}}"),
            Wire.parallelAnswer(),
            "T15"));
  }

  private static void contents(List<Case> cases) {
    cases.add(
        Case.of(
            "another text than expected", Wire.saying(STREAM, "k7QzX"), Wire.textAnswer(), "C08"));
    String[] dialects = {
      "<tool_call>{}",
      "<function=record_probe>",
      "<|tool_calls_section_begin|>",
      "<|tool_call_section_begin|>",
      "<\uFF5Ctool\u2581calls\u2581begin\uFF5C>",
      "[TOOL_CALLS] [{}]",
      "[Tool call: record_probe]",
      "<invoke name=\"record_probe\">",
      "Sure.\n{\"name\": \"record_probe\", \"arguments\": {}}",
      "{\"name\":\"record_probe\",\"parameters\":{}}",
      "  { \"name\" : \"a\\\"b\" , \"input\" : {} }",
    };
    for (String text : dialects) {
      cases.add(
          Case.of(
              "call as text: " + text.strip().replace('\n', ' '),
              STREAM,
              stream()
                  .start()
                  .textBlock(0, text.substring(0, 3), text.substring(3))
                  .end("end_turn"),
              "C03"));
    }
  }

  private static void errors(List<Case> cases) {
    String error = "event: error\ndata: " + Documents.ERROR + "\n\n";
    cases.add(
        Case.of(
            "stream behind status 401",
            STREAM,
            head(401, "text/event-stream") + error,
            "E01",
            "(E05)"));
    cases.add(
        Case.of(
            "healthy stream behind status 500",
            STREAM,
            head(500, "text/event-stream") + Wire.textAnswer(),
            "N15",
            "(E05)"));
    cases.add(
        Case.of(
            "foreign envelope",
            DOCUMENT,
            head(500, "application/json") + "{\"error\":{\"message\":\"no\"}}",
            "N15",
            "(E06)"));
    cases.add(
        Case.of(
            "429 without retry-after",
            DOCUMENT,
            head(429, "application/json") + Documents.ERROR,
            "N15",
            "(E07)"));
    cases.add(
        Case.of(
            "error event without error",
            STREAM,
            stream().start().event("{\"type\":\"error\",\"message\":\"no\"}"),
            "E04"));
    cases.add(
        Case.of(
            "unnamed error of the right form",
            STREAM,
            Wire.textAnswer().without(6).without(5).without(4).text()
                + "data: "
                + Documents.ERROR
                + "\n\n",
            "E02"));
    cases.add(
        Case.of(
            "error event that is no JSON", STREAM, stream().start().event("error", "gone"), "W05"));
  }

  private static void body(List<Case> cases, String name, String from, String to, String... codes) {
    String changed = Documents.TOOL.replace(from, to);
    if (changed.equals(Documents.TOOL)) {
      throw new AssertionError("nothing changed: " + name);
    }
    cases.add(Case.of("body: " + name, DOCUMENT, changed, codes));
  }

  private static void bodies(List<Case> cases) {
    String content =
        Documents.TOOL.substring(
            Documents.TOOL.indexOf("\"content\":") + 10,
            Documents.TOOL.indexOf(",\"stop_reason\""));
    body(cases, "content null", content, "null", "N01");
    body(cases, "content a string", content, "\"Calling.\"", "N01");
    body(cases, "no content", "\"content\":" + content + ",", "", "N01");
    body(cases, "no usage", ",\"usage\":{\"input_tokens\":25,\"output_tokens\":3}", "", "N02");
    body(cases, "usage without output", ",\"output_tokens\":3", "", "N02");
    body(cases, "text block without text", ",\"text\":\"Calling.\"", "", "N03");
    body(cases, "text block with null", "\"Calling.\"", "null", "N03");
    body(cases, "input as a string", "{\"nonce\":\"k7Qz\",\"n\":7}", "\"{}\"", "N05");
    body(cases, "input missing", ",\"input\":{\"nonce\":\"k7Qz\",\"n\":7}", "", "N05");
    body(cases, "input null", "{\"nonce\":\"k7Qz\",\"n\":7}", "null", "N05");
    body(cases, "input array", "{\"nonce\":\"k7Qz\",\"n\":7}", "[1]", "N05");
    body(cases, "input empty", "{\"nonce\":\"k7Qz\",\"n\":7}", "{}", "T10");
    body(cases, "argument of the wrong type", "\"n\":7", "\"n\":\"7\"", "T14");
    body(cases, "no id", "\"id\":\"msg_01\",", "", "P03");
    body(cases, "role user", "assistant", "user", "P08");
    body(cases, "tool id missing", "\"id\":\"toolu_01\",", "", "T01");
    body(cases, "tool id with a colon", "toolu_01", "toolu:01", "T02");
    body(cases, "undeclared tool", "record_probe", "run_shell", "T12");
    body(cases, "stop_reason null", "\"stop_reason\":\"tool_use\"", "\"stop_reason\":null", "M02");
    body(
        cases,
        "stop_reason tool_calls",
        "\"stop_reason\":\"tool_use\"",
        "\"stop_reason\":\"tool_calls\"",
        "M03");
    body(
        cases,
        "stop_reason end_turn",
        "\"stop_reason\":\"tool_use\"",
        "\"stop_reason\":\"end_turn\"",
        "M06");
    body(cases, "stop_sequence a number", "\"stop_sequence\":null", "\"stop_sequence\":4", "M09");
    body(cases, "block without a type", "\"type\":\"text\",", "", "B12");
    body(
        cases,
        "a string among the blocks",
        "{\"type\":\"text\",\"text\":\"Calling.\"}",
        "\"Calling.\"",
        "B12");
    body(cases, "unknown block", "\"type\":\"text\"", "\"type\":\"hologram\"", "I02");
    body(cases, "zero usage", "25,\"output_tokens\":3", "0,\"output_tokens\":0", "U01");
    body(cases, "call in the text", "\"Calling.\"", "\"<tool_call>\"", "C07");
    cases.add(
        Case.of(
            "body: same tool id twice",
            DOCUMENT,
            Documents.TOOL.replace(
                "{\"type\":\"text\",\"text\":\"Calling.\"}",
                "{\"type\":\"tool_use\",\"id\":\"toolu_01\",\"name\":\"read_code\",\"input\":{}}"),
            "T03"));
    cases.add(
        Case.of(
            "body: no content blocks",
            DOCUMENT,
            Documents.TEXT.replace("{\"type\":\"text\",\"text\":\"k7Qz\"}", ""),
            "C01"));
    cases.add(Case.of("body: empty text", DOCUMENT, Documents.TEXT.replace("k7Qz", ""), "C01b"));
    cases.add(
        Case.of(
            "body: thinking only",
            DOCUMENT,
            Documents.TEXT.replace(
                "\"type\":\"text\",\"text\":\"k7Qz\"",
                "\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"c2ln\""),
            "C02"));
    cases.add(
        Case.of(
            "body: thinking without thinking",
            DOCUMENT,
            Documents.THINKING.replace("\"thinking\": \"Let me see.\", ", ""),
            "B06"));
    cases.add(
        Case.of(
            "body: unsigned thinking",
            DOCUMENT,
            Documents.THINKING.replace(", \"signature\": \"c2ln\"", ""),
            "I03"));
    cases.add(
        Case.of(
            "body: call as text", DOCUMENT, Documents.TEXT.replace("k7Qz", "<function=x>"), "C03"));
    cases.add(
        Case.of(
            "body: tool_use without a call",
            DOCUMENT,
            Documents.TEXT.replace("end_turn", "tool_use"),
            "M05"));
    cases.add(
        Case.of(
            "body: wrong nonce",
            Wire.dictated(DOCUMENT),
            Documents.TOOL.replace("k7Qz", "x"),
            "C06"));
    cases.add(
        Case.of(
            "body: wrong nonce, members sorted",
            Wire.dictated(DOCUMENT),
            Documents.TOOL_SORTED.replace("k7Qz", "x"),
            "C06"));
    cases.add(
        Case.of(
            "body: wrong type, members sorted",
            DOCUMENT,
            Documents.TOOL_SORTED.replace("\"n\":7", "\"n\":true"),
            "T14"));
  }

  private static void statuses(List<Case> cases) {
    cases.add(
        Case.of(
            "OpenAI completion",
            DOCUMENT,
            "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[],\"usage\":{}}",
            "N04"));
    cases.add(
        Case.of("completion without object", DOCUMENT, "{\"id\":\"c\",\"choices\":[]}", "N04"));
    cases.add(
        Case.of(
            "HTML page with status 200",
            DOCUMENT,
            head(200, "text/html") + "<html><head><title>Login</title>",
            "N06"));
    cases.add(Case.of("status 204", DOCUMENT, "HTTP/1.1 204 No Content\r\n\r\n", "N07"));
    cases.add(Case.of("empty 200", DOCUMENT, head(200, "application/json"), "N08"));
    cases.add(
        Case.of(
            "error envelope with status 200",
            DOCUMENT,
            head(200, "application/json") + Documents.ERROR,
            "N09"));
    cases.add(
        Case.of(
            "404 of LiteLLM",
            DOCUMENT,
            head(404, "application/json")
                + "{\"error\":{\"message\":\"litellm.NotFoundError: no\",\"code\":\"404\"}}",
            "N10",
            "(E06)"));
    cases.add(
        Case.of(
            "404 without a head",
            DOCUMENT,
            "{\"error\":{\"message\":\"litellm.NotFoundError: no\",\"code\":\"404\"}}",
            "N10",
            "(E06)"));
    cases.add(
        Case.of(
            "400 UnsupportedParamsError",
            DOCUMENT,
            head(400, "application/json")
                + "{\"error\":{\"message\":\"litellm.UnsupportedParamsError: openai does not\"}}",
            "N11",
            "(E06)"));
    cases.add(
        Case.of(
            "401 virtual key",
            DOCUMENT,
            head(401, "application/json")
                + "{\"error\":{\"message\":\"Invalid proxy server token\"}}",
            "N12",
            "(E06)"));
    cases.add(
        Case.of(
            "authentication error without a head",
            DOCUMENT,
            "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"no\"}}",
            "N12"));
    cases.add(
        Case.of(
            "422 FastAPI",
            DOCUMENT,
            head(422, "application/json")
                + "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\"],\"msg\":\"Field required\"}]}",
            "N13",
            "(E06)"));
    cases.add(Case.of("502 plain text", DOCUMENT, head(502, "text/plain") + "Bad Gateway", "N14"));
    cases.add(
        Case.of("502 HTML", STREAM, head(502, "text/html") + "<html>Bad Gateway</html>", "N14"));
    cases.add(Case.of("503 without a body", STREAM, head(503, "text/plain"), "N14"));
    cases.add(
        Case.of(
            "500 Anthropic error", STREAM, head(500, "application/json") + Documents.ERROR, "N15"));
    cases.add(Case.of("error without a head", UNKNOWN, Documents.ERROR, "N15"));
    cases.add(
        Case.of(
            "redirect",
            DOCUMENT,
            "HTTP/1.1 301 Moved\r\nlocation: https://other/\r\ncontent-length: 0\r\n\r\n",
            "N16"));
    cases.add(Case.of("token count", DOCUMENT, "{\"input_tokens\":12}", "N17"));
    cases.add(Case.of("array", UNKNOWN, "[]", "N17"));
    cases.add(Case.of("body cut off", DOCUMENT, Documents.TEXT.substring(0, 80), "N18"));
    cases.add(Case.of("body with a rest", DOCUMENT, Documents.TEXT + "\n{}", "N18"));
    cases.add(
        Case.of("plain text with status 200", DOCUMENT, head(200, "text/plain") + "hello", "N19"));
    cases.add(
        new Case(
            "gzip that breaks off",
            List.of("W09", "(N08)"),
            DOCUMENT,
            latin1(head(200, "application/json") + "\u001F\u008B\u0008\u0000abc"),
            false));
    cases.add(
        new Case(
            "zstd", List.of("N20"), UNKNOWN, latin1("\u0028\u00B5\u002F\u00FD\u0004abc"), false));
    cases.add(
        new Case(
            "brotli",
            List.of("N20"),
            DOCUMENT,
            latin1("HTTP/1.1 200 OK\r\ncontent-encoding: br\r\n\r\n\u008B\u00FF\u0080abc"),
            false));
    cases.add(
        Case.of(
                "body cut off by a reset",
                DOCUMENT,
                Documents.TEXT.substring(0, 80),
                "W09",
                "(N18)")
            .broken());
  }
}
