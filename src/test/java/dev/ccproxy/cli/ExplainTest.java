package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ccproxy.explain.Signature;
import dev.ccproxy.explain.Signatures;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainTest {
  private static final String WRONG_KEY = "API Error: 400 No connected db.";
  @TempDir Path root;
  private Cli cli;

  @BeforeEach
  void world() {
    cli = new Cli(root);
  }

  private static JsonNode json(Cli.Result result) throws Exception {
    JsonNode node = new ObjectMapper().readTree(result.out());
    Schemas.check("explain/1", result.out());
    return node;
  }

  @Test
  void a_text_gets_its_cause_with_the_words_that_decided() {
    Cli.Result result = cli.run("explain", WRONG_KEY);
    assertThat(result.exit()).isZero();
    assertThat(result.out())
        .contains("1. client-config, likely (A03)")
        .contains("API Error: 400 >>No connected db.<<")
        .contains("ANTHROPIC_AUTH_TOKEN")
        .contains("check CCP-S208")
        .contains("2026-11-23");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void words_need_no_quotes() {
    assertThat(cli.run("explain", "API", "Error:", "400", "No", "connected", "db.").exit())
        .isZero();
  }

  @Test
  void standard_input_gives_the_contract_s_document() throws Exception {
    cli.stdin("x\n" + WRONG_KEY + "\n");
    JsonNode json = json(cli.run("explain", "--format", "json", "-"));
    assertThat(json.at("/input/lines").asInt()).isEqualTo(2);
    assertThat(json.at("/input/bytes").asInt()).isEqualTo(WRONG_KEY.length() + 3);
    JsonNode match = json.at("/matches/0");
    assertThat(match.get("signature").asText()).isEqualTo("A03");
    assertThat(match.get("layer").asText()).isEqualTo("client-config");
    assertThat(match.get("line").asInt()).isEqualTo(2);
    assertThat(match.get("count").asInt()).isEqualTo(1);
    assertThat(match.get("excerpt").asText()).isEqualTo(WRONG_KEY);
    assertThat(match.at("/words/0").asText()).isEqualTo("No connected db.");
  }

  @Test
  void without_arguments_a_pipe_is_read() {
    cli.stdin(WRONG_KEY);
    assertThat(cli.run("explain").exit()).isZero();
  }

  @Test
  void a_file_is_read() throws Exception {
    Files.writeString(cli.project().resolve("litellm.log"), WRONG_KEY);
    assertThat(cli.run("explain", "litellm.log").out()).contains("A03");
  }

  @Test
  void an_unknown_text_says_who_wrote_it_and_has_no_signature() throws Exception {
    JsonNode json =
        json(
            cli.run(
                "explain", "--format", "json", "{\"detail\":\"The moon is in the wrong phase\"}"));
    assertThat(json.at("/matches/0/signature").isNull()).isTrue();
    assertThat(json.at("/matches/0/layer").asText()).isEqualTo("gateway");
  }

  @Test
  void what_is_no_error_ends_with_1() throws Exception {
    Cli.Result result = cli.run("explain", "All is well.");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("ccproxy doctor");
    Cli.Result asJson = cli.run("explain", "--format", "json", "All is well.");
    assertThat(asJson.exit()).isEqualTo(1);
    assertThat(json(asJson).get("matches")).isEmpty();
  }

  @Test
  void nothing_on_standard_input_says_what_to_paste() {
    assertThat(cli.run("explain", "-").err()).contains("Nothing came in");
    Cli.Result atTerminal = cli.answering().run("explain");
    assertThat(atTerminal.exit()).isEqualTo(2);
    assertThat(atTerminal.err()).contains("paste the error in quotes");
  }

  @Test
  void a_file_that_is_not_there_is_wrong_usage_and_a_folder_cannot_be_judged() {
    assertThat(cli.run("explain", "nope.log").exit()).isEqualTo(2);
    Cli.Result folder = cli.run("explain", ".");
    assertThat(folder.exit()).isEqualTo(3);
    assertThat(folder.err()).contains("folder");
    Schemas.check("error/1", cli.run("explain", "--format", "json", "nope.log").out());
  }

  @Test
  void a_binary_file_is_said_to_be_one() throws Exception {
    Files.write(cli.project().resolve("core"), new byte[100_000]);
    Cli.Result result = cli.run("explain", "core");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("no text");
  }

  @Test
  void the_list_names_every_signature() {
    String list = "\n" + cli.run("explain", "--list").out();
    Cli.Result asJson = cli.run("explain", "--list", "--format", "json");
    Schemas.check("signatures/1", asJson.out());
    for (Signature signature : Signatures.packagedOnly().all()) {
      assertThat(list).contains("\n" + signature.id() + " ".repeat(6 - signature.id().length()));
    }
  }

  @Test
  void a_signature_of_the_user_counts_and_a_broken_file_is_named() throws Exception {
    Path folder = Files.createDirectories(cli.home().resolve(".config/ccproxy/signatures"));
    Files.writeString(
        folder.resolve("mine.txt"),
        "[U01]\n"
            + "match: the flux is uneven\n"
            + "layer: gateway\n"
            + "cause: Flux.\n"
            + "fix: Turn.\n"
            + "verified: 2026-11-01\n");
    assertThat(cli.run("explain", "the flux is uneven").out()).contains("gateway, likely (U01)");
    Files.writeString(folder.resolve("mine.txt"), "[U01]\nmatsch: x\n");
    Cli.Result result = cli.run("explain", "--format", "json", "the flux is uneven");
    assertThat(result.exit()).isEqualTo(1);
    Schemas.check("error/1", result.out());
    assertThat(result.out()).contains("\"line\": 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CCP-L401", "L401", "ccp-l401"})
  void a_code_gives_its_page(String code) throws Exception {
    Cli.Result result = cli.run("explain", "--format", "json", code);
    assertThat(result.exit()).isZero();
    Schemas.check("page/1", result.out());
    JsonNode page = new ObjectMapper().readTree(result.out());
    assertThat(page.get("id").asText()).isEqualTo("CCP-L401");
    assertThat(page.get("slug").asText()).isEqualTo("text-fails");
    assertThat(page.get("title").asText()).isNotEmpty().doesNotContain("CCP-");
    assertThat(cli.run("explain", code).out()).isEqualTo(page.get("markdown").asText());
  }

  @Test
  void a_code_without_a_page_is_said_to_have_none() {
    assertThat(cli.run("explain", "CCP-L409").err()).contains("did you mean CCP-L40");
    Cli.Result result = cli.run("explain", "CCP-Z999");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("CCP-Z999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-proj-e2eT3mQ8vXkR5nB1yL7cW0dZ4hS9gF2j",
        "abcdef0123456789.Qx7ZyWvUtSrQpO1n",
        "8f14e45fceea167a5a36dedd4bea2543",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.s5c_Zk3n1",
        "not-needed-but-mine"
      })
  void no_output_holds_a_key_of_the_input(String key) {
    for (String text :
        new String[] {
          "LiteLLM Virtual Key expected. Received=" + key + ", expected to start with 'sk-'.",
          "API Error: 401 Incorrect API key provided: " + key + ". You can find your API key",
          "x-api-key: " + key + "\nAuthorization: Bearer " + key + "\n\nNo connected db.",
          "{\"api_key\":\"" + key + "\",\"error\":{\"message\":\"No connected db.\"}}",
          "ANTHROPIC_AUTH_TOKEN=" + key + " claude -p hi: No connected db.",
          "Invalid model name passed in model=" + key + ". Call `/v1/models`",
          "{\\\"token\\\": \\\"" + key + "\\\"} No connected db.",
          "token: " + key.substring(0, 9) + "\n" + key.substring(9) + " No connected db."
        }) {
      boolean shown =
          text.contains("model=")
              && (key.startsWith("not-") || key.length() == 32 && key.startsWith("8f"));
      for (String[] format : new String[][] {{"--format", "json"}, {"--format", "text"}}) {
        Cli.Result result = cli.run("explain", format[0], format[1], text);
        if (!shown) {
          assertThat(result.out() + result.err())
              .as(text)
              .doesNotContain(key)
              .doesNotContain(key.substring(9));
        }
      }
    }
  }

  @Test
  void text_of_a_server_cannot_draw_on_the_terminal() {
    Cli.Result result =
        cli.run(
            "explain", "API Error: 400 \u001b]0;x\u0007\u001b[2J\u202e No connected db. \u0008");
    assertThat(result.out()).contains("A03");
    for (char c : result.out().toCharArray()) {
      assertThat(c >= ' ' || c == '\n').as("" + (int) c).isTrue();
    }
    assertThat(result.out()).doesNotContain("\u202e");
  }

  private static final String MODEL_404 =
      "There's an issue with the selected model (gpt-6.1-terra). It may not exist or you may not"
          + " have access to it.";

  private void settings(String baseUrl, String token) throws Exception {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(
        cli.settings(),
        "{\"env\": {\"ANTHROPIC_BASE_URL\": \""
            + baseUrl
            + "\", \"ANTHROPIC_AUTH_TOKEN\": \""
            + token
            + "\", \"ANTHROPIC_MODEL\": \"gpt-6.1-terra\"}}\n");
  }

  @Test
  void what_stands_in_the_user_s_files_makes_a_cause_surer_and_names_the_place() throws Exception {
    assertThat(
            json(cli.run("explain", "--format", "json", MODEL_404)).at("/matches/0/layer").asText())
        .isEqualTo("unknown");
    settings("http://localhost:4000/v1", "sk-0123456789abcdefghij");
    JsonNode match = json(cli.run("explain", "--format", "json", MODEL_404)).at("/matches/0");
    assertThat(match.get("layer").asText()).isEqualTo("client-config");
    assertThat(match.get("confidence").asText()).isEqualTo("likely");
    assertThat(match.at("/reasons/0").asText()).contains("settings.json:1").contains("CCP-S103");
    assertThat(cli.run("explain", MODEL_404).out()).contains("Your files do have this");
    JsonNode alone =
        json(cli.run("explain", "--no-context", "--format", "json", MODEL_404)).at("/matches/0");
    assertThat(alone.get("layer").asText()).isEqualTo("unknown");
    assertThat(alone.get("reasons")).isEmpty();
  }

  @Test
  void files_that_do_not_show_a_cause_make_it_less_sure() throws Exception {
    settings("http://localhost:4000", "sk-0123456789abcdefghij");
    Files.writeString(
        cli.project().resolve("litellm_config.yaml"),
        """
        model_list:
          - model_name: gpt-6.1-terra
            litellm_params:
              model: openai/gpt-6.1-terra
              api_base: https://api.openai.com/v1
              api_key: os.environ/OPENAI_API_KEY
        litellm_settings:
          drop_params: true
        """);
    String text =
        "API Error: 400 litellm.UnsupportedParamsError: openai does not support parameters:"
            + " ['thinking'], for model=gpt-4o.";
    JsonNode match = json(cli.run("explain", "--format", "json", text)).at("/matches/0");
    assertThat(match.get("signature").asText()).isEqualTo("C01");
    assertThat(match.get("confidence").asText()).isEqualTo("likely");
    assertThat(match.at("/reasons/0").asText()).contains("CCP-S201");
    assertThat(
            json(cli.run("explain", "--no-context", "--format", "json", text))
                .at("/matches/0/confidence")
                .asText())
        .isEqualTo("certain");
  }
}
