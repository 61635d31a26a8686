package dev.ccproxy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.probe.Failure.TlsProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class TlsTest {
  private static final RawServer.Script OK =
      c -> {
        c.request();
        c.answer(200, "text/plain", "ok");
      };

  private static Path file(String name) throws Exception {
    return Path.of(TlsTest.class.getResource("/probe/tls/" + name).toURI());
  }

  private static ServerSocketFactory certificate(String name) throws Exception {
    char[] password = "changeit".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file(name + ".p12"))) {
      store.load(in, password);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context.getServerSocketFactory();
  }

  private static Transport transport(Trust trust, ProxyRules proxies) {
    return new Transport(Resolver.SYSTEM, proxies, trust, "x", Duration.ofMinutes(1));
  }

  private static Trust extra() throws Exception {
    return new Trust(
        file("authority.pem"), List.of(), Set.of(Trust.Source.JAVA, Trust.Source.EXTRA));
  }

  private static ProbeRequest get(String url) throws BadUrlException {
    return ProbeRequest.get("T", Endpoint.of(url).target("/"), List.of());
  }

  private static Failure failureOf(Answer answer) {
    return Objects.requireNonNull(answer.failure());
  }

  private static TlsFacts tls(Answer answer) {
    return Objects.requireNonNull(answer.route().tls());
  }

  @Test
  void a_server_that_the_extra_file_knows_is_accepted_and_the_difference_told() throws Exception {
    try (RawServer server = RawServer.start(certificate("good"), OK);
        Transport transport = transport(extra(), ProxyRules.NONE)) {
      for (String host : List.of("localhost", "127.0.0.1")) {
        Answer answer = transport.send(get("https://" + host + ":" + server.port()));
        assertThat(answer.failure()).isNull();
        assertThat(answer.body().text(9)).isEqualTo("ok");
        TlsFacts tls = tls(answer);
        assertThat(tls.issuer()).isEqualTo("ccproxy test authority");
        assertThat(tls.protocol()).isEqualTo("TLSv1.3");
        assertThat(tls.trustedBy()).containsExactly(Trust.Source.EXTRA);
        assertThat(tls.sourcesDiffer()).isTrue();
        assertThat(answer.timings().stages()).containsKey(Stage.TLS);
      }
    }
  }

  @Test
  void the_bundle_of_the_system_counts_too() throws Exception {
    Trust system = new Trust(null, List.of(file("authority.pem")), Set.of(Trust.Source.SYSTEM));
    try (RawServer server = RawServer.start(certificate("good"), OK);
        Transport transport = transport(system, ProxyRules.NONE)) {
      Answer answer = transport.send(get("https://localhost:" + server.port()));
      assertThat(answer.failure()).isNull();
      assertThat(tls(answer).sourcesDiffer()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "other, WRONG_HOST, ccproxy test authority",
    "expired, EXPIRED, ccproxy test authority",
    "future, NOT_YET_VALID, ccproxy test authority",
    "self, SELF_SIGNED, localhost"
  })
  void a_certificate_is_refused_for_its_own_reason(String name, TlsProblem problem, String issuer)
      throws Exception {
    try (RawServer server = RawServer.start(certificate(name), OK);
        Transport transport = transport(extra(), ProxyRules.NONE)) {
      Answer answer = transport.send(get("https://localhost:" + server.port()));
      assertThat(answer.failure()).isInstanceOf(Failure.TlsFailed.class);
      Failure.TlsFailed failed = (Failure.TlsFailed) failureOf(answer);
      assertThat(failed.problem()).isEqualTo(problem);
      assertThat(failed.issuer()).isEqualTo(issuer);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void an_unknown_authority_is_named() throws Exception {
    Trust java = new Trust(null, List.of(), Set.of(Trust.Source.JAVA));
    try (RawServer server = RawServer.start(certificate("good"), OK);
        Transport transport = transport(java, ProxyRules.NONE)) {
      Answer answer = transport.send(get("https://localhost:" + server.port()));
      assertThat(((Failure.TlsFailed) failureOf(answer)).problem())
          .isEqualTo(TlsProblem.UNKNOWN_CA);
      assertThat(failureOf(answer).text()).contains("(signed by ccproxy test authority)");
    }
  }

  @Test
  void https_to_a_plain_port_and_http_to_a_tls_port_are_told() throws Exception {
    try (RawServer plain =
            RawServer.start(
                c -> {
                  c.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                  c.awaitEnd();
                });
        RawServer secure = RawServer.start(certificate("good"), OK);
        Transport transport = transport(extra(), ProxyRules.NONE)) {
      Answer toPlain = transport.send(get("https://127.0.0.1:" + plain.port()));
      assertThat(((Failure.TlsFailed) failureOf(toPlain)).problem())
          .isEqualTo(TlsProblem.PLAIN_HTTP);
      Answer toSecure = transport.send(get("http://127.0.0.1:" + secure.port()));
      assertThat(((Failure.NotHttp) failureOf(toSecure)).speaker()).isEqualTo(Failure.Speaker.TLS);
    }
  }

  @Test
  void a_server_with_http2_alone_is_told() throws Exception {
    ServerSocketFactory sockets = certificate("good");
    ServerSocketFactory http2 =
        new ServerSocketFactory() {
          @Override
          public java.net.ServerSocket createServerSocket(int port) throws IOException {
            throw new IOException("not used");
          }

          @Override
          public java.net.ServerSocket createServerSocket(int port, int backlog)
              throws IOException {
            throw new IOException("not used");
          }

          @Override
          public java.net.ServerSocket createServerSocket(
              int port, int backlog, java.net.InetAddress address) throws IOException {
            SSLServerSocket socket =
                (SSLServerSocket) sockets.createServerSocket(port, backlog, address);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            return socket;
          }
        };
    try (RawServer server = RawServer.start(http2, OK);
        Transport transport = transport(extra(), ProxyRules.NONE)) {
      Answer answer = transport.send(get("https://localhost:" + server.port()));
      assertThat(((Failure.TlsFailed) failureOf(answer)).problem())
          .isEqualTo(TlsProblem.HTTP2_ONLY);
    }
  }

  @Test
  void a_handshake_that_hangs_or_breaks_is_told() throws Exception {
    try (RawServer silent = RawServer.start(RawServer.Connection::awaitEnd);
        RawServer closing = RawServer.start(c -> {});
        Transport transport = transport(extra(), ProxyRules.NONE)) {
      Deadlines half =
          new Deadlines(
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Duration.ofMillis(300),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Duration.ofSeconds(9));
      assertThat(transport.send(get("https://127.0.0.1:" + silent.port()), half).failure())
          .isEqualTo(new Failure.TimedOut(Stage.TLS, Failure.Scope.STAGE, Duration.ofMillis(300)));
      Answer broken = transport.send(get("https://127.0.0.1:" + closing.port()));
      assertThat(broken.failure()).isInstanceOf(Failure.ConnectionLost.class);
      assertThat(((Failure.ConnectionLost) failureOf(broken)).stage()).isEqualTo(Stage.TLS);
    }
  }

  /** The proxy sees the name and the encrypted bytes, never the key. */
  @Test
  void https_goes_through_the_tunnel_of_a_proxy(@TempDir Path folder) throws Exception {
    try (RawServer server = RawServer.start(certificate("good"), OK);
        RawServer proxy =
            RawServer.start(
                c -> {
                  String request = c.request();
                  assertThat(request).startsWith("CONNECT localhost:" + server.port() + " ");
                  c.say("HTTP/1.1 200 Connection established\r\n\r\n");
                  c.relayTo(server.port());
                });
        Transport transport =
            transport(extra(), ProxyRulesTest.rules(Map.of("https_proxy", proxy.url())))) {
      WebOrigin origin = WebOrigin.of("https://localhost:" + server.port());
      Answer answer =
          transport.send(
              get(origin.toString())
                  .withCredentials(
                      List.of(
                          Credential.bearer(
                              new dev.ccproxy.redact.Secret("K", "sk-secret-1"), origin))));
      assertThat(answer.failure()).isNull();
      assertThat(answer.route().proxy()).isEqualTo(WebOrigin.of(proxy.url()));
      assertThat(answer.timings().stages()).containsKeys(Stage.PROXY, Stage.TLS);
      assertThat(proxy.requests()).hasSize(1);
      assertThat(proxy.requests().get(0)).doesNotContain("sk-secret");
      assertThat(server.requests().get(0)).contains("authorization: Bearer sk-secret-1\r\n");
    }
  }

  @Test
  void an_extra_file_without_certificates_is_told(@TempDir Path folder) throws Exception {
    Path empty = Files.writeString(folder.resolve("ca.pem"), "no certificate\n");
    assertThat(new Trust(empty, List.of(), Set.of(Trust.Source.EXTRA)).extraUnreadable()).isTrue();
    assertThat(
            new Trust(folder.resolve("none"), List.of(), Set.of(Trust.Source.EXTRA))
                .extraUnreadable())
        .isTrue();
    assertThat(extra().extraUnreadable()).isFalse();
    assertThat(Trust.ofMachine(null).extraUnreadable()).isFalse();
  }

  /** Copies both ways until one side ends. */
  static void relay(Socket left, Socket right) throws IOException, InterruptedException {
    Thread back =
        new Thread(
            () -> {
              try (OutputStream out = left.getOutputStream()) {
                right.getInputStream().transferTo(out);
              } catch (IOException e) {
                // One side has ended.
              }
            });
    back.setDaemon(true);
    back.start();
    try {
      left.getInputStream().transferTo(right.getOutputStream());
    } finally {
      right.close();
    }
    back.join();
  }
}
