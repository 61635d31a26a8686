package dev.ccproxy.document;

import static dev.ccproxy.document.Editing.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRepairTest {

  private static String repaired(String text) {
    try {
      JsonDocument lenient = json(text);
      JsonDocument strict = lenient.withoutLeniencies();
      assertThat(strict.isStrict()).isTrue();
      assertThat(Value.of(strict.root())).isEqualTo(Value.of(lenient.root()));
      readStrictly(strict.source().text());
      return strict.source().text();
    } catch (EditRefusedException | IOException e) {
      throw new AssertionError(e);
    }
  }

  static void readStrictly(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      int depth = 0;
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      assertThat(depth).isZero();
    }
  }

  @Test
  void a_strict_document_is_its_own_repair() throws EditRefusedException {
    JsonDocument strict = json("{\"a\": \"// /* ,\", \"a\": [1]}");
    assertThat(strict.withoutLeniencies()).isSameAs(strict);
  }

  @Test
  void comments_go_with_their_line_and_commas_go() {
    String text =
        """
        // head
        /* still
           head */
        {
          // one
          "a": 1, // two
          /* three */ // four

          "b": [1, 2,], /* five */
          "c": { /* six */ },
          /* seven */ "d": /* eight */ "//",
        }
        // end""";
    assertThat(repaired(text))
        .isEqualTo(
            """
            {
              "a": 1,

              "b": [1, 2],
              "c": { },
              "d": "//"
            }
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a": 1,}                     | {"a": 1}
          {"a": 1, }                    | {"a": 1 }
          {"a": 1 ,}                    | {"a": 1 }
          {"a": 1, /* x */ }            | {"a": 1 }
          [1, /* x */]                  | [1]
          [1 /* x */]                   | [1]
          [1 /* x */ ]                  | [1 ]
          [1 /* x */, 2]                | [1, 2]
          [1/* x */, 2]                 | [1, 2]
          [1, /* x */ 2]                | [1, 2]
          [1, /* x */2]                 | [1, 2]
          {"a" /* x */: /* y */ 1}      | {"a": 1}
          {"a": /* x */1}               | {"a": 1}
          {/* x */"a":/* y */1/* z */}  | {"a":1}
          /* x */{}                     | {}
          /* x */ {} /* y */            | {}
          [/* x *//* y */ 1]            | [1]
          """)
  void what_is_around_stays_as_it_is(String text, String strict) {
    assertThat(repaired(text)).isEqualTo(strict);
  }

  @Test
  void a_line_of_a_comma_goes_as_a_whole() {
    assertThat(repaired("{\n  \"a\": 1\n  , // x\n}")).isEqualTo("{\n  \"a\": 1\n}");
    assertThat(repaired("[\r\n  1, // x\r\n  // y\r\n]\r\n")).isEqualTo("[\r\n  1\r\n]\r\n");
    assertThat(repaired("[1\n/* x */]")).isEqualTo("[1\n]");
    assertThat(repaired("[1,\t\n  2 \t// x\n]")).isEqualTo("[1,\t\n  2\n]");
  }

  @Test
  void a_comment_over_several_lines_between_tokens_goes_alone() {
    assertThat(repaired("{\n  \"a\": 1, /* x\n  y */ \"b\": 2\n}"))
        .isEqualTo("{\n  \"a\": 1, \"b\": 2\n}");
  }

  @Test
  void a_file_of_comments_alone_becomes_empty() {
    assertThat(repaired("// a\n\n/* b */\n")).isEqualTo("\n");
  }

  @Test
  void repeated_keys_and_the_byte_order_mark_are_kept() throws Exception {
    byte[] bytes = "\uFEFF{\"a\": 1, \"a\": 2,}".getBytes(StandardCharsets.UTF_8);
    assertThat(JsonDocument.parse("f", bytes).withoutLeniencies().source().encode())
        .isEqualTo("\uFEFF{\"a\": 1, \"a\": 2}".getBytes(StandardCharsets.UTF_8));
  }
}
