package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class YamlWriterTest {

  private static Object snakeYaml(String text) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }

  private static void assertReadBack(String text, YamlNode.Style style) throws DocumentException {
    String inBlock = "k: " + YamlWriter.text(text, style, false) + "\nl: 1\n";
    assertThat(snakeYaml(inBlock)).as(inBlock).isEqualTo(Map.of("k", text, "l", 1));
    String inFlow = "{k: [" + YamlWriter.text(text, style, true) + ", 1], l: 1}\n";
    assertThat(snakeYaml(inFlow)).as(inFlow).isEqualTo(Map.of("k", List.of(text, 1), "l", 1));
    String asKey = "- " + YamlWriter.text(text, style, false) + ": v\n";
    assertThat(snakeYaml(asKey)).as(asKey).isEqualTo(List.of(Map.of(text, "v")));
    String asRoot = YamlWriter.text(text, style, false) + "\n";
    assertThat(snakeYaml(asRoot)).as(asRoot).isEqualTo(text);
    for (String file : List.of(inBlock, inFlow, asKey, asRoot)) {
      YamlDocument document = YamlDocument.parse("f.yaml", SourceText.of(file));
      assertThat(document.problems()).isEmpty();
      assertThat(document.root().toString()).contains(text);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = YamlNode.Style.class,
      names = {"PLAIN", "SINGLE", "DOUBLE", "LITERAL"})
  void no_string_breaks_out_of_its_place(YamlNode.Style style) throws DocumentException {
    for (String text : YamlHostileStrings.ALL) {
      assertReadBack(text, style);
    }
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      assertReadBack(YamlHostileStrings.any(random), style);
    }
  }

  @Test
  void every_character_survives() throws DocumentException {
    for (int c = 0; c < 0x10000; c++) {
      if (!Character.isSurrogate((char) c)) {
        String text = "a" + (char) c + "b";
        YamlDocument document =
            YamlDocument.parse(
                "f.yaml",
                SourceText.of("k: " + YamlWriter.text(text, YamlNode.Style.PLAIN, false)));
        assertThat(document.text(NodePath.of("k"))).contains(text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "os.environ/OPENAI_API_KEY",
        "https://api.example.com/v1",
        "gpt-4.1",
        "gpt-oss:20b",
        "two words",
        "größe",
        "日本語",
        "a😀",
        "a#b",
        "a'b\"c",
        "$HOME",
        "./x",
        "/x",
        "_x",
        "(x)",
        "a,b",
        "a[0]",
        "a{b}",
        "yesterday",
        "nullable",
        "1a2z",
        "v1.5",
        "a\\b",
        "a:b",
        "+word",
        "gpt-4.1 (old)"
      })
  void harmless_strings_are_plain(String text) {
    assertThat(YamlWriter.text(text, YamlNode.Style.PLAIN, false)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "No",
        "ON",
        "off",
        "TRUE",
        "false",
        "null",
        "NULL",
        "y",
        "N",
        "~",
        "",
        "1",
        "-1",
        "1.5",
        "0x1F",
        "0o17",
        "1e3",
        "12:30",
        "1_000",
        ".5",
        "2001-01-01",
        "2001-01-01 10:00:00",
        "127.0.0.1",
        "1.81.8",
        "=",
        "<<",
        " a",
        "a ",
        "a: b",
        "a:",
        "a #b",
        "# a",
        "- a",
        "-a",
        "? a",
        "[a]",
        "{a}",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "'a'",
        "%a",
        "@a",
        "`a`",
        "---",
        "...",
        "... a",
        "a\tb",
        ",a",
        "]a",
        "}a",
        ":a",
        "😀",
        "~a"
      })
  void strings_that_some_reader_takes_for_something_else_are_quoted(String text) {
    String escaped = text.replace("\t", "\\t");
    assertThat(YamlWriter.text(text, YamlNode.Style.PLAIN, false)).isEqualTo('"' + escaped + '"');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a|a",
        "https://x.y:80/z|https://x.y:80/z",
        "a:b|a:b",
        "a,b|\"a,b\"",
        "a[0|\"a[0\"",
        "a]|\"a]\"",
        "a{b|\"a{b\"",
        "a}|\"a}\"",
        "a?b|\"a?b\"",
        "a:-b|\"a:-b\""
      })
  void flow_collections_quote_more(String text, String written) {
    assertThat(YamlWriter.text(text, YamlNode.Style.PLAIN, true)).isEqualTo(written);
  }

  @Test
  void escapes_are_those_of_yaml() {
    assertThat(
            YamlWriter.text(
                "\"\\\n\r\t\u0000\u001F\u007F\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF",
                YamlNode.Style.PLAIN,
                false))
        .isEqualTo(
            "\"\\\"\\\\\\n\\r\\t\\u0000\\u001F\\u007F\\u009F\\u2028\\u2029\\uFEFF\\uFFFE\\uFFFF\"");
    assertThat(YamlWriter.text(" ~\u00A0\u2027\uFFFD😀", YamlNode.Style.PLAIN, false))
        .isEqualTo("\" ~\u00A0\u2027\uFFFD😀\"");
  }

  @Test
  void half_a_surrogate_pair_cannot_be_written() {
    String reason = "half a surrogate pair, which no file can hold";
    for (String text : List.of("\uD83D", "a\uDE00", "\uDE00\uD83D", "\uD83Da", "😀\uD83D")) {
      assertThat(YamlWriter.unwritable(Value.of(text), 0)).isEqualTo(reason);
      assertThat(YamlWriter.unwritableKey(text)).isEqualTo(reason);
      assertThat(YamlWriter.unwritable(new Value.Items(List.of(Value.of(text))), 0))
          .isEqualTo(reason);
      assertThat(YamlWriter.unwritable(new Value.Fields(Map.of(text, Value.of(1))), 0))
          .isEqualTo(reason);
      assertThat(YamlWriter.unwritable(new Value.Fields(Map.of("k", Value.of(text))), 0))
          .isEqualTo(reason);
    }
    assertThat(YamlWriter.unwritable(Value.of("😀"), 0)).isNull();
  }

  @Test
  void a_key_has_at_most_a_thousand_characters() {
    assertThat(YamlWriter.unwritableKey("a".repeat(1000))).isNull();
    assertThat(YamlWriter.unwritableKey("a".repeat(1001)))
        .isEqualTo("a key of more than 1000 characters");
    assertThat(YamlWriter.unwritableKey("\n".repeat(500)))
        .isEqualTo("a key of more than 1000 characters");
  }

  @Test
  void a_value_has_at_most_fifty_levels() {
    Value list = Value.of(1);
    Value map = Value.of(1);
    for (int i = 0; i < 50; i++) {
      assertThat(YamlWriter.unwritable(list, 0)).isNull();
      assertThat(YamlWriter.unwritable(map, 0)).isNull();
      list = new Value.Items(List.of(list));
      map = new Value.Fields(Map.of("k", map));
    }
    assertThat(YamlWriter.unwritable(list, 0)).isNull();
    assertThat(YamlWriter.unwritable(list, 1)).isEqualTo("nested deeper than 50 levels");
    assertThat(YamlWriter.unwritable(map, 1)).isEqualTo("nested deeper than 50 levels");
    assertThat(YamlWriter.unwritable(new Value.Items(List.of(list)), 0))
        .isEqualTo("nested deeper than 50 levels");
  }

  @ParameterizedTest
  @CsvSource({
    "NUMBER, 1",
    "NUMBER, -1.5e3",
    "NUMBER, 1E5",
    "NUMBER, 0x1F",
    "BOOLEAN, yes",
    "NULL, whatever",
    "TIMESTAMP, 2001-01-01"
  })
  void literals_are_what_they_claim_to_be(Node.Kind kind, String text) {
    assertThat(YamlWriter.unwritable(new Value.Literal(kind, text), 0)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "NUMBER, abc",
    "NUMBER, ''",
    "NUMBER, '1\n2: 3'",
    "NUMBER, 1e",
    "NUMBER, e3",
    "NUMBER, true",
    "BOOLEAN, 1",
    "BOOLEAN, 'true # x'",
    "TIMESTAMP, soon",
    "STRING, text"
  })
  void literals_that_are_not_are_refused(Node.Kind kind, String text) {
    assertThat(YamlWriter.unwritable(new Value.Literal(kind, text), 0))
        .isEqualTo("the new value is not of the kind it claims to be");
  }

  @Test
  void block_style_nests_with_the_indentation_of_the_file() {
    Map<String, Value> inner = new LinkedHashMap<>();
    inner.put("b", new Value.Items(List.of(new Value.Fields(Map.of("c", Value.of(1))))));
    inner.put("d", new Value.Fields(Map.of("e", Value.of("f"))));
    inner.put("g", new Value.Items(List.of()));
    Value value = new Value.Fields(Map.of("a", new Value.Fields(inner)));
    assertThat(new YamlWriter("\r\n", 4, 1).block(value, 2))
        .isEqualTo("a:\r\n      b:\r\n       - c: 1\r\n      d:\r\n          e: f\r\n      g: []");
  }
}
