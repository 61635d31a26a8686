package dev.ccproxy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real gateways, real servers and the real client said. */
class RecordedErrorsTest {
  private static final Signatures SIGNATURES = Signatures.packagedOnly();

  private record Expected(String signature, String layer) {}

  private static Map<String, Expected> table(String name) {
    Map<String, Expected> table = new HashMap<>();
    for (String line : Samples.resource(name).split("\n")) {
      if (!line.startsWith("#")) {
        String[] columns = line.split("\t");
        table.put(columns[0], new Expected(columns[1], columns[2]));
      }
    }
    return table;
  }

  private static Path folder(String resource) {
    try {
      return Path.of(RecordedErrorsTest.class.getResource(resource).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void every_recorded_answer_gets_its_cause_and_healthy_ones_none() throws IOException {
    Path folder = folder("/wire/recorded");
    Map<String, Expected> table = table("recorded.tsv");
    List<Path> heads;
    try (Stream<Path> files = Files.walk(folder)) {
      heads = files.filter(f -> f.toString().endsWith(".http")).sorted().toList();
    }
    List<String> wrong = new ArrayList<>();
    for (Path head : heads) {
      String name = folder.relativize(head).toString().replace('\\', '/');
      Expected expected = table.get(name);
      byte[] whole = whole(head);
      List<Match> matches =
          SIGNATURES.explain(new java.io.ByteArrayInputStream(whole), Long.MAX_VALUE).matches();
      String found =
          matches.isEmpty()
              ? "nothing"
              : (matches.get(0).signature() == null ? "-" : matches.get(0).signature())
                  + " "
                  + matches.get(0).layer().word();
      String wanted = expected == null ? "nothing" : expected.signature() + " " + expected.layer();
      if (!found.equals(wanted)) {
        wrong.add(name + ": " + found + " instead of " + wanted);
      }
    }
    assertThat(heads.size()).isGreaterThan(300);
    assertThat(wrong).isEmpty();
  }

  /** Head and body, which most recordings keep in two files. */
  private static byte[] whole(Path head) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String name = head.getFileName().toString();
    String stem = name.substring(0, name.length() - ".http".length());
    out.writeBytes(Files.readAllBytes(head));
    for (String ending : new String[] {".json", ".txt", ".sse"}) {
      Path body = head.resolveSibling(stem + ending);
      if (Files.exists(body)) {
        out.writeBytes("\n\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        out.writeBytes(Files.readAllBytes(body));
      }
    }
    return out.toByteArray();
  }

  @Test
  void every_log_of_a_failed_start_gets_its_cause() throws IOException {
    for (Map.Entry<String, Expected> log : table("logs.tsv").entrySet()) {
      Path file = folder("/explain/logs").resolve(log.getKey());
      Match first = SIGNATURES.explain(Files.newInputStream(file), Long.MAX_VALUE).matches().get(0);
      assertThat(first.signature()).as(log.getKey()).isEqualTo(log.getValue().signature());
      assertThat(first.layer().word()).as(log.getKey()).isEqualTo(log.getValue().layer());
    }
  }

  static List<String> clientTexts() {
    List<String> blocks =
        new ArrayList<>(List.of(Samples.resource("client-texts.txt").split("(?m)^----\n")));
    blocks.remove(0);
    return blocks;
  }

  @ParameterizedTest
  @MethodSource("clientTexts")
  void the_text_of_a_client_in_a_broken_chain_names_a_layer_that_it_supports(String block) {
    int end = block.indexOf('\n');
    String layers = block.substring(block.indexOf(": ") + 2, end);
    List<Match> matches = SIGNATURES.explain(block.substring(end + 1)).matches();
    if (layers.equals("none")) {
      assertThat(matches).isEmpty();
    } else {
      assertThat(layers.split(" ")).contains(matches.get(0).layer().word());
    }
  }

  @Test
  void the_words_of_the_client_and_the_log_of_the_gateway_become_one_story() {
    List<Match> matches =
        SIGNATURES
            .explain(
                """
                There's an issue with the selected model (qwen3-32b). It may not exist or you may not have access to it.

                07:52:53 - LiteLLM Proxy:ERROR: common_request_processing.py:1984 - Exception occured - litellm_call_id=x - litellm.NotFoundError: NotFoundError: OpenAIException - {"detail": "Not Found"}
                litellm.llms.custom_httpx.http_handler.MaskedHTTPStatusError: Client error '404 Not Found' for url 'http://127.0.0.1:8000/v1/responses'
                INFO:     127.0.0.1:56488 - "POST /v1/messages?beta=true HTTP/1.1" 404 Not Found
                07:52:54 - LiteLLM Proxy:ERROR: common_request_processing.py:1984 - Exception occured - litellm_call_id=y - No deployments available for selected model, Try again in 5 seconds.
                """)
            .matches();
    assertThat(matches.stream().map(Match::signature).toList())
        .containsExactly("B10", "B04", "J01");
    assertThat(matches.get(0).firstTime()).isEqualTo("07:52:53");
    assertThat(matches.get(0).via())
        .contains("litellm.NotFoundError: NotFoundError: OpenAIException -");
  }

  @Test
  void retries_are_folded_and_counted() {
    StringBuilder log = new StringBuilder();
    for (int i = 10; i < 60; i++) {
      log.append("07:57:")
          .append(i)
          .append(" - LiteLLM Proxy:ERROR: x.py:1 - Exception occured - No connected db.\n")
          .append("INFO:     127.0.0.1:56488 - \"POST /v1/messages HTTP/1.1\" 400 Bad Request\n");
    }
    List<Match> matches = SIGNATURES.explain(log.toString()).matches();
    assertThat(matches).hasSize(1);
    assertThat(matches.get(0).count()).isEqualTo(50);
    assertThat(matches.get(0).line()).isEqualTo(1);
    assertThat(matches.get(0).lastLine()).isEqualTo(99);
    assertThat(matches.get(0).firstTime()).isEqualTo("07:57:10");
    assertThat(matches.get(0).lastTime()).isEqualTo("07:57:59");
  }

  @Test
  void the_same_line_again_and_again_is_counted_too() {
    String line =
        "litellm.BadRequestError: DeepseekException - {\"error\":{\"message\":\"Insufficient"
            + " Balance\"}}\n";
    Match match = SIGNATURES.explain(line.repeat(7)).matches().get(0);
    assertThat(match.signature()).isEqualTo("F06");
    assertThat(match.count()).isEqualTo(7);
    assertThat(match.line()).isEqualTo(1);
  }

  @Test
  void the_first_answer_counts_and_not_its_echo() {
    String first =
        "07:57:19 - LiteLLM Proxy:ERROR: x.py:1 - litellm.AuthenticationError: OpenAIException -"
            + " {\"error\":{\"message\":\"Incorrect API key provided: ab\"}}\n";
    String echo =
        "07:57:20 - LiteLLM Proxy:ERROR: x.py:1 - No deployments available for selected model, Try"
            + " again in 5 seconds.\n";
    assertThat(SIGNATURES.explain(first + echo.repeat(90)).matches().get(0).signature())
        .isEqualTo("E02");
    assertThat(SIGNATURES.explain(echo.repeat(90) + first).matches().get(0).layer())
        .isEqualTo(Layer.UPSTREAM);
  }

  @Test
  void the_link_depends_on_who_passed_the_error_on() {
    String key =
        "{\"error\":{\"message\":\"Authentication Fails, Your api key: ****abcd is invalid\"}}";
    assertThat(SIGNATURES.explain("API Error: 401 " + key).matches().get(0).layer())
        .isEqualTo(Layer.CLIENT_CONFIG);
    assertThat(
            SIGNATURES
                .explain("API Error: 401 litellm.AuthenticationError: DeepseekException - " + key)
                .matches()
                .get(0)
                .layer())
        .isEqualTo(Layer.UPSTREAM);
  }

  @Test
  void a_line_longer_than_every_buffer_and_an_input_in_many_blocks_are_read_to_the_end() {
    String fill = "x".repeat(3 << 20);
    assertThat(
            SIGNATURES
                .explain(fill + "\nAPI Error: 400 No connected db.\n")
                .matches()
                .get(0)
                .line())
        .isEqualTo(2);
    String healthy = "INFO:     127.0.0.1:1 - \"POST /v1/messages HTTP/1.1\" 200 OK\n";
    String error = "API Error: 400 No connected db.\n";
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 40_000; i++) {
      log.append(i % 100 == 99 ? error : healthy);
    }
    Explanation explanation = SIGNATURES.explain(log.toString());
    assertThat(explanation.lines()).isEqualTo(40_000);
    assertThat(explanation.matches().get(0).count()).isEqualTo(400);
    assertThat(explanation.matches().get(0).line()).isEqualTo(100);
    assertThat(explanation.matches().get(0).lastLine()).isEqualTo(40_000);
  }

  @Test
  void binary_packed_and_hostile_input_has_no_cause_and_no_end_of_memory() throws IOException {
    byte[] zeros = new byte[5 << 20];
    assertThat(SIGNATURES.explain(new java.io.ByteArrayInputStream(zeros), 1 << 30).form())
        .isEqualTo(Explanation.Form.BINARY);
    byte[] zip = {'P', 'K', 3, 4, 0, 0};
    assertThat(SIGNATURES.explain(new java.io.ByteArrayInputStream(zip), 1 << 30).form())
        .isEqualTo(Explanation.Form.PACKED);
    byte[] brokenGzip = {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3};
    assertThat(SIGNATURES.explain(new java.io.ByteArrayInputStream(brokenGzip), 1 << 30).matches())
        .isEmpty();
    byte[] invalid =
        "API Error: 400 \u00ff\u00fe No connected db. \u00c3("
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(
            SIGNATURES
                .explain(new java.io.ByteArrayInputStream(invalid), 1 << 30)
                .matches()
                .get(0)
                .signature())
        .isEqualTo("A03");
    // Words that begin again and again and never end.
    String almost = "litellm.UnsupportedParamsError: ".repeat(40_000);
    assertThat(SIGNATURES.explain(almost).matches().size()).isLessThan(5);
  }

  @Test
  void an_input_without_end_is_read_up_to_its_bound() throws IOException {
    java.io.InputStream endless =
        new java.io.InputStream() {
          @Override
          public int read() {
            return 'y';
          }

          @Override
          public int read(byte[] b, int from, int length) {
            java.util.Arrays.fill(b, from, from + length, (byte) 'y');
            return length;
          }
        };
    Explanation explanation = SIGNATURES.explain(endless, 8 << 20);
    assertThat(explanation.complete()).isFalse();
    assertThat(explanation.bytes()).isBetween(8L << 20, 10L << 20);
  }
}
