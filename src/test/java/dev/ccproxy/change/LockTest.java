package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LockTest {
  @TempDir(factory = MemoryDisk.class)
  Path folder;

  private World world;
  private Path file;
  private Path lock;

  @BeforeEach
  void makeWorld() throws IOException {
    world = World.in(folder);
    file = World.file(world.home.resolve("f"), "old");
    lock = Files.createDirectories(world.state).resolve("lock");
  }

  private Changes changes(Duration wait) {
    return new Changes(world.state, world.store, world.clock(), CrashPoint.NONE, wait);
  }

  @Test
  void a_change_waits_only_so_long_for_another_one() throws Exception {
    ChangePlan plan = World.plan(world.to(file, "new"));
    try (WriterLock held = WriterLock.acquire(lock, Duration.ZERO)) {
      assertThat(held).isNotNull();
      long start = System.nanoTime();
      ChangeRefusedException refusal =
          world.refused(
              "another-ccproxy-is-writing", () -> changes(Duration.ofMillis(300)).apply(plan));
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      assertThat(waited).isBetween(300L, 5000L);
      assertThat(refusal.file()).isNull();
      assertThat(refusal)
          .hasMessage("another ccproxy is writing at this moment; nothing was changed");
    }
    changes(Duration.ZERO).apply(plan);
    assertThat(file).hasContent("new");
  }

  @Test
  void a_change_that_waits_goes_on_as_soon_as_the_other_is_done() throws Exception {
    ChangePlan plan = World.plan(world.to(file, "new"));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Applied> waiting;
      CountDownLatch started = new CountDownLatch(1);
      try (WriterLock held = WriterLock.acquire(lock, Duration.ZERO)) {
        assertThat(held).isNotNull();
        waiting =
            thread.submit(
                () -> {
                  started.countDown();
                  return changes(Duration.ofSeconds(50)).apply(plan);
                });
        started.await();
        assertThat(file).hasContent("old");
      }
      assertThat(waiting.get(40, TimeUnit.SECONDS).wroteAnything()).isTrue();
      assertThat(file).hasContent("new");
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void what_the_other_wrote_meanwhile_is_noticed() throws Exception {
    ChangePlan first = World.plan(world.to(file, "first"));
    ChangePlan second = World.plan(world.to(file, "second"));
    Changes slow =
        world.changes(
            at -> {
              if (at.equals("journal folder made")) {
                Files.writeString(file, "first");
              }
            });
    world.changes().apply(first);
    ChangeRefusedException refusal =
        world.refused("file-changed-meanwhile", () -> slow.apply(second));
    assertThat(refusal.file()).isEqualTo(file);
  }

  @Test
  void who_gives_up_lets_go_of_the_file() throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(descriptors), "needs /proc");
    try (WriterLock held = WriterLock.acquire(lock, Duration.ZERO)) {
      assertThat(held).isNotNull();
      for (int i = 0; i < 5; i++) {
        assertThat(WriterLock.acquire(lock, Duration.ZERO)).isNull();
      }
      int open = 0;
      try (DirectoryStream<Path> list = Files.newDirectoryStream(descriptors)) {
        for (Path each : list) {
          if (Files.isSymbolicLink(each) && Files.readSymbolicLink(each).equals(lock)) {
            open++;
          }
        }
      }
      assertThat(open).isEqualTo(1);
    }
  }

  @Test
  void an_interrupted_wait_ends_and_the_interrupt_is_kept() throws Exception {
    ChangePlan plan = World.plan(world.to(file, "new"));
    try (WriterLock held = WriterLock.acquire(lock, Duration.ZERO)) {
      assertThat(held).isNotNull();
      Thread.currentThread().interrupt();
      assertThat(WriterLock.acquire(lock, Duration.ofSeconds(50))).isNull();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(plan.isEmpty()).isFalse();
    }
  }

  @Test
  void the_lock_is_free_after_every_end_of_a_change() throws Exception {
    ChangePlan plan = World.plan(world.to(file, "new"));
    World.At all = World.At.never();
    world.changes(all).apply(plan);
    world.changes().undo(null, false);
    for (int i = 0; i < all.steps.size(); i++) {
      Files.writeString(file, "old");
      try {
        world.changes(World.At.crash(i)).apply(plan);
      } catch (World.CrashError expected) {
        assertThat(expected).isNotNull();
      }
      try (WriterLock free = WriterLock.acquire(lock, Duration.ZERO)) {
        assertThat(free).as("after a crash at " + i).isNotNull();
      }
    }
  }
}
