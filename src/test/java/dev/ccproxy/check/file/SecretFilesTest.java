package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be a credential and what only stands in its place. */
class SecretFilesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-proj-fixtureT3mQ8vXkR5nB1yL7cW0",
        "0123abcd",
        " 0123456789abcdef ",
        "Passw0rd",
        "HUNTERTWO",
        "correct-horse-battery",
        "a-word_of_sixtee",
        "-----BEGIN KEY-----\n0123456789abcdef\n-----END KEY-----"
      })
  void a_credential(String value) {
    assertThat(SecretFiles.isCredential(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0123abc",
        "  0123abc  ",
        "os.environ/OPENAI_API_KEY",
        "$OPENAI_API_KEY",
        "<the key of the provider 1>",
        "/run/secrets/openai1",
        "~/.config/openai1",
        "missing-OPENAI_API_KEY",
        "sk-your-openai-key-1",
        "sk-XXXXXXXX",
        "sk-example-0123456789",
        "PLACEHOLDER-0123456789",
        "changeme-0123456789",
        "sk-anything",
        "not-needed",
        "fifteen_letters"
      })
  void no_credential(String value) {
    assertThat(SecretFiles.isCredential(value)).isFalse();
  }
}
