package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ccproxy.change.JournalEntry.State;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that fail while the program goes on: every file must be as it was. */
class FailureTest {
  /** From here on the files are written, so a failure only concerns the journal. */
  private static final Set<String> AFTER =
      Set.of("all replaced", "new manifest written", "marked done");

  @TempDir(factory = MemoryDisk.class)
  Path folder;

  private World world;
  private Path settings;
  private Path config;
  private Path env;
  private int round;

  @BeforeEach
  void freshWorld() throws IOException {
    world = World.in(Files.createDirectory(folder.resolve("w" + round++)));
    settings = World.file(world.home.resolve("settings.json"), "old settings", "rw-r-----");
    config = World.file(world.project.resolve("config.yaml"), "old config");
    env = world.project.resolve(".new/deep/env");
  }

  private ChangePlan plan() throws ChangeRefusedException {
    return World.plan(
        world.secret(settings, "new settings"),
        world.secret(env, "new env"),
        world.to(config, null));
  }

  @Test
  void a_step_that_fails_puts_everything_back() throws Exception {
    World.At all = World.At.never();
    world.changes(all).apply(plan());
    Map<String, String> done = world.snapshot();
    for (int i = 0; i < all.steps.size(); i++) {
      freshWorld();
      Map<String, String> old = world.snapshot();
      String step = all.steps.get(i);
      Changes failing = world.changes(World.At.fail(i));
      ChangePlan plan = plan();
      if (AFTER.contains(step)) {
        assertThat(failing.apply(plan).id()).isEqualTo("20261125-221530-1");
        assertThat(world.snapshot().toString()).as(step).isEqualTo(done.toString());
        world.changes().undo(null, false);
        assertThat(world.snapshot()).as(step).isEqualTo(old);
        continue;
      }
      ChangeRefusedException refusal =
          catchThrowableOfType(ChangeRefusedException.class, () -> failing.apply(plan));
      assertThat(world.snapshot()).as(step).isEqualTo(old);
      assertThat(world.entryFolders()).as(step).isEmpty();
      if (i < all.steps.indexOf("folder made")) {
        assertThat(refusal.code()).as(step).isEqualTo("state-folder-unwritable");
        assertThat(refusal.reason())
            .isEqualTo(
                "the state folder, which keeps what undo needs, cannot be written to (failed on"
                    + " purpose); nothing was changed");
      } else {
        assertThat(refusal.code()).as(step).isEqualTo("write-failed");
        assertThat(refusal.reason())
            .isEqualTo("could not be written: failed on purpose; every file is as it was");
        assertThat(refusal.next()).isEqualTo("correct that and run the same command again");
        assertThat(refusal.getCause()).isInstanceOf(IOException.class);
      }
      // And nothing is in the way of the next try.
      world.changes().apply(plan);
      assertThat(world.snapshot().toString()).as(step).isEqualTo(done.toString());
      assertThat(world.entryFolders()).as(step).containsExactly("20261125-221530-1");
    }
  }

  @Test
  void the_refusal_names_the_file_that_failed() throws Exception {
    assertThat(failAt("folder made", 1).file()).isEqualTo(world.project.resolve(".new/deep"));
    assertThat(failAt("new file written", 0).file()).isEqualTo(settings);
    assertThat(failAt("new file written", 1).file()).isEqualTo(env);
    assertThat(failAt("replaced", 0).file()).isEqualTo(settings);
    assertThat(failAt("before replacing", 2).file()).isEqualTo(config);
  }

  private ChangeRefusedException failAt(String step, int nth) throws Exception {
    freshWorld();
    int[] count = {0};
    Changes failing =
        world.changes(
            at -> {
              if (at.equals(step) && count[0]++ == nth) {
                throw new IOException("failed on purpose");
              }
            });
    ChangePlan plan = plan();
    return catchThrowableOfType(ChangeRefusedException.class, () -> failing.apply(plan));
  }

