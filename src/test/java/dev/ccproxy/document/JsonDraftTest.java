package dev.ccproxy.document;

import static dev.ccproxy.document.Editing.append;
import static dev.ccproxy.document.Editing.json;
import static dev.ccproxy.document.Editing.remove;
import static dev.ccproxy.document.Editing.set;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The proof that an edited text means what was asked for. */
class JsonDraftTest {

  private static JsonDraft draft(String text, Change... changes) throws EditRefusedException {
    return JsonChanges.draft(json(text), List.of(changes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a": 1}                 | {"a": 2}
          {"a": 1}                 | {"a": "1"}
          {"a": 1}                 | {"b": 1}
          {"a": 1}                 | {}
          {}                       | {"a": 1}
          {"a": 1}                 | {"a": 1, "b": 2}
          {"a": 1, "b": 2}         | {"a": 1, "b": 3}
          {"a": 1, "b": 2}         | {"a": 3, "b": 2}
          {"a": {"b": [1]}}        | {"a": {"b": [2]}}
          {"a": {}}                | {"a": []}
          {"a": []}                | {"a": 1}
          [1, 2]                   | [1]
          [1]                      | [1, 2]
          [1, 2]                   | [1, 3]
          [1, 2]                   | [3, 2]
          [true]                   | [false]
          [null]                   | ["null"]
          """)
  void what_was_not_changed_has_to_be_the_same(String text, String other) {
    JsonDraft draft = JsonDraft.of(json(text).root());
    assertThat(draft.isMeantBy(json(text).root())).isTrue();
    assertThat(draft.isMeantBy(json("  " + text.replace(" ", "")).root())).isTrue();
    assertThat(draft.isMeantBy(json(other).root())).isFalse();
  }

  @Test
  void what_was_changed_has_to_be_what_was_asked_for() throws EditRefusedException {
    JsonDraft draft = draft("{\"a\": 1, \"b\": {\"c\": 2}}", set("a", "x"), remove("b/c"));
    assertThat(draft.isMeantBy(json("{\"b\": {}, \"a\": \"x\"}").root())).isTrue();
    assertThat(draft.isMeantBy(json("{\"a\": 0, \"a\": \"x\", \"b\": {}}").root())).isTrue();
    assertThat(draft.isMeantBy(json("{\"a\": \"y\", \"b\": {}}").root())).isFalse();
    assertThat(draft.isMeantBy(json("{\"a\": \"x\", \"b\": {\"c\": 2}}").root())).isFalse();
    assertThat(draft.isMeantBy(json("{\"a\": \"x\"}").root())).isFalse();
    assertThat(draft.isMeantBy(json("{\"a\": \"x\", \"b\": {}, \"d\": 1}").root())).isFalse();
    assertThat(draft.isMeantBy(json("[]").root())).isFalse();
  }

  @Test
  void a_list_has_to_have_the_items_asked_for() throws EditRefusedException {
    JsonDraft draft = draft("[1, 2, 3]", remove("1"), set("2", "x"), append("", "y"));
    assertThat(draft.isMeantBy(json("[1, \"x\", \"y\"]").root())).isTrue();
    assertThat(draft.isMeantBy(json("[1, \"x\"]").root())).isFalse();
    assertThat(draft.isMeantBy(json("[1, \"x\", \"y\", 2]").root())).isFalse();
    assertThat(draft.isMeantBy(json("[1, \"x\", \"z\"]").root())).isFalse();
    assertThat(draft.isMeantBy(json("[0, \"x\", \"y\"]").root())).isFalse();
    assertThat(draft.isMeantBy(json("{}").root())).isFalse();
  }

  @Test
  void random_documents_mean_the_same_when_their_values_are_equal() {
    int same = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      String text = RandomJson.text(random);
      String other = random.nextBoolean() ? text.replaceFirst("v[0-4]|true|7", "9") : text + " ";
      JsonDocument one;
      JsonDocument two;
      try {
        one = JsonDocument.parse("f", SourceText.of(text));
        two = JsonDocument.parse("f", SourceText.of(other));
      } catch (DocumentException e) {
        continue;
      }
      boolean equal = Value.of(one.root()).equals(Value.of(two.root()));
      JsonDraft opened = JsonDraft.opened(one.root());
      assertThat(opened.value()).isEqualTo(Value.of(one.root()));
      // A repeated key without effect may differ; then the proof is stricter than it must be.
      if (one.problems().stream().noneMatch(p -> p.kind() == Problem.Kind.DUPLICATE_KEY)) {
        assertThat(JsonDraft.of(one.root()).isMeantBy(two.root())).as(other).isEqualTo(equal);
        assertThat(opened.isMeantBy(two.root())).as(other).isEqualTo(equal);
      }
      same += equal ? 1 : 0;
    }
    assertThat(same).isBetween(1_000, 2_800);
  }
}
