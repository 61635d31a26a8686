package dev.ccproxy.document;

import static dev.ccproxy.document.Editing.append;
import static dev.ccproxy.document.Editing.editedEnv;
import static dev.ccproxy.document.Editing.envRefusal;
import static dev.ccproxy.document.Editing.number;
import static dev.ccproxy.document.Editing.remove;
import static dev.ccproxy.document.Editing.set;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvDocumentEditTest {

  @Test
  void a_value_is_changed_in_its_place() {
    String text =
        """
        # keys
        export A="old" # one
        B=1

        C='x
        y'   # three
        """;
    assertThat(editedEnv(text, set("A", "new"), set("C", "a b")))
        .isEqualTo("# keys\nexport A=new # one\nB=1\n\nC='a b'   # three\n");
  }

  @Test
  void a_value_that_means_the_same_is_not_touched() throws EditRefusedException {
    EnvDocument document = EnvDocument.parse("f", SourceText.of("A=\"x\"\nB='$HOME'\nC=\nD=a # b"));
    assertThat(
            document.apply(
                List.of(
                    set("A", "x"), set("B", "$HOME"), set("C", ""), set("D", "a"), remove("E"))))
        .isSameAs(document);
    assertThat(document.apply(List.of())).isSameAs(document);
  }

  @Test
  void new_lines_go_to_the_end_in_the_order_given() {
    assertThat(editedEnv("A=1\n", set("C", "x"), set("B", "y z"), set("C", "w")))
        .isEqualTo("A=1\nC=w\nB='y z'\n");
    assertThat(editedEnv("", set("A", "1"))).isEqualTo("A=1\n");
    assertThat(editedEnv("# c\n", set("A", ""))).isEqualTo("# c\nA=\n");
  }

  @Test
  void a_missing_line_end_is_added_before_new_lines() {
    assertThat(editedEnv("A=1", set("B", "2"))).isEqualTo("A=1\nB=2\n");
    assertThat(editedEnv("A=1\r\nC=3", set("B", "2"))).isEqualTo("A=1\r\nC=3\r\nB=2\r\n");
    assertThat(editedEnv("A=1\r", set("B", "2"))).isEqualTo("A=1\rB=2\n");
  }

  @Test
  void line_ends_and_the_byte_order_mark_are_kept() throws Exception {
    byte[] bytes = "\uFEFFA=1\r\nB=2\r\n".getBytes(StandardCharsets.UTF_8);
    EnvDocument edited =
        EnvDocument.parse("f", bytes).apply(List.of(set("A", "x"), set("C", "3"), remove("B")));
    assertThat(edited.source().encode())
        .isEqualTo("\uFEFFA=x\r\nC=3\r\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void new_lines_are_exported_where_all_others_are() {
    assertThat(editedEnv("export A=1\nexport B=2\n", set("C", "3")))
        .isEqualTo("export A=1\nexport B=2\nexport C=3\n");
    assertThat(editedEnv("export A=1\nB=2\n", set("C", "3"))).isEqualTo("export A=1\nB=2\nC=3\n");
    assertThat(editedEnv("A=1\nexport B=2\n", set("C", "3"))).isEqualTo("A=1\nexport B=2\nC=3\n");
  }

  @Test
  void of_repeated_keys_the_last_one_is_changed_and_all_are_removed() {
    assertThat(editedEnv("A=1\nB=2\nA=3\n", set("A", "4"))).isEqualTo("A=1\nB=2\nA=4\n");
    assertThat(editedEnv("A=1\nB=2\nA=3\n", remove("A"))).isEqualTo("B=2\n");
  }

  @Test
  void a_line_goes_as_a_whole() {
    assertThat(editedEnv("A=1\n  export B='x\ny' # c\nC=3\n", remove("B"))).isEqualTo("A=1\nC=3\n");
    assertThat(editedEnv("A=1\r\nB=2", remove("B"))).isEqualTo("A=1\r\n");
    assertThat(editedEnv("A=1 b # c\nB=2", remove("A"))).isEqualTo("B=2");
    assertThat(editedEnv("A='1' b # c\nB=2", remove("A"))).isEqualTo("B=2");
  }

  @Test
  void the_last_change_of_a_key_counts() {
    assertThat(editedEnv("A=1\n", set("A", "2"), remove("A"))).isEmpty();
    assertThat(editedEnv("A=1\n", remove("A"), set("A", "2"))).isEqualTo("A=2\n");
    assertThat(editedEnv("A=1\n", set("B", "2"), remove("B"))).isEqualTo("A=1\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          A = old            | A=v
          A= old # c         | A=v # c
          A =old             | A=v
          A = # c            | A=v # c
          export A = old     | export A=v
          A=old value # c    | A=v # c
          A=it's             | A=v
          A='old' x # c      | A=v # c
          A="old"# c         | A=v # c
          A='old'\\''y' # c  | A=v # c
          A='never closed    | A=v
          A=v v              | A=v
          """)
  void a_line_that_a_shell_would_fail_on_is_made_one_that_it_reads(String line, String wanted) {
    assertThat(editedEnv(line + "\n", set("A", "v"))).isEqualTo(wanted + "\n");
  }

  @Test
  void a_line_that_a_shell_would_fail_on_is_made_good_though_the_value_stays() {
    assertThat(editedEnv("A = v\n", set("A", "v"))).isEqualTo("A=v\n");
    assertThat(editedEnv("A=v w\n", set("A", "v w"))).isEqualTo("A='v w'\n");
  }

  @Test
  void lines_that_are_no_assignment_are_left_alone() {
    assertThat(editedEnv("hello\nexport A\nA.B=1\n", set("A", "1")))
        .isEqualTo("hello\nexport A\nA.B=1\nA=1\n");
  }

  @Test
  void an_empty_value_is_quoted_where_a_comment_follows() {
    assertThat(editedEnv("A=1 # c\n", set("A", ""))).isEqualTo("A='' # c\n");
    assertThat(editedEnv("A=\"1\"# c\n", set("A", ""))).isEqualTo("A='' # c\n");
    assertThat(editedEnv("A=1\nB=2", set("A", ""), set("B", ""))).isEqualTo("A=\nB=");
  }

  @Test
  void a_value_that_cannot_be_written_for_all_is_refused() {
    EditRefusedException refusal = envRefusal("B=1\nA=2\n", set("A", "it's \"x\""));
    assertThat(refusal)
        .hasMessage(
            ".env:2:3: the value for A has a single quote and a double quote,"
                + " which cannot stand in one value for all readers");
    assertThat(envRefusal("B=1\n", set("A", "a$b")))
        .hasMessage(
            ".env:2:1: the value for A has a $ before other characters,"
                + " which Bun would take for a variable");
    assertThat(envRefusal("", set("A", "\u0000")).reason())
        .isEqualTo("the value for A has a NUL character, which no environment variable can hold");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A/B", "0", "A/0", "a b", "1A", "A-B", "A=B"})
  void only_a_name_is_a_path(String path) {
    assertThat(envRefusal("A=1\n", set(path, "x")))
        .hasMessage(".env:1:1: an env file has no place for " + Editing.path(path));
    assertThat(envRefusal("A=1\n", remove(path)))
        .hasMessage(".env:1:1: an env file has no place for " + Editing.path(path));
  }

  @Test
  void only_a_string_is_a_value() {
    assertThat(envRefusal("A=1\n", set("A", number(1))))
        .hasMessage(".env:1:1: only a string can be the value of A");
    assertThat(envRefusal("A=1\n", set("A", Editing.strings("x"))))
        .hasMessage(".env:1:1: only a string can be the value of A");
    assertThat(envRefusal("A=1\n", append("A", "x")))
        .hasMessage(".env:1:1: only a string can be the value of A");
  }

  @Test
  void a_new_line_that_an_open_quote_would_swallow_is_refused() {
    assertThat(envRefusal("A='x\n", set("B", "y z")))
        .hasMessage(".env:1:1: the edited text would not mean what was asked for");
  }

  @Test
  void random_files_mean_what_was_asked_for_and_keep_their_other_lines() throws Exception {
    List<String> lines =
        List.of(
            "# c",
            "",
            "A=1",
            "export B='x y' # c",
            "C=\"a\nb\"",
            "D = e",
            "hello",
            "A=2 # d",
            "E=a b",
            "  F=",
            "B=''",
            "G='a'b # c");
    List<String> values = List.of("", "v", "v w", "it's", "a\nb", "#", "\\x", "\"");
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      String lineEnd = random.nextBoolean() ? "\n" : "\r\n";
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(6); i > 0; i--) {
        text.append(lines.get(random.nextInt(lines.size()))).append(lineEnd);
      }
      EnvDocument before = EnvDocument.parse("f", SourceText.of(text.toString()));
      Map<String, Value> wanted =
          new LinkedHashMap<>(((Value.Fields) Value.of(before.root())).fields());
      List<Change> changes = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        String key = String.valueOf((char) ('A' + random.nextInt(8)));
        if (random.nextInt(3) == 0) {
          changes.add(remove(key));
          wanted.remove(key);
        } else {
          String value = values.get(random.nextInt(values.size()));
          changes.add(set(key, value));
          wanted.put(key, Value.of(value));
        }
      }
      EnvDocument after = before.apply(changes);
      String story = text + "\n" + changes + "\n" + after.source().text();
      assertThat(Value.of(after.root())).as(story).isEqualTo(new Value.Fields(wanted));
      assertThat(after.apply(changes)).as(story).isSameAs(after);
      assertThat(after.source().text().lines().filter(l -> !l.contains("=")).toList())
          .as(story)
          .containsAll(text.toString().lines().filter(l -> l.startsWith("#")).toList());
      for (Node.Entry entry : before.root().entries()) {
        boolean changed = false;
        for (Change change : changes) {
          changed |= change.path().last().equals(entry.key());
        }
        if (!changed) {
          String line = text.substring(entry.keySpan().start(), entry.value().span().end());
          assertThat(after.source().text()).as(story).contains(line);
        }
      }
    }
  }
}
