package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import dev.ccproxy.document.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** When a fix is made, when it is left to the user, and when nobody tries before. */
class RepairTest {
  /** An alias shares what {@code a} holds, so it cannot be changed alone. */
  private static final String SHARED = "a: &x {k: 1}\nb: *x\n";

  private final Repair repair = new Repair();

  @Test
  void is_empty_until_a_change_comes() throws Exception {
    assertThat(repair.isEmpty()).isTrue();
    repair.change(file("a: 1\n"), set("a", "k"));
    assertThat(repair.isEmpty()).isFalse();
  }

  @Test
  void changes_what_can_be_changed_and_each_thing_once() throws Exception {
    SourceFile file = file("a: {k: 1}\n");
    repair.change(file, set("a", "k")).change(file, set("a", "k"));
    Fix fix = repair.fix(Fix.Kind.SAFE, "write it", "restart");
    assertThat(fix.kind()).isEqualTo(Fix.Kind.SAFE);
    assertThat(fix.commands()).containsExactly("restart");
    assertThat(fix.edits())
        .singleElement()
        .isInstanceOfSatisfying(FileEdit.Tree.class, tree -> assertThat(tree.changes()).hasSize(1));
  }

  @Test
  void leaves_to_the_user_what_touches_something_else() throws Exception {
    repair.change(file(SHARED), set("b", "k"));
    Fix fix = repair.fix(Fix.Kind.SAFE, "write it", "restart");
    assertThat(fix.kind()).isEqualTo(Fix.Kind.MANUAL);
    assertThat(fix.commands()).containsExactly("restart");
  }

  @Test
  void leaves_to_the_user_a_file_that_cannot_be_read() {
    Path path = Path.of("/project/litellm_config.yaml");
    repair.change(
        new SourceFile(path, "x", SourceFile.State.UNREADABLE, null, null), set("a", "k"));
    assertThat(repair.fix(Fix.Kind.SAFE, "write it").kind()).isEqualTo(Fix.Kind.MANUAL);
  }

  @Test
  void tries_two_hundred_changes_and_no_more() throws Exception {
    SourceFile file = file(SHARED);
    repair.change(file, set("b", "k"));
    for (int i = 1; i < 200; i++) {
      repair.change(file, set("c", "k" + i));
    }
    assertThat(repair.fix(Fix.Kind.SAFE, "write it").kind()).isEqualTo(Fix.Kind.MANUAL);
    repair.change(file, set("b", "k"));
    assertThat(repair.fix(Fix.Kind.SAFE, "write it").kind()).isEqualTo(Fix.Kind.SAFE);
  }

  @Test
  void tries_files_of_a_certain_size_and_none_larger() throws Exception {
    String remark = "#" + "x".repeat(256 * 1024 - SHARED.length() - 2) + "\n";
    repair.change(file(SHARED + remark), set("b", "k"));
    assertThat(repair.fix(Fix.Kind.SAFE, "write it").kind()).isEqualTo(Fix.Kind.MANUAL);
    Repair larger = new Repair();
    larger.change(file(SHARED + "x: 1\n" + remark), set("b", "k"));
    assertThat(larger.fix(Fix.Kind.SAFE, "write it").kind()).isEqualTo(Fix.Kind.SAFE);
  }

  private static Change set(String... path) {
    return new Change.Set(NodePath.of(path), Value.of("v"));
  }

  private static SourceFile file(String yaml) throws Exception {
    return new SourceFile(
        Path.of("/project/litellm_config.yaml"),
        "litellm_config.yaml",
        SourceFile.State.READ,
        YamlDocument.parse("litellm_config.yaml", yaml.getBytes(StandardCharsets.UTF_8)),
        null);
  }
}
