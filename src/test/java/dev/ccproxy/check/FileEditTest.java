package dev.ccproxy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.document.EditRefusedException;
import dev.ccproxy.document.NodePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileEditTest {
  private static final NodePath OLD = NodePath.of("list").item(0).key("old");
  private static final NodePath OTHER = NodePath.of("list").item(1).key("old");

  private static String renamed(String before, NodePath... keys) throws Exception {
    byte[] after =
        new FileEdit.Renamed(Path.of("/x/c.yaml"), List.of(keys), "new")
            .apply(before.getBytes(StandardCharsets.UTF_8));
    return new String(after, StandardCharsets.UTF_8);
  }

  @Test
  void another_name_leaves_comments_and_order() throws Exception {
    assertThat(
            renamed(
                "# top\nlist:\n  - old: # here\n      - 1 # one\n    z: 1\n  - {\"old\": x}\n",
                OLD,
                OTHER))
        .isEqualTo("# top\nlist:\n  - new: # here\n      - 1 # one\n    z: 1\n  - {new: x}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list: [{z: 1}, {old: 1}]\n", "list: {old: 1}\n", "a: 1\n"})
  void a_key_that_is_not_there_is_left_alone(String text) throws Exception {
    assertThat(renamed(text, OLD)).isEqualTo(text);
  }

  @Test
  void no_file_stays_empty() throws Exception {
    assertThat(new FileEdit.Renamed(Path.of("/x/c.yaml"), List.of(OLD), "new").apply(null))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list: [{old: 1, new: 2}]\n",
        "list: [{old: 1, new: 1}]\n",
        "list: [{old: 1, old: 2}]\n",
        "list: [&a {old: 1}, *a]\n",
        "x: &a {old: 1}\nlist: [{<<: *a}]\n",
      })
  void what_would_change_more_than_the_name_is_refused(String text) {
    assertThatThrownBy(() -> renamed(text, OLD)).isInstanceOf(EditRefusedException.class);
  }
}
