package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectTest {
  private static final String START =
      event(
          "message_start",
          "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
              + "\"content\":[],\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}");
  private static final String OPEN =
      event(
          "content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
  private static final String DELTA =
      event(
          "content_block_delta",
          "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello world\"}");
  private static final String CLOSE = event("content_block_stop", "\"index\":0");
  private static final String END =
      event(
              "message_delta",
              "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":42}")
          + event("message_stop", "");

  private static final String HEALTHY = START + OPEN + DELTA + CLOSE + END;
  private static final String BROKEN = START + OPEN + DELTA + END;
  private static final String ERROR =
      "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: x\"}}";

  @TempDir private Path root;
  private Cli cli;

  private static String event(String type, String fields) {
    String rest = fields.isEmpty() ? "" : "," + fields;
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + rest + "}\n\n";
  }

  @BeforeEach
  void world() {
    cli = new Cli(root);
  }

  private void file(String name, String content) throws IOException {
    file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private void file(String name, byte[] content) throws IOException {
    Path path = cli.project().resolve(name);
    Files.createDirectories(path.getParent());
    Files.write(path, content);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private String json(int exit, String... arguments) {
    List<String> all = new ArrayList<>(List.of("inspect", "--format", "json"));
    all.addAll(List.of(arguments));
    Cli.Result result = cli.run(all.toArray(new String[0]));
    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(exit);
    Schemas.check("inspect/1", result.out());
    return result.out();
  }

  private String text(int exit, String... arguments) {
    List<String> all = new ArrayList<>(List.of("inspect"));
    all.addAll(List.of(arguments));
    Cli.Result result = cli.run(all.toArray(new String[0]));
    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(exit);
    return result.out();
  }

  @Test
  void a_healthy_stream_is_shown_with_its_events_and_its_message() throws Exception {
    file("a.sse", HEALTHY);
    assertThat(text(0, "a.sse"))
        .isEqualTo(
            """
            a.sse  event stream, 6 events, 18 lines, 700 bytes

                line   event
                   1       0  message_start
                   4       1  content_block_start  block 0, text
                   7       2  content_block_delta  block 0, text_delta, 11 characters
                  10       3  content_block_stop   block 0
                  13       4  message_delta        end_turn
                  16       5  message_stop

            Message msg_1 from m, stop_reason end_turn, 25 tokens in, 42 tokens out
              text, 11 characters
                Hello world

            No error and no warning.
            """
                .replace("700 bytes", HEALTHY.length() + " bytes"));
  }

  @Test
  void a_finding_stands_at_its_line_with_a_caret() throws Exception {
    file("b.sse", BROKEN);
    assertThat(text(1, "b.sse"))
        .contains("   4       1  content_block_start  block 0, text  <- CCP-B04")
        .endsWith(
            """
            error CCP-B04 block-not-closed
              block 0 (text) is never closed
              b.sse:5, event 1, byte 209
                 5 | data: {"type":"content_block_start","index":0,"content_block":{"type...
                   |                                                               ^

            There are errors.
            ccproxy explain CODE says more about a code, e.g. what to do.
            """
                .replace("byte 209", "byte " + offset(BROKEN, "{\"type\":\"text\"")));
  }

  private static int offset(String text, String part) {
    return text.indexOf(part);
  }

  @Test
  void json_has_the_shape_of_the_contract() throws Exception {
    file("b.sse", BROKEN);
    assertThat(json(1, "b.sse"))
        .contains(
            "\"schema\": \"ccproxy.inspect/1\"",
            "\"file\": \"b.sse\"",
            "\"kind\": \"sse\"",
            "\"id\": \"CCP-B04\"",
            "\"slug\": \"block-not-closed\"",
            "\"severity\": \"error\"",
            "\"line\": 5",
            "\"event\": 1",
            "\"stopReason\": \"end_turn\"",
            "\"input\": 25",
            "\"output\": 42");
  }

  @Test
  void several_answers_are_told_in_short_and_in_the_order_given() throws Exception {
    file("b.sse", BROKEN);
    file("a.sse", HEALTHY);
    String out = text(1, "b.sse", "a.sse");
    assertThat(out)
        .startsWith("error    b.sse  event stream, 5 events")
        .contains("\nok       a.sse  event stream, 6 events")
        .contains("2 answers: 1 with errors, 1 without either.")
        .doesNotContain("Message msg_1");
    assertThat(json(1, "b.sse", "a.sse").split("\"file\": ")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "error,0",
    "warning,1",
    "info,1",
    "never,0",
  })
  void the_level_decides_about_the_exit_code(String level, int exit) throws Exception {
    file("w.sse", HEALTHY.replace("\"id\":\"msg_1\",", ""));
    text(exit, "w.sse", "--fail-on", level);
    json(exit, "w.sse", "--fail-on", level);
  }

  @Test
  void with_a_client_the_severity_is_the_impact_on_it() throws Exception {
    file("p.sse", START + HEALTHY);
    assertThat(json(1, "p.sse")).contains("\"severity\": \"error\"", "\"client\": null");
    assertThat(json(0, "p.sse", "--client", "claude-code@2.1.330"))
        .contains("\"id\": \"CCP-P02\"", "\"severity\": \"info\"", "\"specSeverity\": \"error\"")
        .contains("\"name\": \"claude-code\"", "\"version\": \"2.1.330\"");
    assertThat(text(0, "p.sse", "--client", "claude-code"))
        .contains("info CCP-P02 repeated-message-start (by the protocol: error)")
        .contains("as claude-code takes it");
    text(1, "p.sse", "--client", "haha");
  }

  @Test
  void the_request_and_what_is_expected_are_judged_by() throws Exception {
    file(
        "a.json",
        "{\"type\":\"message\",\"id\":\"m\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],"
            + "\"stop_reason\":\"refusal\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}");
    file("request.json", "{\"stream\":true,\"messages\":[]}");
    assertThat(json(0, "a.json")).contains("\"findings\": []");
    assertThat(json(1, "a.json", "--request", "request.json")).contains("CCP-W01a");
    file("a.sse", HEALTHY);
    text(0, "a.sse", "--expect-text", "Hello world", "--fail-on", "warning");
    assertThat(text(1, "a.sse", "--expect-text", "Hello", "--fail-on", "warning"))
        .contains("CCP-C08");
    file(
        "t.sse",
        START
            + event(
                "content_block_start",
                "\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"x\",\"input\":{}}")
            + event(
                "content_block_delta",
                "\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\\\"b=c\\\",\\\"n\\\":2}\"}")
            + CLOSE
            + END.replace("end_turn", "tool_use"));
    text(0, "t.sse", "--expect-argument", "a=b=c", "--expect-argument", "n=2", "--fail-on", "info");
    assertThat(text(1, "t.sse", "--expect-argument", "a=c", "--fail-on", "warning"))
        .contains("CCP-C06");
  }

  @Test
  void every_event_is_listed_on_request() throws Exception {
    file("a.sse", HEALTHY);
    String out = text(0, "a.sse", "--events");
    assertThat(out.split("\n")[0]).isEqualTo("a.sse");
    assertThat(out.lines().filter(l -> l.contains("data: {")).toList()).hasSize(6);
    assertThat(json(0, "a.sse", "--events"))
        .contains("\"eventList\"", "\"eventsLeftOut\": 0", "\"name\": \"message_stop\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n",
        "HTTP/2 200 \ncontent-type: text/event-stream\n\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n",
        "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
      })
  void an_http_head_is_understood(String head) throws Exception {
    file("a.http", head + HEALTHY);
    assertThat(json(0, "a.http", "--fail-on", "info"))
        .contains("\"status\": 200", "\"kind\": \"sse\"");
    file("b.http", head + BROKEN);
    long line = 5 + head.chars().filter(c -> c == '\n').count();
    assertThat(json(1, "b.http")).contains("\"line\": " + line);
  }

  @Test
  void an_error_status_is_an_error() throws Exception {
    file("e.http", "HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\n\r\n" + ERROR);
    assertThat(json(1, "e.http")).contains("CCP-N10", "\"status\": 404", "\"kind\": \"json\"");
    assertThat(text(0, "e.http", "--fail-on", "never")).contains("not found: model: x");
  }

  @Test
  void chunked_and_packed_bodies_are_unpacked() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] packed = gzip(HEALTHY);
    out.write(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8));
    for (int at = 0; at < packed.length; at += 100) {
      int length = Math.min(100, packed.length - at);
      out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.write(packed, at, length);
      out.write("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    file("c.http", out.toByteArray());
    assertThat(json(0, "c.http", "--fail-on", "info")).contains("\"events\": 6");
  }

  @Test
  void a_packed_file_is_unpacked_with_the_head_in_it() throws Exception {
    file("a.gz", gzip("HTTP/1.1 200 OK\r\n\r\n" + BROKEN));
    assertThat(json(1, "a.gz")).contains("CCP-B04", "\"line\": 7", "\"status\": 200");
    byte[] whole = gzip(HEALTHY);
    file("cut.gz", java.util.Arrays.copyOf(whole, whole.length - 9));
    assertThat(json(1, "cut.gz")).contains("CCP-W09", "gzip data breaks off");
  }

  @Test
  void standard_input_is_read() {
    assertThat(cli.stdin(BROKEN).run("inspect", "-").out()).contains("-:5, event 1", "CCP-B04");
    assertThat(cli.stdin(BROKEN).run("inspect", "-", "-").exit()).isEqualTo(2);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  private static String entry(String url, int status, String content) {
    return "{\"request\":{\"method\":\"POST\",\"url\":\"http://127.0.0.1:4000"
        + url
        + "\",\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer planted-planted-1\"}],"
        + "\"postData\":{\"text\":\"{\\\"stream\\\":true}\"}},\"response\":{\"status\":"
        + status
        + ",\"headers\":[{\"name\":\"content-encoding\",\"value\":\"br\"},{\"name\":\"content-length\",\"value\":\"7\"}],"
        + "\"content\":"
        + content
        + "}}";
  }

  @Test
  void each_answer_of_a_har_is_judged() throws Exception {
    String base64 = Base64.getEncoder().encodeToString(BROKEN.getBytes(StandardCharsets.UTF_8));
    file(
        "t.har",
        "{\n \"log\": {\"version\":\"1.2\",\"entries\":["
            + String.join(
                ",",
                entry("/api/hello", 200, "{\"size\":0}"),
                entry(
                    "/v1/messages?beta=true", 200, "{\"size\":1,\"text\":" + quoted(HEALTHY) + "}"),
                entry("/v1/messages", 200, "{\"text\":\"" + base64 + "\",\"encoding\":\"base64\"}"),
                entry("/v1/messages/count_tokens", 200, "{\"text\":\"{}\"}"),
                entry("/v1/messages", 200, "{\"size\":77}"),
                entry("/v1/messages", 0, "{\"size\":0}"),
                entry(
                    "/v1/messages", 200, "{\"text\":\"{\\\"echo\\\":\\\"planted-planted-1\\\"}\"}"))
            + "]}}");
    String out = json(1, "t.har");
    assertThat(out)
        .contains("\"file\": \"t.har#2\"", "t.har#3", "t.har#6", "t.har#7")
        .doesNotContain("t.har#1\"", "t.har#4", "planted-planted")
        .contains("CCP-B04", "CCP-W09", "CCP-W01a", "the HAR does not hold its body");
    assertThat(out.indexOf("CCP-B04")).isGreaterThan(out.indexOf("t.har#3"));
  }

  @Test
  void a_har_without_answers_and_a_broken_one_are_named() throws Exception {
    file("none.har", "{\"log\":{\"entries\":[" + entry("/x", 200, "{}") + "]}}");
    assertThat(cli.run("inspect", "none.har").exit()).isEqualTo(3);
    file(
        "cut.har",
        "{\"log\":{\"entries\":["
            + entry("/v1/messages", 200, "{\"text\":" + quoted(HEALTHY) + "}")
            + ",{\"req");
    Cli.Result result = cli.run("inspect", "cut.har");
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.out()).contains("cut.har#1");
    assertThat(result.err().replaceAll("\\s+", " ")).contains("cut.har", "line 1, column");
  }

  @Test
  void the_files_of_a_folder_are_judged_by_their_content() throws Exception {
    file("d/c.sse", HEALTHY);
    file("d/b.txt", HEALTHY.substring(9));
    file("d/a.bin", gzip(BROKEN));
    file("d/README.md", "# Answers\n\nSome words.\n");
    file("d/.hidden", "{}");
    file("d/request.json", "{\"model\":\"m\",\"messages\":[]}");
    file("d/sub/x.sse", HEALTHY);
    file("d/head.http", "HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\n");
    file("d/head.json", ERROR);
    String out = json(1, "d");
    assertThat(out).contains("\"d/README.md\"", "\"d/.hidden\"", "\"d/request.json\"", "\"d/sub\"");
    String judged = out.substring(0, out.indexOf("\"skipped\""));
    assertThat(judged.lines().filter(l -> l.contains("\"file\"")).map(String::strip).toList())
        .containsExactly(
            "\"file\": \"d/a.bin\",",
            "\"file\": \"d/b.txt\",",
            "\"file\": \"d/c.sse\",",
            "\"file\": \"d/head.json\",");
    assertThat(judged).contains("\"status\": 404").doesNotContain("CCP-N17");
    assertThat(cli.run("inspect", "d/sub").exit()).isZero();
  }

  @Test
  void what_cannot_be_read_is_named_and_the_rest_is_judged() throws Exception {
    file("a.sse", HEALTHY);
    Cli.Result result = cli.run("inspect", "nope.sse", "a.sse");
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.out()).contains("a.sse");
    assertThat(result.err()).contains("nope.sse: There is no such file");
    assertThat(json(3, "nope.sse", "a.sse")).contains("\"failed\"", "nope.sse");
    file("b.sse", BROKEN);
    text(1, "nope.sse", "b.sse");
    Cli.Result alone = cli.run("inspect", "nope.sse", "--format", "json");
    assertThat(alone.exit()).isEqualTo(3);
    Schemas.check("error/1", alone.out());
    Files.createDirectories(cli.project().resolve("empty"));
    assertThat(cli.run("inspect", "empty").exit()).isEqualTo(3);
  }

  @Test
  void an_empty_file_is_an_empty_answer() throws Exception {
    file("e.sse", "");
    assertThat(text(1, "e.sse")).contains("CCP-N08");
  }

  @ParameterizedTest
  @CsvSource({
    "inspect,                                  name a file",
    "inspect a.sse --fail-on warn,             did you mean warning",
    "inspect a.sse --client claude-cod,        did you mean claude-code",
    "inspect a.sse --client claude-code@new,   numbers and dots",
    "inspect a.sse --request a.sse,            line 1",
    "inspect a.sse --request nope.json,        no such file",
    "inspect a.sse --request list.json,        no JSON object",
    "inspect a.sse --expect-argument n,        NAME=VALUE",
    "inspect a.sse --wait soon,                number",
    "inspect a.sse --wait 0,                   number",
    "inspect a.sse --evnts,                    did you mean --events",
    "inspect a.sse --format sarif,             --format json",
  })
  void wrong_usage_says_what_would_be_right(String line, String hint) throws Exception {
    file("a.sse", HEALTHY);
    file("list.json", "[]");
    Cli.Result result = cli.run(line.strip().split(" "));
    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(2);
    assertThat(result.err().replaceAll("\\s+", " ")).contains(hint.strip());
    assertThat(result.out()).isEmpty();
  }

  @Test
  void a_pipe_that_nobody_writes_to_is_given_up() throws Exception {
    Path pipe = cli.project().resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Cli.Result result = cli.run("inspect", "pipe", "--wait", "1");
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).contains("Nothing came for 1 s");
  }

  @Test
  void a_pipe_that_stays_open_is_judged_by_what_came() throws Exception {
    Path pipe = cli.project().resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    file("a.sse", HEALTHY);
    Process writer =
        new ProcessBuilder("sh", "-c", "exec 3>pipe; cat a.sse >&3; exec sleep 60")
            .directory(cli.project().toFile())
            .start();
    try {
      assertThat(text(0, "pipe", "--wait", "2"))
          .contains("6 events", "note: Nothing came for 2 s; --wait SECONDS waits longer.");
    } finally {
      writer.destroy();
    }
  }

  @Test
  void hostile_bytes_are_harmless() throws Exception {
    String evil = "\\u001b]52;c;aGk=\\u0007\\u009b31m\\u202e\\u200b\\u2028\\u0000";
    String key = "sk-ant-api03-" + "A1b2C3d4E5f6".repeat(4);
    String raw = "\u001b[2J\u009b\u202e\u0007" + key;
    file(
        "evil\u001b[31m.sse",
        START.replace("msg_1", evil + key)
            + OPEN.replace("\"text\",", "\"" + evil + "\",")
            + event("content_block_delta", "x").replace("data: ", "data: " + raw)
            + event(
                "error",
                "\"error\":{\"type\":\"" + evil + "\",\"message\":\"" + key + evil + "\"}"));
    for (String format : List.of("text", "json")) {
      for (String events : List.of("--events", "--color")) {
        Cli.Result result =
            events.equals("--events")
                ? cli.run("inspect", "evil\u001b[31m.sse", "--format", format, events)
                : cli.run("inspect", "evil\u001b[31m.sse", "--format", format);
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out() + result.err())
            .doesNotContain(key)
            .doesNotContain("A1b2C3d4E5f6")
            .matches(out -> out.chars().allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7F)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"20", "40", "60", "200"})
  void any_width_will_do(String columns) throws Exception {
    file("b.sse", BROKEN.replace("Hello world", "\u4f60\u597d ".repeat(60)));
    String out = new Cli(root).variable("COLUMNS", columns).run("inspect", "b.sse").out();
    assertThat(out).contains("CCP-B04");
    for (String line : out.split("\n")) {
      if (line.contains(" | ")) {
        assertThat(dev.ccproxy.term.Columns.of(line))
            .isLessThanOrEqualTo(Math.max(20, Integer.parseInt(columns)));
      }
    }
  }

  @Test
  void output_is_bounded_and_says_so() throws Exception {
    StringBuilder many = new StringBuilder(START);
    for (int i = 0; i < 600; i++) {
      many.append(OPEN.replace("\"index\":0", "\"index\":" + i))
          .append(DELTA.replace("\"index\":0", "\"index\":" + i))
          .append(CLOSE.replace("\"index\":0", "\"index\":" + i));
    }
    file("many.sse", many + END);
    String out = text(0, "many.sse");
    assertThat(out.split("\n").length).isLessThan(200);
    assertThat(out).contains("events more, all checked", "570 blocks more");
    file("long.sse", HEALTHY.replace("Hello world", "word ".repeat(100_000)));
    out = text(0, "long.sse");
    assertThat(out).contains("500000 characters", "not all");
    assertThat(out.length()).isLessThan(5000);
  }

  @Test
  void an_ascii_terminal_gets_ascii_and_no_colour_is_no_colour() throws Exception {
    file("a.sse", HEALTHY.replace("Hello", "Gr\u00fc\u00dfe"));
    assertThat(cli.charset(StandardCharsets.US_ASCII).run("inspect", "a.sse").out())
        .contains("Gr\\u{fc}\\u{df}e world");
    assertThat(cli.run("inspect", "a.sse", "--color", "always").out()).contains("\u001b[");
    assertThat(cli.run("inspect", "a.sse").out()).doesNotContain("\u001b[");
  }

  @Test
  void deep_json_is_no_danger() throws Exception {
    file("deep.json", "{\"type\":\"message\",\"content\":" + "[".repeat(100_000));
    assertThat(text(1, "deep.json")).contains("CCP-N18");
  }
}
