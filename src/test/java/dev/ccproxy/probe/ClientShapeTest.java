package dev.ccproxy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Value;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientShapeTest {
  private static Requests requests() throws BadUrlException {
    return new Requests(Endpoint.of("http://127.0.0.1:1"), List.of(), List.of(), new Nonces(1));
  }

  private static Asked full(String version, Map<String, String> environment, String model)
      throws BadUrlException {
    return requests().full(model, ClientShape.of(version).sent(environment, model, null));
  }

  private static String betas(Asked asked) {
    for (dev.ccproxy.wire.ResponseHead.Header header : asked.request().headers()) {
      if (header.name().equals("anthropic-beta")) {
        return header.value();
      }
    }
    return "";
  }

  private static Value.Fields body(Asked asked) {
    return Objects.requireNonNull(asked.body());
  }

  private static Value field(Asked asked, String... path) {
    Value value = body(asked);
    for (String name : path) {
      value = Objects.requireNonNull(BoundedJson.field(value, name), name);
    }
    return value;
  }

  @ParameterizedTest
  @CsvSource({
    "2.1.330, 2.1.330",
    "2.2.0, 2.1.330",
    "2.1.329, 2.1.197",
    "2.1.91, 2.1.91",
    "2.0.1, 2.1.91"
  })
  void a_version_has_the_shape_of_the_newest_measured_one_before_it(String asked, String used) {
    assertThat(ClientShape.of(asked).version()).isEqualTo(used);
    assertThat(ClientShape.of(null).version()).isEqualTo("2.1.330");
  }

  /** Sizes and numbers of tools as measured: {@code claude-code.md} 4.2. */
  @ParameterizedTest
  @CsvSource({"2.1.330, 47600, 12", "2.1.197, 85000, 25", "2.1.91, 97000, 22"})
  void the_full_request_is_as_large_as_that_of_the_client(String version, int bytes, int tools)
      throws Exception {
    Asked asked = full(version, Map.of(), "gpt-4o");
    assertThat(asked.request().bodyLength()).isBetween(bytes * 95 / 100, bytes * 105 / 100);
    // One more: the tool that the probe wants to see called.
    assertThat(BoundedJson.items(field(asked, "tools"))).hasSize(tools + 1);
    assertThat(asked.request().messages()).isNotNull();
    assertThat(asked.request().stream()).isTrue();
  }

  @Test
  void the_fields_of_the_newest_client_are_there_in_their_order() throws Exception {
    Asked asked = full("2.1.330", Map.of(), "gpt-4o");
    assertThat(body(asked).fields().keySet())
        .containsExactly(
            "model",
            "messages",
            "system",
            "tools",
            "metadata",
            "max_tokens",
            "thinking",
            "context_management",
            "output_config",
            "stream");
    assertThat(JsonText.write(field(asked, "thinking"), 0))
        .isEqualTo("{\"type\":\"adaptive\",\"display\":\"omitted\"}");
    assertThat(field(asked, "max_tokens")).isEqualTo(Value.of(32000));
    assertThat(BoundedJson.text(field(asked, "metadata", "user_id"))).hasSize(150);
    List<Value> turns = BoundedJson.items(field(asked, "messages"));
    assertThat(BoundedJson.text(turns.get(1), "role")).isEqualTo("system");
    assertThat(JsonText.write(turns.get(1), 0)).contains("cache_control");
    assertThat(BoundedJson.items(field(asked, "system"))).hasSize(3);
    assertThat(betas(asked))
        .isEqualTo(
            "claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,"
                + "mid-conversation-tool-changes-2026-07-01,thinking-token-count-2026-05-13,"
                + "advanced-tool-use-2025-11-20,effort-2025-11-24");
    assertThat(asked.request().target().path()).isEqualTo("/v1/messages?beta=true");
    assertThat(JsonText.write(body(asked), 0)).contains("\"defer_loading\":true");
  }

  @Test
  void the_oldest_client_has_no_system_message_and_a_scope_on_its_cache_control() throws Exception {
    Asked asked = full("2.1.91", Map.of(), "gpt-4o");
    String body = JsonText.write(body(asked), 0);
    assertThat(body)
        .doesNotContain("\"role\":\"system\"")
        .contains("\"scope\":\"global\"")
        .contains("\"temperature\":1")
        .contains("\"effort\":\"medium\"");
    assertThat(betas(asked)).contains("prompt-caching-scope-2026-01-05");
  }

  /** What each switch takes away: {@code claude-code.md} 4.3, {@code probes.md} 1.4c. */
  @ParameterizedTest
  @CsvSource({
    "CLAUDE_CODE_DISABLE_THINKING, 1, thinking context_management",
    "MAX_THINKING_TOKENS, 0, thinking context_management",
    "MAX_THINKING_TOKENS, none, thinking context_management",
    "CLAUDE_CODE_EFFORT_LEVEL, unset, output_config",
    "CLAUDE_CODE_EFFORT_LEVEL, auto, output_config",
    "CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS, 1, context_management"
  })
  void a_switch_of_the_user_takes_fields_away(String variable, String value, String gone)
      throws Exception {
    for (String version : ClientShape.versions()) {
      Set<String> before =
          new LinkedHashSet<>(body(full(version, Map.of(), "m")).fields().keySet());
      before.removeAll(List.of(gone.split(" ", -1)));
      assertThat(body(full(version, Map.of(variable, value), "m")).fields().keySet())
          .as(version)
          .containsExactlyElementsOf(before);
    }
  }

  @Test
  void switches_of_the_newest_client() throws Exception {
    Asked noBetas =
        full("2.1.330", Map.of("CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS", "1"), "gpt-4o");
    assertThat(betas(noBetas))
        .isEqualTo("claude-code-20250219,interleaved-thinking-2025-05-14,effort-2025-11-24");
    assertThat(BoundedJson.items(field(noBetas, "tools"))).hasSize(22 + 1);
    assertThat(JsonText.write(body(noBetas), 0)).doesNotContain("defer_loading");
    assertThat(JsonText.write(field(noBetas, "thinking"), 0)).isEqualTo("{\"type\":\"adaptive\"}");
    assertThat(BoundedJson.field(BoundedJson.items(field(noBetas, "messages")).get(1), "content"))
        .isInstanceOf(Value.Text.class);

    Asked noSearch = full("2.1.330", Map.of("ENABLE_TOOL_SEARCH", "false"), "gpt-4o");
    assertThat(noSearch.request().bodyLength()).isBetween(83_000, 91_000);
    assertThat(betas(noSearch)).doesNotContain("advanced-tool-use").contains("mid-conversation");

    Asked noCache = full("2.1.330", Map.of("DISABLE_PROMPT_CACHING", "1"), "gpt-4o");
    assertThat(JsonText.write(body(noCache), 0)).doesNotContain("cache_control");

    Asked simple = full("2.1.330", Map.of("CLAUDE_CODE_SIMPLE", "1"), "gpt-4o");
    assertThat(simple.request().bodyLength()).isBetween(3_000, 7_000);
    assertThat(JsonText.write(body(simple), 0)).doesNotContain("\"role\":\"system\"");

    Asked interleaved = full("2.1.330", Map.of("DISABLE_INTERLEAVED_THINKING", "1"), "gpt-4o");
    assertThat(betas(interleaved)).doesNotContain("interleaved");
    assertThat(BoundedJson.field(interleaved.body(), "thinking")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"4096, 4096", "999999, 128000", "x, 32000", "'', 32000", "0, 32000"})
  void max_tokens_is_that_of_the_user_within_the_limit_of_the_client(String set, long sent)
      throws Exception {
    Asked asked = full("2.1.330", Map.of("CLAUDE_CODE_MAX_OUTPUT_TOKENS", set), "gpt-4o");
    assertThat(field(asked, "max_tokens")).isEqualTo(Value.of(sent));
  }

  @Test
  void ids_that_the_client_knows_get_another_shape() throws Exception {
    Asked haiku = full("2.1.330", Map.of(), "claude-haiku-4-5");
    assertThat(JsonText.write(field(haiku, "thinking"), 0))
        .isEqualTo("{\"type\":\"enabled\",\"budget_tokens\":31999}");
    assertThat(body(haiku).fields()).doesNotContainKey("output_config");
    assertThat(JsonText.write(body(haiku), 0)).doesNotContain("\"role\":\"system\"");
    Asked old = full("2.1.330", Map.of(), "claude-3-5-haiku-20241022");
    assertThat(body(old).fields()).doesNotContainKeys("thinking", "context_management");
    assertThat(field(old, "max_tokens")).isEqualTo(Value.of(8192));
    assertThat(JsonText.write(body(full("2.1.330", Map.of(), "anthropic/claude-sonnet-4.6")), 0))
        .doesNotContain("\"role\":\"system\"")
        .contains("adaptive");
    ClientShape.Sent overridden =
        ClientShape.of(null).sent(Map.of(), "gpt-4o", "claude-sonnet-4-6");
    assertThat(overridden.features()).doesNotContain(Feature.SYSTEM_MESSAGE);
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void each_feature_can_be_left_out_and_makes_a_difference(Feature feature) throws Exception {
    for (String version : ClientShape.versions()) {
      ClientShape.Sent sent = ClientShape.of(version).sent(Map.of(), "gpt-4o", null);
      if (!sent.features().contains(feature)) {
        continue;
      }
      EnumSet<Feature> rest = EnumSet.noneOf(Feature.class);
      for (Feature other : sent.features()) {
        if (!other.withNeeds().contains(feature)) {
          rest.add(other);
        }
      }
      EnumSet<Feature> with = EnumSet.copyOf(rest);
      with.addAll(feature.withNeeds());
      Asked without = requests().full("gpt-4o", sent, rest);
      Asked there = requests().full("gpt-4o", sent, with);
      assertThat(
              new String(without.request().body(), java.nio.charset.StandardCharsets.UTF_8)
                  + without.request().headers()
                  + without.request().target().path())
          .as(version + " " + feature)
          .isNotEqualTo(
              new String(there.request().body(), java.nio.charset.StandardCharsets.UTF_8)
                  + there.request().headers()
                  + there.request().target().path());
      assertThat(without.request().messages()).isNotNull();
    }
  }

  @Test
  void without_any_feature_it_is_a_plain_request() throws Exception {
    ClientShape.Sent sent = ClientShape.of(null).sent(Map.of(), "gpt-4o", null);
    Asked plain = requests().full("gpt-4o", sent, Set.of());
    assertThat(body(plain).fields().keySet())
        .containsExactly("model", "messages", "system", "tools", "max_tokens", "stream");
    assertThat(plain.request().bodyLength()).isLessThan(1500);
    assertThat(plain.request().target().path()).isEqualTo("/v1/messages");
    assertThat(betas(plain)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.1.330", "2.1.197", "2.1.91"})
  void the_data_are_dated_and_hold_known_words_only(String version) {
    ClientShape shape = ClientShape.of(version);
    assertThat(shape.verified()).matches("20\\d\\d-\\d\\d-\\d\\d");
    assertThat(shape.sources()).isNotEmpty();
    for (String list : new String[] {"switches", "models", "betas"}) {
      for (Value entry : BoundedJson.items(shape.field(list))) {
        for (Value word : BoundedJson.items(BoundedJson.field(entry, "removes"))) {
          String text = BoundedJson.text(word);
          assertThat(text.equals("simple") || Feature.of(text) != null).as(text).isTrue();
        }
        String feature = BoundedJson.text(entry, "feature");
        assertThat(feature.isEmpty() || Feature.of(feature) != null).as(feature).isTrue();
      }
    }
  }
}
