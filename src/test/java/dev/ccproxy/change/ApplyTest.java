package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ccproxy.change.JournalEntry.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writing a plan, and what stands in its way. */
class ApplyTest {
  @TempDir(factory = MemoryDisk.class)
  Path folder;

  private World world;

  @BeforeEach
  void makeWorld() throws IOException {
    world = World.in(folder);
  }

  private ChangeRefusedException applyRefused(String code, FileChange... files) throws IOException {
    ChangePlan plan = World.plan(files);
    ChangeRefusedException refusal = world.refused(code, () -> world.changes().apply(plan));
    // Checked before anything is written, the state folder included.
    assertThat(world.state).doesNotExist();
    ChangeRefusedException checked = world.refused(code, () -> world.changes().check(plan));
    assertThat(checked).hasMessage(refusal.getMessage());
    return refusal;
  }

  @Test
  void files_are_made_changed_and_deleted() throws Exception {
    Path made = world.project.resolve("made");
    Path changed = World.file(world.home.resolve("changed"), "old");
    Path deleted = World.file(world.home.resolve("deleted"), "old");
    Path same = World.file(world.home.resolve("same"), "same");
    ChangePlan plan =
        World.plan(
            world.to(made, "made\r\n"),
            world.to(changed, ""),
            world.to(deleted, null),
            world.to(same, "same"));
    long sameBefore = Files.getLastModifiedTime(same).toMillis();
    Applied applied = world.changes().apply(plan);
    assertThat(applied.id()).isEqualTo("20261125-221530-1");
    assertThat(applied.wroteAnything()).isTrue();
    assertThat(applied.files()).isEqualTo(plan.files());
    assertThat(made).hasContent("made\r\n");
    assertThat(changed).isEmptyFile();
    assertThat(deleted).doesNotExist();
    assertThat(Files.getLastModifiedTime(same).toMillis()).isEqualTo(sameBefore);
    assertThat(world.snapshot().keySet())
        .containsExactly("home", "home/changed", "home/same", "outside", "project", "project/made");
    List<JournalEntry> entries = world.changes().list();
    assertThat(entries)
        .containsExactly(
            new JournalEntry(
                "20261125-221530-1",
                Instant.parse("2026-11-25T22:15:30.123Z"),
                "init test",
                Map.of("provider", "deepseek"),
                List.of(made, changed, deleted),
                false,
                null,
                State.DONE));
  }

  @Test
  void a_plan_that_changes_nothing_leaves_no_trace() throws Exception {
    Path same = World.file(world.home.resolve("same"), "same");
    Path none = world.home.resolve("none");
    ChangePlan plan = World.plan(world.to(same, "same"), world.to(none, null));
    Applied applied = world.changes().apply(plan);
    assertThat(applied.id()).isEmpty();
    assertThat(applied.wroteAnything()).isFalse();
    assertThat(applied.files()).isEqualTo(plan.files());
    assertThat(world.state).doesNotExist();
  }

  @Test
  void the_journal_is_for_the_owner_alone_and_holds_the_old_bytes() throws Exception {
    Path file = World.file(world.home.resolve("f"), "old secret");
    world.changes().apply(World.plan(world.secret(file, "new secret")));
    assertThat(world.stateModes())
        .containsExactly(
            Map.entry("", "rwx------"),
            Map.entry("journal", "rwx------"),
            Map.entry("journal/20261125-221530-1", "rwx------"),
            Map.entry("journal/20261125-221530-1/before-0", "rw-------"),
            Map.entry("journal/20261125-221530-1/manifest.json", "rw-------"),
            Map.entry("lock", "rw-------"));
    Path entry = world.state.resolve("journal/20261125-221530-1");
    assertThat(entry.resolve("before-0")).hasContent("old secret");
    assertThat(entry.resolve("manifest.json")).content().doesNotContain("secret\"}", "new secret");
  }

  @Test
  void a_journal_folder_that_others_may_read_is_closed() throws Exception {
    World.mode(Files.createDirectories(world.state.resolve("journal")), "rwxr-xr-x");
    world.changes().apply(World.plan(world.to(world.home.resolve("f"), "x")));
    assertThat(World.mode(world.state.resolve("journal"))).isEqualTo("rwx------");
  }

