package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.document.NodePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What init leaves alone in files that are there, and what of them it has to change. */
class MergeTest {
  @TempDir private Path root;
  private Cli cli;

  @BeforeEach
  void world() {
    cli = new Cli(root);
  }

  private void settings(String content) throws IOException {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(cli.settings(), content);
  }

  private String settings() {
    return Written.text(cli.settings());
  }

  private static String fortyKeys(String lineBreak) {
    StringBuilder text = new StringBuilder("\uFEFF{\n");
    for (int i = 0; i < 40; i++) {
      text.append("    \"key")
          .append(i)
          .append("\":   {\"w\u00e4rt\": [")
          .append(i)
          .append(",  2 ], \"\uD83D\uDE00\": null},\n");
    }
    text.append(
        "    \"env\": {\n        \"MY_OWN\": \"1\",\n        \"ANTHROPIC_MODEL\": \"old\"\n    },\n    \"last\": true\n}\n");
    return text.toString().replace("\n", lineBreak);
  }

  @Test
  void forty_other_keys_a_bom_and_windows_line_ends_keep_every_byte() throws IOException {
    String before = fortyKeys("\r\n");
    settings(before);
    assertThat(
            cli.variable("DEEPSEEK_API_KEY", "sk-planted-0123456789")
                .run("init", "deepseek", "--yes", "--scope", "user")
                .exit())
        .isZero();

    String after = settings();
    List<String> kept = new ArrayList<>(Arrays.asList(after.split("(?<=\n)")));
    List<String> lost = new ArrayList<>();
    for (String line : before.split("(?<=\n)")) {
      if (!kept.remove(line)) {
        lost.add(line);
      }
    }
    // The old model, the line before the first new one (it gets a comma) and the last key before
    // the new top-level one.
    assertThat(lost)
        .containsExactly("        \"ANTHROPIC_MODEL\": \"old\"\r\n", "    \"last\": true\r\n");
    assertThat(kept)
        .allMatch(l -> l.endsWith("\r\n"))
        .allMatch(l -> l.startsWith("        \"") || l.startsWith("    \""));
    assertThat(after).startsWith("\uFEFF{\r\n");
    assertThat(cli.run("undo", "--yes").exit()).isZero();
    assertThat(Files.readAllBytes(cli.settings()))
        .isEqualTo(before.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_symlinked_dotfile_stays_a_link() throws IOException {
    Path real = Files.createDirectories(cli.home().resolve("dotfiles")).resolve("claude.json");
    Files.writeString(real, "{\"theme\": \"dark\"}\n");
    Files.createDirectories(cli.settings().getParent());
    Files.createSymbolicLink(cli.settings(), Path.of("../dotfiles/claude.json"));
    assertThat(cli.run("init", "ollama", "--yes").exit()).isZero();
    assertThat(Files.isSymbolicLink(cli.settings())).isTrue();
    assertThat(Written.env(real)).containsEntry("ANTHROPIC_AUTH_TOKEN", "ollama");
    assertThat(Written.tree(cli.home().resolve("dotfiles"))).containsExactly("claude.json");
  }

  @Test
  void what_the_new_set_up_makes_wrong_is_part_of_the_change() throws IOException {
    settings(
        """
        {
          "apiKeyHelper": "old-helper",
          "modelOverrides": {"claude-opus-5": "gone-model"},
          "env": {
            "CLAUDE_CODE_USE_BEDROCK": "1",
            "ANTHROPIC_BASE_URL": "https://api.minimax.io/anthropic",
            "API_TIMEOUT_MS": "3000000",
            "ANTHROPIC_SMALL_FAST_MODEL": "old-small",
            "ANTHROPIC_DEFAULT_HAIKU_MODEL": "gone-model",
            "ANTHROPIC_DEFAULT_HAIKU_MODEL_NAME": "Gone",
            "ANTHROPIC_DEFAULT_FABLE_MODEL": "gone-model",
            "ANTHROPIC_CUSTOM_HEADERS": "X-Team: a\\nx-api-key: planted-old-key-123",
            "CLAUDE_CODE_MAX_OUTPUT_TOKENS": "128000",
            "CLAUDE_CODE_AUTO_COMPACT_WINDOW": "1000000",
            "CLAUDE_CODE_EFFORT_LEVEL": "low",
            "MY_OWN": "stays"
          }
        }
        """);
    Cli.Result result = cli.run("init", "ollama", "--yes");
    assertThat(result.exit()).as(result.err()).isZero();
    Map<String, String> env = Written.env(cli.settings());
    assertThat(env)
        .doesNotContainKeys(
            "CLAUDE_CODE_USE_BEDROCK",
            "ANTHROPIC_SMALL_FAST_MODEL",
            "ANTHROPIC_DEFAULT_HAIKU_MODEL_NAME",
            "CLAUDE_CODE_AUTO_COMPACT_WINDOW",
            "API_TIMEOUT_MS")
        .containsEntry("ANTHROPIC_DEFAULT_HAIKU_MODEL", "qwen3-coder")
        .containsEntry("ANTHROPIC_DEFAULT_FABLE_MODEL", "qwen3-coder")
        .containsEntry("ANTHROPIC_CUSTOM_HEADERS", "X-Team: a")
        .containsEntry("CLAUDE_CODE_MAX_OUTPUT_TOKENS", "16384")
        .containsEntry("MY_OWN", "stays");
    assertThat(Written.json(cli.settings()).find(NodePath.of("apiKeyHelper"))).isEmpty();
    assertThat(Written.json(cli.settings()).find(NodePath.of("modelOverrides"))).isEmpty();
    assertThat(result.out() + result.err()).doesNotContain("planted-old-key-123");
  }

  @Test
  void an_exported_cloud_switch_is_cancelled_in_the_settings() {
    cli.variable("CLAUDE_CODE_USE_BEDROCK", "1").run("init", "ollama", "--yes");
    assertThat(Written.env(cli.settings())).containsEntry("CLAUDE_CODE_USE_BEDROCK", "");
  }

  @Test
  void a_stricter_limit_for_the_same_models_is_the_users_choice() throws IOException {
    cli.run("init", "ollama", "--yes");
    settings(
        settings()
            .replace(
                "\"CLAUDE_CODE_MAX_OUTPUT_TOKENS\": \"16384\"",
                "\"CLAUDE_CODE_MAX_OUTPUT_TOKENS\": \"8000\"")
            .replace(
                "\"CLAUDE_CODE_MAX_CONTEXT_TOKENS\": \"65536\"",
                "\"CLAUDE_CODE_MAX_CONTEXT_TOKENS\": \"999999\""));
    cli.run("init", "ollama", "--yes");
    assertThat(Written.env(cli.settings()))
        .containsEntry("CLAUDE_CODE_MAX_OUTPUT_TOKENS", "8000")
        .containsEntry("CLAUDE_CODE_MAX_CONTEXT_TOKENS", "65536");
    cli.run("init", "ollama", "--model", "haiku=gemma4", "--yes");
    assertThat(Written.env(cli.settings())).containsEntry("CLAUDE_CODE_MAX_OUTPUT_TOKENS", "16384");
  }

  @Test
  void a_settings_file_that_wins_over_the_new_one_is_named() throws IOException {
    Path local =
        Files.createDirectories(cli.project().resolve(".claude")).resolve("settings.local.json");
    Files.writeString(local, "{\n  \"env\": {\n    \"ANTHROPIC_MODEL\": \"other\"\n  }\n}\n");
    Cli.Result result = cli.run("init", "ollama");
    assertThat(result.err()).contains(".claude/settings.local.json:3 sets ANTHROPIC_MODEL");
    assertThat(result.exit()).isZero();
  }

  private static final String QUIRKY =
      """
      # my proxy
      model_list:
      - model_name: mine   # keep
        litellm_params: &p
          model: openai/mine
          api_base: "http://10.0.0.1/v1"   # lab
      - {model_name: flow, litellm_params: {<<: *p, model: openai/flow}}

      litellm_settings: {drop_params: no, num_retries: 2}
      general_settings:
        alerting: []  # none
      router_settings:
        routing_strategy: simple-shuffle
      """;

  @Test
  void a_gateway_configuration_keeps_its_models_comments_and_anchors() throws IOException {
    Files.writeString(cli.project().resolve("litellm_config.yaml"), QUIRKY.replace("\n", "\r\n"));
    Cli.Result result = cli.run("init", "openai", "--yes");
    assertThat(result.exit()).as(result.err()).isZero();
    String after = Written.text(cli.project().resolve("litellm_config.yaml"));
    for (String line : QUIRKY.split("\n")) {
      if (!line.startsWith("litellm_settings")) {
        assertThat(after).contains(line + "\r\n");
      }
    }
    assertThat(after)
        .contains("litellm_settings: {drop_params: true, num_retries: 2}\r\n")
        .doesNotContain("\n\n");
    assertThat(
            Written.yaml(cli.project().resolve("litellm_config.yaml"))
                .text(NodePath.of("model_list").item(2).key("model_name")))
        .contains("gpt-6.1-terra");
    assertThat(cli.run("init", "openai", "--yes").out()).contains("Nothing to change");
  }

  @Test
  void a_name_that_already_means_another_model_is_not_taken() throws IOException {
    Files.writeString(
        cli.project().resolve("litellm_config.yaml"),
        "model_list:\n  - model_name: gpt-6.1-terra\n    litellm_params: {model: azure/my-terra, api_base: \"https://x\", api_key: os.environ/A}\n");
    assertThat(cli.run("init", "openai", "--yes").exit()).isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_MODEL", "openai/gpt-6.1-terra")
        .containsEntry("ANTHROPIC_DEFAULT_HAIKU_MODEL", "gpt-6-luna");
    assertThat(Written.text(cli.project().resolve("litellm_config.yaml")))
        .contains("model_name: openai/gpt-6.1-terra", "azure/my-terra");
    assertThat(cli.run("init", "openai", "--yes").out()).contains("Nothing to change");
  }

  @Test
  void a_master_key_that_works_is_used_and_one_that_everybody_knows_is_replaced()
      throws IOException {
    Path config = cli.project().resolve("litellm_config.yaml");
    Files.writeString(config, "general_settings:\n  master_key: sk-literalButPrivate42\n");
    assertThat(cli.run("init", "openai", "--yes").exit()).isZero();
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_AUTH_TOKEN", "sk-literalButPrivate42");
    assertThat(Written.mode(config)).isEqualTo("rw-------");
    Files.writeString(config, "general_settings:\n  master_key: sk-1234\n");
    assertThat(cli.run("init", "openai", "--yes").exit()).isZero();
    assertThat(Written.text(config)).contains("master_key: os.environ/LITELLM_MASTER_KEY");
    Files.writeString(config, "general_settings:\n  master_key: os.environ/TEAM_KEY\n");
    assertThat(cli.run("init", "openai", "--yes").exit()).isZero();
    assertThat(Written.variables(cli.project().resolve("litellm.env")).get("TEAM_KEY"))
        .startsWith("sk-");
  }

  @Test
  void what_a_careless_copy_put_beside_the_keys_of_the_gateway_goes() throws IOException {
    Files.writeString(
        cli.project().resolve("litellm.env"),
        "# mine\nexport OPENAI_API_KEY='sk-proj-planted0123456789'\nANTHROPIC_BASE_URL=http://127.0.0.1:4000\n");
    assertThat(cli.run("init", "openai", "--yes").exit()).isZero();
    String after = Written.text(cli.project().resolve("litellm.env"));
    assertThat(after)
        .contains("# mine\nexport OPENAI_API_KEY='sk-proj-planted0123456789'\n")
        .doesNotContain("ANTHROPIC");
  }

  @Test
  void inside_a_git_work_tree_files_with_keys_are_ignored_in_the_same_change() throws Exception {
    git("init", "-q");
    Cli.Result result = cli.run("init", "openai", "--yes");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(Written.text(cli.project().resolve(".gitignore"))).isEqualTo("/litellm.env\n");
    assertThat(cli.run("undo", "--yes").exit()).isZero();
    assertThat(cli.project().resolve(".gitignore")).doesNotExist();
    Files.writeString(cli.project().resolve(".gitignore"), "*.env");
    assertThat(cli.run("init", "openai", "--yes").exit()).isZero();
    assertThat(Written.text(cli.project().resolve(".gitignore"))).isEqualTo("*.env");
  }

  @Test
  void a_key_never_goes_into_a_file_that_git_tracks() throws Exception {
    git("init", "-q");
    Path env = cli.project().resolve("litellm.env");
    Files.writeString(env, "A=1\n");
    git("add", "litellm.env");
    Cli.Result result = cli.run("init", "openai", "--yes");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("litellm.env", "git tracks");
    assertThat(Written.tree(cli.home()).stream().filter(f -> !f.contains(".git/")))
        .containsExactly("project/litellm.env");
  }

  private void git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    assertThat(
            new ProcessBuilder(command)
                .directory(cli.project().toFile())
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
  }

  @Test
  void a_file_that_the_client_would_skip_is_repaired_only_with_consent() throws IOException {
    String skipped =
        "{\n  // my theme\n  \"theme\": \"dark\",\n  \"permissions\": {\"allow\": \"Bash\"},\n  \"model\": 5,\n}\n";
    settings(skipped);
    Cli.Result refused = cli.run("init", "ollama");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("~/.claude/settings.json:2:3", "a comment");
    assertThat(settings()).isEqualTo(skipped);
    Cli.Result repaired = cli.run("init", "ollama", "--yes");
    assertThat(repaired.exit()).as(repaired.err()).isZero();
    assertThat(settings())
        .contains("\"theme\": \"dark\"", "\"allow\": [\"Bash\"]")
        .doesNotContain("// my theme")
        .doesNotContain("\"model\": 5");
    assertThat(cli.run("init", "ollama").out()).contains("Nothing to change");
    assertThat(cli.run("undo", "--yes").exit()).isZero();
    assertThat(settings()).isEqualTo(skipped);
  }

  private Path config() {
    return cli.project().resolve("litellm_config.yaml");
  }

  @Test
  void a_deployment_of_another_server_is_never_given_our_address() throws IOException {
    Files.writeString(
        config(),
        "model_list:\n  - model_name: gpt-5.5\n    litellm_params:\n      model: openai/gpt-5.5\n"
            + "      api_base: https://llm.corp.example/v1\n      api_key: os.environ/CORP_KEY\n");
    assertThat(cli.run("init", "openai", "--model", "gpt-5.5", "--yes").exit()).isZero();
    assertThat(Written.text(config()))
        .contains("https://llm.corp.example/v1", "model_name: openai/gpt-5.5");
    assertThat(Written.env(cli.settings())).containsEntry("ANTHROPIC_MODEL", "openai/gpt-5.5");
  }

  @Test
  void a_key_variable_serves_one_server_only() throws IOException {
    cli.variable("CUSTOM_API_KEY", "planted-key-of-a-1")
        .run(
            "init",
            "custom",
            "--base-url",
            "https://a.example/v1",
            "--protocol",
            "openai",
            "--model",
            "m1",
            "--yes");
    cli.variable("CUSTOM_API_KEY", null);
    Cli.Result other =
        cli.run(
            "init",
            "custom",
            "--base-url",
            "https://b.example/v1",
            "--protocol",
            "openai",
            "--model",
            "m2",
            "--yes");
    assertThat(other.exit()).isEqualTo(1);
    assertThat(other.err()).contains("CUSTOM_API_KEY", "--name").contains("litellm_config.yaml:5:");
    assertThat(Written.text(config())).doesNotContain("b.example");
    assertThat(
            cli.run(
                    "init",
                    "custom",
                    "--name",
                    "b",
                    "--base-url",
                    "https://b.example/v1",
                    "--protocol",
                    "openai",
                    "--model",
                    "m2",
                    "--yes")
                .exit())
        .isZero();
  }

  @Test
  void another_region_of_the_same_provider_moves_all_of_its_models() throws IOException {
    cli.run("init", "minimax", "--route", "litellm", "--model", "MiniMax-M2.7", "--yes");
    assertThat(cli.run("init", "minimax", "--route", "litellm", "--region", "cn", "--yes").exit())
        .isZero();
    assertThat(Written.text(config()))
        .contains("MiniMax-M2.7", "https://api.minimaxi.com/anthropic")
        .doesNotContain("minimax.io");
  }

  @Test
  void headers_with_a_credential_go_only_when_the_address_changes() throws IOException {
    cli.run("init", "ollama", "--yes");
    String headers =
        "\"ANTHROPIC_CUSTOM_HEADERS\": \"x-litellm-api-key: Bearer sk-planted-corp-1\\nCookie: a=b\\nX-Team: a\"";
    settings(settings().replace("\"env\": {", "\"env\": {\n    " + headers + ","));
    assertThat(cli.run("init", "ollama", "--yes").out()).contains("Nothing to change");
    Cli.Result moved = cli.run("init", "openrouter", "--yes");
    assertThat(Written.env(cli.settings())).containsEntry("ANTHROPIC_CUSTOM_HEADERS", "X-Team: a");
    assertThat(moved.out() + moved.err()).doesNotContain("planted");
  }

  @Test
  void a_name_with_pattern_characters_is_ignored_by_its_escaped_rule() throws Exception {
    git("init", "-q");
    Path folder = Files.createDirectories(cli.project().resolve("svc[a]"));
    assertThat(cli.runIn(folder, "init", "openai", "--yes").exit()).isZero();
    assertThat(
            new ProcessBuilder("git", "check-ignore", "-q", "svc[a]/litellm.env")
                .directory(cli.project().toFile())
                .start()
                .waitFor())
        .isZero();
  }

  @Test
  void what_the_window_of_a_guide_is_too_big_for_gets_a_smaller_one() {
    cli.run("init", "minimax", "--model", "MiniMax-M2.7", "--yes");
    assertThat(Written.env(cli.settings()))
        .containsEntry("CLAUDE_CODE_AUTO_COMPACT_WINDOW", "204800");
  }

  @Test
  void an_env_file_that_a_shell_cannot_read_is_refused_and_windows_line_ends_are_repaired()
      throws IOException {
    Path env = cli.project().resolve("litellm.env");
    Files.writeString(env, "A=1\nthis is no line\n");
    Cli.Result refused = cli.run("init", "openai", "--yes");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("litellm.env:2:1");
    Files.writeString(env, "\uFEFFA=1\r\n# mine\r\n");
    Cli.Result repaired = cli.run("init", "openai", "--yes");
    assertThat(repaired.exit()).isZero();
    assertThat(repaired.err()).contains("Windows line ends");
    assertThat(Written.text(env)).startsWith("A=1\n# mine\n").doesNotContain("\r");
  }

  @Test
  void no_spelling_of_a_secret_in_a_file_reaches_any_output() throws IOException {
    settings(
        "{\"env\": {\"MY_API_KEY\": \"planted\\/pass-1234\", \"OTHER_TOKEN\": \"pa\\\"ss-planted-1\", \"HTTPS_PROXY\": \"http://jo:planted@proxy:3128\"},\n"
            + " \"hooks\": \"curl -H 'Authorization: Bearer planted-in-a-hook'\"}\n");
    for (String format : new String[] {"text", "json"}) {
      Cli.Result result = cli.run("init", "ollama", "--dry-run", "--format", format);
      assertThat(result.out() + result.err())
          .contains("MY_API_KEY")
          .doesNotContain("planted")
          .doesNotContain("ss-plan");
    }
    assertThat(cli.run("init", "ollama", "--print", "settings.json").out())
        .doesNotContain("planted");
  }

  @Test
  void an_entry_without_an_address_means_the_providers_own_and_stays_as_it_is() throws IOException {
    Files.writeString(
        config(),
        "model_list:\n  - model_name: 'gpt-6.1-terra'\n    litellm_params: &p { model: \"openai/gpt-6.1-terra\", api_key: 'os.environ/OPENAI_API_KEY' }\n"
            + "  - model_name: gpt-6-luna\n    litellm_params:\n      <<: *p\n      model: openai/gpt-6-luna\n"
            + "litellm_settings: { drop_params: yes }\ngeneral_settings:\n    master_key:   os.environ/LITELLM_MASTER_KEY\n");
    String before = Written.text(config());
    assertThat(
            cli.run(
                    "init",
                    "openai",
                    "--model",
                    "gpt-6.1-terra",
                    "--model",
                    "haiku=gpt-6-luna",
                    "--yes")
                .exit())
        .isZero();
    assertThat(Written.text(config())).isEqualTo(before);
    assertThat(Written.env(cli.settings()))
        .containsEntry("ANTHROPIC_DEFAULT_HAIKU_MODEL", "gpt-6-luna");
  }
}
