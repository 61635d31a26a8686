package dev.ccproxy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.LabServer;
import dev.ccproxy.lab.Scene;
import dev.ccproxy.lab.personality.Anthropic;
import dev.ccproxy.redact.Secret;
import dev.ccproxy.wire.AnswerContext;
import dev.ccproxy.wire.Verdict;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TransportTest {
  private static final Deadlines SHORT =
      new Deadlines(
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofSeconds(10));

  private final Transport transport = transport(ProxyRules.NONE);

  private static Transport transport(ProxyRules proxies) {
    return new Transport(
        Resolver.SYSTEM,
        proxies,
        new Trust(null, List.of(), Set.of()),
        "ccproxy-doctor/9.9",
        Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    transport.close();
  }

  private static ProbeRequest get(String url) throws BadUrlException {
    return ProbeRequest.get("T1", Endpoint.of(url).target("/"), List.of());
  }

  private static Failure failureOf(Answer answer) {
    return Objects.requireNonNull(answer.failure());
  }

  private static ProbeRequest post(String url, String body) throws BadUrlException {
    return new ProbeRequest(
        "T2",
        "POST",
        Endpoint.of(url).target("/v1/messages?beta=true"),
        List.of(),
        List.of(),
        body.getBytes(StandardCharsets.UTF_8),
        false);
  }

  @Test
  void a_healthy_answer_comes_with_its_times_and_is_judged() throws Exception {
    try (LabServer lab = LabServer.start(Scene.healthy(Anthropic.standard("sk-ant-lab")))) {
      WebOrigin origin = WebOrigin.of(lab.url());
      ProbeRequest request =
          new ProbeRequest(
              "Q02",
              "POST",
              Endpoint.of(lab.url()).target("/v1/messages?beta=true"),
              List.of(
                  new dev.ccproxy.wire.ResponseHead.Header("content-type", "application/json"),
                  new dev.ccproxy.wire.ResponseHead.Header("anthropic-version", "2023-06-01")),
              List.of(Credential.apiKey(new Secret("K", "sk-ant-lab"), origin)),
              ("{\"model\":\"claude-opus-5\",\"max_tokens\":64,\"stream\":true,"
                      + "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}")
                  .getBytes(StandardCharsets.UTF_8),
              true);
      Answer answer = transport.send(request);
      assertThat(answer.failure()).isNull();
      assertThat(answer.head()).isNotNull();
      assertThat(answer.timings().stages()).containsKeys(Stage.CONNECT, Stage.FIRST_BYTE);
      assertThat(answer.timings().stages()).doesNotContainKeys(Stage.NAME, Stage.TLS, Stage.PROXY);
      assertThat(answer.route().attempts()).hasSize(1);
      Verdict verdict = answer.judge(AnswerContext.UNKNOWN);
      assertThat(verdict).isNotNull();
      assertThat(Objects.requireNonNull(verdict).bytes()).isEqualTo(answer.body().length());
    }
  }

  @Test
  void the_head_of_a_request_is_honest_and_asks_for_no_compression() throws Exception {
    try (RawServer server =
        RawServer.start(
            c -> {
              c.request();
              c.answer(200, "application/json", "{}");
            })) {
      Answer answer = transport.send(post(server.url() + "/base/", "{\"a\":1}"));
      assertThat(answer.failure()).isNull();
      assertThat(answer.body().text(10)).isEqualTo("{}");
      String request = server.requests().get(0);
      assertThat(request).startsWith("POST /base/v1/messages?beta=true HTTP/1.1\r\n");
      assertThat(request)
          .contains("Host: 127.0.0.1:" + server.port() + "\r\n")
          .contains("User-Agent: ccproxy-doctor/9.9\r\n")
          .contains("Accept-Encoding: identity\r\n")
          .contains("Content-Length: 7\r\n")
          .doesNotContain("Transfer-Encoding")
          .endsWith("\r\n\r\n{\"a\":1}");
    }
  }

  @Test
  void connections_are_used_again_and_that_is_told() throws Exception {
    try (RawServer server =
        RawServer.start(
            c -> {
              while (!c.request().isEmpty()) {
                c.answer(200, "text/plain", "ok");
              }
            })) {
      Answer first = transport.send(get(server.url()));
      Answer second = transport.send(get(server.url()));
      assertThat(first.route().reused()).isFalse();
      assertThat(second.route().reused()).isTrue();
      assertThat(second.timings().stages()).doesNotContainKey(Stage.CONNECT);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_kept_connection_that_dies_under_the_request_is_replaced_once_and_told() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
        RawServer.start(
            c -> {
              c.request();
              c.answer(200, "text/plain", "ok");
              if (asked.getCount() > 0) {
                asked.countDown();
                c.request();
                c.reset();
              }
            })) {
      assertThat(transport.send(get(server.url())).repeated()).isFalse();
      Answer answer = transport.send(get(server.url()));
      assertThat(answer.failure()).isNull();
      assertThat(answer.repeated()).isTrue();
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void a_new_connection_that_dies_is_a_finding_and_not_tried_again() throws Exception {
    try (RawServer server =
        RawServer.start(
            c -> {
              c.request();
              c.reset();
            })) {
      Answer answer = transport.send(post(server.url(), "{}"));
      assertThat(answer.failure())
          .isEqualTo(new Failure.ConnectionLost(Stage.FIRST_BYTE, 0, false));
      assertThat(answer.judge(AnswerContext.UNKNOWN)).isNull();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_side_that_closes_without_a_word_is_told_from_a_reset() throws Exception {
    try (RawServer server = RawServer.start(RawServer.Connection::request)) {
      assertThat(transport.send(get(server.url())).failure())
          .isEqualTo(new Failure.ConnectionLost(Stage.FIRST_BYTE, 0, true));
    }
  }

  @Test
  void an_answer_that_is_cut_keeps_what_came() throws Exception {
    try (RawServer length =
            RawServer.start(
                c -> {
                  c.request();
                  c.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n1234");
                });
        RawServer chunks =
            RawServer.start(
                c -> {
                  c.request();
                  c.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n");
                });
        RawServer inChunk =
            RawServer.start(
                c -> {
                  c.request();
                  c.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n1234");
                });
        RawServer reset =
            RawServer.start(
                c -> {
                  c.request();
                  c.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n");
                  c.request();
                  c.reset();
                })) {
      for (RawServer server : List.of(length, chunks, inChunk)) {
        Answer answer = transport.send(get(server.url()));
        assertThat(answer.failure()).isInstanceOf(Failure.ConnectionLost.class);
        Failure.ConnectionLost lost = (Failure.ConnectionLost) failureOf(answer);
        assertThat(lost.stage()).isEqualTo(Stage.BODY);
        assertThat(lost.orderly()).isTrue();
        assertThat(answer.body().text(99)).isEqualTo("1234");
        assertThat(answer.judge(AnswerContext.UNKNOWN)).isNotNull();
      }
    }
  }

  @Test
  void a_closed_port_is_refused_at_once() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Answer answer = transport.send(get("http://127.0.0.1:" + port));
    assertThat(answer.failure()).isEqualTo(new Failure.Refused(List.of("127.0.0.1:" + port)));
    assertThat(failureOf(answer).text()).isEqualTo("nothing listens on 127.0.0.1:" + port);
    assertThat(answer.timings().total()).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void an_unknown_name_is_told_from_a_name_service_that_is_away() throws Exception {
    Resolver resolver =
        host -> {
          throw new java.net.UnknownHostException(
              host + (host.startsWith("away") ? ": Temporary failure in name resolution" : ""));
        };
    try (Transport own =
        new Transport(
            resolver,
            ProxyRules.NONE,
            new Trust(null, List.of(), Set.of()),
            "x",
            Duration.ofMinutes(1))) {
      assertThat(own.send(get("http://gone.invalid")).failure())
          .isEqualTo(new Failure.NameNotFound("gone.invalid", false));
      assertThat(own.send(get("http://away.invalid")).failure())
          .isEqualTo(new Failure.NameNotFound("away.invalid", true));
    }
  }

  @Test
  void a_name_service_that_hangs_ends_at_its_deadline() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Resolver resolver =
        host -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new java.net.UnknownHostException(host);
        };
    try (Transport own =
        new Transport(
            resolver,
            ProxyRules.NONE,
            new Trust(null, List.of(), Set.of()),
            "x",
            Duration.ofMinutes(1))) {
      assertThat(own.send(get("http://slow.invalid"), SHORT).failure())
          .isEqualTo(new Failure.TimedOut(Stage.NAME, Failure.Scope.STAGE, Duration.ofMillis(300)));
    } finally {
      never.countDown();
    }
  }

  @Test
  void a_name_with_a_dead_first_address_is_reached_over_the_second() throws Exception {
    try (RawServer server =
        RawServer.start(
            c -> {
              c.request();
              c.answer(200, "text/plain", "ok");
            })) {
      Resolver both =
          host ->
              new java.net.InetAddress[] {
                java.net.InetAddress.getByAddress(new byte[] {127, 0, 0, 2}),
                java.net.InetAddress.getByAddress(new byte[] {127, 0, 0, 1})
              };
      try (Transport own =
          new Transport(
              both,
              ProxyRules.NONE,
              new Trust(null, List.of(), Set.of()),
              "x",
              Duration.ofMinutes(1))) {
        Answer answer = own.send(get("http://two.invalid:" + server.port()));
        assertThat(answer.failure()).isNull();
        assertThat(answer.route().attempts())
            .containsExactly(
                new Route.Attempt(
                    "127.0.0.2:" + server.port(),
                    new Failure.Refused(List.of("127.0.0.2:" + server.port()))),
                new Route.Attempt("127.0.0.1:" + server.port(), null));
      }
    }
  }

  @Test
  void each_stage_that_hangs_ends_at_its_own_deadline() throws Exception {
    try (RawServer silent =
            RawServer.start(
                c -> {
                  c.request();
                  c.awaitEnd();
                });
        RawServer head =
            RawServer.start(
                c -> {
                  c.request();
                  c.say("HTTP/1.1 200 OK\r\nContent-");
                  c.awaitEnd();
                });
        RawServer body =
            RawServer.start(
                c -> {
                  c.request();
                  c.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123");
                  c.awaitEnd();
                })) {
      Answer noByte = transport.send(get(silent.url()), SHORT);
      assertThat(noByte.failure()).isEqualTo(stage(Stage.FIRST_BYTE));
      assertThat(noByte.timings().of(Stage.FIRST_BYTE)).isGreaterThan(Duration.ofMillis(250));
      assertThat(transport.send(get(head.url()), SHORT).failure()).isEqualTo(stage(Stage.HEAD));
      Answer cut = transport.send(get(body.url()), SHORT);
      assertThat(cut.failure()).isEqualTo(stage(Stage.BODY));
      assertThat(cut.body().text(9)).isEqualTo("123");
      assertThat(failureOf(cut).text()).isEqualTo("the answer did not go on within 300 ms");
    }
  }

  private static Failure stage(Stage stage) {
    return new Failure.TimedOut(stage, Failure.Scope.STAGE, Duration.ofMillis(300));
  }

  /** A server that keeps every stage alive with a byte now and then, for ever. */
  @Test
  void a_slow_drip_ends_at_the_deadline_of_the_check_and_of_the_run() throws Exception {
    RawServer.Script drip =
        c -> {
          c.request();
          c.say("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
          while (true) {
            c.say("x");
            Thread.sleep(20);
          }
        };
    try (RawServer server = RawServer.start(drip)) {
      Deadlines check = SHORT.withCheck(Duration.ofMillis(500));
      Answer answer = transport.send(get(server.url()), check);
      assertThat(answer.failure())
          .isEqualTo(new Failure.TimedOut(Stage.BODY, Failure.Scope.CHECK, Duration.ofMillis(500)));
      assertThat(answer.timings().total()).isLessThan(Duration.ofSeconds(3));
      assertThat(answer.arrivals().count()).isGreaterThan(3);
      try (Transport shortRun =
          new Transport(
              Resolver.SYSTEM,
              ProxyRules.NONE,
              new Trust(null, List.of(), Set.of()),
              "x",
              Duration.ofMillis(400))) {
        assertThat(shortRun.send(get(server.url()), SHORT).failure())
            .isEqualTo(new Failure.TimedOut(Stage.BODY, Failure.Scope.RUN, Duration.ofMillis(400)));
        assertThat(shortRun.send(get(server.url()), SHORT).failure())
            .isInstanceOf(Failure.TimedOut.class);
      }
    }
  }

  @Test
  void cancelling_ends_what_runs_and_what_comes_later() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
        RawServer.start(
            c -> {
              c.request();
              asked.countDown();
              c.awaitEnd();
            })) {
      ProbeRequest request = get(server.url());
      CompletableFuture<Answer> running =
          CompletableFuture.supplyAsync(() -> transport.send(request));
      asked.await();
      transport.cancel();
      assertThat(running.get().failure()).isEqualTo(new Failure.Cancelled());
      assertThat(transport.send(request).failure()).isEqualTo(new Failure.Cancelled());
    }
  }

  @Test
  void a_redirect_is_an_answer_and_the_other_origin_hears_nothing() throws Exception {
    try (RawServer other = RawServer.start(RawServer.Connection::request);
        RawServer server =
            RawServer.start(
                c -> {
                  c.request();
                  c.say(
                      "HTTP/1.1 307 X\r\nLocation: "
                          + other.url()
                          + "/\r\nContent-Length: 0\r\n\r\n");
                })) {
      Answer answer = transport.send(post(server.url(), "{}"));
      assertThat(answer.status()).isEqualTo(307);
      assertThat(answer.header("location")).isEqualTo(other.url() + "/");
      assertThat(other.connections()).isZero();
    }
  }

  @Test
  void a_key_goes_to_the_origin_of_its_entry_only() throws Exception {
    try (RawServer server = RawServer.start(RawServer.Connection::request)) {
      WebOrigin elsewhere = WebOrigin.of("https://api.example.com");
      Secret key = new Secret("PROVIDER_KEY", "sk-live-TOPSECRET-0123456789");
      ProbeRequest request =
          post(server.url(), "{}").withCredentials(List.of(Credential.bearer(key, elsewhere)));
      Answer answer = transport.send(request);
      assertThat(answer.failure())
          .isEqualTo(
              new Failure.ForeignOrigin("PROVIDER_KEY", elsewhere, WebOrigin.of(server.url())));
      assertThat(server.connections()).isZero();
      assertThat(failureOf(answer).text() + request + answer).doesNotContain("TOPSECRET");
    }
  }

  @Test
  void a_token_of_a_subscription_goes_to_nobody_but_its_vendor() throws Exception {
    try (RawServer server = RawServer.start(RawServer.Connection::request)) {
      WebOrigin origin = WebOrigin.of(server.url());
      Answer answer =
          transport.send(
              post(server.url(), "{}")
                  .withCredentials(
                      List.of(Credential.bearer(new Secret("TOKEN", "sk-ant-oat01-abc"), origin))));
      assertThat(answer.failure())
          .isEqualTo(
              new Failure.ForeignOrigin(
                  "TOKEN", WebOrigin.of("https://api.anthropic.com"), origin));
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void a_key_that_no_header_can_hold_is_named_and_never_shown() throws Exception {
    try (RawServer server = RawServer.start(RawServer.Connection::request)) {
      WebOrigin origin = WebOrigin.of(server.url());
      Map<String, String> kinds =
          Map.of(
              "sk-TOP\nSECRET", "line-break",
              "sk-TOP\u0007SECRET", "control",
              "sk-TOP\u201dSECRET", "not-latin-1");
      for (Map.Entry<String, String> kind : kinds.entrySet()) {
        ProbeRequest request =
            post(server.url(), "{}")
                .withCredentials(
                    List.of(Credential.bearer(new Secret("TOKEN", kind.getKey()), origin)));
        Answer answer = transport.send(request);
        assertThat(answer.failure())
            .isEqualTo(new Failure.BadHeader("authorization", "TOKEN", 6, kind.getValue()));
        assertThat(failureOf(answer).text() + answer)
            .doesNotContain("SECRET")
            .doesNotContain("sk-");
      }
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void what_does_not_speak_http_is_named() throws Exception {
    byte[] settings = {0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100};
    byte[] alert = {0x15, 3, 3, 0, 2, 2, 10};
    Map<Failure.Speaker, byte[]> said =
        Map.of(
            Failure.Speaker.SSH,
            "SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII),
            Failure.Speaker.HTTP2,
            settings,
            Failure.Speaker.TLS,
            alert,
            Failure.Speaker.MAIL_OR_FTP,
            "220 mail ESMTP\r\n".getBytes(StandardCharsets.US_ASCII),
            Failure.Speaker.OTHER,
            "-ERR unknown command\r\n".getBytes(StandardCharsets.US_ASCII));
    for (Map.Entry<Failure.Speaker, byte[]> kind : said.entrySet()) {
      try (RawServer server = RawServer.start(c -> c.say(kind.getValue()))) {
        Answer answer = transport.send(post(server.url(), "x".repeat(60_000)));
        assertThat(answer.failure()).as(kind.getKey().name()).isInstanceOf(Failure.NotHttp.class);
        assertThat(((Failure.NotHttp) failureOf(answer)).speaker()).isEqualTo(kind.getKey());
      }
    }
  }

  @Test
  void a_refusal_is_read_although_the_body_was_not_taken() throws Exception {
    try (RawServer server =
        RawServer.start(
            c -> {
              c.say("HTTP/1.1 413 X\r\nContent-Length: 9\r\nConnection: close\r\n\r\ntoo large");
              Thread.sleep(200);
            })) {
      Answer answer = transport.send(post(server.url(), "x".repeat(8_000_000)));
      assertThat(answer.status()).isEqualTo(413);
    }
  }

  @Test
  void everything_that_comes_is_bounded() throws Exception {
    byte[] much = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
    RawServer.Script endless =
        c -> {
          c.request();
          c.say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
          while (true) {
            c.say(much);
          }
        };
    RawServer.Script line =
        c -> {
          c.request();
          c.say("HTTP/1.1 200 OK\r\nX-Long: ");
          while (true) {
            c.say(much);
          }
        };
    RawServer.Script fields =
        c -> {
          c.request();
          c.say("HTTP/1.1 200 OK\r\n");
          while (true) {
            c.say("X-Short: 1\r\n".repeat(500));
          }
        };
    RawServer.Script json =
        c -> {
          c.request();
          c.say("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
          while (true) {
            c.say(much);
          }
        };
    assertThat(failure(endless))
        .isEqualTo(new Failure.TooMuch(Failure.Bound.BODY, Transport.LARGEST_STREAM));
    assertThat(failure(json))
        .isEqualTo(new Failure.TooMuch(Failure.Bound.BODY, Transport.LARGEST_BODY));
    assertThat(failure(line)).isEqualTo(new Failure.TooMuch(Failure.Bound.HEAD, 64 * 1024));
    assertThat(failure(fields)).isEqualTo(new Failure.TooMuch(Failure.Bound.HEAD, 64 * 1024));
  }

  private @Nullable Failure failure(RawServer.Script script) throws Exception {
    try (RawServer server = RawServer.start(script)) {
      Answer answer = transport.send(get(server.url()));
      assertThat(answer.body().length()).isLessThanOrEqualTo(Transport.LARGEST_STREAM);
      return answer.failure();
    }
  }

  @Test
  void a_compressed_body_is_unpacked_within_bounds() throws Exception {
    byte[] small = gzip("{\"type\":\"error\"}".getBytes(StandardCharsets.UTF_8));
    byte[] bomb = gzip(new byte[40_000_000]);
    byte[] cut = java.util.Arrays.copyOf(small, small.length - 12);
    List<byte[]> bodies = List.of(small, bomb, cut);
    List<Answer> answers = new ArrayList<>();
    for (byte[] body : bodies) {
      try (RawServer server =
          RawServer.start(
              c -> {
                c.request();
                c.say(
                    "HTTP/1.1 200 OK\r\n"
                        + "Content-Encoding: gzip\r\n"
                        + "Content-Type: application/json\r\n"
                        + "Content-Length: "
                        + body.length
                        + "\r\n\r\n");
                c.say(body);
              })) {
        answers.add(transport.send(post(server.url(), "{}")));
      }
    }
    assertThat(answers.get(0).failure()).isNull();
    assertThat(answers.get(0).unpacked()).isEqualTo("gzip");
    assertThat(answers.get(0).body().text(99)).isEqualTo("{\"type\":\"error\"}");
    Verdict verdict = Objects.requireNonNull(answers.get(0).judge(AnswerContext.UNKNOWN));
    assertThat(verdict.kind()).isEqualTo(Verdict.BodyKind.JSON);
    assertThat(answers.get(1).failure()).isInstanceOf(Failure.TooMuch.class);
    assertThat(answers.get(1).body().length()).isLessThanOrEqualTo(Transport.LARGEST_STREAM);
    assertThat(answers.get(2).failure())
        .isEqualTo(new Failure.Malformed(Stage.BODY, "the compressed body is cut off"));
  }

  private static byte[] gzip(byte[] plain) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(plain);
    }
    return out.toByteArray();
  }

  @Test
  void pieces_of_a_stream_keep_their_times() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    try (RawServer server =
        RawServer.start(
            c -> {
              c.request();
              c.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab\n\r\n");
              first.await();
              c.say("3\r\ncd\n\r\n0\r\n\r\n");
            })) {
      CompletableFuture<Void> later =
          CompletableFuture.runAsync(
              first::countDown,
              CompletableFuture.delayedExecutor(150, java.util.concurrent.TimeUnit.MILLISECONDS));
      Answer answer = transport.send(get(server.url()));
      later.join();
      assertThat(answer.failure()).isNull();
      assertThat(answer.arrivals().count()).isEqualTo(2);
      assertThat(answer.arrivals().largestGap()).isGreaterThan(Duration.ofMillis(50));
      assertThat(answer.arrivals().end(0)).isEqualTo(3);
      assertThat(answer.arrivals().ofByte(3)).isEqualTo(answer.arrivals().at(1));
      assertThat(answer.body().text(9)).isEqualTo("ab\ncd\n");
    }
  }

  @Test
  void damaged_framing_is_told_from_a_cut() throws Exception {
    try (RawServer server =
        RawServer.start(
            c -> {
              c.request();
              c.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n");
              c.awaitEnd();
            })) {
      assertThat(transport.send(get(server.url())).failure()).isInstanceOf(Failure.Malformed.class);
    }
  }

  @Test
  void an_http_proxy_is_asked_with_the_whole_url_and_its_login_only() throws Exception {
    try (RawServer proxy =
        RawServer.start(
            c -> {
              c.request();
              c.answer(200, "text/plain", "from the proxy");
            })) {
      ProxyRules rules =
          ProxyRulesTest.rules(Map.of("http_proxy", "http://u:p%40ss@127.0.0.1:" + proxy.port()));
      try (Transport own = transport(rules)) {
        Answer answer = own.send(post("http://gateway.invalid:4000/x", "{}"));
        assertThat(answer.body().text(99)).isEqualTo("from the proxy");
        assertThat(answer.route().proxy()).isEqualTo(WebOrigin.of(proxy.url()));
        assertThat(proxy.requests().get(0))
            .startsWith("POST http://gateway.invalid:4000/x/v1/messages?beta=true HTTP/1.1\r\n")
            .contains("Host: gateway.invalid:4000\r\n")
            .contains("Proxy-Authorization: Basic dTpwQHNz\r\n");
      }
    }
  }

  @Test
  void a_proxy_that_refuses_the_tunnel_is_named_with_its_status() throws Exception {
    try (RawServer proxy =
        RawServer.start(
            c -> {
              c.request();
              c.answer(407, "text/plain", "no");
            })) {
      try (Transport own = transport(ProxyRulesTest.rules(Map.of("HTTPS_PROXY", proxy.url())))) {
        Answer answer = own.send(get("https://provider.invalid/v1"));
        assertThat(answer.failure())
            .isEqualTo(new Failure.ProxyRefused(WebOrigin.of(proxy.url()), 407));
        assertThat(proxy.requests().get(0))
            .startsWith("CONNECT provider.invalid:443 HTTP/1.1\r\nHost: provider.invalid:443\r\n");
      }
    }
  }

  @Test
  void a_socks_proxy_is_none_for_the_client() throws Exception {
    try (Transport own =
        transport(ProxyRulesTest.rules(Map.of("ALL_PROXY", "socks5://127.0.0.1:1080")))) {
      assertThat(own.send(get("http://127.0.0.1:1")).failure())
          .isEqualTo(new Failure.BadProxy("ALL_PROXY", "socks5"));
    }
  }

  @Test
  void interim_answers_are_passed_over() throws Exception {
    try (RawServer server =
        RawServer.start(
            c -> {
              c.request();
              c.say("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
              c.answer(200, "text/plain", "ok");
            })) {
      assertThat(transport.send(get(server.url())).status()).isEqualTo(200);
    }
  }

  @Test
  void exchanges_run_side_by_side() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    try (RawServer server =
        RawServer.start(
            c -> {
              c.request();
              both.countDown();
              both.await();
              c.answer(200, "text/plain", "ok");
            })) {
      ProbeRequest request = get(server.url());
      CompletableFuture<Answer> other =
          CompletableFuture.supplyAsync(() -> transport.send(request));
      assertThat(transport.send(request).status()).isEqualTo(200);
      assertThat(other.get().status()).isEqualTo(200);
    }
  }
}
