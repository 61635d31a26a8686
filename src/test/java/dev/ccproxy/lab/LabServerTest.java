package dev.ccproxy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Limits;
import dev.ccproxy.lab.http.Pauses;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LabServerTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Answers with what it was asked. */
  private record Echo() implements Personality {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public Reply answer(Exchange exchange) throws Refusal {
      if (exchange.request().path().equals("/refused")) {
        throw new Refusal(402, Json.object().with("error", "no credit"));
      }
      if (exchange.request().path().equals("/defect")) {
        throw new IllegalStateException("a mistake of the lab");
      }
      return Reply.json(
          200,
          Json.object()
              .with("route", exchange.request().route())
              .with("malformed", exchange.malformed())
              .with("body", exchange.body()));
    }
  }

  private static LabServer start(Fault... faults) throws IOException {
    return LabServer.start(Requests.scene(new Echo(), faults));
  }

  private HttpResponse<String> send(LabServer server, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer sk-secret-of-the-test-1234")
            .header("x-api-key", "short")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** 127.0.0.{@code last}. */
  private static InetAddress loopback(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  private static String raw(LabServer server, String bytes) throws IOException {
    try (Socket socket = new Socket(loopback(1), server.port())) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_request_is_answered_and_recorded() throws Exception {
    try (LabServer server = start()) {
      HttpResponse<String> response = send(server, "/v1/x?beta=true", "{\"a\":1}");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body())
          .isEqualTo("{\"route\":\"POST /v1/x\",\"malformed\":false,\"body\":{\"a\":1}}");
      Recording.Entry entry = server.recording().to("POST", "/v1/x").get(0);
      assertThat(entry.query()).isEqualTo("beta=true");
      assertThat(entry.body()).isEqualTo(Json.object().with("a", 1));
      assertThat(entry).hasToString("echo POST /v1/x -> 200");
    }
  }

  @Test
  void credentials_are_shortened_in_the_recording() throws Exception {
    try (LabServer server = start()) {
      send(server, "/", "{}");
      Recording.Entry entry = server.recording().entries().get(0);
      assertThat(entry.headers().first("authorization")).contains("Bearer …1234");
      assertThat(entry.headers().first("x-api-key")).contains("…");
    }
  }

  @Test
  void a_refusal_is_a_reply_like_any_other() throws Exception {
    try (LabServer server = start()) {
      HttpResponse<String> response = send(server, "/refused", "{}");
      assertThat(response.statusCode()).isEqualTo(402);
      assertThat(response.body()).isEqualTo("{\"error\":\"no credit\"}");
    }
  }

  @Test
  void a_mistake_of_the_lab_is_seen_and_looks_like_no_provider() throws Exception {
    try (LabServer server = start()) {
      assertThat(send(server, "/defect", "{}").statusCode()).isEqualTo(599);
      assertThat(server.recording().defects())
          .singleElement()
          .isInstanceOf(IllegalStateException.class);
      assertThat(send(server, "/", "{}").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_body_that_is_not_json_reaches_the_personality_as_such() throws Exception {
    try (LabServer server = start()) {
      assertThat(send(server, "/", "{").body()).contains("\"malformed\":true");
    }
  }

  @Test
  void one_connection_serves_many_requests() throws Exception {
    try (LabServer server = start()) {
      String answers =
          raw(server, "GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\nConnection: close\r\n\r\n");
      assertThat(answers).contains("GET /a", "GET /b");
      assertThat(server.recording().entries()).hasSize(2);
    }
  }

  @Test
  void a_broken_request_gets_its_status_and_the_next_connection_works() throws Exception {
    try (LabServer server = start()) {
      assertThat(raw(server, "nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 Bad Request\r\n");
      assertThat(send(server, "/", "{}").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_client_that_still_sends_can_read_why_it_was_refused() throws Exception {
    Limits limits = new Limits(4096, 1000);
    Scene scene = Requests.scene(new Echo());
    try (LabServer server =
        LabServer.start(scene, 0, ServerSocketFactory.getDefault(), limits, Pauses.REAL)) {
      String head = "POST / HTTP/1.1\r\nContent-Length: 2000000\r\n\r\n";
      assertThat(raw(server, head + "x".repeat(2_000_000))).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void it_listens_on_no_other_address() throws Exception {
    try (LabServer server = start()) {
      List<InetAddress> others = new ArrayList<>();
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        others.addAll(Collections.list(network.getInetAddresses()));
      }
      others.removeIf(address -> address.getHostAddress().equals("127.0.0.1"));
      others.add(loopback(2));
      for (InetAddress address : others) {
        assertThatThrownBy(() -> new Socket(address, server.port()).close())
            .as("%s", address)
            .isInstanceOfAny(ConnectException.class, SocketException.class);
      }
    }
  }

  @Test
  void closing_ends_connections_that_wait() throws Exception {
    LabServer server = start();
    try (Socket idle = new Socket(loopback(1), server.port())) {
      CompletableFuture<Integer> end =
          CompletableFuture.supplyAsync(
              () -> {
                try (InputStream in = idle.getInputStream()) {
                  return in.read();
                } catch (IOException e) {
                  return -1;
                }
              });
      server.close();
      assertThat(end.join()).isEqualTo(-1);
    }
    assertThatThrownBy(() -> new Socket(loopback(1), server.port()).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void a_fault_can_answer_instead_of_the_personality() throws Exception {
    Fault blocked =
        new Fault() {
          @Override
          public Optional<Reply> instead(Exchange exchange) {
            return Optional.of(Reply.text(403, "text/html", "<title>blocked</title>"));
          }
        };
    try (LabServer server = start(blocked)) {
      assertThat(send(server, "/", "{}").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void a_fault_can_change_status_headers_and_bytes_of_a_reply() throws Exception {
    Fault changed =
        new Fault() {
          @Override
          public Reply sent(Exchange exchange, Reply reply) {
            return reply
                .withStatus(200)
                .withHeader("X-Fault", "yes")
                .withFrames(List.of(Frame.text("{\"half\":")));
          }
        };
    try (LabServer server = start(changed)) {
      HttpResponse<String> response = send(server, "/refused", "{}");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("x-fault")).contains("yes");
      assertThat(response.body()).isEqualTo("{\"half\":");
    }
  }

  @Test
  void a_fault_can_break_the_connection() throws Exception {
    Fault broken =
        new Fault() {
          @Override
          public Reply sent(Exchange exchange, Reply reply) {
            return reply
                .withFraming(Reply.Framing.CHUNKED)
                .withFrames(List.of(Frame.text("half"), new Frame.Cut(true)));
          }
        };
    try (LabServer server = start(broken)) {
      assertThatThrownBy(() -> send(server, "/", "{}")).isInstanceOf(IOException.class);
    }
  }
}
