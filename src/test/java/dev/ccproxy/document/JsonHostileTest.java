package dev.ccproxy.document;

import static dev.ccproxy.document.Editing.append;
import static dev.ccproxy.document.Editing.json;
import static dev.ccproxy.document.Editing.remove;
import static dev.ccproxy.document.Editing.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files that nobody means well with. */
class JsonHostileTest {
  /** Far more than any of this takes; what is quadratic in the size takes far longer. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final JsonFactory LENIENT =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  private static JsonDocument parse(String text) throws DocumentException {
    return JsonDocument.parse("f", SourceText.of(text));
  }

  /** Whether the parser by itself takes the text for one value, or for none. */
  private static boolean isReadable(JsonFactory json, String text) {
    try (JsonParser parser = json.createParser(text)) {
      int depth = 0;
      int values = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        values += depth == 0 ? 1 : 0;
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      return values <= 1;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void a_hundred_thousand_levels_are_refused_at_the_first_too_many() {
    for (String open : List.of("[", "{\"a\":", "[{\"a\":")) {
      assertThatThrownBy(() -> parse(open.repeat(100_000)))
          .isInstanceOf(DocumentException.class)
          .hasMessageEndingWith("nested deeper than 500 levels");
    }
  }

  @Test
  void a_text_cut_anywhere_is_a_document_or_a_document_exception() throws Exception {
    for (int seed = 0; seed < 40; seed++) {
      String text = RandomJson.text(new Random(seed)) + "[1.5e3, \"\\u00e9\\\\\", true";
      for (int end = 0; end <= text.length(); end++) {
        String cut = text.substring(0, end);
        boolean readable = isReadable(LENIENT, cut);
        try {
          JsonDocument document = parse(cut);
          assertThat(readable).as(cut).isTrue();
          assertThat(document.root().span().end()).isLessThanOrEqualTo(end);
        } catch (DocumentException e) {
          assertThat(readable).as(cut + "\n" + e.getMessage()).isFalse();
          assertThat(e.line()).as(cut).isNotNull();
        }
      }
    }
  }

  @Test
  void bytes_cut_anywhere_are_a_document_or_a_document_exception() {
    byte[] bytes = "\uFEFF{\"é😀\": [\"模型\", {}]}".getBytes(StandardCharsets.UTF_8);
    List<String> read = new ArrayList<>();
    for (int end = 0; end <= bytes.length; end++) {
      try {
        read.add(JsonDocument.parse("f", java.util.Arrays.copyOf(bytes, end)).source().text());
      } catch (DocumentException e) {
        assertThat(e.document()).isEqualTo("f");
      }
    }
    assertThat(read).containsExactly("", "", "{\"é😀\": [\"模型\", {}]}");
  }

  @Test
  void damaged_texts_are_read_or_refused_as_the_parser_does() {
    String pieces = "{}[],:\"\\/*1-.eu \n\t'#tnf\u0000\u00a0\ud83d\ude00";
    int readable = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(RandomJson.text(random));
      for (int i = random.nextInt(3); i >= 0 && text.length() > 0; i--) {
        int at = random.nextInt(text.length());
        char piece = pieces.charAt(random.nextInt(pieces.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.insert(at, piece);
          case 1 -> text.setCharAt(at, piece);
          default -> text.deleteCharAt(at);
        }
      }
      boolean expected = isReadable(LENIENT, text.toString());
      try {
        JsonDocument document = parse(text.toString());
        assertThat(expected).as(text.toString()).isTrue();
        assertThat(document.isStrict())
            .as(text.toString())
            .isEqualTo(isReadable(new JsonFactory(), text.toString()));
        readable++;
      } catch (DocumentException e) {
        assertThat(expected).as(text + "\n" + e.getMessage()).isFalse();
        assertThat(e.reason()).as(text.toString()).doesNotContain("a number at the top");
      }
    }
    assertThat(readable).isBetween(2_000, 18_000);
  }

  @Test
  void tokens_of_a_megabyte_are_read_in_no_time() {
    String million = "1".repeat(1_000_000);
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          assertThat(parse("\"" + million + "\"").text(NodePath.ROOT)).contains(million);
          assertThat(parse("{\"" + million + "\": 1}").text(NodePath.of(million))).contains("1");
          assertThat(parse(million).text(NodePath.ROOT)).contains(million);
          assertThat(parse("/*" + million + "*/1 //" + million).problems()).hasSize(2);
          assertThat(parse(" ".repeat(1_000_000) + "1").text(NodePath.ROOT)).contains("1");
          assertThatThrownBy(() -> parse("[\"" + million)).isInstanceOf(DocumentException.class);
          assertThatThrownBy(() -> parse("[" + "1,".repeat(500_000)))
              .isInstanceOf(DocumentException.class);
        });
  }

  @Test
  void a_line_of_two_megabytes_is_edited_in_no_time() {
    StringBuilder text = new StringBuilder("{\"env\":{\"A\":\"x\"},\"l\":[0");
    for (int i = 1; text.length() < 2_000_000; i++) {
      text.append(i % 3 == 0 ? "," : ",{},[").append(i).append(i % 3 == 0 ? "" : "]");
    }
    JsonDocument document = json(text.append("]}").toString());
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      changes.add(set("env/B" + i, "x"));
      changes.add(remove("l/" + i * 100));
      changes.add(append("l", "x"));
    }
    changes.add(set("l/5000", Editing.fields("a", Value.of("b"))));
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          JsonDocument edited = document.apply(changes);
          assertThat(edited.text(NodePath.of("env", "B29"))).contains("x");
        });
  }

  @Test
  void many_comments_commas_and_empty_lines_are_taken_out_in_no_time() {
    String comments = "[" + "1/**/, ".repeat(200_000) + "2,]";
    String lines = "{\n\"a\": 1," + " \n".repeat(500_000) + "\"b\": 2\n}";
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          assertThat(json(comments).withoutLeniencies().problems()).isEmpty();
          assertThat(json(lines).apply(List.of(remove("b"))).source().text())
              .isEqualTo("{\n\"a\": 1\n}");
        });
  }

  @Test
  void many_repeated_keys_are_read_and_removed_in_no_time() {
    String text = "{" + "\"a\": 1,\n".repeat(20_000) + "\"b\": 2}";
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          assertThat(json(text).problems()).hasSize(19_999);
          assertThat(json(text).apply(List.of(remove("a"))).source().text())
              .isEqualTo("{\n\"b\": 2}");
        });
  }
}
