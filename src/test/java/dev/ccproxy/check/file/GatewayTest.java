package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.check.FileScene;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayTest {
  @TempDir private Path root;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "litellm.env, LITELLM_MASTER_KEY=sk-7Qm2xT9vLr4WcZ8eN5bK, true",
    "litellm.env, GROQ_API_KEY=gsk_0123456789abcdef, true",
    "litellm.env, OUR_SECRET=something-else, true",
    "litellm.env, UNASKED=something-else, false",
    "litellm.env, # nothing yet, false",
    ".env, ANTHROPIC_API_KEY=sk-7Qm2xT9vLr4WcZ8eN5bK, false",
    ".env, ANTHROPIC_BASE_URL=http://localhost:4000, false",
  })
  void sees_the_environment_where_a_file_has_what_only_the_gateway_asks_for(
      String file, String line, boolean expected) throws Exception {
    FileScene scene =
        new FileScene(
            new GatewayScene(root)
                .file(
                    "litellm_config.yaml",
                    "model_list:\n  - model_name: m\n    litellm_params: {model: groq/m, api_key:"
                        + " os.environ/OUR_SECRET}\n")
                .file(file, line + "\n")
                .workspace(),
            new Catalog(null),
            LiteLlmFacts.packaged(),
            Fixture.TODAY);
    assertThat(Gateway.of(scene).get(0).seesEnvironment()).isEqualTo(expected);
  }
}
