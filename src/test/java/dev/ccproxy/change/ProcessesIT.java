package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only shows between processes: the lock, the umask, another user, another locale. */
@Timeout(120)
class ProcessesIT {
  @TempDir Path folder;

  private World world;

  @BeforeEach
  void makeWorld() throws IOException {
    world = World.in(folder);
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private List<String> run(List<String> command) throws Exception {
    return run(command, Map.of());
  }

  private List<String> run(List<String> command, Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      List<String> lines = out.lines().toList();
      assertThat(process.waitFor()).isZero();
      return lines;
    }
  }

  @Test
  void two_processes_never_lose_a_change_of_each_other() throws Exception {
    int times = 12;
    String root = world.root.toString();
    Process one = start(ChangeProcess.command("count", root, "" + times));
    Process two = start(ChangeProcess.command("count", root, "" + times));
    assertThat(one.waitFor()).isZero();
    assertThat(two.waitFor()).isZero();
    assertThat(world.home.resolve("number")).hasContent("" + 2 * times);
    assertThat(world.changes().list()).hasSize(2 * times).noneMatch(JournalEntry::undone);
    for (int i = 0; i < 2 * times; i++) {
      world.changes().undo(null, false);
    }
    assertThat(world.home).isEmptyDirectory();
  }

  @Test
  void while_another_process_writes_a_change_waits_and_reading_does_not() throws Exception {
    Process holder = start(ChangeProcess.command("hold", world.root.toString()));
    try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8);
        BufferedWriter in = holder.outputWriter(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("holding");
      assertThat(world.changes().list()).hasSize(1);
      assertThat(world.changes().list().get(0).state()).isEqualTo(JournalEntry.State.PREPARED);
      ChangePlan plan = World.plan(world.to(world.home.resolve("mine"), "x"));
      Changes impatient =
          new Changes(
              world.state, world.store, world.clock(), CrashPoint.NONE, Duration.ofMillis(200));
      world.refused("another-ccproxy-is-writing", () -> impatient.apply(plan));

      CompletableFuture<Applied> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return world.changes().apply(plan);
                } catch (ChangeRefusedException e) {
                  throw new AssertionError(e);
                }
              });
      in.write("\n");
      in.flush();
      assertThat(out.readLine()).isEqualTo("done");
      assertThat(waiting.get(60, TimeUnit.SECONDS).wroteAnything()).isTrue();
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertThat(world.home.resolve("held")).hasContent("new");
    assertThat(world.home.resolve("mine")).hasContent("x");
    assertThat(world.changes().list())
        .extracting(JournalEntry::state)
        .containsExactly(JournalEntry.State.DONE, JournalEntry.State.DONE);
  }

  @Test
  void a_killed_process_holds_no_lock_and_its_leftovers_go() throws Exception {
    Process holder = start(ChangeProcess.command("hold", world.root.toString()));
    try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("holding");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertThat(world.snapshot().keySet()).anyMatch(name -> name.endsWith(".tmp"));
    Changes impatient =
        new Changes(world.state, world.store, world.clock(), CrashPoint.NONE, Duration.ZERO);
    impatient.apply(World.plan(world.to(world.home.resolve("mine"), "x")));
    assertThat(world.snapshot().keySet())
        .containsExactly("home", "home/mine", "outside", "project");
    assertThat(world.changes().list()).hasSize(1);
  }

  @Test
  void reading_loads_neither_the_diff_nor_any_cryptography() throws Exception {
    Path settings = World.file(world.home.resolve("settings.json"), "old");
    world.changes().apply(World.plan(world.to(settings, "newer")));
    Path log = world.root.resolve("classes.log");
    List<String> command = new ArrayList<>(ChangeProcess.command("read", world.root.toString()));
    command.add(1, "-Xlog:class+load:file=" + log);
    assertThat(run(command)).containsExactly("5 1 true");
    assertThat(log)
        .content()
        .contains("dev.ccproxy.change.Journal ")
        .doesNotContain("com.github.difflib")
        .doesNotContain("dev.ccproxy.change.UnifiedDiff")
        .doesNotContain("dev.ccproxy.change.LineDiff")
        .doesNotContain("dev.ccproxy.change.Writer")
        .doesNotContain("dev.ccproxy.change.Sha256")
        .doesNotContain("java.security.MessageDigest ")
        .doesNotContain("java.time.format.")
        .doesNotContain("com.fasterxml.jackson.databind");
  }

  @Test
  void reading_makes_no_state_folder() throws Exception {
    assertThat(run(ChangeProcess.command("read", world.root.toString())))
        .containsExactly("-1 0 false");
    assertThat(world.root.resolve("state")).doesNotExist();
  }

  @Test
  void the_umask_decides_about_new_files_and_never_about_old_or_secret_ones() throws Exception {
    World.file(world.home.resolve("old-plain"), "old", "rw-rw-r--");
    World.file(world.home.resolve("old-secret"), "old", "rw-rw-r--");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 027; exec \"$@\"", "sh"));
    command.addAll(ChangeProcess.command("write", world.root.toString()));
    assertThat(run(command))
        .containsExactly(
            "rw-r-----",
            "rw-------",
            "rw-rw-r--",
            "rw-------",
            "rw-r-----",
            "rwxr-x---",
            "rwx------");
  }

  @Test
  void another_locale_reads_the_journal_all_the_same() throws Exception {
    Path file = World.file(world.home.resolve("käse.json"), "old");
    world.changes().apply(World.plan(world.to(file, "new")));
    assertThat(run(ChangeProcess.command("undo", world.root.toString()), Map.of("LC_ALL", "C")))
        .containsExactly("1");
    assertThat(file).hasContent("old");
  }

  @Test
  void another_user_is_told_what_may_not_be_touched() throws Exception {
    assumeTrue(Disk.uid(folder) == 0, "needs root to become somebody else");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv");
    // The other user must be able to read the program.
    List<Path> copies = new ArrayList<>();
    for (Path place : ChangeProcess.classPath()) {
      Path copy = folder.resolve("lib" + copies.size() + place.getFileName());
      assertThat(
              new ProcessBuilder("cp", "-R", place.toString(), copy.toString()).start().waitFor())
          .isZero();
      copies.add(copy);
    }
    assertThat(new ProcessBuilder("chmod", "-R", "a+rX", folder.toString()).start().waitFor())
        .isZero();
    List<String> become =
        List.of("setpriv", "--reuid=4711", "--regid=4711", "--clear-groups", "--inh-caps=-all");
    List<String> write = new ArrayList<>(become);
    write.addAll(ChangeProcess.command(copies, "write", world.root.toString()));
    Map<String, String> before = world.snapshot();

    assertThat(run(write))
        .containsExactly(
            "parent-not-writable: the folder " + world.home + " may not be written to");
    World.mode(world.home, "rwxrwxrwx");
    World.file(world.home.resolve("old-plain"), "old", "rw-rw-rw-");
    assertThat(run(write))
        .containsExactly("target-foreign-owner: belongs to the user root, not to you");
    World.mode(world.home.resolve("old-plain"), "rw-------");
    assertThat(run(write))
        .containsExactly("target-foreign-owner: belongs to the user root, not to you");
    Files.delete(world.home.resolve("old-plain"));
    assertThat(run(write).get(0))
        .isEqualTo(
            "state-folder-unwritable: the state folder, which keeps what undo needs, cannot be"
                + " written to (permission denied); nothing was changed");
    World.mode(world.home, "rwxr-xr-x");
    assertThat(world.snapshot()).isEqualTo(before);

    // A journal that may not be entered is no error for a command that changes nothing.
    world.changes().apply(World.plan(world.to(world.home.resolve("mine"), "x")));
    List<String> read = new ArrayList<>(become);
    read.addAll(ChangeProcess.command(copies, "read", world.root.toString()));
    assertThat(run(read)).containsExactly("-1 0 false");
    World.mode(world.home, "rwx------");
    Process refused = new ProcessBuilder(read).redirectErrorStream(true).start();
    try (BufferedReader out = refused.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.lines().toList().toString())
          .contains("the folder " + world.home + " may not be entered");
    }
  }
}
