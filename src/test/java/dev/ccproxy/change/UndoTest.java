package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ccproxy.change.JournalEntry.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UndoTest {
  @TempDir(factory = MemoryDisk.class)
  Path folder;

  private World world;
  private Path file;

  @BeforeEach
  void makeWorld() throws IOException {
    world = World.in(folder);
    file = World.file(world.home.resolve("settings.json"), "v0\r\n", "rw-r-----");
  }

  private String apply(FileChange... files) throws ChangeRefusedException {
    world.now = world.now.plusSeconds(60);
    return world.changes().apply(World.plan(files)).id();
  }

  private Applied undo(String id, boolean force) throws ChangeRefusedException {
    world.now = world.now.plusSeconds(60);
    return world.changes().undo(id, force);
  }

  private Applied undo() throws ChangeRefusedException {
    world.now = world.now.plusSeconds(60);
    return world.changes().undo(null, false);
  }

  private ChangeRefusedException undoRefused(String code, String id, boolean force)
      throws IOException {
    ChangeRefusedException refusal = world.refused(code, () -> world.changes().undoPlan(id, force));
    ChangeRefusedException real = world.refused(code, () -> world.changes().undo(id, force));
    assertThat(real).hasMessage(refusal.getMessage());
    assertThat(real.next()).isEqualTo(refusal.next());
    return refusal;
  }

  private ChangeRefusedException undoNewestRefused(String code) throws IOException {
    ChangeRefusedException refusal =
        world.refused(code, () -> world.changes().undoPlan(null, false));
    world.refused(code, () -> world.changes().undo(null, false));
    return refusal;
  }

  @Test
  void bytes_and_modes_come_back_and_made_files_and_folders_go() throws Exception {
    Path gone = World.file(world.project.resolve("gone"), "\uFEFFgone", "rwxr-x--x");
    Map<String, String> before = world.snapshot();
    String id =
        apply(
            world.secret(file, "v1"),
            world.to(gone, null),
            world.secret(world.project.resolve("made"), "made"),
            world.to(world.home.resolve(".a/b/c"), "made"));
    assertThat(world.snapshot()).isNotEqualTo(before);
    ChangePlan plan = world.changes().undoPlan(null, false);
    assertThat(plan.title()).isEqualTo("undo: init test");
    assertThat(plan.files())
        .extracting(FileChange::action)
        .containsExactly(
            FileChange.Action.CHANGE,
            FileChange.Action.CREATE,
            FileChange.Action.DELETE,
            FileChange.Action.DELETE);
    assertThat(plan.files())
        .extracting(FileChange::secret)
        .containsExactly(true, false, true, false);
    assertThat(plan.files().get(0).before()).isEqualTo(World.bytes("v1"));
    assertThat(plan.files().get(0).after()).isEqualTo(World.bytes("v0\r\n"));

    Applied undo = undo();
    assertThat(undo.files()).isEqualTo(plan.files());
    assertThat(world.snapshot()).isEqualTo(before);
    List<JournalEntry> entries = world.changes().list();
    assertThat(entries).hasSize(2);
    assertThat(entries.get(0).id()).isEqualTo(undo.id());
    assertThat(entries.get(0).title()).isEqualTo("undo: init test");
    assertThat(entries.get(0).answers()).isEmpty();
    assertThat(entries.get(0).undoOf()).isEqualTo(id);
    assertThat(entries.get(0).undone()).isFalse();
    assertThat(entries.get(0).state()).isEqualTo(State.DONE);
    assertThat(entries.get(1).id()).isEqualTo(id);
    assertThat(entries.get(1).undone()).isTrue();
  }

  @Test
  void the_plan_of_an_undo_writes_nothing() throws Exception {
    apply(world.to(file, "v1"));
    Map<String, String> before = world.snapshot();
    Map<String, String> state = world.stateModes();
    world.changes().undoPlan(null, false);
    assertThat(world.snapshot()).isEqualTo(before);
    assertThat(world.stateModes()).isEqualTo(state);
  }

  @Test
  void a_made_folder_stays_when_something_else_is_in_it() throws Exception {
    Path made = world.home.resolve(".a/b/c");
    apply(world.to(made, "made"));
    World.file(world.home.resolve(".a/mine"), "mine");
    undo();
    assertThat(world.home.resolve(".a/b")).doesNotExist();
    assertThat(world.home.resolve(".a/mine")).hasContent("mine");
  }

  @Test
  void a_folder_that_was_there_before_stays_although_it_is_empty() throws Exception {
    Path sub = Files.createDirectory(world.home.resolve("sub"));
    apply(world.to(sub.resolve("f"), "made"));
    undo();
    assertThat(sub).isEmptyDirectory();
  }

  @Test
  void without_an_id_the_changes_go_one_after_the_other_newest_first() throws Exception {
    apply(world.to(file, "v1"));
    apply(world.to(file, "v2"));
    undo();
    assertThat(file).hasContent("v1");
    undo();
    assertThat(Files.readString(file)).isEqualTo("v0\r\n");
    ChangeRefusedException refusal = undoNewestRefused("nothing-to-undo");
    assertThat(refusal).hasMessage("there is no change of ccproxy to undo");
  }

  @Test
  void there_is_nothing_to_undo_before_the_first_change_and_no_state_folder_after_it()
      throws Exception {
    undoNewestRefused("nothing-to-undo");
    assertThat(world.changes().list()).isEmpty();
    assertThat(world.changes().latest(any -> true)).isEmpty();
    ChangeRefusedException refusal = undoRefused("unknown-undo-id", "20261125-221530-1", false);
    assertThat(refusal.next()).isEqualTo("there is nothing to undo");
    assertThat(world.state).doesNotExist();
  }

  @Test
  void an_unknown_id_is_answered_with_the_known_ones() throws Exception {
    String first = apply(world.to(file, "v1"));
    String second = apply(world.to(file, "v2"));
    ChangeRefusedException refusal = undoRefused("unknown-undo-id", "../" + first, false);
    assertThat(refusal).hasMessage("there is no change with the id ../" + first);
    assertThat(refusal.next())
        .isEqualTo("use one of these, newest first: " + second + ", " + first);
  }

  @Test
  void a_file_that_was_changed_since_is_refused_by_name_unless_forced() throws Exception {
    Path other = World.file(world.project.resolve("other"), "o0");
    String id = apply(world.to(file, "v1"), world.to(other, "o1"));
    Files.writeString(other, "mine");
    ChangeRefusedException refusal = undoNewestRefused("file-changed-since");
    assertThat(refusal).hasMessage(other + ": was changed since, not by ccproxy");
    assertThat(refusal.next())
        .isEqualTo(
            "if those changes may be lost, overwrite it with `ccproxy undo " + id + " --force`");

    Map<String, String> mine = world.snapshot();
    Applied forced = undo(id, true);
    assertThat(file).hasContent("v0\r\n");
    assertThat(other).hasContent("o0");
    // What was lost by force comes back.
    undo(forced.id(), false);
    assertThat(world.snapshot()).isEqualTo(mine);
  }

  @Test
  void a_deleted_file_is_refused_unless_forced() throws Exception {
    String id = apply(world.to(file, "v1"));
    Files.delete(file);
    assertThat(undoRefused("file-changed-since", id, false))
        .hasMessage(file + ": was deleted since, not by ccproxy");
    undo(id, true);
    assertThat(Files.readString(file)).isEqualTo("v0\r\n");
    assertThat(World.mode(file)).isEqualTo("rw-r-----");
  }

  @Test
  void a_file_that_came_back_after_we_deleted_it_is_refused_unless_forced() throws Exception {
    String id = apply(world.to(file, null));
    World.file(file, "mine");
    assertThat(undoRefused("file-changed-since", id, false))
        .hasMessage(file + ": was changed since, not by ccproxy");
    undo(id, true);
    assertThat(Files.readString(file)).isEqualTo("v0\r\n");
  }

  @Test
  void an_older_change_under_a_newer_one_names_the_newer_one() throws Exception {
    String older = apply(world.to(file, "v1"));
    String newer = apply(world.to(file, "v2"));
    ChangeRefusedException refusal = undoRefused("file-changed-since", older, false);
    assertThat(refusal).hasMessage(file + ": was changed since, by the later change " + newer);
    assertThat(refusal.next())
        .isEqualTo(
            "take that one back first with `ccproxy undo "
                + newer
                + "`, or overwrite it with `ccproxy undo "
                + older
                + " --force`");
    // Changed by hand after both: it was not the newer one.
    Files.writeString(file, "v3");
    assertThat(undoRefused("file-changed-since", older, false))
        .hasMessage(file + ": was changed since, not by ccproxy");
  }

  @Test
  void a_newer_change_that_was_undone_is_not_named() throws Exception {
    String older = apply(world.to(file, "v1"));
    String newer = apply(world.to(file, "v2"));
    undo(newer, false);
    Files.writeString(file, "v2");
    assertThat(undoRefused("file-changed-since", older, false))
        .hasMessage(file + ": was changed since, not by ccproxy");
  }

  @Test
  void a_newer_change_of_another_file_with_the_same_content_is_not_named() throws Exception {
    String older = apply(world.to(file, "v1"));
    apply(world.to(world.home.resolve("other"), "v2"));
    Files.writeString(file, "v2");
    assertThat(undoRefused("file-changed-since", older, false))
        .hasMessage(file + ": was changed since, not by ccproxy");
  }

  @Test
  void changes_of_other_files_do_not_stand_in_the_way() throws Exception {
    String older = apply(world.to(file, "v1"));
    Path other = world.home.resolve("other");
    apply(world.to(other, "o"));
    undo(older, false);
    assertThat(Files.readString(file)).isEqualTo("v0\r\n");
    assertThat(other).hasContent("o");
  }

  @Test
  void a_change_is_undone_once() throws Exception {
    String id = apply(world.to(file, "v1"));
    undo();
    ChangeRefusedException refusal = undoRefused("already-undone", id, false);
    assertThat(refusal).hasMessage("the change " + id + " was undone already");
    undoRefused("already-as-before", id, true);
    // By force also when something else was written since.
    Files.writeString(file, "mine");
    undoRefused("already-undone", id, false);
    undo(id, true);
    assertThat(Files.readString(file)).isEqualTo("v0\r\n");
  }

  @Test
  void an_undo_can_be_undone_and_then_the_change_counts_again() throws Exception {
    String id = apply(world.to(file, "v1"));
    String undo = undo().id();
    String redo = undo(undo, false).id();
    assertThat(file).hasContent("v1");
    List<JournalEntry> entries = world.changes().list();
    assertThat(entries).extracting(JournalEntry::id).containsExactly(redo, undo, id);
    assertThat(entries).extracting(JournalEntry::undone).containsExactly(false, true, false);
    assertThat(entries.get(0).undoOf()).isEqualTo(undo);
    assertThat(entries.get(0).title()).isEqualTo("undo: undo: init test");
    // Without an id it is the change that is undone, never an undo.
    undo();
    assertThat(Files.readString(file)).isEqualTo("v0\r\n");
    assertThat(world.changes().list())
        .extracting(JournalEntry::undone)
        .containsExactly(false, false, true, true);
    undoNewestRefused("nothing-to-undo");
  }

  @Test
  void files_that_are_as_before_already_need_no_undo() throws Exception {
    String id = apply(world.to(file, "v1"));
    Files.writeString(file, "v0\r\n");
    ChangeRefusedException refusal = undoNewestRefused("already-as-before");
    assertThat(refusal).hasMessage("all files are as they were before the change " + id);
    assertThat(world.changes().list()).hasSize(1);
  }

  @Test
  void one_of_two_files_that_is_as_before_is_left_alone() throws Exception {
    Path other = World.file(world.project.resolve("other"), "o0");
    apply(world.to(file, "v1"), world.to(other, "o1"));
    Files.writeString(file, "v0\r\n");
    Applied undo = undo();
    assertThat(undo.files())
        .extracting(FileChange::action)
        .containsExactly(FileChange.Action.UNCHANGED, FileChange.Action.CHANGE);
    assertThat(other).hasContent("o0");
  }

  @Test
  void a_link_that_was_turned_since_is_refused_unless_forced() throws Exception {
    Path one = World.file(world.home.resolve("one"), "old");
    Path two = World.file(world.home.resolve("two"), "new");
    Path link = Files.createSymbolicLink(world.home.resolve("l"), one);
    String id = apply(world.to(link, "new"));
    Files.delete(link);
    Files.createSymbolicLink(link, two);
    undoRefused("file-changed-since", id, false);
    undo(id, true);
    assertThat(two).hasContent("old");
    assertThat(one).hasContent("new");
  }

  @Test
  void a_file_that_may_not_be_written_any_more_is_refused() throws Exception {
    String id = apply(world.to(file, "v1"));
    World.mode(file, "r--------");
    undoRefused("target-read-only", id, false);
    undoRefused("target-read-only", id, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"damaged", "missing"})
  void a_damaged_backup_is_never_written_back(String how) throws Exception {
    String id = apply(world.to(file, "v1"));
    Path backup = world.state.resolve("journal/" + id + "/before-0");
    if (how.equals("damaged")) {
      Files.writeString(backup, "v9\r\n");
    } else {
      Files.delete(backup);
    }
    ChangeRefusedException refusal = undoRefused("backup-damaged", id, true);
    assertThat(refusal.file()).isEqualTo(file);
    assertThat(refusal.reason())
        .isEqualTo(
            "its old content in the journal cannot be used: "
                + (how.equals("damaged") ? "its backup is damaged" : "it is gone"));
  }

  @Test
  void a_journal_that_cannot_be_read_is_an_error_of_undo_but_not_of_listing() throws Exception {
    Files.createDirectories(world.state);
    World.file(world.state.resolve("journal"), "");
    assertThat(world.changes().list()).isEmpty();
    assertThat(world.changes().latest(any -> true)).isEmpty();
    Changes changes = world.changes();
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> changes.undo(null, false));
    assertThat(refusal.code()).isEqualTo("state-folder-unreadable");
    assertThat(refusal.file()).isEqualTo(world.state);
  }

  @Test
  void another_undo_while_we_waited_is_noticed() throws Exception {
    String id = apply(world.to(file, "v1"));
    world.now = world.now.plusSeconds(60);
    Changes other = world.changes();
    boolean[] first = {true};
    FileStore slow =
        new FileStore(
            world.home,
            world.project,
            real -> {
              // Between the plan that was shown and the lock somebody else undoes the same.
              if (first[0]) {
                first[0] = false;
                try {
                  other.undo(id, false);
                } catch (ChangeRefusedException e) {
                  throw new AssertionError(e);
                }
                Files.writeString(real, "v1");
              }
              return false;
            });
    Changes changes = new Changes(world.state, slow, world.clock());
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> changes.undo(null, false));
    assertThat(refusal.code()).isEqualTo("already-undone");
  }
}
