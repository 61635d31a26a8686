package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.change.JournalEntry.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops a change between every two of its steps, as a power cut would, and looks at the ruins. */
class CrashTest {
  @TempDir(factory = MemoryDisk.class)
  Path folder;

  private World world;
  private Path settings;
  private Path config;
  private Path env;
  private Path doomed;
  private int round;

  @BeforeEach
  void freshWorld() throws IOException {
    Path root = Files.createDirectory(folder.resolve("w" + round++));
    world = World.in(root);
    settings = World.file(world.home.resolve("settings.json"), "old settings", "rw-r-----");
    config = World.file(world.project.resolve("litellm_config.yaml"), "old config");
    env = world.project.resolve(".new/deep/litellm.env");
    doomed = World.file(world.project.resolve("doomed"), "doomed", "rw-------");
  }

  private ChangePlan plan() throws ChangeRefusedException {
    return World.plan(
        world.secret(settings, "new settings"),
        world.to(config, "new config"),
        world.secret(env, "new env"),
        world.to(doomed, null));
  }

  private ChangePlan probe() throws ChangeRefusedException {
    return World.plan(world.to(world.home.resolve("probe"), "probe"));
  }

  @Test
  void the_steps_are_known() throws Exception {
    World.At steps = World.At.never();
    world.changes(steps).apply(plan());
    assertThat(steps.steps)
        .containsExactly(
            "locked",
            "journal folder made",
            "backup written",
            "backup written",
            "backup written",
            "manifest written",
            "journal entry there",
            "folder made",
            "folder made",
            "new file written",
            "new file written",
            "new file written",
            "before replacing",
            "replaced",
            "before replacing",
            "replaced",
            "before replacing",
            "replaced",
            "before replacing",
            "replaced",
            "all replaced",
            "new manifest written",
            "marked done");
  }

  @Test
  void apply_may_crash_at_any_moment() throws Exception {
    Map<String, String> old = world.snapshot();
    World.At all = World.At.never();
    world.changes(all).apply(plan());
    Map<String, String> done = world.snapshot();
    int entryThere = all.steps.indexOf("journal entry there");
    int firstReplaced = all.steps.indexOf("replaced");
    int lastReplaced = all.steps.lastIndexOf("replaced");
    for (int i = 0; i < all.steps.size(); i++) {
      freshWorld();
      crash(World.At.crash(i), plan());
      String where = "crash " + i + " at " + all.steps.get(i);
      assertWhole(where);
      boolean changed = i >= firstReplaced;
      boolean complete = i >= lastReplaced;

      // What undo says before anybody cleaned up.
      List<JournalEntry> ruins = world.changes().list();
      assertThat(ruins).as(where).hasSize(i >= entryThere ? 1 : 0);
      if (!changed) {
        world.refused("nothing-to-undo", () -> world.changes().undoPlan(null, false));
      } else {
        assertThat(world.changes().undoPlan(null, false).isEmpty()).as(where).isFalse();
      }

      // The next change cleans up, and leaves each file as the crash left it.
      Map<String, String> visible = withoutOurs(world.snapshot(), changed);
      world.now = world.now.plusSeconds(60);
      Applied probe = world.changes().apply(probe());
      Files.delete(world.home.resolve("probe"));
      assertThat(world.snapshot()).as(where).isEqualTo(visible);
      assertThat(world.entryFolders()).as(where).hasSize(changed ? 2 : 1);
      assertThat(world.stateModes().toString()).doesNotContain(".part").doesNotContain(".tmp");
      List<JournalEntry> entries = world.changes().list();
      assertThat(entries.get(0).id()).isEqualTo(probe.id());
      if (!changed) {
        assertThat(world.snapshot()).as(where).isEqualTo(old);
        continue;
      }
      JournalEntry cut = entries.get(1);
      assertThat(cut.state()).as(where).isEqualTo(complete ? State.DONE : State.INTERRUPTED);
      assertThat(cut.files()).containsExactly(settings, config, env, doomed);
      if (complete) {
        assertThat(world.snapshot()).as(where).isEqualTo(done);
      }

      // Undo restores everything.
      Applied undo = world.changes().undo(cut.id(), false);
      assertThat(world.snapshot()).as(where).isEqualTo(old);
      assertThat(world.changes().list().get(0).undoOf()).isEqualTo(cut.id());
      assertThat(world.changes().list().get(2).undone()).as(where).isTrue();
      world.changes().undo(undo.id(), false);
      if (!visible.containsKey("project/.new/deep/litellm.env")) {
        // Folders that the crash left empty went with the undo; nothing calls for them any more.
        visible.keySet().removeIf(name -> name.startsWith("project/.new"));
      }
      assertThat(world.snapshot()).as(where).isEqualTo(visible);
    }
  }

