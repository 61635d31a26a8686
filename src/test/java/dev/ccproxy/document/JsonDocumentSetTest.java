package dev.ccproxy.document;

import static dev.ccproxy.document.Editing.append;
import static dev.ccproxy.document.Editing.edited;
import static dev.ccproxy.document.Editing.fields;
import static dev.ccproxy.document.Editing.items;
import static dev.ccproxy.document.Editing.json;
import static dev.ccproxy.document.Editing.number;
import static dev.ccproxy.document.Editing.refusal;
import static dev.ccproxy.document.Editing.remove;
import static dev.ccproxy.document.Editing.set;
import static dev.ccproxy.document.Editing.strings;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentSetTest {

  @Test
  void a_new_value_takes_the_place_of_the_old_one_and_of_nothing_else() {
    assertThat(
            edited("{ \"a\" :\t1 /*x*/ ,\"b\":[ true ] }\n", set("a", "x"), set("b/0", number(2))))
        .isEqualTo("{ \"a\" :\t\"x\" /*x*/ ,\"b\":[ 2 ] }\n");
  }

  @Test
  void a_value_that_means_the_same_is_not_touched() throws EditRefusedException {
    JsonDocument document =
        json("{\"a\": \"\\u0041\", \"n\": 1.0, \"l\" : [1,  2], \"o\": {\"y\":1,\"x\":[]}}");
    JsonDocument same =
        document.apply(
            List.of(
                set("a", "A"),
                set("n", new Value.Literal(Node.Kind.NUMBER, "1.0")),
                set("l", items(number(1), number(2))),
                set("o", fields("x", items(), "y", number(1)))));
    assertThat(same).isSameAs(document);
  }

  @Test
  void no_changes_give_the_document_itself() throws EditRefusedException {
    JsonDocument document = json("{}");
    assertThat(document.apply(List.of())).isSameAs(document);
    JsonDocument empty = json("");
    assertThat(empty.apply(List.of(remove("a"), set("", fields())))).isSameAs(empty);
  }

  @Test
  void the_last_change_of_a_path_counts() {
    assertThat(edited("{\"a\": 1}", set("a", "x"), set("a", "y"))).isEqualTo("{\"a\": \"y\"}");
    assertThat(edited("{\"a\": 1}", set("a", "x"), set("a", number(1)))).isEqualTo("{\"a\": 1}");
    assertThat(edited("{}", set("a", "x"), remove("a"))).isEqualTo("{}");
  }

  @Test
  void later_changes_see_what_earlier_ones_did() {
    assertThat(
            edited(
                "{\"a\": 1}",
                set("a", fields("b", number(1))),
                set("a/c", items()),
                append("a/c", "x"),
                append("a/c", "y"),
                remove("a/c/0"),
                remove("a/b")))
        .isEqualTo("{\"a\": {\"c\": [\"y\"]}}");
    assertThat(edited("{\"a\": 1}", set("a", items(number(1))), set("a/0", "x"), append("a", "y")))
        .isEqualTo("{\"a\": [\"x\", \"y\"]}");
  }

  @Test
  void of_repeated_keys_the_last_one_is_changed() {
    assertThat(edited("{\"a\": 1, \"a\": {\"b\": 1}}", set("a/b", "x")))
        .isEqualTo("{\"a\": 1, \"a\": {\"b\": \"x\"}}");
    assertThat(edited("{\"a\": {\"b\": 1}, \"a\": {\"b\": 2}}", set("a/b", "x")))
        .isEqualTo("{\"a\": {\"b\": 1}, \"a\": {\"b\": \"x\"}}");
    assertThat(edited("{\"a\": 1, \"a\": 2}", set("a", number(1))))
        .isEqualTo("{\"a\": 1, \"a\": 1}");
  }

  @Test
  void a_key_is_found_however_it_is_escaped() {
    assertThat(
            edited("{\"\\u0065nv\": {\"\\u004b\": \"x\"}}", set("env/K", "y"), set("env/L", "z")))
        .isEqualTo("{\"\\u0065nv\": {\"\\u004b\": \"y\", \"L\": \"z\"}}");
  }

  @Test
  void an_object_becomes_another_one_by_the_members_that_differ() {
    String text =
        """
        {
          "env": {
            // the gateway
            "A": "1", // one
            "B": "2",
            "C": {"x":1}
          }
        }
        """;
    Value wanted = fields("C", fields("x", number(1), "y", number(2)), "A", Value.of("3"));
    assertThat(edited(text, set("env", wanted)))
        .isEqualTo(
            """
            {
              "env": {
                // the gateway
                "A": "3", // one
                "C": {"x":1,"y":2}
              }
            }
            """);
  }

  @Test
  void the_whole_content_can_be_set() {
    assertThat(edited(" [1] ", set("", fields("a", number(1))))).isEqualTo(" {\n   \"a\": 1\n } ");
    assertThat(edited("{\"a\": 1}\n", set("", Value.of("x")))).isEqualTo("\"x\"\n");
    assertThat(edited("", set("", strings("a")))).isEqualTo("[\"a\"]\n");
  }

  @Test
  void a_new_member_of_a_one_line_object_stays_in_the_line() {
    assertThat(edited("{\"a\": 1}", set("b", number(2)))).isEqualTo("{\"a\": 1, \"b\": 2}");
    assertThat(edited("{\"a\":1}", set("b", number(2)))).isEqualTo("{\"a\":1,\"b\":2}");
    assertThat(edited("{ \"a\": 1 }", set("b", number(2)))).isEqualTo("{ \"a\": 1, \"b\": 2 }");
    assertThat(edited("{\"a\":1, \"b\":2}", set("c", number(3))))
        .isEqualTo("{\"a\":1, \"b\":2, \"c\":3}");
    assertThat(edited("{\"a\": 1,\"b\": 2}", set("c", number(3))))
        .isEqualTo("{\"a\": 1,\"b\": 2,\"c\": 3}");
    assertThat(edited("{\"a\" : 1}", set("b", number(2)))).isEqualTo("{\"a\" : 1, \"b\" : 2}");
    assertThat(edited("{\"a\" :1}", set("b", number(2)))).isEqualTo("{\"a\" :1,\"b\" :2}");
    assertThat(edited("{\"a\"   :   1}", set("b", number(2))))
        .isEqualTo("{\"a\"   :   1, \"b\" : 2}");
  }

  @Test
  void new_values_in_a_one_line_object_are_in_the_line_too() {
    assertThat(
            edited("{ \"a\": 1 }", set("o", fields("x", number(1))), set("l", strings("p", "q"))))
        .isEqualTo("{ \"a\": 1, \"o\": { \"x\": 1 }, \"l\": [\"p\", \"q\"] }");
    assertThat(edited("{\"a\":1}", set("a", items(fields("x", number(1), "y", fields())))))
        .isEqualTo("{\"a\":[{\"x\":1,\"y\":{}}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"  ", "    ", "\t", "   "})
  void a_new_member_is_indented_like_its_neighbours(String unit) {
    String text = "{\n@\"a\": {\n@@\"b\": 1\n@}\n}\n".replace("@", unit);
    assertThat(edited(text, set("a/c", fields("d", number(2))), set("e", fields("f", fields()))))
        .isEqualTo(
            ("{\n@\"a\": {\n@@\"b\": 1,\n@@\"c\": {\n@@@\"d\": 2\n@@}\n@},\n"
                    + "@\"e\": {\n@@\"f\": {}\n@}\n}\n")
                .replace("@", unit));
  }

  @Test
  void line_ends_are_those_of_the_file() {
    assertThat(edited("{\r\n  \"a\": 1\r\n}\r\n", set("b/c", "x"), set("d", fields("e", fields()))))
        .isEqualTo(
            "{\r\n  \"a\": 1,\r\n  \"b\": {\r\n    \"c\": \"x\"\r\n  },\r\n"
                + "  \"d\": {\r\n    \"e\": {}\r\n  }\r\n}\r\n");
  }

  @Test
  void new_members_come_in_the_order_given() {
    assertThat(
            edited(
                "{\n  \"a\": 1\n}",
                set("z", "1"),
                set("env/B", "2"),
                set("y", "3"),
                set("env/A", "4")))
        .isEqualTo(
            """
            {
              "a": 1,
              "z": "1",
              "env": {
                "B": "2",
                "A": "4"
              },
              "y": "3"
            }""");
  }

  @Test
  void a_file_whose_members_are_not_indented_stays_like_that() {
    assertThat(edited("{\n\"a\": 1\n}", set("b/c", "x")))
        .isEqualTo("{\n\"a\": 1,\n\"b\": {\n\"c\": \"x\"\n}\n}");
  }

  @Test
  void the_indentation_of_a_file_is_found_where_it_is_first_used() {
    assertThat(edited("{\"a\": [{\"x\": [\n   1]}], \"b\": {\n}}", set("b/c", "x")))
        .isEqualTo("{\"a\": [{\"x\": [\n   1]}], \"b\": {\n      \"c\": \"x\"\n   }}");
  }

  @Test
  void an_object_goes_by_its_own_indentation_first() {
    String text = "{\n  \"a\": {\n      \"b\": 1\n  },\n  \"c\": {\n  }\n}";
    assertThat(edited(text, set("a/d", fields("e", number(1))), set("c/f", number(1))))
        .isEqualTo(
            "{\n  \"a\": {\n      \"b\": 1,\n      \"d\": {\n          \"e\": 1\n      }\n  },\n"
                + "  \"c\": {\n    \"f\": 1\n  }\n}");
  }

  @Test
  void an_empty_object_opens_in_the_style_of_the_file() {
    assertThat(edited("{}", set("a", number(1)))).isEqualTo("{\n  \"a\": 1\n}");
    assertThat(edited("{ }\n", set("a", number(1)))).isEqualTo("{\n  \"a\": 1\n}\n");
    assertThat(edited("{\n\t\"env\": {}\n}", set("env/A", "x"), set("env/B", "y")))
        .isEqualTo("{\n\t\"env\": {\n\t\t\"A\": \"x\",\n\t\t\"B\": \"y\"\n\t}\n}");
    assertThat(edited("{\n  \"env\": {\n\n  }\n}", set("env/A", "x")))
        .isEqualTo("{\n  \"env\": {\n    \"A\": \"x\"\n  }\n}");
  }

  @Test
  void an_empty_object_in_a_line_stays_in_the_line() {
    assertThat(edited("{\"env\": {}}", set("env/A", "x"), set("env/B", "y")))
        .isEqualTo("{\"env\": {\"A\": \"x\", \"B\": \"y\"}}");
    assertThat(edited("{ \"env\":{ } }", set("env/A", "x")))
        .isEqualTo("{ \"env\":{ \"A\":\"x\" } }");
    assertThat(edited("{\"env\": {\n}}", set("env/A", "x")))
        .isEqualTo("{\"env\": {\n  \"A\": \"x\"\n}}");
  }

  @Test
  void a_comment_in_an_empty_object_stays_before_what_is_new() {
    assertThat(edited("{\n    // c\n}", set("a", number(1)), set("b", number(2))))
        .isEqualTo("{\n    // c\n    \"a\": 1,\n    \"b\": 2\n}");
    assertThat(edited("{ // c\n}", set("a", number(1)))).isEqualTo("{ // c\n  \"a\": 1\n}");
    assertThat(edited("{ /* c */ }", set("a", number(1)))).isEqualTo("{ /* c */\n  \"a\": 1\n}");
    assertThat(edited("{ // c\n /* d */ }", set("a", number(1))))
        .isEqualTo("{ // c\n /* d */\n \"a\": 1\n}");
    assertThat(edited("{\"env\": { /* c */ }}", set("env/a", number(1))))
        .isEqualTo("{\"env\": { /* c */ \"a\": 1 }}");
    assertThat(edited("{\"env\": { // c\n}}", set("env/a", number(1))))
        .isEqualTo("{\"env\": { // c\n  \"a\": 1\n}}");
  }

  @Test
  void comments_behind_the_last_member_stay_where_they_are() {
    String text =
        """
        {
          "a": 1 // one
          // two

          /* three */
        }
        """;
    assertThat(edited(text, set("b", number(2))))
        .isEqualTo(
            """
            {
              "a": 1, // one
              "b": 2
              // two

              /* three */
            }
            """);
    assertThat(edited("{\n  \"a\": 1 /* one\n  two */\n}", set("b", number(2))))
        .isEqualTo("{\n  \"a\": 1, /* one\n  two */\n  \"b\": 2\n}");
    assertThat(edited("{\"a\": 1 /* one */}", set("b", number(2))))
        .isEqualTo("{\"a\": 1, /* one */ \"b\": 2}");
  }

  @Test
  void nothing_is_put_behind_a_comment_that_would_swallow_it() {
    assertThat(edited("{ \"a\": 1 // one\n}", set("b", number(2)), set("c", number(3))))
        .isEqualTo("{ \"a\": 1, // one\n  \"b\": 2,\n  \"c\": 3\n}");
    assertThat(edited("{ \"a\": 1, // one\n}", set("b", number(2))))
        .isEqualTo("{ \"a\": 1, // one\n  \"b\": 2,\n}");
    assertThat(edited("{\"a\": 1 /* one */ // two\n}", set("b", number(2))))
        .isEqualTo("{\"a\": 1, /* one */ // two\n  \"b\": 2\n}");
  }

  @Test
  void a_comma_before_the_closing_bracket_stays_there() {
    assertThat(edited("{\"a\": 1,}", set("b", number(2)))).isEqualTo("{\"a\": 1, \"b\": 2,}");
    assertThat(edited("{\"a\": 1 , }", set("b", number(2)))).isEqualTo("{\"a\": 1 , \"b\": 2, }");
    assertThat(
            edited("{\n  \"a\": 1, // one\n  // two\n}", set("b", number(2)), set("c", number(3))))
        .isEqualTo("{\n  \"a\": 1, // one\n  \"b\": 2,\n  \"c\": 3,\n  // two\n}");
    assertThat(edited("{\n  \"a\": 1 // one\n  ,\n}", set("b", number(2))))
        .isEqualTo("{\n  \"a\": 1 // one\n  ,\n  \"b\": 2,\n}");
    assertThat(edited("{\"a\": [1,],}", append("a", number(2)))).isEqualTo("{\"a\": [1, 2,],}");
  }

  @Test
  void a_member_that_shares_its_line_with_the_bracket_keeps_it_behind_the_new_one() {
    assertThat(edited("{ \"a\": 1,\n  \"b\": 2 }", set("c", number(3))))
        .isEqualTo("{ \"a\": 1,\n  \"b\": 2,\n  \"c\": 3 }");
    assertThat(edited("{\n  \"a\": 1, \"b\": 2\n}", set("c", number(3))))
        .isEqualTo("{\n  \"a\": 1, \"b\": 2, \"c\": 3\n}");
  }

  @Test
  void members_with_the_comma_ahead_are_followed_as_well_as_can_be() {
    assertThat(edited("{\n    \"a\": 1\n  , \"b\": 2\n}", set("c", number(3))))
        .isEqualTo("{\n    \"a\": 1\n  , \"b\": 2,\n  \"c\": 3\n}");
  }

  @Test
  void a_member_behind_a_comment_on_its_line_is_no_model_for_the_indentation() {
    assertThat(edited("{\n    \"a\": 1,\n/* x */ \"b\": 2\n}", set("c", number(3))))
        .isEqualTo("{\n    \"a\": 1,\n/* x */ \"b\": 2,\n    \"c\": 3\n}");
    assertThat(edited("{\n  /* x */ \"b\": 2\n}", set("c", number(3))))
        .isEqualTo("{\n  /* x */ \"b\": 2,\n  \"c\": 3\n}");
  }

  @Test
  void lists_of_scalars_are_in_one_line_while_they_are_short() {
    String sixty = "x".repeat(56);
    assertThat(edited("{\n  \"a\": 1\n}", set("a", strings("p", "q")), set("b", strings(sixty))))
        .isEqualTo("{\n  \"a\": [\"p\", \"q\"],\n  \"b\": [\"" + sixty + "\"]\n}");
    assertThat(edited("{\n  \"a\": 1\n}", set("a", strings(sixty + "x"))))
        .isEqualTo("{\n  \"a\": [\n    \"" + sixty + "x\"\n  ]\n}");
    assertThat(edited("{\n  \"a\":1\n}", set("a", items(number(1), fields(), items()))))
        .isEqualTo("{\n  \"a\":[\n    1,\n    {},\n    []\n  ]\n}");
    assertThat(edited("{\n  \"a\": 1\n}", set("a", items()))).isEqualTo("{\n  \"a\": []\n}");
  }

  @Test
  void a_file_without_content_gets_a_whole_object() {
    String wanted = "{\n  \"env\": {\n    \"A\": \"x\"\n  },\n  \"l\": [\"y\"]\n}\n";
    assertThat(edited("", set("env/A", "x"), append("l", "y"))).isEqualTo(wanted);
    assertThat(edited(" \n\t\n", set("env/A", "x"), append("l", "y"))).isEqualTo(wanted);
    assertThat(edited("\r\n\r\n", set("a", "x"))).isEqualTo("{\r\n  \"a\": \"x\"\r\n}\r\n");
  }

  @Test
  void a_file_of_comments_alone_keeps_them() {
    assertThat(edited("// c\n", set("a", "x"))).isEqualTo("// c\n{\n  \"a\": \"x\"\n}\n");
    assertThat(edited("/* c */", set("a", "x"))).isEqualTo("/* c */\n{\n  \"a\": \"x\"\n}\n");
  }

  @Test
  void a_byte_order_mark_is_kept() throws Exception {
    JsonDocument empty = JsonDocument.parse("f", "\uFEFF".getBytes(StandardCharsets.UTF_8));
    assertThat(empty.apply(List.of(set("a", "x"))).source().encode())
        .isEqualTo("\uFEFF{\n  \"a\": \"x\"\n}\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void every_string_can_be_a_key_and_a_value() {
    assertThat(
            edited(
                "{\"a\":1}", new Change.Set(NodePath.of("\"\n\u0000"), Value.of("\ud83d\u2028😀"))))
        .isEqualTo("{\"a\":1,\"\\\"\\n\\u0000\":\"\\ud83d\\u2028😀\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [1]       | a list
          "x"       | a string
          1         | a number
          true      | a boolean
          false     | a boolean
          """)
  void a_key_has_no_place_in_what_is_no_object(String value, String kind) {
    EditRefusedException refusal = refusal("{\n  \"env\": " + value + "\n}", set("env/A", "x"));
    assertThat(refusal).hasMessage("f.json:2:10: env is " + kind + ", not an object");
    assertThat(refusal.document()).isEqualTo("f.json");
    assertThat(refusal.position()).isEqualTo(new Position(2, 10));
    assertThat(refusal.reason()).isEqualTo("env is " + kind + ", not an object");
    assertThat(refusal(" " + value, set("A", "x")))
        .hasMessage("f.json:1:2: the whole content is " + kind + ", not an object");
  }

  @Test
  void null_makes_room_for_what_is_to_stand_in_it() {
    assertThat(edited("{\n  \"env\": null // none\n}", set("env/A", "x")))
        .isEqualTo("{\n  \"env\": {\n    \"A\": \"x\"\n  } // none\n}");
    assertThat(edited("{\"l\": null}", append("l", "x"))).isEqualTo("{\"l\": [\"x\"]}");
    assertThat(edited("null", set("A", "x"))).isEqualTo("{\n  \"A\": \"x\"\n}");
    assertThat(edited("[null]", set("0/A", "x"))).isEqualTo("[{\"A\": \"x\"}]");
    assertThat(
            edited(
                "{\"a\": 1}", set("a", new Value.Literal(Node.Kind.NULL, "null")), set("a/b", "x")))
        .isEqualTo("{\"a\": {\"b\": \"x\"}}");
    assertThat(refusal("{\"l\": null}", set("l/0", "x")))
        .hasMessage("f.json:1:7: no such item: l[0], the list has 0");
  }

  @Test
  void an_item_has_no_place_in_what_is_no_list() {
    assertThat(refusal("{\"a\": {}}", set("a/0", "x")))
        .hasMessage("f.json:1:7: a is an object, not a list");
    assertThat(refusal("{\"a\": {}}", set("a/0/b", "x")))
        .hasMessage("f.json:1:7: a is an object, not a list");
    assertThat(refusal("{\"a\": {}}", append("a", "x")))
        .hasMessage("f.json:1:7: a is an object, not a list");
    assertThat(refusal("{\"a\": {}}", append("", "x")))
        .hasMessage("f.json:1:1: the whole content is an object, not a list");
  }

  @Test
  void lists_and_their_items_are_not_made_up() {
    assertThat(refusal("{\"a\": [1]}", set("a/1", "x")))
        .hasMessage("f.json:1:7: no such item: a[1], the list has 1");
    assertThat(refusal("{\"a\": [1]}", set("a/1/b", "x")))
        .hasMessage("f.json:1:7: no such item: a[1], the list has 1");
    assertThat(refusal("{\"a\": [1]}", append("a/1", "x")))
        .hasMessage("f.json:1:7: no such item: a[1], the list has 1");
    assertThat(refusal("{\"a\": [1]}", new Change.Set(NodePath.of("a").item(-1), Value.of("x"))))
        .hasMessage("f.json:1:7: no such item: a[-1], the list has 1");
    assertThat(refusal("{\"a\": 1}", set("b/0", "x")))
        .hasMessage("f.json:1:1: b is an object, not a list");
  }

  @Test
  void a_refusal_names_what_an_earlier_change_put_there() {
    assertThat(refusal("{\n \"a\": 1}", set("a", "x"), set("a/b", "y")))
        .hasMessage("f.json:2:7: a is a string, not an object");
    assertThat(refusal("{\n \"a\": 1}", set("b", items()), set("b/c/d", "y")))
        .hasMessage("f.json:1:1: b is a list, not an object");
  }

  @Test
  void a_value_that_json_cannot_write_is_refused() {
    assertThat(refusal("{}", set("a", new Value.Literal(Node.Kind.NUMBER, "NaN"))))
        .hasMessage("f.json:1:1: a NUMBER that JSON cannot write");
    assertThat(refusal("{}", set("a", new Value.Literal(Node.Kind.NULL, "~"))))
        .hasMessage("f.json:1:1: the edited text would not mean what was asked for");
  }

  @Test
  void an_object_too_deep_to_be_read_again_is_refused() {
    Value deep = fields();
    for (int i = 0; i < 500; i++) {
      deep = fields("a", deep);
    }
    assertThat(refusal("{}", set("a", deep)).reason())
        .isEqualTo("the edited text would not be JSON: nested deeper than 500 levels");
  }
}
