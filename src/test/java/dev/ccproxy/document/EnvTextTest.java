package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnvTextTest {

  static Stream<Arguments> writable() {
    return Stream.of(
        Arguments.of("", ""),
        Arguments.of("azAZ09_-./:@%+,=", "azAZ09_-./:@%+,="),
        Arguments.of("http://localhost:4000", "http://localhost:4000"),
        Arguments.of("deepseek-flash[1m]", "'deepseek-flash[1m]'"),
        Arguments.of("a b", "'a b'"),
        Arguments.of(" a ", "' a '"),
        Arguments.of("a#b", "'a#b'"),
        Arguments.of("~", "'~'"),
        Arguments.of("é😀", "'é😀'"),
        Arguments.of("a\nb\t", "'a\nb\t'"),
        Arguments.of("a\"b`c`;&|<>(){}*?!^", "'a\"b`c`;&|<>(){}*?!^'"),
        Arguments.of("C:\\Users\\n\\`\\\"", "'C:\\Users\\n\\`\\\"'"),
        Arguments.of("a$", "'a$'"),
        Arguments.of("it's", "\"it's\""),
        Arguments.of("it's\n#1 \\ \\x$", "\"it's\n#1 \\ \\x$\""),
        Arguments.of("'", "\"'\""));
  }

  @ParameterizedTest
  @MethodSource("writable")
  void a_value_is_written_plain_or_in_the_quotes_that_fit(String value, String text) {
    assertThat(EnvText.obstacle(value)).isNull();
    assertThat(EnvText.encode(value)).contains(text);
  }

  static Stream<Arguments> unwritable() {
    return Stream.of(
        Arguments.of("a\u0000", "a NUL character, which no environment variable can hold"),
        Arguments.of(
            "a\rb", "a carriage return, which Bun and python-dotenv would turn into a line feed"),
        Arguments.of("a$b", "a $ before other characters, which Bun would take for a variable"),
        Arguments.of("$$", "a $ before other characters, which Bun would take for a variable"),
        Arguments.of("\ud83d", "half a surrogate pair, which UTF-8 cannot write"),
        Arguments.of("\ud83dx", "half a surrogate pair, which UTF-8 cannot write"),
        Arguments.of("\ude00", "half a surrogate pair, which UTF-8 cannot write"),
        Arguments.of("x\ude00", "half a surrogate pair, which UTF-8 cannot write"),
        Arguments.of("😀\ude00", "half a surrogate pair, which UTF-8 cannot write"),
        Arguments.of("\\\\a", "two backslashes in a row, of which python-dotenv would drop one"),
        Arguments.of("a\\", "a backslash at the end, which Bun would take for an escape"),
        Arguments.of("a\\$", "a backslash at the end, which Bun would take for an escape"),
        Arguments.of(
            "'\"",
            "a single quote and a double quote, which cannot stand in one value for all readers"),
        Arguments.of(
            "'`", "a single quote and a backtick, which cannot stand in one value for all readers"),
        Arguments.of(
            "'\\",
            "a single quote and a backslash, which the readers would take for different escapes"));
  }

  @ParameterizedTest
  @MethodSource("unwritable")
  void a_value_that_no_writing_fits_is_said_to_be_one(String value, String obstacle) {
    assertThat(EnvText.encode(value)).isEmpty();
    assertThat(EnvText.obstacle(value)).isEqualTo(obstacle);
  }

  @Test
  void next_to_a_single_quote_a_backslash_goes_only_before_what_is_no_escape_anywhere() {
    for (char c : "\\'\"`$abfnrtv\n".toCharArray()) {
      assertThat(EnvText.encode("'" + "\\" + c + "x")).as("%s", c).isEmpty();
    }
    for (char c : " cxuU0T/#".toCharArray()) {
      assertThat(EnvText.encode("'" + "\\" + c + "\\x")).contains("\"'\\" + c + "\\x\"");
    }
  }

  @Test
  void what_is_written_is_read_again_as_it_was() {
    List<String> pieces =
        List.of(
            "a", "N", "'", "\"", "\\", "$", "`", "#", " ", "\n", "=", "é", "😀", "\t", "(", "X=",
            "");
    int written = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder value = new StringBuilder();
      for (int i = random.nextInt(6); i > 0; i--) {
        value.append(pieces.get(random.nextInt(pieces.size())));
      }
      String encoded = EnvText.encode(value.toString()).orElse(null);
      if (encoded != null) {
        EnvDocument document =
            EnvDocument.parse("f", SourceText.of("A=1\nX=" + encoded + "\nB=2\n"));
        assertThat(document.text(NodePath.of("X"))).contains(value.toString());
        assertThat(document.root().entries()).hasSize(3);
        assertThat(document.problems()).isEmpty();
        written++;
      }
    }
    assertThat(written).isGreaterThan(10_000);
  }
}
