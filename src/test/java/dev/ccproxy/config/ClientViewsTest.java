package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.catalog.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client sends, case by case as a recording endpoint saw it from 2.1.197 and 2.1.330. */
class ClientViewsTest {
  private static final String NEW = "2.1.330";
  private static final String OLD = "2.1.197";

  @TempDir private Path root;
  private final Map<String, String> variables = new LinkedHashMap<>();

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private ClientRequest request(@Nullable String version, String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    return workspace(version, "project").clientRequest();
  }

  private Workspace workspace(@Nullable String version, String folder) {
    variables.put("HOME", root.toString());
    try {
      Path here = Files.createDirectories(root.resolve(folder));
      return Workspace.read(
          UserEnvironment.of(variables, here, false),
          new WorkspaceRequest(
              List.of(),
              null,
              List.of(),
              ClientKind.CLAUDE_CODE,
              version == null ? null : Version.of(version).orElseThrow(),
              root.resolve("nothing")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://127.0.0.1:4000 | http://127.0.0.1:4000/v1/messages?beta=true",
        "http://127.0.0.1:4000// | http://127.0.0.1:4000/v1/messages?beta=true",
        "http://127.0.0.1:4000/a/ | http://127.0.0.1:4000/a/v1/messages?beta=true",
        "http://127.0.0.1:4000/a// | http://127.0.0.1:4000/a//v1/messages?beta=true",
        "http://127.0.0.1:4000//a | http://127.0.0.1:4000/a/v1/messages?beta=true",
        "http://127.0.0.1:4000/a/../b | http://127.0.0.1:4000/b/v1/messages?beta=true",
        "http://127.0.0.1:4000/v1/ | http://127.0.0.1:4000/v1/v1/messages?beta=true",
        "http://127.0.0.1:4000/v1/messages |"
            + " http://127.0.0.1:4000/v1/messages/v1/messages?beta=true",
        "HTTP://127.0.0.1:4000 | http://127.0.0.1:4000/v1/messages?beta=true",
        "http://user:pw@127.0.0.1:4000 | http://127.0.0.1:4000/v1/messages?beta=true",
        "http://127.0.0.1:4000/?key=abc |"
            + " http://127.0.0.1:4000/?key=abc%2Fv1%2Fmessages%3Fbeta%3Dtrue",
        "http://127.0.0.1:4000/#frag | http://127.0.0.1:4000/",
        "localhost:4000/api | http://localhost:4000/api/v1/messages?beta=true",
        "http:/127.0.0.1:4000 | http://127.0.0.1:4000/v1/messages?beta=true",
        "http:127.0.0.1:4000 | http://127.0.0.1:4000/v1/messages?beta=true",
        "http://127.0.0.1:4000/a b | http://127.0.0.1:4000/a%20b/v1/messages?beta=true",
        "http://127.0.0.1 | http://127.0.0.1/v1/messages?beta=true",
        "https://[::1]:8443/x | https://[::1]:8443/x/v1/messages?beta=true",
      })
  void sends_a_message_to(String base, String url) {
    assertThat(ClientUrl.of(base).url()).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "127.0.0.1:4000",
        "\"http://127.0.0.1:4000\"",
        "'http://127.0.0.1:4000'",
        "http//127.0.0.1:4000",
        "htp://127.0.0.1:4000",
        "http://127.0.0.1:99999",
        "${GATEWAY}",
        "//127.0.0.1:4000",
      })
  void refuses_as_no_address(String base) {
    assertThat(ClientUrl.of(base).isUsable()).isFalse();
    assertThat(ClientUrl.of(base).url()).isNull();
  }

  @Test
  void trims_what_javascript_trims_and_nothing_else() {
    String url = "http://127.0.0.1:4000/v1/messages?beta=true";
    assertThat(ClientUrl.of(" http://127.0.0.1:4000\n").url()).isEqualTo(url);
    assertThat(ClientUrl.of("\u00a0http://127.0.0.1:4000/\u00a0").url()).isEqualTo(url);
    assertThat(ClientUrl.of("http://127.0.0.1:4000\u200b").url()).isNull();
    assertThat(ClientUrl.of("  ").isVendor()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,true",
    "a.localhost,true",
    "127.9.9.9,true",
    "[::1],true",
    "0.0.0.0,true",
    "10.0.0.1,true",
    "172.16.0.1,true",
    "172.32.0.1,false",
    "192.168.3.4,true",
    "100.64.0.1,true",
    "100.128.0.1,false",
    "litellm,true",
    "gw.local,true",
    "gw.example,false",
    "127.evil.example,false",
    "10.evil.example,false",
    "8.8.8.8,false",
  })
  void knows_private_hosts(String host, boolean isPrivate) {
    assertThat(ClientUrl.of("http://" + host + ":4000").isPrivate()).isEqualTo(isPrivate);
  }

  @ParameterizedTest
  @CsvSource({
    "https_proxy,HTTP_PROXY,https_proxy",
    "HTTPS_PROXY,http_proxy,HTTPS_PROXY",
    "HTTPS_PROXY,https_proxy,https_proxy",
    "HTTP_PROXY,http_proxy,http_proxy",
    "ALL_PROXY,HTTP_PROXY,HTTP_PROXY",
    "ALL_PROXY,HTTPS_PROXY,HTTPS_PROXY",
  })
  void of_two_proxies_takes(String one, String other, String winner) {
    ClientRequest request =
        request(NEW, one, "http://a.example:1", other, "http://b.example:1", BASE, LOCAL);
    assertThat(request.proxy().isUsed()).isTrue();
    assertThat(Objects.requireNonNull(request.proxy().variable()).name()).isEqualTo(winner);
  }

  private static final String BASE = "ANTHROPIC_BASE_URL";
  private static final String LOCAL = "http://127.0.0.1:4000";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1 | 127.0.0.1 | true | true",
        "127.0.0.1 | localhost | false | false",
        "127.0.0.1 | 127.0.0.1:4000 | true | true",
        "127.0.0.1 | 127.0.0.1:80 | false | false",
        "127.0.0.1 | 127.0.0.0/8 | true | false",
        "127.0.0.1 | * | true | true",
        "127.0.0.1 | foo, 127.0.0.1 | true | true",
        "127.0.0.1 | foo 127.0.0.1 | true | false",
        "127.0.0.1 | 127.0.0 | false | false",
        "127.0.0.1 | 127.* | false | false",
        "127.0.0.1 | .0.0.1 | false | true",
        "127.0.0.1 | 0.0.1 | false | true",
        "127.0.0.1 | *.0.0.1 | false | false",
        "127.0.0.1 | http://127.0.0.1 | false | false",
        "localhost | 127.0.0.1 | false | false",
        "localhost | .localhost | true | true",
        "localhost | LOCALHOST | true | true",
        "a.localhost | localhost | true | true",
        "gw.example | *.example | true | false",
        "gw.example | example | true | true",
        "gw.example | ample | false | true",
        "gw.example | 10.0.0.0/8 | false | false",
      })
  void leaves_a_host_out(String host, String list, boolean now, boolean before) {
    assertThat(ClientProxy.covers(list, host, 4000)).isEqualTo(now);
    assertThat(ClientProxy.coveredBefore(list, host, 4000)).isEqualTo(before);
  }

  @Test
  void the_small_list_of_exceptions_wins_unless_it_is_empty() {
    ClientRequest request =
        request(NEW, BASE, LOCAL, "HTTP_PROXY", "http://p:1", "NO_PROXY", "127.0.0.1");
    assertThat(request.proxy().isUsed()).isFalse();
    assertThat(request(NEW, "no_proxy", "example.com").proxy().isUsed()).isTrue();
    assertThat(request(NEW, "no_proxy", "").proxy().isUsed()).isFalse();
  }

  @Test
  void older_releases_read_blanks_between_exceptions_only_for_the_other_scheme() {
    String list = "x.y 127.0.0.1";
    assertThat(request(OLD, BASE, LOCAL, "HTTPS_PROXY", "http://p:1", "NO_PROXY", list).proxy())
        .matches(p -> !p.isUsed());
    assertThat(request(OLD, "HTTPS_PROXY", "", "HTTP_PROXY", "http://p:1").proxy().isUsed())
        .isTrue();
  }

  @Test
  void older_releases_know_no_proxy_for_everything() {
    assertThat(request(NEW, BASE, LOCAL, "ALL_PROXY", "http://p:1").proxy().isUsed()).isTrue();
    assertThat(request(OLD).proxy().isUsed()).isFalse();
  }

  @Test
  void a_proxy_needs_a_scheme_and_speaks_http() {
    assertThat(request(NEW, BASE, LOCAL, "HTTP_PROXY", "127.0.0.1:3128").proxy().kind())
        .isEqualTo(ClientProxy.Kind.INVALID);
    assertThat(request(NEW, "HTTP_PROXY", "socks5://127.0.0.1:1").proxy().kind())
        .isEqualTo(ClientProxy.Kind.SOCKS);
    assertThat(request(NEW, "HTTP_PROXY", "").proxy().kind()).isEqualTo(ClientProxy.Kind.NONE);
  }

  private List<String> headers(String version, String... pairs) {
    List<String> headers = new ArrayList<>();
    for (ClientHeader header : request(version, pairs).headers()) {
      headers.add(header.name() + "=" + header.from() + "=" + header.value());
    }
    return headers;
  }

  @Test
  void a_token_and_a_key_both_go_out() {
    assertThat(headers(NEW, "ANTHROPIC_AUTH_TOKEN", " tok ", "ANTHROPIC_API_KEY", "key"))
        .containsExactly("Authorization=TOKEN=Bearer tok", "x-api-key=KEY=key");
  }

  @Test
  void a_helper_fills_what_is_open() throws IOException {
    write(".claude/settings.json", "{\"apiKeyHelper\": \"echo x\"}");
    assertThat(headers(NEW)).containsExactly("Authorization=HELPER=null", "x-api-key=HELPER=null");
    assertThat(headers(NEW, "ANTHROPIC_AUTH_TOKEN", "tok"))
        .containsExactly("Authorization=TOKEN=Bearer tok", "x-api-key=HELPER=null");
    assertThat(headers(OLD)).containsExactly("Authorization=TOKEN=Bearer tok");
    assertThat(headers(NEW, "ANTHROPIC_AUTH_TOKEN", "", "ANTHROPIC_API_KEY", "key"))
        .containsExactly("Authorization=HELPER=null", "x-api-key=KEY=key");
  }

  @Test
  void custom_headers_are_a_credential_beside_which_a_token_wins() {
    assertThat(headers(NEW, "ANTHROPIC_CUSTOM_HEADERS", "X-My: 1\nAuthorization: Bearer ch"))
        .containsExactly("Authorization=CUSTOM_HEADERS=Bearer ch");
    assertThat(headers(NEW, "ANTHROPIC_AUTH_TOKEN", "tok"))
        .containsExactly("Authorization=TOKEN=Bearer tok");
    assertThat(headers(NEW, "ANTHROPIC_CUSTOM_HEADERS", "x-api-key: ch"))
        .containsExactly("Authorization=TOKEN=Bearer tok", "x-api-key=CUSTOM_HEADERS=ch");
  }

  @Test
  void a_key_of_custom_headers_takes_the_place_of_any_other() throws IOException {
    String twice = "X-Api-Key: one\nx-api-key: two\nAuthorization: Bearer ch";
    variables.put("ANTHROPIC_CUSTOM_HEADERS", twice);
    assertThat(headers(NEW, "ANTHROPIC_API_KEY", "key"))
        .containsExactlyInAnyOrder(
            "Authorization=CUSTOM_HEADERS=Bearer ch", "x-api-key=CUSTOM_HEADERS=two");
    write(".claude/settings.json", "{\"apiKeyHelper\": \"echo x\"}");
    assertThat(headers(NEW, "ANTHROPIC_API_KEY", ""))
        .containsExactly("Authorization=HELPER=null", "x-api-key=CUSTOM_HEADERS=two");
  }

  @Test
  void a_login_goes_out_beside_a_key_of_custom_headers() {
    assertThat(
            headers(
                NEW, "ANTHROPIC_CUSTOM_HEADERS", "x-api-key: ch", "CLAUDE_CODE_OAUTH_TOKEN", "o"))
        .containsExactly("x-api-key=CUSTOM_HEADERS=ch", "Authorization=OAUTH_TOKEN=Bearer o");
  }

  @Test
  void a_login_counts_only_without_anything_else() throws IOException {
    assertThat(headers(NEW)).isEmpty();
    write(".claude.json", "{\"primaryApiKey\": \"prim\"}");
    assertThat(headers(NEW)).containsExactly("x-api-key=SAVED_KEY=null");
    write(".claude/.credentials.json", "{\"claudeAiOauth\": {\"accessToken\": \"a\"}}");
    assertThat(headers(NEW)).containsExactly("Authorization=LOGIN=null");
    assertThat(headers(NEW, "CLAUDE_CODE_OAUTH_TOKEN", "o"))
        .containsExactly("Authorization=OAUTH_TOKEN=Bearer o");
    assertThat(headers(NEW, "ANTHROPIC_API_KEY", "key")).containsExactly("x-api-key=KEY=key");
    variables.remove("ANTHROPIC_API_KEY");
    assertThat(headers(NEW, "ANTHROPIC_AUTH_TOKEN", "tok"))
        .containsExactly("Authorization=TOKEN=Bearer tok", "x-api-key=SAVED_KEY=null");
  }

  private String model(String version, Tier tier, String... pairs) {
    ClientModel model = request(version, pairs).models().tier(tier);
    return model.sent() + (model.longContext() ? "+1m" : "");
  }

  @Test
  void the_main_model_is_looked_for_in_order() throws IOException {
    assertThat(model(NEW, Tier.MAIN)).isEqualTo("claude-opus-5-5+1m");
    assertThat(model(OLD, Tier.MAIN)).isEqualTo("claude-opus-4-8+1m");
    assertThat(model("2.1.91", Tier.MAIN)).isEqualTo("claude-sonnet-4-6");
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_DEFAULT_OPUS_MODEL", "gpt-o"))
        .isEqualTo("gpt-o+1m");
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_DEFAULT_MODEL", "gpt-d")).isEqualTo("gpt-d");
    assertThat(model(OLD, Tier.MAIN)).isEqualTo("gpt-o+1m");
    write(".claude/settings.json", "{\"model\": \"gpt-set\"}");
    assertThat(model(NEW, Tier.MAIN)).isEqualTo("gpt-set");
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_MODEL", "gpt-e[1m]")).isEqualTo("gpt-e+1m");
  }

  @Test
  void an_alias_leads_where_its_tier_leads() {
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_MODEL", "opusplan")).isEqualTo("claude-sonnet-5-5");
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_MODEL", "best")).isEqualTo("claude-opus-5-5");
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_MODEL", "fable")).isEqualTo("claude-fable-5-2");
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_MODEL", "default")).isEqualTo("default");
    variables.put("ANTHROPIC_DEFAULT_SONNET_MODEL", "gpt-s[1m]");
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_MODEL", "Sonnet")).isEqualTo("gpt-s+1m");
  }

  @Test
  void an_override_is_sent_for_an_id_of_its_own_by_newer_releases() throws IOException {
    write(
        ".claude/settings.json",
        "{\"modelOverrides\": {\"claude-sonnet-4-6\": \"gpt-s[1m]\", \"claude-opus-5-5\":"
            + " \"gpt-o\", \"claude-haiku-4-5\": \"gpt-h\", \"gpt-x\": \"gpt-y\"}}");
    assertThat(model(NEW, Tier.MAIN)).isEqualTo("gpt-o+1m");
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_MODEL", "CLAUDE-sonnet-4-6")).isEqualTo("gpt-s");
    assertThat(model(OLD, Tier.MAIN)).isEqualTo("CLAUDE-sonnet-4-6");
    // The id of this one has a date; the short one says only what gpt-h is like.
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_MODEL", "claude-haiku-4-5"))
        .isEqualTo("claude-haiku-4-5");
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_MODEL", "gpt-x")).isEqualTo("gpt-x");
  }

  @Test
  void an_id_that_is_no_longer_asked_for_is_an_alias() {
    variables.put("ANTHROPIC_MODEL", "claude-opus-4-1");
    assertThat(model(NEW, Tier.MAIN)).isEqualTo("claude-opus-5-5");
    assertThat(model(OLD, Tier.MAIN)).isEqualTo("claude-opus-4-8");
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_DEFAULT_OPUS_MODEL", "gpt-o")).isEqualTo("gpt-o");
    variables.put("ANTHROPIC_DEFAULT_OPUS_MODEL", "claude-opus-4-1");
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_MODEL", "opus")).isEqualTo("claude-opus-4-1");
  }

  @Test
  void a_session_does_not_start_with_haiku() {
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_DEFAULT_MODEL", "haiku"))
        .isEqualTo("claude-opus-5-5+1m");
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_DEFAULT_MODEL", "sonnet"))
        .isEqualTo("claude-sonnet-5-5");
  }

  @Test
  void the_suffix_may_be_large_and_have_a_blank_before_it() {
    assertThat(model(NEW, Tier.MAIN, "ANTHROPIC_MODEL", " gpt-e [1M] ")).isEqualTo("gpt-e+1m");
  }

  @ParameterizedTest
  @CsvSource({
    "2.1.330,gpt-4o,,32000",
    "2.1.330,claude-my-alias,,32000",
    "2.1.330,claude-opus-5-5,,128000",
    "2.1.330,claude-opus-5-6,,32000",
    "2.1.330,claude-opus-4-8,,64000",
    "2.1.330,anthropic/claude-sonnet-4.6,,32000",
    "2.1.330,claude-haiku-4-5-20251001,200000,64000",
    "2.1.330,claude-3-5-haiku-20241022,60000,8192",
    "2.1.330,gpt-4o,1e4,10000",
    "2.1.330,gpt-4o,+5,5",
    "2.1.330,gpt-4o,0x4000,32000",
    "2.1.330,gpt-4o,99999999999999999999,128000",
    "2.1.197,gpt-4o,1e4,1",
    "2.1.197,claude-opus-5-5,,32000",
    "2.1.197,claude-sonnet-5,,64000",
    "2.1.91,claude-sonnet-4-6,,0",
  })
  void asks_for_an_answer_of(String version, String model, @Nullable String set, long tokens) {
    variables.put("ANTHROPIC_MODEL", model);
    variables.put("CLAUDE_CODE_MAX_OUTPUT_TOKENS", set == null ? "" : set);
    assertThat(request(version).limits().output()).isEqualTo(tokens);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o,,,,adaptive",
    "gpt-4o,0,,,none",
    "gpt-4o,none,,,none",
    "gpt-4o,0.5,,,none",
    "gpt-4o,-1,,,none",
    "gpt-4o,5abc,,,adaptive",
    "gpt-4o,,x,,adaptive",
    "gpt-4o,,Yes,,none",
    "gpt-4o,,,false,none",
    "gpt-4o,5000,,false,adaptive",
    "gpt-4o,0,,true,none",
    "claude-haiku-4-5,,,,enabled",
    "claude-haiku-4-5,0,,,disabled",
    "claude-haiku-4-5,,1,,none",
    "claude-opus-5-5,0,,,adaptive",
    "claude-opus-5-5,,,false,adaptive",
    "claude-3-7-sonnet-20250219,,,,none",
  })
  void says_about_thinking(
      String model,
      @Nullable String budget,
      @Nullable String off,
      @Nullable String always,
      String sent)
      throws IOException {
    variables.put("ANTHROPIC_MODEL", model);
    variables.put("MAX_THINKING_TOKENS", budget == null ? "" : budget);
    variables.put("CLAUDE_CODE_DISABLE_THINKING", off == null ? "" : off);
    if (always != null) {
      write(".claude/settings.json", "{\"alwaysThinkingEnabled\": " + always + "}");
    }
    assertThat(request(NEW).thinking()).isEqualTo(sent);
  }

  @Test
  void an_override_says_what_a_model_is_like() throws IOException {
    write(".claude/settings.json", "{\"modelOverrides\": {\"claude-haiku-4-5\": \"gpt-4o\"}}");
    ClientRequest request =
        request(NEW, "ANTHROPIC_MODEL", "gpt-4o", "CLAUDE_CODE_MAX_OUTPUT_TOKENS", "100000");
    assertThat(request.limits().output()).isEqualTo(64_000);
    assertThat(request.thinking()).isEqualTo("enabled");
  }

  @Test
  void what_is_called_haiku_and_what_works_in_the_background_may_differ() {
    variables.put("ANTHROPIC_MODEL", "gpt-e");
    assertThat(model(NEW, Tier.HAIKU)).isEqualTo("claude-haiku-5-5");
    assertThat(request(NEW).models().background().sent()).isEqualTo("gpt-e");
    assertThat(request("2.1.91").models().background().sent())
        .isEqualTo("claude-haiku-4-5-20251001");
    variables.put("ANTHROPIC_SMALL_FAST_MODEL", "gpt-sf");
    assertThat(request(NEW).models().background().sent()).isEqualTo("gpt-sf");
    assertThat(model(NEW, Tier.HAIKU)).isEqualTo("claude-haiku-5-5");
    assertThat(model(NEW, Tier.SUBAGENT)).isEqualTo("gpt-e");
  }

  @Test
  void numbers_are_read_as_javascript_reads_them() {
    variables.put("ANTHROPIC_MODEL", "gpt-4o");
    assertThat(request(NEW).limits()).isEqualTo(new ClientLimits(32_000, 1_000_000, 600_000, 10));
    assertThat(request(OLD).limits().context()).isEqualTo(200_000);
    assertThat(request(NEW, "CLAUDE_CODE_MAX_OUTPUT_TOKENS", "16k").limits().output())
        .isEqualTo(16);
    assertThat(request(NEW, "CLAUDE_CODE_MAX_OUTPUT_TOKENS", "-5").limits().output())
        .isEqualTo(32_000);
    assertThat(request(NEW, "CLAUDE_CODE_MAX_OUTPUT_TOKENS", "999999").limits().output())
        .isEqualTo(128_000);
    assertThat(request(NEW, "API_TIMEOUT_MS", "50min").limits().timeoutMs()).isEqualTo(50);
    assertThat(request(NEW, "API_TIMEOUT_MS", "never").limits().timeoutMs()).isEqualTo(600_000);
  }

  @Test
  void values_of_settings_that_are_no_text_become_text() throws IOException {
    write(
        ".claude/settings.json",
        "{\"env\": {\"A\": null, \"B\": false, \"C\": {\"x\": 1}, \"D\": [\"a\", 2], \"E\":"
            + " \"\"}}");
    ClientSettings settings = workspace(NEW, "project").settings();
    assertThat(settings.text("A")).isEqualTo("null");
    assertThat(settings.text("B")).isEqualTo("false");
    assertThat(settings.text("C")).isEqualTo("[object Object]");
    assertThat(settings.text("D")).isEqualTo("a,2");
    write(
        ".claude/settings.json",
        "{\"env\": {\"A\": 1e3, \"B\": 67.50, \"C\": 4.0, \"D\": -0, \"E\": 12345678901234567890,"
            + " \"F\": [1.0, true]}}");
    ClientSettings numbers = workspace(NEW, "project").settings();
    assertThat(List.of("A", "B", "C", "D", "E", "F"))
        .extracting(numbers::text)
        .containsExactly("1000", "67.5", "4", "0", "12345678901234567000", "1,true");
    write(".claude/settings.json", "{\"env\": {\"E\": \"\"}}");
    variables.put("E", "of the shell");
    assertThat(workspace(NEW, "project").settings().set("E")).isEmpty();
  }

  @Test
  void the_local_file_at_the_git_root_outranks_the_one_in_the_folder() throws IOException {
    Files.createDirectories(root.resolve("repo/.git"));
    write("repo/.claude/settings.local.json", "{\"env\": {\"M\": \"root\"}}");
    write("repo/.claude/settings.json", "{\"env\": {\"P\": \"root\"}}");
    write("repo/sub/.claude/settings.local.json", "{\"env\": {\"M\": \"sub\", \"N\": \"sub\"}}");
    ClientSettings settings = workspace(NEW, "repo/sub").settings();
    assertThat(settings.text("M")).isEqualTo("root");
    assertThat(settings.text("N")).isEqualTo("sub");
    assertThat(settings.text("P")).isEmpty();
    assertThat(workspace(OLD, "repo/sub").settings().text("M")).isEqualTo("sub");
  }

  @Test
  void a_program_around_the_client_keeps_address_credential_and_models_for_itself()
      throws IOException {
    write(
        ".claude/settings.json",
        "{\"env\": {\"ANTHROPIC_MODEL\": \"u\", \"API_TIMEOUT_MS\": \"1000000\"}}");
    variables.put("ANTHROPIC_MODEL", "shell");
    variables.put("CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST", "1");
    ClientSettings settings = workspace(NEW, "project").settings();
    assertThat(settings.text("ANTHROPIC_MODEL")).isEqualTo("shell");
    assertThat(settings.text("API_TIMEOUT_MS")).isEqualTo("1000000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\": 5} | false",
        "{\"apiKeyHelper\": 5} | false",
        "{\"hooks\": []} | true",
        "{\"modelOverrides\": {\"a\": 5}} | false",
        "{\"disableAutoMode\": true} | false",
        "{\"alwaysThinkingEnabled\": \"yes\"} | false",
        "{\"cleanupPeriodDays\": \"30\"} | false",
        "{\"availableModels\": \"x\"} | false",
        "{\"permissions\": {\"defaultMode\": 5}} | false",
        "{\"env\": null} | false",
        "{\"effortLevel\": \"bogus\", \"x\": [1]} | true",
      })
  void a_file_with_a_wrong_type_is_skipped(String json, boolean inEffect) throws IOException {
    write(".claude/settings.json", json);
    List<SettingsFile> files = workspace(NEW, "project").settings().files();
    assertThat(files.get(files.size() - 1).isInEffect()).isEqualTo(inEffect);
  }

  @Test
  void a_release_between_two_measured_ones_does_what_the_older_one_does() {
    ClientFacts facts = ClientFacts.packaged();
    assertThat(facts.release(Version.of("2.1.250").orElseThrow()).from()).hasToString("2.1.197");
    assertThat(facts.release(Version.of("2.0.1").orElseThrow()).from()).hasToString("2.1.91");
    assertThat(facts.release(null).from()).isEqualTo(facts.newest());
    assertThat(facts.isMeasured(Version.of("2.1.330").orElseThrow())).isTrue();
    assertThat(facts.isMeasured(Version.of("2.1.331").orElseThrow())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "claude-*,claude-opus-4,true",
    "*,anything,true",
    "openai/*,openai/gpt,true",
    "openai/*,azure/gpt,false",
    "a*b*c,aXbYc,true",
    "a*b*c,ac,false",
    "ab*ba,aba,false",
  })
  void a_wildcard_covers(String pattern, String name, boolean covers) {
    assertThat(ServedModels.matches(pattern, name)).isEqualTo(covers);
  }
}
