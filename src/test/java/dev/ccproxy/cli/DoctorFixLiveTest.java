package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.gateway.LabGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code doctor --fix} with the endpoint as witness: what it proves, and what it cannot yet show.
 */
class DoctorFixLiveTest {
  @TempDir Path root;
  private Cli cli;

  @BeforeEach
  void world() {
    cli = new Cli(root);
  }

  private void settings(String url, String key, String haiku) throws IOException {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(
        cli.settings(),
        "{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \""
            + url
            + "\",\n    \"ANTHROPIC_AUTH_TOKEN\": \""
            + key
            + "\",\n"
            + "    \"ANTHROPIC_MODEL\": \"big\",\n"
            + "    \"ANTHROPIC_DEFAULT_OPUS_MODEL\": \"big\",\n"
            + "    \"ANTHROPIC_DEFAULT_SONNET_MODEL\": \"big\",\n"
            + "    \"ANTHROPIC_DEFAULT_HAIKU_MODEL\": \""
            + haiku
            + "\"\n  }\n}\n");
  }

  private static LabGateway.Builder gateway() {
    return LabGateway.of("litellm-1.108.11").models("big", "small");
  }

  @Test
  void an_address_is_put_right_once_and_the_endpoint_proves_it() throws Exception {
    try (LabGateway gateway = gateway().start()) {
      // Both the files and the endpoint say what is wrong, and both know the same change.
      settings(gateway.url() + "/v1", gateway.key(), "small");
      Cli.Result result = cli.run("doctor", "--quick", "--fix", "--format", "json");
      Schemas.check("report/1", result.out());
      assertThat(result.exit()).isZero();
      assertThat(Files.readString(cli.settings())).contains("\"" + gateway.url() + "\"");
      assertThat(result.out()).contains("\"verified\": \"live\"", "\"status\": \"ok\"");
      assertThat(result.out()).doesNotContain("\"verified\": \"static\"");
    }
  }

  @Test
  void an_error_behind_the_repaired_one_takes_nothing_back() throws Exception {
    try (LabGateway gateway = gateway().start()) {
      settings(gateway.url() + "/v1", "sk-not-the-right-one-1234", "small");
      Cli.Result result = cli.run("doctor", "--quick", "--fix", "--format", "json");
      assertThat(Files.readString(cli.settings())).contains("\"" + gateway.url() + "\"");
      assertThat(result.out()).contains("\"verified\": \"live\"").doesNotContain("takenBack");
      assertThat(result.exit()).isEqualTo(1);
    }
  }

  private static final String CONFIG =
      """
      model_list:
        - model_name: big
          litellm_params:
            model: openai/upstream-big
            api_base: http://127.0.0.1:9/v1
            api_key: os.environ/UP_KEY
        - model_name: small
          litellm_params:
            model: openai/upstream-small
            api_base: http://127.0.0.1:9/v1
            api_key: os.environ/UP_KEY
      litellm_settings:
        drop_params: true
      general_settings:
        master_key: os.environ/LITELLM_MASTER_KEY
      """;

  @Test
  void what_only_a_restart_of_the_gateway_shows_is_kept_and_inconclusive() throws Exception {
    // The gateway asks for /v1/responses because a line is missing in its configuration.
    try (LabGateway gateway = gateway().fault("H07").start()) {
      settings(gateway.url(), gateway.key(), "small");
      Path config = Files.writeString(cli.project().resolve("litellm_config.yaml"), CONFIG);
      Path env = cli.project().resolve("litellm.env");
      Files.writeString(
          env, "UP_KEY=sk-up-0123456789abcdef\nLITELLM_MASTER_KEY=" + gateway.key() + "\n");
      Cli.Result before = cli.run("doctor", "--quick", "--format", "json");
      assertThat(before.out()).contains("CCP-S202");
      assertThat(before.exit()).isEqualTo(1);
      Cli.Result result = cli.run("doctor", "--quick", "--fix", "--format", "json");
      Schemas.check("report/1", result.out());
      assertThat(Files.readString(config))
          .contains("use_chat_completions_url_for_anthropic_messages: true");
      assertThat(result.out())
          .contains("\"verified\": \"static\"", "litellm --config")
          .contains(
              "only a gateway with the new files can show it: restart it with", "\"inconclusive\"")
          .doesNotContain("takenBack");
      assertThat(result.exit()).isZero();
      assertThat(cli.run("undo", "--yes").exit()).isZero();
      assertThat(config).hasContent(CONFIG);
    }
  }
}
