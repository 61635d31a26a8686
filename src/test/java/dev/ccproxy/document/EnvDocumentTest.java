package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvDocumentTest {

  private static EnvDocument parse(String text) {
    return EnvDocument.parse(".env", SourceText.of(text));
  }

  /** Lines that all readers read alike: text, value, what the span of the value covers. */
  static Stream<Arguments> plainLines() {
    return Stream.of(
        Arguments.of("X=abc", "abc", "abc"),
        Arguments.of("X=", "", ""),
        Arguments.of("X= ", "", ""),
        Arguments.of("X= # c", "", ""),
        Arguments.of("X=abc  \t", "abc", "abc"),
        Arguments.of("X=abc # c", "abc", "abc"),
        Arguments.of("X=abc\t#c # d", "abc", "abc"),
        Arguments.of("X=a#b", "a#b", "a#b"),
        Arguments.of("X=#b", "#b", "#b"),
        Arguments.of("X=a=b", "a=b", "a=b"),
        Arguments.of("X=$HOME/$(id)`id`${X}", null, null),
        Arguments.of("X=a\\b", "a\\b", "a\\b"),
        Arguments.of("X=gpt-6.1[1m]", "gpt-6.1[1m]", "gpt-6.1[1m]"),
        Arguments.of("X=ä😀\u00a0", "ä😀\u00a0", "ä😀\u00a0"),
        Arguments.of("X=''", "", "''"),
        Arguments.of("X=\"\"", "", "\"\""),
        Arguments.of("X=' a # \"b\" \\n $C '", " a # \"b\" \\n $C ", "' a # \"b\" \\n $C '"),
        Arguments.of("X=' a '  # c", " a ", "' a '"),
        Arguments.of("X=\"a 'b' # c\" # d", "a 'b' # c", "\"a 'b' # c\""),
        Arguments.of("X=\"a\\\"b\\\\c\\$d\\ne\\tf\"", "a\"b\\c$d\ne\tf", null),
        Arguments.of("X=\"\\a\\q\\r\\'\\`\\ \"", "\\a\\q\\r\\'\\`\\ ", null),
        Arguments.of("X=\"$HOME $(id) `id`\"", "$HOME $(id) `id`", null),
        Arguments.of("X='a\nb # c\nY=d'", "a\nb # c\nY=d", "'a\nb # c\nY=d'"),
        Arguments.of("X=\"a\r\nb\rc\\\nd\"", "a\nb\nc\\\nd", "\"a\r\nb\rc\\\nd\""),
        Arguments.of("  X=abc", "abc", "abc"),
        Arguments.of("\texport  X=abc", "abc", "abc"),
        Arguments.of("export\tX='a b'", "a b", "'a b'"));
  }

  @ParameterizedTest
  @MethodSource("plainLines")
  void a_value_is_read_as_the_readers_read_it(String line, String value, String span) {
    String text = "A=1\n" + line + "\nB=2";
    EnvDocument document = parse(text);
    assertThat(document.root().entries())
        .extracting(Node.Entry::key)
        .containsExactly("A", "X", "B");
    Node.Scalar scalar = (Node.Scalar) document.find(NodePath.of("X")).orElseThrow();
    assertThat(scalar.kind()).isEqualTo(Node.Kind.STRING);
    if (value != null) {
      assertThat(scalar.value()).isEqualTo(value);
      assertThat(document.problems()).isEmpty();
    }
    if (span != null) {
      assertThat(scalar.span().of(text)).isEqualTo(span);
    }
    assertThat(document.text(NodePath.of("B"))).contains("2");
  }

  @Test
  void nothing_is_evaluated() {
    EnvDocument document = parse("X=$HOME/`id`\nY=\"$X\"\n");
    assertThat(document.text(NodePath.of("X"))).contains("$HOME/`id`");
    assertThat(document.text(NodePath.of("Y"))).contains("$X");
    assertThat(document.problems()).isEmpty();
  }

  @Test
  void keys_and_values_know_where_they_stand() {
    String text = "# c\nexport KEY_1='v' # d\n_b=";
    EnvDocument document = parse(text);
    assertThat(document.root().entries())
        .extracting(e -> e.keySpan().of(text))
        .containsExactly("KEY_1", "_b");
    assertThat(document.root().entries().get(1).value().span()).isEqualTo(Span.at(28));
    assertThat(document.root().span()).isEqualTo(new Span(11, 28));
    assertThat(document.name()).isEqualTo(".env");
    assertThat(document.source().text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", " \t\r\n\n", "# only\n  # comments", "#X=1"})
  void a_file_without_assignments_is_an_empty_mapping_of_an_empty_span(String text) {
    assertThat(parse(text).root()).isEqualTo(new Node.Mapping(Span.at(0), List.of()));
    assertThat(parse(text).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "export X",
        "export",
        "X",
        "1X=a",
        "X.Y=a",
        "X-Y=a",
        "X+=a",
        "=a",
        "export =a",
        "ä=a",
        "if true; then"
      })
  void a_line_that_is_no_assignment_is_a_problem_and_nothing_else(String line) {
    EnvDocument document = parse("A=1\n  " + line + "  \nB=2\n");
    assertThat(document.root().entries()).extracting(Node.Entry::key).containsExactly("A", "B");
    assertThat(document.problems())
        .containsExactly(
            new Problem(new Span(6, 6 + line.length()), Problem.Kind.NOT_AN_ASSIGNMENT, ""));
  }

  /** Lines that a shell fails on or reads otherwise: text, value, where the problem ends. */
  static Stream<Arguments> dirtyLines() {
    return Stream.of(
        Arguments.of("X = a", "a", "X = a"),
        Arguments.of("X =a", "a", "X =a"),
        Arguments.of("X= a", "a", "X= a"),
        Arguments.of("X= 'a'", "a", "X= 'a'"),
        Arguments.of("X =", "", "X ="),
        Arguments.of("X = # c", "", "X ="),
        Arguments.of("X=a b # c", "a b", "X=a b"),
        Arguments.of("X=a\tb", "a\tb", "X=a\tb"),
        Arguments.of("X=a;b", "a;b", "X=a;b"),
        Arguments.of("X=a&b", "a&b", "X=a&b"),
        Arguments.of("X=a|b", "a|b", "X=a|b"),
        Arguments.of("X=a<b", "a<b", "X=a<b"),
        Arguments.of("X=a>b", "a>b", "X=a>b"),
        Arguments.of("X=(a", "(a", "X=(a"),
        Arguments.of("X=a)", "a)", "X=a)"),
        Arguments.of("X=it's", "it's", "X=it's"),
        Arguments.of("X={\"a\"}", "{\"a\"}", "X={\"a\"}"),
        Arguments.of("X=a\\", "a\\", "X=a\\"),
        Arguments.of("X='a", "'a", "X='a"),
        Arguments.of("X='a b # c", "'a b", "X='a b"),
        Arguments.of("X=\"a\\\"", "\"a\\\"", "X=\"a\\\""),
        Arguments.of("X='a'# c", "a", "X='a'"),
        Arguments.of("X='a' b # c", "a", "X='a' b"),
        Arguments.of("X='a'\\''b' # c", "a'b", "X='a'\\''b'"),
        Arguments.of("X='a'b\"c d\"\\e", "abc de", "X='a'b\"c d\"\\e"),
        Arguments.of("X='a'b\\", "ab\\", "X='a'b\\"),
        Arguments.of("X='a'\"b", "a\"b", "X='a'\"b"));
  }

  @ParameterizedTest
  @MethodSource("dirtyLines")
  void a_line_that_a_shell_does_not_read_alike_is_a_problem_with_a_value(
      String line, String value, String problem) {
    EnvDocument document = parse(" export " + line + "\n#\n");
    assertThat(document.text(NodePath.of("X"))).contains(value);
    assertThat(document.problems())
        .containsExactly(
            new Problem(new Span(8, 8 + problem.length()), Problem.Kind.NOT_AN_ASSIGNMENT, "X"));
  }

  @Test
  void a_quote_that_is_never_closed_does_not_swallow_the_rest() {
    EnvDocument document = parse("X=\"a\nY=b\nZ='c\n");
    assertThat(document.root().entries())
        .extracting(e -> ((Node.Scalar) e.value()).value())
        .containsExactly("\"a", "b", "'c");
  }

  @Test
  void repeated_keys_are_reported_and_the_last_one_counts() {
    EnvDocument document = parse("A=1\nB=2\nexport A=3\nA = 4\n");
    assertThat(document.text(NodePath.of("A"))).contains("4");
    assertThat(document.problems())
        .containsExactly(
            new Problem(new Span(15, 16), Problem.Kind.DUPLICATE_KEY, "A"),
            new Problem(new Span(19, 24), Problem.Kind.NOT_AN_ASSIGNMENT, "A"),
            new Problem(new Span(19, 20), Problem.Kind.DUPLICATE_KEY, "A"));
  }

  @Test
  void line_ends_of_all_kinds_end_a_line() {
    EnvDocument document = parse("A=1\r\nB='2'\rC=3 \r\n");
    assertThat(document.root().entries())
        .extracting(e -> e.key() + ((Node.Scalar) e.value()).value())
        .containsExactly("A1", "B2", "C3");
  }

  @Test
  void the_byte_order_mark_is_no_part_of_the_first_key() throws DocumentException {
    byte[] bytes = "\uFEFFA=1\r\n".getBytes(StandardCharsets.UTF_8);
    EnvDocument document = EnvDocument.parse(".env", bytes);
    assertThat(document.text(NodePath.of("A"))).isEqualTo(Optional.of("1"));
    assertThat(document.source().encode()).isEqualTo(bytes);
    assertThatThrownBy(() -> EnvDocument.parse(".env", new byte[] {'A', '=', (byte) 0xFF}))
        .isInstanceOf(DocumentException.class)
        .hasMessage(".env:1:3: not UTF-8: invalid byte 0xFF");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "Z", "a", "z", "_", "a_0", "Z9", "ANTHROPIC_API_KEY"})
  void names_are_letters_digits_and_underscores(String name) {
    assertThat(EnvDocument.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "1A", "A-B", "A.B", "A B", "ä", "A=", "@", "[", "`", "{", "A/", "A:"})
  void nothing_else_is_a_name(String text) {
    assertThat(EnvDocument.isName(text)).isFalse();
  }

  @Test
  void every_text_is_read_without_an_exception() {
    String pieces = "AB=='\"'\"\\#$ \t\n\r\nx`();é\uFEFF\u0000";
    for (int seed = 0; seed < 50_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(30); i > 0; i--) {
        text.append(random.nextInt(6) == 0 ? "\nexport X=" : "");
        text.append(pieces.charAt(random.nextInt(pieces.length())));
      }
      EnvDocument document = parse(text.toString());
      int end = 0;
      for (Node.Entry entry : document.root().entries()) {
        assertThat(entry.keySpan().start()).as(text.toString()).isGreaterThanOrEqualTo(end);
        assertThat(entry.keySpan().of(text.toString())).isEqualTo(entry.key());
        assertThat(entry.value().span().start()).isGreaterThan(entry.keySpan().end());
        end = entry.value().span().end();
      }
    }
  }
}
