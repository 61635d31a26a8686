package dev.ccproxy.lab.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.lab.VirtualTime;
import dev.ccproxy.lab.fault.Ask;
import dev.ccproxy.lab.fault.Schedule;
import dev.ccproxy.lab.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class LabGatewayTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private HttpResponse<String> get(LabGateway gateway, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(gateway.url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(LabGateway gateway, Ask ask, boolean stream, String key)
      throws Exception {
    Json body = Judge.body(gateway.role(), ask, stream);
    return client.send(
        HttpRequest.newBuilder(URI.create(gateway.baseUrl() + "/v1/messages"))
            .header("anthropic-version", "2023-06-01")
            .header("Authorization", "Bearer " + key)
            .header("x-api-key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void every_role_answers_at_its_base_url() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Role role : new Roles().all()) {
      try (LabGateway gateway = LabGateway.start(role.id())) {
        HttpResponse<String> answer = post(gateway, Ask.TEXT, true, gateway.key());
        if (answer.statusCode() != 200 || !answer.body().contains(Judge.NONCE)) {
          wrong.add(role.id() + ": " + answer.statusCode() + " " + answer.body());
        }
        int other = post(gateway, Ask.TEXT, true, "sk-wrong").statusCode();
        if (role.credential() != Role.Credential.NONE
            && !role.id().equals("llama.cpp")
            && other < 400) {
          wrong.add(role.id() + " takes any credential");
        }
        assertThat(gateway.messages()).isEqualTo(2);
        assertThat(gateway.recording().defects()).isEmpty();
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "litellm-chat|/public/model_hub/info|200|\"litellm_version\":\"1.83.14\"",
        "litellm-1.108.11|/public/model_hub/info|200|\"litellm_version\":\"1.108.11\"",
        "litellm-chat|/health/readiness|200|\"litellm_version\":\"1.83.14\"",
        "litellm-1.108.11|/health/readiness|200|{\"status\":\"healthy\",\"db\":\"Not connected\"}",
        "litellm-1.108.11|/health/liveliness|200|I'm alive!",
        "litellm-1.108.11|/v1/v1/messages|404|{\"detail\":\"Not Found\"}",
        "litellm-1.108.11|/v1/messages|405|Method Not Allowed",
        "litellm-1.108.11|/|200|Swagger UI",
        "litellm-chat|/v1/models|401|No api key passed in",
        "litellm-1.108.11|/v1/models|500|Internal Server Error",
        "litellm-1.109.1|/v1/models|401|\"param\":null",
        "ollama|/|200|Ollama is running",
        "ollama|/api/version|200|0.34.4",
        "ollama|/nope|404|404 page not found",
        "vllm|/version|200|version",
        "llama.cpp|/nope|404|File Not Found",
        "llama.cpp|/v1/models|200|\"n_ctx\":131072",
        "claude-code-router|/|200|LLMs API",
        "claude-code-router|/nope|404|Route GET:/nope not found",
        "empero|/|200|Claude-to-OpenAI API Proxy v0.1.0",
        "empero|/v1/messages|405|Method Not Allowed",
        "a2o|/health|200|{\"status\":\"ok\"}",
        "a2o|/|404|{\"detail\":\"Not Found\"}",
        "openrouter|/v1/messages|404|<!DOCTYPE html>",
      })
  void a_role_is_known_by_what_it_says_for_free(String role, String path, int status, String text)
      throws Exception {
    try (LabGateway gateway = LabGateway.start(role)) {
      HttpResponse<String> answer = get(gateway, path);
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).contains(text);
      assertThat(gateway.messages()).isZero();
    }
  }

  @Test
  void litellm_tells_its_version_in_the_headers_of_answers_and_not_of_refused_credentials()
      throws Exception {
    try (LabGateway gateway = LabGateway.start("litellm-1.108.11")) {
      assertThat(post(gateway, Ask.TEXT, true, gateway.key()).headers().map())
          .containsEntry("x-litellm-version", List.of("1.108.11"))
          .doesNotContainKey("server");
      HttpResponse<String> refused = post(gateway, Ask.TEXT, true, "sk-wrong");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("No connected db.");
      assertThat(refused.headers().map().keySet()).noneMatch(name -> name.startsWith("x-litellm"));
    }
    try (LabGateway gateway = LabGateway.start("litellm-chat")) {
      assertThat(post(gateway, Ask.TEXT, false, gateway.key()).headers().map())
          .containsEntry("server", List.of("uvicorn"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "litellm-chat|\"code\":\"400\"|Invalid model name passed in model=gpt-9.",
        "litellm-1.108.11|\"type\":\"error\"|Invalid model name passed in model=gpt-9.",
        "anthropic|not_found_error|model: gpt-9",
        "ollama|not_found_error|model 'gpt-9' not found",
        "openrouter|\"code\":400|gpt-9 is not a valid model ID",
      })
  void an_unknown_model_is_refused_in_the_words_of_the_role(String id, String part, String text) {
    Role role = new Roles().find(id).orElseThrow();
    Json body = Judge.body(role, Ask.TEXT, true).with("model", "gpt-9");
    String answer =
        new String(
            Judge.scene(role).perform(Judge.request(role, body)).frames().get(0).bytes(),
            StandardCharsets.UTF_8);
    assertThat(answer).contains(part).contains(text);
  }

  @Test
  void nothing_listens() throws Exception {
    try (LabGateway gateway = LabGateway.start("anthropic", "H01")) {
      assertThatThrownBy(() -> get(gateway, "/")).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void a_black_hole_says_nothing_and_is_closed_at_once() throws Exception {
    try (LabGateway gateway = LabGateway.start("anthropic", "H02");
        Socket socket = new Socket("127.0.0.1", gateway.port())) {
      OutputStream out = socket.getOutputStream();
      out.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      socket.setSoTimeout(200);
      InputStream in = socket.getInputStream();
      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void a_redirect_leads_to_a_server_that_tells_what_it_saw() throws Exception {
    try (LabGateway gateway = LabGateway.start("anthropic", "H05")) {
      HttpResponse<String> answer = post(gateway, Ask.TEXT, true, gateway.key());
      assertThat(answer.statusCode()).isEqualTo(307);
      assertThat(gateway.secondOrigin().orElseThrow().sawCredential()).isFalse();
      HttpRequest careless =
          HttpRequest.newBuilder(URI.create(answer.headers().firstValue("location").orElseThrow()))
              .header("x-api-key", gateway.key())
              .build();
      client.send(careless, HttpResponse.BodyHandlers.ofString());
      assertThat(gateway.secondOrigin().orElseThrow().saw(gateway.key())).isTrue();
      assertThat(gateway.recording().saw(gateway.key())).isTrue();
      assertThat(gateway.recording().saw("sk-other")).isFalse();
    }
  }

  @Test
  void the_base_url_can_end_in_v1() throws Exception {
    try (LabGateway gateway = LabGateway.start("litellm-chat", "H06")) {
      assertThat(gateway.baseUrl()).endsWith("/v1");
      assertThat(post(gateway, Ask.TEXT, true, gateway.key()).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void silence_takes_virtual_time_only() throws Exception {
    VirtualTime time = new VirtualTime(Instant.parse("2026-11-26T00:00:00Z"));
    try (LabGateway gateway = LabGateway.of("litellm-chat").fault("H22").time(time).start()) {
      assertThat(post(gateway, Ask.TEXT, true, gateway.key()).body()).contains(Judge.NONCE);
      assertThat(Duration.between(Instant.parse("2026-11-26T00:00:00Z"), time.instant()))
          .isEqualTo(Duration.ofSeconds(70));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "first=1, 404 200 200",
    "after=1, 200 404 404",
    "stream, 404 404 200",
    "json, 200 200 404",
    "'stream,first=1', 404 200 200",
  })
  void a_fault_strikes_when_its_schedule_says_so(String words, String statuses) throws Exception {
    Schedule schedule = Schedule.parse(words).orElseThrow();
    try (LabGateway gateway = LabGateway.of("litellm-chat").fault("H07", schedule).start()) {
      List<String> seen = new ArrayList<>();
      for (boolean stream : new boolean[] {true, true, false}) {
        get(gateway, "/v1/models");
        seen.add(Integer.toString(post(gateway, Ask.TEXT, stream, gateway.key()).statusCode()));
      }
      assertThat(String.join(" ", seen)).isEqualTo(statuses);
    }
  }

  @Test
  void a_schedule_can_ask_for_tools() throws Exception {
    try (LabGateway gateway =
        LabGateway.of("litellm-chat").fault("H07", Schedule.onlyTools()).start()) {
      assertThat(post(gateway, Ask.TEXT, true, gateway.key()).statusCode()).isEqualTo(200);
      assertThat(post(gateway, Ask.CALL, true, gateway.key()).statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @CsvSource({"first", "first=", "first=x", "sometimes", "''", "first=99999999999"})
  void a_schedule_that_is_not_understood_is_none(String words) {
    assertThat(Schedule.parse(words)).isEmpty();
  }

  @Test
  void names_that_nobody_knows_are_refused() {
    assertThatThrownBy(() -> LabGateway.start("litelm"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LabGateway.start("anthropic", "S99"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_port_in_use_is_said() throws Exception {
    try (LabGateway gateway = LabGateway.start("anthropic")) {
      assertThatThrownBy(() -> LabGateway.of("anthropic").port(gateway.port()).start())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void models_and_key_can_be_chosen() throws Exception {
    try (LabGateway gateway =
        LabGateway.of("litellm-chat").models("my-model").key("sk-mine-000001").start()) {
      assertThat(gateway.model()).isEqualTo("my-model");
      assertThat(post(gateway, Ask.TEXT, true, "sk-mine-000001").statusCode()).isEqualTo(200);
    }
  }

  private static SSLContext trusting(LabGateway gateway) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry(
        "lab",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    gateway.authorityPem().orElseThrow().getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static int readiness(LabGateway gateway, SSLContext context) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(context)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(gateway.url() + "/health/readiness")).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void tls_is_sound_for_who_trusts_the_authority_of_the_lab() throws Exception {
    try (LabGateway gateway = LabGateway.of("litellm-chat").tls(true).start()) {
      assertThat(gateway.url()).startsWith("https://");
      assertThat(readiness(gateway, trusting(gateway))).isEqualTo(200);
      assertThatThrownBy(() -> readiness(gateway, SSLContext.getDefault()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("certification path");
    }
  }

  @ParameterizedTest
  @CsvSource({"H04.expired, CertificateExpiredException", "H04.host, No subject alternative"})
  void a_certificate_can_be_wrong_even_then(String fault, String text) throws Exception {
    try (LabGateway gateway = LabGateway.start("litellm-chat", fault)) {
      assertThatThrownBy(() -> readiness(gateway, trusting(gateway)))
          .isInstanceOf(IOException.class)
          .rootCause()
          .asString()
          .contains(text);
    }
  }

  @Test
  void the_wrong_protocol_for_the_address() throws Exception {
    try (LabGateway plain = LabGateway.start("litellm-chat", "H03.plain");
        LabGateway tls = LabGateway.start("litellm-chat", "H03.tls")) {
      assertThat(plain.url()).startsWith("https://");
      assertThatThrownBy(() -> get(plain, "/")).isInstanceOf(SSLException.class);
      assertThat(tls.url()).startsWith("http://");
      assertThatThrownBy(() -> get(tls, "/")).isInstanceOf(IOException.class);
    }
  }
}
