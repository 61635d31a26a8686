package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a check says about one configuration and several releases of LiteLLM. */
class GatewayReleasesTest {
  private static final String KEY = "sk-7Qm2xT9vLr4WcZ8eN5bK";

  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        // check, model, address, drop_params, flag, release, expected
        "S201, openai/gpt-4o, https://api.openai.com/v1, false, false, -, warning likely",
        "S201, openai/gpt-4o, https://api.openai.com/v1, false, false, 1.81.8, none",
        "S201, openai/gpt-4o, https://api.openai.com/v1, false, false, 1.101.0, none",
        "S201, openai/gpt-4o, https://api.openai.com/v1, false, false, 1.103.5, error certain",
        "S201, openai/gpt-6.1-terra, https://api.openai.com/v1, false, false, 1.109.1, none",
        "S201, openai/gpt-9, https://api.openai.com/v1, false, false, 1.109.1, info possible",
        "S201, openai/qwen, http://10.0.0.7/v1, false, false, 1.109.1, error likely",
        "S201, openai/qwen, http://10.0.0.7/v1, true, false, 1.109.1, none",
        "S201, openai/gpt-4o, https://api.openai.com/v1, false, true, 1.83.14, error certain",
        "S201, openai/gpt-4o, https://api.openai.com/v1, false, true, 1.108.11, warning likely",
        "S201, openai/qwen, http://10.0.0.7/v1, false, true, 1.108.11, none",
        "S201, hosted_vllm/qwen, http://10.0.0.7/v1, false, false, 1.83.14, error certain",
        "S201, hosted_vllm/qwen, http://10.0.0.7/v1, false, false, 1.91.0, error certain",
        "S201, hosted_vllm/qwen, http://10.0.0.7/v1, false, false, 1.92.0, none",
        "S201, hosted_vllm/qwen, http://10.0.0.7/v1, false, false, -, none",
        "S201, deepseek/deepseek-flash, https://api.deepseek.com, false, false, 1.83.14, error"
            + " certain",
        "S201, deepseek/deepseek-flash, https://api.deepseek.com, false, false, 1.87.0, none",
        "S201, minimax/MiniMax-M3, https://api.minimax.io/anthropic, false, false, 1.83.14, none",
        "S201, openrouter/x/y, https://openrouter.ai/api/v1, false, false, -, info possible",
        "S201, openrouter/x/y, https://openrouter.ai/api/v1, false, false, 1.103.5, warning likely",
        "S201, openrouter/x/y, https://openrouter.ai/api/v1, false, false, 1.105.2, none",
        "S201, custom_openai/x, http://10.0.0.7/v1, false, false, 1.109.1, error likely",
        "S201, custom_openai/x, http://10.0.0.7/v1, false, false, 1.81.8, none",
        "S202, openai/qwen, http://10.0.0.7/v1, true, false, -, warning likely",
        "S202, openai/qwen, http://10.0.0.7/v1, true, false, 1.81.8, none",
        "S202, openai/qwen, http://10.0.0.7/v1, true, false, 1.82.0, warning likely",
        "S202, openai/qwen, http://10.0.0.7/v1, true, true, 1.109.1, none",
        "S202, openai/responses/qwen, http://10.0.0.7/v1, true, false, 1.109.1, none",
        "S202, openai/chat_completions/qwen, http://10.0.0.7/v1, true, false, 1.109.1, none",
        "S202, openai/qwen, https://api.deepseek.com/v1, true, false, 1.109.1, none",
        "S220, openai/gpt-4o, https://api.openai.com/v1, true, true, 1.81.8, none",
        "S220, openai/gpt-4o, https://api.openai.com/v1, true, true, 1.109.1, warning likely",
        "S220, openai/gpt-5.4-mini, https://api.openai.com/v1, true, true, 1.109.1, info possible",
        "S205, deepseek/deepseek-flash, https://api.deepseek.com/anthropic, true, false, 1.83.14,"
            + " error certain",
        "S205, deepseek/deepseek-flash, https://api.deepseek.com/anthropic, true, false, 1.87.0,"
            + " none",
        "S205, ollama_chat/qwen3-coder, http://localhost:11434/, true, false, 1.83.14, error"
            + " likely",
        "S205, ollama_chat/qwen3-coder, http://localhost:11434/, true, false, 1.109.1, none",
      })
  void depends_on_the_release(
      String check,
      String model,
      String address,
      boolean drop,
      boolean flag,
      String release,
      String expected)
      throws IOException {
    List<String> told = new ArrayList<>();
    for (Finding finding :
        new GatewayScene(root)
            .installed(release)
            .file(
                "litellm_config.yaml",
                "model_list:\n  - model_name: m\n    litellm_params:\n      model: "
                    + model
                    + "\n      api_base: "
                    + address
                    + "\n      api_key: os.environ/K\nlitellm_settings:\n"
                    + "  drop_params: "
                    + drop
                    + "\n  use_chat_completions_url_for_anthropic_messages: "
                    + flag
                    + "\ngeneral_settings:\n  master_key: os.environ/LITELLM_MASTER_KEY\n")
            .file("litellm.env", "K=key-of-the-provider\nLITELLM_MASTER_KEY=" + KEY + "\n")
            .diagnosis(Checks.ofFiles())
            .findings()) {
      if (finding.id().equals("CCP-" + check)) {
        told.add(finding.severity().word() + " " + finding.confidence().word());
      }
    }
    assertThat(told).isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "-, error likely",
        "1.103.5, none",
        "1.105.2, error likely",
        "1.109.1, error likely",
      })
  void a_missing_master_key_stops_newer_releases(String release, String expected)
      throws IOException {
    List<String> told = new ArrayList<>();
    for (Finding finding :
        new GatewayScene(root)
            .installed(release)
            .file(
                "litellm_config.yaml",
                "model_list:\n  - model_name: m\n    litellm_params: {model: groq/m, api_key:"
                    + " os.environ/GROQ_API_KEY}\n")
            .file("litellm.env", "GROQ_API_KEY=gsk_0123456789abcdef\n")
            .diagnosis(List.of(new TokenNotMasterKey()))
            .findings()) {
      told.add(finding.severity().word() + " " + finding.confidence().word());
    }
    assertThat(told).isEqualTo(expected == null ? List.of() : List.of(expected));
  }
}
