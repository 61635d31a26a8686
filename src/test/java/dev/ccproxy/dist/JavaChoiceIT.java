package dev.ccproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Java is taken, and what is said when none can be. */
class JavaChoiceIT {

  @TempDir Path scratch;
  private Dist dist;

  @BeforeEach
  void built() throws IOException {
    dist = Dist.built(scratch);
  }

  @Test
  void JAVA_HOME_wins_over_PATH() throws Exception {
    Path wanted = Dist.fakeJava(scratch.resolve("wanted"), "21", "echo wanted");
    Path other = Dist.fakeJava(scratch.resolve("other"), "21", "echo other");
    Dist both = dist.with("JAVA_HOME", wanted).with("PATH", other.resolve("bin"));
    assertThat(both.run().out()).isEqualTo("wanted\n");
    assertThat(both.without("JAVA_HOME").run().out()).isEqualTo("other\n");
    assertThat(both.with("JAVA_HOME", "").run().out()).isEqualTo("other\n");
  }

  @Test
  void a_java_on_PATH_may_be_a_chain_of_links() throws Exception {
    Path home = Dist.fakeJava(scratch.resolve("jvm/some jdk"), "11.0.2", "echo never");
    Path bin = Files.createDirectories(scratch.resolve("bin"));
    Files.createSymbolicLink(scratch.resolve("alternative"), home.resolve("bin/java"));
    Files.createSymbolicLink(bin.resolve("java"), Path.of("../alternative"));
    Dist.Result result = onPath(bin + ":/usr/bin:/bin").run();
    assertThat(result.exitCode()).isEqualTo(69);
    assertThat(result.err()).contains(bin.resolve("java") + " is Java 11.0.2");
  }

  @Test
  void folders_and_files_that_cannot_run_are_no_java() throws Exception {
    Path folder = Files.createDirectories(scratch.resolve("folder/java")).getParent();
    Path text =
        Files.writeString(Files.createDirectories(scratch.resolve("text")).resolve("java"), "x");
    Path real = Dist.fakeJava(scratch.resolve("real"), "17", "echo real").resolve("bin");
    assertThat(onPath(folder + ":" + text.getParent() + "::/*:" + real).run().out())
        .isEqualTo("real\n");
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_462", "11.0.2", "16", "16.0.1", "9"})
  void an_old_Java_in_JAVA_HOME_is_refused(String version) throws Exception {
    Path old = Dist.fakeJava(scratch.resolve("old"), version, "echo never");
    Dist.Result result = dist.with("JAVA_HOME", old).run("doctor");
    assertThat(result.exitCode()).isEqualTo(69);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            "ccproxy: "
                + old
                + "/bin/java is Java "
                + version
                + ", but ccproxy needs 17 or newer\n"
                + "  Let JAVA_HOME name a Java 17 or newer, or unset it to use the java on PATH\n");
  }

