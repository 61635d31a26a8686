package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What init writes into empty folders. */
class InitTest {
  private static final String OPENAI_KEY = "sk-proj-plantedOpenAi0123456789";
  private static final String DEEPSEEK_KEY = "sk-plantedDeepseek0123456789abcdef";

  @TempDir private Path root;
  private Cli cli;

  @BeforeEach
  void world() {
    cli = new Cli(root);
  }

  private Path project(String name) {
    return cli.project().resolve(name);
  }

  private static @Nullable String text(SourceDocument document, Object... steps) {
    NodePath path = NodePath.ROOT;
    for (Object step : steps) {
      path = step instanceof Integer i ? path.item(i) : path.key((String) step);
    }
    return document.text(path).orElse(null);
  }

  @Test
  void openai_gets_a_gateway_with_its_keys_apart_and_a_client_that_knows_the_master_key() {
    Cli.Result result = cli.variable("OPENAI_API_KEY", OPENAI_KEY).run("init", "openai", "--yes");

    assertThat(result.exit()).as(result.err()).isZero();
    SourceDocument config = Written.yaml(project("litellm_config.yaml"));
    assertThat(text(config, "model_list", 0, "model_name")).isEqualTo("gpt-6.1-terra");
    assertThat(text(config, "model_list", 0, "litellm_params", "model"))
        .isEqualTo("openai/gpt-6.1-terra");
    assertThat(text(config, "model_list", 0, "litellm_params", "api_base"))
        .isEqualTo("https://api.openai.com/v1");
    assertThat(text(config, "model_list", 0, "litellm_params", "api_key"))
        .isEqualTo("os.environ/OPENAI_API_KEY");
    assertThat(text(config, "litellm_settings", "drop_params")).isEqualTo("true");
    assertThat(text(config, "general_settings", "master_key"))
        .isEqualTo("os.environ/LITELLM_MASTER_KEY");
    Map<String, String> gateway = Written.variables(project("litellm.env"));
    assertThat(gateway).containsEntry("OPENAI_API_KEY", OPENAI_KEY);
    assertThat(gateway.get("LITELLM_MASTER_KEY")).matches("sk-[A-Za-z0-9_-]{43}");
    assertThat(gateway.keySet()).noneMatch(n -> n.startsWith("ANTHROPIC"));
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_BASE_URL", "http://127.0.0.1:4000")
        .containsEntry("ANTHROPIC_AUTH_TOKEN", gateway.get("LITELLM_MASTER_KEY"))
        .containsEntry("ANTHROPIC_API_KEY", "")
        .containsEntry("ANTHROPIC_MODEL", "gpt-6.1-terra")
        .containsEntry("ANTHROPIC_DEFAULT_OPUS_MODEL", "gpt-6.1-sol")
        .containsEntry("ANTHROPIC_DEFAULT_SONNET_MODEL", "gpt-6.1-terra")
        .containsEntry("ANTHROPIC_DEFAULT_HAIKU_MODEL", "gpt-6-luna")
        .containsEntry("CLAUDE_CODE_SUBAGENT_MODEL", "gpt-6-luna")
        .containsEntry("CLAUDE_CODE_MAX_OUTPUT_TOKENS", "32000")
        .containsEntry("CLAUDE_CODE_MAX_CONTEXT_TOKENS", "922000")
        .containsEntry("NO_PROXY", "localhost,127.0.0.1")
        .doesNotContainKey("CLAUDE_CODE_DISABLE_THINKING");
    assertThat(Written.mode(project("litellm.env"))).isEqualTo("rw-------");
    assertThat(Written.mode(cli.settings())).isEqualTo("rw-------");
    assertThat(Written.text(project("litellm_config.yaml")))
        .doesNotContain(OPENAI_KEY)
        .doesNotContain(gateway.get("LITELLM_MASTER_KEY"));
    assertThat(result.out() + result.err())
        .doesNotContain(OPENAI_KEY)
        .doesNotContain(gateway.get("LITELLM_MASTER_KEY"));
    assertThat(result.out()).contains("  ccproxy up\n").contains("  claude\n");
    assertThat(Written.text(project("litellm_config.yaml")))
        .contains("(set -a; . ./litellm.env; set +a; exec litellm --config ./litellm_config.yaml")
        .contains("--host 127.0.0.1 --port 4000)");
  }

