package dev.ccproxy.wire;

import static dev.ccproxy.wire.Wire.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules E: errors inside a stream, and how errors are wrapped. */
class ErrorRulesTest {
  private static final AnswerContext STREAM = Wire.streamed();

  private static Finding first(Wire.Stream stream) {
    return Wire.check(STREAM, stream.bytes()).findings().get(0);
  }

  @Test
  void an_error_event_shows_type_and_message() {
    Finding finding = first(stream().start().event(Documents.ERROR));
    assertThat(finding.title()).isEqualTo("the stream breaks off with api_error: upstream gone");
    assertThat(finding.event()).isEqualTo(1);
  }

  @Test
  void behind_an_error_nothing_is_missed() {
    Wire.Stream cut =
        stream().start().block(0, "{\"type\":\"text\",\"text\":\"\"}").event(Documents.ERROR);
    assertThat(Wire.codes(Wire.check(STREAM, cut.bytes()))).containsExactly("E01");
    Wire.Stream whole = Wire.textAnswer().event(Documents.ERROR);
    assertThat(Wire.codes(Wire.check(STREAM, whole.bytes()))).containsExactly("E01");
  }

  @Test
  void an_error_that_the_event_line_alone_names_is_an_error() {
    Wire.Stream untyped =
        stream().start().event("error", "{\"error\":{\"type\":\"x\",\"message\":\"no\"}}");
    assertThat(Wire.codes(Wire.check(STREAM, untyped.bytes()))).contains("E01");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "gone"                       | a string: gone
          null                         | null:
          []                           | an array:
          {}                           | an object without type and message:
          {"type":"x"}                 | an object without type and message:
          {"message":"gone"}           | an object without type and message: gone
          {"type":"x","message":null}  | an object without type and message:
          """)
  void a_malformed_error_says_what_it_is(String error, String title) {
    Finding finding = first(stream().start().event("{\"type\":\"error\",\"error\":" + error + "}"));
    assertThat(finding.code()).isEqualTo(Code.E04);
    assertThat(finding.title().strip()).isEqualTo("an error event whose error is " + title);
  }

  @Test
  void a_null_error_in_unnamed_data_is_no_error() {
    String text =
        Wire.textAnswer().text().replaceFirst("event: .*\ndata: \\{", "data: {\"error\":null,");
    assertThat(Wire.codes(Wire.check(STREAM, text))).containsExactly("W03");
  }

  @Test
  void a_stream_behind_an_error_status_is_an_error_even_when_it_is_healthy() {
    String head = "HTTP/1.1 529 X\r\ncontent-type: text/event-stream\r\n\r\n";
    Verdict verdict = Wire.check(STREAM, head + Wire.textAnswer());
    assertThat(Wire.codes(verdict)).containsExactlyInAnyOrder("N15", "(E05)", "(E07)");
    assertThat(verdict.hasAtLeast(Severity.ERROR)).isTrue();
    Verdict told = Wire.check(STREAM, head + stream().event(Documents.ERROR));
    assertThat(Wire.codes(told)).containsExactlyInAnyOrder("E01", "(E05)", "(E07)");
  }

  @Test
  void retry_after_is_looked_for_where_it_belongs() {
    for (int status : new int[] {429, 529, 500, 503}) {
      String head = "HTTP/1.1 " + status + " X\r\ncontent-type: application/json\r\n";
      List<String> without = Wire.codes(Wire.check(STREAM, head + "\r\n" + Documents.ERROR));
      assertThat(without.contains("(E07)")).isEqualTo(status == 429 || status == 529);
      List<String> with =
          Wire.codes(Wire.check(STREAM, head + "Retry-After: 3\r\n\r\n" + Documents.ERROR));
      assertThat(with).containsExactly("N15");
    }
  }

  @Test
  void an_error_body_for_a_stream_needs_a_status_of_success_to_be_blamed_for_it() {
    String ok = "HTTP/1.1 200 OK\r\n\r\n";
    assertThat(Wire.codes(Wire.check(STREAM, ok + Documents.ERROR))).containsExactly("E03");
    assertThat(Wire.codes(Wire.check(STREAM, Documents.ERROR))).containsExactly("N15");
    assertThat(Wire.codes(Wire.check(Wire.document(), ok + Documents.ERROR)))
        .containsExactly("N09");
    assertThat(Wire.codes(Wire.check(AnswerContext.UNKNOWN, ok + Documents.ERROR)))
        .containsExactly("N09");
    assertThat(Wire.codes(Wire.check(STREAM, ok + "{\"error\":\"no\"}")))
        .containsExactlyInAnyOrder("E03", "(E06)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"error":{"message":"one","code":"404"}}             | N10 | one
          {"error":{"message":"one","code":401}}               | N12 | one
          {"error":{"message":"one","code":"4o4"}}             | N15 | one
          {"error":{"message":"one","code":200}}               | N15 | one
          {"error":"two"}                                      | N15 | two
          {"error":{"type":"permission_error"}}                | N12 | permission_error
          {"error":{"type":"not_found_error","message":"x"}}   | N10 | x
          {"error":{"type":"authentication_error"}}            | N12 | authentication_error
          {"detail":[{"msg":"Field required"}]}                | N13 | Field required
          {"type":"error"}                                     | N15 | no message
          """)
  void an_error_without_a_head_is_classed_by_what_it_says(String body, Code code, String message) {
    Finding finding = Wire.check(AnswerContext.UNKNOWN, body).primary().get(0);
    assertThat(finding.code()).isEqualTo(code);
    assertThat(finding.parameters().get("message")).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({
    "400,N15", "401,N12", "402,N15", "403,N12", "404,N10", "405,N15", "413,N15", "422,N13",
    "429,N15", "500,N15", "529,N15", "599,N15", "999,N15", "301,N16", "307,N16"
  })
  void a_status_has_its_code(int status, Code code) {
    String head = "HTTP/1.1 " + status + " X\r\ncontent-type: application/json\r\n\r\n";
    for (AnswerContext context : List.of(STREAM, Wire.document(), AnswerContext.UNKNOWN)) {
      for (String body :
          List.of(Documents.ERROR, Documents.TEXT, "{\"detail\":\"no\"}", "{\"cut")) {
        Verdict verdict = Wire.check(context, head + body);
        assertThat(verdict.primary()).extracting(Finding::code).containsExactly(code);
        assertThat(verdict.message()).isNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"500,N14", "502,N14", "404,N10", "401,N12", "403,N12", "422,N13", "302,N16"})
  void a_status_without_json_has_its_code(int status, Code code) {
    for (String body :
        List.of("", "Internal Server Error", "<html><title>Bad</title></html>", "\u0001\u0002")) {
      Verdict verdict = Wire.check(STREAM, "HTTP/1.1 " + status + " X\n\n" + body);
      assertThat(verdict.primary()).extracting(Finding::code).containsExactly(code);
    }
  }

  @Test
  void the_title_of_a_page_says_who_speaks() {
    Verdict verdict =
        Wire.check(STREAM, "HTTP/1.1 502 X\n\n<html><head><TITLE a=b> nginx down </TITLE>");
    assertThat(verdict.findings().get(0).title())
        .isEqualTo("status 502 with an HTML page instead of a JSON error: nginx down");
    assertThat(Wire.check(STREAM, "<html><title>Portal</title>").findings().get(0).title())
        .isEqualTo("a stream was asked for and an HTML page came (Portal)");
  }

  @Test
  void a_long_message_is_cut_for_display() {
    String longText = "\uD83D\uDE00".repeat(1000);
    Finding finding =
        first(
            stream()
                .event(
                    "{\"type\":\"error\",\"error\":{\"type\":\"x\",\"message\":\""
                        + longText
                        + "\"}}"));
    assertThat(finding.parameters().get("message")).hasSizeLessThan(250).endsWith("...");
    assertThat(finding.excerpt().length()).isLessThanOrEqualTo(Window.SHOWN);
    assertThat(finding.title()).doesNotContain("\uFFFD");
  }
}