  @Test
  void undo_may_crash_at_any_moment() throws Exception {
    Map<String, String> old = world.snapshot();
    String first = world.changes().apply(plan()).id();
    world.now = world.now.plusSeconds(60);
    World.At all = World.At.never();
    world.changes(all).undo(null, false);
    assertThat(world.snapshot()).isEqualTo(old);
    assertThat(all.steps).contains("backup written", "new file written", "replaced");
    for (int i = 0; i < all.steps.size(); i++) {
      freshWorld();
      world.changes().apply(plan());
      world.now = world.now.plusSeconds(60);
      Changes crashing = world.changes(World.At.crash(i));
      try {
        crashing.undo(null, false);
        throw new AssertionError("no crash at " + i);
      } catch (World.CrashError expected) {
        assertWhole("undo " + i);
      }
      String where = "undo crash " + i + " at " + all.steps.get(i);
      boolean complete = i >= all.steps.lastIndexOf("replaced");
      world.now = world.now.plusSeconds(60);
      if (complete) {
        world.changes().apply(probe());
        Files.delete(world.home.resolve("probe"));
        assertThat(world.changes().list().get(2).undone()).as(where).isTrue();
      } else {
        // The same undo again ends what was begun.
        assertThat(world.changes().undo(null, false).id()).as(where).isNotEqualTo(first);
        assertThat(world.changes().list().stream().filter(JournalEntry::undone).toList())
            .as(where)
            .extracting(JournalEntry::id)
            .containsExactly(first);
      }
      assertThat(world.snapshot()).as(where).isEqualTo(old);
      assertThat(world.stateModes().toString()).doesNotContain(".part").doesNotContain(".tmp");
    }
  }

  @Test
  void cleaning_up_may_crash_as_well() throws Exception {
    World.At all = World.At.never();
    world.changes(all).apply(plan());
    for (String ruin :
        List.of("manifest written", "new file written", "replaced", "all replaced")) {
      int first = all.steps.indexOf(ruin);
      for (int second = 0; ; second++) {
        freshWorld();
        Map<String, String> old = world.snapshot();
        crash(World.At.crash(first), plan());
        Map<String, String> visible = withoutOurs(world.snapshot(), ruin.endsWith("replaced"));
        world.now = world.now.plusSeconds(60);
        World.At again = World.At.crash(second);
        boolean crashed = crash(again, probe());
        assertWhole(ruin + " then " + second);
        world.now = world.now.plusSeconds(60);
        ChangePlan last = World.plan(world.to(world.home.resolve("last"), "last"));
        world.changes().apply(last);
        Files.delete(world.home.resolve("last"));
        Files.deleteIfExists(world.home.resolve("probe"));
        assertThat(world.snapshot()).as(ruin + " then " + second).isEqualTo(visible);
        if (ruin.endsWith("replaced")) {
          List<JournalEntry> entries = world.changes().list();
          world.changes().undo(entries.get(entries.size() - 1).id(), false);
          assertThat(world.snapshot()).isEqualTo(old);
        }
        if (!crashed) {
          break;
        }
      }
    }
  }

  @Test
  void going_back_after_a_failure_may_crash_as_well() throws Exception {
    World.At all = World.At.never();
    world.changes(all).apply(plan());
    int failure = all.steps.lastIndexOf("before replacing");
    for (int i = failure + 1; ; i++) {
      freshWorld();
      Map<String, String> old = world.snapshot();
      World.At failing = World.At.fail(failure);
      World.At crashing = World.At.crash(i);
      boolean crashed = false;
      try {
        world
            .changes(
                step -> {
                  crashing.at(step);
                  failing.at(step);
                })
            .apply(plan());
      } catch (ChangeRefusedException e) {
        assertThat(e.code()).isEqualTo("write-failed");
      } catch (World.CrashError e) {
        crashed = true;
      }
      assertWhole("going back " + i);
      world.now = world.now.plusSeconds(60);
      world.changes().apply(probe());
      Files.delete(world.home.resolve("probe"));
      assertThat(world.snapshot().toString()).doesNotContain(".tmp");
      List<JournalEntry> entries = world.changes().list();
      if (entries.size() > 1) {
        world.changes().undo(entries.get(1).id(), false);
      }
      assertThat(world.snapshot()).as("going back " + i).isEqualTo(old);
      if (!crashed) {
        assertThat(i).isGreaterThan(failure + 3);
        break;
      }
    }
  }

  private boolean crash(World.At at, ChangePlan plan) throws ChangeRefusedException {
    try {
      world.changes(at).apply(plan);
      return false;
    } catch (World.CrashError expected) {
      return true;
    }
  }

  /** Each file is the old or the new one, with the old or the new mode. */
  private void assertWhole(String where) throws IOException {
    assertThat(World.mode(settings) + Files.readString(settings))
        .as(where)
        .isIn("rw-r-----old settings", "rw-------new settings");
    assertThat(World.mode(config) + Files.readString(config))
        .as(where)
        .isIn("rw-r--r--old config", "rw-r--r--new config");
    assertThat(Files.exists(env) ? World.mode(env) + Files.readString(env) : "none")
        .as(where)
        .isIn("none", "rw-------new env");
    assertThat(Files.exists(doomed) ? World.mode(doomed) + Files.readString(doomed) : "none")
        .as(where)
        .isIn("none", "rw-------doomed");
  }

  /** What is left when the new files that did not get their place are gone. */
  private static Map<String, String> withoutOurs(Map<String, String> snapshot, boolean changed) {
    snapshot.keySet().removeIf(name -> name.endsWith(".tmp"));
    if (!changed) {
      snapshot.keySet().removeIf(name -> name.startsWith("project/.new"));
    }
    return snapshot;
  }
}
