package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.document.Node.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentTest {

  private static YamlDocument parse(String text) throws DocumentException {
    return YamlDocument.parse("f.yaml", SourceText.of(text));
  }

  private static Node find(YamlDocument document, Object... steps) {
    NodePath path = NodePath.ROOT;
    for (Object step : steps) {
      path = step instanceof Integer index ? path.item(index) : path.key((String) step);
    }
    return document.find(path).orElseThrow();
  }

  private static String at(YamlDocument document, Object... steps) {
    return find(document, steps).span().of(document.source().text());
  }

  private static Value.Fields fields(Object... keysAndValues) {
    Map<String, Value> fields = new java.util.LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put((String) keysAndValues[i], (Value) keysAndValues[i + 1]);
    }
    return new Value.Fields(fields);
  }

  @Test
  void name_and_source_are_those_of_the_file() throws DocumentException {
    byte[] bytes = "\uFEFFa: 1\r\n".getBytes(StandardCharsets.UTF_8);
    YamlDocument document = YamlDocument.parse("x/litellm_config.yaml", bytes);
    assertThat(document.name()).isEqualTo("x/litellm_config.yaml");
    assertThat(document.source().encode()).isEqualTo(bytes);
    assertThat(document.source().bom()).isTrue();
    assertThat(find(document, "a")).isEqualTo(new Node.Scalar(new Span(3, 4), Kind.NUMBER, "1"));
  }

  @Test
  void a_file_that_is_no_utf_8_is_refused() {
    assertThatThrownBy(() -> YamlDocument.parse("f.yaml", new byte[] {'a', (byte) 0xFF}))
        .isInstanceOf(DocumentException.class)
        .hasMessage("f.yaml:1:2: not UTF-8: invalid byte 0xFF");
  }

  @ParameterizedTest
  @CsvSource({
    "yes, BOOLEAN, yes",
    "'\"yes\"', STRING, yes",
    "017, NUMBER, 017",
    "0o17, STRING, 0o17",
    "1e3, STRING, 1e3",
    "12:30:00, NUMBER, 12:30:00",
    "~, NULL, ~",
    "'', NULL, ''",
    "2026-11-25, TIMESTAMP, 2026-11-25",
    "'''it''''s''', STRING, it's",
    "'\"a\\tb\\/\\x41\\u00e9\"', STRING, 'a\tb/Aé'",
    "'\"a\\\tb\"', STRING, 'a\tb'",
    "'!!str 12', STRING, 12",
    "'!!int \"12\"', NUMBER, 12",
    "'!!float 1', NUMBER, 1",
    "'!!bool YES', BOOLEAN, YES",
    "'!!bool tRUE', BOOLEAN, tRUE",
    "'!!null x', NULL, x",
    "'!!binary aGk=', STRING, aGk=",
    "'!!timestamp 2001-01-01', TIMESTAMP, 2001-01-01",
    "'!<tag:yaml.org,2002:str> 1', STRING, 1",
    "'! 12', NUMBER, 12",
    "'! \"12\"', NUMBER, 12",
    "'&x 12', NUMBER, 12",
    "'&x !!str 12', STRING, 12",
    "'!!str &x 12', STRING, 12"
  })
  void scalars_have_the_kind_and_value_that_pyyaml_gives_them(String text, Kind kind, String value)
      throws DocumentException {
    YamlDocument document = parse("k: " + text);
    Node.Scalar scalar = (Node.Scalar) find(document, "k");
    assertThat(scalar.kind()).isEqualTo(kind);
    assertThat(scalar.value()).isEqualTo(value);
    assertThat(scalar.span())
        .isEqualTo(text.isEmpty() ? Span.at(2) : new Span(3, 3 + text.length()));
  }

  @Test
  void spans_count_utf_16_behind_emoji_and_leave_blanks_and_comments_out()
      throws DocumentException {
    YamlDocument document =
        parse(
            "# 😀😀\r\n\"😀\": {x: '😀',  y:   1 }  # 😀\r\nb:\r\n  - c:  d  # e\r\n    f: |\r\n      g\r\n\r\n# h\r\n");
    assertThat(at(document, "😀")).isEqualTo("{x: '😀',  y:   1 }");
    assertThat(at(document, "😀", "x")).isEqualTo("'😀'");
    assertThat(at(document, "😀", "y")).isEqualTo("1");
    assertThat(at(document, "b")).isEqualTo("- c:  d  # e\r\n    f: |\r\n      g");
    assertThat(at(document, "b", 0)).isEqualTo("c:  d  # e\r\n    f: |\r\n      g");
    assertThat(at(document, "b", 0, "c")).isEqualTo("d");
    assertThat(at(document, "b", 0, "f")).isEqualTo("|\r\n      g");
    assertThat(document.root().span())
        .isEqualTo(new Span(8, document.source().text().indexOf("\r\n\r\n")));
    Node.Mapping root = (Node.Mapping) document.root();
    assertThat(root.entries().get(0).keySpan().of(document.source().text())).isEqualTo("\"😀\"");
    assertThat(root.entries().get(1).keySpan().of(document.source().text())).isEqualTo("b");
  }

  @Test
  void spans_of_values_hold_their_anchor_and_tag() throws DocumentException {
    YamlDocument document =
        parse(
            "a: &x !!bool false # c\nb: &y\n  c: 1\nd: &z\ne: !!str\nf: &u # c\n  - 1\ng: &v [1]\n&k h: 1\n");
    assertThat(at(document, "a")).isEqualTo("&x !!bool false");
    assertThat(at(document, "b")).isEqualTo("&y\n  c: 1");
    assertThat(at(document, "d")).isEqualTo("&z");
    assertThat(at(document, "e")).isEqualTo("!!str");
    assertThat(at(document, "f")).isEqualTo("&u # c\n  - 1");
    assertThat(at(document, "g")).isEqualTo("&v [1]");
    assertThat(
            ((Node.Mapping) document.root())
                .entries()
                .get(6)
                .keySpan()
                .of(document.source().text()))
        .isEqualTo("&k h");
    assertThat(find(document, "d"))
        .isEqualTo(new Node.Scalar(find(document, "d").span(), Kind.NULL, ""));
    assertThat(find(document, "e"))
        .isEqualTo(new Node.Scalar(find(document, "e").span(), Kind.STRING, ""));
  }

  @Test
  void an_empty_key_may_have_an_anchor() throws DocumentException {
    YamlDocument document = parse("- &key: v\n");
    Node.Mapping item = (Node.Mapping) find(document, 0);
    assertThat(item.entries()).hasSize(1);
    assertThat(item.entries().get(0).key()).isEmpty();
    assertThat(item.entries().get(0).keySpan()).isEqualTo(new Span(2, 6));
    assertThat(item.entries().get(0).value())
        .isEqualTo(new Node.Scalar(new Span(8, 9), Kind.STRING, "v"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "# only\n# comments",
        "---",
        "---\n",
        "--- # c\n...\n",
        "\uFEFF",
        "%YAML 1.1\n---\n"
      })
  void a_file_without_content_is_an_empty_mapping(String text) throws DocumentException {
    YamlDocument document = parse(text);
    assertThat(Value.of(document.root())).isEqualTo(fields());
    assertThat(document.root().span().start()).isEqualTo(document.root().span().end());
    assertThat(document.problems()).isEmpty();
    assertThat(document.find(NodePath.of("a"))).isEmpty();
  }

  @Test
  void null_at_the_root_is_null() throws DocumentException {
    assertThat(parse("~").root()).isEqualTo(new Node.Scalar(new Span(0, 1), Kind.NULL, "~"));
    assertThat(parse("&x").root()).isEqualTo(new Node.Scalar(new Span(0, 2), Kind.NULL, ""));
    assertThat(parse("!!str").root()).isEqualTo(new Node.Scalar(new Span(0, 5), Kind.STRING, ""));
    assertThat(parse("''").root()).isEqualTo(new Node.Scalar(new Span(0, 2), Kind.STRING, ""));
  }

  @Test
  void keys_that_are_no_strings_have_the_text_they_are_written_with() throws DocumentException {
    YamlDocument document = parse("1: a\nyes: b\n~: c\n? \n: d\n2001-01-01: e\n1.5: f\n=: g\n");
    assertThat(((Node.Mapping) document.root()).entries())
        .extracting(Node.Entry::key)
        .containsExactly("1", "yes", "~", "", "2001-01-01", "1.5", "=");
    assertThat(document.text(NodePath.of("yes"))).contains("b");
    assertThat(document.text(NodePath.of("="))).contains("g");
  }

  @Test
  void keys_without_a_value_have_null_at_their_end() throws DocumentException {
    YamlDocument document = parse("? a   # c\n? b\nc: {d, e: 1, ? f}\n");
    assertThat(find(document, "a")).isEqualTo(new Node.Scalar(Span.at(3), Kind.NULL, ""));
    assertThat(find(document, "b")).isEqualTo(new Node.Scalar(Span.at(13), Kind.NULL, ""));
    assertThat(find(document, "c", "d").span()).isEqualTo(Span.at(19));
    assertThat(find(document, "c", "f").span()).isEqualTo(Span.at(30));
  }

  @Test
  void pairs_in_flow_lists_are_mappings() throws DocumentException {
    YamlDocument document = parse("[a: 1, ? b : 2, ? c, d]");
    assertThat(Value.of(document.root()))
        .isEqualTo(
            new Value.Items(
                List.of(
                    fields("a", Value.of(1)),
                    fields("b", Value.of(2)),
                    fields("c", new Value.Literal(Kind.NULL, "null")),
                    Value.of("d"))));
    assertThat(at(document, 0)).isEqualTo("a: 1");
    assertThat(at(document, 1)).isEqualTo("? b : 2");
    assertThat(at(document, 2)).isEqualTo("? c");
  }

  @Test
  void an_alias_is_the_node_that_it_repeats() throws DocumentException {
    YamlDocument document =
        parse("a: &x {b: 1}\nc: *x\nd: [*x , 2]\n*x : 1\n".replace("*x : 1\n", ""));
    assertThat(find(document, "c")).isSameAs(find(document, "a"));
    assertThat(find(document, "d", 0)).isSameAs(find(document, "a"));
    assertThat(at(document, "d")).isEqualTo("[*x , 2]");
  }

  @Test
  void a_scalar_alias_can_be_a_key() throws DocumentException {
    YamlDocument document = parse("a: &x b\n*x : 1\n");
    assertThat(document.text(NodePath.of("b"))).contains("1");
    assertThat(((Node.Mapping) document.root()).entries().get(1).keySpan())
        .isEqualTo(new Span(8, 10));
  }

  @Test
  void merged_entries_are_found_as_if_they_stood_there() throws DocumentException {
    YamlDocument document =
        parse(
            "base: &base\n  timeout: 1\n  tags: [x]\na:\n  <<: *base\n  timeout: 2\nb: {<<: *base}\n");
    assertThat(document.text(NodePath.of("a", "timeout"))).contains("2");
    assertThat(find(document, "a", "tags")).isSameAs(find(document, "base", "tags"));
    assertThat(document.text(NodePath.of("b", "timeout"))).contains("1");
    assertThat(find(document, "b", "<<")).isSameAs(find(document, "base"));
    assertThat(document.find(NodePath.of("b", "x"))).isEmpty();
    Node.Mapping a = (Node.Mapping) find(document, "a");
    assertThat(a.entries()).extracting(Node.Entry::key).containsExactly("<<", "timeout");
    assertThat(a.entries()).extracting(Node.Entry::merge).containsExactly(true, false);
    assertThat(a.merged()).extracting(Node.Entry::key).containsExactly("tags");
    assertThat(Value.of(a))
        .isEqualTo(fields("timeout", Value.of(2), "tags", Value.ofStrings(List.of("x"))));
    assertThat(document.problems()).isEmpty();
  }

  @Test
  void merges_of_merges_count() throws DocumentException {
    YamlDocument document =
        parse("a: &a {x1: 1, x2: 1}\nb: &b {<<: *a, x2: 2}\nc: {<<: *b, x3: 3}\n");
    assertThat(Value.of(find(document, "c")))
        .isEqualTo(fields("x1", Value.of(1), "x2", Value.of(2), "x3", Value.of(3)));
    assertThat(document.problems()).isEmpty();
  }

  @Test
  void of_several_merged_mappings_the_last_wins_and_the_difference_is_a_problem()
      throws DocumentException {
    YamlDocument document =
        parse(
            "a: &a {xx: 1, yy: 5}\nb: &b {xx: 2, yy: 5}\nc:\n  <<: [*a, *b]\nd: {<<: *b, <<: *a}\ne: {<<: [*a, *b], xx: 3}\n");
    assertThat(document.text(NodePath.of("c", "xx"))).contains("2");
    assertThat(document.text(NodePath.of("d", "xx"))).contains("1");
    assertThat(document.text(NodePath.of("e", "xx"))).contains("3");
    assertThat(document.problems())
        .extracting(
            Problem::kind,
            Problem::detail,
            p -> document.source().position(p.span().start()).toString())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Problem.Kind.AMBIGUOUS_MERGE, "xx", "4:3"),
            org.assertj.core.groups.Tuple.tuple(Problem.Kind.AMBIGUOUS_MERGE, "xx", "5:13"));
  }

  @Test
  void of_merged_keys_of_one_character_the_first_wins() throws DocumentException {
    YamlDocument document = parse("a: &a {x: 1}\nb: &b {x: 2}\nc: {<<: [*a, *b]}\n");
    assertThat(document.text(NodePath.of("c", "x"))).contains("1");
  }

  @Test
  void a_mapping_merged_twice_is_no_problem() throws DocumentException {
    assertThat(parse("a: &a {xx: 1}\nc: {<<: [*a, *a]}\n").problems()).isEmpty();
  }

  @Test
  void quoted_and_tagged_keys_are_no_merges() throws DocumentException {
    YamlDocument document = parse("\"<<\": {a: 1}\n'<<': 2\n");
    assertThat(document.text(NodePath.of("<<"))).contains("2");
    assertThat(document.find(NodePath.of("a"))).isEmpty();
    assertThat(document.problems())
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.DUPLICATE_KEY);
  }

  @Test
  void repeated_keys_are_problems_at_the_later_place_and_the_last_one_counts()
      throws DocumentException {
    YamlDocument document = parse("a: {x: 1, x: 2}\nb: 1\n\"a\": 3\na: 4\n");
    assertThat(document.text(NodePath.of("a"))).contains("4");
    assertThat(document.problems())
        .containsExactly(
            new Problem(new Span(10, 11), Problem.Kind.DUPLICATE_KEY, "x"),
            new Problem(new Span(21, 24), Problem.Kind.DUPLICATE_KEY, "a"),
            new Problem(new Span(28, 29), Problem.Kind.DUPLICATE_KEY, "a"));
    assertThatThrownBy(() -> document.problems().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'1: a\n01: b', 1",
    "'1: a\n\"1\": b', 0",
    "'yes: a\ntrue: b', 1",
    "'yes: a\nno: b', 0",
    "'~: a\nnull: b', 1",
    "'0x10: a\n16: b', 1",
    "'2001-01-01: a\n2001-01-01: b', 1",
    "'1.0: a\n1: b', 0",
    "'a: 1\nA: 2', 0",
    "'null: 1\n\"null\": 2', 0",
    "'true: 1\n\"true\": 2', 0"
  })
  void keys_are_repeated_when_python_has_one_key_for_them(String text, int problems)
      throws DocumentException {
    assertThat(parse(text).problems()).hasSize(problems);
  }

  @Test
  void text_beyond_the_first_plane_and_odd_line_ends_are_read() throws DocumentException {
    YamlDocument document = parse("a: 𝒳\u0085b: 'x\u2028y'\rc: \"😀\\U0001F600\"\r\n");
    assertThat(document.text(NodePath.of("a"))).contains("𝒳");
    assertThat(document.text(NodePath.of("b"))).contains("x\u2028y");
    assertThat(document.text(NodePath.of("c"))).contains("😀😀");
  }

  @Test
  void a_second_byte_order_mark_is_part_of_the_first_key() throws DocumentException {
    YamlDocument document =
        YamlDocument.parse("f.yaml", "\uFEFF\uFEFFa: 1".getBytes(StandardCharsets.UTF_8));
    assertThat(document.text(NodePath.of("\uFEFFa"))).contains("1");
    assertThat(parse("\uFEFFa: 1\nb: 2").text(NodePath.of("a"))).contains("1");
  }

  @Test
  void tabs_in_quotes_texts_and_comments_are_fine() throws DocumentException {
    String text = "\"a\tb\": 'c\td' #\te\nf: |\n  g\th\n\ti\n".replace("\n\ti\n", "\n") + "#\t\n";
    YamlDocument document = parse(text);
    assertThat(document.text(NodePath.of("a\tb"))).contains("c\td");
    assertThat(document.text(NodePath.of("f"))).contains("g\th\n");
  }

  @Test
  void nothing_is_executed_or_constructed_for_a_tag() {
    assertThatThrownBy(() -> parse("a: !!python/object/apply:os.system [\"echo sk-secret\"]"))
        .isInstanceOf(DocumentException.class)
        .hasMessage(
            "f.yaml:1:4: a tag (!) that the YAML reader of LiteLLM does not know; a value that"
                + " begins with ! needs quotes");
  }

  @Test
  void collections_may_have_the_tags_that_pyyaml_knows() throws DocumentException {
    YamlDocument document =
        parse(
            "a: !!map {b: 1}\nc: !!seq [1]\nd: !!set {e, f}\ng: !!omap [h: 1]\ni: !!pairs [j: 1]\nk: ! {l: 1}\n");
    assertThat(document.text(NodePath.of("a", "b"))).contains("1");
    assertThat(find(document, "c", 0)).isInstanceOf(Node.Scalar.class);
    assertThat(at(document, "d", "e")).isEmpty();
    assertThat(document.text(NodePath.of("g").item(0).key("h"))).contains("1");
    assertThat(document.text(NodePath.of("k", "l"))).contains("1");
  }

  @Test
  void changes_that_change_nothing_give_the_same_document() throws Exception {
    YamlDocument document = parse("a: yes\n");
    assertThat(document.apply(List.of())).isSameAs(document);
    assertThat(document.apply(List.of(new Change.Set(NodePath.of("a"), Value.of(true)))))
        .isSameAs(document);
    assertThat(document.apply(List.of(new Change.Set(NodePath.ROOT, fields("a", Value.of(true))))))
        .isSameAs(document);
    YamlDocument nothing = parse("# c\n");
    assertThat(nothing.apply(List.of(new Change.Set(NodePath.ROOT, fields())))).isSameAs(nothing);
  }

  @Test
  void an_edited_document_knows_its_own_problems_and_places() throws Exception {
    YamlDocument edited =
        parse("a: 1\nb: 2\na: 3\n")
            .apply(List.of(new Change.Set(NodePath.of("b"), Value.of("long"))));
    assertThat(edited.problems())
        .containsExactly(new Problem(new Span(13, 14), Problem.Kind.DUPLICATE_KEY, "a"));
    assertThat(at(edited, "b")).isEqualTo("long");
  }

  @Test
  void a_change_with_half_a_character_is_refused() throws DocumentException {
    YamlDocument document = parse("a: 1\n");
    List<Change> changes =
        List.of(
            new Change.Set(NodePath.of("a"), Value.of("\uD83D")),
            new Change.Append(NodePath.of("b"), Value.of("\uD83D")),
            new Change.Set(NodePath.of("\uDE00"), Value.of(1)),
            new Change.Remove(NodePath.of("\uDE00")));
    for (Change change : changes) {
      assertThatThrownBy(() -> document.apply(List.of(change)))
          .isInstanceOf(EditRefusedException.class)
          .hasMessage("f.yaml:1:1: half a surrogate pair, which no file can hold");
    }
  }

  @Test
  void what_the_file_hides_from_the_reader_is_never_in_a_message() {
    List<String> secrets =
        List.of(
            "key: sk-secret: x",
            "key: \"sk-secret\\q\"",
            "key: 'sk-secret",
            "key: *sk-secret",
            "key: &sk.secret x",
            "key: !sk-secret x",
            "key: |sk-secret",
            "key: [sk-secret",
            "key: {sk-secret",
            "key: @sk-secret",
            "key: \"x\" sk-secret",
            "key: \"\\xsk-secret\"",
            "key: !<sk-secret x",
            "key: !!sk-secret x",
            "%sk-secret",
            "%YAML sk-secret\n---",
            "%TAG sk-secret\n---",
            "key: !sk-secret! x",
            "key: !%sk-secret x",
            "a: sk-secret\n  key: x",
            "key: >sk-secret",
            "key: \"sk-secret\n---\n",
            "? [sk-secret]\n: x",
            "<<: sk-secret",
            "key: sk-secret\t# x");
    for (String text : secrets) {
      assertThatThrownBy(() -> parse(text))
          .isInstanceOf(DocumentException.class)
          .satisfies(
              e -> {
                List<String> messages = new ArrayList<>();
                for (Throwable t = e; t != null; t = t.getCause()) {
                  messages.add(t.toString());
                }
                assertThat(messages).hasSize(1).noneMatch(m -> m.contains("sk"));
              });
    }
  }
}
