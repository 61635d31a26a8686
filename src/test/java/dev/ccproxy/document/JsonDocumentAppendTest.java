package dev.ccproxy.document;

import static dev.ccproxy.document.Editing.append;
import static dev.ccproxy.document.Editing.edited;
import static dev.ccproxy.document.Editing.fields;
import static dev.ccproxy.document.Editing.number;
import static dev.ccproxy.document.Editing.strings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonDocumentAppendTest {

  @Test
  void an_item_in_lines_gets_a_line() {
    assertThat(
            edited("{\n  \"l\": [\n    \"a\" // one\n  ]\n}", append("l", "b"), append("l", "c")))
        .isEqualTo("{\n  \"l\": [\n    \"a\", // one\n    \"b\",\n    \"c\"\n  ]\n}");
  }

  @Test
  void an_item_in_a_line_stays_in_the_line() {
    assertThat(edited("{\n  \"l\": [\"a\"]\n}", append("l", "b")))
        .isEqualTo("{\n  \"l\": [\"a\", \"b\"]\n}");
    assertThat(edited("{\n  \"l\": [\"a\",\"b\"]\n}", append("l", "c")))
        .isEqualTo("{\n  \"l\": [\"a\",\"b\",\"c\"]\n}");
    assertThat(edited("{\"l\":[1]}", append("l", number(2)))).isEqualTo("{\"l\":[1,2]}");
    assertThat(edited("[ 1 ]", append("", number(2)))).isEqualTo("[ 1, 2 ]");
  }

  @Test
  void an_empty_list_of_a_file_in_lines_is_filled_like_a_new_one() {
    assertThat(edited("{\n  \"l\": []\n}", append("l", "a"), append("l", "b")))
        .isEqualTo("{\n  \"l\": [\"a\", \"b\"]\n}");
    assertThat(edited("{\n  \"l\": [ ]\n}", append("l", fields("x", number(1)))))
        .isEqualTo("{\n  \"l\": [\n    {\n      \"x\": 1\n    }\n  ]\n}");
    assertThat(edited("{\n  \"l\": [\n  ]\n}", append("l", "a")))
        .isEqualTo("{\n  \"l\": [\n    \"a\"\n  ]\n}");
    assertThat(edited("{\n  \"l\": [/* x */]\n}", append("l", "a")))
        .isEqualTo("{\n  \"l\": [/* x */\n    \"a\"\n  ]\n}");
    assertThat(edited("{\"l\": []}", append("l", "a"))).isEqualTo("{\"l\": [\"a\"]}");
    assertThat(edited("[]", append("", strings("a")))).isEqualTo("[\n  [\"a\"]\n]");
  }

  @Test
  void a_missing_list_is_made_and_its_parents_too() {
    assertThat(edited("{\n  \"a\": 1\n}", append("p/l", "x"), append("p/l", "y")))
        .isEqualTo("{\n  \"a\": 1,\n  \"p\": {\n    \"l\": [\"x\", \"y\"]\n  }\n}");
  }

  @Test
  void a_list_in_a_list_is_appended_to() {
    assertThat(edited("[[1], [2]]", append("1", number(3)))).isEqualTo("[[1], [2, 3]]");
  }

  @Test
  void every_time_is_one_more() {
    String once = edited("[1]", append("", number(1)));
    assertThat(edited(once, append("", number(1)))).isEqualTo("[1, 1, 1]");
  }

  @Test
  void an_object_in_a_list_of_objects_in_lines_is_laid_out_like_them() {
    String text =
        """
        {
        	"hooks": [
        		{
        			"type": "command"
        		}
        	]
        }
        """;
    assertThat(edited(text, append("hooks", fields("type", Value.of("x")))))
        .isEqualTo(
            """
            {
            	"hooks": [
            		{
            			"type": "command"
            		},
            		{
            			"type": "x"
            		}
            	]
            }
            """);
  }
}