  @Test
  void a_link_stays_and_the_real_file_is_replaced_in_its_own_folder() throws Exception {
    Path dots = Files.createDirectory(world.home.resolve("dots"));
    Path real = World.file(dots.resolve("real.json"), "old", "rw-r-----");
    Path link = Files.createSymbolicLink(world.home.resolve("settings.json"), Path.of("dots/mid"));
    Files.createSymbolicLink(dots.resolve("mid"), Path.of("real.json"));
    World.At steps = World.At.never();
    world
        .changes(
            step -> {
              steps.at(step);
              if (step.equals("new file written")) {
                Path temp = dots.resolve(".real.json.ccproxy-20261125-221530-1.tmp");
                assertThat(temp).hasContent("new");
                assertThat(World.mode(temp)).isEqualTo("rw-r-----");
                assertThat(real).hasContent("old");
              }
            })
        .apply(World.plan(world.to(link, "new")));
    assertThat(steps.steps).contains("new file written");
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("dots/mid"));
    assertThat(Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(real).hasContent("new");
    assertThat(World.mode(real)).isEqualTo("rw-r-----");
    assertThat(world.changes().list().get(0).files()).containsExactly(link);
  }

  @Test
  void a_linked_folder_is_written_through() throws Exception {
    Path dots = Files.createDirectories(world.home.resolve("dots/claude"));
    Path link = Files.createSymbolicLink(world.home.resolve(".claude"), Path.of("dots/claude"));
    world.changes().apply(World.plan(world.to(link.resolve("settings.json"), "new")));
    assertThat(dots.resolve("settings.json")).hasContent("new");
    world.changes().undo(null, false);
    assertThat(dots).isEmptyDirectory();
    assertThat(Files.isSymbolicLink(link)).isTrue();
  }

  @Test
  void missing_folders_are_made_and_hidden_ones_are_for_the_owner_alone() throws Exception {
    Path file = world.home.resolve(".claude/sub/settings.json");
    world.changes().apply(World.plan(world.to(file, "x")));
    assertThat(World.mode(world.home.resolve(".claude"))).isEqualTo("rwx------");
    assertThat(World.mode(world.home.resolve(".claude/sub")))
        .isEqualTo(World.mode(Files.createDirectory(world.outside.resolve("any"))));
  }

  @Test
  void the_group_of_a_file_is_kept() throws Exception {
    Path file = World.file(world.home.resolve("f"), "old", "rw-rw----");
    assumeTrue(Disk.uid(file) == 0, "needs root to give a file to any group");
    Files.setAttribute(file, "unix:gid", 4712);
    world.changes().apply(World.plan(world.to(file, "new")));
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(4712);
    assertThat(World.mode(file)).isEqualTo("rw-rw----");
  }

  @Test
  void a_new_file_is_closed_while_it_holds_a_secret_and_not_yet_its_mode() throws Exception {
    Path file = World.file(world.home.resolve("f"), "old", "rw-r--r--");
    world
        .changes(
            step -> {
              if (step.equals("new file written")) {
                Path temp = world.home.resolve(".f.ccproxy-20261125-221530-1.tmp");
                assertThat(World.mode(temp)).isEqualTo("rw-------");
              }
            })
        .apply(World.plan(world.secret(file, "new")));
    assertThat(World.mode(file)).isEqualTo("rw-------");
  }

  @Test
  void a_folder_in_the_way_is_refused() throws Exception {
    Path target = Files.createDirectory(world.home.resolve("f"));
    applyRefused("target-is-directory", new FileChange(target, null, World.bytes("new"), false));
  }

  @Test
  void a_pipe_in_the_way_is_refused() throws Exception {
    Path fifo = world.home.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    applyRefused("target-not-regular", new FileChange(fifo, null, World.bytes("new"), false));
  }

