package dev.ccproxy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.config.ClientProxy;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.config.WorkspaceRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRulesTest {
  /** Rules of the newest client with one proxy variable and perhaps a {@code NO_PROXY}. */
  static ProxyRules rules(Map<String, String> environment) {
    return new ProxyRules(
        (host, port) -> {
          EffectiveValue variable = null;
          EffectiveValue exemption = null;
          for (Map.Entry<String, String> entry : environment.entrySet()) {
            EffectiveValue value =
                new EffectiveValue(entry.getKey(), entry.getValue(), Origin.OF_SHELL, List.of());
            if (!entry.getKey().equalsIgnoreCase("no_proxy")) {
              variable = value;
            } else if (ClientProxy.covers(entry.getValue(), host, port)) {
              exemption = value;
            }
          }
          return new ClientProxy(variable, exemption);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "https://proxy.corp, https://proxy.corp",
    "HTTP://Proxy.Corp:8080/, http://proxy.corp:8080",
    "http://user:secret@proxy.corp:8080, http://proxy.corp:8080"
  })
  void forms_of_a_proxy(String value, String origin) throws Exception {
    ProxyRules rules = rules(Map.of("HTTP_PROXY", value));
    assertThat(rules.originFor(WebOrigin.of("http://x"))).isEqualTo(WebOrigin.of(origin));
  }

  @ParameterizedTest
  @CsvSource({"socks5h://p:1080, socks5h", "http://, ''", "gopher://x, ''", "127.0.0.1:3128, ''"})
  void what_is_no_proxy_is_told(String value, String scheme) throws Exception {
    ProxyRules rules = rules(Map.of("HTTP_PROXY", value));
    assertThat(rules.proxyFor(WebOrigin.of("http://x")))
        .isEqualTo(new Failure.BadProxy("HTTP_PROXY", scheme));
  }

  @ParameterizedTest
  @CsvSource({
    "http://[::1]:4000, true",
    "http://127.0.0.1:4000, true",
    "https://api.example.com, false"
  })
  void exemptions_take_the_direct_way(String url, boolean direct) throws Exception {
    ProxyRules rules = rules(Map.of("HTTP_PROXY", "http://p:1", "NO_PROXY", "127.0.0.0/8,[::1]"));
    assertThat(rules.originFor(WebOrigin.of(url)) == null).isEqualTo(direct);
  }

  @Test
  void the_login_is_a_secret() throws Exception {
    WebOrigin target = WebOrigin.of("http://x");
    ProxyRules rules = rules(Map.of("HTTP_PROXY", "http://user:sec%20ret@proxy:1"));
    assertThat(rules.loginFor(target)).isNotNull();
    assertThat(Objects.requireNonNull(rules.loginFor(target)).reveal()).isEqualTo("user:sec ret");
    assertThat(Objects.requireNonNull(rules.proxyFor(target)).toString())
        .doesNotContain("sec ret")
        .doesNotContain("sec%20ret");
    assertThat(rules(Map.of("HTTP_PROXY", "http://proxy:1")).loginFor(target)).isNull();
    assertThat(ProxyRules.NONE.loginFor(target)).isNull();
  }

  @Test
  void settings_of_the_client_count(@TempDir Path home) throws Exception {
    Files.createDirectories(home.resolve(".claude"));
    Files.writeString(
        home.resolve(".claude/settings.json"),
        "{\"env\": {\"https_proxy\": \"http://proxy.corp:3128\", \"NO_PROXY\": \"localhost\"}}");
    Workspace workspace =
        Workspace.read(
            UserEnvironment.of(Map.of("HOME", home.toString()), home, false),
            WorkspaceRequest.USUAL);
    ProxyRules rules =
        ProxyRules.of(
            workspace.settings(),
            ClientFacts.packaged().release(Version.of("2.1.330").orElseThrow()));
    assertThat(rules.originFor(WebOrigin.of("http://127.0.0.1:4000")))
        .isEqualTo(WebOrigin.of("http://proxy.corp:3128"));
    assertThat(rules.originFor(WebOrigin.of("http://localhost:4000"))).isNull();
    assertThat(rules.decision(WebOrigin.of("http://localhost:4000")).exemption()).isNotNull();
  }
}
