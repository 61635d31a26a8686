package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forced to the disk, and in which order, as the flight recorder of the JVM saw it. */
class DurabilityTest {
  @TempDir(factory = MemoryDisk.class)
  Path folder;

  private World world;

  @BeforeEach
  void makeWorld() throws IOException {
    world = World.in(folder);
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Paths below the world's root, in the order in which they were forced. */
  private List<String> forced(Work work) throws Exception {
    Path dump = world.root.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withoutThreshold().withoutStackTrace();
      recording.start();
      work.run();
      recording.stop();
      recording.dump(dump);
    }
    List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(dump));
    events.sort((one, two) -> one.getStartTime().compareTo(two.getStartTime()));
    List<String> paths = new ArrayList<>();
    for (RecordedEvent event : events) {
      Path path = Path.of(event.getString("path")).normalize();
      if (path.startsWith(world.root)) {
        paths.add(world.root.relativize(path).toString());
      }
    }
    return paths;
  }

  @Test
  void the_journal_is_on_the_disk_before_the_first_file_is_touched() throws Exception {
    Path settings = World.file(world.home.resolve("settings.json"), "old", "rw-r-----");
    Path made = world.project.resolve(".made/new");
    Path doomed = World.file(world.project.resolve("doomed"), "old");
    ChangePlan plan =
        World.plan(world.to(settings, "new"), world.to(made, "new"), world.to(doomed, null));
    List<String> forced = forced(() -> world.changes().apply(plan));
    String journal = "state/ccproxy/journal";
    String part = journal + "/.20261125-221530-1.part";
    assertThat(forced)
        .containsExactly(
            "",
            "state",
            "state/ccproxy",
            part + "/before-0",
            part + "/before-2",
            part + "/manifest.json",
            part,
            journal,
            "project",
            "home/.settings.json.ccproxy-20261125-221530-1.tmp",
            "home/.settings.json.ccproxy-20261125-221530-1.tmp",
            "project/.made/.new.ccproxy-20261125-221530-1.tmp",
            "home",
            "project/.made",
            "project",
            journal + "/20261125-221530-1/manifest.json.tmp",
            journal + "/20261125-221530-1");
  }

  @Test
  void reading_forces_nothing() throws Exception {
    world.changes().apply(World.plan(world.to(world.home.resolve("f"), "x")));
    assertThat(
            forced(
                () -> {
                  assertThat(world.changes().list()).hasSize(1);
                  assertThat(world.changes().undoPlan(null, false).isEmpty()).isFalse();
                  assertThat(world.store.read(world.home.resolve("f"))).hasSize(1);
                }))
        .isEmpty();
  }
}
