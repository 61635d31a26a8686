package dev.ccproxy.lab.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.Requests;
import dev.ccproxy.lab.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyWriterTest {
  private static final String DATE = "Date: Wed, 25 Nov 2026 12:00:00 GMT\r\n";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Duration> passed = new ArrayList<>();

  private ReplyWriter.End write(Request request, Reply reply) throws IOException {
    return new ReplyWriter(out, Requests.CLOCK, passed::add).write(request, reply);
  }

  private static Request request(String method, String version, String... headers) {
    return new Request(method, "/", version, Headers.of(headers), new byte[0]);
  }

  private static Reply stream() {
    return Reply.stream(
        "text/event-stream",
        List.of(
            Frame.event("ping", Json.object().with("type", "ping")),
            new Frame.Pause(Duration.ofSeconds(70)),
            Frame.data(Json.object().with("ü", 1))));
  }

  @Test
  void a_body_of_known_length_keeps_the_connection_open() throws IOException {
    ReplyWriter.End end =
        write(request("GET", "HTTP/1.1"), Reply.json(404, Json.object().with("error", "ü")));
    assertThat(end).isEqualTo(ReplyWriter.End.KEEP);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n"
                + DATE
                + "Content-Length: 14\r\n\r\n{\"error\":\"ü\"}");
  }

  @Test
  void a_stream_is_one_chunk_for_each_frame() throws IOException {
    write(request("POST", "HTTP/1.1"), stream());
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
                + DATE
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "23\r\nevent: ping\ndata: {\"type\":\"ping\"}\n\n\r\n"
                + "10\r\ndata: {\"ü\":1}\n\n\r\n"
                + "0\r\n\r\n");
    assertThat(passed).containsExactly(Duration.ofSeconds(70));
  }

  @Test
  void a_head_request_gets_the_length_and_no_body() throws IOException {
    write(request("HEAD", "HTTP/1.1"), Reply.text(200, "text/plain", "abc"));
    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("Content-Length: 3\r\n\r\n");
  }

  @Test
  void an_old_client_gets_a_stream_that_ends_with_the_connection() throws IOException {
    assertThat(write(request("POST", "HTTP/1.0"), stream())).isEqualTo(ReplyWriter.End.CLOSE);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("Connection: close\r\n\r\nevent: ping\n")
        .doesNotContain("chunked");
  }

  @Test
  void a_client_that_wants_the_connection_closed_gets_it_closed() throws IOException {
    assertThat(
            write(
                request("GET", "HTTP/1.1", "Connection", "keep-alive, Close"),
                Reply.text(200, "text/plain", "")))
        .isEqualTo(ReplyWriter.End.CLOSE);
  }

  @Test
  void a_cut_ends_the_connection_where_it_stands() throws IOException {
    Reply cut =
        Reply.stream(
            "text/event-stream",
            List.of(Frame.text("a"), new Frame.Cut(true), Frame.text("never sent")));
    assertThat(write(request("POST", "HTTP/1.1"), cut)).isEqualTo(ReplyWriter.End.RESET);
    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\r\n\r\n1\r\na\r\n");
  }

  @Test
  void a_cut_body_of_known_length_announces_what_it_does_not_send() throws IOException {
    Reply cut =
        Reply.text(200, "text/plain", "")
            .withFrames(List.of(Frame.text("ab"), new Frame.Cut(false), Frame.text("cde")));
    assertThat(write(request("GET", "HTTP/1.1"), cut)).isEqualTo(ReplyWriter.End.CLOSE);
    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("Content-Length: 5\r\n\r\nab");
  }

  @Test
  void headers_of_the_reply_are_not_corrected() throws IOException {
    Reply wrong =
        Reply.text(200, "text/plain", "abc")
            .withHeader("Content-Length", "99")
            .withHeader("Date", "never");
    write(request("GET", "HTTP/1.1"), wrong);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 99\r\nDate: never\r\n"
                + "\r\nabc");
  }
}
