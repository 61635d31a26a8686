package dev.ccproxy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Value;
import dev.ccproxy.lab.LabServer;
import dev.ccproxy.lab.Scene;
import dev.ccproxy.lab.personality.Anthropic;
import dev.ccproxy.lab.personality.OpenAi;
import dev.ccproxy.redact.Secret;
import dev.ccproxy.wire.ClientImpact;
import dev.ccproxy.wire.Severity;
import dev.ccproxy.wire.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request of the library against a healthy vendor of the lab that does what it is told. */
@Timeout(60)
class RequestsTest {
  private static final String MODEL = "claude-opus-5";
  private static LabServer lab;
  private static Transport transport;
  private static Requests requests;

  @BeforeAll
  static void start() throws Exception {
    lab = LabServer.start(Scene.healthy(Anthropic.standard("sk-ant-lab-1")));
    transport =
        new Transport(
            Resolver.SYSTEM,
            ProxyRules.NONE,
            new Trust(null, List.of(), Set.of()),
            "ccproxy-doctor/9.9",
            Duration.ofMinutes(1));
    Endpoint endpoint = Endpoint.of(lab.url());
    requests =
        new Requests(
            endpoint,
            List.of(Credential.apiKey(new Secret("KEY", "sk-ant-lab-1"), endpoint.origin())),
            List.of(),
            new Nonces(42));
  }

  @AfterAll
  static void stop() {
    transport.close();
    lab.close();
  }

  private static Message message(Answer answer) {
    return Objects.requireNonNull(Message.of(answer), () -> answer.body().text(500));
  }

  private static Value.Fields body(Asked asked) {
    return Objects.requireNonNull(asked.body());
  }

  static List<Asked> healthy() {
    return List.of(
        requests.text(MODEL),
        requests.textStream(MODEL),
        requests.oneToken(MODEL),
        requests.textWithFiller(MODEL, 400),
        requests.longStream(MODEL),
        requests.tool(MODEL),
        requests.toolStream(MODEL),
        requests.forcedTool(MODEL),
        requests.anyTool(MODEL),
        requests.noTool(MODEL),
        requests.parallel(MODEL),
        requests.parallelDisabled(MODEL),
        requests.result(MODEL),
        requests.result(MODEL, Requests.ResultForm.TEXT_BLOCK),
        requests.result(MODEL, Requests.ResultForm.ABSENT),
        requests.result(MODEL, Requests.ResultForm.ERROR),
        requests.parallelResults(MODEL),
        requests.nestedArguments(MODEL),
        requests.noArguments(MODEL),
        requests.hostileArguments(MODEL),
        requests.realSchema(MODEL),
        requests.manyTools(MODEL, 1),
        requests.manyTools(MODEL, 60),
        requests.cutByMaxTokens(MODEL),
        requests.stopSequence(MODEL),
        requests.systemBlocks(MODEL),
        requests.suspiciousText(MODEL),
        requests.harmlessText(MODEL),
        requests.needle(MODEL, 2000),
        requests.largeMaxTokens(MODEL, 32000));
  }

  @ParameterizedTest
  @MethodSource("healthy")
  void a_healthy_vendor_takes_it_and_answers_in_the_protocol(Asked asked) {
    assertThat(JsonText.write(body(asked), 0)).doesNotContain("temperature");
    assertThat(asked.request().messages()).isNotNull();
    Answer answer = transport.send(asked.request());
    assertThat(answer.failure()).isNull();
    assertThat(answer.status()).as(answer.body().text(500)).isEqualTo(200);
    Verdict verdict =
        Objects.requireNonNull(
            answer.judge(asked.context(ClientImpact.of("claude-code", "2.1.330"))));
    assertThat(verdict.hasAtLeast(Severity.ERROR)).as(verdict.findings().toString()).isFalse();
    Message message = Message.of(answer);
    assertThat(message).isNotNull();
    assertThat(Objects.requireNonNull(message).stopReason()).isNotEmpty();
    assertThat(message.inputTokens()).isPositive();
  }

  @Test
  void what_is_dictated_comes_back_over_json_and_over_a_stream() {
    for (Asked asked : List.of(requests.tool(MODEL), requests.toolStream(MODEL))) {
      Message message = message(transport.send(asked.request()));
      assertThat(asked.calledAsDictated(message)).as(asked.id() + message).isTrue();
      assertThat(message.calls().get(0).argument("n")).isEqualTo("7");
      assertThat(requests.tool(MODEL).calledAsDictated(message)).isFalse();
    }
    for (Asked asked : List.of(requests.text(MODEL), requests.textStream(MODEL))) {
      Message message = message(transport.send(asked.request()));
      assertThat(asked.nonceSeen(message.text())).as(asked.id() + message).isTrue();
      assertThat(requests.text(MODEL).nonceSeen(message.text())).isFalse();
    }
  }

