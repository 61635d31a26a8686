package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.Recording;
import dev.ccproxy.lab.gateway.LabGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor --direct}: the provider behind the gateway, with its own key and nobody else's. */
class DoctorDirectTest {
  private static final String UP_KEY = "sk-up-0a1b2c3d4e5f6a7b8c9d";

  @TempDir Path root;
  private Cli cli;

  @BeforeEach
  void world() {
    cli = new Cli(root);
  }

  private void files(LabGateway gateway, LabGateway provider, String prefix) throws IOException {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(
        cli.settings(),
        "{\"env\": {\"ANTHROPIC_BASE_URL\": \""
            + gateway.baseUrl()
            + "\", \"ANTHROPIC_AUTH_TOKEN\": \""
            + gateway.key()
            + "\", \"ANTHROPIC_MODEL\": \"big\", \"ANTHROPIC_DEFAULT_OPUS_MODEL\": \"big\","
            + " \"ANTHROPIC_DEFAULT_SONNET_MODEL\": \"big\", \"ANTHROPIC_DEFAULT_HAIKU_MODEL\":"
            + " \"big\"}}");
    Files.writeString(
        cli.project().resolve("litellm_config.yaml"),
        """
        model_list:
          - model_name: big
            litellm_params:
              model: PREFIX/MODEL
              api_base: BASE/v1
              api_key: os.environ/UP_KEY
        litellm_settings:
          drop_params: true
        general_settings:
          master_key: os.environ/LITELLM_MASTER_KEY
        """
            .replace("PREFIX", prefix)
            .replace("MODEL", provider.model())
            .replace("BASE", provider.url()));
    Files.writeString(
        cli.project().resolve("litellm.env"),
        "UP_KEY=" + provider.key() + "\nLITELLM_MASTER_KEY=" + gateway.key() + "\n");
  }

  private static LabGateway.Builder gateway() {
    return LabGateway.of("litellm-1.108.11").models("big");
  }

  private static LabGateway provider() throws IOException {
    return LabGateway.of("vllm").key(UP_KEY).start();
  }

  private static boolean saw(Recording recording, String secret) {
    for (Recording.Entry entry : recording.entries()) {
      if (entry.headers().toString().contains(secret)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void nobody_is_asked_without_a_yes() throws Exception {
    try (LabGateway gateway = gateway().start();
        LabGateway provider = provider()) {
      files(gateway, provider, "hosted_vllm");
      Cli.Result result = cli.run("doctor", "--quick", "--direct");
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err()).contains("UP_KEY to " + provider.url(), "--yes");
      assertThat(cli.answering("n").run("doctor", "--quick", "--direct").exit()).isEqualTo(1);
      assertThat(provider.requests() + gateway.requests()).isZero();
      assertThat(cli.run("doctor", "--quick").exit()).isZero();
      assertThat(provider.requests()).isZero();
    }
  }

  @Test
  void a_healthy_chain_is_well_and_each_key_stays_with_its_origin() throws Exception {
    try (LabGateway gateway = gateway().start();
        LabGateway provider = provider()) {
      files(gateway, provider, "hosted_vllm");
      Cli.Result result = cli.run("doctor", "--quick", "--direct", "--yes", "--format", "json");
      Schemas.check("report/1", result.out());
      assertThat(result.exit()).isZero();
      assertThat(result.out()).contains("CCP-D905").doesNotContain(UP_KEY);
      assertThat(provider.requests()).isPositive();
      assertThat(saw(provider.recording(), gateway.key())).isFalse();
      assertThat(saw(gateway.recording(), UP_KEY)).isFalse();
    }
  }

  @Test
  void a_provider_that_refuses_is_the_root() throws Exception {
    try (LabGateway gateway = gateway().fault("H11.upstream").start();
        LabGateway provider = provider()) {
      files(gateway, provider, "hosted_vllm");
      Files.writeString(
          cli.project().resolve("litellm.env"),
          "UP_KEY=sk-wrong-0123456789abcdef\nLITELLM_MASTER_KEY=" + gateway.key() + "\n");
      Cli.Result result = cli.run("doctor", "--quick", "--direct", "--yes", "--format", "json");
      assertThat(result.exit()).isEqualTo(1);
      String first = result.out().substring(result.out().indexOf("\"findings\""));
      assertThat(first.indexOf("\"id\": \"CCP-D901\"")).isEqualTo(first.indexOf("\"id\": "));
    }
  }

  @Test
  void a_gateway_that_damages_calls_is_told_from_its_provider() throws Exception {
    try (LabGateway gateway = gateway().fault("S20").start();
        LabGateway provider = provider()) {
      files(gateway, provider, "hosted_vllm");
      Cli.Result result = cli.run("doctor", "--quick", "--direct", "--yes", "--format", "json");
      Schemas.check("report/1", result.out());
      assertThat(result.out())
          .contains("provider stream 4 of 4", "gateway Messages stream 0 of 4")
          .containsSubsequence("CCP-L602", "\"layer\": \"translator\"");
    }
  }

  @Test
  void a_provider_without_responses_proves_what_the_files_predict() throws Exception {
    try (LabGateway gateway = gateway().fault("H07").start();
        LabGateway provider = provider()) {
      files(gateway, provider, "openai");
      Cli.Result result = cli.run("doctor", "--quick", "--direct", "--yes", "--format", "json");
      assertThat(result.out())
          .contains("The provider has no /responses")
          .containsSubsequence(
              "\"id\": \"CCP-S202\"", "\"severity\": \"error\"", "\"confidence\": \"certain\"");
      assertThat(result.exit()).isEqualTo(1);
    }
  }

  @Test
  void an_expensive_run_needs_a_yes() throws Exception {
    try (LabGateway gateway = gateway().start();
        LabGateway provider = provider()) {
      files(gateway, provider, "hosted_vllm");
      Cli.Result refused = cli.run("doctor", "--deep");
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.err()).containsPattern("about \\d+ requests and \\d+ tokens");
      assertThat(gateway.requests()).isZero();
      Cli.Result no = cli.answering("no").run("doctor", "--deep");
      assertThat(no.exit()).isEqualTo(1);
      assertThat(gateway.requests()).isZero();
    }
  }

  @Test
  void a_call_is_repeated_and_counted() throws Exception {
    try (LabGateway gateway = gateway().start();
        LabGateway provider = provider()) {
      files(gateway, provider, "hosted_vllm");
      Cli.Result result = cli.run("doctor", "--only", "M951", "--repeat", "5");
      assertThat(result.out()).contains("Tool calls came as dictated in 5 of 5 (at least 55 %)");
      assertThat(result.exit()).isZero();
    }
  }
}
