package dev.ccproxy.wire;

import static dev.ccproxy.wire.Wire.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules C: what the answer says. */
class ContentRulesTest {
  private static final AnswerContext STREAM = Wire.streamed();

  private static Wire.Stream text(String... deltas) {
    return stream().start().textBlock(0, deltas).end("end_turn");
  }

  private static List<String> codes(Wire.Stream stream) {
    return Wire.codes(Wire.check(STREAM, stream.bytes()));
  }

  @Test
  void empty_content_is_told_by_what_there_is() {
    assertThat(codes(stream().start().end("end_turn"))).containsExactly("C01");
    assertThat(codes(text())).containsExactly("C01b");
    assertThat(codes(text("", ""))).containsExactly("C01b");
    assertThat(codes(stream().start().thinkingBlock(0, "a").end("end_turn")))
        .containsExactly("C02");
    assertThat(codes(stream().start().thinkingBlock(0).end("end_turn"))).containsExactly("C02");
    assertThat(codes(stream().start().thinkingBlock(0, "a").textBlock(1, "").end("end_turn")))
        .containsExactly("C02");
    assertThat(codes(stream().start().thinkingBlock(0).textBlock(1, "").end("end_turn")))
        .containsExactly("C01b");
    assertThat(
            codes(
                stream()
                    .start()
                    .block(0, "{\"type\":\"redacted_thinking\",\"data\":\"x\"}")
                    .stop(0)
                    .end("end_turn")))
        .containsExactly("C02");
  }

  @Test
  void blanks_are_text() {
    assertThat(codes(text(" "))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn,true",
    "stop_sequence,true",
    "refusal,false",
    "max_tokens,false",
    "pause_turn,false",
    "model_context_window_exceeded,false"
  })
  void some_stop_reasons_say_why_there_is_no_content(String reason, boolean told) {
    assertThat(codes(stream().start().end(reason)).contains("C01")).isEqualTo(told);
  }

  @Test
  void content_is_judged_only_in_a_clean_message() {
    assertThat(codes(stream().start().end("tool_calls"))).containsExactly("M03");
    assertThat(codes(text("<tool_call>").without(5))).containsExactly("M07");
  }

  @Test
  void a_written_call_is_shown_at_the_delta_that_completes_its_marker() {
    Verdict verdict = Wire.check(STREAM, text("Sure: <tool", "_call", ">{}").bytes());
    Finding finding = verdict.findings().get(0);
    assertThat(finding.title()).isEqualTo("a tool call stands in the text as <tool_call>");
    assertThat(finding.event()).isEqualTo(4);
    assertThat(finding.excerpt().substring(finding.caret())).startsWith("\">{}\"");
  }

  @Test
  void a_marker_does_not_go_on_in_another_block() {
    assertThat(codes(stream().start().textBlock(0, "<tool").textBlock(1, "_call>").end("end_turn")))
        .isEmpty();
    assertThat(
            codes(
                stream()
                    .start()
                    .textBlock(0, "a")
                    .textBlock(1, "{\"name\":\"x\",\"input\":{}}")
                    .end("end_turn")))
        .containsExactly("C03");
  }

  @Test
  void a_call_in_thinking_is_no_call_in_the_text() {
    assertThat(
            codes(
                stream().start().thinkingBlock(0, "<tool_call>").textBlock(1, "a").end("end_turn")))
        .isEmpty();
  }