  @ParameterizedTest
  @CsvSource({"17", "17.0.15", "21.0.1", "25-ea", "26", "100.1"})
  void a_Java_17_or_newer_is_taken(String version) throws Exception {
    Path home = Dist.fakeJava(scratch.resolve("new"), version, "echo \"$@\"");
    assertThat(dist.with("JAVA_HOME", home).run("doctor").out())
        .endsWith("dev.ccproxy.Main doctor\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "java version \"1.8.0_462\"|69",
        "openjdk version \"11.0.2\" 2019-01-15|69",
        "openjdk version \"17.0.15\" 2025-04-15|0",
        "openjdk version \"25-ea\" 2025-09-16|0"
      })
  void a_Java_without_a_release_file_is_asked(String answer, int exitCode) throws Exception {
    Path home =
        Dist.fakeJava(
            scratch.resolve("shim"),
            null,
            "case $1 in -version) echo 'NOTE: hello' >&2; echo '" + answer + "' >&2 ;; esac");
    Dist.Result result = dist.with("JAVA_HOME", home).run("doctor");
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void a_Java_that_does_not_start_is_named() throws Exception {
    Path home =
        Dist.fakeJava(scratch.resolve("stub"), null, "echo 'no Java runtime present'; exit 1");
    Dist.Result result = dist.with("JAVA_HOME", home).run();
    assertThat(result.exitCode()).isEqualTo(69);
    assertThat(result.err()).contains(home + "/bin/java cannot be run");
  }

  @Test
  void a_Java_of_another_machine_is_named() throws Exception {
    Path home = Dist.fakeJava(scratch.resolve("foreign"), "17.0.1", "");
    Files.writeString(home.resolve("bin/java"), "#!/no/such/loader\n");
    Dist.Result result = dist.with("JAVA_HOME", home).run("--format", "json");
    assertThat(result.exitCode()).isEqualTo(69);
    assertThat(result.err()).contains(home + "/bin/java cannot be run");
    assertThat(document(result).get("code").textValue()).isEqualTo("java-unusable");
  }

  @Test
  void a_JAVA_HOME_without_java_is_named() throws Exception {
    Dist.Result result = dist.with("JAVA_HOME", "/no/such/jdk").run("doctor");
    assertThat(result.exitCode()).isEqualTo(69);
    assertThat(result.err())
        .isEqualTo(
            """
            ccproxy: JAVA_HOME is /no/such/jdk, but there is no program /no/such/jdk/bin/java
              Let JAVA_HOME name a Java 17 or newer, or unset it to use the java on PATH
            """);
  }

  @Test
  void no_java_at_all_says_where_to_get_one() throws Exception {
    Dist.Result result = onPath(scratch.toString()).run("doctor");
    assertThat(result.exitCode()).isEqualTo(69);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            """
            ccproxy: there is no java on PATH, and JAVA_HOME is not set
              Install Java 17 or newer (for example from https://adoptium.net), or let JAVA_HOME name one
            """);
  }

  @ParameterizedTest
  @CsvSource({"doctor --format json", "--format=json", "init x --format json --yes"})
  void with_format_json_stdout_is_one_document(String arguments) throws Exception {
    Dist.Result result = onPath(scratch.toString()).run(arguments.split(" "));
    assertThat(result.exitCode()).isEqualTo(69);
    assertThat(document(result))
        .isEqualTo(
            new ObjectMapper()
                .createObjectNode()
                .put("schema", "ccproxy.error/1")
                .put("code", "java-missing")
                .put("message", "there is no java on PATH, and JAVA_HOME is not set")
                .putNull("file")
                .putNull("line")
                .putNull("column")
                .put(
                    "next",
                    "Install Java 17 or newer (for example from https://adoptium.net), or let"
                        + " JAVA_HOME name one")
                .put("exitCode", 69));
  }

  @ParameterizedTest
  @CsvSource({"doctor json", "--format text", "run -- client --format json", "--format x json"})
  void without_format_json_stdout_stays_empty(String arguments) throws Exception {
    assertThat(onPath(scratch.toString()).run(arguments.split(" ")).out()).isEmpty();
  }

  @Test
  void the_document_survives_odd_characters_in_the_path() throws Exception {
    String odd = "a \"b\" \\ c\td\u001be 漢 %s $x";
    Path old = Dist.fakeJava(scratch.resolve(odd), "11", "");
    Dist.Result result = dist.with("JAVA_HOME", old).run("--format", "json");
    assertThat(document(result).get("message").textValue())
        .isEqualTo(
            old.toString().replace('\t', '?').replace('\u001b', '?')
                + "/bin/java is Java 11, but ccproxy needs 17 or newer");
  }

  private Dist onPath(String path) {
    return dist.without("JAVA_HOME").with("PATH", path);
  }

  private static JsonNode document(Dist.Result result) throws IOException {
    List<JsonNode> documents =
        new ObjectMapper().readerFor(JsonNode.class).<JsonNode>readValues(result.out()).readAll();
    assertThat(documents).hasSize(1);
    return documents.get(0);
  }
}