  @Test
  void the_second_turn_carries_the_answer_back() {
    Asked first = requests.toolStream(MODEL);
    Message said = message(transport.send(first.request()));
    Asked second = requests.followUp(first, said, JsonObject.of("type", "ephemeral").value());
    assertThat(JsonText.write(body(second), 0))
        .contains("\"tool_use_id\":\"" + said.calls().get(0).id() + "\"")
        .contains("\"cache_control\":{\"type\":\"ephemeral\"}");
    Message message = message(transport.send(second.request()));
    assertThat(second.nonceSeen(message.text())).as(message.toString()).isTrue();
  }

  @Test
  void requests_that_must_be_refused_are() {
    assertThat(transport.send(requests.unknownBlock(MODEL, false).request()).status())
        .isEqualTo(400);
    assertThat(transport.send(requests.unknownModel(false).request()).status()).isEqualTo(404);
    Asked path = requests.path(requests.endpoint());
    assertThat(path.request().credentials().get(0).secret().reveal()).isEqualTo("ccp-dummy");
    assertThat(transport.send(path.request()).status()).isBetween(400, 422);
    assertThat(transport.send(requests.path(requests.endpoint().withPath("/x")).request()).status())
        .isEqualTo(404);
  }

  @Test
  void the_full_request_of_every_version_is_taken_by_the_vendor_itself() {
    for (String version : ClientShape.versions()) {
      ClientShape.Sent sent = ClientShape.of(version).sent(Map.of(), MODEL, null);
      Asked asked = requests.full(MODEL, sent);
      Answer answer = transport.send(asked.request());
      assertThat(answer.status()).as(version + answer.body().text(500)).isEqualTo(200);
      Message message = Message.of(answer);
      assertThat(asked.calledAsDictated(message)).as(version + message).isTrue();
    }
  }

  @Test
  void nonces_are_never_used_twice_and_repeat_with_their_seed() throws Exception {
    Set<String> seen = new LinkedHashSet<>();
    List<String> again = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      Nonces nonces = new Nonces(7);
      for (int i = 0; i < 2000; i++) {
        String nonce = nonces.next();
        assertThat(nonce).matches("[B-DF-HJ-NP-TV-XZ][A-Z2-7]{7}").containsPattern("[2-7]");
        (run == 0 ? seen : again).add(nonce);
      }
    }
    assertThat(seen).hasSize(2000).containsExactlyElementsOf(again);
  }

  @Test
  void a_thinking_model_gets_more_room() {
    Asked asked = requests.text(MODEL);
    Asked roomier = asked.roomier();
    assertThat(body(roomier).fields().get("max_tokens")).isEqualTo(Value.of(2048));
    assertThat(roomier.nonces()).isEqualTo(asked.nonces());
    assertThat(roomier.request().bodyLength()).isNotEqualTo(asked.request().bodyLength());
  }

  @Test
  void the_openai_surface_is_asked_in_its_own_words() throws Exception {
    try (LabServer openAi = LabServer.start(Scene.healthy(OpenAi.standard("sk-proj-lab-1")))) {
      Endpoint base = Endpoint.of(openAi.url() + "/v1");
      List<Credential> keys =
          List.of(Credential.bearer(new Secret("OPENAI", "sk-proj-lab-1"), base.origin()));
      for (boolean stream : new boolean[] {false, true}) {
        Asked tool = requests.chat(base, keys, "gpt-4o", true, stream);
        Answer answer = transport.send(tool.request());
        assertThat(answer.status()).as(answer.body().text(300)).isEqualTo(200);
        Message message = message(answer);
        assertThat(tool.calledAsDictated(message)).as(message.toString()).isTrue();
        assertThat(message.stopReason()).isEqualTo("tool_use");
        assertThat(message.inputTokens()).isPositive();
        Asked text = requests.chat(base, keys, "gpt-4o", false, stream);
        Message said = message(transport.send(text.request()));
        assertThat(text.nonceSeen(said.text())).isTrue();
      }
      assertThat(transport.send(requests.responses(base, keys, "gpt-4o").request()).status())
          .isEqualTo(200);
      Asked newer = requests.chat(base, keys, "gpt-4o", false, false).withMaxCompletionTokens();
      assertThat(body(newer).fields()).containsKey("max_completion_tokens");
      assertThat(body(newer).fields()).doesNotContainKey("max_tokens");
    }
  }

  @Test
  void free_probes_carry_no_credential() {
    for (Asked asked : List.of(requests.get("/version"), requests.getBase(), requests.hello())) {
      assertThat(asked.request().credentials()).isEmpty();
      assertThat(asked.request().bodyLength()).isEqualTo(-1);
    }
    assertThat(requests.models().request().credentials()).hasSize(1);
    assertThat(requests.models().request().target().path()).isEqualTo("/v1/models?limit=1000");
  }
}
