package dev.ccproxy.check.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.Finding;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.lab.gateway.Role;
import dev.ccproxy.lab.gateway.Roles;
import dev.ccproxy.wire.Severity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no signature knows: what was asked, and how, tells the cause. */
@Timeout(120)
class RefusalsTest {
  private static final Role UNKNOWN = new Roles().find("anthropic").orElseThrow();

  @TempDir Path folder;

  private Finding root(String fault) throws Exception {
    return root(new LabRun(UNKNOWN, fault));
  }

  private Finding root(LabRun run) throws Exception {
    List<Finding> roots = run.run(folder).loudRoots();
    assertThat(roots).hasSize(1);
    return roots.get(0);
  }

  @Test
  void a_model_that_is_named_and_not_listed_is_not_served() throws Exception {
    Finding root = root(new LabRun(UNKNOWN).env("ANTHROPIC_MODEL", "gpt-6.1-tera"));
    assertThat(root.id()).isEqualTo("CCP-L302");
    assertThat(root.layer()).isEqualTo(Layer.CLIENT_CONFIG);
    assertThat(root.title()).startsWith("No model is served as gpt-6.1-tera");
    assertThat(root.evidence().get(0).location()).contains("settings.json");
  }

  @ParameterizedTest
  @CsvSource({
    "true, Gizmo: model zap-9 is unknown here",
    "true, 'You passed zap-9; supported models: a, b'",
    "false, The request of zap-9 is not supported",
    "false, model zap-9: the size of the request is wrong"
  })
  void a_refusal_says_in_its_own_words_that_a_model_is_not_there(boolean unknown, String body) {
    assertThat(AnswersText.saysUnknownModel(body)).isEqualTo(unknown);
  }

  @Test
  void a_key_that_the_client_did_not_send_is_the_gateways() throws Exception {
    Finding root = root("H11.masked");
    assertThat(root.id()).isEqualTo("CCP-L204");
    assertThat(root.layer()).isEqualTo(Layer.UPSTREAM);
    assertThat(root.title()).startsWith("The provider does not accept the key of ");
  }

  @Test
  void who_fails_on_every_tool_result_converts_them_badly() throws Exception {
    Finding root = root("H19.result");
    assertThat(root.id()).isEqualTo("CCP-L606");
    assertThat(root.layer()).isEqualTo(Layer.TRANSLATOR);
  }

  /** The model itself says nothing, and the conversion loses what it says. */
  @ParameterizedTest
  @CsvSource({"S85,UPSTREAM", "S56,TRANSLATOR"})
  void an_empty_answer_is_of_whoever_empties_it(String fault, Layer layer) throws Exception {
    Role litellm = new Roles().find("litellm-1.109.1").orElseThrow();
    for (Finding root : new LabRun(litellm, fault).run(folder).loudRoots()) {
      assertThat(root.layer()).as(root.title()).isEqualTo(layer);
    }
  }

  /** Only openai/ has two routes; behind another prefix it is the address that is wrong. */
  @ParameterizedTest
  @CsvSource({
    "H07.fastapi, hosted_vllm, GATEWAY",
    "H07.fastapi, openai, TRANSLATOR",
    "H07.url, hosted_vllm, TRANSLATOR"
  })
  void a_path_that_is_missing_behind_the_gateway(String fault, String prefix, Layer layer)
      throws Exception {
    Role litellm = new Roles().find("litellm-1.109.1").orElseThrow();
    String config =
        """
        model_list:
          - model_name: %s
            litellm_params:
              model: %s/qwen
              api_base: http://127.0.0.1:9/v1
        litellm_settings:
          drop_params: true
        """
            .formatted(litellm.modelNames().get(0), prefix);
    LabRun run = new LabRun(litellm, fault).file("litellm_config.yaml", config);
    List<Finding> roots = run.run(folder).loudRoots();
    assertThat(roots).isNotEmpty();
    assertThat(roots.get(0).layer()).as(roots.get(0).title()).isEqualTo(layer);
    if (layer == Layer.GATEWAY) {
      assertThat(roots.get(0).title()).contains("api_base");
      assertThat(roots.get(0).evidence().get(0).location()).contains("litellm_config.yaml:5");
    }
  }

  @Test
  void a_window_that_is_too_small_is_told_as_such() throws Exception {
    Finding root = root("H41.refused");
    assertThat(root.id()).isEqualTo("CCP-L801");
    assertThat(root.layer()).isEqualTo(Layer.MODEL);
    assertThat(root.title()).contains("window");
  }

  @Test
  void an_answer_that_leaves_no_room_for_the_request_is_the_clients_limit() throws Exception {
    Finding root = root("H41.answer");
    assertThat(root.id()).isEqualTo("CCP-L710");
    assertThat(root.layer()).isEqualTo(Layer.CLIENT_CONFIG);
    assertThat(String.valueOf(root.fix())).contains("CLAUDE_CODE_MAX_OUTPUT_TOKENS=16384");
  }

  @Test
  void a_call_without_its_arguments_is_an_error_for_this_client() throws Exception {
    Finding root = root("S21.object");
    assertThat(root.id()).isEqualTo("CCP-L602");
    assertThat(root.severity()).isEqualTo(Severity.ERROR);
  }
}
