package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.change.JournalEntry.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fifty times {@code kill -9} at a random moment of a process that does nothing but change. */
@Timeout(300)
class KillIT {
  private static final int KILLS = 50;

  @TempDir Path folder;

  private World world;

  @BeforeEach
  void makeWorld() throws IOException {
    world = World.in(folder);
  }

  @Test
  void after_every_kill_each_file_is_whole_and_undo_works() throws Exception {
    World.file(world.home.resolve("settings.json"), "0\n", "rw-------");
    World.file(world.project.resolve("litellm_config.yaml"), "0\n");
    Random random = new Random(20261125);
    int interrupted = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      killAt(1 + random.nextInt(70), random.nextInt(1_000_000));
      List<Integer> versions = versions("kill " + kill);
      Changes changes = new Changes(world.state, world.store, Clock.systemUTC());
      assertThat(changes.list().size()).isLessThanOrEqualTo(Limits.JOURNAL_ENTRIES + 1);

      Path probe = world.home.resolve("probe");
      String probed = changes.apply(World.plan(world.to(probe, "probe"))).id();
      assertThat(world.snapshot().keySet())
          .as("kill " + kill)
          .allMatch(name -> !name.endsWith(".tmp"));
      assertThat(world.entryFolders()).hasSizeLessThanOrEqualTo(Limits.JOURNAL_ENTRIES);
      assertThat(world.stateModes().keySet())
          .allMatch(name -> !name.endsWith(".tmp") && !name.endsWith(".part"));
      assertThat(versions("probe after kill " + kill)).isEqualTo(versions);
      changes.undo(probed, false);
      assertThat(probe).doesNotExist();

      JournalEntry cut =
          changes
              .latest(entry -> !entry.id().equals(probed) && !probed.equals(entry.undoOf()))
              .orElseThrow();
      if (cut.state() == State.INTERRUPTED) {
        interrupted++;
        changes.undo(cut.id(), false);
      } else {
        assertThat(cut.state()).isEqualTo(State.DONE);
      }
      // The env file is there in odd versions only, so any mixture shows.
      List<Integer> settled = versions("settled after kill " + kill);
      int version = settled.get(0);
      assertThat(settled).containsExactly(version, version % 2 == 0 ? 0 : version, version);
    }
    // The moments are random; that none at all lay within a change would mean that they are not.
    assertThat(interrupted).isPositive();
  }

  /** Waits for {@code steps} steps of the changes, then some nanoseconds more. */
  private void killAt(int steps, int nanos) throws Exception {
    Process process =
        new ProcessBuilder(ChangeProcess.command("versions", world.root.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < steps; i++) {
        assertThat(out.readLine()).isNotNull();
      }
      long start = System.nanoTime();
      while (System.nanoTime() - start < nanos) {
        Thread.onSpinWait();
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).isEqualTo(128 + 9);
  }

  /** The version of each file, which is whole and has its mode; 0 where there is none. */
  private List<Integer> versions(String when) throws IOException {
    List<Integer> versions = new ArrayList<>();
    for (Map.Entry<String, Boolean> each : ChangeProcess.Versions.FILES.entrySet()) {
      Path file = world.root.resolve(each.getKey());
      int version = ChangeProcess.Versions.of(file);
      if (Files.exists(file)) {
        assertThat(Files.readAllBytes(file))
            .as(when)
            .isEqualTo(ChangeProcess.Versions.content(each.getKey(), version));
        assertThat(World.mode(file))
            .as(when)
            .isEqualTo(each.getValue() ? "rw-------" : "rw-r--r--");
      }
      versions.add(version);
    }
    return versions;
  }
}
