package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Switching models, and taking changes back. */
class UseTest {
  @TempDir private Path root;
  private Cli cli;

  @BeforeEach
  void world() {
    cli = new Cli(root);
  }

  private String diff(String before) {
    StringBuilder changed = new StringBuilder();
    java.util.List<String> old = java.util.List.of(before.split("\n"));
    for (String line : Written.text(cli.settings()).split("\n")) {
      if (!old.contains(line)) {
        changed.append(line.strip()).append('\n');
      }
    }
    return changed.toString();
  }

  @Test
  void a_model_of_the_same_endpoint_touches_only_the_keys_that_name_it() {
    cli.run("init", "deepseek", "--yes");
    String before = Written.text(cli.settings());
    assertThat(cli.run("use", "deepseek-v4-pro", "--tier", "opus", "--yes").exit()).isZero();
    assertThat(diff(before))
        .isEqualTo("\"ANTHROPIC_DEFAULT_OPUS_MODEL\": \"deepseek-v4-pro[1m]\",\n");
    assertThat(cli.run("use", "deepseek/deepseek-v4-pro", "--yes").exit()).isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_MODEL", "deepseek-v4-pro[1m]")
        .containsEntry("ANTHROPIC_DEFAULT_HAIKU_MODEL", "deepseek-v4-pro[1m]");
    assertThat(cli.run("use", "deepseek-v4-pro", "--yes").out()).contains("Nothing to change");
  }

  @Test
  void a_tier_with_a_model_of_its_own_keeps_it() {
    cli.run("init", "openai", "--yes");
    assertThat(cli.run("use", "gpt-6-luna", "--yes").exit()).isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_MODEL", "gpt-6-luna")
        .containsEntry("ANTHROPIC_DEFAULT_SONNET_MODEL", "gpt-6-luna")
        .containsEntry("ANTHROPIC_DEFAULT_OPUS_MODEL", "gpt-6.1-sol");
  }

  @Test
  void limits_that_the_new_model_does_not_have_are_lowered_and_said() {
    cli.run("init", "openai", "--model", "gpt-6.1-terra", "--model", "gpt-4o", "--yes");
    assertThat(Written.env(cli.settings())).containsEntry("CLAUDE_CODE_MAX_OUTPUT_TOKENS", "32000");
    Cli.Result result = cli.run("use", "gpt-4o", "--yes");
    assertThat(result.err()).contains("CLAUDE_CODE_MAX_OUTPUT_TOKENS is set to 16384");
    assertThat(Written.env(cli.settings()))
        .containsEntry("CLAUDE_CODE_MAX_OUTPUT_TOKENS", "16384")
        .containsEntry("CLAUDE_CODE_MAX_CONTEXT_TOKENS", "128000");
  }

  @Test
  void a_model_that_the_gateway_lacks_is_added_to_it_and_the_other_tiers_stay() {
    cli.run("init", "openai", "--yes");
    Cli.Result result = cli.run("use", "gpt-6-astra", "--yes");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(Written.text(cli.project().resolve("litellm_config.yaml")))
        .contains("model: openai/gpt-6-astra", "model: openai/gpt-6.1-terra");
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_MODEL", "gpt-6-astra")
        .containsEntry("ANTHROPIC_DEFAULT_HAIKU_MODEL", "gpt-6-luna");
    assertThat(cli.run("use", "ollama/gemma4", "--tier", "haiku", "--yes").exit()).isZero();
    assertThat(Written.text(cli.project().resolve("litellm_config.yaml")))
        .contains("model: ollama_chat/gemma4");
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_MODEL", "gpt-6-astra")
        .containsEntry("ANTHROPIC_DEFAULT_HAIKU_MODEL", "gemma4");
  }

