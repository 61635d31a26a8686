package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path root;
  private Cli cli;

  @BeforeEach
  void world() {
    cli = new Cli(root).doctor(FakeChecks.doctor());
  }

  private void settings(String text) throws IOException {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(cli.settings(), text);
  }

  @Test
  void without_any_configuration_it_says_where_it_looked_and_ends_with_3() {
    Cli.Result text = cli.run("doctor", "--offline");
    assertThat(text.exit()).isEqualTo(3);
    assertThat(text.out()).isEmpty();
    assertThat(text.err())
        .contains("~/.claude/settings.json", ".claude/settings.local.json", "litellm_config.yaml")
        .contains("ccproxy init");
    Cli.Result json = cli.run("doctor", "--offline", "--format", "json");
    assertThat(json.exit()).isEqualTo(3);
    Schemas.check("error/1", json.out());
  }

  @Test
  void a_healthy_set_up_is_a_short_green_page() throws IOException {
    settings(
        """
        {"env": {"ANTHROPIC_BASE_URL": "http://localhost:4000", "ANTHROPIC_DEFAULT_HAIKU_MODEL": "gpt"}}
        """);
    Cli.Result result = cli.run("doctor", "--offline", "--color", "always");
    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("\u001b[32m").doesNotContain("\u001b[31m", "\u001b[33m");
    assertThat(result.out().lines()).hasSizeLessThan(12);
    Cli.Result json = cli.run("doctor", "--offline", "--format", "json");
    assertThat(json.exit()).isZero();
    Schemas.check("report/1", json.out());
  }

  @Test
  void a_finding_is_told_with_place_reason_effect_and_fix_and_followers_are_folded()
      throws IOException {
    settings("{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \"http://localhost:4000/v1\"\n  }\n}\n");
    Cli.Result result = cli.run("doctor", "--offline");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out())
        .contains(
            """
            ✗ error  The base URL ends in /v1
              → ~/.claude/settings.json:3:5
              3 │ "ANTHROPIC_BASE_URL": "http://localhost:4000/v1"
                │ ^
              why     The client puts /v1/messages behind it. (client-config, certain)
              effect  Every request ends in 404 Not Found.
              fix     Cut the path off: ccproxy doctor --fix CCP-S103
                      -    "ANTHROPIC_BASE_URL": "http://localhost:4000/v1"
                      +    "ANTHROPIC_BASE_URL": "http://localhost:4000"
              so also The haiku tier has no model [CCP-S105]
              more    ccproxy explain CCP-S103  (base-url-path)
            """)
        .contains("1 error, 1 warning in 6 checks, no request sent.");
    Cli.Result json = cli.run("doctor", "--offline", "--format", "json");
    assertThat(json.exit()).isEqualTo(1);
    Schemas.check("report/1", json.out());
  }
}
