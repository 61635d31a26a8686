package dev.ccproxy.wire;

import static dev.ccproxy.wire.Wire.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules B: the content blocks of a stream. */
class BlockRulesTest {
  private static final AnswerContext STREAM = Wire.streamed();

  private static Verdict check(Wire.Stream stream) {
    return Wire.check(STREAM, stream.bytes());
  }

  private static List<String> codes(Wire.Stream stream) {
    return Wire.codes(check(stream));
  }

  @Test
  void a_delta_behind_the_stop_of_its_block_belongs_to_no_block() {
    Verdict verdict = check(Wire.textAnswer().swapped(3));
    assertThat(Wire.codes(verdict)).containsExactly("B01");
    assertThat(verdict.findings().get(0).title())
        .isEqualTo("text_delta for block 0, which is not open");
    assertThat(verdict.findings().get(0).variant()).isEmpty();
  }

  @Test
  void arguments_for_no_block_are_told_apart_because_they_get_lost() {
    Verdict verdict =
        check(
            stream()
                .start()
                .toolStart(0, "t", "read_code")
                .argument(3, "{}")
                .stop(0)
                .end("tool_use"));
    assertThat(verdict.findings().get(0).code()).isEqualTo(Code.B01);
    assertThat(verdict.findings().get(0).variant()).isEqualTo("tool");
  }

  @Test
  void a_missing_start_is_no_gap_for_the_next_block() {
    assertThat(codes(Wire.toolAnswer().without(2))).containsExactly("B01");
    assertThat(codes(stream().start().stop(0).textBlock(1, "a").end("end_turn")))
        .containsExactly("B08");
  }

  @Test
  void a_start_that_comes_late_is_no_second_start() {
    assertThat(codes(Wire.toolAnswer().swapped(6))).startsWith("B01").doesNotContain("B03");
  }

  @Test
  void a_gap_names_the_index_that_was_next() {
    Verdict verdict = check(stream().start().textBlock(4, "a").textBlock(5, "b").end("end_turn"));
    assertThat(Wire.codes(verdict)).containsExactly("B02");
    assertThat(verdict.findings().get(0).title()).isEqualTo("block 4 starts where block 0 is next");
    assertThat(codes(stream().start().textBlock(-1, "a").end("end_turn"))).containsExactly("B02");
  }

  @Test
  void a_block_that_starts_again_while_open_is_no_interleaving() {
    assertThat(codes(Wire.textAnswer().twice(1))).containsExactly("B03");
  }

  @Test
  void an_open_block_is_named_with_its_type_and_shown() {
    Verdict verdict = check(Wire.toolAnswer().without(10));
    Finding finding = verdict.findings().get(0);
    assertThat(finding.title()).isEqualTo("block 1 (tool_use) is never closed");
    assertThat(finding.event()).isEqualTo(6);
    assertThat(finding.excerpt().substring(finding.caret())).startsWith("{\"type\":\"tool_use\"");
  }

  @Test
  void an_open_block_is_no_finding_in_a_message_that_broke_off() {
    assertThat(codes(Wire.textAnswer().without(6).without(4))).containsExactly("M07");
  }

  @Test
  void the_arguments_of_an_open_block_are_judged_too() {
    assertThat(
            codes(
                stream()
                    .start()
                    .toolStart(0, "t", "record_probe")
                    .argument(0, "{\"n")
                    .end("tool_use")))
        .containsExactlyInAnyOrder("B04", "T04");
  }

  @Test
  void thinking_beside_text_in_one_block_is_the_plain_form_wherever_it_stands() {
    for (int delta : new int[] {2, 3}) {
      Wire.Stream wrong =
          Wire.textAnswer()
              .withData(
                  delta, d -> d.replace("text_delta\",\"text\"", "thinking_delta\",\"thinking\""));
      Finding finding = check(wrong).findings().get(0);
      assertThat(finding.code()).isEqualTo(Code.B05);
      assertThat(finding.variant()).isEmpty();
      assertThat(finding.event()).isEqualTo(delta);
    }
  }

  @Test
  void text_in_a_thinking_block_is_told_apart_too() {
    Wire.Stream wrong =
        stream()
            .start()
            .block(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}")
            .delta(0, "{\"type\":\"text_delta\",\"text\":\"hm\"}")
            .delta(0, "{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}")
            .stop(0)
            .textBlock(1, "k7Qz")
            .end("end_turn");
    assertThat(check(wrong).findings().get(0).variant()).isEqualTo("text-in-thinking");
  }