  @Test
  void an_unreadable_file_is_refused() throws Exception {
    Path file = World.file(world.home.resolve("f"), "old", "-w-------");
    applyRefused("target-unreadable", new FileChange(file, World.bytes("old"), null, false));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_read_only_file_is_refused(boolean delete) throws Exception {
    Path file = World.file(world.home.resolve("f"), "old", "r--rw-rw-");
    ChangeRefusedException refusal =
        applyRefused("target-read-only", world.to(file, delete ? null : "new"));
    assertThat(refusal.reason()).isEqualTo("is read-only");
    assertThat(refusal.next()).isEqualTo("if that is not on purpose, run `chmod u+w " + file + "`");
  }

  @Test
  void a_folder_that_may_not_be_written_to_is_refused() throws Exception {
    Path sub = Files.createDirectory(world.home.resolve("sub"));
    Path file = World.file(sub.resolve("f"), "old");
    World.mode(sub, "r-xrwxrwx");
    ChangeRefusedException refusal = applyRefused("parent-not-writable", world.to(file, "new"));
    assertThat(refusal.reason()).isEqualTo("the folder " + sub + " may not be written to");
    assertThat(refusal.next())
        .isEqualTo("if that is not on purpose, run `chmod u+w " + sub + "`, or name another place");
    applyRefused("parent-not-writable", world.to(sub.resolve("x"), "new"));
    applyRefused("parent-not-writable", world.to(sub.resolve("a/b/x"), "new"));
    World.mode(sub, "rwxr-xr-x");
    world.changes().apply(World.plan(world.to(file, "new")));
  }

  @Test
  void a_file_in_place_of_a_folder_is_refused() throws Exception {
    Path file = World.file(world.home.resolve(".claude"), "x");
    applyRefused(
        "parent-is-file",
        new FileChange(file.resolve("settings.json"), null, World.bytes("new"), false));
  }

  @Test
  void the_file_of_another_user_is_refused() throws Exception {
    Path file = World.file(world.home.resolve("f"), "old");
    assumeTrue(Disk.uid(file) == 0, "needs root to give a file away");
    FileChange change = world.to(file, "new");
    Files.setAttribute(file, "unix:uid", 4711);
    applyRefused("target-foreign-owner", change);
  }

  @Test
  void where_only_a_new_file_shows_who_we_are_its_owner_decides() throws Exception {
    Path first = World.file(world.home.resolve("a"), "old a");
    Path file = World.file(world.home.resolve("f"), "old");
    assumeTrue(Disk.uid(file) == 0, "needs root to give a file away");
    Files.setAttribute(file, "unix:uid", 4711);
    FileStore unsure = new FileStore(world.home, world.project, real -> false);
    Changes changes = new Changes(world.state, unsure, world.clock());
    ChangePlan plan =
        World.plan(
            world.to(first, "new"),
            new FileChange(file, World.bytes("old"), World.bytes("new"), true));
    world.refused("target-foreign-owner", () -> changes.apply(plan));
    assertThat(changes.list()).isEmpty();
  }

  @Test
  void a_file_with_several_names_is_refused_unless_it_only_loses_one() throws Exception {
    Path file = World.file(world.home.resolve("f"), "old");
    Path twin = Files.createLink(world.home.resolve("twin"), file);
    ChangeRefusedException refusal = applyRefused("target-hard-linked", world.to(file, "new"));
    assertThat(refusal.reason())
        .isEqualTo("has 2 names (hard links), and only this one would get the new content");
    world.changes().apply(World.plan(world.to(file, null)));
    assertThat(twin).hasContent("old");
    assertThat(file).doesNotExist();
  }

  @Test
  void links_that_lead_nowhere_in_circles_or_out_are_refused() throws Exception {
    Path dangling = Files.createSymbolicLink(world.home.resolve("d"), Path.of("nowhere"));
    Path loop = Files.createSymbolicLink(world.home.resolve("l"), Path.of("l"));
    Path far = World.file(world.outside.resolve("f"), "far");
    Path out = Files.createSymbolicLink(world.home.resolve("o"), far);
    byte[] text = World.bytes("new");
    applyRefused("symlink-dangling", new FileChange(dangling, null, text, false));
    applyRefused("symlink-loop", new FileChange(loop, null, text, false));
    applyRefused("symlink-leads-out", new FileChange(out, World.bytes("far"), text, false));
  }

  @Test
  void deleting_through_a_link_is_refused() throws Exception {
    Path file = World.file(world.home.resolve("f"), "old");
    Path link = Files.createSymbolicLink(world.home.resolve("l"), file);
    assertThat(applyRefused("symlink-delete", world.to(link, null)).reason())
        .isEqualTo(
            "is a symbolic link to " + file + "; deleting that file would leave a dead link");
  }

  @Test
  void one_file_under_two_names_cannot_get_two_contents() throws Exception {
    Path file = World.file(world.home.resolve("f"), "old");
    Path link = Files.createSymbolicLink(world.home.resolve("l"), file);
    ChangeRefusedException refusal =
        applyRefused("same-file-twice", world.to(file, "a"), world.to(link, "b"));
    assertThat(refusal.reason())
        .isEqualTo("is the same file as " + file + ", so it cannot get two contents");
  }

  @Test
  void a_file_that_is_no_longer_what_the_plan_saw_is_left_alone() throws Exception {
    Path first = World.file(world.home.resolve("a"), "old");
    Path file = World.file(world.home.resolve("f"), "old");
    FileChange stale = world.to(file, "new");
    FileChange fresh = world.to(first, "new");
    Files.writeString(file, "hello from an editor");
    ChangeRefusedException refusal = applyRefused("file-changed-meanwhile", fresh, stale);
    assertThat(refusal.file()).isEqualTo(file);
    assertThat(refusal.reason())
        .isEqualTo("was changed by somebody else meanwhile; nothing was written");
  }

  @Test
  void a_file_that_appeared_or_vanished_meanwhile_is_left_alone() throws Exception {
    Path file = world.home.resolve("f");
    FileChange create = world.to(file, "new");
    World.file(file, "quick");
    applyRefused("file-changed-meanwhile", create);
    FileChange change = world.to(file, "new");
    Files.delete(file);
    applyRefused("file-changed-meanwhile", change);
  }

  @ParameterizedTest
  @ValueSource(strings = {"locked", "journal entry there", "new file written", "replaced"})
  void a_file_that_changes_while_we_write_is_left_alone(String moment) throws Exception {
    Path first = World.file(world.home.resolve("a"), "old", "rw-r-----");
    Path file = World.file(world.home.resolve("f"), "old");
    ChangePlan plan = World.plan(world.to(first, "new"), world.to(file, "new"));
    Changes changes =
        world.changes(
            step -> {
              if (step.equals(moment)) {
                Files.writeString(file, "editor");
              }
            });
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> changes.apply(plan));
    assertThat(refusal.code()).isEqualTo("file-changed-meanwhile");
    assertThat(refusal.file()).isEqualTo(file);
    assertThat(file).hasContent("editor");
    assertThat(first).hasContent("old");
    assertThat(World.mode(first)).isEqualTo("rw-r-----");
    assertThat(world.snapshot()).hasSize(5);
    assertThat(world.entryFolders()).isEmpty();
  }

