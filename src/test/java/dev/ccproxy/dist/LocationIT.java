package dev.ccproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever the folder is and however the launcher is called, it finds its jars. */
class LocationIT {

  @TempDir Path scratch;
  private Dist dist;

  @BeforeEach
  void echoing_java() throws IOException {
    scratch = scratch.toRealPath();
    dist = Dist.built(scratch).withEchoingJava();
  }

  @Test
  void it_runs_from_another_folder() throws Exception {
    assertThat(dist.run("a").out()).contains(mainJarIn(dist.folder()));
  }

  @Test
  void it_runs_by_a_relative_path() throws Exception {
    Dist copy = dist.copiedTo(scratch.resolve("here/ccproxy"));
    assertThat(copy.runIn(scratch, "here/ccproxy/bin/ccproxy").out())
        .contains(mainJarIn(copy.folder()));
    assertThat(copy.runIn(copy.folder().resolve("lib"), "../bin/ccproxy").out())
        .contains(mainJarIn(copy.folder()));
    assertThat(copy.runIn(copy.folder().resolve("bin"), "/bin/sh", "ccproxy").out())
        .contains(mainJarIn(copy.folder()));
  }

  @Test
  void a_relative_path_is_not_looked_up_in_CDPATH() throws Exception {
    Dist copy =
        dist.copiedTo(scratch.resolve("here/ccproxy")).with("CDPATH", scratch.resolve("elsewhere"));
    Files.createDirectories(scratch.resolve("elsewhere/here/ccproxy/bin"));
    assertThat(copy.runIn(scratch, "here/ccproxy/bin/ccproxy").out())
        .contains(mainJarIn(copy.folder()));
  }

  @Test
  void it_runs_when_found_on_PATH() throws Exception {
    Dist onPath = dist.with("PATH", dist.folder().resolve("bin") + ":/usr/bin:/bin");
    assertThat(onPath.runAs("/bin/sh", "-c", "ccproxy a").out()).contains(mainJarIn(dist.folder()));
  }

  @Test
  void it_runs_through_a_symbolic_link() throws Exception {
    Path link = Files.createSymbolicLink(scratch.resolve("ccproxy"), dist.launcher());
    assertThat(dist.runAs(link.toString()).out()).contains(mainJarIn(dist.folder()));
  }

  @Test
  void it_runs_through_a_link_without_anything_on_PATH() throws Exception {
    Path link = Files.createSymbolicLink(scratch.resolve("ccproxy"), dist.launcher());
    assertThat(dist.with("PATH", scratch).runAs(link.toString()).out())
        .contains(mainJarIn(dist.folder()));
  }

  @Test
  void it_runs_through_a_chain_of_relative_links() throws Exception {
    Dist copy = dist.copiedTo(scratch.resolve("opt/cc proxy"));
    Files.createDirectories(scratch.resolve("usr/bin"));
    Files.createSymbolicLink(scratch.resolve("opt/third"), Path.of("cc proxy/bin/ccproxy"));
    Files.createSymbolicLink(scratch.resolve("usr/bin/second"), Path.of("../../opt/third"));
    Files.createSymbolicLink(scratch.resolve("first"), Path.of("usr/bin/second"));
    assertThat(copy.runIn(scratch, "./first").out()).contains(mainJarIn(copy.folder()));
    assertThat(copy.runAs(scratch.resolve("first").toString()).out())
        .contains(mainJarIn(copy.folder()));
  }

  @Test
  void it_runs_through_a_linked_bin_folder() throws Exception {
    Path link = Files.createSymbolicLink(scratch.resolve("bin"), dist.folder().resolve("bin"));
    assertThat(dist.runAs(link.resolve("ccproxy").toString()).out())
        .contains(mainJarIn(dist.folder()));
  }

  @Test
  void a_linked_installation_keeps_its_short_name() throws Exception {
    Path link = Files.createSymbolicLink(scratch.resolve("current"), dist.folder());
    assertThat(dist.runAs(link.resolve("bin/ccproxy").toString()).out()).contains(mainJarIn(link));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with blanks  and\ttabs",
        "it's \"quoted\"",
        "$HOME $(id) `id` ${x}",
        "star * and [b]racket?",
        "back\\slash",
        "-n",
        "päß 漢字",
        "new\nline",
        "trailing new line\n",
        "semi;colon&and|pipe",
        "per%cent"
      })
  void it_runs_in_a_folder_named(String name) throws Exception {
    Dist copy = dist.copiedTo(scratch.resolve("x").resolve(name).resolve("ccproxy"));
    assertThat(copy.run().out()).contains(mainJarIn(copy.folder()));
    assertThat(copy.runIn(copy.folder(), "bin/ccproxy").out()).contains(mainJarIn(copy.folder()));
  }

  @Test
  void the_JVM_finds_the_program_in_an_odd_folder() throws Exception {
    Dist real =
        Dist.built(scratch).copiedTo(scratch.resolve("an 'odd' \"place\" $HOME; 漢/ccproxy"));
    assertThat(loadedClasses(real)).contains("dev.ccproxy.Main ");
  }

  @Test
  void a_colon_in_the_path_stops_only_systems_that_cannot_name_open_folders() throws Exception {
    Dist real = Dist.built(scratch).copiedTo(scratch.resolve("a:b/ccproxy"));
    if (Files.isDirectory(Path.of("/proc/self/fd"))) {
      assertThat(loadedClasses(real)).contains("dev.ccproxy.Main ");
    } else {
      assertThat(real.run().err()).contains("without a colon");
    }
  }

  @Test
  void an_installation_without_jars_says_so() throws Exception {
    Dist copy = dist.copiedTo(scratch.resolve("broken"));
    try (Stream<Path> jars = Files.list(copy.folder().resolve("lib"))) {
      for (Path jar : (Iterable<Path>) jars::iterator) {
        Files.delete(jar);
      }
    }
    Dist.Result result = copy.run("--version");
    assertThat(result.exitCode()).isEqualTo(70);
    assertThat(result.err()).contains("no jar in " + copy.folder().resolve("lib"));
    assertThat(result.out()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void it_runs_under(List<String> shell) throws Exception {
    List<String> arguments = new ArrayList<>(shell);
    arguments.addAll(List.of(dist.launcher().toString(), "a b", ""));
    String program = arguments.remove(0);
    assertThat(dist.runAs(program, arguments.toArray(String[]::new)).out())
        .contains(mainJarIn(dist.folder()))
        .endsWith("<dev.ccproxy.Main>\n<a b>\n<>\n");
  }

  /** The shells of this machine; /bin/sh is always one of them. */
  static Stream<List<String>> shells() {
    return Stream.of(
            List.of("/bin/sh"),
            List.of("/bin/dash"),
            List.of("/bin/bash"),
            List.of("/bin/bash", "--posix"),
            List.of("/bin/busybox", "sh"),
            List.of("/bin/mksh"),
            List.of("/bin/ksh"),
            List.of("/usr/bin/yash"),
            List.of("/bin/zsh", "--emulate", "sh"))
        .filter(shell -> Files.isExecutable(Path.of(shell.get(0))));
  }

  private static String mainJarIn(Path folder) {
    return folder + "/lib/ccproxy-";
  }

  /** What the real JVM loads while the program runs. */
  private String loadedClasses(Dist real) throws Exception {
    Path log = scratch.resolve("classes.log");
    real.with("CCPROXY_JAVA_OPTS", "-Xlog:class+load:file=" + log).run("--version");
    return Files.readString(log);
  }
}
