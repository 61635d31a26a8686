package dev.ccproxy.wire;

import static dev.ccproxy.wire.Wire.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerCheckerTest {
  private static final AnswerContext STREAM = Wire.streamed();

  @Test
  void an_answer_ends_once() {
    AnswerChecker checker = new AnswerChecker(STREAM);
    checker.end();
    assertThatThrownBy(checker::end).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(checker::reset).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> checker.feed(new byte[1], 0, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "0,4", "2,2", "3,1", "0,-1", "2147483647,2147483647"})
  void a_range_outside_of_the_bytes_is_refused(int off, int len) {
    AnswerChecker checker = new AnswerChecker(STREAM);
    assertThatThrownBy(() -> checker.feed(new byte[3], off, len))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void only_the_range_is_read() {
    byte[] answer = Wire.textAnswer().bytes();
    byte[] more = new byte[answer.length + 20];
    System.arraycopy(answer, 0, more, 7, answer.length);
    AnswerChecker checker = new AnswerChecker(STREAM);
    checker.feed(more, 7, answer.length);
    checker.feed(more, 3, 0);
    Verdict verdict = checker.end();
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.bytes()).isEqualTo(answer.length);
  }

  @Test
  void a_known_head_is_not_looked_for_in_the_bytes() {
    AnswerChecker checker = new AnswerChecker(STREAM, ResponseHead.of(200, "text/event-stream"));
    byte[] bytes = Wire.utf8("HTTP/1.1 500 X\r\n\r\n" + Wire.textAnswer());
    checker.feed(bytes, 0, bytes.length);
    Verdict verdict = checker.end();
    assertThat(verdict.head()).isEqualTo(ResponseHead.of(200, "text/event-stream"));
    assertThat(verdict.findings()).isEmpty();
    AnswerChecker error = new AnswerChecker(STREAM, ResponseHead.of(404, "text/plain"));
    assertThat(Wire.codes(error.end())).containsExactly("N10");
  }

  @Test
  void the_last_of_several_heads_counts() {
    Verdict verdict =
        Wire.check(
            STREAM,
            "HTTP/1.1 302 Found\r\n"
                + "location: /x\r\n\r\n"
                + "HTTP/2 200 \r\n"
                + "Content-Type: Text/Event-Stream;a=b\r\n"
                + "no colon\r\n"
                + ": no name\r\n"
                + "x-a:  b \r\n\r\n"
                + Wire.textAnswer());
    assertThat(verdict.findings()).isEmpty();
    ResponseHead head = verdict.head();
    if (head == null) {
      throw new AssertionError("no head");
    }
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.mediaType()).isEqualTo("text/event-stream");
    assertThat(head.header("X-A")).isEqualTo("b");
    assertThat(head.headers()).hasSize(2);
  }

  @Test
  void a_redirect_alone_is_named_with_its_target() {
    Verdict verdict = Wire.check(STREAM, "HTTP/1.1 302 Found\r\nlocation: https://login/\r\n\r\n");
    assertThat(verdict.findings().get(0).title())
        .isEqualTo("status 302, a redirect to https://login/");
    Verdict nowhere = Wire.check(STREAM, "HTTP/1.1 302 Found\r\n\r\n" + Documents.ERROR);
    assertThat(nowhere.findings().get(0).title()).isEqualTo("status 302, a redirect to nowhere");
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1 200 OK", "HTTP/1.1 404", "HTTP/1.1 200 OK\\r\\ncontent-le", "HTTP/1.1"})
  void a_head_that_is_cut_off_is_an_answer_without_a_body(String start) {
    Verdict verdict = Wire.check(Wire.document(), start.replace("\\r", "\r").replace("\\n", "\n"));
    assertThat(verdict.hasAtLeast(Severity.ERROR)).isTrue();
    assertThat(verdict.kind()).isEqualTo(Verdict.BodyKind.OTHER);
  }

  @Test
  void bytes_that_only_begin_like_a_head_are_body() {
    for (String body : List.of("H", "HTTP", "HTTP/", "HTTP/x", "HTTPS/1")) {
      Verdict verdict = Wire.check(Wire.document(), body);
      assertThat(Wire.codes(verdict)).containsExactly("N19");
      assertThat(verdict.findings().get(0).excerpt()).isEqualTo(body);
      assertThat(verdict.bytes()).isEqualTo(body.length());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'{', JSON", "' [', JSON", "'data', OTHER", "'data:', SSE", "'event:', SSE", "'id:', SSE",
        "'retry:', SSE",
    "':', SSE", "'<', OTHER", "'', OTHER", "' ', OTHER", "'dat', OTHER", "'text', OTHER",
        "'\"s\"', OTHER"
  })
  void the_first_bytes_say_what_a_body_is(String body, Verdict.BodyKind kind) {
    assertThat(Wire.check(AnswerContext.UNKNOWN, body).kind()).isEqualTo(kind);
  }

  @Test
  void a_content_type_decides_where_the_bytes_do_not() {
    String head = "HTTP/1.1 200 OK\ncontent-type: text/event-stream\n\n";
    assertThat(Wire.check(STREAM, head + "hello").kind()).isEqualTo(Verdict.BodyKind.SSE);
    assertThat(Wire.codes(Wire.check(STREAM, head + "\n\n"))).containsExactly("P01");
    assertThat(Wire.codes(Wire.check(STREAM, head))).containsExactly("W02");
    assertThat(Wire.codes(Wire.check(STREAM, head + Documents.TEXT))).containsExactly("W01a");
  }

  @Test
  void events_are_folded_by_kind_and_block() {
    Verdict verdict = Wire.check(STREAM, Wire.toolAnswer().bytes());
    assertThat(verdict.events()).isEqualTo(13);
    assertThat(verdict.folded())
        .extracting(
            FoldedEvent::type,
            FoldedEvent::detail,
            FoldedEvent::index,
            FoldedEvent::first,
            FoldedEvent::count,
            FoldedEvent::characters)
        .containsExactly(
            tuple("message_start", "", -1L, 0L, 1L, 0L),
            tuple("ping", "", -1L, 1L, 1L, 0L),
            tuple("content_block_start", "text", 0L, 2L, 1L, 0L),
            tuple("content_block_delta", "text_delta", 0L, 3L, 2L, 17L),
            tuple("content_block_stop", "", 0L, 5L, 1L, 0L),
            tuple("content_block_start", "tool_use", 1L, 6L, 1L, 0L),
            tuple("content_block_delta", "input_json_delta", 1L, 7L, 3L, 25L),
            tuple("content_block_stop", "", 1L, 10L, 1L, 0L),
            tuple("message_delta", "tool_use", -1L, 11L, 1L, 0L),
            tuple("message_stop", "", -1L, 12L, 1L, 0L));
    FoldedEvent deltas = verdict.folded().get(3);
    assertThat(deltas.line()).isEqualTo(10);
    assertThat(deltas.offset())
        .isEqualTo(Wire.toolAnswer().text().indexOf("event: content_block_delta"));
  }

  @Test
  void the_folded_events_have_a_limit_that_is_told() {
    Wire.Stream many = stream().start();
    for (int i = 0; i < 600; i++) {
      many.event("{\"type\":\"x\"}");
    }
    Verdict verdict = Wire.check(STREAM, many.textBlock(0, "a").end("end_turn").bytes());
    assertThat(verdict.folded()).hasSize(500);
    assertThat(verdict.limits()).containsExactly(Limit.EVENTS_SHOWN);
    assertThat(Limit.EVENTS_SHOWN.limitsChecks()).isFalse();
    assertThat(Limit.OPEN_BLOCKS.limitsChecks()).isTrue();
  }

  @Test
  void a_listener_hears_every_event() {
    List<WireEvent> events = new ArrayList<>();
    AnswerChecker checker = new AnswerChecker(STREAM);
    checker.listen(events::add);
    String text =
        "HTTP/1.1 200 OK\n\n"
            + ": hi\n\n"
            + "event: ping\n"
            + "data: {\"type\":\"ping\"}\n\n"
            + "data: [DONE]\n\n"
            + "event: x\n"
            + "data: {\n\n";
    byte[] bytes = Wire.utf8(text);
    for (byte b : bytes) {
      checker.feed(new byte[] {b}, 0, 1);
    }
    checker.end();
    assertThat(events)
        .containsExactly(
            new WireEvent(0, 23, 5, "ping", "ping", "data: {\"type\":\"ping\"}", 34),
            new WireEvent(1, 58, 8, "", "", "data: [DONE]", 13),
            new WireEvent(2, 72, 10, "x", "", "data: {", 17));
  }

  @Test
  void the_start_of_a_long_text_is_kept_and_its_length_counted() {
    String text = "caf\u00E9 \uD83D\uDE00".repeat(2000);
    Verdict verdict =
        Wire.check(STREAM, stream().start().textBlock(0, text, text).end("end_turn").bytes());
    MessageSummary.Block block = Wire.message(verdict).blocks().get(0);
    assertThat(block.length()).isEqualTo(2L * text.codePointCount(0, text.length()));
    assertThat((text + text)).startsWith(block.preview());
    assertThat(Wire.utf8(block.preview()).length).isBetween(4093, 4096);
  }

  @Test
  void all_previews_together_have_a_limit() {
    Wire.Stream many = stream().start();
    for (int i = 0; i < 50; i++) {
      many.textBlock(i, "x".repeat(4000));
    }
    MessageSummary message = Wire.message(Wire.check(STREAM, many.end("end_turn").bytes()));
    assertThat(message.blocks().stream().mapToInt(block -> block.preview().length()).sum())
        .isEqualTo(1 << 16);
    assertThat(message.blocks()).allMatch(block -> block.length() == 4000);
  }

  @Test
  void a_delta_too_long_to_keep_is_judged_all_the_same() {
    String longText = "word ".repeat(40_000);
    Wire.Stream sorted =
        stream()
            .start()
            .block(0, "{\"type\":\"text\",\"text\":\"\"}")
            .event(
                "content_block_delta",
                "{\"delta\":{\"text\":\""
                    + longText
                    + "<tool_call>\",\"type\":\"text_delta\"},\"index\":0,"
                    + "\"type\":\"content_block_delta\"}")
            .stop(0)
            .end("end_turn");
    Verdict verdict = Wire.check(STREAM, sorted.bytes());
    assertThat(Wire.codes(verdict)).containsExactly("C03");
    assertThat(verdict.findings().get(0).event()).isEqualTo(2);
    assertThat(Wire.message(verdict).blocks().get(0).length()).isEqualTo(longText.length() + 11);
    Wire.Stream start =
        stream()
            .start()
            .block(0, "{\"text\":\"" + longText + "<tool_call>\",\"type\":\"text\"}")
            .stop(0)
            .end("end_turn");
    assertThat(Wire.codes(Wire.check(STREAM, start.bytes()))).containsExactly("C03");
  }

  @Test
  void a_long_delta_for_another_block_than_the_last_is_said_to_be_left_out() {
    String longText = "{\\\"a\\\":\\\"" + "x".repeat(70_000) + "\\\"}";
    Wire.Stream answer =
        stream()
            .start()
            .toolStart(0, "t0", "read_code")
            .toolStart(1, "t1", "read_code")
            .event(
                "content_block_delta",
                "{\"delta\":{\"partial_json\":\""
                    + longText
                    + "\",\"type\":\"input_json_delta\"},\"index\":0,"
                    + "\"type\":\"content_block_delta\"}")
            .stop(0)
            .stop(1)
            .end("tool_use");
    Verdict verdict = Wire.check(STREAM, answer.bytes());
    assertThat(verdict.limits()).contains(Limit.LONG_DELTA);
  }

  @Test
  void findings_come_in_the_order_of_their_places() {
    Verdict verdict =
        Wire.check(
            STREAM,
            Wire.toolAnswer().without(10).withData(0, d -> d.replace("msg_01", "")).bytes());
    assertThat(verdict.findings())
        .isSortedAccordingTo(java.util.Comparator.comparingLong(Finding::offset));
    assertThat(Wire.codes(verdict)).containsExactly("P03", "B04");
  }

  @Test
  void blanks_before_the_body_count_as_lines() {
    Verdict verdict =
        Wire.check(Wire.document(), "\n".repeat(3000) + Documents.TEXT.replace("end_turn", "x"));
    assertThat(verdict.findings().get(0).line()).isEqualTo(3001);
    assertThat(verdict.lines()).isEqualTo(3000);
    assertThat(verdict.findings().get(0).offset())
        .isEqualTo(3000 + Documents.TEXT.indexOf("\"end_turn\""));
  }

  @Test
  @Timeout(20)
  void a_body_of_blanks_takes_time_by_its_length_alone() {
    AnswerChecker checker =
        new AnswerChecker(Wire.streamed(), ResponseHead.of(200, "application/json"));
    byte[] blanks = new byte[1024 * 1024];
    java.util.Arrays.fill(blanks, (byte) ' ');
    for (int i = 0; i < 16; i++) {
      checker.feed(blanks, 0, blanks.length);
    }
    Verdict verdict = checker.end();
    assertThat(verdict.bytes()).isEqualTo(16L * 1024 * 1024);
    assertThat(verdict.hasAtLeast(Severity.ERROR)).isTrue();
  }
}
