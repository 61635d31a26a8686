package dev.ccproxy.wire;

import static dev.ccproxy.wire.Wire.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules P, M and U: start, end and usage of a message. */
class MessageRulesTest {
  private static final AnswerContext STREAM = Wire.streamed();

  private static List<String> codes(Wire.Stream stream) {
    return Wire.codes(Wire.check(STREAM, stream.bytes()));
  }

  @Test
  void an_event_before_message_start_is_named() {
    Verdict verdict = Wire.check(STREAM, Wire.textAnswer().swapped(0).bytes());
    Finding finding = verdict.findings().get(0);
    assertThat(finding.title()).isEqualTo("content_block_start comes before message_start");
    assertThat(finding.event()).isZero();
    assertThat(codes(stream().ping())).containsExactly("P01");
  }

  @Test
  void an_error_event_alone_is_no_missing_start() {
    assertThat(codes(stream().event(Documents.ERROR))).containsExactly("E01");
  }

  @Test
  void the_content_of_a_second_start_is_ignored() {
    Wire.Stream twice =
        stream()
            .start()
            .start()
            .textBlock(0, "a")
            .end("end_turn")
            .withData(1, data -> data.replace("\"content\":[]", "\"content\":null"));
    assertThat(codes(twice)).containsExactly("P02");
  }

  @Test
  void fields_of_the_start_are_judged_one_by_one() {
    Wire.Stream bare =
        Wire.textAnswer().withData(0, d -> "{\"type\":\"message_start\",\"message\":{}}");
    assertThat(codes(bare)).containsExactlyInAnyOrder("P03", "P04", "P05", "P08");
    Wire.Stream none =
        Wire.textAnswer().withData(0, d -> "{\"type\":\"message_start\",\"message\":[]}");
    assertThat(codes(none)).containsExactly("P07");
  }

  @Test
  void a_wrong_field_is_shown_where_it_stands() {
    Wire.Stream wrong = Wire.textAnswer().withData(0, d -> d.replace("assistant", "robot"));
    Finding finding = Wire.check(STREAM, wrong.bytes()).findings().get(0);
    assertThat(finding.title()).isEqualTo("role of the message is \"robot\", not \"assistant\"");
    assertThat(finding.excerpt().substring(finding.caret())).startsWith("\"robot\"");
  }

  @Test
  void the_last_stop_reason_counts() {
    Verdict verdict =
        Wire.check(
            STREAM,
            stream().start().textBlock(0, "a").reason("tool_calls").end("end_turn").bytes());
    assertThat(Wire.codes(verdict)).containsExactly("I07");
    assertThat(Wire.message(verdict).stopReason()).isEqualTo("end_turn");
  }

  @Test
  void an_unknown_stop_reason_is_shown_where_it_stands() {
    Wire.Stream wrong = Wire.textAnswer().withData(5, data -> data.replace("end_turn", "stop"));
    Finding finding = Wire.check(STREAM, wrong.bytes()).findings().get(0);
    assertThat(finding.title()).isEqualTo("the stop_reason stop does not exist");
    assertThat(finding.event()).isEqualTo(5);
    for (String reason :
        List.of(
            "end_turn",
            "max_tokens",
            "stop_sequence",
            "pause_turn",
            "refusal",
            "model_context_window_exceeded")) {
      assertThat(codes(Wire.textAnswer().withData(5, data -> data.replace("end_turn", reason))))
          .doesNotContain("M03");
    }
  }

  @Test
  void every_message_delta_needs_its_usage() {
    Wire.Stream first =
        stream()
            .start()
            .textBlock(0, "a")
            .event("{\"type\":\"message_delta\",\"delta\":{}}")
            .end("end_turn");
    assertThat(codes(first)).containsExactly("M04");
  }

  @Test
  void a_stream_that_stops_in_a_message_is_told_apart_from_one_that_only_lacks_its_stop() {
    Verdict stop = Wire.check(STREAM, Wire.textAnswer().without(6).bytes());
    assertThat(stop.findings().get(0).variant()).isEmpty();
    assertThat(stop.findings().get(0).excerpt()).isEmpty();
    assertThat(stop.findings().get(0).offset()).isEqualTo(stop.bytes());
    Verdict cut = Wire.check(STREAM, Wire.textAnswer().without(6).without(5).bytes());
    assertThat(cut.findings().get(0).variant()).isEqualTo("cut");
  }

