package dev.ccproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The class archive: made once in the background, used afterwards, and never in anybody's way. */
class ArchiveIT {

  private static final String MAIN = "dev.ccproxy.Main source: ";
  private static final String FROM_ARCHIVE = MAIN + "shared objects file";

  @TempDir Path scratch;
  private Dist dist;
  private Path cache;

  @BeforeEach
  void a_copy_with_an_empty_cache() throws IOException {
    scratch = scratch.toRealPath();
    cache = scratch.resolve("cache folder");
    dist =
        Dist.built(scratch)
            .copiedTo(scratch.resolve("opt/ccproxy"))
            .without("CCPROXY_NO_ARCHIVE")
            .with("XDG_CACHE_HOME", cache);
    for (Path file : tree(dist.folder())) {
      Files.setLastModifiedTime(file, ago(120));
    }
  }

  /** JUnit cannot delete a folder in which a training still works. */
  @AfterEach
  void no_training_is_left() throws InterruptedException {
    Dist.await("the training has ended", () -> find("lock").isEmpty());
  }

  @ParameterizedTest
  @MethodSource("dev.ccproxy.dist.Dist#javas")
  void the_first_use_makes_the_archive_and_the_next_one_uses_it(Path javaHome) throws Exception {
    Dist java = dist.with("JAVA_HOME", javaHome);
    assertThat(loadedClasses(java)).contains(MAIN).doesNotContain(FROM_ARCHIVE);
    awaitArchive();
    assertThat(loadedClasses(java)).contains(FROM_ARCHIVE);
    assertThat(loadedClasses(java.with("CCPROXY_NO_ARCHIVE", "1"))).doesNotContain(FROM_ARCHIVE);
  }

  @ParameterizedTest
  @MethodSource("dev.ccproxy.dist.Dist#javas")
  void a_broken_archive_changes_nothing_that_the_user_sees(Path javaHome) throws Exception {
    Dist java = dist.with("JAVA_HOME", javaHome);
    Dist.Result expected = java.with("CCPROXY_NO_ARCHIVE", "1").run("--version");
    assertThat(java.run("--version")).isEqualTo(expected);
    Path archive = awaitArchive();
    byte[] good = Files.readAllBytes(archive);
    assertThat(java.run("--version")).isEqualTo(expected);
    List<byte[]> broken =
        List.of(
            "garbage".getBytes(StandardCharsets.UTF_8),
            new byte[good.length],
            Arrays.copyOf(good, good.length / 2));
    for (byte[] bytes : broken) {
      Files.delete(archive);
      Files.write(archive, bytes);
      assertThat(java.run("--version")).isEqualTo(expected);
    }
    Path jar = mainJar();
    Files.delete(archive);
    Files.write(archive, good);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
    assertThat(java.run("--version")).isEqualTo(expected);
  }

  @Test
  void an_empty_archive_is_made_again() throws Exception {
    dist.run("--version");
    Path archive = awaitArchive();
    Files.delete(archive);
    Files.createFile(archive);
    dist.run("--version");
    Dist.await("the archive is whole", () -> size(archive) > 0);
  }

  @Test
  void a_newer_jar_makes_a_new_archive() throws Exception {
    dist = dist.with("JAVA_HOME", oldJava());
    Path archive = archiveOfLastHour();
    Object old = fileKey(archive);
    Files.setLastModifiedTime(mainJar(), ago(30));
    assertThat(loadedClasses(dist)).doesNotContain(FROM_ARCHIVE);
    Dist.await("the archive is another file", () -> !fileKey(archive).equals(old));
    assertThat(loadedClasses(dist)).contains(FROM_ARCHIVE);
  }

  /** Releases are built with fixed dates: two jars of the same size look alike to the JVM. */
  @Test
  void an_installation_over_the_old_one_makes_a_new_archive() throws Exception {
    dist = dist.with("JAVA_HOME", oldJava());
    Path archive = archiveOfLastHour();
    Object old = fileKey(archive);
    FileTime date = Files.getLastModifiedTime(mainJar());
    Path jar = mainJar();
    byte[] bytes = Files.readAllBytes(jar);
    Files.delete(jar);
    Files.write(jar, bytes);
    Files.setLastModifiedTime(jar, date);
    assertThat(loadedClasses(dist)).doesNotContain(FROM_ARCHIVE);
    Dist.await("the archive is another file", () -> !fileKey(archive).equals(old));
    assertThat(loadedClasses(dist)).contains(FROM_ARCHIVE);
  }

