package dev.ccproxy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.gateway.LabGateway;
import dev.ccproxy.wire.ResponseHead;
import dev.ccproxy.wire.ResponseHead.Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class RecognitionTest {
  private static final Target ROOT = new Target(new WebOrigin(false, "gw", 4000), "/");

  private final List<String> asked = new ArrayList<>();

  /** One answer in short: status, header line or nothing, body. */
  private static Answer answer(int status, String header, String body) {
    int colon = header.indexOf(": ");
    ResponseHead head =
        status == 0
            ? null
            : new ResponseHead(
                status,
                colon < 0
                    ? List.of()
                    : List.of(new Header(header.substring(0, colon), header.substring(colon + 2))));
    return new Answer(
        ProbeRequest.get("GET", ROOT, List.of()),
        head,
        Body.of(body.getBytes(StandardCharsets.UTF_8)),
        "",
        new Timings(Map.of(), Duration.ZERO),
        new Arrivals(),
        Route.none(null),
        false,
        status == 0 ? new Failure.Refused(List.of("gw:4000")) : null);
  }

  private Gateway recognise(Map<String, Answer> answers, Answer otherwise) {
    asked.clear();
    return new Recognition()
        .run(
            path -> {
              asked.add(path);
              return answers.getOrDefault(path, otherwise);
            });
  }

  private static final Answer FASTAPI_404 =
      answer(404, "server: uvicorn", "{\"detail\":\"Not Found\"}");

  @Test
  void litellm_is_known_by_its_page_and_tells_its_version_without_a_key() {
    Gateway gateway =
        recognise(
            Map.of(
                "/",
                answer(200, "", "<html><head><title>LiteLLM API - Swagger UI</title></head>"),
                "/public/model_hub/info",
                answer(200, "", "{\"docs_title\":\"x\",\"litellm_version\":\"1.108.11\"}")),
            FASTAPI_404);
    assertThat(gateway.kind()).isEqualTo("litellm");
    assertThat(gateway.version()).isEqualTo("1.108.11");
    assertThat(gateway.sure()).isTrue();
    assertThat(asked).containsExactly("/", "/public/model_hub/info");
  }

  @Test
  void litellm_without_its_page_is_never_asked_for_its_health() {
    Gateway gateway =
        recognise(
            Map.of("/public/model_hub/info", answer(200, "", "{\"litellm_version\":\"1.81.8\"}")),
            FASTAPI_404);
    assertThat(gateway.isLiteLlm()).isTrue();
    assertThat(asked).doesNotContain("/health");
  }

  @Test
  void a_header_of_any_answer_is_enough() {
    Recognition recognition = new Recognition();
    recognition.learn(answer(400, "x-litellm-version: 1.83.14", "{}"));
    Gateway gateway =
        recognition.run(
            path -> {
              throw new AssertionError("asked " + path);
            });
    assertThat(gateway.kind()).isEqualTo("litellm");
    assertThat(gateway.version()).isEqualTo("1.83.14");
    assertThat(gateway.evidence()).isEqualTo("header x-litellm-version: 1.83.14");
  }

  @Test
  void recorded_answers_of_real_programs() {
    Gateway ollama =
        recognise(
            Map.of(
                "/",
                answer(200, "", "Ollama is running"),
                "/api/version",
                answer(200, "", "{\"version\":\"0.34.4\"}")),
            answer(404, "", "404 page not found"));
    assertThat(ollama.kind()).isEqualTo("ollama");
    assertThat(ollama.version()).isEqualTo("0.34.4");
    assertThat(ollama.deadlines()).isEqualTo(Deadlines.LOCAL_MODEL);
    assertThat(asked).containsExactly("/", "/api/version");

    Gateway llama =
        recognise(
            Map.of(),
            answer(
                404,
                "Server: llama.cpp",
                "{\"error\":{\"message\":\"File Not"
                    + " Found\",\"type\":\"not_found_error\",\"code\":404}}"));
    assertThat(llama.kind()).isEqualTo("llama.cpp");
    assertThat(asked).containsExactly("/");

    Gateway ccr =
        recognise(
            Map.of("/", answer(200, "", "{\"message\":\"LLMs API\",\"version\":\"1.0.51\"}")),
            answer(404, "", "{}"));
    assertThat(ccr.kind()).isEqualTo("claude-code-router");
    // What it prints is the version of a part of it, not its own.
    assertThat(ccr.version()).isEmpty();

    Gateway empero =
        recognise(
            Map.of(
                "/",
                answer(
                    200,
                    "server: uvicorn",
                    "{\"message\":\"Claude-to-OpenAI API Proxy v0.1.0\",\"config\":"
                        + "{\"openai_base_url\":\"http://127.0.0.1:4300/v1\",\"middle_model\":\"x\"}}")),
            FASTAPI_404);
    assertThat(empero.kind()).isEqualTo("empero");
    assertThat(empero.version()).isEqualTo("0.1.0");
    assertThat(empero.upstream()).isEqualTo("http://127.0.0.1:4300/v1");
    assertThat(empero.has(Gateway.Trait.REFUSES_SYSTEM_MESSAGE)).isTrue();

    Gateway fuergaosi =
        recognise(
            Map.of(
                "/",
                answer(
                    200, "server: uvicorn", "{\"message\":\"Claude-to-OpenAI API Proxy v1.0.0\"}")),
            FASTAPI_404);
    assertThat(fuergaosi.kind()).isEqualTo("fuergaosi233");

    Gateway first =
        recognise(
            Map.of(
                "/",
                answer(200, "server: uvicorn", "{\"message\":\"Anthropic Proxy for LiteLLM\"}")),
            FASTAPI_404);
    assertThat(first.kind()).isEqualTo("1rgs");

    Gateway chutes =
        recognise(
            Map.of(
                "/health",
                answer(
                    200,
                    "",
                    "{\"backend_url\":\"http://127.0.0.1:4300/v1/chat/completions\","
                        + "\"circuit_breaker\":{\"is_open\":false},\"models_cached\":0}")),
            answer(404, "", ""));
    assertThat(chutes.kind()).isEqualTo("chutes");
    assertThat(chutes.has(Gateway.Trait.REFUSES_ADAPTIVE_THINKING)).isTrue();
    assertThat(chutes.upstream()).startsWith("http://127.0.0.1:4300");

    Gateway a2o =
        recognise(
            Map.of("/health", answer(200, "server: uvicorn", "{\"status\":\"ok\"}")), FASTAPI_404);
    assertThat(a2o.kind()).isEqualTo("a2o");
    assertThat(a2o.sure()).isFalse();

    Gateway vllm =
        recognise(
            Map.of("/version", answer(200, "server: uvicorn", "{\"version\":\"0.11.2\"}")),
            FASTAPI_404);
    assertThat(vllm.kind()).isEqualTo("vllm");
    assertThat(vllm.sure()).isFalse();
  }

  @Test
  void what_nobody_knows_stays_unknown() {
    assertThat(recognise(Map.of(), FASTAPI_404).isKnown()).isFalse();
    assertThat(asked).hasSize(4);
    assertThat(recognise(Map.of(), answer(200, "server: nginx", "<html>Welcome</html>")).isKnown())
        .isFalse();
    assertThat(
            recognise(Map.of(), answer(200, "", "{\"status\":\"ok\",\"message\":\"LLMs\"}"))
                .isKnown())
        .isFalse();
    assertThat(recognise(Map.of(), answer(200, "", "[".repeat(5000))).isKnown()).isFalse();
  }

  @Test
  void a_dead_endpoint_is_asked_once() {
    assertThat(recognise(Map.of(), answer(0, "", "")).isKnown()).isFalse();
    assertThat(asked).containsExactly("/");
  }

  @Test
  void a_version_that_is_none_is_not_taken() {
    Gateway gateway =
        recognise(
            Map.of(
                "/public/model_hub/info",
                answer(200, "", "{\"litellm_version\":\"1.0 \\u001b[31m rm -rf\"}")),
            FASTAPI_404);
    assertThat(gateway.isLiteLlm()).isTrue();
    assertThat(gateway.version()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "litellm-chat, litellm, 1.83.14",
    "litellm-1.108.11, litellm, 1.108.11",
    "litellm-1.109.1, litellm, 1.109.1",
    "litellm-1.81.8, litellm, 1.81.8",
    "ollama, ollama, 0.34.4",
    "llama.cpp, llama.cpp, ''",
    "claude-code-router, claude-code-router, ''",
    "empero, empero, 0.1.0",
    "a2o, a2o, ''",
    "vllm, vllm, 0.11.2",
    "deepseek-anthropic, unknown, ''",
    "openrouter, unknown, ''",
    "anthropic, unknown, ''"
  })
  void the_gateways_of_the_lab_are_recognised_over_the_wire(
      String role, String kind, String version) throws Exception {
    try (LabGateway lab = LabGateway.start(role);
        Transport transport =
            new Transport(
                Resolver.SYSTEM,
                ProxyRules.NONE,
                new Trust(null, List.of(), Set.of()),
                "x",
                Duration.ofMinutes(1))) {
      Endpoint endpoint = Endpoint.of(lab.baseUrl());
      Requests requests = new Requests(endpoint, List.of(), List.of(), new Nonces(1));
      Gateway gateway = new Recognition().run(path -> transport.send(requests.get(path).request()));
      assertThat(gateway.kind()).isEqualTo(kind);
      assertThat(gateway.version()).isEqualTo(version);
    }
  }
}
