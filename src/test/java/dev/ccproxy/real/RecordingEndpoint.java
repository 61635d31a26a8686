package dev.ccproxy.real;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An endpoint on loopback that keeps the first message it is sent, as it is, and answers "ok". */
final class RecordingEndpoint implements AutoCloseable {
  private static final String ANSWER =
      String.join(
          "\n\n",
          "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\","
              + "\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],"
              + "\"stop_reason\":null,\"stop_sequence\":null,"
              + "\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}",
          "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
              + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
          "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
              + "\"delta\":{\"type\":\"text_delta\",\"text\":\"ok\"}}",
          "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}",
          "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":"
              + "{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
              + "\"usage\":{\"output_tokens\":1}}",
          "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CompletableFuture<Seen> first = new CompletableFuture<>();

  /**
   * A message as it arrived.
   *
   * @param target path and query
   * @param headers each with its values as they were sent, in any case
   * @param model as the body names it
   * @param maxTokens the number as it stands there
   * @param thinking its type; {@code none} where there is no such field
   */
  record Seen(
      String target,
      Map<String, List<String>> headers,
      String model,
      String maxTokens,
      String thinking) {
    // The rest of the body is the client's own text, which has no place in a report.
    static Seen of(String target, Map<String, List<String>> headers, Json body) {
      return new Seen(
          target,
          headers,
          body.at("model").text("none"),
          body.at("max_tokens").toString(),
          body.at("thinking").at("type").text("none"));
    }

    /** The values of a header. */
    List<String> all(String name) {
      return headers.getOrDefault(name, List.of());
    }
  }

  RecordingEndpoint() throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    server = HttpServer.create(new InetSocketAddress(loopback, 0), 16);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where it listens: scheme, host and port. */
  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The first message; complete when there is one. */
  CompletableFuture<Seen> first() {
    return first;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.putAll(exchange.getRequestHeaders());
      String target = exchange.getRequestURI().toString();
      try {
        first.complete(Seen.of(target, headers, Json.parse(body)));
      } catch (JsonSyntaxException e) {
        first.completeExceptionally(e);
      }
      byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "text/event-stream");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
