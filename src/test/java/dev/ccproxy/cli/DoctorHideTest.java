package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left out: suppressions, baselines, selections; and the comparison of two reports. */
class DoctorHideTest {
  private static final String SETTINGS =
      "{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \"http://localhost:4000/v1\"\n  }\n}\n";

  @TempDir Path root;
  private Cli cli;

  @BeforeEach
  void world() throws IOException {
    cli = new Cli(root).doctor(FakeChecks.doctor());
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(cli.settings(), SETTINGS);
    Files.writeString(cli.project().resolve("litellm_config.yaml"), "model_list: []\n");
  }

  private void ignore(String text) throws IOException {
    Files.writeString(cli.project().resolve(".ccproxy.yaml"), "ignore:\n" + text);
  }

  private Cli.Result json(String... more) {
    String[] arguments = new String[more.length + 4];
    arguments[0] = "doctor";
    arguments[1] = "--offline";
    arguments[2] = "--format";
    arguments[3] = "json";
    System.arraycopy(more, 0, arguments, 4, more.length);
    Cli.Result result = cli.run(arguments);
    Schemas.check("report/1", result.out());
    return result;
  }

  @ParameterizedTest
  @CsvSource({
    "id: CCP-S103, true",
    "id: s103, true",
    "id: base-url-path, true",
    "'id: CCP-S103\n    where: ~/.claude/settings.json', true",
    "'id: CCP-S103\n    where: settings.json', true",
    "'id: CCP-S103\n    where: ~/.claude/settings.json:3:5', true",
    "'id: CCP-S103\n    where: ettings.json', false",
    "'id: CCP-S103\n    where: other.json', false",
    "'id: CCP-S103\n    until: 2026-11-25', true",
    "'id: CCP-S103\n    until: 2026-11-24', false",
    "'id: CCP-S103\n    until: soon', false",
    "id: CCP-S104, false",
    "id: CCP-S10, false",
    "'where: settings.json', false"
  })
  void a_suppression_hides_exactly_what_it_names_for_as_long_as_it_says(
      String entry, boolean hidden) throws IOException {
    ignore("  - " + entry + "\n    reason: we know\n");
    Cli.Result result = json();
    assertThat(result.exit()).isEqualTo(hidden ? 0 : 1);
    if (hidden) {
      assertThat(result.out())
          .containsSubsequence("\"suppressed\": [", "CCP-S103", "\"reason\": \"we know\"")
          .contains(
              "\"id\": \"CCP-S103\",\n"
                  + "      \"slug\": \"base-url-path\",\n"
                  + "      \"status\": \"ok\"");
      assertThat(cli.run("doctor", "--offline").out()).contains("1 suppressed");
    }
  }

  @Test
  void what_is_suppressed_is_not_repaired() throws IOException {
    ignore("  - id: CCP-S103\n    reason: on purpose\n");
    cli.run("doctor", "--offline", "--fix", "--yes");
    assertThat(Files.readString(cli.settings())).contains("4000/v1");
  }

  @Test
  void a_baseline_makes_what_is_there_known_also_where_lines_move() throws IOException {
    Cli.Result written = json("--write-baseline", "known.json");
    assertThat(written.exit()).isZero();
    Path file = cli.project().resolve("known.json");
    Schemas.check("baseline/1", Files.readString(file));
    assertThat(json().exit()).isEqualTo(1);
    Files.writeString(cli.settings(), "\n\n" + SETTINGS.replace("    ", "        "));
    assertThat(json("--baseline", "known.json").exit()).isZero();
    // Another value is another finding.
    Files.writeString(cli.settings(), SETTINGS.replace("4000", "4001"));
    Cli.Result other = json("--baseline", "known.json");
    assertThat(other.exit()).isEqualTo(1);
    assertThat(other.out()).containsSubsequence("CCP-S103", "\"suppressed\": [", "CCP-S105");
    // Written again, it holds the old and the new ones.
    assertThat(json("--baseline", "known.json", "--write-baseline", "known.json").exit()).isZero();
    assertThat(json("--baseline", "known.json").exit()).isZero();
  }

  @Test
  void a_file_that_is_no_baseline_is_refused() throws IOException {
    Files.writeString(cli.project().resolve("x.json"), "{}");
    Cli.Result result = cli.run("doctor", "--offline", "--baseline", "x.json");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("ccproxy.baseline/1");
    assertThat(cli.run("doctor", "--offline", "--baseline", "y.json").exit()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "--only, S103, CCP-S103",
    "--only, CCP-S2*, 'CCP-S201,CCP-S208'",
    "--only, 'base-*,s201', 'CCP-S103,CCP-S201'",
    "--skip, S1*, 'CCP-S201,CCP-S301,CCP-S208'",
    "--skip, DROP-PARAMS-OFF, 'CCP-S101,CCP-S103,CCP-S105,CCP-S301,CCP-S208'"
  })
  void only_and_skip_choose_by_id_slug_or_beginning(String option, String value, String ids) {
    String out = json(option, value).out();
    String checks = out.substring(out.indexOf("\"checks\""), out.indexOf("\"suppressed\""));
    assertThat(checks.lines().filter(l -> l.contains("\"id\"")).map(l -> l.split("\"")[3]))
        .containsExactly(ids.split(","));
  }

  @Test
  void a_check_that_does_not_exist_is_wrong_usage() {
    for (String option : new String[] {"--only", "--skip", "--fix"}) {
      Cli.Result result = cli.run("doctor", "--offline", option, "S7*");
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err()).contains("s7*", "--list-checks");
    }
  }

  @Test
  void the_checks_are_listed() {
    Cli.Result json = cli.run("doctor", "--list-checks", "--format", "json");
    assertThat(json.exit()).isZero();
    Schemas.check("checks/1", json.out());
    assertThat(cli.run("doctor", "--list-checks").out())
        .containsSubsequence("Files", "CCP-S101  settings-skipped", "Gateway", "CCP-S201");
  }

  @Test
  void two_reports_are_compared() throws IOException {
    Files.writeString(cli.project().resolve("a.json"), json().out());
    Files.writeString(cli.settings(), "\n" + SETTINGS.replace("/v1", ""));
    Files.writeString(cli.project().resolve("b.json"), json().out());
    Cli.Result better = cli.run("doctor", "diff", "a.json", "b.json", "--format", "json");
    assertThat(better.exit()).isZero();
    Schemas.check("diff/1", better.out());
    assertThat(better.out())
        .containsSubsequence("\"new\": []", "\"gone\"", "CCP-S103", "\"same\": 2");
    Cli.Result worse = cli.run("doctor", "diff", "b.json", "a.json");
    assertThat(worse.exit()).isEqualTo(1);
    assertThat(worse.out())
        .contains("+ new   CCP-S103 error: The base URL ends in /v1")
        .contains("1 new, 0 gone, 0 changed, 2 as before.");
    assertThat(cli.run("doctor", "diff", "b.json", "a.json", "--fail-on", "never").exit()).isZero();
    assertThat(cli.run("doctor", "diff", "a.json").exit()).isEqualTo(2);
    assertThat(cli.run("doctor", "diff", "a.json", "c.json").exit()).isEqualTo(2);
    assertThat(cli.run("doctor", "diff", "a.json", ".ccproxy.yaml").exit()).isEqualTo(2);
    Files.writeString(cli.project().resolve("c.json"), "[]");
    assertThat(cli.run("doctor", "diff", "a.json", "c.json").exit()).isEqualTo(1);
    assertThat(cli.run("doctor", "dif").exit()).isEqualTo(2);
  }
}