  @Test
  void a_fault_of_the_program_puts_everything_back_as_well() throws Exception {
    Map<String, String> old = world.snapshot();
    Changes failing =
        world.changes(
            at -> {
              if (at.equals("before replacing") && !Files.readString(settings).startsWith("old")) {
                throw new IllegalStateException("sk-secret");
              }
            });
    ChangePlan plan = plan();
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> failing.apply(plan));
    assertThat(refusal.code()).isEqualTo("write-failed");
    assertThat(refusal.reason())
        .isEqualTo("could not be written: IllegalStateException; every file is as it was");
    assertThat(refusal.getCause()).isInstanceOf(IllegalStateException.class);
    assertThat(world.snapshot()).isEqualTo(old);
    assertThat(world.entryFolders()).isEmpty();
  }

  @Test
  void a_failure_of_an_undo_puts_everything_back_too() throws Exception {
    String id = world.changes().apply(plan()).id();
    Map<String, String> done = world.snapshot();
    Changes failing =
        world.changes(
            at -> {
              if (at.equals("replaced") && Files.readString(settings).startsWith("old")) {
                throw new IOException("failed on purpose");
              }
            });
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> failing.undo(null, false));
    assertThat(refusal.code()).isEqualTo("write-failed");
    assertThat(world.snapshot()).isEqualTo(done);
    assertThat(world.entryFolders()).containsExactly(id);
    assertThat(world.changes().list().get(0).undone()).isFalse();
  }

  @Test
  void when_even_going_back_fails_it_says_which_files_are_new_and_undo_repairs_them()
      throws Exception {
    Map<String, String> old = world.snapshot();
    Changes failing =
        world.changes(
            at -> {
              if (at.equals("before going back")
                  || (at.equals("before replacing") && Files.exists(env))) {
                throw new IOException("failed on purpose");
              }
            });
    ChangePlan plan = plan();
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> failing.apply(plan));
    assertThat(refusal.code()).isEqualTo("half-written");
    assertThat(refusal.file()).isEqualTo(config);
    assertThat(refusal.reason())
        .isEqualTo(
            "could not be written (failed on purpose), and the files before it could not be put"
                + " back; they have their new content: "
                + env
                + ", "
                + settings);
    assertThat(refusal.next()).isEqualTo("correct that and run `ccproxy undo 20261125-221530-1`");
    assertThat(settings).hasContent("new settings");
    assertThat(env).hasContent("new env");
    assertThat(config).hasContent("old config");
    assertThat(world.snapshot().toString()).doesNotContain(".tmp");
    assertThat(world.changes().list().get(0).state()).isEqualTo(State.PREPARED);

    world.changes().undo("20261125-221530-1", false);
    assertThat(world.snapshot()).isEqualTo(old);
  }

  @Test
  void one_file_that_cannot_go_back_does_not_keep_the_others() throws Exception {
    int[] back = {0};
    Changes failing =
        world.changes(
            at -> {
              if ((at.equals("before going back") && back[0]++ == 0)
                  || (at.equals("before replacing") && Files.exists(env))) {
                throw new IOException("failed on purpose");
              }
            });
    ChangePlan plan = plan();
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> failing.apply(plan));
    assertThat(refusal.reason()).endsWith("they have their new content: " + env);
    assertThat(settings).hasContent("old settings");
    assertThat(World.mode(settings)).isEqualTo("rw-r-----");
  }

  @Test
  void an_old_file_that_cannot_go_back_leaves_nothing_beside_the_new_one() throws Exception {
    int[] written = {0};
    Changes failing =
        world.changes(
            at -> {
              if (at.equals("old file written") && written[0]++ == 0) {
                assertThat(world.snapshot().keySet()).anyMatch(name -> name.endsWith(".tmp"));
                throw new IOException("full");
              }
              if (at.equals("before replacing") && Files.exists(env)) {
                throw new IOException("failed on purpose");
              }
            });
    ChangePlan plan = plan();
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> failing.apply(plan));
    assertThat(refusal.reason()).endsWith("they have their new content: " + settings);
    assertThat(Objects.requireNonNull(refusal.getCause()).getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("full");
    assertThat(env).doesNotExist();
    assertThat(world.snapshot().keySet()).noneMatch(name -> name.endsWith(".tmp"));
  }

  @Test
  void the_steps_of_going_back_are_known() throws Exception {
    World.At steps = World.At.never();
    Changes failing =
        world.changes(
            at -> {
              steps.at(at);
              if (at.equals("before replacing") && Files.exists(env)) {
                throw new IOException("failed on purpose");
              }
            });
    ChangePlan plan = plan();
    assertThat(catchThrowableOfType(ChangeRefusedException.class, () -> failing.apply(plan)))
        .isNotNull();
    int failed = steps.steps.lastIndexOf("before replacing");
    assertThat(steps.steps.subList(failed + 1, steps.steps.size()))
        .containsExactly(
            "before going back",
            "went back",
            "before going back",
            "old file written",
            "went back",
            "journal entry taken away");
  }

  @Test
  void a_folder_that_somebody_else_makes_at_the_same_time_is_fine_and_a_file_is_not()
      throws Exception {
    Path made = world.project.resolve(".new");
    Changes quick =
        world.changes(
            at -> {
              if (at.equals("journal entry there")) {
                Files.createDirectory(made);
              }
            });
    quick.apply(plan());
    assertThat(env).hasContent("new env");

    freshWorld();
    Changes blocked =
        world.changes(
            at -> {
              if (at.equals("journal entry there")) {
                World.file(world.project.resolve(".new"), "quick");
              }
            });
    ChangePlan plan = plan();
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> blocked.apply(plan));
    assertThat(refusal.code()).isEqualTo("write-failed");
    assertThat(refusal.file()).isEqualTo(world.project.resolve(".new"));
    assertThat(settings).hasContent("old settings");
  }

  @Test
  void a_change_of_mind_in_the_middle_that_cannot_go_back_tells_the_first_reason()
      throws Exception {
    Changes failing =
        world.changes(
            at -> {
              if (at.equals("before going back")) {
                throw new IOException("failed on purpose");
              }
              if (at.equals("before replacing") && Files.exists(env)) {
                Files.writeString(config, "editor");
              }
            });
    ChangePlan plan = plan();
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> failing.apply(plan));
    assertThat(refusal.code()).isEqualTo("half-written");
    assertThat(refusal.reason()).contains("was changed by somebody else meanwhile");
    assertThat(config).hasContent("editor");
  }

  @Test
  void a_new_file_that_cannot_be_removed_is_left_to_the_next_change() throws Exception {
    // Somebody made a folder of the name of our temporary file while we were writing another.
    Path temp = world.project.resolve(".config.yaml.ccproxy-20261125-221530-1.tmp");
    Changes failing =
        world.changes(
            at -> {
              if (at.equals("new file written") && !Files.exists(temp)) {
                Files.createDirectories(temp.resolve("full"));
                throw new IOException("failed on purpose");
              }
            });
    Map<String, String> old = world.snapshot();
    ChangePlan plan = plan();
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> failing.apply(plan));
    assertThat(refusal.code()).isEqualTo("write-failed");
    assertThat(world.changes().list()).hasSize(1);
    Files.delete(temp.resolve("full"));
    assertThat(world.changes().apply(World.plan(world.to(env, "x"))).id())
        .isEqualTo("20261125-221530-1");
    assertThat(temp).doesNotExist();
    assertThat(world.changes().list()).hasSize(1);
    world.changes().undo(null, false);
    assertThat(world.snapshot()).isEqualTo(old);
  }

  @Test
  void a_folder_that_cannot_be_removed_does_not_make_an_undo_fail() throws Exception {
    world.changes().apply(plan());
    Path deep = world.project.resolve(".new/deep");
    // A file where the folder was: to remove what is below it is an error of its own.
    Changes changes =
        world.changes(
            at -> {
              if (at.equals("replaced") && Files.isDirectory(deep) && !Files.exists(env)) {
                Files.delete(deep);
                Files.delete(world.project.resolve(".new"));
                World.file(world.project.resolve(".new"), "mine");
              }
            });
    changes.undo(null, false);
    assertThat(settings).hasContent("old settings");
    assertThat(world.changes().list().get(0).state()).isEqualTo(State.DONE);
  }

  @Test
  void reasons_are_short_and_hold_no_path() {
    assertThat(Disk.reason(new AccessDeniedException("/x"))).isEqualTo("permission denied");
    assertThat(Disk.reason(new NoSuchFileException("/x"))).isEqualTo("it is gone");
    assertThat(Disk.reason(new FileSystemException("/x", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(Disk.reason(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(Disk.reason(new IOException())).isEqualTo("IOException");
    assertThat(Disk.reason(new FileSystemException(null))).isEqualTo("FileSystemException");
    assertThat(Disk.reason(new IllegalArgumentException("sk-secret")))
        .isEqualTo("IllegalArgumentException");
  }
}