  @Test
  void another_build_of_the_same_Java_makes_a_new_archive() throws Exception {
    Path java = oldJava();
    dist = dist.with("JAVA_HOME", java);
    Path archive = archiveOfLastHour();
    Object old = fileKey(archive);
    Files.setLastModifiedTime(java.resolve("lib"), ago(30));
    dist.run("--version");
    Dist.await("the archive is another file", () -> !fileKey(archive).equals(old));
    assertThat(loadedClasses(dist)).contains(FROM_ARCHIVE);
  }

  @Test
  void jars_from_the_future_do_not_train_for_ever() throws Exception {
    Files.setLastModifiedTime(
        mainJar(), FileTime.fromMillis(System.currentTimeMillis() + TimeUnit.DAYS.toMillis(300)));
    dist.run("--version");
    awaitArchive();
    assertThat(loadedClasses(dist)).contains(FROM_ARCHIVE);
  }

  @ParameterizedTest
  @MethodSource("dev.ccproxy.dist.Dist#javas")
  void first_uses_at_once_train_once(Path javaHome) throws Exception {
    Path trainings = scratch.resolve("trainings");
    Dist java = dist.with("JAVA_HOME", watchedJava(javaHome, "echo x >>'" + trainings + "'"));
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(
          java.start(scratch, java.launcher().toString(), "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor(Dist.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    awaitArchive();
    assertThat(trainings).hasContent("x");
  }

  @Test
  void a_training_that_was_killed_does_not_block_the_next_one() throws Exception {
    Process dead = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
    dead.waitFor();
    Path lock = Files.createDirectories(archiveFolder().resolve("lock"));
    Files.writeString(lock.resolve("owner"), dead.pid() + "\n");
    Files.writeString(lock.resolve("classes.new"), "half");
    dist.run("--version");
    awaitArchive();
  }

  @Test
  void a_training_that_runs_is_left_alone() throws Exception {
    Path lock = Files.createDirectories(archiveFolder().resolve("lock"));
    Files.writeString(lock.resolve("owner"), ProcessHandle.current().pid() + "\n");
    assertThat(train(Path.of(System.getProperty("java.home"))).exitCode()).isZero();
    assertThat(find("classes.jsa", "classes.aot")).isEmpty();
    assertThat(lock.resolve("owner")).exists();
    Files.delete(lock.resolve("owner"));
    Files.delete(lock);
  }

  @Test
  void a_training_that_failed_is_not_tried_again_at_once() throws Exception {
    Path trainings = scratch.resolve("trainings");
    Path broken =
        Dist.fakeJava(
            scratch.resolve("broken"),
            "17.0.1",
            "case $* in *--train*) echo x >>'" + trainings + "' ;; esac; exit 1");
    assertThat(train(broken).exitCode()).isEqualTo(1);
    assertThat(train(broken).exitCode()).isZero();
    assertThat(trainings).hasContent("x");
    Files.setLastModifiedTime(find("failed").get(0), ago(120));
    assertThat(train(broken).exitCode()).isEqualTo(1);
    assertThat(trainings).hasContent("x\nx");
  }

  @Test
  void a_training_sees_nothing_of_the_users_environment() throws Exception {
    Path seen = scratch.resolve("seen");
    Path java =
        watchedJava(
            Path.of(System.getProperty("java.home")),
            "env >'" + seen + "'; echo \"$*\" >>'" + seen + "'; pwd >>'" + seen + "'");
    dist.with("JAVA_HOME", java)
        .with("OPENAI_API_KEY", "sk-planted")
        .with("JAVA_TOOL_OPTIONS", "-Dx=y")
        .run("--version");
    awaitArchive();
    assertThat(Files.readString(seen))
        .doesNotContain("sk-planted", "OPENAI", "JAVA_TOOL_OPTIONS", "HOME=" + dist.home())
        .contains("HOME=" + archiveFolder(java) + "/lock/home\n")
        .contains("dev.ccproxy.Main --train " + archiveFolder(java) + "/lock/home\n/\n");
  }

  @Test
  void a_training_holds_none_of_the_callers_streams() throws Exception {
    Path running = scratch.resolve("running");
    Path go = scratch.resolve("go");
    replaceTraining(
        """
        echo >'%1$s'
        while [ ! -e '%2$s' ] && [ "$((i += 1))" -lt 400 ]; do sleep 0.05; done
        rm '%1$s'
        """
            .formatted(running, go));
    Process process =
        dist.start(
                scratch,
                "/bin/sh",
                "-c",
                "exec 3>&1 7>&1; \"$0\" --version",
                dist.launcher().toString())
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    Dist.await("the training runs", () -> Files.exists(running));
    Files.createFile(go);
    Dist.await("the training has ended", () -> !Files.exists(running));
  }

  @Test
  void nothing_is_trained_where_it_is_not_wanted() throws Exception {
    Path trainings = scratch.resolve("trainings");
    replaceTraining("echo \"$3\" >>'" + trainings + "'");
    String launcher = dist.launcher().toString();
    dist.with("CCPROXY_NO_ARCHIVE", "1").run("--version");
    dist.run("--train", scratch.resolve("training").toString());
    dist.without("XDG_CACHE_HOME").without("HOME").run("--version");
    dist.with("XDG_CACHE_HOME", "relative").without("HOME").run("--version");
    dist.with("CCPROXY_JAVA_OPTS", "-Xshare:off").run("--version");
    for (String closed : List.of("<&-", ">&-")) {
      dist.runAs("/bin/sh", "-c", "exec \"$0\" --version " + closed, launcher);
    }
    assertThat(trainings).doesNotExist();
    dist.with("XDG_CACHE_HOME", cache.resolve("wanted")).run("--version");
    Dist.await("the training was started", () -> size(trainings) > 0);
    assertThat(Files.readString(trainings))
        .startsWith(cache.resolve("wanted/ccproxy/archive").toString())
        .containsOnlyOnce("\n");
  }

  @Test
  void the_archive_of_another_user_is_not_used() throws Exception {
    dist = dist.with("JAVA_HOME", oldJava());
    Path archive = archiveOfLastHour();
    giveAway(archive);
    assertThat(loadedClasses(dist)).doesNotContain(FROM_ARCHIVE);
  }

  @Test
  void root_leaves_nothing_in_the_home_of_another_user() throws Exception {
    giveAway(Files.createDirectories(cache));
    assertThat(train(Path.of(System.getProperty("java.home"))).exitCode()).isZero();
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void a_cache_that_cannot_be_written_is_no_error() throws Exception {
    Dist.Result expected = dist.with("CCPROXY_NO_ARCHIVE", "1").run("--version");
    Path file = Files.writeString(scratch.resolve("file"), "");
    assertThat(dist.with("XDG_CACHE_HOME", file).run("--version")).isEqualTo(expected);
    assertThat(dist.with("XDG_CACHE_HOME", "/proc/no/such").run("--version")).isEqualTo(expected);
    assertThat(dist.without("XDG_CACHE_HOME").with("HOME", file).run("--version"))
        .isEqualTo(expected);
    assertThat(dist.without("XDG_CACHE_HOME").without("HOME").run("--version")).isEqualTo(expected);
    assertThat(file).isEmptyFile();
  }

  @Test
  void the_cache_is_in_HOME_by_default_and_nothing_is_written_elsewhere() throws Exception {
    List<Path> before = tree(dist.folder());
    Path work = Files.createDirectories(scratch.resolve("work"));
    cache = dist.home();
    Dist home = dist.without("XDG_CACHE_HOME");
    home.runIn(work, home.launcher().toString(), "--version");
    assertThat(awaitArchive()).startsWith(dist.home().resolve(".cache/ccproxy"));
    assertThat(tree(dist.folder())).isEqualTo(before);
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void what_nobody_will_use_again_is_removed() throws Exception {
    Path otherVersion = Files.createDirectories(archiveFolder().resolveSibling("11.1.1"));
    Files.writeString(otherVersion.resolve("classes.jsa"), "old");
    Path gone = Files.createDirectories(cache.resolve("ccproxy/archive/gone/place/@/jdk/@/17"));
    Files.writeString(gone.resolve("classes.jsa"), "old");
    Path installed =
        Files.createDirectories(
            cache.resolve("ccproxy/archive" + Dist.built(scratch).folder() + "/@/jdk/@/17"));
    dist.run("--version");
    awaitArchive();
    Dist.await(
        "old archives are gone",
        () -> !Files.exists(otherVersion) && !Files.exists(cache.resolve("ccproxy/archive/gone")));
    assertThat(installed).exists();
  }

  private Path awaitArchive() throws InterruptedException {
    Dist.await(
        "there is an archive and no training",
        () -> !find("classes.jsa", "classes.aot").isEmpty() && find("lock").isEmpty());
    return find("classes.jsa", "classes.aot").get(0);
  }

  /**
   * Trains; then everything is two hours old and the archive one, as some shells compare dates in
   * whole seconds.
   */
  private Path archiveOfLastHour() throws Exception {
    dist.run("--version");
    Path archive = awaitArchive();
    Files.setLastModifiedTime(archive, ago(60));
    assertThat(loadedClasses(dist)).contains(FROM_ARCHIVE);
    return archive;
  }

  /** A Java whose installation is two hours old, whenever the real one was installed. */
  private Path oldJava() throws IOException {
    Path java = watchedJava(Path.of(System.getProperty("java.home")), ":");
    Files.setLastModifiedTime(Files.createDirectories(java.resolve("lib")), ago(120));
    return java;
  }

  private Path archiveFolder() {
    return archiveFolder(Path.of(System.getProperty("java.home")));
  }

  private Path archiveFolder(Path javaHome) {
    return Path.of(
        cache
            + "/ccproxy/archive"
            + dist.folder()
            + "/@"
            + javaHome
            + "/@/"
            + Dist.release(javaHome));
  }

  /** A training in the foreground, as the launcher would start it. */
  private Dist.Result train(Path javaHome) throws Exception {
    return dist.runAs(
        "/bin/sh",
        dist.folder().resolve("lib/train").toString(),
        dist.folder().toString(),
        cache.toString(),
        archiveFolder(javaHome).resolve("classes.jsa").toString(),
        javaHome.resolve("bin/java").toString(),
        javaHome.toString(),
        String.valueOf(Dist.feature(Dist.release(javaHome))),
        mainJar().toString());
  }

  /** A Java that does something more when it is called for a training. */
  private Path watchedJava(Path javaHome, String whenTraining) throws IOException {
    return Dist.fakeJava(
        scratch.resolve("watched java"),
        Dist.release(javaHome),
        "case \"$*\" in *--train*) "
            + whenTraining
            + " ;; esac\nexec '"
            + javaHome
            + "/bin/java' \"$@\"");
  }

  private void replaceTraining(String script) throws IOException {
    Dist.executable(dist.folder().resolve("lib/train"), script);
  }

  private Path mainJar() throws IOException {
    try (Stream<Path> files = Files.list(dist.folder().resolve("lib"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("ccproxy-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private String loadedClasses(Dist real) throws Exception {
    Path log = scratch.resolve("classes.log");
    real.with("CCPROXY_JAVA_OPTS", "-Xlog:class+load:file=" + log).run("--version");
    return Files.readString(log);
  }

  private List<Path> find(String... names) {
    try {
      return tree(cache).stream()
          .filter(file -> List.of(names).contains(file.getFileName().toString()))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      // A training removes files while they are listed.
      return find(names);
    }
  }

  private static List<Path> tree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  private static void giveAway(Path file) throws IOException {
    try {
      Files.setOwner(
          file,
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    } catch (FileSystemException | UserPrincipalNotFoundException e) {
      assumeTrue(false, "only root can give files away");
    }
  }

  private static FileTime ago(int minutes) {
    return FileTime.fromMillis(System.currentTimeMillis() - TimeUnit.MINUTES.toMillis(minutes));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  private static Object fileKey(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return file;
    }
  }
}
