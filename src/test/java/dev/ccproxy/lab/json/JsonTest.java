package dev.ccproxy.lab.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static Json parse(String text) throws JsonSyntaxException {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[1,-2.50,1e3,true,false,null],\"b\":{\"c\":\"d\\\"\\\\\\n\"},\"e\":\"ü😀\"}",
        "[]",
        "{}",
        "\"\"",
        "12345678901234567890"
      })
  void what_is_read_is_written_again(String text) throws JsonSyntaxException {
    assertThat(parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"a\":}", "{} {}", "[1,]", "nul", "{'a':1}", "// x\n{}"})
  void what_is_not_one_json_value_is_refused(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(JsonSyntaxException.class);
  }

  @Test
  void the_message_of_a_refusal_does_not_quote_the_text() {
    assertThatThrownBy(() -> parse("{\"key\": sk-secret}"))
        .hasMessageContaining("byte")
        .hasMessageNotContaining("sk-secret");
  }

  @Test
  void depth_without_end_is_refused() {
    assertThatThrownBy(() -> parse("[".repeat(100_000))).isInstanceOf(JsonSyntaxException.class);
  }

  @Test
  void a_missing_value_or_one_of_another_type_answers_like_an_empty_one()
      throws JsonSyntaxException {
    Json json = parse("{\"text\":\"t\",\"n\":7,\"f\":1.5,\"null\":null}");
    assertThat(json.at("none").at("deeper").items()).isEmpty();
    assertThat(json.at("n").text("fallback")).isEqualTo("fallback");
    assertThat(json.at("text").number(3)).isEqualTo(3);
    assertThat(json.at("f").number(3)).isEqualTo(3);
    assertThat(json.at("n").number(3)).isEqualTo(7);
    assertThat(json.at("text").truth(true)).isTrue();
    assertThat(json.at("null").exists()).isTrue();
    assertThat(json.at("null").given()).isFalse();
    assertThat(Json.ABSENT).hasToString("");
  }

  @Test
  void an_object_is_built_field_by_field() {
    Json json =
        Json.object()
            .with("a", 1)
            .with("b", "x")
            .with("c", true)
            .with("d", Json.array(Json.of("y"), Json.NULL))
            .with("gone", Json.ABSENT)
            .with("a", 2);
    assertThat(json).hasToString("{\"a\":2,\"b\":\"x\",\"c\":true,\"d\":[\"y\",null]}");
    assertThat(json.without("b").keys()).containsExactly("a", "c", "d");
  }
}
