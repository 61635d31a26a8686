package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFaultTest {

  private static DocumentException fault(String json) {
    return catchThrowableOfType(
        DocumentException.class, () -> JsonDocument.parse("f.json", SourceText.of(json)));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            "{\n  \"a\": 1\n  \"env\": 2\n}", "3:3: expected a comma or }, found the key \"env\""),
        Arguments.of("{\"a\": 1 \"b c\": 2}", "1:9: expected a comma or }, found a string"),
        Arguments.of("[\"a\" \"b\"]", "1:6: expected a comma or ], found a string"),
        Arguments.of("[1 2]", "1:4: expected a comma or ], found a number"),
        Arguments.of("[1 {}]", "1:4: expected a comma or ], found \"{\""),
        Arguments.of("[1 true]", "1:4: expected a comma or ], found a word without quotes"),
        Arguments.of("[1 -]", "1:4: expected a comma or ], found \"-\""),
        Arguments.of("{\"a\" 1}", "1:6: expected a colon, found a number"),
        Arguments.of("{\"a\", 1}", "1:5: expected a colon, found \",\""),
        Arguments.of("{\"a\": 1: 2}", "1:8: expected a comma or }, found \":\""),
        Arguments.of("{\"a\":}", "1:6: expected a value, found \"}\""),
        Arguments.of("{\"a\": 1]", "1:8: expected a comma or }, found \"]\""),
        Arguments.of("[1}", "1:3: expected a comma or ], found \"}\""),
        Arguments.of("[}", "1:2: expected a value or ], found \"}\""),
        Arguments.of("[1,}", "1:4: expected a value or ], found \"}\""),
        Arguments.of("{]", "1:2: expected a key in double quotes or }, found \"]\""),
        Arguments.of("{\"a\":1,]", "1:8: expected a key in double quotes or }, found \"]\""),
        Arguments.of("[,]", "1:2: expected a value or ], found \",\""),
        Arguments.of("[1,,2]", "1:4: expected a value or ], found \",\""),
        Arguments.of("{,}", "1:2: expected a key in double quotes or }, found \",\""),
        Arguments.of("{[]}", "1:2: expected a key in double quotes or }, found \"[\""),
        Arguments.of("{1: 2}", "1:2: expected a key in double quotes or }, found a number"),
        Arguments.of(
            "{a: 2}", "1:2: expected a key in double quotes or }, found a word without quotes"),
        Arguments.of(
            "{_a: 2}", "1:2: expected a key in double quotes or }, found a word without quotes"),
        Arguments.of(
            "{'a': 2}",
            "1:2: expected a key in double quotes or },"
                + " found a single quote; JSON needs double quotes"),
        Arguments.of(
            "{“a”: 2}",
            "1:2: expected a key in double quotes or },"
                + " found a typographic quote; JSON needs straight double quotes"),
        Arguments.of(
            "{‘a’: 2}",
            "1:2: expected a key in double quotes or },"
                + " found a typographic quote; JSON needs straight double quotes"),
        Arguments.of("[\u00a01]", "1:2: expected a value or ], found the character U+00A0"),
        Arguments.of("[😀]", "1:2: expected a value or ], found the character U+1F600"),
        Arguments.of("[\u0000]", "1:2: expected a value or ], found the character U+0000"),
        Arguments.of("[\u007f]", "1:2: expected a value or ], found the character U+007F"),
        Arguments.of("# x\n{}", "1:1: expected a value, found \"#\""),
        Arguments.of("\uFEFF{}", "1:1: expected a value, found the character U+FEFF"),
        Arguments.of("{} {}", "1:4: expected nothing more, found \"{\""),
        Arguments.of("{}}", "1:3: expected nothing more, found \"}\""),
        Arguments.of("{}, 1", "1:3: expected nothing more, found \",\""),
        Arguments.of("1 2", "1:3: expected nothing more, found a number"),
        Arguments.of("\"a\": 1", "1:4: expected nothing more, found \":\""),
        Arguments.of(
            "1// x", "1:1: a number at the top of a file needs a blank or a line end behind it"),
        Arguments.of("nulL", "1:1: expected a value, found a word without quotes"),
        Arguments.of("[True]", "1:2: expected a value or ], found a word without quotes"),
        Arguments.of("[truefalse]", "1:2: expected a value or ], found a word without quotes"),
        Arguments.of("[01]", "1:2: not a number as JSON writes it"),
        Arguments.of("[+1]", "1:2: not a number as JSON writes it"),
        Arguments.of("[.5]", "1:2: not a number as JSON writes it"),
        Arguments.of("[-]", "1:2: not a number as JSON writes it"),
        Arguments.of("[9a]", "1:2: not a number as JSON writes it"),
        Arguments.of("[0x1]", "1:2: not a number as JSON writes it"),
        Arguments.of(
            "{\n \"a\": \"x\n}",
            "2:7: the string that begins here has no closing quote on its line"),
        Arguments.of("[1,\"x", "1:4: the string that begins here has no closing quote on its line"),
        Arguments.of(
            "[\"x\\\"", "1:2: the string that begins here has no closing quote on its line"),
        Arguments.of("[\"x\ty\"]", "1:4: a string with the control character U+0009 unescaped"),
        Arguments.of(
            "[\"C:\\Users\"]",
            "1:5: a backslash that begins no escape; a backslash itself is written \\\\"),
        Arguments.of(
            "[\"x\\", "1:4: a backslash that begins no escape; a backslash itself is written \\\\"),
        Arguments.of("[\"\\u12g4\"]", "1:3: \\u without four hexadecimal digits"),
        Arguments.of("[\"\\u12", "1:3: \\u without four hexadecimal digits"),
        Arguments.of("[\"\\u123\"]", "1:3: \\u without four hexadecimal digits"),
        Arguments.of("[1 /* x ]", "1:4: the comment that begins here is not closed"),
        Arguments.of("[1 /*/]", "1:4: the comment that begins here is not closed"),
        Arguments.of("[1 /* \t\r\n\u000b*/]", "2:1: a comment with the control character U+000B"),
        Arguments.of("[1 // x\u001f\n]", "1:8: a comment with the control character U+001F"),
        Arguments.of("[/**/ x]", "1:7: expected a value or ], found a word without quotes"),
        Arguments.of("/**/x", "1:5: expected a value, found a word without quotes"),
        Arguments.of("[1 0]", "1:4: expected a comma or ], found a number"),
        Arguments.of("[1 9]", "1:4: expected a comma or ], found a number"),
        Arguments.of("[1 /", "1:4: expected a comma or ], found \"/\""),
        Arguments.of("[!]", "1:2: expected a value or ], found \"!\""),
        Arguments.of("[~]", "1:2: expected a value or ], found \"~\""),
        Arguments.of(
            "[\u2018]",
            "1:2: expected a value or ],"
                + " found a typographic quote; JSON needs straight double quotes"),
        Arguments.of(
            "[\u201F]",
            "1:2: expected a value or ],"
                + " found a typographic quote; JSON needs straight double quotes"),
        Arguments.of("[\u2017]", "1:2: expected a value or ], found the character U+2017"),
        Arguments.of("[\u2020]", "1:2: expected a value or ], found the character U+2020"),
        Arguments.of(
            "{\"a\": 1 \"azAZ09\": 2}", "1:9: expected a comma or }, found the key \"azAZ09\""),
        Arguments.of("[\" \u001f\"]", "1:4: a string with the control character U+001F unescaped"),
        Arguments.of("[1 / 2]", "1:4: expected a comma or ], found \"/\""),
        Arguments.of(
            "{\n\"a\": {\n\"b\": [1,\n",
            "4:1: expected a value or ], found the end of the file; the [ of line 3 is not closed"),
        Arguments.of(
            "{\n\"a\": {}, // x",
            "2:14: expected a key in double quotes or }, found the end of the file;"
                + " the { of line 1 is not closed"),
        Arguments.of(
            "{\"a\"",
            "1:5: expected a colon, found the end of the file; the { of line 1 is not closed"),
        Arguments.of(
            "{\"a\": ",
            "1:7: expected a value, found the end of the file; the { of line 1 is not closed"),
        Arguments.of(
            "[{}",
            "1:4: expected a comma or ], found the end of the file;"
                + " the [ of line 1 is not closed"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_is_said_in_plain_words_with_its_place(String json, String message) {
    assertThat(fault(json)).hasMessage("f.json:" + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\ud83d", "\\uD83Dx", "\\ud83d\\n", "\\ud83d\\ud83d\\ude00", "\\ud83d\\u0041"})
  void a_key_with_half_a_surrogate_pair_is_refused(String key) {
    assertThat(fault("{\"\\ud83d\\ude00\\\\\\u00e9\": \"\\ud83d\",\n \"" + key + "\": 1}"))
        .hasMessage("f.json:2:2: a key with an escape for half a surrogate pair");
  }

  @Test
  void what_comes_before_the_fault_is_gone_over_as_it_is() {
    String before =
        "/* a, */ // b }\r\n{\"k\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uABcd\": [true, false, null,"
            + " -0.5e+10, 0, 10E-2, {}, [], {\"x\": {\"y\": []}},], \"z\": 1, }\n";
    assertThat(fault(before + "x"))
        .hasMessage("f.json:3:1: expected nothing more," + " found a word without quotes");
  }

  @Test
  void a_bracket_too_deep_is_the_fault_when_it_comes_first() {
    assertThat(fault("[".repeat(501))).hasMessage("f.json:1:501: nested deeper than 500 levels");
    assertThat(fault("[".repeat(500) + "x"))
        .hasMessage("f.json:1:501: expected a value or ], found a word without quotes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"TOKEN\": \"sk-S3CRET\" \"S3CRET\"}",
        "{\"TOKEN\": \"sk-\"S3CRET\"}",
        "{\"TOKEN\": sk-S3CRET}",
        "{\"TOKEN\": \"sk-S3CRET\n\"}",
        "{\"TOKEN\": \"S3CRET\\q\"}",
        "{\"TOKEN\": 'S3CRET'}",
        "{\"TOKEN\": \"x\" \"S3CRET-1\": 1}",
        "{\"TOKEN\": \"x\" \"S3CRETS3CRETS3CRETS3CRETS3CRETS3CRETS3CRETS3CRETS3CRETS3CRETS3CRET\": 1}",
        "S3CRET",
        "{} S3CRET",
        "[\"\\u12S3CRET\"]"
      })
  void no_value_of_the_file_gets_into_the_message(String json) {
    assertThat(fault(json).getMessage()).doesNotContain("S3CRET").doesNotContain("S3");
  }

  @Test
  void a_key_of_sixty_four_characters_is_named_and_a_longer_one_is_not() {
    assertThat(fault("{\"a\": 1 \"" + "k".repeat(64) + "\" : 2}").reason())
        .endsWith("found the key \"" + "k".repeat(64) + "\"");
    assertThat(fault("{\"a\": 1 \"" + "k".repeat(65) + "\" : 2}").reason())
        .endsWith("found a string");
    assertThat(fault("{\"a\": 1 \"aZ_$09\":").reason()).endsWith("found the key \"aZ_$09\"");
    assertThat(fault("{\"a\": 1 \"k").reason()).endsWith("found a string");
  }
}
