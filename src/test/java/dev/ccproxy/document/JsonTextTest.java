package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  private static Value fields(Object... keysAndValues) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put((String) keysAndValues[i], (Value) keysAndValues[i + 1]);
    }
    return new Value.Fields(fields);
  }

  @Test
  void quotes_backslashes_and_controls_are_escaped() {
    assertThat(JsonText.quote("a\"b\\c/d")).isEqualTo("\"a\\\"b\\\\c/d\"");
    assertThat(JsonText.quote("\b\t\n\f\r\u0000\u001f\u007f\u009f"))
        .isEqualTo("\"\\b\\t\\n\\f\\r\\u0000\\u001f\\u007f\\u009f\"");
    assertThat(JsonText.quote(" ~\u00a0")).isEqualTo("\" ~\u00a0\"");
  }

  @Test
  void line_separators_of_unicode_are_escaped() {
    assertThat(JsonText.quote("\u2027\u2028\u2029\u202a"))
        .isEqualTo("\"\u2027\\u2028\\u2029\u202a\"");
  }

  @Test
  void all_other_characters_stand_as_they_are() {
    assertThat(JsonText.quote("gpt-4ö 模型 😀\uFEFF")).isEqualTo("\"gpt-4ö 模型 😀\uFEFF\"");
  }

  @Test
  void half_surrogate_pairs_are_escaped_and_whole_ones_are_not() {
    assertThat(JsonText.quote("\ud83d")).isEqualTo("\"\\ud83d\"");
    assertThat(JsonText.quote("\ude00\ud83d")).isEqualTo("\"\\ude00\\ud83d\"");
    assertThat(JsonText.quote("\ud83dx")).isEqualTo("\"\\ud83dx\"");
    assertThat(JsonText.quote("\ud83d\ud83d\ude00\ude00"))
        .isEqualTo("\"\\ud83d\ud83d\ude00\\ude00\"");
  }

  @Test
  void every_character_comes_back_when_it_is_read() throws DocumentException {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= 0xFFFF; c++) {
      all.append((char) c);
    }
    SourceText text = SourceText.of("[" + JsonText.quote(all.toString()) + "]");
    assertThat(SourceText.decode("f", text.encode()).text()).isEqualTo(text.text());
    assertThat(JsonDocument.parse("f", text).text(NodePath.ROOT.item(0))).contains(all.toString());
  }

  @Test
  void an_indented_text_has_one_member_a_line() {
    Value value =
        fields(
            "s", Value.of("x"),
            "l", new Value.Items(List.of(Value.of(1), new Value.Items(List.of()), fields())),
            "o", fields("t", Value.of(true), "z", new Value.Literal(Node.Kind.NULL, "~")));
    assertThat(JsonText.write(value, 2))
        .isEqualTo(
            """
            {
              "s": "x",
              "l": [
                1,
                [],
                {}
              ],
              "o": {
                "t": true,
                "z": null
              }
            }""");
    assertThat(JsonText.write(fields("a", Value.of(1)), 1)).isEqualTo("{\n \"a\": 1\n}");
  }

  @Test
  void without_an_indent_all_is_in_one_line_without_blanks() {
    Value value =
        fields(
            "a", Value.ofStrings(List.of("x", "y")), "b", fields("c", fields()), "d", Value.of(0));
    assertThat(JsonText.write(value, 0))
        .isEqualTo("{\"a\":[\"x\",\"y\"],\"b\":{\"c\":{}},\"d\":0}");
    assertThat(JsonText.write(Value.of("\n"), 0)).isEqualTo("\"\\n\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", "-0", "7", "10", "-12", "0.5", "1.25", "1e5", "1E+5", "1e-05", "0e0", "9.9E99"
      })
  void numbers_are_written_as_they_are(String number) {
    assertThat(JsonText.isNumber(number)).isTrue();
    assertThat(JsonText.write(new Value.Literal(Node.Kind.NUMBER, number), 0)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", "01", "-01", "00", "+1", ".5", "1.", "1.e1", "1e", "1e+", "0x1", "1_0", "NaN",
        "1 ", " 1", "1a", "--1", "١", "1.5.5", "1e5e5", "1e5.0", "/", ":"
      })
  void other_texts_are_no_numbers(String text) {
    assertThat(JsonText.isNumber(text)).isFalse();
    assertThatThrownBy(() -> JsonText.write(new Value.Literal(Node.Kind.NUMBER, text), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a NUMBER that JSON cannot write");
  }

  @ParameterizedTest
  @CsvSource({"BOOLEAN,yes", "BOOLEAN,True", "STRING,x"})
  void literals_that_json_does_not_know_are_no_text(Node.Kind kind, String text) {
    assertThatThrownBy(() -> JsonText.write(new Value.Literal(kind, text), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a " + kind + " that JSON cannot write");
  }

  @Test
  void both_booleans_are_written() {
    assertThat(JsonText.write(Value.of(true), 0)).isEqualTo("true");
    assertThat(JsonText.write(Value.of(false), 0)).isEqualTo("false");
  }
}
