package dev.ccproxy.real;

import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** A real LiteLLM, started by the command line that ccproxy prints. */
final class RealGateway implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);

  private final RunningProgram program;
  private final Path folder;
  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();

  private final Duration untilReady;

  private RealGateway(RunningProgram program, Path folder, int port)
      throws IOException, InterruptedException {
    this.program = program;
    this.folder = folder;
    this.port = port;
    long begin = System.nanoTime();
    try {
      awaitAnswer();
    } catch (IOException | InterruptedException | RuntimeException e) {
      program.close();
      throw e;
    }
    untilReady = Duration.ofNanos(System.nanoTime() - begin);
  }

  /** A port that was free a moment ago. */
  static int freePort() throws IOException {
    try (ServerSocket probe =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return probe.getLocalPort();
    }
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param scratch an existing folder, its HOME and the place of its log
   */
  static RealGateway start(String version, FilesUnderTest files, int port, Path scratch)
      throws IOException, InterruptedException {
    return start(RealParts.liteLlm(version), files.folder(), port, scratch);
  }

  /**
   * The same for a LiteLLM that is installed elsewhere.
   *
   * @param programs the folder of its {@code litellm} command
   * @param folder of the configuration and {@code litellm.env}
   */
  static RealGateway start(Path programs, Path folder, int port, Path scratch)
      throws IOException, InterruptedException {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", programs + ":/usr/local/bin:/usr/bin:/bin");
    environment.put("HOME", scratch.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
    String line =
        "set -a; . ./litellm.env; set +a; exec litellm --config ./litellm_config.yaml"
            + " --host 127.0.0.1 --port "
            + port;
    RunningProgram program =
        RunningProgram.start(
            List.of("/bin/sh", "-c", line), environment, folder, scratch, "litellm");
    return new RealGateway(program, folder, port);
  }

  /** From its start to its first answer. */
  Duration untilReady() {
    return untilReady;
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (!program.alive()) {
        throw new IllegalStateException("LiteLLM ended: " + log());
      }
      try {
        if (get("/health/liveliness", "").statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // Nothing listens yet.
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    throw new IllegalStateException("LiteLLM does not answer after " + PATIENCE + ": " + log());
  }

  private HttpResponse<String> get(String path, String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The models that it lists to who holds the master key. */
  List<String> models() throws IOException, InterruptedException, JsonSyntaxException {
    HttpResponse<String> response = get("/v1/models", masterKey());
    Json body = Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
    List<String> ids = new ArrayList<>();
    for (Json model : body.at("data").items()) {
      ids.add(model.at("id").text(""));
    }
    return ids;
  }

  /**
   * Asks for a message.
   *
   * @return the body as it came, behind the status and the content type, as {@code curl -i} writes
   *     it
   */
  byte[] message(String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/messages"))
            .timeout(ANSWER_PATIENCE)
            .header("Authorization", "Bearer " + masterKey())
            .header("Content-Type", "application/json")
            .header("anthropic-version", "2023-06-01")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String type = response.headers().firstValue("content-type").orElse("");
    out.writeBytes(
        ("HTTP/1.1 " + response.statusCode() + " -\r\nContent-Type: " + type + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    out.writeBytes(response.body());
    return out.toByteArray();
  }

  private String masterKey() throws IOException {
    for (String line : Files.readAllLines(folder.resolve("litellm.env"))) {
      if (line.startsWith("LITELLM_MASTER_KEY=")) {
        return line.substring(line.indexOf('=') + 1).replaceAll("^['\"]|['\"]$", "");
      }
    }
    throw new IllegalStateException("litellm.env names no LITELLM_MASTER_KEY");
  }

  /** What it has printed so far. */
  String log() throws IOException {
    return program.out() + program.err();
  }

  @Override
  public void close() {
    program.close();
  }
}
