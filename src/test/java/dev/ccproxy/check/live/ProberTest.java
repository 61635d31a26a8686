package dev.ccproxy.check.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.config.WorkspaceRequest;
import dev.ccproxy.probe.Endpoint;
import dev.ccproxy.probe.Nonces;
import dev.ccproxy.probe.Requests;
import dev.ccproxy.probe.Transport;
import dev.ccproxy.wire.ClientImpact;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How often is asked again, and what is learnt from it. */
@Timeout(60)
class ProberTest {
  private static final String ANSWER =
      "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
          + "\"content\":[{\"type\":\"text\",\"text\":\"hello\"}],\"stop_reason\":\"end_turn\","
          + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}";

  private static final String COOLING =
      "{\"error\":{\"message\":\"No deployments available for selected model, Try again in 5"
          + " seconds.\",\"type\":\"None\",\"param\":\"None\",\"code\":\"429\"}}";

  private final List<Long> waits = new ArrayList<>();
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
  @TempDir Path home;

  private Transport transport;
  private Prober prober;
  private HttpServer server;
  private Requests requests;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          Integer status = statuses.poll();
          String text = status != null && status == 429 ? COOLING : ANSWER;
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("content-type", "application/json");
          exchange.sendResponseHeaders(status == null ? 200 : status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Endpoint endpoint = Endpoint.of("http://127.0.0.1:" + server.getAddress().getPort());
    Workspace workspace =
        Workspace.read(
            UserEnvironment.of(Map.of("HOME", home.toString(), "PATH", ""), home, false),
            new WorkspaceRequest(
                List.of(), null, List.of(), ClientKind.CLAUDE_CODE, null, home.resolve("etc")));
    transport = Transport.open(workspace, "test", Transport.RUN);
    prober = new Prober(transport, LabRun.SHORT, ClientImpact.of("claude-code", null), waits::add);
    requests = new Requests(endpoint, List.of(), List.of(), new Nonces(1));
  }

  @AfterEach
  void stop() {
    transport.close();
    server.stop(0);
  }

  /** Asks a server that answers with those statuses, and with 200 from then on. */
  private Exchange ask(Integer... answers) throws InterruptedException {
    statuses.clear();
    statuses.addAll(List.of(answers));
    return prober.ask(requests.text("m"));
  }

  @Test
  void an_error_that_stays_is_asked_about_twice_more() throws Exception {
    Exchange exchange = ask(500, 500, 500, 200);
    assertThat(exchange.isAnswered()).isFalse();
    assertThat(exchange.tries()).isEqualTo(3);
    assertThat(prober.unsteady()).isZero();
  }

  @Test
  void an_overload_is_asked_about_once_more() throws Exception {
    assertThat(ask(529, 529, 200).tries()).isEqualTo(2);
  }

  /** Where one of three fails, three in a row fail before long; that is no refusal. */
  @Test
  void where_errors_are_known_to_come_and_go_more_tries_are_made() throws Exception {
    ask(502, 200);
    Exchange exchange = ask(500, 500, 500, 503, 500, 500, 200);
    assertThat(exchange.isAnswered()).isTrue();
    assertThat(exchange.tries()).isEqualTo(7);
    assertThat(prober.unsteady()).isEqualTo(2);
    assertThat(prober.unsteadyStatuses()).containsExactly(500, 502);
  }

  @Test
  void more_tries_end_too() throws Exception {
    ask(500, 200);
    assertThat(ask(500, 500, 500, 500, 500, 500, 500, 500, 500).tries()).isEqualTo(7);
  }

  /** Each try into the pause would be refused, and the next error begins another one. */
  @Test
  void a_pause_that_one_request_learns_of_is_waited_for_by_all() throws Exception {
    assertThat(ask(429, 200).isAnswered()).isTrue();
    long first = waits.stream().mapToLong(Long::longValue).sum();
    assertThat(first).isBetween(4000L, 5600L);
    waits.clear();
    ask(200);
    assertThat(waits).singleElement().satisfies(wait -> assertThat(wait).isBetween(1L, 5600L));
  }

  @Test
  void a_refusal_is_never_asked_about_again() throws Exception {
    ask(500, 200);
    assertThat(ask(400, 200).tries()).isEqualTo(1);
  }
}
