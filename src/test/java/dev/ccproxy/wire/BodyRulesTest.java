package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules N: JSON bodies and everything else that is no stream. */
class BodyRulesTest {
  private static final AnswerContext DOCUMENT = Wire.document();

  private static Verdict check(String body) {
    return Wire.check(DOCUMENT, body);
  }

  @Test
  void the_summary_of_a_body_is_that_of_a_stream() {
    MessageSummary message = Wire.message(check(Documents.TOOL));
    assertThat(message.id()).isEqualTo("msg_01");
    assertThat(message.stopReason()).isEqualTo("tool_use");
    assertThat(message.usage()).isEqualTo(new MessageSummary.Usage(25, 3, -1, -1));
    assertThat(message.blocks())
        .containsExactly(
            new MessageSummary.Block(0, "text", "", "", 8, "Calling.", 1),
            new MessageSummary.Block(
                1, "tool_use", "record_probe", "toolu_01", 22, "{\"nonce\":\"k7Qz\",\"n\":7}", 1));
    MessageSummary sorted = Wire.message(check(Documents.TOOL_SORTED));
    assertThat(sorted.blocks().get(1).name()).isEqualTo("record_probe");
    assertThat(sorted.blocks().get(0).preview()).isEqualTo("Calling.");
  }

  @Test
  void lines_and_excerpts_of_a_body_over_several_lines() {
    Verdict verdict = check(Documents.THINKING.replace("\"end_turn\"", "\"stop\""));
    Finding finding = verdict.findings().get(0);
    assertThat(finding.code()).isEqualTo(Code.M03);
    assertThat(finding.line()).isEqualTo(10);
    assertThat(finding.event()).isEqualTo(-1);
    assertThat(finding.excerpt()).isEqualTo("  \"stop_reason\": \"stop\",");
    assertThat(finding.excerpt().substring(finding.caret())).startsWith("\"stop\"");
    assertThat(verdict.lines()).isEqualTo(12);
    assertThat(Wire.message(verdict).blocks())
        .extracting(MessageSummary.Block::line)
        .containsExactly(7L, 8L);
  }

  @Test
  void broken_json_is_shown_where_it_breaks() {
    Verdict verdict = check(Documents.TEXT.replace("\"role\":", "\"role\";"));
    Finding finding = verdict.findings().get(0);
    assertThat(finding.title()).isEqualTo("the body is broken JSON: unexpected character ;");
    assertThat(finding.excerpt().charAt(finding.caret())).isEqualTo(';');
    assertThat(finding.offset()).isEqualTo(Documents.TEXT.indexOf("\"role\":") + 6);
    Finding cut = check(Documents.TEXT.substring(0, 60)).findings().get(0);
    assertThat(cut.offset()).isEqualTo(60);
    assertThat(cut.title()).endsWith("it ends inside a string");
  }

