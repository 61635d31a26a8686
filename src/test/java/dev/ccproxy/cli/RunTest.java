package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client of {@code run} is started with. */
class RunTest {
  private static final String KEY = "sk-deepseek-0123456789abcdef0123";

  @TempDir Path root;
  private Cli cli;

  @BeforeEach
  void world() throws IOException {
    cli = new Cli(root);
    Path client = cli.project().resolve("client");
    Files.writeString(
        client,
        "#!/bin/sh\nenv >'"
            + root
            + "/environment'\nprintf '%s\\n' \"$@\" >'"
            + root
            + "/arguments'\n[ ! -f \"$2\" ] || cat \"$2\" >'"
            + root
            + "/settings'\n");
    Files.setPosixFilePermissions(client, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Cli.Result run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--client";
    all[arguments.length + 1] = "./client";
    return cli.run(all);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String environment() {
    return "\n" + Written.text(root.resolve("environment"));
  }

  @Test
  void a_key_is_all_that_a_direct_route_needs() {
    cli.variable("DEEPSEEK_API_KEY", KEY);
    assertThat(run("run", "deepseek", "--model", "deepseek-v4-pro").exit()).isZero();
    assertThat(environment())
        .contains(
            "\nANTHROPIC_AUTH_TOKEN=" + KEY + "\n", "\nANTHROPIC_MODEL=deepseek-v4-pro[1m]\n");
    assertThat(cli.settings()).doesNotExist();
    assertThat(cli.home().resolve(".local")).doesNotExist();
  }

  @Test
  void the_key_of_an_earlier_init_is_used_for_the_same_address_only() {
    cli.variable("DEEPSEEK_API_KEY", KEY);
    assertThat(cli.run("init", "deepseek", "--yes").exit()).isZero();
    cli.variable("DEEPSEEK_API_KEY", null);
    assertThat(run("run", "deepseek").exit()).isZero();
    assertThat(environment()).contains("\nANTHROPIC_AUTH_TOKEN=" + KEY + "\n");
    Cli.Result other = run("run", "deepseek", "--base-url", "http://127.0.0.1:9/anthropic");
    assertThat(other.exit()).isEqualTo(125);
    assertThat(other.err()).contains("DEEPSEEK_API_KEY is not set").doesNotContain(KEY);
  }

  @Test
  void what_the_settings_of_the_user_say_otherwise_goes_through_settings_of_our_own()
      throws IOException {
    write(
        cli.settings(),
        "{\"apiKeyHelper\": \"echo old\", \"env\": {\"ANTHROPIC_MODEL\": \"old\","
            + " \"CLAUDE_CODE_USE_BEDROCK\": \"1\", \"MINE\": \"stays\"}}");
    cli.variable("DEEPSEEK_API_KEY", KEY).variable("ANTHROPIC_SMALL_FAST_MODEL", "old");
    Cli.Result result = run("run", "deepseek");
    assertThat(result.exit()).isZero();
    assertThat(result.err())
        .contains("~/.claude/settings.json")
        .contains("ANTHROPIC_MODEL")
        .contains("stays as it is");
    String settings = Written.text(root.resolve("settings"));
    assertThat(settings)
        .contains("\"ANTHROPIC_MODEL\"", "deepseek-flash", "\"CLAUDE_CODE_USE_BEDROCK\"")
        .contains("\"apiKeyHelper\"", "\"disableAutoMode\"")
        .doesNotContain("MINE", KEY, "echo old");
    assertThat(environment()).doesNotContain("ANTHROPIC_SMALL_FAST_MODEL");
    assertThat(Path.of(Written.text(root.resolve("arguments")).split("\n")[1])).doesNotExist();
  }

  @Test
  void a_set_up_that_fits_is_used_as_it_is() {
    cli.variable("DEEPSEEK_API_KEY", KEY);
    cli.run("init", "deepseek", "--yes");
    Cli.Result result = run("run");
    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(Written.text(root.resolve("arguments")).strip()).isEmpty();
    assertThat(environment()).doesNotContain("ANTHROPIC_");
  }

  @Test
  void another_model_for_this_run_changes_every_tier_that_had_the_main_one() {
    cli.variable("DEEPSEEK_API_KEY", KEY);
    cli.run("init", "deepseek", "--yes");
    assertThat(run("run", "--model", "deepseek-v4-pro").exit()).isZero();
    assertThat(Written.text(root.resolve("settings")))
        .contains("\"ANTHROPIC_MODEL\": \"deepseek-v4-pro\"")
        .contains("\"ANTHROPIC_DEFAULT_HAIKU_MODEL\": \"deepseek-v4-pro\"");
  }

  @Test
  void an_env_file_of_the_folder_reaches_a_client_that_does_not_read_it() {
    cli.variable("DEEPSEEK_API_KEY", KEY);
    cli.run("init", "deepseek", "--env-file", "--yes");
    cli.variable("DEEPSEEK_API_KEY", null);
    assertThat(run("run").exit()).isZero();
    assertThat(environment()).contains("\nANTHROPIC_AUTH_TOKEN=" + KEY + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "run,There is no set-up",
    "run deepsek,did you mean deepseek",
    "run deepseek,DEEPSEEK_API_KEY is not set",
    "run --base-url http://x,none is named",
    "run openai --route direct,has no direct route",
    "run deepseek --format json,no output of its own",
    "run deepseek -p,write -- before the arguments of the client"
  })
  void what_is_missing_or_wrong_is_said_with_its_own_code(String line, String said) {
    Cli.Result result = run(line.split(" "));
    assertThat(result.exit()).isEqualTo(125);
    assertThat((result.err() + result.out()).replaceAll("\\s+", " ")).contains(said);
  }

  @Test
  void up_without_litellm_asks_or_says_how() {
    cli.variable("OPENAI_API_KEY", "sk-proj-0123456789abcdef0123456789");
    cli.variable("PATH", "/nowhere");
    cli.run("init", "openai", "--yes");
    Cli.Result result = cli.run("up");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err().replaceAll("\\s+", " "))
        .contains("There is no LiteLLM in .venv or venv, on the PATH or in")
        .contains("--yes");
    Cli.Result python = cli.run("up", "--yes");
    assertThat(python.exit()).isEqualTo(1);
    assertThat(python.err()).contains("LiteLLM needs a Python").contains("direct route");
  }

  @Test
  void up_without_files_says_how_to_make_them() {
    Cli.Result result = cli.run("up");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("litellm_config.yaml").contains("ccproxy init PROVIDER");
  }

  @Test
  void a_broken_configuration_is_shown_with_its_place_instead_of_started() throws IOException {
    write(cli.project().resolve("litellm_config.yaml"), "model_list:\n\t- x\n");
    Cli.Result result = cli.run("up", "--format", "json");
    assertThat(result.exit()).isEqualTo(1);
    Schemas.check("error/1", result.out());
    assertThat(result.out()).contains("\"line\": 2");
  }

  @Test
  void nothing_runs() {
    Cli.Result status = cli.run("status", "--format", "json");
    assertThat(status.exit()).isEqualTo(1);
    Schemas.check("status/1", status.out());
    assertThat(cli.run("down").exit()).isEqualTo(1);
    assertThat(cli.run("down", "--all").exit()).isZero();
    assertThat(cli.run("logs").exit()).isEqualTo(1);
    assertThat(cli.home().resolve(".local")).doesNotExist();
  }
}