  @Test
  void a_link_that_is_turned_while_we_write_is_left_alone() throws Exception {
    Path one = World.file(world.home.resolve("one"), "old");
    Path two = World.file(world.home.resolve("two"), "old");
    Path link = Files.createSymbolicLink(world.home.resolve("l"), one);
    ChangePlan plan = World.plan(world.to(link, "new"));
    Changes changes =
        world.changes(
            step -> {
              if (step.equals("new file written")) {
                Files.delete(link);
                Files.createSymbolicLink(link, two);
              }
            });
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> changes.apply(plan));
    assertThat(refusal.code()).isEqualTo("file-changed-meanwhile");
    assertThat(refusal.reason()).isEqualTo("leads to another file now; nothing was written");
    assertThat(one).hasContent("old");
    assertThat(two).hasContent("old");
    assertThat(world.snapshot()).hasSize(6);
  }

  @Test
  void a_state_folder_that_cannot_be_made_is_refused_with_a_way_out() throws Exception {
    World.file(world.root.resolve("state"), "a file in the way");
    Path file = World.file(world.home.resolve("f"), "old");
    ChangePlan plan = World.plan(world.to(file, "new"));
    ChangeRefusedException refusal =
        world.refused("state-folder-unwritable", () -> world.changes().apply(plan));
    assertThat(refusal.file()).isEqualTo(world.state);
    assertThat(refusal.next()).contains("XDG_STATE_HOME");
    assertThat(world.changes().list()).isEmpty();
    assertThat(world.changes().latest(entry -> true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ccproxy/journal", "ccproxy"})
  void a_file_in_place_of_the_state_folder_is_refused(String place) throws Exception {
    Path way = world.root.resolve("state").resolve(place);
    Files.createDirectories(way.getParent());
    World.file(way, "");
    ChangePlan plan = World.plan(world.to(world.home.resolve("f"), "new"));
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> world.changes().apply(plan));
    assertThat(refusal.code()).isEqualTo("state-folder-unwritable");
    assertThat(world.home.resolve("f")).doesNotExist();
  }

  @Test
  void a_lock_that_is_a_folder_is_an_unwritable_state() throws Exception {
    Files.createDirectories(world.state.resolve("lock"));
    ChangePlan plan = World.plan(world.to(world.home.resolve("f"), "new"));
    world.refused("state-folder-unwritable", () -> world.changes().apply(plan));
  }

  @Test
  void ids_go_on_within_a_second_and_when_the_clock_goes_back() throws Exception {
    Path file = world.home.resolve("f");
    for (int i = 1; i <= 11; i++) {
      assertThat(world.changes().apply(World.plan(world.to(file, "v" + i))).id())
          .isEqualTo("20261125-221530-" + i);
    }
    world.now = world.now.minusSeconds(3600);
    assertThat(world.changes().apply(World.plan(world.to(file, "v12"))).id())
        .isEqualTo("20261125-221530-12");
    world.now = World.NOW.plusSeconds(1);
    assertThat(world.changes().apply(World.plan(world.to(file, "v13"))).id())
        .isEqualTo("20261125-221531-1");
    assertThat(world.changes().list())
        .extracting(JournalEntry::id)
        .startsWith("20261125-221531-1", "20261125-221530-12", "20261125-221530-11")
        .endsWith("20261125-221530-2", "20261125-221530-1");
  }

  @Test
  void an_entry_knows_when_and_what() throws Exception {
    Path file = world.home.resolve("f");
    ChangePlan plan =
        new ChangePlan(
            "use \"x\"\n", List.of(world.to(file, "x")), Map.of("a ü", "😀", "b", "\"\\\n"));
    world.changes().apply(plan);
    JournalEntry entry = world.changes().latest(any -> true).orElseThrow();
    assertThat(entry.title()).isEqualTo("use \"x\"\n");
    assertThat(entry.answers()).isEqualTo(plan.answers());
    assertThat(entry.when()).isEqualTo(World.NOW);
  }
}