  @Test
  void nothing_is_said_about_the_content_of_broken_json() {
    String broken = Documents.TOOL.replace("\"type\":\"text\"", "\"type\":\"hologram\"") + "}";
    assertThat(Wire.codes(check(broken))).containsExactly("N18");
    assertThat(check(broken).message()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"input_tokens":12}                         | a token count
          {"object":"list","data":[]}                 | a list of models
          {"object":"response","output":[]}           | an OpenAI response
          {"model":"m","message":{},"done":true}      | an answer of Ollama's own API
          {"status":"ok"}                             | another JSON object
          {"role":"assistant"}                        | another JSON object
          {"role":"user","content":[]}                | another JSON object
          [{"type":"message"}]                        | no JSON object
          """)
  void a_body_that_is_no_message_says_what_it_is(String body, String shape) {
    Finding finding = check(body).findings().get(0);
    assertThat(finding.title()).isEqualTo("the body is " + shape + ", not a message");
  }

  @Test
  void a_message_without_its_type_is_judged_and_is_none() {
    String untyped = Documents.TEXT.replace("\"type\":\"message\",", "");
    assertThat(Wire.codes(check(untyped))).containsExactly("N17");
    assertThat(check(untyped).message()).isNotNull();
  }

  @Test
  void input_is_compared_with_the_schema_wherever_the_name_stands() {
    for (String body : List.of(Documents.TOOL, Documents.TOOL_SORTED)) {
      Verdict verdict = check(body.replace("\"n\":7", "\"n\":[7]"));
      assertThat(Wire.codes(verdict)).containsExactly("T14");
      assertThat(verdict.findings().get(0).title())
          .isEqualTo("record_probe: argument n is an array, not an integer");
      Verdict undeclared =
          check(body.replace("\"n\":7", "\"n\":[7]").replace("record_probe", "run_shell"));
      assertThat(Wire.codes(undeclared)).containsExactly("T12");
    }
  }

  @Test
  void the_end_rules_hold_for_bodies_too() {
    assertThat(
            Wire.codes(
                check(
                    Documents.TOOL.replace(
                        "\"stop_reason\":\"tool_use\"", "\"stop_reason\":\"max_tokens\""))))
        .containsExactly("M12");
    assertThat(
            Wire.codes(
                Wire.check(
                    Wire.context("{\"stop_sequences\":[\"7Q\"],\"max_tokens\":1}"),
                    Documents.TEXT)))
        .containsExactlyInAnyOrder("M10", "M11");
    assertThat(Wire.codes(Wire.check(Wire.saying(DOCUMENT, "other"), Documents.TEXT)))
        .containsExactly("C08");
  }

  @Test
  void error_members_of_content_do_not_make_an_error() {
    String body = Documents.TOOL.replace("{\"nonce\"", "{\"error\":{\"type\":\"error\"},\"nonce\"");
    assertThat(Wire.codes(check(body))).isEmpty();
  }

  @Test
  void a_null_error_makes_no_error() {
    assertThat(Wire.codes(check(Documents.TEXT.replace("{\"id\"", "{\"error\":null,\"id\""))))
        .isEmpty();
  }

  @Test
  void the_last_of_two_members_with_one_name_counts() {
    assertThat(Wire.codes(check(Documents.TEXT.replace("{\"id\"", "{\"stop_reason\":7,\"id\""))))
        .isEmpty();
  }

  @Test
  void a_body_that_the_connection_cut_is_a_reset() {
    AnswerChecker checker = new AnswerChecker(DOCUMENT);
    byte[] half = Wire.utf8(Documents.TEXT.substring(0, 50));
    checker.feed(half, 0, half.length);
    assertThat(Wire.codes(checker.reset())).containsExactlyInAnyOrder("W09", "(N18)");
    String head = "HTTP/1.1 200 OK\r\ncontent-length: " + Documents.TEXT.length() + "\r\n\r\n";
    Verdict shorter = check(head + Documents.TEXT.substring(0, 50));
    assertThat(Wire.codes(shorter)).containsExactlyInAnyOrder("W09", "(N18)");
    assertThat(shorter.primary().get(0).title())
        .isEqualTo(
            "the answer breaks off: "
                + (Documents.TEXT.length() - 50)
                + " bytes fewer came than the head announces");
    Verdict packed =
        check(head.replace("\r\n\r\n", "\r\ncontent-encoding: gzip\r\n\r\n") + "{\"id");
    assertThat(Wire.codes(packed)).containsExactly("N18");
  }

  @Test
  void a_compressed_body_is_named_and_an_error_status_in_front_of_it_counts_more() {
    byte[] zstd = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0};
    assertThat(Wire.check(DOCUMENT, zstd).findings().get(0).title())
        .isEqualTo("the body is compressed (zstd) and was not unpacked");
    byte[] head = Wire.utf8("HTTP/1.1 404 X\r\n\r\n");
    byte[] both = new byte[head.length + zstd.length];
    System.arraycopy(head, 0, both, 0, head.length);
    System.arraycopy(zstd, 0, both, head.length, zstd.length);
    Verdict verdict = Wire.check(DOCUMENT, both);
    assertThat(Wire.codes(verdict)).containsExactly("N10");
    assertThat(verdict.findings().get(0).title()).isEqualTo("status 404, not found: no message");
    String text = "HTTP/1.1 200 OK\r\ncontent-encoding: br\r\n\r\nplain";
    assertThat(Wire.codes(check(text))).containsExactly("N19");
  }

  @Test
  void a_finding_far_into_a_long_body_has_its_place_and_no_false_excerpt() {
    String body = Documents.TEXT.replace("k7Qz", "x".repeat(200_000)).replace("end_turn", "stop");
    Finding finding = check(body).findings().get(0);
    assertThat(finding.offset()).isEqualTo(body.indexOf("\"stop\""));
    assertThat(finding.caret()).isEqualTo(-1);
    assertThat(finding.excerpt()).startsWith("{\"id\":\"msg_01\"").hasSize(Window.SHOWN);
    Finding near =
        check(Documents.TEXT.replace("k7Qz", "x".repeat(20_000)).replace("end_turn", "stop"))
            .findings()
            .get(0);
    assertThat(near.excerpt().substring(near.caret())).startsWith("\"stop\"");
  }
}