  @Test
  void the_next_step_starts_the_gateway_where_the_client_looks_for_it() {
    Cli.Result result =
        cli.variable("OPENAI_API_KEY", OPENAI_KEY).run("init", "openai", "--port", "4123", "--yes");
    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("  ccproxy up --port 4123\n");
    assertThat(Written.text(cli.settings())).contains("http://127.0.0.1:4123");
  }

  @Test
  void deepseek_is_reached_directly_and_only_the_client_file_is_written() {
    Cli.Result result =
        cli.variable("DEEPSEEK_API_KEY", DEEPSEEK_KEY).run("init", "deepseek", "--yes");

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).contains("Route direct: ");
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_BASE_URL", "https://api.deepseek.com/anthropic")
        .containsEntry("ANTHROPIC_AUTH_TOKEN", DEEPSEEK_KEY)
        .containsEntry("ANTHROPIC_API_KEY", "")
        .containsEntry("ANTHROPIC_MODEL", "deepseek-flash[1m]")
        .containsEntry("CLAUDE_CODE_EFFORT_LEVEL", "max")
        .containsEntry("CLAUDE_CODE_AUTO_COMPACT_WINDOW", "786432")
        .doesNotContainKey("NO_PROXY");
    assertThat(text(Written.json(cli.settings()), "disableAutoMode")).isEqualTo("disable");
    assertThat(Written.tree(cli.project())).isEmpty();
    assertThat(result.out() + result.err()).doesNotContain(DEEPSEEK_KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "deepseek,   deepseek/deepseek-flash,                 https://api.deepseek.com",
    "ollama,     ollama_chat/qwen3-coder,                 http://localhost:11434",
    "openrouter, openrouter/anthropic/claude-sonnet-5,    https://openrouter.ai/api/v1",
    "minimax,    minimax/MiniMax-M3,                      https://api.minimax.io/anthropic",
  })
  void the_litellm_route_can_be_asked_for(String provider, String model, String base) {
    assertThat(cli.run("init", provider, "--route", "litellm", "--yes").exit()).isZero();

    SourceDocument config = Written.yaml(project("litellm_config.yaml"));
    assertThat(text(config, "model_list", 0, "litellm_params", "model")).isEqualTo(model);
    assertThat(text(config, "model_list", 0, "litellm_params", "api_base")).isEqualTo(base);
    assertThat(text(config, "model_list", 0, "litellm_params", "api_key"))
        .startsWith("os.environ/");
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_BASE_URL", "http://127.0.0.1:4000");
  }

  @ParameterizedTest
  @CsvSource({
    "deepseek,   https://api.deepseek.com/anthropic",
    "ollama,     http://localhost:11434",
    "openrouter, https://openrouter.ai/api",
    "minimax,    https://api.minimax.io/anthropic",
  })
  void the_direct_route_is_the_default_where_the_vendor_has_an_endpoint(
      String provider, String base) {
    assertThat(cli.run("init", provider, "--yes").exit()).isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_BASE_URL", base)
        .containsEntry("ANTHROPIC_API_KEY", "");
  }

  @Test
  void several_providers_share_one_gateway_and_the_first_serves_the_tiers_that_nobody_named() {
    Cli.Result result =
        cli.run(
            "init",
            "openai",
            "deepseek",
            "ollama",
            "--model",
            "opus=deepseek-v4-pro",
            "--model",
            "haiku=qwen3.5",
            "--yes");

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_MODEL", "gpt-6.1-terra")
        .containsEntry("ANTHROPIC_DEFAULT_OPUS_MODEL", "deepseek-v4-pro")
        .containsEntry("ANTHROPIC_DEFAULT_HAIKU_MODEL", "qwen3.5");
    String config = Written.text(project("litellm_config.yaml"));
    assertThat(config)
        .contains("openai/gpt-6.1-terra", "deepseek/deepseek-v4-pro", "ollama_chat/qwen3.5");
    // A provider of which a model was named brings no others along.
    assertThat(config).doesNotContain("qwen3-coder").doesNotContain("deepseek-flash");
  }

  @Test
  void a_model_without_a_tier_is_the_main_model_and_serves_every_unnamed_tier() {
    assertThat(
            cli.run(
                    "init",
                    "deepseek",
                    "--model",
                    "deepseek-v4-pro",
                    "--model",
                    "haiku=deepseek-flash",
                    "--yes")
                .exit())
        .isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_MODEL", "deepseek-v4-pro[1m]")
        .containsEntry("ANTHROPIC_DEFAULT_OPUS_MODEL", "deepseek-v4-pro[1m]")
        .containsEntry("CLAUDE_CODE_SUBAGENT_MODEL", "deepseek-v4-pro[1m]")
        .containsEntry("ANTHROPIC_DEFAULT_HAIKU_MODEL", "deepseek-flash[1m]");
  }

  @Test
  void limits_are_those_of_the_smallest_model_of_the_set_up() {
    assertThat(cli.run("init", "openai", "--model", "haiku=gpt-4o", "--yes").exit()).isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("CLAUDE_CODE_MAX_OUTPUT_TOKENS", "16384")
        .containsEntry("CLAUDE_CODE_MAX_CONTEXT_TOKENS", "128000");
  }

  @Test
  void thinking_is_not_asked_for_where_no_model_thinks() {
    assertThat(cli.run("init", "openai", "--model", "gpt-4o", "--yes").exit()).isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("CLAUDE_CODE_DISABLE_THINKING", "1")
        .containsEntry("CLAUDE_CODE_EFFORT_LEVEL", "unset");
  }

  @Test
  void a_region_chooses_the_host() {
    assertThat(cli.run("init", "minimax", "--region", "cn", "--yes").exit()).isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_BASE_URL", "https://api.minimaxi.com/anthropic");
    Cli.Result wrong = cli.run("init", "minimax", "--region", "eu", "--yes");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("global, cn");
  }

  @Test
  void minimax_behind_litellm_is_shown_to_the_client_as_a_claude_model() {
    assertThat(cli.run("init", "minimax", "--route", "litellm", "--yes").exit()).isZero();
    assertThat(text(Written.json(cli.settings()), "modelOverrides", "claude-haiku-4-5"))
        .isEqualTo("MiniMax-M3");
  }

  @Test
  void a_custom_anthropic_endpoint_needs_its_address_its_protocol_and_a_model() {
    assertThat(cli.run("init", "custom", "--yes").err()).contains("--base-url");
    assertThat(cli.run("init", "custom", "--base-url", "http://127.0.0.1:8080", "--yes").err())
        .contains("--protocol");
    assertThat(
            cli.run(
                    "init",
                    "custom",
                    "--base-url",
                    "http://127.0.0.1:8080",
                    "--protocol",
                    "anthropic",
                    "--yes")
                .err())
        .contains("--model");
    Cli.Result result =
        cli.variable("CUSTOM_API_KEY", "planted-custom-key-1")
            .run(
                "init",
                "custom",
                "--base-url",
                "127.0.0.1:8080/v1",
                "--protocol",
                "anthropic",
                "--model",
                "my-model",
                "--yes");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).contains("http:// was put in front").contains("/v1 at the end");
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_BASE_URL", "http://127.0.0.1:8080")
        .containsEntry("ANTHROPIC_AUTH_TOKEN", "planted-custom-key-1")
        .containsEntry("ANTHROPIC_DEFAULT_HAIKU_MODEL", "my-model")
        .doesNotContainKey("CLAUDE_CODE_MAX_CONTEXT_TOKENS");
  }

  @Test
  void a_custom_openai_server_stands_behind_litellm_with_the_prefix_that_takes_any_server() {
    Cli.Result result =
        cli.run(
            "init",
            "custom",
            "--base-url",
            "http://127.0.0.1:8000",
            "--protocol",
            "openai",
            "--name",
            "my-vllm",
            "--model",
            "qwen3-32b",
            "--context",
            "131072",
            "--max-output",
            "16384",
            "--yes");
    assertThat(result.exit()).as(result.err()).isZero();
    SourceDocument config = Written.yaml(project("litellm_config.yaml"));
    assertThat(text(config, "model_list", 0, "litellm_params", "model"))
        .isEqualTo("hosted_vllm/qwen3-32b");
    assertThat(text(config, "model_list", 0, "litellm_params", "api_base"))
        .isEqualTo("http://127.0.0.1:8000/v1");
    assertThat(text(config, "model_list", 0, "litellm_params", "additional_drop_params", 0))
        .isEqualTo("reasoning_effort");
    assertThat(Written.variables(project("litellm.env")))
        .containsEntry("MY_VLLM_API_KEY", "not-needed");
    assertThat(Written.env(cli.settings()))
        .containsEntry("CLAUDE_CODE_MAX_CONTEXT_TOKENS", "131072")
        .containsEntry("CLAUDE_CODE_MAX_OUTPUT_TOKENS", "16384");
  }

  @Test
  void a_gateway_of_somebody_else_gets_client_files_only() {
    cli.variable("LITELLM_API_KEY", "sk-plantedTeamKey0123");
    Cli.Result result =
        cli.run(
            "init", "--gateway-url", "https://llm.example.com/v1", "--model", "team-gpt", "--yes");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(Written.tree(cli.project())).isEmpty();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_BASE_URL", "https://llm.example.com")
        .containsEntry("ANTHROPIC_AUTH_TOKEN", "sk-plantedTeamKey0123")
        .containsEntry("ANTHROPIC_MODEL", "team-gpt");
    assertThat(result.out() + result.err()).doesNotContain("sk-plantedTeamKey0123");
  }

  @Test
  void the_project_scope_keeps_the_credential_in_the_private_file() {
    assertThat(
            cli.variable("DEEPSEEK_API_KEY", DEEPSEEK_KEY)
                .run("init", "deepseek", "--scope", "project", "--yes")
                .exit())
        .isZero();
    Path shared = project(".claude/settings.json");
    Path local = project(".claude/settings.local.json");
    assertThat(Written.env(shared))
        .containsEntry("ANTHROPIC_MODEL", "deepseek-flash[1m]")
        .doesNotContainKey("ANTHROPIC_AUTH_TOKEN");
    assertThat(Written.text(shared)).doesNotContain(DEEPSEEK_KEY);
    assertThat(Written.env(local)).containsEntry("ANTHROPIC_AUTH_TOKEN", DEEPSEEK_KEY);
    assertThat(Written.mode(local)).isEqualTo("rw-------");
    assertThat(Written.mode(shared)).isEqualTo("rw-r--r--");
    assertThat(cli.settings()).doesNotExist();
  }

  @Test
  void the_local_scope_and_any_settings_file_can_be_named() {
    assertThat(cli.run("init", "ollama", "--scope", "local", "--yes").exit()).isZero();
    assertThat(Written.env(project(".claude/settings.local.json")))
        .containsEntry("ANTHROPIC_AUTH_TOKEN", "ollama");
    Cli.Result named = cli.run("init", "ollama", "--settings", "my/settings.json", "--yes");
    assertThat(named.exit()).as(named.err()).isZero();
    assertThat(named.out()).contains("claude --settings " + project("my/settings.json"));
    assertThat(cli.settings()).doesNotExist();
  }

  @Test
  void an_env_file_carries_the_variables_for_any_client() {
    Cli.Result result =
        cli.variable("DEEPSEEK_API_KEY", DEEPSEEK_KEY)
            .run("init", "deepseek", "--env-file", "--yes");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(Written.variables(project(".env")))
        .containsEntry("ANTHROPIC_AUTH_TOKEN", DEEPSEEK_KEY)
        .containsEntry("ANTHROPIC_API_KEY", "");
    assertThat(Written.mode(project(".env"))).isEqualTo("rw-------");
    assertThat(cli.settings()).doesNotExist();
    assertThat(result.out()).contains("(set -a; . ./.env; set +a; exec claude)");
  }

  @Test
  void claude_code_haha_is_recognised_by_its_launcher_and_gets_its_env_file() throws Exception {
    Files.createDirectories(project("bin"));
    Files.writeString(project("bin/claude-haha"), "#!/bin/sh\n");
    Cli.Result result = cli.run("init", "ollama", "--yes");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(Written.variables(project(".env")))
        .containsEntry("ANTHROPIC_BASE_URL", "http://localhost:11434");
    assertThat(result.out()).contains("./bin/claude-haha");
  }

  @Test
  void a_missing_key_stops_nothing_and_is_the_last_thing_said() {
    Cli.Result direct = cli.run("init", "deepseek", "--yes");
    assertThat(direct.exit()).isZero();
    String last = direct.out().strip().substring(direct.out().strip().lastIndexOf("The key of"));
    assertThat(last.replaceAll("\\s+", " "))
        .startsWith("The key of DeepSeek is missing")
        .contains("export DEEPSEEK_API_KEY")
        .contains("~/.claude/settings.json");
    // No empty token: a client that is logged in would send its subscription token to the vendor
    // instead.
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_AUTH_TOKEN", "missing-DEEPSEEK_API_KEY");
    Cli.Result gateway = cli.run("init", "openai", "--yes");
    assertThat(gateway.out().replaceAll("\\s+", " "))
        .contains("add a line OPENAI_API_KEY=... to litellm.env");
    assertThat(Written.variables(project("litellm.env"))).doesNotContainKey("OPENAI_API_KEY");
  }

  @Test
  void a_key_that_comes_later_takes_the_place_of_the_missing_one() {
    cli.run("init", "deepseek", "--yes");
    assertThat(
            cli.variable("DEEPSEEK_API_KEY", DEEPSEEK_KEY).run("init", "deepseek", "--yes").exit())
        .isZero();
    assertThat(Written.env(cli.settings())).containsEntry("ANTHROPIC_AUTH_TOKEN", DEEPSEEK_KEY);
    // And stays when the variable is gone again.
    assertThat(cli.variable("DEEPSEEK_API_KEY", null).run("init", "deepseek", "--yes").out())
        .contains("Nothing to change");
  }

  @Test
  void a_key_never_follows_to_another_address() {
    cli.variable("DEEPSEEK_API_KEY", DEEPSEEK_KEY).run("init", "deepseek", "--yes");
    cli.variable("DEEPSEEK_API_KEY", null).run("init", "minimax", "--yes");
    assertThat(Written.text(cli.settings())).doesNotContain(DEEPSEEK_KEY);
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_AUTH_TOKEN", "missing-MINIMAX_API_KEY");
  }

  @Test
  void keys_come_from_files_and_from_standard_input() throws Exception {
    Files.writeString(project("key.txt"), DEEPSEEK_KEY + "\n");
    assertThat(cli.run("init", "deepseek", "--key-file", "key.txt", "--yes").exit()).isZero();
    assertThat(Written.env(cli.settings())).containsEntry("ANTHROPIC_AUTH_TOKEN", DEEPSEEK_KEY);
    assertThat(
            cli.stdin("sk-fromStandardInput123456\r\n")
                .run("init", "deepseek", "--key-file", "-", "--yes")
                .exit())
        .isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_AUTH_TOKEN", "sk-fromStandardInput123456");
    assertThat(cli.run("init", "openai", "deepseek", "--key-file", "key.txt", "--yes").err())
        .contains("--key-file openai=...");
    assertThat(
            cli.run("init", "openai", "deepseek", "--key-file", "deepseek=key.txt", "--yes").exit())
        .isZero();
    assertThat(Written.variables(project("litellm.env")))
        .containsEntry("DEEPSEEK_API_KEY", DEEPSEEK_KEY);
    assertThat(cli.run("init", "deepseek", "--key-file", "nowhere", "--yes").exit()).isEqualTo(1);
  }

  @Test
  void a_helper_keeps_the_key_out_of_the_settings() {
    assertThat(
            cli.variable("DEEPSEEK_API_KEY", DEEPSEEK_KEY)
                .run("init", "deepseek", "--key", "helper", "--yes")
                .exit())
        .isZero();
    assertThat(Written.text(cli.settings())).doesNotContain(DEEPSEEK_KEY);
    assertThat(text(Written.json(cli.settings()), "apiKeyHelper"))
        .isEqualTo("printenv DEEPSEEK_API_KEY");
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_AUTH_TOKEN", "")
        .containsEntry("ANTHROPIC_API_KEY", "");
    assertThat(cli.run("init", "openai", "--key", "helper", "--yes").exit()).isZero();
    assertThat(text(Written.json(cli.settings()), "apiKeyHelper"))
        .isEqualTo(". " + project("litellm.env") + " && printf %s \"$LITELLM_MASTER_KEY\"");
  }

  @Test
  void the_same_init_twice_changes_nothing_and_says_so() {
    cli.variable("OPENAI_API_KEY", OPENAI_KEY);
    for (List<String> arguments :
        List.of(
            List.of("init", "openai", "--yes"),
            List.of("init", "openai", "deepseek", "ollama", "openrouter", "minimax", "--yes"),
            List.of("init", "deepseek", "--yes"),
            List.of("init", "ollama", "--scope", "project", "--yes"),
            List.of("init", "minimax", "--route", "litellm", "--yes"),
            List.of("init", "openrouter", "--env-file", "--yes"))) {
      assertThat(cli.run(arguments.toArray(new String[0])).exit()).isZero();
      int journal = Written.tree(cli.home().resolve(".local/state/ccproxy")).size();
      Cli.Result again = cli.run(arguments.toArray(new String[0]));
      assertThat(again.exit()).isZero();
      assertThat(again.out()).as("%s", arguments).contains("Nothing to change");
      assertThat(Written.tree(cli.home().resolve(".local/state/ccproxy")))
          .as("no journal entry")
          .hasSize(journal);
    }
  }

  @Test
  void a_dry_run_writes_nothing_at_all() {
    Cli.Result result =
        cli.variable("OPENAI_API_KEY", OPENAI_KEY).run("init", "openai", "--dry-run");
    assertThat(result.exit()).isZero();
    assertThat(result.out())
        .contains("+  master_key: os.environ/LITELLM_MASTER_KEY")
        .contains("would create litellm.env")
        .contains("<OPENAI_API_KEY>");
    assertThat(result.out() + result.err()).doesNotContain(OPENAI_KEY);
    assertThat(Written.tree(cli.home())).isEmpty();
  }

  @Test
  void one_file_can_be_printed_with_placeholders_or_with_its_secrets() {
    cli.variable("OPENAI_API_KEY", OPENAI_KEY);
    assertThat(cli.run("init", "openai", "--print", "litellm.env").out())
        .contains("OPENAI_API_KEY=<OPENAI_API_KEY>")
        .doesNotContain(OPENAI_KEY);
    assertThat(cli.run("init", "openai", "--print", "litellm.env", "--with-secrets").out())
        .contains("OPENAI_API_KEY=" + OPENAI_KEY);
    assertThat(cli.run("init", "openai", "--print", "settings.json").out())
        .startsWith("{\n")
        .contains("\"ANTHROPIC_AUTH_TOKEN\": \"<");
    assertThat(cli.run("init", "openai", "--print", "other").exit()).isEqualTo(2);
    assertThat(Written.tree(cli.home())).isEmpty();
  }

  @Test
  void without_a_terminal_missing_answers_are_usage_errors_that_name_the_option() {
    Cli.Result nothing = cli.run("init");
    assertThat(nothing.exit()).isEqualTo(2);
    assertThat(nothing.err()).contains("ccproxy init deepseek");
    assertThat(cli.questions()).isEmpty();
  }

  @Test
  void changing_what_exists_needs_yes_when_nobody_can_be_asked() throws Exception {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(cli.settings(), "{\"theme\": \"dark\"}\n");
    Cli.Result result = cli.run("init", "ollama");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err().replaceAll("\\s+", " ")).contains("ccproxy init ollama --yes");
    assertThat(Written.text(cli.settings())).isEqualTo("{\"theme\": \"dark\"}\n");
    assertThat(Written.tree(cli.home())).containsExactly(".claude/settings.json");
    // Creating is free.
    assertThat(cli.run("init", "ollama", "--scope", "local").exit()).isZero();
  }

  @Test
  void a_person_is_shown_the_diff_and_asked() throws Exception {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(cli.settings(), "{\"theme\": \"dark\"}\n");
    Cli.Result no = cli.answering("n").run("init", "ollama");
    assertThat(no.exit()).isEqualTo(1);
    assertThat(no.out()).contains("ANTHROPIC_BASE_URL");
    assertThat(Written.text(cli.settings())).isEqualTo("{\"theme\": \"dark\"}\n");
    assertThat(cli.answering("y").run("init", "ollama").exit()).isZero();
    assertThat(cli.questions()).hasSize(2);
  }

  @Test
  void a_person_without_arguments_is_asked_for_everything() {
    // provider, route, region, five tiers, scope, key
    Cli.Result result =
        cli.answering(
                "5",
                "",
                "2",
                "",
                "",
                "",
                "MiniMax-M2.7",
                "",
                "1",
                DEEPSEEK_KEY.replace("Deepseek", "Minimax"))
            .run("init");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_BASE_URL", "https://api.minimaxi.com/anthropic")
        .containsEntry("ANTHROPIC_DEFAULT_HAIKU_MODEL", "MiniMax-M2.7")
        .containsEntry("ANTHROPIC_AUTH_TOKEN", DEEPSEEK_KEY.replace("Deepseek", "Minimax"));
  }

  @Test
  void when_the_input_ends_in_the_middle_nothing_is_changed() {
    Cli.Result result = cli.answering("minimax").run("init");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(Written.tree(cli.home())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "text"})
  void a_model_id_can_neither_break_nor_inject_anything(String format) {
    String id = "a\": \"b'#c: d\n- e \uD83D\uDE00 ${HOME} $(id) `id` \\ \u001b[31m";
    Cli.Result result =
        cli.run(
            "init",
            "custom",
            "--base-url",
            "http://127.0.0.1:1/v1",
            "--protocol",
            "openai",
            "--model",
            id,
            "--yes",
            "--format",
            format);
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(text(Written.yaml(project("litellm_config.yaml")), "model_list", 0, "model_name"))
        .isEqualTo(id);
    assertThat(Written.env(cli.settings())).containsEntry("ANTHROPIC_MODEL", id);
    assertThat(
            ((Node.Sequence)
                    Written.yaml(project("litellm_config.yaml"))
                        .find(NodePath.of("model_list"))
                        .orElseThrow())
                .items())
        .hasSize(1);
    assertThat(result.out()).doesNotContain("\u001b");
  }

  @Test
  void json_output_is_one_document_also_when_it_fails() {
    Cli.Result good = cli.run("init", "ollama", "--format", "json");
    Schemas.check("change/1", good.out());
    assertThat(good.out()).contains("\"applied\": true");
    Cli.Result again = cli.run("init", "deepseek", "--format", "json");
    assertThat(again.exit()).isEqualTo(2);
    Schemas.check("error/1", again.out());
    Cli.Result usage = cli.run("init", "--format", "json", "--nonsense");
    assertThat(usage.exit()).isEqualTo(2);
    Schemas.check("error/1", usage.out());
    Schemas.check("error/1", cli.run("init", "nobody", "--format=json").out());
  }

  @Test
  void the_exported_master_key_is_taken_unless_everybody_knows_it() {
    cli.variable("LITELLM_MASTER_KEY", "sk-1234").run("init", "openai", "--yes");
    String made = Written.variables(project("litellm.env")).get("LITELLM_MASTER_KEY");
    assertThat(made).isNotEqualTo("sk-1234").hasSizeGreaterThan(40);
    cli.variable("LITELLM_MASTER_KEY", "sk-myOwnMasterKey987").run("init", "openai", "--yes");
    assertThat(Written.variables(project("litellm.env")))
        .containsEntry("LITELLM_MASTER_KEY", "sk-myOwnMasterKey987");
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_AUTH_TOKEN", "sk-myOwnMasterKey987");
  }

  @Test
  void hosts_that_the_shell_excludes_from_its_proxy_stay_excluded() {
    cli.variable("no_proxy", "corp.example, 10.0.0.0/8").run("init", "ollama", "--yes");
    assertThat(Written.env(cli.settings()))
        .containsEntry("NO_PROXY", "corp.example,10.0.0.0/8,localhost,127.0.0.1");
  }

  @Test
  void a_second_run_in_the_project_scope_keeps_the_key() {
    cli.variable("DEEPSEEK_API_KEY", DEEPSEEK_KEY)
        .run("init", "deepseek", "--scope", "project", "--yes");
    Cli.Result again =
        cli.variable("DEEPSEEK_API_KEY", null)
            .run("init", "deepseek", "--scope", "project", "--yes");
    assertThat(again.out()).contains("Nothing to change");
  }

  @Test
  void a_helper_of_the_project_scope_stands_in_the_private_file_and_the_shared_one_is_clean()
      throws Exception {
    Path shared = Files.createDirectories(project(".claude")).resolve("settings.json");
    Files.writeString(
        shared,
        "{\"apiKeyHelper\": \"old\", \"env\": {\"ANTHROPIC_AUTH_TOKEN\": \"old-planted-token-1\"}}\n");
    assertThat(cli.run("init", "deepseek", "--scope", "project", "--key", "helper", "--yes").exit())
        .isZero();
    assertThat(Written.text(shared)).doesNotContain("apiKeyHelper").doesNotContain("AUTH_TOKEN");
    assertThat(text(Written.json(project(".claude/settings.local.json")), "apiKeyHelper"))
        .isEqualTo("printenv DEEPSEEK_API_KEY");
  }

  @Test
  void a_default_model_is_that_of_its_own_provider_even_when_another_one_lists_the_same_name() {
    assertThat(cli.run("init", "openai", "openrouter", "--yes").exit()).isZero();
    assertThat(
            text(
                Written.yaml(project("litellm_config.yaml")),
                "model_list",
                0,
                "litellm_params",
                "model"))
        .isEqualTo("openai/gpt-6.1-terra");
    assertThat(Written.env(cli.settings())).containsEntry("ANTHROPIC_MODEL", "gpt-6.1-terra");
  }

  @Test
  void a_helper_finds_the_master_key_that_stands_in_the_configuration() throws Exception {
    Files.writeString(
        project("litellm_config.yaml"),
        "general_settings:\n  master_key: sk-literalButPrivate42\n");
    assertThat(cli.run("init", "openai", "--key", "helper", "--yes").exit()).isZero();
    String helper = text(Written.json(cli.settings()), "apiKeyHelper");
    Process shell = new ProcessBuilder("sh", "-c", helper).start();
    assertThat(
            new String(
                shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("sk-literalButPrivate42");
  }

  @Test
  void limits_of_the_command_line_make_listed_ones_smaller_and_never_bigger() {
    assertThat(
            cli.run("init", "ollama", "--context", "32768", "--max-output", "99999", "--yes")
                .exit())
        .isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("CLAUDE_CODE_MAX_CONTEXT_TOKENS", "32768")
        .containsEntry("CLAUDE_CODE_MAX_OUTPUT_TOKENS", "8192");
  }

  @Test
  void a_translator_takes_the_key_of_whoever_is_behind_it_and_a_fixed_key_can_be_replaced()
      throws Exception {
    assertThat(
            cli.variable("A2O_UPSTREAM_KEY", "sk-or-v1-planted0123456789")
                .run("init", "a2o", "--model", "m", "--yes")
                .exit())
        .isZero();
    Files.writeString(project("k"), "planted-lm-studio-token-1");
    assertThat(cli.run("init", "lmstudio", "--model", "m", "--key-file", "k", "--yes").exit())
        .isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_AUTH_TOKEN", "planted-lm-studio-token-1");
  }

  @Test
  void the_commands_that_start_ollama_are_among_the_next_ones() {
    Cli.Result result = cli.run("init", "ollama", "--model", "haiku=gemma4");
    assertThat(result.out()).contains("  ollama pull qwen3-coder\n", "  ollama pull gemma4\n");
    assertThat(result.err().replaceAll("\\s+", " ")).contains("OLLAMA_CONTEXT_LENGTH=65536");
  }

  @Test
  void claude_code_haha_gets_its_env_file_from_the_wizard_too() throws Exception {
    Files.createDirectories(project("bin"));
    Files.writeString(project("bin/claude-haha"), "#!/bin/sh\n");
    Cli.Result result = cli.answering("ollama", "", "", "", "", "", "").run("init");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(project(".env")).exists();
    assertThat(cli.settings()).doesNotExist();
  }

  @Test
  void instructions_name_placeholders_and_paths_as_they_are() {
    Cli.Result missing = cli.run("init", "deepseek", "--yes");
    assertThat(missing.out().replaceAll("\\s+", " "))
        .contains("in place of missing-DEEPSEEK_API_KEY as ANTHROPIC_AUTH_TOKEN");
    assertThat(cli.variable("LM_API_TOKEN", "lmstudio").run("providers").out())
        .contains("lmstudio");
    assertThat(
            cli.variable("SSH_KEY_DIR", cli.home().toString())
                .run("init", "ollama", "--settings", "x.json")
                .out())
        .contains(project("x.json").toString());
  }

  @Test
  void printed_commands_survive_the_shell() throws Exception {
    Path folder = Files.createDirectories(cli.home().resolve("my dir'; touch pwned"));
    Cli.Result result = cli.runIn(folder, "init", "ollama", "--env-file", "--model", "m;id>x&`id`");
    String command =
        result
            .out()
            .lines()
            .filter(l -> l.contains("set -a"))
            .findFirst()
            .orElseThrow()
            .strip()
            .replace("exec claude", "printf %s \"$ANTHROPIC_MODEL\"");
    Process shell = new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).start();
    assertThat(
            new String(
                shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("m;id>x&`id`");
    assertThat(Written.tree(cli.home())).noneMatch(f -> f.endsWith("/x") || f.endsWith("/pwned"));
  }
}
