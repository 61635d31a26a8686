package dev.ccproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the launcher hands to the JVM, and that nobody sees that there is one. */
class ProcessIT {

  @TempDir Path scratch;
  private Dist dist;

  @BeforeEach
  void built() throws IOException {
    dist = Dist.built(scratch);
  }

  @Test
  void arguments_arrive_as_they_were_given() throws Exception {
    String[] arguments = {
      "",
      " ",
      "a b",
      "it's",
      "\"",
      "\\",
      "$HOME",
      "`id`",
      "*",
      "new\nline",
      "-",
      "--",
      "-Xmx1m",
      "@file",
      "漢字",
      "!x",
      "%PATH%"
    };
    StringBuilder expected = new StringBuilder("<dev.ccproxy.Main>\n");
    for (String argument : arguments) {
      expected.append('<').append(argument).append(">\n");
    }
    assertThat(dist.withEchoingJava().run(arguments).out()).endsWith(expected);
  }

  @Test
  void options_of_the_user_come_last_and_are_split_at_blanks() throws Exception {
    assertThat(
            dist.withEchoingJava()
                .with("CCPROXY_JAVA_OPTS", "-Xmx1g  -Dstar=* @more")
                .run("a")
                .out())
        .endsWith("<-Xmx1g>\n<-Dstar=*>\n<@more>\n<dev.ccproxy.Main>\n<a>\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--version,false",
    "explain CCP-L401,false",
    "explain -x -,false",
    "explain -,false",
    "inspect a.sse,true",
    "doctor -,false"
  })
  void the_optimizing_compiler_is_for_commands_that_may_read_gigabytes(
      String arguments, boolean optimizing) throws Exception {
    assertThat(dist.withEchoingJava().run(arguments.split(" ", -1)).out().contains("TieredStop"))
        .isNotEqualTo(optimizing);
  }

  @Test
  void the_process_becomes_the_JVM() throws Exception {
    Dist java = javaThat("echo $$; exec 1>&-; kill -TERM $$");
    Path out = scratch.resolve("pid");
    Process process =
        java.start(scratch, java.launcher().toString()).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(Dist.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(out)).isEqualTo(process.pid() + "\n");
    assertThat(process.exitValue()).isEqualTo(128 + 15);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "4", "69", "130", "255"})
  void the_exit_code_is_the_JVMs(int code) throws Exception {
    assertThat(javaThat("exit " + code).run().exitCode()).isEqualTo(code);
  }

  @Test
  void standard_input_reaches_the_program() throws Exception {
    Dist java = javaThat("cat");
    assertThat(java.runAs("/bin/sh", "-c", "echo hello | \"$0\"", java.launcher().toString()).out())
        .isEqualTo("hello\n");
  }

  @Test
  void variables_that_the_JVM_announces_are_kept_for_the_programs_that_it_starts()
      throws Exception {
    Dist java =
        javaThat("env")
            .with("JAVA_TOOL_OPTIONS", "-Da=\"b c\"")
            .with("_JAVA_OPTIONS", "")
            .with("CCPROXY_SAVED_JDK_JAVA_OPTIONS", "left over");
    assertThat(java.run().out().lines().filter(line -> line.contains("OPTIONS")))
        .containsExactlyInAnyOrder(
            "CCPROXY_SAVED_JAVA_TOOL_OPTIONS=-Da=\"b c\"", "CCPROXY_SAVED__JAVA_OPTIONS=");
  }

  @Test
  void the_environment_of_the_user_arrives_unchanged() throws Exception {
    Dist java = javaThat("env").without("CCPROXY_NO_ARCHIVE").with("XDG_CACHE_HOME", "/no/such");
    List<String> expected = new ArrayList<>();
    Matcher words = Pattern.compile("\\b[a-z]\\w*").matcher(Files.readString(java.launcher()));
    while (words.find()) {
      if (!words.group().startsWith("cc_")) {
        java = java.with(words.group(), "the user's");
        expected.add(words.group() + "=the user's");
      }
    }
    assertThat(java.run().out().lines()).containsAll(expected);
  }

  @ParameterizedTest
  @MethodSource("dev.ccproxy.dist.Dist#javas")
  void the_JVM_itself_prints_nothing(Path javaHome) throws Exception {
    Dist quiet = dist.with("JAVA_HOME", javaHome);
    Path folder = Files.createDirectories(scratch.resolve("work"));
    Files.writeString(folder.resolve(".hotspotrc"), "+Whatever\n");
    Dist.Result expected = quiet.run("--version");
    assertThat(
            quiet
                .with("JAVA_TOOL_OPTIONS", "-Da=b")
                .with("_JAVA_OPTIONS", "-Dc=d")
                .with("JDK_JAVA_OPTIONS", "-De=f")
                .with("CCPROXY_JAVA_OPTS", "-XX:SharedArchiveFile=/no/such/file")
                .runIn(folder, quiet.launcher().toString(), "--version"))
        .isEqualTo(expected);
    assertThat(expected.out() + expected.err()).doesNotContain("hotspot", "warning", "Picked up");
  }

  @ParameterizedTest
  @MethodSource("dev.ccproxy.dist.Dist#javas")
  void the_JVM_leaves_no_files_behind(Path javaHome) throws Exception {
    Path folder = Files.createDirectories(scratch.resolve("work"));
    Dist real = dist.with("JAVA_HOME", javaHome);
    Dist.Result result =
        real.with("CCPROXY_JAVA_OPTS", "-XX:+PrintFlagsFinal")
            .runIn(folder, real.launcher().toString(), "--version");
    assertThat(result.out()).isEqualTo(real.run("--version").out());
    assertThat(result.err())
        .containsPattern("UsePerfData +\\S* +false")
        .containsPattern("ErrorFile +\\S* +/dev/null")
        .containsPattern("CreateCoredumpOnCrash +\\S* +false");
    assertThat(folder).isEmptyDirectory();
    assertThat(dist.home()).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "LC_ALL,C,C.UTF-8,true",
    "LC_ALL,POSIX,C.UTF-8,true",
    "LANG,C,C.UTF-8,true",
    "LANG,,C.UTF-8,true",
    "LC_CTYPE,de_DE.ISO-8859-1,,false",
    "LANG,de_DE.UTF-8,,false",
    "LC_ALL,en_US.UTF-8,en_US.UTF-8,false"
  })
  void in_an_ASCII_locale_file_names_are_still_UTF_8(
      String name, @Nullable String value, @Nullable String all, boolean ascii) throws Exception {
    Dist java =
        javaThat("echo \"[${LC_ALL-}] [${CCPROXY_SAVED_LC_ALL-none}]\"; printf '<%s>\\n' \"$@\"")
            .without("LC_ALL");
    String out = java.with(name, value == null ? "" : value).run("a").out();
    String before = name.equals("LC_ALL") && value != null ? value : "";
    assertThat(out)
        .startsWith("[" + (all == null ? "" : all) + "] [" + (ascii ? before : "none") + "]\n");
    assertThat(out.contains("<-Dstdout.encoding=US-ASCII>")).isEqualTo(ascii);
  }

  private Dist javaThat(String script) throws IOException {
    return dist.with("JAVA_HOME", Dist.fakeJava(scratch.resolve("java"), "17.0.9", script));
  }
}
