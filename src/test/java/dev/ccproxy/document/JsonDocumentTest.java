package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentTest {

  private static JsonDocument parse(String json) throws DocumentException {
    return JsonDocument.parse("settings.json", SourceText.of(json));
  }

  private static String at(JsonDocument document, NodePath path) {
    return document.find(path).orElseThrow().span().of(document.source().text());
  }

  @Test
  void every_value_knows_exactly_where_it_stands() throws DocumentException {
    String json =
        "{ \"s\" : \"a\\\"b\" ,\n\"n\":-1.5e+3,\"t\":true,\"f\":false,\"z\":null,"
            + "\"o\":{ },\"l\":[1 , [\"x\"]]}";
    JsonDocument document = parse(json);

    assertThat(at(document, NodePath.ROOT)).isEqualTo(json);
    assertThat(at(document, NodePath.of("s"))).isEqualTo("\"a\\\"b\"");
    assertThat(at(document, NodePath.of("n"))).isEqualTo("-1.5e+3");
    assertThat(at(document, NodePath.of("t"))).isEqualTo("true");
    assertThat(at(document, NodePath.of("f"))).isEqualTo("false");
    assertThat(at(document, NodePath.of("z"))).isEqualTo("null");
    assertThat(at(document, NodePath.of("o"))).isEqualTo("{ }");
    assertThat(at(document, NodePath.of("l"))).isEqualTo("[1 , [\"x\"]]");
    assertThat(at(document, NodePath.of("l").item(0))).isEqualTo("1");
    assertThat(at(document, NodePath.of("l").item(1).item(0))).isEqualTo("\"x\"");
  }

  @Test
  void every_key_knows_exactly_where_it_stands() throws DocumentException {
    JsonDocument document = parse("{\"a\" : 1, /* , \"x\": */ \"b\\\"\":2,\n  \"\" /**/:3}");
    Node.Mapping root = (Node.Mapping) document.root();
    assertThat(root.entries())
        .extracting(e -> e.keySpan().of(document.source().text()))
        .containsExactly("\"a\"", "\"b\\\"\"", "\"\"");
    assertThat(root.entries()).extracting(Node.Entry::key).containsExactly("a", "b\"", "");
  }

  @Test
  void scalars_have_their_kind_and_their_decoded_text() throws DocumentException {
    JsonDocument document = parse("[\"\\u0041\\n\\/é😀\", 1.50, 1E400, true, false, null]");
    assertThat(((Node.Sequence) document.root()).items())
        .extracting(n -> ((Node.Scalar) n).kind() + " " + ((Node.Scalar) n).value())
        .containsExactly(
            "STRING A\n/é😀",
            "NUMBER 1.50",
            "NUMBER 1E400",
            "BOOLEAN true",
            "BOOLEAN false",
            "NULL null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n\t \n"})
  void a_file_without_content_is_an_empty_object_of_an_empty_span(String text)
      throws DocumentException {
    JsonDocument document = parse(text);
    assertThat(document.root()).isEqualTo(new Node.Mapping(Span.at(0), List.of()));
    assertThat(document.problems()).isEmpty();
    assertThat(document.isStrict()).isTrue();
  }

  @Test
  void a_file_of_comments_alone_is_an_empty_object_too() throws DocumentException {
    JsonDocument document = parse("// nothing yet");
    assertThat(document.root()).isEqualTo(new Node.Mapping(Span.at(0), List.of()));
    assertThat(document.problems())
        .containsExactly(new Problem(new Span(0, 14), Problem.Kind.COMMENT, "//"));
  }

  @Test
  void a_scalar_can_be_the_whole_content() throws DocumentException {
    assertThat(parse(" 12 ").root())
        .isEqualTo(new Node.Scalar(new Span(1, 3), Node.Kind.NUMBER, "12"));
  }

  @Test
  void comments_are_reported_with_their_place() throws DocumentException {
    String json = "// a\r\n{ /* b\n*/ \"k\" /*,*/: // c\n1 /***/}//";
    JsonDocument document = parse(json);
    assertThat(document.problems())
        .allMatch(p -> p.kind() == Problem.Kind.COMMENT)
        .extracting(p -> p.span().of(json))
        .containsExactly("// a", "/* b\n*/", "/*,*/", "// c", "/***/", "//");
    assertThat(document.problems())
        .extracting(Problem::detail)
        .containsExactly("//", "/*", "/*", "//", "/*", "//");
    assertThat(document.isStrict()).isFalse();
  }

  @Test
  void slashes_in_strings_are_no_comments() throws DocumentException {
    assertThat(parse("{\"url\": \"http://x/*y*/\", \"//\": \",\"}").problems()).isEmpty();
  }

  @Test
  void commas_before_closing_brackets_are_reported_with_their_place() throws DocumentException {
    JsonDocument document = parse("{\"a\": [1, 2 /*c*/,\n], \"b\": {\"c\": 1,},}");
    assertThat(document.problems())
        .containsExactly(
            new Problem(new Span(12, 17), Problem.Kind.COMMENT, "/*"),
            new Problem(new Span(17, 18), Problem.Kind.TRAILING_COMMA, ","),
            new Problem(new Span(34, 35), Problem.Kind.TRAILING_COMMA, ","),
            new Problem(new Span(36, 37), Problem.Kind.TRAILING_COMMA, ","));
    assertThat(document.isStrict()).isFalse();
  }

  @Test
  void repeated_keys_are_reported_at_each_repetition_and_the_last_one_counts()
      throws DocumentException {
    JsonDocument document =
        parse("{\"a\": 1, \"b\": {\"a\": 0}, \"a\": 2, \"\\u0061\": 3, \"c\": {\"a\": 0}}");
    assertThat(document.problems())
        .containsExactly(
            new Problem(new Span(24, 27), Problem.Kind.DUPLICATE_KEY, "a"),
            new Problem(new Span(32, 40), Problem.Kind.DUPLICATE_KEY, "a"));
    assertThat(document.text(NodePath.of("a"))).contains("3");
    assertThat(document.isStrict()).isTrue();
  }

  @Test
  void problems_come_in_the_order_of_the_file() throws DocumentException {
    JsonDocument document = parse("{\"a\": 1, /*1*/ \"a\": [1, /*2*/], /*3*/ \"a\": 2,\n}");
    assertThat(document.problems()).extracting(p -> p.span().start()).isSorted().hasSize(7);
  }

  @Test
  void half_surrogate_pairs_in_escapes_are_read_as_they_are() throws DocumentException {
    assertThat(parse("[\"\\ud83d\", \"\\ude00x\"]").text(NodePath.ROOT.item(0))).contains("\ud83d");
    assertThat(parse("{\"\\ud83d\\ude00\": 1}").text(NodePath.of("😀"))).contains("1");
  }

  @Test
  void places_do_not_count_the_byte_order_mark() throws DocumentException {
    byte[] bytes = "\uFEFF{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
    JsonDocument document = JsonDocument.parse("f", bytes);
    assertThat(document.root().span()).isEqualTo(new Span(0, 8));
    assertThat(document.source().encode()).isEqualTo(bytes);
    assertThat(document.name()).isEqualTo("f");
  }

  @Test
  void bytes_that_are_no_utf_8_are_reported_with_their_place() {
    assertThatThrownBy(() -> JsonDocument.parse("f", new byte[] {'{', '\n', (byte) 0xFF}))
        .isInstanceOf(DocumentException.class)
        .hasMessage("f:2:1: not UTF-8: invalid byte 0xFF");
  }

  @Test
  void five_hundred_levels_are_read_and_no_more() throws DocumentException {
    assertThat(parse("[".repeat(500) + "]".repeat(500)).root()).isInstanceOf(Node.Sequence.class);
    assertThatThrownBy(() -> parse("\n" + "[".repeat(501) + "]".repeat(501)))
        .isInstanceOf(DocumentException.class)
        .hasMessage("settings.json:2:501: nested deeper than 500 levels");
  }

  @Test
  void levels_are_counted_as_open_not_as_seen() throws DocumentException {
    String many = "[" + "{\"a\": [1]},".repeat(600) + "0]";
    assertThat(((Node.Sequence) parse(many).root()).items()).hasSize(601);
  }
}
