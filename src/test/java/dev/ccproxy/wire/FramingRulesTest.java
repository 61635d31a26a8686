package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rules W: how the answer is framed. */
class FramingRulesTest {
  private static final AnswerContext STREAM = Wire.streamed();

  private static Finding only(Verdict verdict) {
    assertThat(verdict.primary()).hasSize(1);
    return verdict.primary().get(0);
  }

  private static Finding only(String bytes) {
    return only(Wire.check(STREAM, bytes));
  }

  @Test
  void the_first_data_without_an_event_line_is_shown() {
    Finding finding = only(Wire.textAnswer().withName(2, "").text());
    assertThat(finding.code()).isEqualTo(Code.W03);
    assertThat(finding.event()).isEqualTo(2);
    assertThat(finding.line()).isEqualTo(7);
    assertThat(finding.excerpt()).startsWith("data: {\"type\":\"content_block_delta\"");
    assertThat(finding.caret()).isEqualTo(5);
  }

  @Test
  void a_stream_without_any_event_line_is_judged_no_further() {
    String bare = Wire.textAnswer().without(4).without(0).text().replaceAll("event: .*\n", "");
    assertThat(Wire.codes(Wire.check(STREAM, bare))).containsExactly("W03");
    String named = "event: ping\ndata: {\"type\":\"ping\"}\n\n" + bare;
    assertThat(Wire.codes(Wire.check(STREAM, named))).contains("W03", "P01", "B04");
  }

  @Test
  void an_error_in_a_stream_without_event_lines_is_still_told() {
    String bare = Wire.textAnswer().without(6).text().replaceAll("event: .*\n", "");
    Verdict verdict = Wire.check(STREAM, bare + "data: {\"error\":{\"message\":\"gone\"}}\n\n");
    assertThat(Wire.codes(verdict)).containsExactly("W03", "E02");
  }

  @Test
  void nothing_is_judged_behind_an_openai_chunk() {
    String chunk = "data: {\"object\":\"chat.completion.chunk\"}\n\n";
    Verdict verdict = Wire.check(STREAM, chunk + "data: nonsense\n\n" + Wire.textAnswer());
    assertThat(Wire.codes(verdict)).containsExactly("W04");
    assertThat(only(verdict).caret()).isEqualTo("data: {\"object\":".length());
  }

  @Test
  void data_that_is_no_json_before_the_first_block_is_told_apart() {
    for (int event : new int[] {0, 1, 2}) {
      Finding finding = only(Wire.textAnswer().withData(event, d -> d + "'").text());
      assertThat(finding.code()).isEqualTo(Code.W05);
      assertThat(finding.variant()).isEqualTo(event < 2 ? "before-content" : "");
    }
  }

  @Test
  void the_byte_that_is_no_json_is_shown_with_its_line() {
    String text =
        Wire.stream()
            .start()
            .event("ping", "{\"type\":\"ping\",\ndata: \"a\": tru}")
            .textBlock(0, "a")
            .end("end_turn")
            .text();
    Finding finding = only(text);
    assertThat(finding.code()).isEqualTo(Code.W05);
    assertThat(finding.title()).isEqualTo("the data of ping is no JSON object: unknown word");
    assertThat(finding.offset()).isEqualTo(text.indexOf("tru}") + 3);
    assertThat(finding.line()).isEqualTo(6);
    assertThat(finding.excerpt()).isEqualTo("data: \"a\": tru}");
    assertThat(finding.excerpt().charAt(finding.caret())).isEqualTo('}');
  }

  @Test
  void a_failure_far_into_a_long_line_is_shown_with_what_comes_before() {
    String text =
        Wire.stream()
            .start()
            .textBlock(0, "a", "b".repeat(5000) + "XYZ")
            .end("end_turn")
            .text()
            .replace("XYZ\"", "XYZ\"?");
    Finding finding = only(text);
    assertThat(finding.code()).isEqualTo(Code.W05);
    assertThat(finding.excerpt()).hasSize(121).endsWith("bXYZ\"?");
    assertThat(finding.excerpt().charAt(finding.caret())).isEqualTo('?');
    assertThat(finding.offset()).isEqualTo(text.indexOf('?'));
  }

  @Test
  void a_json_value_that_is_no_object_says_what_it_is() {
    Finding finding = only(Wire.textAnswer().withData(2, data -> "[1]").text());
    assertThat(finding.title())
        .isEqualTo("the data of content_block_delta is no JSON object: it is an array");
  }

  @Test
  void a_known_event_without_data_is_unreadable_and_an_unknown_one_is_ignored() {
    String healthy = Wire.textAnswer().text();
    assertThat(Wire.codes(Wire.check(STREAM, "event: x\n\nevent: ping\n\n" + healthy))).isEmpty();
    Finding finding = only("event: message_start\ndata\n\n" + healthy);
    assertThat(finding.code()).isEqualTo(Code.W05);
    assertThat(finding.parameters()).containsEntry("reason", "there is none");
  }

  @Test
  void what_follows_from_an_unreadable_event_is_no_cause() {
    Verdict verdict = Wire.check(STREAM, Wire.textAnswer().withData(1, data -> "{").text());
    assertThat(Wire.codes(verdict)).containsExactly("W05", "(B01)");
    Verdict before = Wire.check(STREAM, Wire.textAnswer().without(1).withData(4, d -> "{").text());
    assertThat(Wire.codes(before)).startsWith("B01");
  }

