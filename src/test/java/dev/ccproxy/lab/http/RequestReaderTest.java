package dev.ccproxy.lab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private RequestReader reader(String bytes) {
    return new RequestReader(
        new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1)),
        out,
        new Limits(200, 20));
  }

  private Request read(String bytes) throws IOException, RequestException {
    return reader(bytes).next().orElseThrow();
  }

  @Test
  void a_request_is_read_with_all_its_parts() throws Exception {
    Request request =
        read("POST /v1/messages?beta=true HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab");
    assertThat(request.route()).isEqualTo("POST /v1/messages");
    assertThat(request.query()).isEqualTo("beta=true");
    assertThat(request.headers().first("HOST")).contains("x");
    assertThat(request.body()).asString().isEqualTo("ab");
  }

  @Test
  void requests_follow_each_other_on_one_connection() throws Exception {
    RequestReader reader =
        reader(
            "POST /a HTTP/1.1\r\nContent-Length: 1\r\n\r\nx"
                + "POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2;ext=1\r\nab\r\n3\r\ncde\r\n0\r\nTrailer: t\r\n\r\n"
                + "GET /c HTTP/1.1\n\n");
    assertThat(reader.next().orElseThrow().body()).asString().isEqualTo("x");
    assertThat(reader.next().orElseThrow().body()).asString().isEqualTo("abcde");
    assertThat(reader.next().orElseThrow().path()).isEqualTo("/c");
    assertThat(reader.next()).isEqualTo(Optional.empty());
  }

  @Test
  void the_path_of_a_proxy_request_is_that_behind_the_host() throws Exception {
    Request request = read("POST http://h:1/v1/messages?a=b HTTP/1.1\r\n\r\n");
    assertThat(request.path()).isEqualTo("/v1/messages");
    assertThat(request.query()).isEqualTo("a=b");
    assertThat(read("GET http://h HTTP/1.1\r\n\r\n").path()).isEqualTo("/");
  }

  @Test
  void a_client_that_waits_for_it_is_told_to_continue() throws Exception {
    read("POST / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\nx");
    assertThat(out).hasToString("HTTP/1.1 100 Continue\r\n\r\n");
  }

  @Test
  void a_body_that_is_too_large_is_refused_before_the_client_sends_it() {
    assertThatThrownBy(
            () -> read("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 21\r\n\r\n"))
        .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.status()).isEqualTo(413));
    assertThat(out).hasToString("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "400|nonsense\\r\\n\\r\\n",
        "400|GET  HTTP/1.1\\r\\n\\r\\n",
        "505|GET / HTTP/2\\r\\n\\r\\n",
        "400|GET / HTTP/1.1\\r\\nno colon\\r\\n\\r\\n",
        "400|GET / HTTP/1.1\\r\\n folded: x\\r\\n\\r\\n",
        "400|GET / HTTP/1.1\\r\\nContent-Length: x\\r\\n\\r\\n",
        "400|GET / HTTP/1.1\\r\\nContent-Length: -1\\r\\n\\r\\n",
        "400|GET / HTTP/1.1\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n",
        "413|GET / HTTP/1.1\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\n",
        "400|GET / HTTP/1.1\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
        "400|GET / HTTP/1.1\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n",
        "400|GET / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n",
        "400|GET / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nabc\\r\\n",
        "413|GET / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nff\\r\\n",
      })
  void what_is_no_request_is_refused_with_a_status(int status, String bytes) {
    assertThatThrownBy(() -> read(bytes.replace("\\r", "\r").replace("\\n", "\n")))
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  @Test
  void a_head_without_end_is_refused() {
    assertThatThrownBy(() -> read("GET / HTTP/1.1\r\nX: " + "a".repeat(300)))
        .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.status()).isEqualTo(431));
  }

  @Test
  void many_small_chunks_do_not_pass_the_bound_of_the_body() {
    assertThatThrownBy(
            () ->
                read(
                    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "4\r\nabcd\r\n".repeat(6)))
        .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.status()).isEqualTo(413));
  }

  @ParameterizedTest
  @CsvSource({"GET / HT", "'POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab'"})
  void a_connection_that_ends_in_the_middle_is_an_io_error(String bytes) {
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(EOFException.class);
  }
}