  @Test
  void thinking_in_a_text_block_is_told_apart_because_the_client_treats_it_otherwise() {
    Wire.Stream wrong =
        stream()
            .start()
            .block(0, "{\"type\":\"text\",\"text\":\"\"}")
            .delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}")
            .stop(0)
            .textBlock(1, "k7", "Qz")
            .end("end_turn");
    Finding finding = check(wrong).findings().get(0);
    assertThat(finding.variant()).isEqualTo("thinking-in-text");
    assertThat(finding.title()).isEqualTo("thinking_delta in a block of type text");
    assertThat(finding.excerpt().substring(finding.caret())).startsWith("\"thinking_delta\"");
    Wire.Stream none =
        Wire.textAnswer().withData(2, d -> d.replace("\"type\":\"text_delta\",", ""));
    assertThat(check(none).findings().get(0).title())
        .isEqualTo("a delta without a type in a block of type text");
  }

  @Test
  void every_delta_has_the_blocks_that_it_fits() {
    String[] blocks = {
      "{\"type\":\"text\",\"text\":\"\"}",
      "{\"type\":\"thinking\",\"thinking\":\"\"}",
      "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"read_code\",\"input\":{}}",
      "{\"type\":\"server_tool_use\",\"id\":\"t\",\"name\":\"web_search\",\"input\":{}}",
      "{\"type\":\"mcp_tool_use\",\"id\":\"t\",\"name\":\"x\",\"input\":{}}",
      "{\"type\":\"redacted_thinking\",\"data\":\"\"}",
      "{\"type\":\"web_search_tool_result\",\"content\":[]}",
      "{\"type\":\"web_fetch_tool_result\",\"content\":[]}",
      "{\"type\":\"mcp_tool_result\",\"content\":[]}",
      "{\"type\":\"hologram\"}",
    };
    String[] deltas = {
      "{\"type\":\"text_delta\",\"text\":\"a\"}",
      "{\"type\":\"citations_delta\",\"citation\":{}}",
      "{\"type\":\"thinking_delta\",\"thinking\":\"a\"}",
      "{\"type\":\"signature_delta\",\"signature\":\"a\"}",
      "{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}",
      "{\"type\":\"new_delta\"}",
    };
    String[] fits = {
      "110000", "001100", "000010", "000010", "000010", "000000", "000000", "000000", "000000",
      "111111"
    };
    for (int block = 0; block < blocks.length; block++) {
      for (int delta = 0; delta < deltas.length; delta++) {
        List<String> codes =
            codes(
                stream()
                    .start()
                    .block(0, blocks[block])
                    .delta(0, deltas[delta])
                    .stop(0)
                    .textBlock(1, "a")
                    .end("end_turn"));
        boolean fit = fits[block].charAt(delta) == '1';
        assertThat(codes.contains("B05")).as(blocks[block] + deltas[delta]).isEqualTo(!fit);
      }
    }
  }

  @Test
  void a_string_as_index_is_taken_for_its_number() {
    Wire.Stream all = Wire.toolAnswer();
    for (int event : new int[] {2, 3, 5, 6, 7, 10}) {
      all = all.withData(event, d -> d.replaceFirst("\"index\":(\\d)", "\"index\":\"$1\""));
    }
    assertThat(codes(all)).containsExactly("B11");
    assertThat(check(all).findings().get(0).title())
        .isEqualTo("index of content_block_start is a string, not an integer");
  }

  @Test
  void an_index_that_means_nothing_is_taken_for_the_block_at_hand() {
    for (String index : List.of("null", "\"x\"", "\"\"", "{}", "\"99999999999\"", "0.25")) {
      Wire.Stream wrong =
          Wire.textAnswer()
              .withData(1, d -> d.replace("\"index\":0", "\"index\":" + index))
              .withData(2, d -> d.replace("\"index\":0", "\"index\":" + index))
              .withData(4, d -> d.replace("\"index\":0", "\"index\":" + index));
      assertThat(codes(wrong)).as(index).containsExactly("B11");
    }
    assertThat(codes(Wire.textAnswer().withData(2, d -> d.replace(":0,", ":0.0,")))).isEmpty();
  }

  @Test
  void more_open_blocks_than_are_kept_are_said_to_be_left_out() {
    Wire.Stream many = stream().start();
    for (int i = 0; i < 1100; i++) {
      many.block(i, "{\"type\":\"text\",\"text\":\"\"}");
    }
    for (int i = 0; i < 1100; i++) {
      many.textDelta(i, "a").stop(i);
    }
    Verdict verdict = check(many.end("end_turn"));
    assertThat(Wire.codes(verdict)).containsExactly("B09");
    assertThat(verdict.limits()).contains(Limit.OPEN_BLOCKS, Limit.BLOCKS_SHOWN);
    assertThat(Wire.message(verdict).blockCount()).isEqualTo(1100);
    assertThat(Wire.message(verdict).blocks()).hasSize(100);
  }
}