  @Test
  void another_provider_is_a_new_set_up_with_the_answers_of_last_time() {
    cli.run("init", "deepseek", "--scope", "local", "--yes");
    Cli.Result asks = cli.run("use", "ollama");
    assertThat(asks.exit()).isEqualTo(2);
    assertThat(cli.run("use", "ollama", "--yes").exit()).isZero();
    assertThat(Written.env(cli.project().resolve(".claude/settings.local.json")))
        .containsEntry("ANTHROPIC_BASE_URL", "http://localhost:11434")
        .doesNotContainKey("CLAUDE_CODE_AUTO_COMPACT_WINDOW");
    assertThat(cli.settings()).doesNotExist();
    assertThat(cli.run("use", "my-own-pull:7b", "--yes").exit()).isZero();
    assertThat(Written.env(cli.project().resolve(".claude/settings.local.json")))
        .containsEntry("ANTHROPIC_MODEL", "my-own-pull:7b");
  }

  @Test
  void openrouter_ids_that_begin_like_a_provider_stay_at_openrouter() {
    cli.run("init", "openrouter", "--yes");
    assertThat(cli.run("use", "openai/gpt-6.1-terra", "--yes").exit()).isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_MODEL", "openai/gpt-6.1-terra")
        .containsEntry("ANTHROPIC_BASE_URL", "https://openrouter.ai/api");
  }

  @Test
  void what_cannot_be_served_is_a_usage_error_with_the_nearest_name() {
    assertThat(cli.run("use", "gpt-6.1-terra").err()).contains("ccproxy init PROVIDER");
    cli.run("init", "deepseek", "--yes");
    Cli.Result result = cli.run("use", "deepseek-v4-por", "--yes");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("did you mean deepseek-v4-pro");
    assertThat(cli.run("use", "deepseek-chat", "--yes").err())
        .contains("retired")
        .contains("deepseek-flash");
    assertThat(cli.run("use").exit()).isEqualTo(2);
    assertThat(cli.run("use", "x", "--tier", "fable").exit()).isEqualTo(2);
  }

  @Test
  void undo_takes_back_several_files_and_those_that_were_created() throws Exception {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(cli.settings(), "{\"theme\": \"dark\"}");
    cli.run("init", "openai", "--yes");
    assertThat(cli.run("undo").exit()).isEqualTo(2);
    Cli.Result result = cli.run("undo", "--yes");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(Written.text(cli.settings())).isEqualTo("{\"theme\": \"dark\"}");
    assertThat(Written.tree(cli.project())).isEmpty();
    assertThat(cli.run("undo", "--yes").exit()).isEqualTo(1);
  }

  @Test
  void undo_refuses_when_a_file_was_changed_since() throws Exception {
    cli.run("init", "ollama", "--yes");
    Files.writeString(cli.settings(), Written.text(cli.settings()) + "\n");
    Cli.Result refused = cli.run("undo", "--yes");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("~/.claude/settings.json", "--force");
    assertThat(cli.run("undo", "--yes", "--force").exit()).isZero();
    assertThat(cli.settings()).doesNotExist();
  }

  @Test
  void the_list_of_changes_names_no_key() {
    cli.variable("DEEPSEEK_API_KEY", "sk-planted0123456789").run("init", "deepseek", "--yes");
    cli.run("use", "deepseek-v4-pro", "--yes");
    Cli.Result list = cli.run("undo", "--list");
    assertThat(list.out())
        .contains("use deepseek-v4-pro")
        .contains("init deepseek")
        .doesNotContain("planted");
    Cli.Result json = cli.run("undo", "--list", "--format", "json");
    Schemas.check("journal/1", json.out());
    String oldest =
        json.out().substring(json.out().lastIndexOf("\"id\": \"") + 7).split("\"", 2)[0];
    assertThat(cli.run("undo", "nonsense", "--yes").exit()).isEqualTo(1);
    assertThat(cli.run("undo", "--yes", "--format", "json").exit()).isZero();
    assertThat(cli.run("undo", oldest, "--yes").exit()).isZero();
    assertThat(cli.settings()).doesNotExist();
  }

  @Test
  void a_named_provider_is_not_replaced_by_another_one_that_serves_the_same_id() {
    cli.run("init", "moonshot", "--route", "litellm", "--model", "kimi-k2.6", "--yes");
    Cli.Result result = cli.run("use", "ollama-cloud/kimi-k2.6", "--yes");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(Written.text(cli.project().resolve("litellm_config.yaml")))
        .contains("https://ollama.com", "ollama-cloud/kimi-k2.6");
  }

