package dev.ccproxy.wire;

import static dev.ccproxy.wire.Wire.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules T: tool calls and their arguments. */
class ToolCallRulesTest {
  private static final AnswerContext STREAM = Wire.streamed();

  private static Wire.Stream call(String... fragments) {
    return stream().start().toolBlock(0, "t1", "record_probe", fragments).end("tool_use");
  }

  private static Verdict check(String... fragments) {
    return Wire.check(STREAM, call(fragments).bytes());
  }

  private static List<String> codes(String... fragments) {
    return Wire.codes(check(fragments));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"nonce":"a","n":1}                  | -
          {"n":1,"nonce":"a"}                  | -
          {"nonce":"a","n":1} \t               | -
          {"nonce":"a","n":1}}                 | T04
          {"nonce":"a",n:1}                    | T04
          {"nonce":"a","n":1                   | T04
          x                                    | T04
          ` `                                  | T04
          {"nonce":"a","n":1}{"nonce":"b"}     | T05
          {"nonce":"a","n":1} {"nonce":        | T05
          {"nonce":"a","n":1},{"nonce":"b"}    | T04
          {"nonce":"a","n":1}[]                | T04
          {}{"nonce":"a","n":1}                | T07
          {} {"nonce":"a"                      | T07
          {}[]                                 | T04
          "{}"                                 | T08
          ""                                   | T08
          []                                   | T09
          null                                 | T09
          7                                    | T09
          true                                 | T09
          {}                                   | T14
          {"nonce":"a"}                        | T14
          {"nonce":1,"n":1}                    | T14
          {"nonce":null,"n":1}                 | T14
          {"nonce":{},"n":1}                   | T14
          {"nonce":"a","n":1.5}                | T14
          {"nonce":"a","n":"1"}                | T14
          {"nonce":"a","n":true}               | T14
          {"nonce":"a","n":1.0}                | -
          {"nonce":"a","n":10e-1}              | -
          {"nonce":"a","n":-12}                | -
          {"nonce":"a","n":1,"more":[{"n":""}]} | -
          """)
  void arguments_are_judged_as_what_they_are_put_together(String arguments, String code) {
    for (int size : new int[] {1000, 7, 1}) {
      String[] fragments = arguments.split("(?<=\\G.{" + size + "})");
      List<String> codes = codes(fragments);
      assertThat(codes)
          .as("fragments of %d", size)
          .isEqualTo(code.equals("-") ? List.of() : List.of(code));
    }
  }

  @Test
  void repeated_and_growing_fragments_are_cumulative_also_when_they_close_their_object() {
    assertThat(codes("{\"nonce\":\"a\"}", "{\"nonce\":\"a\",\"n\":1}")).containsExactly("T06");
    assertThat(codes("{\"no", "{\"nonce\":\"a\",", "{\"nonce\":\"a\",\"n\":1}"))
        .containsExactly("T06");
    assertThat(codes("", "{\"no", "", "{\"nonce\":\"a\"}")).containsExactly("T06");
    assertThat(codes("{\"no", "{\"nonce\":\"a\",\"n\":1}", "{\"nonce\":\"b\",\"n\":1}"))
        .containsExactly("T04");
    assertThat(codes("{\"nonce\":\"a\",\"n\":1}", "{\"nonce\":\"a\",\"n\":1}"))
        .containsExactly("T05");
  }

  @Test
  void broken_arguments_are_shown_at_the_delta_that_breaks_them() {
    Verdict verdict = check("{\"nonce\":", "k7Qz,", "\"n\":7}");
    Finding finding = verdict.findings().get(0);
    assertThat(finding.title())
        .isEqualTo("the arguments of record_probe are no JSON: unexpected character k");
    assertThat(finding.event()).isEqualTo(3);
    assertThat(finding.excerpt().substring(finding.caret())).startsWith("\"k7Qz,\"");
  }

  @Test
  void truncated_arguments_are_shown_where_the_block_stops() {
    Finding finding = check("{\"nonce\":\"a").findings().get(0);
    assertThat(finding.title()).endsWith("it ends inside a string");
    assertThat(finding.event()).isEqualTo(3);
    assertThat(finding.excerpt()).contains("content_block_stop");
  }

  @Test
  void a_mismatch_names_the_way_to_the_argument() {
    AnswerContext nested =
        Wire.context(
            """
            {"stream":true,"tools":[{"name":"record_probe","input_schema":{"type":"object",\
            "properties":{"files":{"type":"array","items":{"type":"object","properties":{\
            "edits":{"type":"array","items":{"type":"object","properties":{"line":{"type":"integer"},\
            "text":{"type":["string","null"]}},"required":["line"]}}}}},"dry":{"type":"boolean"},\
            "any":{},"size":{"type":"number"}}}}]}""");
    Map<String, String> mismatches =
        Map.of(
            "{\"files\":[{},{\"edits\":[{\"line\":1},{\"line\":\"x\"}]}]}",
            "record_probe: argument files[1].edits[1].line is a string, not an integer",
            "{\"files\":[{\"edits\":\"[]\"}]}",
            "record_probe: argument files[0].edits is a string, not an array",
            "{\"files\":[{\"edits\":[{\"text\":\"a\"}]}]}",
            "record_probe: argument files[0].edits[0].line is missing, not an integer",
            "{\"files\":[{\"edits\":[{\"line\":1,\"text\":5}]}]}",
            "record_probe: argument files[0].edits[0].text is an integer, not a string or null",
            "{\"dry\":\"true\"}",
            "record_probe: argument dry is a string, not a boolean",
            "{\"files\":{}}",
            "record_probe: argument files is an object, not an array",
            "{\"dry\":true,\"dry\":true}",
            "record_probe: argument dry is given twice, not once");
    mismatches.forEach(
        (arguments, title) -> {
          Verdict verdict = Wire.check(nested, call(arguments).bytes());
          assertThat(verdict.findings()).extracting(Finding::title).containsExactly(title);
        });
    String fine =
        "{\"files\":[{\"edits\":[{\"line\":1,\"text\":null}],\"x\":1}],\"dry\":false,\"any\":[[{}]],\"size\":1}";
    assertThat(Wire.codes(Wire.check(nested, call(fine).bytes()))).isEmpty();
  }

  @Test
  void dropped_arguments_name_what_is_needed() {
    Finding finding = Wire.check(STREAM, call().bytes()).findings().get(0);
    assertThat(finding.title())
        .isEqualTo("record_probe is called without arguments and needs nonce");
    assertThat(Wire.codes(Wire.check(AnswerContext.UNKNOWN, call().bytes()))).isEmpty();
  }

  @Test
  void arguments_in_the_start_are_told_only_when_no_delta_brings_any() {
    Wire.Stream both =
        call("{\"nonce\":\"a\",\"n\":1}")
            .withData(1, d -> d.replace("\"input\":{}", "\"input\":{\"nonce\":\"a\",\"n\":1}"));
    assertThat(Wire.codes(Wire.check(STREAM, both.bytes()))).isEmpty();
  }

  @Test
  void arguments_are_not_judged_when_max_tokens_cut_them() {
    Verdict verdict =
        Wire.check(
            STREAM,
            stream()
                .start()
                .toolBlock(0, "t1", "record_probe", "{\"nonce\":\"a\",\"n\":1}")
                .toolBlock(1, "t2", "record_probe")
                .end("max_tokens")
                .bytes());
    assertThat(Wire.codes(verdict)).containsExactly("I05");
    assertThat(verdict.findings().get(0).title())
        .isEqualTo("the arguments of record_probe were cut by max_tokens");
    assertThat(
            Wire.codes(
                Wire.check(
                    STREAM,
                    stream()
                        .start()
                        .toolBlock(0, "t", "record_probe", "{}")
                        .end("max_tokens")
                        .bytes())))
        .isEmpty();
  }

  @Test
  void arguments_are_not_judged_in_a_message_that_broke_off() {
    Wire.Stream cut = stream().start().toolBlock(0, "t1", "record_probe", "{\"n");
    assertThat(Wire.codes(Wire.check(STREAM, cut.bytes()))).containsExactly("M07");
  }

  @ParameterizedTest
  @CsvSource({
    "toolu_01,true",
    "call-_Z9,true",
    "a.b,false",
    "a b,false",
    "caf\u00E9,false",
    "a/,false"
  })
  void the_characters_of_an_id_are_looked_at(String id, boolean fine) {
    Wire.Stream answer = stream().start().toolBlock(0, id, "read_code").end("tool_use");
    assertThat(Wire.codes(Wire.check(STREAM, answer.bytes())).isEmpty()).isEqualTo(fine);
  }

  @Test
  void ids_are_compared_and_looked_at_in_full_however_long() {
    String start = "x".repeat(2000);
    Wire.Stream alike =
        stream()
            .start()
            .toolBlock(0, start + "1", "read_code")
            .toolBlock(1, start + "2", "read_code")
            .end("tool_use");
    assertThat(Wire.codes(Wire.check(STREAM, alike.bytes()))).isEmpty();
    assertThat(
            Wire.codes(Wire.check(STREAM, alike.withData(3, d -> d.replace("x2", "x1")).bytes())))
        .containsExactly("T03");
    assertThat(
            Wire.codes(Wire.check(STREAM, alike.withData(3, d -> d.replace("x2", "x:")).bytes())))
        .containsExactly("T02");
  }

  @Test
  void an_id_that_is_a_number_is_none() {
    Wire.Stream number =
        call("{\"nonce\":\"a\",\"n\":1}").withData(1, d -> d.replace("\"t1\"", "1"));
    assertThat(Wire.codes(Wire.check(STREAM, number.bytes()))).containsExactly("T01");
  }

  @Test
  void names_are_compared_only_with_a_request_but_must_be_there_anyway() {
    Wire.Stream other = stream().start().toolBlock(0, "t", "x").end("tool_use");
    assertThat(Wire.codes(Wire.check(AnswerContext.UNKNOWN, other.bytes()))).isEmpty();
    Finding finding = Wire.check(STREAM, other.bytes()).findings().get(0);
    assertThat(finding.title()).isEqualTo("the tool x was not declared");
    assertThat(finding.variant()).isEmpty();
    Wire.Stream none = stream().start().toolBlock(0, "t", "").end("tool_use");
    assertThat(Wire.check(AnswerContext.UNKNOWN, none.bytes()).findings().get(0).variant())
        .isEqualTo("no-name");
    Wire.Stream longer =
        stream().start().toolBlock(0, "t", "read_code" + "x".repeat(600)).end("tool_use");
    assertThat(Wire.codes(Wire.check(STREAM, longer.bytes()))).containsExactly("T12");
  }

  @Test
  void lost_arguments_are_blamed_on_what_lost_them() {
    Wire.Stream wrongDelta =
        call("{}")
            .withData(
                2, d -> d.replace("input_json_delta\",\"partial_json", "text_delta\",\"text"));
    assertThat(Wire.codes(Wire.check(STREAM, wrongDelta.bytes())))
        .containsExactlyInAnyOrder("B05", "(I04)");
  }

  @Test
  void a_dictated_value_must_be_in_one_of_the_calls() {
    AnswerContext dictated = STREAM.withExpectedArguments(Map.of("nonce", "caf\u00E9", "n", "2"));
    Wire.Stream two =
        stream()
            .start()
            .toolBlock(0, "t1", "record_probe", "{\"nonce\":\"caf\\u00e9\",\"n\":1}")
            .toolBlock(1, "t2", "record_probe", "{\"nonce\":\"x\",\"n\":2}")
            .end("tool_use");
    assertThat(Wire.codes(Wire.check(dictated, two.bytes()))).isEmpty();
    Wire.Stream one =
        stream()
            .start()
            .toolBlock(0, "t1", "record_probe", "{\"nonce\":\"caf\u00E9!\",\"n\":2}")
            .end("tool_use");
    Verdict verdict = Wire.check(dictated, one.bytes());
    assertThat(verdict.findings().get(0).title())
        .isEqualTo("argument nonce is caf\u00E9!, not caf\u00E9");
    Wire.Stream nested =
        stream()
            .start()
            .toolBlock(0, "t1", "record_probe", "{\"n\":2,\"nonce\":{\"nonce\":\"caf\u00E9\"}}")
            .end("tool_use");
    assertThat(Wire.codes(Wire.check(dictated, nested.bytes())))
        .containsExactlyInAnyOrder("T14", "(C06)");
    assertThat(Wire.codes(Wire.check(dictated, Wire.textAnswer().bytes()))).isEmpty();
  }

  @Test
  void arguments_of_server_tools_must_be_json_and_may_be_missing() {
    String block =
        "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}}";
    Wire.Stream none = stream().start().block(0, block).stop(0).end("end_turn");
    assertThat(Wire.codes(Wire.check(STREAM, none.bytes()))).isEmpty();
    Wire.Stream broken =
        stream().start().block(0, block).argument(0, "{\"q").stop(0).end("end_turn");
    assertThat(Wire.codes(Wire.check(STREAM, broken.bytes()))).containsExactly("T04");
  }

  @Test
  void ids_beyond_what_is_kept_are_said_to_be_left_out() {
    ToolIds ids = new ToolIds();
    for (long id = 1; id <= ToolIds.KEPT; id++) {
      assertThat(ids.add(id * 0x9E3779B97F4A7C15L)).isTrue();
    }
    assertThat(ids.full()).isTrue();
    assertThat(ids.add(0x9E3779B97F4A7C15L)).isFalse();
    assertThat(ids.add(0)).isTrue();
  }
}