  @Test
  void tool_and_reason_are_compared_only_in_a_clean_message() {
    assertThat(codes(Wire.textAnswer().withData(5, d -> d.replace("end_turn", "tool_use"))))
        .containsExactly("M05");
    assertThat(
            codes(Wire.textAnswer().without(1).withData(4, d -> d.replace("end_turn", "tool_use"))))
        .containsExactly("B01");
    assertThat(
            codes(
                Wire.toolAnswer()
                    .withData(11, d -> d.replace("tool_use", "max_tokens").replace("42", "256"))))
        .isEmpty();
  }

  @Test
  void events_behind_message_stop_change_nothing() {
    Verdict verdict =
        Wire.check(STREAM, Wire.textAnswer().start().textBlock(0, "more").end("tool_use").bytes());
    assertThat(Wire.codes(verdict)).containsExactly("P06");
    assertThat(Wire.message(verdict).blocks()).hasSize(1);
    assertThat(Wire.message(verdict).stopReason()).isEqualTo("end_turn");
  }

  @Test
  void usage_counts_from_start_and_delta_together() {
    Verdict verdict =
        Wire.check(
            STREAM,
            Wire.textAnswer()
                .withData(
                    5,
                    d ->
                        d.replace(
                            "\"output_tokens\":42",
                            "\"output_tokens\":42,\"cache_read_input_tokens\":3"))
                .bytes());
    assertThat(Wire.message(verdict).usage()).isEqualTo(new MessageSummary.Usage(25, 42, -1, 3));
  }

  @Test
  void zero_usage_needs_all_counts_at_zero() {
    Wire.Stream zero =
        Wire.textAnswer()
            .withData(0, d -> d.replace(":25", ":0").replace(":1}", ":0}"))
            .withData(5, d -> d.replace(":42", ":0"));
    assertThat(codes(zero)).containsExactly("U01");
    assertThat(codes(zero.withData(5, d -> d.replace(":0}", ":1}")))).isEmpty();
    assertThat(
            codes(zero.withData(5, d -> d.replace(":0}", ":0,\"cache_creation_input_tokens\":2}"))))
        .isEmpty();
    assertThat(codes(zero.withData(5, d -> d.replace(":0}", ":null}")))).containsExactly("M04");
  }

  @Test
  void one_token_more_than_max_tokens_is_tolerated() {
    AnswerContext limited = Wire.context("{\"stream\":true,\"max_tokens\":41}");
    assertThat(Wire.codes(Wire.check(limited, Wire.textAnswer().bytes()))).isEmpty();
    AnswerContext lower = Wire.context("{\"stream\":true,\"max_tokens\":40}");
    Verdict verdict = Wire.check(lower, Wire.textAnswer().bytes());
    assertThat(verdict.findings().get(0).title())
        .isEqualTo("42 output tokens where max_tokens is 40");
  }

  @Test
  void a_limit_that_was_not_reached_cuts_nothing_that_is_whole() {
    byte[] cut = Wire.textAnswer().withData(5, d -> d.replace("end_turn", "max_tokens")).bytes();
    AnswerContext roomy = Wire.context("{\"stream\":true,\"max_tokens\":43}");
    AnswerContext used = Wire.context("{\"stream\":true,\"max_tokens\":42}");
    Verdict verdict = Wire.check(Wire.saying(roomy, Wire.NONCE), cut);
    assertThat(verdict.findings().get(0).title())
        .isEqualTo(
            "stop_reason is max_tokens after 42 of 43 output tokens, and the answer is whole");
    assertThat(Wire.codes(Wire.check(Wire.saying(used, Wire.NONCE), cut))).isEmpty();
    assertThat(Wire.codes(Wire.check(roomy, cut))).isEmpty();
    assertThat(Wire.codes(Wire.check(Wire.saying(roomy, Wire.NONCE + " and more"), cut)))
        .doesNotContain("M12");
  }

  @Test
  void the_summary_holds_id_model_and_blocks() {
    Verdict verdict = Wire.check(STREAM, Wire.thinkingAnswer().bytes());
    MessageSummary message = Wire.message(verdict);
    assertThat(message.id()).isEqualTo("msg_01");
    assertThat(message.model()).isEqualTo("m");
    assertThat(message.blockCount()).isEqualTo(3);
    assertThat(message.blocks())
        .containsExactly(
            new MessageSummary.Block(0, "thinking", "", "", 13, "Let me see \u6F22\u5B57", 5),
            new MessageSummary.Block(
                1, "text", "", "", 13, "caf\u00E9 \u6F22\u5B57 \uD83D\uDE00 end", 20),
            new MessageSummary.Block(2, "tool_use", "read_code", "toolu_01", 0, "", 35));
  }
}
