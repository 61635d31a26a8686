package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real file systems that refuse: full, read-only, a file that is a mount point. Needs root. */
class FullDiskIT {
  private static final int DISK_BYTES = 1024 * 1024;

  @TempDir Path folder;

  private final Deque<Path> mounted = new ArrayDeque<>();
  private World world;
  private Path disk;

  @BeforeEach
  void mountASmallDisk() throws Exception {
    world = World.in(folder);
    disk = Files.createDirectory(world.project.resolve("disk"));
    assumeTrue(
        mount(disk, "-t", "tmpfs", "-o", "mode=755,size=" + DISK_BYTES, "tmpfs"),
        "may not mount here");
  }

  @AfterEach
  void unmount() throws Exception {
    while (!mounted.isEmpty()) {
      assertThat(run("umount", mounted.pop().toString())).isTrue();
    }
  }

  private boolean mount(Path where, String... options) throws Exception {
    List<String> command =
        Stream.of(Stream.of("mount"), Stream.of(options), Stream.of(where.toString()))
            .flatMap(each -> each)
            .toList();
    boolean done = run(command.toArray(String[]::new));
    if (done) {
      mounted.push(where);
    }
    return done;
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  /** Leaves less than {@code bytes} free. */
  private Path fill(int bytes) throws IOException {
    Path filler = disk.resolve("filler");
    long free = Files.getFileStore(disk).getUsableSpace();
    Files.write(filler, new byte[(int) free - bytes]);
    return filler;
  }

  @Test
  void on_a_full_disk_nothing_changes_and_nothing_is_left() throws Exception {
    Path first = World.file(disk.resolve("first"), "old ".repeat(10_000), "rw-r-----");
    Path second = World.file(disk.resolve("second"), "old");
    Path made = disk.resolve("sub/made");
    Path filler = fill(100_000);
    ChangePlan plan =
        World.plan(
            world.to(first, "new ".repeat(10_000)),
            world.secret(made, "new"),
            world.to(second, "new ".repeat(40_000)));
    ChangeRefusedException refusal =
        world.refused("write-failed", () -> world.changes().apply(plan));
    assertThat(refusal.file()).isEqualTo(second);
    assertThat(refusal.reason())
        .isEqualTo("could not be written: No space left on device; every file is as it was");
    assertThat(world.changes().list()).isEmpty();

    Files.delete(filler);
    world.changes().apply(plan);
    assertThat(Files.size(second)).isEqualTo(160_000);
    assertThat(made).hasContent("new");
  }

  @Test
  void one_full_disk_of_two_changes_neither() throws Exception {
    Path elsewhere = World.file(world.home.resolve("f"), "old", "rw-r-----");
    Path here = World.file(disk.resolve("f"), "old");
    fill(8192);
    ChangePlan plan = World.plan(world.to(elsewhere, "new"), world.to(here, "new ".repeat(10_000)));
    world.refused("write-failed", () -> world.changes().apply(plan));
    assertThat(elsewhere).hasContent("old");
  }

  @Test
  void an_undo_that_needs_more_room_than_there_is_changes_nothing() throws Exception {
    Path file = World.file(disk.resolve("f"), "old ".repeat(50_000));
    Path other = World.file(world.home.resolve("f"), "old");
    world.changes().apply(World.plan(world.to(other, "new"), world.to(file, "new")));
    Path filler = fill(50_000);
    ChangeRefusedException refusal =
        world.refused("write-failed", () -> world.changes().undo(null, false));
    assertThat(refusal.file()).isEqualTo(file);
    Files.delete(filler);
    world.changes().undo(null, false);
    assertThat(Files.size(file)).isEqualTo(200_000);
    assertThat(other).hasContent("old");
  }

  @Test
  void a_full_disk_under_the_state_folder_is_told_apart_and_nothing_is_left_there()
      throws Exception {
    Path state = Files.createDirectory(disk.resolve("state"));
    Path file = World.file(world.home.resolve("f"), "old ".repeat(20_000));
    fill(40_000);
    Changes changes = new Changes(state, world.store, world.clock());
    ChangePlan plan = World.plan(world.to(file, "new"));
    Map<String, String> before = world.snapshot();
    ChangeRefusedException refusal =
        catchThrowableOfType(ChangeRefusedException.class, () -> changes.apply(plan));
    assertThat(refusal.code()).isEqualTo("state-folder-unwritable");
    assertThat(refusal.reason()).contains("No space left on device");
    assertThat(state.resolve("journal")).isEmptyDirectory();
    before.keySet().removeIf(name -> name.startsWith("project/disk/state"));
    Map<String, String> after = world.snapshot();
    after.keySet().removeIf(name -> name.startsWith("project/disk/state"));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void a_read_only_file_system_is_refused_before_anything_is_written() throws Exception {
    Path file = World.file(disk.resolve("f"), "old");
    assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
    world.refused(
        "target-read-only", () -> world.changes().apply(World.plan(world.to(file, "new"))));
    world.refused(
        "parent-not-writable",
        () -> world.changes().apply(World.plan(world.to(disk.resolve("new"), "new"))));
    assertThat(world.state).doesNotExist();
  }

  @Test
  void a_file_that_is_a_mount_point_cannot_be_replaced_and_those_before_it_go_back()
      throws Exception {
    Path first = World.file(world.home.resolve("first"), "old", "rw-r-----");
    Path made = world.home.resolve(".made/file");
    Path doomed = World.file(world.home.resolve("doomed"), "old", "rw-r--r-x");
    Path point = World.file(world.home.resolve("point"), "below");
    Path source = World.file(world.outside.resolve("source"), "old");
    assertThat(mount(point, "--bind", source.toString())).isTrue();
    ChangePlan plan =
        World.plan(
            world.secret(first, "new"),
            world.to(made, "new"),
            world.to(doomed, null),
            world.to(point, "new"));
    ChangeRefusedException refusal =
        world.refused("write-failed", () -> world.changes().apply(plan));
    assertThat(refusal.file()).isEqualTo(point);
    assertThat(refusal.reason()).contains("Device or resource busy");
    assertThat(world.changes().list()).isEmpty();
  }
}
