package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that is wrong gets a place, a reason and a next step, and leaves every file as it was.
 */
class BadInputTest {
  @TempDir private Path root;
  private Cli cli;

  @BeforeEach
  void world() {
    cli = new Cli(root);
  }

  private Cli.Result refused(int exit, String... arguments) {
    List<String> before = Written.tree(cli.home());
    Cli.Result result = cli.run(arguments);
    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(exit);
    assertThat(result.err())
        .contains("error:")
        .contains("next:")
        .doesNotContain("Exception")
        .doesNotContain("\tat ");
    assertThat(Written.tree(cli.home())).isEqualTo(before);
    return result;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "litellm_config.yaml | 'model_list: [' | litellm_config.yaml:1:",
        "litellm_config.yaml | 'a: b: c' | litellm_config.yaml:1:",
        "litellm_config.yaml | 'model_list:\n\t- x' | litellm_config.yaml:2:1",
        "litellm_config.yaml | 'model_list: {a: 1}' | litellm_config.yaml:1:13",
        "litellm_config.yaml | 'litellm_settings: {}\nlitellm_settings: {}' | litellm_config.yaml:2:1",
        "litellm_config.yaml | '- a' | litellm_config.yaml:1:1",
        "litellm_config.yaml | 'litellm_settings: [a]' | litellm_config.yaml:1:",
        "litellm.env | 'LITELLM_MODE=a\nLITELLM_MODE=b' | litellm.env:2:1",
      })
  void a_broken_gateway_file_is_refused_at_its_place(String file, String content, String place)
      throws Exception {
    Path path = cli.project().resolve(file);
    Files.writeString(path, content.replace("\\t", "\t"));
    Cli.Result result = refused(1, "init", "openai", "--yes");
    assertThat(result.err()).contains(place);
    assertThat(Written.text(path)).isEqualTo(content);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"env\": {' | 1 | settings.json:1:",
        "'[1]' | 1 | settings.json:1:1",
        "'{\"env\": {\"ANTHROPIC_MODEL\": \"a\", \"ANTHROPIC_MODEL\": \"b\"}}' | 1 | settings.json:1:34",
        "'{\"env\": [1]}' | 2 | settings.json:1:9",
        "'{\"a\": 1,}' | 2 | settings.json:1:8",
      })
  void a_broken_settings_file_is_refused_at_its_place(String content, int exit, String place)
      throws Exception {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(cli.settings(), content);
    Cli.Result result =
        refused(
            exit,
            exit == 2 ? new String[] {"init", "ollama"} : new String[] {"init", "ollama", "--yes"});
    assertThat(result.err()).contains(place);
    assertThat(Written.text(cli.settings())).isEqualTo(content);
  }

  @Test
  void bytes_that_are_no_text_are_refused_at_their_place() throws Exception {
    Files.createDirectories(cli.settings().getParent());
    Files.write(cli.settings(), new byte[] {'{', '\n', (byte) 0xFF, '}'});
    assertThat(refused(1, "init", "ollama", "--yes").err())
        .contains("settings.json:2:1", "not UTF-8");
  }

  @Test
  void a_target_that_is_a_folder_or_a_pipe_is_refused() throws Exception {
    Files.createDirectories(cli.settings());
    refused(1, "init", "ollama", "--yes");
    Files.delete(cli.settings());
    assertThat(new ProcessBuilder("mkfifo", cli.settings().toString()).start().waitFor()).isZero();
    refused(1, "init", "ollama", "--yes");
  }

  @Test
  void a_read_only_an_unreadable_and_a_dangling_target_are_refused() throws Exception {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(cli.settings(), "{}");
    assertThat(cli.settings().toFile().setWritable(false, false)).isTrue();
    assertThat(refused(1, "init", "ollama", "--yes").err()).contains("read-only");
    Files.delete(cli.settings());
    Files.createSymbolicLink(cli.settings(), Path.of("nowhere.json"));
    assertThat(refused(1, "init", "ollama", "--yes").err()).contains("nowhere.json");
    Files.delete(cli.settings());
    Path outside = Files.writeString(root.resolve("outside.json"), "{}");
    Files.createSymbolicLink(cli.settings(), outside);
    refused(1, "init", "ollama", "--yes");
    assertThat(Files.readString(outside)).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'sk-planted\nkey12345'      | line break",
        "'\"sk-planted-key12345\"'   | quote",
        "'Bearer sk-planted-12345'   | Bearer",
        "'\u201csk-planted-key12345' | typographic quote",
        "'sk-planted key12345'       | blank",
        "'sk-ant-api03-planted12345' | Anthropic",
        "'sk-or-v1-planted123456789' | OpenRouter",
        "'sk-proj-planted123456789'  | OpenAI",
        "'sk-cp-planted12345678901'  | MiniMax",
      })
  void a_key_that_cannot_be_right_is_refused_without_being_shown(String key, String reason) {
    cli.variable("DEEPSEEK_API_KEY", key);
    Cli.Result result = refused(1, "init", "deepseek", "--yes");
    assertThat(result.err()).contains(reason).doesNotContain("planted");
    Cli.Result json = cli.run("init", "deepseek", "--yes", "--format", "json");
    Schemas.check("error/1", json.out());
    assertThat(json.out()).doesNotContain("planted");
  }

  @Test
  void a_key_of_an_unknown_shape_is_accepted() {
    assertThat(
            cli.variable("DEEPSEEK_API_KEY", "0123-planted-ABCDEF")
                .run("init", "deepseek", "--yes")
                .exit())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "init deepsek,                                    did you mean deepseek",
    "init openai --model gpt-6.1-tera,                did you mean gpt-6.1-terra",
    "init deepseek --model deepseek-chat,             use deepseek-flash instead",
    "init ollama --model llama3,                      cannot call tools",
    "init openai --route direct,                      no direct route",
    "init openai --region eu,                         has no regions",
    "init openai deepseek --route direct,             one provider only",
    "init openai --route sideways,                    litellm or --route direct",
    "init openai --scope everywhere,                  user",
    "init openai --port 99999,                        1 to 65535",
    "init openai --context many,                      131072",
    "init openai --client other,                      haha",
    "init openai --key nowhere,                       helper",
    "init openai --modl x,                            did you mean --model",
    "init custom --base-url ftp://x --protocol openai --model m, http://",
    "init custom --base-url http://u:planted@x --protocol openai --model m, user name",
    "init custom --base-url http://x?a=1 --protocol anthropic --model m, query",
    "init custom --base-url http:/127.0.0.1:8080 --protocol openai --model m, damaged scheme",
    "init ollama --model opsu=x,                      did you mean opus",
    "init openai --name x,                            ccproxy init custom",
    "init --gateway-url http://x --route direct --model m, --route",
    "init minimax volcengine --route litellm --region cn, volcengine=REGION",
    "init custom --base-url http://x --protocol smtp --model m, --protocol anthropic",
    "init custom --base-url http://x --protocol openai --model m --name openai, in the catalogue",
    "init openai deepseek --base-url http://x,        openai=",
    "init openai --model opus=gpt-6-luna --model opus=gpt-6-sol, Two models",
    "init openai --settings a --env-file b,           one of them",
    "init alma --model x,                             --base-url",
    "init vllm,                                       --model",
    "providers --show opnai,                          did you mean openai",
    "models opnai,                                    did you mean openai",
    "schema chnge/1,                                  did you mean change/1",
    "completion fish,                                 bash",
    "inti openai,                                     did you mean init",
    "--nonsense,                                      ccproxy --help",
  })
  void wrong_usage_says_what_would_be_right(String line, String hint) {
    Cli.Result result = refused(2, line.strip().split(" "));
    assertThat(result.err().replaceAll("\\s+", " "))
        .contains(hint.strip())
        .doesNotContain("planted");
  }

  @Test
  void without_a_home_the_user_scope_has_no_place() {
    cli.variable("HOME", null);
    assertThat(refused(1, "init", "ollama", "--yes").err()).contains("HOME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"20", "40", "1000", "0", "many"})
  void any_width_of_the_terminal_will_do(String columns) {
    cli.variable("COLUMNS", columns);
    assertThat(cli.run("providers").exit()).isZero();
    assertThat(cli.run("init", "--help").exit()).isZero();
    Cli.Result result = cli.run("init", "deepseek", "--dry-run");
    assertThat(result.exit()).isZero();
    if (columns.equals("40")) {
      assertThat(cli.run("providers").out().split("\n")).allMatch(l -> l.length() <= 40);
    }
  }

  @Test
  void an_ascii_terminal_gets_ascii_only() throws Exception {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(cli.settings(), "{\"m\u00fcll\": \"\uD83D\uDE00\"}");
    Cli.Result result = cli.charset(StandardCharsets.US_ASCII).run("init", "ollama", "--dry-run");
    assertThat(result.out()).contains("m\\u{fc}ll");
    assertThat(result.out().chars()).allMatch(c -> c < 128);
  }

  @Test
  void a_broken_provider_file_of_the_user_has_a_place() throws Exception {
    Path file =
        Files.createDirectories(cli.home().resolve(".config/ccproxy/providers"))
            .resolve("mine.yaml");
    Files.writeString(file, "id: mine\ntitel: x\n");
    assertThat(refused(1, "init", "mine").err()).contains("mine.yaml:1:1");
  }

  @Test
  void a_template_of_the_user_is_used_and_a_broken_one_is_named() throws Exception {
    Path file =
        Files.createDirectories(cli.home().resolve(".config/ccproxy/files"))
            .resolve("litellm_config.yaml");
    Files.writeString(
        file, "# ours, port ${port}\nmodel_list: []\nrouter_settings: {num_retries: 1}\n");
    assertThat(cli.run("init", "openai", "--port", "4100", "--yes").exit()).isZero();
    assertThat(Written.text(cli.project().resolve("litellm_config.yaml")))
        .startsWith("# ours, port 4100\n")
        .contains("num_retries: 1", "drop_params: true", "master_key: os.environ");
    Files.delete(cli.project().resolve("litellm_config.yaml"));
    Files.writeString(file, "# ${nobody}\n");
    assertThat(refused(1, "init", "openai", "--yes").err())
        .contains("litellm_config.yaml", "placeholder");
  }
}
