package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesRequestTest {

  @Test
  void the_fields_that_count_are_read_and_the_rest_is_skipped() {
    MessagesRequest request =
        Wire.request(
            """
            {"model":"m","metadata":{"tools":[1]},"max_tokens":32000,"stream":true,
             "messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}],
             "stop_sequences":["a",5,{"x":1},"b"],
             "tools":[{"name":"w","input_schema":{"type":"object","$schema":"x","additionalProperties":false,
               "properties":{"a":{"type":["string","null"]},"b":{"type":"array","items":{"type":"integer"}},
               "c":true,"d":{"anyOf":[{"type":"string"}]},"e":{"type":"number","nullable":true},"f":{"type":["x","string"]}},
               "required":["a"]},"description":"d"},
              7,{"type":"web_search_20250305","name":"web_search"}],
             "tool_choice":{"type":"tool","name":"w","disable_parallel_tool_use":true,"more":{}}}
            """);
    assertThat(request.stream()).isTrue();
    assertThat(request.maxTokens()).isEqualTo(32000);
    assertThat(request.stopSequences()).containsExactly("a", "b");
    assertThat(request.toolChoice()).isEqualTo(new MessagesRequest.ToolChoice("tool", "w", true));
    assertThat(request.tools())
        .extracting(MessagesRequest.Tool::name)
        .containsExactly("w", "web_search");
    ToolSchema schema = request.tools().get(0).schema();
    assertThat(schema.types()).isEqualTo(ToolSchema.OBJECT);
    assertThat(schema.required()).containsExactly("a");
    assertThat(property(schema, "a").words()).isEqualTo("a string or null");
    assertThat(property(schema, "b").items())
        .isEqualTo(new ToolSchema(ToolSchema.INTEGER, Map.of(), List.of(), null));
    assertThat(property(schema, "c")).isEqualTo(ToolSchema.ANY);
    assertThat(property(schema, "d")).isEqualTo(ToolSchema.ANY);
    assertThat(property(schema, "e").types()).isEqualTo(ToolSchema.NUMBER | ToolSchema.NULL);
    assertThat(property(schema, "f").types()).isZero();
    assertThat(request.tools().get(1).schema()).isEqualTo(ToolSchema.ANY);
  }

  private static ToolSchema property(ToolSchema schema, String name) {
    ToolSchema property = schema.properties().get(name);
    if (property == null) {
      throw new AssertionError("no property " + name);
    }
    return property;
  }

  @Test
  void what_is_missing_or_of_another_type_counts_as_absent() {
    MessagesRequest none =
        new MessagesRequest(false, -1, List.of(), List.of(), MessagesRequest.ToolChoice.ABSENT);
    assertThat(Wire.request("{}")).isEqualTo(none);
    assertThat(
            Wire.request(
                "{\"stream\":\"true\",\"max_tokens\":\"5\",\"stop_sequences\":{\"a\":[]},\"tools\":{\"name\":\"x\"},"
                    + "\"tool_choice\":[{\"type\":\"any\"}]}"))
        .isEqualTo(none);
    assertThat(Wire.request("{\"stream\":{\"x\":[1]},\"max_tokens\":[5],\"tool_choice\":null}"))
        .isEqualTo(none);
    assertThat(
            Wire.request("{\"tools\":[{\"name\":{\"a\":1},\"input_schema\":[1]}]}").tools().get(0))
        .isEqualTo(new MessagesRequest.Tool("", ToolSchema.ANY));
    assertThat(
            Wire.request(
                    "{\"tools\":[{\"input_schema\":{\"type\":{},\"properties\":[],\"required\":\"a\"}}]}")
                .tools()
                .get(0)
                .schema())
        .isEqualTo(ToolSchema.ANY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []             | the request is no JSON object
          `   `          | the request is no JSON object
          "secret"       | the request is no JSON object
          {} {}          | the request holds more than one JSON value
          {"a":secret}   | the request is no JSON: line 1, column 6
          """)
  void what_is_no_request_is_refused_without_showing_it(String json, String message) {
    assertThatThrownBy(() -> MessagesRequest.parse(Wire.utf8(json)))
        .isInstanceOf(MessagesRequest.UnreadableException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"tools\":[{",
        "{\"tools\":[{\"input_schema\":{\"properties\":{\"a\":",
        "\u0000",
        "{\"stop_sequences\":[\"a"
      })
  void what_is_cut_off_is_refused(String json) {
    assertThatThrownBy(() -> MessagesRequest.parse(Wire.utf8(json)))
        .isInstanceOf(MessagesRequest.UnreadableException.class)
        .hasMessageStartingWith("the request is no JSON");
  }

  @Test
  void deep_nesting_is_refused_and_not_followed() {
    String deep = "{\"messages\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> MessagesRequest.parse(Wire.utf8(deep)))
        .isInstanceOf(MessagesRequest.UnreadableException.class);
    String schema = "{\"tools\":[{\"input_schema\":" + "{\"items\":".repeat(100_000);
    assertThatThrownBy(() -> MessagesRequest.parse(Wire.utf8(schema)))
        .isInstanceOf(MessagesRequest.UnreadableException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,true",
    "2,4,true",
    "4,2,false",
    "4,4,true",
    "0,64,true",
    "65,64,true",
    "16,32,false",
    "3,2,true"
  })
  void an_integer_is_a_number_and_no_type_allows_all(int types, int type, boolean allowed) {
    assertThat(new ToolSchema(types, Map.of(), List.of(), null).allows(type)).isEqualTo(allowed);
  }
}