  @Test
  void a_gateway_is_never_made_a_second_time_in_another_folder() throws Exception {
    cli.run("init", "openai", "--yes");
    String before = Written.text(cli.settings());
    Path other = Files.createDirectories(cli.home().resolve("other"));
    Cli.Result result = cli.runIn(other, "use", "gpt-5.5", "--yes");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("~/project");
    assertThat(Written.text(cli.settings())).isEqualTo(before);
    assertThat(Written.tree(other)).isEmpty();
    // What it serves already can be switched to from anywhere.
    assertThat(cli.runIn(other, "use", "gpt-6-luna", "--yes").exit()).isZero();
  }

  @Test
  void one_tier_goes_to_another_provider_of_the_same_gateway_and_nowhere_else() {
    cli.run("init", "openai", "--yes");
    assertThat(cli.run("use", "deepseek", "--tier", "haiku", "--yes").exit()).isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_BASE_URL", "http://127.0.0.1:4000")
        .containsEntry("ANTHROPIC_MODEL", "gpt-6.1-terra")
        .containsEntry("ANTHROPIC_DEFAULT_HAIKU_MODEL", "deepseek-flash");
    cli.run("init", "ollama", "--scope", "local", "--yes");
    assertThat(cli.run("use", "deepseek", "--tier", "haiku", "--scope", "local", "--yes").exit())
        .isEqualTo(2);
  }

  @Test
  void what_names_a_file_now_wins_over_the_file_of_last_time() {
    cli.run("init", "deepseek", "--env-file", "--yes");
    assertThat(cli.run("use", "deepseek-v4-pro", "--yes").exit()).isZero();
    assertThat(Written.variables(cli.project().resolve(".env")))
        .containsEntry("ANTHROPIC_MODEL", "deepseek-v4-pro[1m]");
    assertThat(cli.run("use", "deepseek-v4-pro", "--scope", "user", "--yes").err())
        .contains("~/.claude/settings.json");
    cli.run("init", "deepseek", "--settings", "mysettings", "--yes");
    assertThat(cli.run("use", "deepseek-v4-pro", "--yes").exit()).isZero();
    assertThat(Written.env(cli.project().resolve("mysettings")))
        .containsEntry("ANTHROPIC_MODEL", "deepseek-v4-pro[1m]");
  }

  @Test
  void a_model_that_must_look_like_a_claude_model_does_so_after_a_switch_too() {
    cli.run("init", "openai", "minimax", "--yes");
    assertThat(cli.run("use", "MiniMax-M3", "--yes").exit()).isZero();
    assertThat(Written.text(cli.settings())).contains("\"claude-haiku-4-5\": \"MiniMax-M3\"");
    assertThat(cli.run("use", "gpt-6.1-terra", "--yes").exit()).isZero();
    assertThat(Written.text(cli.settings())).doesNotContain("modelOverrides");
  }

  @Test
  void a_custom_server_stays_when_a_model_of_another_provider_comes() {
    cli.run(
        "init",
        "custom",
        "--base-url",
        "http://127.0.0.1:8000",
        "--protocol",
        "openai",
        "--model",
        "m1",
        "--yes");
    Cli.Result result = cli.run("use", "openai/gpt-6.1-terra", "--yes");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(Written.text(cli.project().resolve("litellm_config.yaml")))
        .contains("hosted_vllm/m1", "openai/gpt-6.1-terra");
    assertThat(cli.run("use", "m1", "--yes").exit()).isZero();
    assertThat(Written.env(cli.settings())).containsEntry("ANTHROPIC_MODEL", "m1");
  }

  @Test
  void behind_a_gateway_of_somebody_else_any_model_may_be_named() {
    cli.run("init", "deepseek", "--gateway-url", "https://llm.example.com", "--yes");
    assertThat(cli.run("use", "team-gpt", "--yes").exit()).isZero();
    assertThat(Written.env(cli.settings())).containsEntry("ANTHROPIC_MODEL", "team-gpt");
  }
}