  @Test
  void the_type_of_the_data_counts_and_the_event_line_only_where_it_is_missing() {
    Verdict untyped =
        Wire.check(
            STREAM,
            Wire.textAnswer()
                .withData(4, data -> data.replace("\"type\":\"content_block_stop\",", ""))
                .text());
    assertThat(Wire.codes(untyped)).containsExactly("W06");
    assertThat(untyped.findings().get(0).title())
        .isEqualTo("the event line says content_block_stop, the data says missing");
    Verdict other = Wire.check(STREAM, Wire.textAnswer().withName(6, "message_delta").text());
    assertThat(Wire.codes(other)).containsExactly("W06");
    Verdict lost =
        Wire.check(STREAM, Wire.textAnswer().withData(6, d -> d.replace("_stop", "_end")).text());
    assertThat(Wire.codes(lost)).containsExactly("W06", "(I01)", "(M07)");
  }

  @Test
  void a_name_on_the_event_line_is_compared_whole() {
    String longName = "p".repeat(200);
    Finding finding = only(Wire.textAnswer().withName(2, longName).text());
    assertThat(finding.code()).isEqualTo(Code.W06);
    assertThat(finding.title().length()).isLessThan(200);
  }

  @Test
  void the_rest_behind_message_stop_is_the_last_event() {
    String healthy = Wire.textAnswer().text();
    Finding finding = only(healthy + "event: ping");
    assertThat(finding.code()).isEqualTo(Code.W07);
    assertThat(finding.offset()).isEqualTo(healthy.length());
    assertThat(finding.excerpt()).isEqualTo("event: ping");
    assertThat(Wire.codes(Wire.check(STREAM, healthy + ": comment"))).isEmpty();
    assertThat(Wire.codes(Wire.check(STREAM, healthy + "id: 7"))).isEmpty();
  }

  @Test
  void a_reset_is_told_wherever_it_comes() {
    for (int length : new int[] {0, 3, 100, 600, Wire.textAnswer().bytes().length}) {
      AnswerChecker checker = new AnswerChecker(STREAM);
      checker.feed(Wire.textAnswer().bytes(), 0, length);
      Verdict verdict = checker.reset();
      assertThat(only(verdict).code()).as("after %d", length).isEqualTo(Code.W09);
      assertThat(only(verdict).title()).isEqualTo("the answer breaks off: the connection is reset");
    }
  }

  @Test
  void broken_chunk_framing_is_a_break() {
    String head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    String text = Wire.textAnswer().text();
    Verdict missing = Wire.check(STREAM, head + HealthyTest.chunks(text, 90));
    assertThat(only(missing).title()).endsWith("its last chunk is missing");
    Verdict broken = Wire.check(STREAM, head + HealthyTest.chunks(text, 90) + "zz\r\n");
    assertThat(only(broken).title()).endsWith("its chunk framing is broken");
  }

  @Test
  void types_that_the_client_accepts_are_told_apart_from_others() {
    for (String type : new String[] {"application/json", "text/plain"}) {
      Finding finding = only("HTTP/1.1 200 OK\ncontent-type: " + type + "\n\n" + Wire.textAnswer());
      assertThat(finding.variant()).isEqualTo("accepted");
    }
    Finding finding = only("HTTP/1.1 200 OK\ncontent-type: a/b\n\n" + Wire.textAnswer());
    assertThat(finding.code()).isEqualTo(Code.W10);
    assertThat(finding.variant()).isEmpty();
    assertThat(finding.offset()).isEqualTo("HTTP/1.1 200 OK\ncontent-type: a/b\n\n".length());
    assertThat(finding.line()).isEqualTo(4);
  }

  @Test
  void wrong_bytes_are_shown_where_they_stand() {
    byte[] bytes = Wire.stream().start().textBlock(0, "abc").end("end_turn").bytes();
    int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("abc") + 1;
    bytes[at] = (byte) 0xFF;
    Finding finding = only(Wire.check(STREAM, bytes));
    assertThat(finding.code()).isEqualTo(Code.W12);
    assertThat(finding.offset()).isEqualTo(at);
    assertThat(finding.title()).contains("content_block_delta");
  }

  @Test
  void offsets_and_lines_count_head_and_chunk_framing() {
    String text = Wire.textAnswer().withName(2, "").text();
    String head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    String whole = head + HealthyTest.chunks(text, 50) + "0\r\n\r\n";
    Finding finding = only(whole);
    assertThat(finding.code()).isEqualTo(Code.W03);
    // The data line that has no event line is the third: its content starts behind "data:".
    Finding plain = only(text);
    long chunksBefore = plain.offset() / 50 + 1;
    assertThat(finding.offset())
        .isEqualTo(head.length() + plain.offset() + chunksBefore * 4 + (chunksBefore - 1) * 2);
    assertThat(finding.line()).isEqualTo(3 + plain.line() + chunksBefore * 2 - 1);
    assertThat(finding.excerpt()).isEqualTo(plain.excerpt());
  }
}
