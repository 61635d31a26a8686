package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {

  /** Writes the tokens down, one line each. */
  private static final class Log extends JsonSink {
    final List<String> tokens = new ArrayList<>();
    private final StringBuilder string = new StringBuilder();

    @Override
    void key(byte[] b, int from, int to, boolean whole) {
      tokens.add(
          "key " + new String(b, from, to - from, StandardCharsets.UTF_8) + (whole ? "" : "..."));
    }

    @Override
    void string(byte[] b, int from, int to, boolean first, boolean last, long at) {
      if (first) {
        string.setLength(0);
      }
      string.append(new String(b, from, to - from, StandardCharsets.ISO_8859_1));
      if (last) {
        byte[] bytes = string.toString().getBytes(StandardCharsets.ISO_8859_1);
        tokens.add("string " + new String(bytes, StandardCharsets.UTF_8));
      }
    }

    @Override
    void number(byte[] b, int from, int to, boolean whole, long at) {
      tokens.add(
          "number "
              + new String(b, from, to - from, StandardCharsets.US_ASCII)
              + (whole ? "" : "..."));
    }

    @Override
    void literal(Kind kind, long at) {
      tokens.add(kind.words());
    }

    @Override
    void open(boolean object, long at) {
      tokens.add(object ? "{" : "[");
    }

    @Override
    void close(boolean object, long at) {
      tokens.add(object ? "}" : "]");
    }
  }

  private static boolean valid(byte[] json, int piece, Log log) {
    JsonScanner scanner = new JsonScanner(log, false, false);
    for (int i = 0; i < json.length; i += piece) {
      int end = Math.min(json.length, i + piece);
      assertThat(scanner.feed(json, i, end, 0)).isEqualTo(end);
    }
    return scanner.finish();
  }

  private static boolean valid(String json) {
    byte[] bytes = Wire.utf8(json);
    Log whole = new Log();
    boolean valid = valid(bytes, bytes.length + 1, whole);
    for (int piece = 1; piece < 4; piece++) {
      Log log = new Log();
      assertThat(valid(bytes, piece, log)).isEqualTo(valid);
      assertThat(log.tokens).isEqualTo(whole.tokens);
    }
    return valid;
  }

  private static List<String> tokens(String json) {
    Log log = new Log();
    assertThat(valid(Wire.utf8(json), 1000, log)).isTrue();
    return log.tokens;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "0",
        "-0",
        "-1.5e+10",
        "1E5",
        "0.0",
        "\"\"",
        "true",
        "false",
        "null",
        " [ 1 , 2 ] ",
        "{\"a\":{\"b\":[{}]}}",
        "\"\\u0041\\n\\\"\\\\\\/\\b\\f\\r\\t\"",
        "\"\u00e9\u6f22\uD83D\uDE00\"",
        "\t\r\n{\r\n}\n",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "123456789012345678901234567890123456789012345",
      })
  void valid_documents_are_taken(String json) {
    assertThat(valid(json)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "1e+",
        "tru",
        "nul",
        "True",
        "nan",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "[1 2]",
        "{} {}",
        "1 2",
        "[1}",
        "{\"a\":1]",
        "{,}",
        "[,]",
        "\"a\" \"b\"",
        "{\"a\" 1}",
        "// x\n1",
        "[1,2",
        "{\"a\":\"b",
        "\u00a01",
        "truefalse",
      })
  void invalid_documents_are_not(String json) {
    assertThat(valid(json)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1 x}       | unexpected character x         | 7
          {"a":"b         | it ends inside a string        | -1
          {"a":1          | it ends inside an object       | -1
          [1,2            | it ends inside an array        | -1
          tru             | it ends inside a value         | -1
          [1,-]           | unfinished number              | 4
          [trux]          | unknown word                   | 4
          {} {}           | text after the value           | 3
          ["\\q"]         | unknown escape in a string     | 3
          ["\\u12x4"]     | wrong \\u escape               | 6
          """)
  void a_failure_says_what_and_where(String json, String reason, long at) {
    JsonScanner scanner = new JsonScanner(new Log(), false, false);
    byte[] bytes = Wire.utf8(json);
    scanner.feed(bytes, 0, bytes.length, 0);
    assertThat(scanner.finish()).isFalse();
    assertThat(scanner.failure()).isEqualTo(reason);
    assertThat(scanner.failedAt()).isEqualTo(at);
  }

  @Test
  void escapes_become_the_characters_that_they_stand_for() {
    assertThat(tokens("\"a\\u00e9\\u6f22\\ud83d\\ude00\\n\\\\z\""))
        .containsExactly("string a\u00e9\u6f22\uD83D\uDE00\n\\z");
    assertThat(tokens("\"\\ud83dx\\ud83d\\ud83d\\ude00\""))
        .containsExactly("string \uFFFDx\uFFFD\uD83D\uDE00");
  }

  @Test
  void long_strings_and_names_pass_through() {
    String text = "x\\n".repeat(5000) + "y".repeat(5000) + "\\u00e9".repeat(300);
    assertThat(tokens("[\"" + text + "\"]"))
        .containsExactly(
            "[", "string " + "x\n".repeat(5000) + "y".repeat(5000) + "\u00e9".repeat(300), "]");
    assertThat(tokens("{\"" + "k".repeat(300) + "\":1}"))
        .containsExactly("{", "key " + "k".repeat(256) + "...", "number 1", "}");
  }

  @Test
  void nesting_has_a_limit_far_beyond_any_real_document() {
    byte[] deep = new byte[JsonScanner.MAX_DEPTH];
    Arrays.fill(deep, (byte) '[');
    JsonScanner scanner = new JsonScanner(new Log(), false, false);
    scanner.feed(deep, 0, deep.length, 0);
    assertThat(scanner.failed()).isFalse();
    scanner.feed(deep, 0, 1, deep.length);
    assertThat(scanner.failure()).isEqualTo("nesting deeper than 1048576");
    assertThat(scanner.failedAt()).isEqualTo(JsonScanner.MAX_DEPTH);
  }

  @Test
  void objects_and_arrays_are_told_apart_at_any_depth() {
    String open = "[{\"a\":".repeat(200);
    String close = "}]".repeat(200);
    assertThat(valid(open + "1" + close)).isTrue();
    assertThat(valid(open + "1" + close.substring(2) + "]}")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "C3A9, -1",
    "C3, 1",
    "C328, 2",
    "A9, 1",
    "C0AF, 1",
    "E282AC, -1",
    "E282, 1",
    "E08080, 2",
    "EDA080, 2",
    "F09F9880, -1",
    "F0808080, 2",
    "F4908080, 2",
    "F5808080, 1",
    "FF, 1",
    "C3A9FF, 3"
  })
  void bytes_that_are_no_utf8_are_found_and_tolerated(String hex, long at) {
    for (String around : List.of("\"", "\"\\n")) {
      byte[] json = new byte[around.length() + hex.length() / 2 + 1];
      int n = 0;
      for (char c : around.toCharArray()) {
        json[n++] = (byte) c;
      }
      for (int i = 0; i < hex.length(); i += 2) {
        json[n++] = (byte) Integer.parseInt(hex.substring(i, i + 2), 16);
      }
      json[n] = '"';
      for (int piece : new int[] {1, 100}) {
        JsonScanner scanner = new JsonScanner(new Log(), false, false);
        for (int i = 0; i < json.length; i += piece) {
          scanner.feed(json, i, Math.min(json.length, i + piece), 0);
        }
        assertThat(scanner.finish()).isTrue();
        assertThat(scanner.wrongUtf8At() >= 0).isEqualTo(at >= 0);
      }
    }
  }

  @Test
  void in_line_mode_it_stops_at_line_ends_and_a_new_line_is_white_space() {
    Log log = new Log();
    JsonScanner scanner = new JsonScanner(log, true, false);
    byte[] first = Wire.utf8("{\"a\":\r");
    assertThat(scanner.feed(first, 0, first.length, 0)).isEqualTo(5);
    scanner.newline(6);
    byte[] second = Wire.utf8("12\n");
    assertThat(scanner.feed(second, 0, second.length, 0)).isEqualTo(2);
    scanner.newline(9);
    byte[] third = Wire.utf8("}");
    scanner.feed(third, 0, third.length, 0);
    assertThat(scanner.finish()).isTrue();
    assertThat(log.tokens).containsExactly("{", "key a", "number 12", "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a", "\"a\\n", "\"a\\", "\"a\\u00", "tr"})
  void a_line_end_inside_a_token_is_a_failure(String start) {
    JsonScanner scanner = new JsonScanner(new Log(), true, false);
    byte[] bytes = Wire.utf8(start + "\n");
    assertThat(scanner.feed(bytes, 0, bytes.length, 0)).isEqualTo(bytes.length - 1);
    assertThat(scanner.failed()).isFalse();
    scanner.newline(bytes.length);
    assertThat(scanner.failed()).isTrue();
  }

  @Test
  void in_chain_mode_values_follow_each_other() {
    Log log = new Log();
    JsonScanner scanner = new JsonScanner(log, false, true);
    byte[] bytes = Wire.utf8("{} {\"a\":1}\"x\"");
    scanner.feed(bytes, 0, bytes.length, 0);
    assertThat(scanner.failed()).isFalse();
    assertThat(scanner.complete()).isTrue();
    assertThat(scanner.extra()).isTrue();
    assertThat(scanner.finish()).isFalse();
    assertThat(log.tokens).containsExactly("{", "}", "{", "key a", "number 1", "}", "string x");
  }

  @Test
  void it_agrees_with_another_reader_on_damaged_documents() throws IOException {
    String[] seeds = {
      Documents.TOOL,
      Documents.THINKING,
      "[1,-2.5e3,true,false,null,\"\\u00e9\\\\\\\"\",{\"a\":[{}],\"b\":{}}]",
      " { \"k\" : [ 0 , 10 , 1E-2 ] } ",
    };
    Random random = new Random(20261123);
    String alphabet = "{}[]\",:\\eE+-.0129tfnu \n\u0001";
    int valid = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(text.length());
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, c);
          case 1 -> text.insert(at, c);
          default -> text.deleteCharAt(at);
        }
      }
      byte[] bytes = Wire.utf8(text.toString());
      Log log = new Log();
      boolean ours = valid(bytes, 1 + random.nextInt(bytes.length + 1), log);
      List<String> theirs = jackson(bytes);
      assertThat(ours).as(text.toString()).isEqualTo(theirs != null);
      if (theirs != null) {
        valid++;
        assertThat(log.tokens).isEqualTo(theirs);
      }
    }
    assertThat(valid).isBetween(1000, 19_000);
  }

  private static @Nullable List<String> jackson(byte[] json) throws IOException {
    List<String> tokens = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      int depth = 0;
      boolean done = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (done) {
          return null;
        }
        switch (token) {
          case START_OBJECT -> tokens.add("{");
          case END_OBJECT -> tokens.add("}");
          case START_ARRAY -> tokens.add("[");
          case END_ARRAY -> tokens.add("]");
          case FIELD_NAME -> tokens.add("key " + parser.currentName());
          case VALUE_STRING -> tokens.add("string " + parser.getText());
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> tokens.add("number " + parser.getText());
          default -> tokens.add(parser.getText());
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        done = depth == 0 && token != JsonToken.FIELD_NAME;
      }
      return done ? tokens : null;
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return null;
    }
  }
}
