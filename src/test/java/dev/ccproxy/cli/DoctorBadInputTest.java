package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as nobody should have them, before the real checks: a finding, never a crash. */
class DoctorBadInputTest {
  private static final Duration BOUND = Duration.ofSeconds(20);

  @TempDir Path root;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> cases() {
    Map<String, byte[]> cases = new LinkedHashMap<>();
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a" + i + ": &a" + i + " [");
      bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("x]\n");
    }
    cases.put("litellm_config.yaml bomb", bytes(bomb + "model_list: *a29\n"));
    cases.put(
        "litellm_config.yaml cycle", bytes("include: [litellm_config.yaml]\nmodel_list: []\n"));
    cases.put("litellm_config.yaml away", bytes("include: [../../../../../etc/passwd]\n"));
    cases.put("litellm_config.yaml list", bytes("- model_name: gpt\n"));
    cases.put("litellm_config.yaml scalar", bytes("gpt\n"));
    cases.put("litellm_config.yaml deep", bytes("a: " + "[".repeat(50_000) + "\n"));
    cases.put("litellm_config.yaml self", bytes("a: &a\n  b: *a\nmodel_list: *a\n"));
    cases.put("litellm_config.yaml utf-8", new byte[] {'a', ':', ' ', (byte) 0xC3, '(', '\n'});
    byte[] junk = new byte[4096];
    new Random(7).nextBytes(junk);
    cases.put("litellm_config.yaml junk", junk);
    byte[] big = new byte[11 * 1024 * 1024];
    Arrays.fill(big, (byte) '#');
    cases.put("litellm_config.yaml big", big);
    cases.put(".claude/settings.json junk", junk);
    cases.put(".claude/settings.json deep", bytes("[".repeat(200_000)));
    cases.put(".claude/settings.json list", bytes("[1]"));
    cases.put(".claude/settings.json utf-16", "{}".getBytes(StandardCharsets.UTF_16));
    byte[] blanks = new byte[11 * 1024 * 1024];
    Arrays.fill(blanks, (byte) ' ');
    cases.put(".claude/settings.json big", blanks);
    cases.put(
        ".claude/settings.json types", bytes("{\"env\": {\"ANTHROPIC_BASE_URL\": {\"a\": [1]}}}"));
    return cases;
  }

  static List<String> names() {
    return new ArrayList<>(cases().keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void is_a_finding_in_bounded_time(String name) throws IOException {
    Cli cli = new Cli(root);
    Path file = cli.project().resolve(name.substring(0, name.indexOf(' ')));
    Files.createDirectories(file.getParent());
    Files.write(file, cases().get(name));
    long start = System.nanoTime();
    Cli.Result result = cli.run("doctor", "--offline", "--format", "json");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    assertThat(result.exit()).as(result.out()).isIn(0, 1);
    Schemas.check("report/1", result.out());
    assertThat(result.out()).contains("\"severity\": ").doesNotContain("\"status\": \"crash\"");
    Cli.Result fix = cli.run("doctor", "--offline", "--fix", "--yes", "--format", "json");
    assertThat(fix.exit()).as(fix.out()).isIn(0, 1);
    Cli.Result text = cli.run("doctor", "--offline");
    assertThat(text.out() + text.err()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void a_file_where_the_folder_of_the_client_should_be() throws IOException {
    Cli cli = new Cli(root);
    Files.writeString(cli.home().resolve(".claude"), "no folder");
    Files.writeString(cli.project().resolve(".claude"), "no folder");
    Cli.Result result = cli.run("doctor", "--offline", "--format", "json");
    assertThat(result.exit()).isEqualTo(3);
    Schemas.check("error/1", result.out());
  }

  @Test
  void folders_where_files_should_be() throws IOException {
    Cli cli = new Cli(root);
    Files.createDirectories(cli.settings());
    Files.createDirectories(cli.project().resolve("litellm_config.yaml"));
    Files.createDirectories(cli.project().resolve(".ccproxy.yaml"));
    Files.createDirectories(cli.project().resolve(".env"));
    Cli.Result result = cli.run("doctor", "--offline", "--format", "json");
    assertThat(result.exit()).isIn(0, 1);
    Schemas.check("report/1", result.out());
    assertThat(result.out()).contains("CCP-S901").doesNotContain("\"status\": \"crash\"");
  }
}
