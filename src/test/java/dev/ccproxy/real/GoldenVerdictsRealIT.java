package dev.ccproxy.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.cli.Cli;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code inspect} says about the answers of the real LiteLLM, over providers that the lab
 * plays: Responses (openai), Messages (deepseek, minimax), Ollama's own protocol, and Chat
 * Completions (openrouter, custom). The verdicts are files, one for each release; {@code
 * -Dccproxy.golden.update=true} writes them again.
 */
class GoldenVerdictsRealIT {
  private static final Path GOLDEN = Path.of("src/test/resources/real/golden");

  private static final String HEAD =
      """
      # What inspect says about the answers of LiteLLM %s. Columns, separated by tabs: provider, question, form of the
      # answer, status, stop_reason, content blocks, findings with their counts (- for none).
      """;

  /**
   * One question.
   *
   * @param fields of the request, besides model and stream
   * @param expectations what {@code inspect} is told about the answer
   */
  private record Question(String name, Json fields, List<String> expectations) {
    String verdict(Cli inspect, String answer, Json request, byte[] bytes)
        throws IOException, JsonSyntaxException {
      Path folder = inspect.project();
      Files.write(folder.resolve(answer + ".http"), bytes);
      Files.writeString(folder.resolve(answer + ".request.json"), request.toString());
      List<String> command =
          new ArrayList<>(List.of("inspect", answer + ".http", "--format", "json"));
      command.addAll(List.of("--request", answer + ".request.json", "--fail-on", "never"));
      command.addAll(expectations);
      Cli.Result result = inspect.run(command.toArray(String[]::new));
      assertThat(result.exit()).as("%s: %s", answer, result.err()).isZero();
      Json report = Json.parse(result.out().getBytes(StandardCharsets.UTF_8));
      return line(report.at("files").items().get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RealParts.LITELLM_LONG_TERM, RealParts.LITELLM_CURRENT})
  void its_answers_get_the_verdicts_of_the_file(String release) throws Exception {
    Path scratch = Runs.fresh("golden-" + release);
    Path golden = GOLDEN.resolve("litellm-" + release + ".tsv");
    try (Resources resources = new Resources()) {
      List<ProviderUnderTest> providers =
          List.of(
              ProviderUnderTest.openAi(),
              ProviderUnderTest.deepSeek(),
              ProviderUnderTest.ollama(),
              ProviderUnderTest.openRouter(),
              ProviderUnderTest.miniMax(),
              ProviderUnderTest.customServer());
      providers.forEach(provider -> resources.add(provider.server()));
      int port = RealGateway.freePort();
      InitFiles files = InitFiles.liteLlm(scratch, port, providers);
      RealGateway gateway = resources.add(RealGateway.start(release, files, port, scratch));
      Cli inspect = new Cli(Files.createDirectories(scratch.resolve("answers")));
      StringBuilder lines = new StringBuilder(HEAD.formatted(release));
      for (ProviderUnderTest provider : providers) {
        for (Question question : questions()) {
          for (boolean stream : new boolean[] {true, false}) {
            Json request = question.fields().with("model", provider.model()).with("stream", stream);
            byte[] answer = gateway.message(request.toString());
            List<String> name = List.of(provider.id(), question.name(), stream ? "stream" : "json");
            String verdict = question.verdict(inspect, String.join(" ", name), request, answer);
            lines.append(String.join("\t", name)).append('\t').append(verdict).append('\n');
          }
        }
        assertThat(provider.server().recording().defects()).isEmpty();
      }
      if (Boolean.getBoolean("ccproxy.golden.update")) {
        Files.createDirectories(GOLDEN);
        Files.writeString(golden, lines);
      }
      assertThat(lines.toString()).isEqualTo(Files.readString(golden));
    }
  }

  private static List<Question> questions() {
    Json record =
        tool(
            "record_probe",
            Json.object()
                .with("nonce", Json.object().with("type", "string"))
                .with("n", Json.object().with("type", "integer")),
            "nonce",
            "n");
    Json city =
        tool("find_city", Json.object().with("city", Json.object().with("type", "string")), "city");
    Json clock = tool("read_clock", Json.object());
    Json thinking = Json.object().with("type", "enabled").with("budget_tokens", 1024);
    String capital = "Which city is the capital of Norway?";
    String call = "Call record_probe with nonce \"k7Qz\" and n 7.";
    return List.of(
        saying("text", request(capital), capital),
        new Question(
            "one tool", request(call, record, city), List.of("--expect-argument", "nonce=k7Qz")),
        new Question(
            "parallel tools",
            request(
                "Call both record_probe with nonce \"k7Qz\" and n 7, and find_city with city: Oslo.",
                record,
                city),
            List.of()),
        new Question("tool without arguments", request("Call read_clock.", clock), List.of()),
        saying(
            "thinking",
            request(ThoughtOnRequest.WORDS).with("thinking", thinking),
            ThoughtOnRequest.WORDS),
        new Question(
            "cut by max_tokens",
            request("Tell me something in 200 words.").with("max_tokens", 20),
            List.of()),
        saying("refusal", request(RefusalOnRequest.WORDS), RefusalOnRequest.WORDS),
        new Question("long text", request("Tell me something in 3000 words."), List.of()));
  }

  private static Question saying(String name, Json fields, String prompt) {
    return new Question(name, fields, List.of("--expect-text", "Understood: " + prompt));
  }

  private static Json request(String prompt, Json... tools) {
    Json message = Json.object().with("role", "user").with("content", prompt);
    Json fields =
        Json.object().with("max_tokens", 8000).with("messages", Json.array(List.of(message)));
    return tools.length == 0 ? fields : fields.with("tools", Json.array(tools));
  }

  private static Json tool(String name, Json properties, String... required) {
    List<Json> names = new ArrayList<>();
    for (String one : required) {
      names.add(Json.of(one));
    }
    return Json.object()
        .with("name", name)
        .with("description", "For the test.")
        .with(
            "input_schema",
            Json.object()
                .with("type", "object")
                .with("properties", properties)
                .with("required", Json.array(names)));
  }

  private static String line(Json file) {
    List<String> blocks = new ArrayList<>();
    for (Json block : file.at("message").at("blocks").items()) {
      blocks.add(block.at("type").text("?"));
    }
    Map<String, Integer> counts = new TreeMap<>();
    for (Json finding : file.at("findings").items()) {
      counts.merge(finding.at("id").text("?"), 1, Integer::sum);
    }
    List<String> findings = new ArrayList<>();
    counts.forEach((id, count) -> findings.add(id + " x" + count));
    return String.join(
        "\t",
        Long.toString(file.at("status").number(0)),
        file.at("message").at("stopReason").text("-"),
        blocks.isEmpty() ? "-" : String.join(" ", blocks),
        findings.isEmpty() ? "-" : String.join(", ", findings));
  }
}
