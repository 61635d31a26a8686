package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Path FILE = Path.of("/home/u/settings.json");
  private static final byte[] A = {'a'};
  private static final byte[] B = {'b'};

  private static final FileChange CREATE = new FileChange(FILE, null, A, false);
  private static final FileChange CHANGE = new FileChange(FILE, A, B, false);
  private static final FileChange DELETE = new FileChange(FILE, A, null, false);
  private static final FileChange SAME = new FileChange(FILE, A, A.clone(), false);
  private static final FileChange STAYS_AWAY = new FileChange(FILE, null, null, false);

  @Test
  void the_action_follows_from_the_bytes() {
    assertThat(CREATE.action()).isEqualTo(FileChange.Action.CREATE);
    assertThat(CHANGE.action()).isEqualTo(FileChange.Action.CHANGE);
    assertThat(DELETE.action()).isEqualTo(FileChange.Action.DELETE);
    assertThat(SAME.action()).isEqualTo(FileChange.Action.UNCHANGED);
    assertThat(STAYS_AWAY.action()).isEqualTo(FileChange.Action.UNCHANGED);
    assertThat(new FileChange(FILE, null, new byte[0], false).action())
        .isEqualTo(FileChange.Action.CREATE);
  }

  @Test
  void nobody_can_change_the_bytes_of_a_change() {
    byte[] before = {'a'};
    byte[] after = {'b'};
    FileChange change = new FileChange(FILE, before, after, true);
    before[0] = 'x';
    after[0] = 'x';
    Objects.requireNonNull(change.before())[0] = 'x';
    Objects.requireNonNull(change.after())[0] = 'x';
    assertThat(change.before()).containsExactly('a');
    assertThat(change.after()).containsExactly('b');
    assertThat(STAYS_AWAY.before()).isNull();
    assertThat(STAYS_AWAY.after()).isNull();
  }

  @Test
  void changes_are_equal_by_content() {
    assertThat(new FileChange(FILE, A.clone(), B.clone(), false))
        .isEqualTo(CHANGE)
        .hasSameHashCodeAs(CHANGE);
    assertThat(CHANGE)
        .isNotEqualTo(new FileChange(Path.of("/x"), A, B, false))
        .isNotEqualTo(new FileChange(FILE, B, B, false))
        .isNotEqualTo(new FileChange(FILE, A, A, false))
        .isNotEqualTo(new FileChange(FILE, A, B, true))
        .isNotEqualTo("x");
    assertThat(CHANGE.hashCode()).isNotEqualTo(CREATE.hashCode()).isNotZero();
  }

  @Test
  void a_change_shows_no_content() {
    FileChange change = new FileChange(FILE, World.bytes("sk-old"), World.bytes("sk-new"), true);
    assertThat(change).hasToString("CHANGE /home/u/settings.json");
    assertThat(new ChangePlan("init", List.of(change), Map.of()).toString())
        .doesNotContain("sk-", "115, 107");
  }

  @Test
  void a_relative_path_is_a_mistake_of_the_program() {
    assertThatThrownBy(() -> new FileChange(Path.of("f"), null, null, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an absolute path: f");
  }

  @Test
  void a_plan_is_empty_when_all_files_stay_as_they_are() {
    assertThat(plan().isEmpty()).isTrue();
    assertThat(plan(SAME, STAYS_AWAY).isEmpty()).isTrue();
    assertThat(plan(SAME, CREATE).isEmpty()).isFalse();
    assertThat(plan(DELETE).isEmpty()).isFalse();
  }

  @Test
  void only_changing_and_deleting_touches_what_exists() {
    assertThat(plan().touchesExisting()).isFalse();
    assertThat(plan(SAME, CREATE, STAYS_AWAY).touchesExisting()).isFalse();
    assertThat(plan(CREATE, CHANGE).touchesExisting()).isTrue();
    assertThat(plan(CREATE, DELETE).touchesExisting()).isTrue();
  }

  @Test
  void a_plan_keeps_its_own_lists_in_their_order() {
    List<FileChange> files = new ArrayList<>(List.of(CHANGE));
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put("z", "1");
    answers.put("a", "2");
    ChangePlan plan = new ChangePlan("t", files, answers);
    files.clear();
    answers.clear();
    assertThat(plan.files()).containsExactly(CHANGE);
    assertThat(plan.answers()).containsExactly(Map.entry("z", "1"), Map.entry("a", "2"));
    assertThatThrownBy(() -> plan.answers().put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static ChangePlan plan(FileChange... files) {
    return new ChangePlan("t", List.of(files), Map.of());
  }
}
