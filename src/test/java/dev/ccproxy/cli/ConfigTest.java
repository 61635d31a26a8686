package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  private static final String TOKEN = "sk-of-the-settings-file-0123";

  @TempDir private Path root;
  private Cli cli;

  @BeforeEach
  void aSetUp() throws IOException {
    cli = new Cli(root);
    cli.variable("PATH", "");
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(
        cli.settings(),
        """
        {
          "env": {
            "ANTHROPIC_BASE_URL": "http://localhost:4000/",
            "ANTHROPIC_AUTH_TOKEN": "%s",
            "ANTHROPIC_MODEL": "sonnet[1m]",
            "ANTHROPIC_DEFAULT_SONNET_MODEL": "gpt-6.1-terra",
            "EDITOR": "vi"
          }
        }
        """
            .formatted(TOKEN));
  }

  @Test
  void shows_what_is_sent_and_where_each_value_stands() {
    cli.variable("ANTHROPIC_BASE_URL", "http://127.0.0.1:3456");
    cli.variable("HTTP_PROXY", "http://proxy.corp.example:3128");
    Cli.Result result = cli.run("config", "--client", "claude-code@2.1.330");
    assertThat(result.exit()).isZero();
    assertThat(result.out())
        .contains("claude-code@2.1.330 sends")
        .contains("POST http://localhost:4000/v1/messages?beta=true")
        .contains("Authorization from ANTHROPIC_AUTH_TOKEN")
        .contains("the proxy of HTTP_PROXY")
        .contains("gpt-6.1-terra with the long window  (ANTHROPIC_DEFAULT_SONNET_MODEL)")
        .contains("claude-haiku-5-5  (built in)")
        .contains("answers up to 32000 tokens, window 1000000 tokens, timeout 600000 ms")
        .contains("ANTHROPIC_BASE_URL  http://localhost:4000/  ~/.claude/settings.json:3:5")
        .contains("hides http://127.0.0.1:3456 of the shell")
        .contains("ANTHROPIC_AUTH_TOKEN  (28 characters, sha256:")
        .doesNotContain(TOKEN)
        .doesNotContain("EDITOR");
  }

  @Test
  void shows_only_what_is_asked_for() {
    Cli.Result result = cli.run("config", "ANTHROPIC_MODEL", "ANTHROPIC_API_KEY", "EDITOR");
    assertThat(result.out())
        .isEqualTo(
            """
            ANTHROPIC_MODEL  sonnet[1m]  ~/.claude/settings.json:5:5
            ANTHROPIC_API_KEY  not set
            EDITOR  vi  ~/.claude/settings.json:7:5
            """);
  }

  @Test
  void gives_one_document_for_programs() {
    cli.variable("ANTHROPIC_AUTH_TOKEN", "another-token-of-the-shell");
    Cli.Result result = cli.run("config", "--format", "json");
    Schemas.check("config/1", result.out());
    assertThat(result.out())
        .contains("\"url\": \"http://localhost:4000/v1/messages?beta=true\"")
        .contains("\"source\": \"shell\"")
        .contains("\"thinking\": \"adaptive\"")
        .doesNotContain(TOKEN)
        .doesNotContain("another-token-of-the-shell");
    Schemas.check("config/1", cli.run("config", "NOTHING", "--format", "json").out());
  }

  @Test
  void says_that_a_file_is_not_in_effect() throws IOException {
    Files.writeString(cli.settings(), "{\"env\": {\"ANTHROPIC_MODEL\": \"x\",}}");
    Cli.Result result = cli.run("config");
    assertThat(result.exit()).isZero();
    assertThat(result.err())
        .contains("~/.claude/settings.json is not in effect: the client cannot read it.");
    assertThat(result.out())
        .contains("POST https://api.anthropic.com/v1/messages?beta=true")
        .contains("Not logged in");
    String json = cli.run("config", "--format", "json").out();
    Schemas.check("config/1", json);
    assertThat(json).containsPattern("\"notInEffect\": \\[\\s*\"~/.claude/settings.json\"");
    assertThat(json).contains("\"starts\": true");
  }
}
