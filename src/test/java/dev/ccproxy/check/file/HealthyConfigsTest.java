package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Valid configurations of every kind that people have give no alarm. */
class HealthyConfigsTest {
  private static final Path FOLDER = Path.of("src/test/resources/dev/ccproxy/check/healthy");

  /** No LiteLLM is installed, or the one that is recommended, or the newest. */
  private static final List<String> RELEASES = List.of("-", "1.108.11", "1.109.1");

  @TempDir private Path root;

  static List<Path> configurations() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void are_left_alone(Path configuration) throws IOException {
    List<String> alarms = new ArrayList<>();
    for (String release : RELEASES) {
      Diagnosis diagnosis =
          new GatewayScene(Files.createDirectories(root.resolve(release)))
              .file("litellm_config.yaml", Files.readString(configuration))
              .installed(release)
              // What the environment of the gateway has, and no file says.
              .file(".venv/lib/python3.12/site-packages/prisma/__init__.py", "")
              .variable("LITELLM_MASTER_KEY", "sk-7Qm2xT9vLr4WcZ8eN5bK")
              .diagnosis(Checks.ofFiles());
      diagnosis.findings().stream()
          .filter(f -> f.severity().atLeast(Severity.WARNING))
          .forEach(f -> alarms.add(release + " " + f.id() + " " + f.title()));
      diagnosis.checks().stream()
          .filter(c -> c.status() == CheckResult.Status.CRASH)
          .forEach(c -> alarms.add(c.check().id() + " crashed: " + c.reason()));
    }
    assertThat(alarms).isEmpty();
  }
}
