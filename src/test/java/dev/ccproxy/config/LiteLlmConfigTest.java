package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.LiteLlmConfig.BadInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteLlmConfigTest {
  @TempDir private Path folder;

  private LiteLlmConfig read(String text) throws IOException {
    file("project/litellm_config.yaml", text);
    Path project = folder.resolve("project");
    SourceReader reader = new SourceReader(UserEnvironment.of(Map.of(), project, false));
    return LiteLlmConfig.read(
        reader.read(project.resolve("litellm_config.yaml"), SourceReader.Format.YAML), reader);
  }

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static List<String> names(LiteLlmConfig config) {
    return config.deployments().stream().map(Deployment::name).toList();
  }

  private static String model(String name) {
    return "  - {model_name: " + name + ", litellm_params: {model: hosted_vllm/" + name + "}}\n";
  }

  @Test
  void lists_of_an_include_are_added_and_everything_else_replaces() throws IOException {
    file(
        "project/more.yaml", "model_list:\n" + model("b") + "litellm_settings: {num_retries: 1}\n");
    LiteLlmConfig config =
        read(
            "include: [more.yaml]\nmodel_list:\n"
                + model("a")
                + "litellm_settings: {drop_params: true}\n");
    assertThat(names(config)).containsExactly("a", "b");
    assertThat(config.isOn("litellm_settings", "drop_params")).isFalse();
    assertThat(config.setting("litellm_settings", "num_retries")).isPresent();
    assertThat(config.badIncludes()).isEmpty();
  }

  @Test
  void an_include_is_looked_for_beside_the_file_that_names_it_then_beside_the_first_one()
      throws IOException {
    file("project/sub/one.yaml", "include: [two.yaml, three.yaml]\nmodel_list: []\n");
    file("project/sub/two.yaml", "model_list:\n" + model("beside"));
    file("project/two.yaml", "model_list:\n" + model("not-this"));
    file("project/three.yaml", "model_list:\n" + model("root"));
    assertThat(names(read("include: [sub/one.yaml]\nmodel_list: []\n")))
        .containsExactly("beside", "root");
  }

  @Test
  void what_cannot_be_included_is_said_with_its_place() throws IOException {
    file("outside.yaml", "model_list:\n" + model("o"));
    LiteLlmConfig config =
        read("include:\n  - nowhere.yaml\n  - litellm_config.yaml\n  - ../outside.yaml\n");
    assertThat(config.badIncludes())
        .extracting(b -> b.place().line() + " " + b.kind())
        .containsExactly(
            "2 " + BadInclude.Kind.UNREADABLE,
            "3 " + BadInclude.Kind.CYCLE,
            "4 " + BadInclude.Kind.OUTSIDE);
    assertThat(names(config)).containsExactly("o");
  }

  @Test
  void a_text_that_is_no_path_is_no_include() throws IOException {
    assertThat(read("include: [\"a\\0b\", \"\"]\n").badIncludes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "true, true",
    "yes, true",
    "on, true",
    "'\"false\"', true",
    "'[a]', true",
    "1, true",
    "false, false",
    "no, false",
    "0, false",
    "~, false",
    "'\"\"', false",
    "'[]', false",
    "'{}', false",
  })
  void a_switch_is_on_for_everything_that_python_takes_for_true(String value, boolean on)
      throws IOException {
    assertThat(read("litellm_settings:\n  drop_params: " + value + "\n"))
        .matches(c -> c.isOn("litellm_settings", "drop_params") == on);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "openai/gpt-4o, none, openai, gpt-4o",
        "openrouter/a/b, none, openrouter, a/b",
        "gpt-4o, none, '', gpt-4o",
        "qwen, hosted_vllm, hosted_vllm, qwen",
      })
  void the_prefix_names_the_provider_unless_a_parameter_does(
      String model, String named, String provider, String upstream) throws IOException {
    Deployment deployment =
        read("model_list:\n  - model_name: m\n    litellm_params:\n      model: "
                + model
                + "\n      base_url: http://h/v1\n"
                + (named == null ? "" : "      custom_llm_provider: " + named + "\n")
                + "      additional_drop_params: [user]\n    model_info: {supported_endpoints:"
                + " [/v1/messages]}\n")
            .deployments()
            .get(0);
    assertThat(deployment.provider()).isEqualTo(provider);
    assertThat(deployment.upstreamModel()).isEqualTo(upstream);
    assertThat(deployment.apiBase()).isEqualTo("http://h/v1");
    assertThat(deployment.lists("additional_drop_params", "user")).isTrue();
    assertThat(deployment.lists("additional_drop_params", "thinking")).isFalse();
    assertThat(deployment.infoLists("supported_endpoints", "/v1/messages")).isTrue();
  }
}
