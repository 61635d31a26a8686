package dev.ccproxy.document;

import static dev.ccproxy.document.Editing.append;
import static dev.ccproxy.document.Editing.edited;
import static dev.ccproxy.document.Editing.json;
import static dev.ccproxy.document.Editing.number;
import static dev.ccproxy.document.Editing.refusal;
import static dev.ccproxy.document.Editing.remove;
import static dev.ccproxy.document.Editing.set;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonDocumentRemoveTest {
  private static final String LINES =
      """
      {
        // about a
        "a": 1, // one
        "b": {
          "x": 1
        }, /* two
              and a half */
        "c": 3 // three
      }
      """;

  @Test
  void a_member_goes_with_its_line_and_the_comment_at_its_end() {
    assertThat(edited(LINES, remove("a")))
        .isEqualTo(
            """
            {
              // about a
              "b": {
                "x": 1
              }, /* two
                    and a half */
              "c": 3 // three
            }
            """);
    assertThat(edited(LINES, remove("b")))
        .isEqualTo("{\n  // about a\n  \"a\": 1, // one\n  \"c\": 3 // three\n}\n");
  }

  @Test
  void the_last_member_takes_the_comma_before_it() {
    assertThat(edited(LINES, remove("c"), remove("b")))
        .isEqualTo("{\n  // about a\n  \"a\": 1 // one\n}\n");
    assertThat(edited("{\"a\": 1 , \"b\": 2}", remove("b"))).isEqualTo("{\"a\": 1}");
    assertThat(edited("{\"a\": 1 /*x*/, \"b\": 2}", remove("b"))).isEqualTo("{\"a\": 1 /*x*/}");
  }

  @Test
  void nothing_happens_where_nothing_is() throws EditRefusedException {
    JsonDocument document = json("{\"a\": [1], \"b\": {}}");
    assertThat(
            document.apply(
                List.of(
                    remove("x"),
                    remove("a/1"),
                    remove("a/x"),
                    remove("a/0/x"),
                    remove("b/0"),
                    remove("b/x/y"),
                    remove("0"),
                    new Change.Remove(NodePath.of("a").item(-1)))))
        .isSameAs(document);
  }

  @Test
  void the_whole_content_cannot_be_removed() {
    assertThat(refusal("\n{}", remove("")))
        .hasMessage("f.json:2:1: the whole content cannot be removed");
  }

  @Test
  void members_in_one_line_close_up() {
    String line = "{\"a\": 1, \"b\": 2, \"c\": 3}";
    assertThat(edited(line, remove("a"))).isEqualTo("{\"b\": 2, \"c\": 3}");
    assertThat(edited(line, remove("b"))).isEqualTo("{\"a\": 1, \"c\": 3}");
    assertThat(edited(line, remove("c"))).isEqualTo("{\"a\": 1, \"b\": 2}");
    assertThat(edited(line, remove("a"), remove("b"))).isEqualTo("{\"c\": 3}");
    assertThat(edited(line, remove("b"), remove("c"))).isEqualTo("{\"a\": 1}");
    assertThat(edited(line, remove("a"), remove("c"))).isEqualTo("{\"b\": 2}");
    assertThat(edited("{ \"a\": 1, \"b\": 2 }", remove("a"))).isEqualTo("{ \"b\": 2 }");
    assertThat(edited("{ \"a\": 1, \"b\": 2 }", remove("b"))).isEqualTo("{ \"a\": 1 }");
    assertThat(edited("[1,2,3]", remove("1"))).isEqualTo("[1,3]");
  }

  @Test
  void an_object_that_loses_all_is_closed_up() {
    assertThat(edited("{\"a\": 1}", remove("a"))).isEqualTo("{}");
    assertThat(edited("{ \"a\": 1, \"b\": 2, }", remove("a"), remove("b"))).isEqualTo("{}");
    assertThat(edited("{\n  \"a\": 1, // one\n  \"b\": 2\n}\n", remove("a"), remove("b")))
        .isEqualTo("{}\n");
    assertThat(edited("{\n  \"l\": [\n    1\n    , 2\n  ]\n}", remove("l/1"), remove("l/0")))
        .isEqualTo("{\n  \"l\": []\n}");
    assertThat(edited("{\n  \"a\": 1\n  , \"b\": 2\n}\n", remove("a"), remove("b")))
        .isEqualTo("{}\n");
    assertThat(edited("{\"a\": 1\n, \"b\": 2\n,}", remove("a"), remove("b"))).isEqualTo("{}");
  }

  @Test
  void comments_of_their_own_stay_in_an_object_that_loses_all() {
    assertThat(edited("{\n  // keep\n  \"a\": 1 // go\n  // keep too\n}", remove("a")))
        .isEqualTo("{\n  // keep\n  // keep too\n}");
    assertThat(edited("{ /* keep */ \"a\": 1 }", remove("a"))).isEqualTo("{ /* keep */ }");
    assertThat(edited("{\"a\": 1 /* keep */}", remove("a"))).isEqualTo("{ /* keep */}");
    assertThat(edited("{ // keep\n  \"a\": 1 }", remove("a"))).isEqualTo("{ // keep\n }");
  }

  @Test
  void of_repeated_keys_all_go() {
    assertThat(edited("{\"a\": 1, \"b\": 0, \"a\": 2}", remove("a"))).isEqualTo("{\"b\": 0}");
    assertThat(edited("{\n  \"a\": 1,\n  \"b\": 0,\n  \"\\u0061\": 2\n}", remove("a")))
        .isEqualTo("{\n  \"b\": 0\n}");
  }

  @Test
  void a_key_that_is_removed_and_set_again_comes_back_at_the_end_and_once() {
    assertThat(edited("{\"a\": 1, \"b\": 0, \"a\": 2}", remove("a"), set("a", number(1))))
        .isEqualTo("{\"b\": 0, \"a\": 1}");
  }

  @Test
  void a_comma_before_the_closing_bracket_stays_there() {
    assertThat(edited("{\"a\": 1, \"b\": 2,}", remove("b"))).isEqualTo("{\"a\": 1,}");
    assertThat(edited("{\"a\": 1, \"b\": 2, }", remove("a"))).isEqualTo("{\"b\": 2, }");
    assertThat(edited("{\n  \"a\": 1,\n  \"b\": 2,\n}", remove("b")))
        .isEqualTo("{\n  \"a\": 1,\n}");
    assertThat(edited("{\n  \"a\": 1,\n  \"b\": 2,\n}", remove("b"), remove("a"))).isEqualTo("{}");
  }

  @Test
  void commas_ahead_of_their_members_go_with_them() {
    String ahead = "{\n    \"a\": 1\n  , \"b\": 2\n  , \"c\": 3\n}";
    assertThat(edited(ahead, remove("c"))).isEqualTo("{\n    \"a\": 1\n  , \"b\": 2\n}");
    assertThat(edited(ahead, remove("b"))).isEqualTo("{\n    \"a\": 1\n  , \"c\": 3\n}");
    assertThat(edited(ahead, remove("a"))).isEqualTo("{\n  \"b\": 2\n  , \"c\": 3\n}");
    assertThat(edited(ahead, remove("b"), remove("c"))).isEqualTo("{\n    \"a\": 1\n}");
    assertThat(edited(ahead, remove("b"), remove("c"), set("d", number(4))))
        .isEqualTo("{\n    \"a\": 1,\n    \"d\": 4\n}");
  }

  @Test
  void no_empty_line_is_left_over() {
    String apart = "{\n  \"a\": 1,\n\n  \"b\": 2,\n \t\n  \"c\": 3\n}";
    assertThat(edited(apart, remove("a"))).isEqualTo("{\n  \"b\": 2,\n \t\n  \"c\": 3\n}");
    assertThat(edited(apart, remove("b"))).isEqualTo("{\n  \"a\": 1,\n \t\n  \"c\": 3\n}");
    assertThat(edited(apart, remove("c"))).isEqualTo("{\n  \"a\": 1,\n\n  \"b\": 2\n}");
    assertThat(edited(apart, remove("b"), remove("c"))).isEqualTo("{\n  \"a\": 1\n}");
    assertThat(edited(apart, remove("a"), remove("b"))).isEqualTo("{\n  \"c\": 3\n}");
    assertThat(edited(apart.replace("\n", "\r\n"), remove("b")))
        .isEqualTo("{\r\n  \"a\": 1,\r\n \t\r\n  \"c\": 3\r\n}");
    assertThat(edited("{\r  \"a\": 1,\r\r  \"b\": 2\r}", remove("b")))
        .isEqualTo("{\r  \"a\": 1\r}");
  }

  @Test
  void empty_lines_between_what_stays_are_kept() {
    assertThat(edited("{\n\n  \"a\": 1,\n\n  \"b\": 2,\n  \"c\": 3\n\n}", remove("b")))
        .isEqualTo("{\n\n  \"a\": 1,\n\n  \"c\": 3\n\n}");
    assertThat(edited("{\n  \"a\": 1,\n  \"b\": 2,\n\n  \"c\": 3\n}", remove("b")))
        .isEqualTo("{\n  \"a\": 1,\n\n  \"c\": 3\n}");
    assertThat(edited("{\n\n\n  \"a\": 1,\n  \"b\": 2\n}", remove("a")))
        .isEqualTo("{\n\n\n  \"b\": 2\n}");
  }

  @Test
  void several_members_in_a_line_leave_no_line_of_blanks() {
    assertThat(edited("{\n  \"a\": 1, \"b\": 2,\n  \"c\": 3\n}", remove("a"), remove("b")))
        .isEqualTo("{\n  \"c\": 3\n}");
    assertThat(edited("{\n  \"z\": 0,\n  \"a\": 1, \"b\": 2\n}", remove("a"), remove("b")))
        .isEqualTo("{\n  \"z\": 0\n}");
    assertThat(edited("{\n  \"a\": 1, \"b\": 2,\n  \"c\": 3\n}", remove("a")))
        .isEqualTo("{\n  \"b\": 2,\n  \"c\": 3\n}");
    assertThat(edited("{\n  \"a\": 1, \"b\": 2, \n  \"c\": 3\n}", remove("b")))
        .isEqualTo("{\n  \"a\": 1,\n  \"c\": 3\n}");
    assertThat(edited("{\n  \"a\": 1, \"b\": 2, // both\n  \"c\": 3\n}", remove("b")))
        .isEqualTo("{\n  \"a\": 1, // both\n  \"c\": 3\n}");
    assertThat(edited("{\n  \"a\": {\n  }, \"b\": 2\n}", remove("a")))
        .isEqualTo("{\n  \"b\": 2\n}");
    assertThat(edited("{\n  \"a\": 1, \"b\": {\n  },\n  \"c\": 3\n}", remove("b")))
        .isEqualTo("{\n  \"a\": 1,\n  \"c\": 3\n}");
  }

  @Test
  void members_that_share_a_line_with_a_bracket_leave_it_standing() {
    assertThat(edited("{ \"a\": 1,\n  \"b\": 2 }", remove("b"))).isEqualTo("{ \"a\": 1 }");
    assertThat(edited("{ \"a\": 1,\n  \"b\": 2 }", remove("a"))).isEqualTo("{\n  \"b\": 2 }");
    assertThat(edited("{ \"a\": 1, // one\n  \"b\": 2 }", remove("b")))
        .isEqualTo("{ \"a\": 1 // one\n }");
    assertThat(edited("{ \"a\": 1, /* one */\n  \"b\": 2 /* two */ }", remove("b")))
        .isEqualTo("{ \"a\": 1 /* one */ /* two */ }");
  }

  @Test
  void comments_between_members_of_a_line_stay() {
    String line = "{\"a\": 1 /* x */, /* y */ \"b\": 2 /* z */}";
    assertThat(edited(line, remove("a"))).isEqualTo("{/* y */ \"b\": 2 /* z */}");
    assertThat(edited(line, remove("b"))).isEqualTo("{\"a\": 1 /* x */ /* y */ /* z */}");
  }

  @Test
  void what_comes_new_stands_where_the_rest_stood() {
    assertThat(edited("{ \"a\": 1 }", remove("a"), set("b", number(2)))).isEqualTo("{ \"b\": 2 }");
    assertThat(edited("{\"a\":1,}", remove("a"), set("b", number(2)), set("c", number(3))))
        .isEqualTo("{\"b\":2,\"c\":3,}");
    assertThat(edited("{\n  \"a\": 1 // one\n}", remove("a"), set("b", number(2))))
        .isEqualTo("{\n  \"b\": 2\n}");
    assertThat(edited("{ // keep\n  \"a\": 1\n}", remove("a"), set("b", number(2))))
        .isEqualTo("{ // keep\n  \"b\": 2\n}");
    assertThat(edited("{ /* keep */ \"a\": 1 }", remove("a"), set("b", number(2))))
        .isEqualTo("{ /* keep */ \"b\": 2 }");
    assertThat(edited("{ \"a\": 1,\n  \"b\": 2 }", remove("a"), remove("b"), set("c", number(3))))
        .isEqualTo("{\n  \"c\": 3 }");
    assertThat(edited("{\"a\": 1, \"b\": 2}", remove("b"), set("c", number(3))))
        .isEqualTo("{\"a\": 1, \"c\": 3}");
    assertThat(edited("{\n  \"a\": 1,\n  \"b\": 2 // two\n}", remove("b"), set("c", number(3))))
        .isEqualTo("{\n  \"a\": 1,\n  \"c\": 3\n}");
    assertThat(edited("{\"a\": 1, /* x */ \"b\": 2}", remove("b"), set("c", number(3))))
        .isEqualTo("{\"a\": 1, /* x */ \"c\": 3}");
  }

  @Test
  void items_of_lists_go_like_members() {
    String list = "{\n  \"l\": [\n    \"a\", // one\n    \"b\",\n    \"c\"\n  ]\n}";
    assertThat(edited(list, remove("l/0")))
        .isEqualTo("{\n  \"l\": [\n    \"b\",\n    \"c\"\n  ]\n}");
    assertThat(edited(list, remove("l/2"), remove("l/1")))
        .isEqualTo("{\n  \"l\": [\n    \"a\" // one\n  ]\n}");
  }

  @Test
  void positions_of_items_are_those_of_the_document() {
    assertThat(edited("[0, 1, 2, 3]", remove("0"), remove("1"))).isEqualTo("[2, 3]");
    assertThat(edited("[0, 1]", append("", number(2)), remove("0"), set("1", number(9))))
        .isEqualTo("[9, 2]");
    assertThat(edited("[{\"a\": 1}, {\"a\": 2}]", remove("0"), set("1/a", number(3))))
        .isEqualTo("[{\"a\": 3}]");
    assertThat(edited("[0, 1]", remove("0"), remove("0"))).isEqualTo("[1]");
    assertThat(refusal("[0, 1]", remove("0"), set("0", number(1))))
        .hasMessage("f.json:1:1: no such item: [0], the list has 2");
  }
}
