package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code models PROVIDER --live} and {@code init --check}. */
class ModelsLiveTest {
  private static final String KEY = "sk-live-0a1b2c3d4e5f6071";

  @TempDir Path root;
  private Cli cli;
  private HttpServer server;
  private final List<String> keys = new ArrayList<>();

  @BeforeEach
  void world() throws IOException {
    cli = new Cli(root);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.start();
    Path provider = cli.home().resolve(".config/ccproxy/providers/here.yaml");
    Files.createDirectories(provider.getParent());
    Files.writeString(
        provider,
        """
        id: here
        title: Here
        verified: 2026-11-20
        confidence: high
        sources:
          - https://example.com
        why: a test
        default_route: litellm
        key:
          variable: HERE_API_KEY
        open_models: true
        routes:
          litellm:
            prefix: openai
            base_url: http://127.0.0.1:PORT/v1
        tiers:
          main: known
          opus: known
          sonnet: known
          haiku: known
          subagent: known
        models:
          - id: known
            tools: true
        """
            .replace("PORT", Integer.toString(server.getAddress().getPort())));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answers(int status, String body) {
    server.createContext(
        "/v1/models",
        exchange -> {
          keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("location", "http://127.0.0.1:1/elsewhere");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  @Test
  void the_provider_lists_its_models_and_hostile_ids_are_harmless() {
    answers(
        200,
        "{\"data\":[{\"id\":\"known\"},{\"id\":\"new\\u001b]0;x\\u0007\"},{\"id\":\""
            + KEY
            + "\"}]}");
    cli.variable("HERE_API_KEY", KEY);
    Cli.Result result = cli.run("models", "here", "--live");
    assertThat(result.exit()).isZero();
    assertThat(result.out())
        .contains("known", "new", "<HERE_API_KEY>")
        .doesNotContain("\u001b", KEY);
    assertThat(keys).containsExactly("Bearer " + KEY);
    Cli.Result json = cli.run("models", "here", "--live", "--format", "json");
    Schemas.check("catalog/1", json.out());
    assertThat(json.out()).contains("\"complete\": true");
  }

  @Test
  void the_key_may_stand_in_the_gateways_file_and_is_not_asked_for_elsewhere() throws IOException {
    answers(200, "{\"data\":[]}");
    assertThat(cli.run("models", "here", "--live").err()).contains("HERE_API_KEY is not set");
    assertThat(keys).isEmpty();
    Files.writeString(cli.project().resolve("litellm_config.yaml"), "model_list: []\n");
    Files.writeString(cli.project().resolve("litellm.env"), "HERE_API_KEY=" + KEY + "\n");
    assertThat(cli.run("models", "here", "--live").exit()).isZero();
    assertThat(keys).containsExactly("Bearer " + KEY);
  }

  @Test
  void refusals_and_nonsense_are_told_in_a_line() {
    cli.variable("HERE_API_KEY", KEY);
    answers(401, "{\"error\":\"" + KEY + "\"}");
    Cli.Result refused = cli.run("models", "here", "--live");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains("status 401", "check the key in HERE_API_KEY")
        .doesNotContain(KEY);
    assertThat(cli.run("models", "--live").exit()).isEqualTo(2);
  }

  @Test
  void a_redirect_is_not_followed() {
    cli.variable("HERE_API_KEY", KEY);
    answers(302, "{}");
    assertThat(cli.run("models", "here", "--live").err()).contains("status 302");
    assertThat(keys).hasSize(1);
  }

  @Test
  void what_is_no_list_is_said() {
    cli.variable("HERE_API_KEY", KEY);
    answers(200, "<html>");
    assertThat(cli.run("models", "here", "--live").err()).contains("no list of models");
  }

  @Test
  void init_looks_at_what_it_made_when_asked() throws Exception {
    try (dev.ccproxy.lab.gateway.LabGateway gateway =
        dev.ccproxy.lab.gateway.LabGateway.of("litellm-1.108.11").models("big").start()) {
      Path key = Files.writeString(cli.home().resolve("key"), gateway.key());
      Cli.Result result =
          cli.run(
              "init",
              "--gateway-url",
              gateway.url(),
              "--model",
              "big",
              "--key-file",
              key.toString(),
              "--context",
              "128000",
              "--max-output",
              "32000",
              "--check");
      assertThat(result.out()).contains("ccproxy doctor --quick", "Nothing wrong");
      assertThat(result.exit()).isZero();
      assertThat(gateway.messages()).isPositive();
      Cli.Result again =
          cli.run("init", "--gateway-url", gateway.url(), "--check", "--format", "json");
      assertThat(again.exit()).isEqualTo(2);
      Schemas.check("error/1", again.out());
    }
  }
}
