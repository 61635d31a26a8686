package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.gateway.LabGateway;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LabTest {
  @TempDir Path root;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitListening(int port) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    throw new AssertionError("nothing listens on " + port);
  }

  private static int post(int port, String key, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/messages?beta=true"))
            .header("Authorization", "Bearer " + key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private static final String HELLO =
      "{\"model\":\"gpt-4o\",\"max_tokens\":9,\"stream\":true,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"my key is sk-ant-api03-"
          + "abcdefghijklmnopqrst\"}]}";

  @Test
  void it_plays_until_it_is_interrupted() throws Exception {
    Cli cli = new Cli(root);
    int port = freePort();
    Cli.Result[] ended = new Cli.Result[1];
    Thread run =
        new Thread(
            () ->
                ended[0] =
                    cli.run(
                        "lab",
                        "serve",
                        "litellm-chat",
                        "--fault",
                        "H07@after=1",
                        "--port",
                        Integer.toString(port),
                        "--idle",
                        "0",
                        "--record",
                        "seen"));
    run.start();
    awaitListening(port);
    assertThat(post(port, "lab-key", HELLO)).isEqualTo(200);
    assertThat(post(port, "lab-key", HELLO)).isEqualTo(404);
    assertThat(post(port, "sk-wrong-00000000000", HELLO)).isEqualTo(400);
    run.interrupt();
    run.join(TimeUnit.SECONDS.toMillis(30));
    Cli.Result result = ended[0];
    assertThat(result.exit()).isEqualTo(130);
    assertThat(result.out())
        .contains("litellm-chat", "fault H07")
        .contains("ANTHROPIC_BASE_URL=http://127.0.0.1:" + port)
        .contains("ANTHROPIC_AUTH_TOKEN=lab-key")
        .contains("POST /v1/messages model=gpt-4o stream -> 200")
        .contains("POST /v1/messages model=gpt-4o stream -> 404");
    try (Stream<Path> files = Files.list(cli.project().resolve("seen"))) {
      List<Path> written = files.sorted().toList();
      assertThat(written).hasSize(3);
      String text = Files.readString(written.get(0));
      assertThat(text).contains("\"status\":200").doesNotContain("abcdefghijklmnopqrst");
      assertThat(Files.getPosixFilePermissions(written.get(0)).toString())
          .doesNotContain("OTHERS", "GROUP");
    }
  }

  @Test
  void a_program_reads_where_it_listens() throws Exception {
    Cli.Result result =
        new Cli(root).run("lab", "serve", "anthropic", "--tls", "--idle", "1", "--format", "json");
    assertThat(result.exit()).isZero();
    assertThat(result.err()).contains("Stopped: no request for 1 s.");
    Schemas.check("lab-server/1", result.out());
    assertThat(result.out()).contains("https://127.0.0.1:", "BEGIN CERTIFICATE");
  }

  @Test
  void the_list_holds_every_personality_and_every_fault() {
    Cli.Result text = new Cli(root).run("lab", "list");
    assertThat(text.exit()).isZero();
    assertThat(text.out()).contains("litellm-1.108.11", "S86", "T8", "H50", "N14");
    Cli.Result json = new Cli(root).run("lab", "list", "--format", "json");
    Schemas.check("lab/1", json.out());
    assertThat(json.out()).contains("\"H07\"");
  }

  @Test
  void the_tour_shows_a_chain_that_works_breaks_and_works_again() throws Exception {
    Cli cli = new Cli(root);
    Cli.Result result = cli.run("lab", "tour");
    assertThat(result.exit()).isZero();
    assertThat(result.out())
        .containsSubsequence(
            "wrote ~/.claude/settings.json",
            "healthy",
            "issue with the selected model",
            "broken",
            "Cause:",
            "Fix:",
            "hosted_vllm/",
            "healthy")
        .doesNotContain(LabGateway.KEY);
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
    Schemas.check("tour/1", cli.run("lab", "tour", "--format", "json").out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lab|action-unknown|lab tour",
        "lab serv|action-unknown|did you mean serve?",
        "lab list more|argument-unknown|--help",
        "lab serve litelm-chat|personality-unknown|did you mean litellm-chat?",
        "lab serve nobody|personality-unknown|lab list",
        "lab serve --fault S99|fault-unknown|did you mean",
        "lab serve --fault H07@sometimes|schedule-unknown|first=N",
        "lab serve ollama --fault H07|fault-unsuitable|lab list",
        "lab serve --port 70000|port-unusable|65535",
        "lab serve --idle soon|idle-unusable|0 for never",
      })
  void what_is_not_understood_is_said(String line, String code, String next) {
    String[] arguments = (line + " --format json").split(" ");
    Cli.Result result = new Cli(root).run(arguments);
    assertThat(result.exit()).isEqualTo(2);
    Schemas.check("error/1", result.out());
    assertThat(result.out()).contains("\"" + code + "\"").contains(next);
  }

  @Test
  void a_port_in_use_is_said() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Cli.Result result =
          new Cli(root).run("lab", "serve", "--port", Integer.toString(taken.getLocalPort()));
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err()).contains("is taken").contains("leave --port out");
    }
  }

  @Test
  void a_folder_that_cannot_be_used_is_said() throws Exception {
    Cli cli = new Cli(root);
    Files.writeString(cli.project().resolve("file"), "x");
    Cli.Result result = cli.run("lab", "serve", "--record", "file/below");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("file/below");
  }
}