  @Test
  void markers_are_found_behind_beginnings_of_markers() {
    for (String before :
        List.of(
            "<", "<<", "<tool", "[", "[Tool<", "</think", "<|tool_call", "\n{", "\n{\"name\":\n")) {
      assertThat(codes(text(before + "<tool_call>"))).as(before).containsExactly("C03");
      assertThat(codes(text(before, "<tool_call>"))).as(before).containsExactly("C03");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name":"x","arguments":{}}              | true
          {"name":"x","parameters":{}}             | true
          {"name":"x","input":{}}                  | true
          { "name" : "x" , "arguments" : {} }      | true
          {"name":"a\\"b","input":{}}              | true
          {"name":"x","argument":{}}               | false
          {"name":"x","inputs":{}}                 | false
          {"name":"x";"input":{}}                  | false
          {"name":x,"input":{}}                    | false
          {"name" "x","input":{}}                  | false
          {"names":"x","input":{}}                 | false
          {name:"x","input":{}}                    | false
          {"id":1,"name":"x","input":{}}           | false
          x {"name":"x","input":{}}                | false
          """)
  void an_object_that_is_a_call_is_one_only_at_the_start_of_a_line(String line, boolean call) {
    for (String before : List.of("", "\n", "Sure.\n", "\r\n\t ", "a\n{\n")) {
      assertThat(codes(text(before + line)).contains("C03")).as(before + line).isEqualTo(call);
    }
  }

  @Test
  void cumulative_text_needs_three_deltas_that_all_grow() {
    assertThat(codes(text("a", "ab", "abc"))).containsExactly("C04");
    assertThat(codes(text("a", "", "ab", "abc"))).containsExactly("C04");
    assertThat(codes(text("a", "ab"))).isEmpty();
    assertThat(codes(text("a", "ab", "abc", "abc"))).isEmpty();
    assertThat(codes(text("a", "ab", "abc", "x"))).isEmpty();
    assertThat(codes(text("ab", "ab}", "ab}c"))).containsExactly("C04");
    assertThat(codes(text("a}", "ab}", "abc}"))).isEmpty();
    assertThat(
            codes(
                stream()
                    .start()
                    .textBlock(0, "a", "ab")
                    .textBlock(1, "abc", "abcd")
                    .end("end_turn")))
        .isEmpty();
  }

  @Test
  void think_tags_count_as_a_pair() {
    assertThat(codes(text("<think>a</think>b"))).containsExactly("C05");
    assertThat(codes(text("<thi", "nk>", "</", "think>"))).containsExactly("C05");
    assertThat(codes(text("<think>a"))).isEmpty();
    assertThat(codes(text("a</think>b"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'k7Qz', true",
    "' k7Qz\n', true",
    "'\n\t k7Qz', true",
    "'k7Q', false",
    "'k7Qzz', false",
    "'k7 Qz', false",
    "'x', false",
    "'k7Qz x', false"
  })
  void the_expected_text_is_compared_without_the_blanks_around_it(String said, boolean same) {
    AnswerContext expecting = Wire.saying(STREAM, " k7Qz ");
    for (String[] deltas : new String[][] {{said}, said.split("")}) {
      Verdict verdict = Wire.check(expecting, text(deltas).bytes());
      assertThat(Wire.codes(verdict)).isEqualTo(same ? List.of() : List.of("C08"));
    }
  }

  @Test
  void the_expected_text_may_come_in_several_blocks() {
    AnswerContext expecting = Wire.saying(STREAM, "k7Qz");
    assertThat(
            Wire.codes(
                Wire.check(
                    expecting,
                    stream()
                        .start()
                        .textBlock(0, "k7")
                        .textBlock(1, "Qz")
                        .end("end_turn")
                        .bytes())))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "aabaac,aabaaabaac,true",
    "aab,aaab,true",
    "omega,omega,true",
    "omega,omeg,false",
    "aa,aba,false"
  })
  void stop_sequences_are_found_across_deltas(String stop, String said, boolean found) {
    AnswerContext context = Wire.context("{\"stream\":true,\"stop_sequences\":[\"" + stop + "\"]}");
    for (String[] deltas : new String[][] {{said}, said.split("")}) {
      Verdict verdict =
          Wire.check(context, stream().start().textBlock(0, deltas).end("end_turn").bytes());
      assertThat(Wire.codes(verdict).contains("M11")).isEqualTo(found);
    }
  }
}
