package dev.ccproxy.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final String KEY = "zq\"7/K+planted\\key==";

  private final Redactor redactor = new Redactor();

  @Test
  void a_known_value_is_replaced_by_its_name_in_every_form() {
    redactor.learn("MY_KEY", KEY);
    String base64 =
        Base64.getEncoder().withoutPadding().encodeToString(KEY.getBytes(StandardCharsets.UTF_8));
    String json = KEY.replace("\\", "\\\\").replace("\"", "\\\"");
    String url = URLEncoder.encode(KEY, StandardCharsets.UTF_8);
    assertThat(redactor.apply("a " + KEY + " b")).isEqualTo("a <MY_KEY> b");
    assertThat(redactor.apply("\"" + json + "\"")).isEqualTo("\"<MY_KEY>\"");
    assertThat(redactor.apply("?k=" + url)).isEqualTo("?k=<MY_KEY>");
    assertThat(redactor.apply(base64)).isEqualTo("<MY_KEY>");
  }

  @Test
  void the_longer_of_two_overlapping_values_is_replaced_first() {
    redactor.learn("SHORT", "planted-1");
    redactor.learn("LONG", "planted-1234567");
    assertThat(redactor.apply("planted-1234567 planted-1")).isEqualTo("<LONG> <SHORT>");
  }

  @Test
  void a_value_that_is_an_ordinary_word_stays() {
    redactor.learn("OLLAMA_API_KEY", "ollama");
    assertThat(redactor.apply("ollama serve")).isEqualTo("ollama serve");
  }

  @Test
  void variables_are_learned_by_their_names() {
    redactor.learnFrom(Map.of("X_API_KEY", "planted-value-1", "EDITOR", "planted-value-2"));
    assertThat(redactor.apply("planted-value-1 planted-value-2"))
        .isEqualTo("<X_API_KEY> planted-value-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-ant-api03-AbCdEfGh1234567",
        "sk-or-v1-0123456789abcdef0123",
        "sk-proj-abcDEF123456_xyz",
        "gsk_abcdefghij0123456",
        "AIzaSyA1234567890abcdefg",
        "ghp_0123456789abcdefABCD",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc123def456"
      })
  void keys_that_nobody_mentioned_are_known_by_how_they_begin(String key) {
    assertThat(redactor.apply("x=\"" + key + "\",")).isEqualTo("x=\"<key>\",");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-1234",
        "task-oriented-programming-2024-edition",
        "sk-learn-contrib-examples",
        "os.environ/OPENAI_API_KEY"
      })
  void what_only_looks_a_little_like_a_key_stays(String text) {
    assertThat(redactor.apply(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPENAI_API_KEY",
        "apiKey",
        "auth-token",
        "DB_PASSWORD",
        "ANTHROPIC_CUSTOM_HEADERS",
        "DATABASE_URL",
        "client_secret"
      })
  void names_of_credentials_are_recognised(String name) {
    assertThat(SecretNames.matches(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CLAUDE_CODE_MAX_OUTPUT_TOKENS",
        "CLAUDE_CODE_MAX_CONTEXT_TOKENS",
        "max_tokens",
        "apiKeyHelper",
        "model",
        "PATH"
      })
  void names_that_merely_sound_like_it_are_not(String name) {
    assertThat(SecretNames.matches(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\n", "\\t", "\\u0000", "\\u202e"})
  void a_key_right_behind_an_escape_of_a_json_string_is_seen(String escape) {
    assertThat(redactor.apply("\"bad" + escape + "sk-proj-abcdefgh12345678\""))
        .isEqualTo("\"bad" + escape + "<key>\"");
    assertThat(redactor.apply("desk-proj-abcdefgh12345678")).contains("desk-proj");
  }

  @Test
  void a_secret_prints_as_name_length_and_fingerprint() {
    Secret secret = new Secret("K", "planted-value");
    assertThat(secret).hasToString("K (13 characters, sha256:" + secret.fingerprint() + ")");
    assertThat(secret.fingerprint()).matches("[0-9a-f]{8}");
    assertThat(secret.toString()).doesNotContain("planted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[0m",
        "\u001b[38;5;1m",
        "\u001b]8;;http://x\u0007",
        "\u200b",
        "\u202e",
        "\u0000",
        "\u0085",
        "\ufeff",
        "\\u200b",
        "\\u001b[1m",
        "\\x1b[1m",
        "\\033[1m",
        "\\e[1m",
        "\\u{1b}[0m",
        "\\u{200b}"
      })
  void a_secret_that_something_invisible_splits_is_found(String split) {
    redactor.learn("MY_KEY", "planted-0123456789");
    assertThat(redactor.apply("a planted-0123" + split + "456789 b " + split + "c"))
        .isEqualTo("a <MY_KEY> b " + split + "c");
    assertThat(redactor.apply("x sk-proj-abcDEF" + split + "123456_xyz y")).isEqualTo("x <key> y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C:\\users\\x",
        "\\u12",
        "\\u{",
        "\\x",
        "\\",
        "\\0",
        "\u001b",
        "\u001b[",
        "\u001b]a",
        "\\u{zz}"
      })
  void what_only_looks_like_an_escape_stays(String text) {
    redactor.learn("MY_KEY", "planted-0123456789");
    assertThat(redactor.apply(text)).isEqualTo(text);
    assertThat(redactor.apply(text + " planted-0123456789")).isEqualTo(text + " <MY_KEY>");
  }

  @Test
  void hides_what_a_cut_has_left_of_a_value() {
    Redactor redactor = new Redactor();
    redactor.learn("TOKEN", "Zq7/Kx+p'4vT\"mW8==bN3dRf");
    assertThat(redactor.apply("was Zq7/Kx+p'4\nnext")).isEqualTo("was <TOKEN>\nnext");
    assertThat(redactor.apply("was Zq7/Kx+p'4...")).isEqualTo("was <TOKEN>...");
    assertThat(redactor.apply("\u2026W8==bN3dRf was")).isEqualTo("\u2026<TOKEN> was");
    // In the middle of a line it is a word that begins alike.
    assertThat(redactor.apply("Zq7/Kx+p is a name")).isEqualTo("Zq7/Kx+p is a name");
  }

  @Test
  void the_beginning_that_all_values_have_is_no_part_of_one() {
    Redactor redactor = new Redactor();
    redactor.learn("DATABASE_URL", "postgresql://db.example/x9Kq");
    redactor.learn("KEY", "Bearer Zq7Kx4vT");
    redactor.learn("HEADERS", "X-Other: 1\nx-api-key: Zq7Kx4vTbN3d");
    redactor.learn("HEADER", "Authorization: Bearer Zq7Kx4vTbN3d");
    String plain = "see postgresql://\nor Bearer \nX-Other: 1\n\"x-api-key\"\n\"Authorization\"\n";
    assertThat(redactor.apply(plain)).isEqualTo(plain);
  }

  @Test
  void hides_a_vendors_key_at_the_end_of_a_name() {
    assertThat(new Redactor().apply("my-sk-Hv5tWc9kQz2nPb7x.json")).isEqualTo("my-<key>");
  }
}
