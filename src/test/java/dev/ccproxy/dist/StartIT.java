package dev.ccproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command that should feel instant loads nothing that is dear and that it does not need. */
class StartIT {

  /** What each costs on Java 17, in milliseconds with the class archive in use. */
  private static final List<String> DEAR =
      List.of(
          // 11: what a record's own equals and hashCode are made of
          "java.lang.runtime.ObjectMethods",
          // 12: random numbers and hashes, with the list of security providers
          "java.security.Provider",
          // 7: picocli's converters
          "java.sql.Time",
          // 6
          "java.time.format.DateTimeFormatter",
          // 15: the first YAML file; none of these commands reads one here
          "org.yaml.snakeyaml.parser.ParserImpl");

  @ParameterizedTest
  @CsvSource({
    "--version",
    "config",
    "doctor --offline",
    "providers",
    "explain CCP-L401",
    "explain boom 404",
    "init deepseek --print settings.json",
    "use deepseek-flash --dry-run"
  })
  void nothing_dear_is_loaded(String command, @TempDir Path scratch) throws Exception {
    Dist dist = Dist.built(scratch).with("DEEPSEEK_API_KEY", "sk-0123456789abcdef0123456789abcdef");
    assertThat(dist.run("init", "deepseek", "--yes").exitCode()).isZero();
    Path log = scratch.resolve("classes.log");
    dist.with("CCPROXY_JAVA_OPTS", "-Xlog:class+load:file=" + log).run(command.split(" "));
    assertThat(loaded(log)).contains("dev.ccproxy.Main").doesNotContainAnyElementsOf(DEAR);
  }

  private static List<String> loaded(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains(" source: "))
          .map(line -> line.substring(0, line.indexOf(" source: ")))
          .map(line -> line.substring(line.lastIndexOf(' ') + 1))
          .toList();
    }
  }
}
