package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.Recording;
import dev.ccproxy.lab.gateway.LabGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The options that say how doctor asks the endpoint, against gateways of the lab. */
class DoctorLiveTest {
  private static final String ROLE = "litellm-1.108.11";

  @TempDir Path root;
  private Cli cli;

  @BeforeEach
  void world() {
    cli = new Cli(root);
  }

  private void settings(String url, String credential, String more) throws IOException {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(
        cli.settings(),
        "{"
            + more
            + "\"env\": {\"ANTHROPIC_BASE_URL\": \""
            + url
            + "\", "
            + credential
            + "\"ANTHROPIC_MODEL\": \"big\", \"ANTHROPIC_DEFAULT_OPUS_MODEL\": \"big\","
            + " \"ANTHROPIC_DEFAULT_SONNET_MODEL\": \"big\", \"ANTHROPIC_DEFAULT_HAIKU_MODEL\":"
            + " \"small\"}}");
  }

  private void settings(LabGateway gateway) throws IOException {
    settings(gateway.baseUrl(), "\"ANTHROPIC_AUTH_TOKEN\": \"" + gateway.key() + "\", ", "");
  }

  private static LabGateway.Builder gateway() {
    return LabGateway.of(ROLE).models("big", "small");
  }

  /** The models that were asked for. */
  private static List<String> models(LabGateway gateway) {
    List<String> models = new ArrayList<>();
    for (Recording.Entry entry : gateway.recording().entries()) {
      String name = entry.body().at("model").text("");
      if (!name.isEmpty() && !models.contains(name)) {
        models.add(name);
      }
    }
    return models;
  }

  @Test
  void a_healthy_gateway_is_well_and_the_cost_is_told() throws Exception {
    try (LabGateway gateway = gateway().start()) {
      settings(gateway);
      Cli.Result result = cli.run("doctor", "--quick");
      assertThat(result.err()).isEmpty();
      assertThat(result.out())
          .contains("Nothing wrong")
          .containsPattern("\\d+ requests, \\d+ tokens");
      assertThat(result.exit()).isZero();
    }
  }

  @Test
  void a_tier_or_a_model_is_asked_alone() throws Exception {
    try (LabGateway gateway = gateway().start()) {
      settings(gateway);
      assertThat(cli.run("doctor", "--quick", "--tier", "haiku").exit()).isZero();
      assertThat(models(gateway)).containsExactly("small");
    }
    try (LabGateway gateway = gateway().start()) {
      settings(gateway);
      Cli.Result other = cli.run("doctor", "--quick", "--model", "other");
      assertThat(models(gateway)).containsExactly("other");
      assertThat(other.exit()).isEqualTo(1);
    }
    assertThat(cli.run("doctor", "--tier", "haiku", "--model", "x").exit()).isEqualTo(2);
    assertThat(cli.run("doctor", "--tier", "large").err()).contains("main, opus, sonnet, haiku");
  }

  @Test
  void the_budget_is_a_hard_stop() throws Exception {
    try (LabGateway gateway = gateway().start()) {
      settings(gateway);
      Cli.Result result = cli.run("doctor", "--budget-tokens", "900", "--format", "json");
      Schemas.check("report/1", result.out());
      assertThat(result.out())
          .contains("the budget of 900 tokens is used up", "\"status\": \"incomplete\"");
      assertThat(tokens(result.out())).isBetween(1L, 900L);
    }
    assertThat(cli.run("doctor", "--budget-tokens", "none").exit()).isEqualTo(2);
  }

  private static long tokens(String json) {
    return number(json, "inputTokens") + number(json, "outputTokens");
  }

  private static long number(String json, String name) {
    int at = json.indexOf("\"" + name + "\": ") + name.length() + 4;
    int end = at;
    while (Character.isDigit(json.charAt(end))) {
      end++;
    }
    return Long.parseLong(json.substring(at, end));
  }

  @Test
  void it_waits_for_a_gateway_that_is_only_starting() throws Exception {
    ServerSocket early = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    int port = early.getLocalPort();
    LabGateway[] started = new LabGateway[1];
    Thread starter =
        new Thread(
            () -> {
              // The first knock finds a port that hangs up; from the second on somebody is there.
              try {
                early.accept().close();
                early.close();
                started[0] = gateway().port(port).start();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    starter.start();
    settings(
        "http://127.0.0.1:" + port, "\"ANTHROPIC_AUTH_TOKEN\": \"" + LabGateway.KEY + "\", ", "");
    try {
      Cli.Result result = cli.run("doctor", "--quick", "--wait", "60");
      assertThat(result.out()).contains("Nothing wrong");
      assertThat(result.exit()).isZero();
    } finally {
      starter.join();
      if (started[0] != null) {
        started[0].close();
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void the_clients_helper_gives_the_key() throws Exception {
    Path key = Files.writeString(cli.home().resolve("key"), LabGateway.KEY);
    try (LabGateway gateway = gateway().start()) {
      settings(gateway.baseUrl(), "", "\"apiKeyHelper\": \"cat '" + key + "'\", ");
      Cli.Result result = cli.run("doctor", "--quick");
      assertThat(result.out()).contains("Nothing wrong").doesNotContain(LabGateway.KEY);
      assertThat(result.exit()).isZero();
      assertThat(gateway.recording().sawCredential()).isTrue();

      Files.delete(key);
      Cli.Result broken = cli.run("doctor", "--quick", "--format", "json");
      assertThat(broken.out()).contains("The apiKeyHelper gives no key: it ends with status 1");
      assertThat(broken.exit()).isEqualTo(1);
      assertThat(cli.run("doctor", "--offline").exit()).isZero();
    }
  }

  @Test
  void people_see_how_it_goes_on_and_pipes_do_not() throws Exception {
    try (LabGateway gateway = gateway().start()) {
      settings(gateway);
      assertThat(cli.run("doctor", "--quick").err()).isEmpty();
      Cli.Result seen = cli.answering().run("doctor", "--quick");
      assertThat(seen.err().lines().toList()).contains("✓ Reach", "✓ Credentials");
      assertThat(cli.run("doctor", "--quick", "--format", "json").err()).isEmpty();
    }
  }

  @Test
  void the_estimate_is_near_to_what_it_costs() throws Exception {
    try (LabGateway gateway = gateway().start()) {
      settings(gateway);
      Cli.Result result = cli.run("doctor", "--deep", "--yes", "--format", "json");
      Matcher said =
          Pattern.compile("about (\\d+) requests and\\s+(\\d+)\\s+tokens").matcher(result.err());
      assertThat(said.find()).as(result.err()).isTrue();
      double tokens = tokens(result.out());
      assertThat(Double.parseDouble(said.group(2))).isBetween(tokens / 2, tokens * 2);
      double requests = gateway.requests();
      assertThat(Double.parseDouble(said.group(1))).isBetween(requests / 2, requests * 2);
      // With a small budget there is nothing to agree to.
      assertThat(cli.run("doctor", "--deep", "--budget-tokens", "500").exit()).isNotEqualTo(2);
    }
  }
}
