package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which variable people mean who write a reference as another program reads it. */
class EnvironmentReferencesTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "$OPENAI_API_KEY,OPENAI_API_KEY",
        "$K,K",
        "${OPENAI_API_KEY},OPENAI_API_KEY",
        "` ${ OPENAI_API_KEY } `,OPENAI_API_KEY",
        "${OPENAI_API_KEY:-none},OPENAI_API_KEY",
        "${{OPENAI_API_KEY}},OPENAI_API_KEY",
        "{{OPENAI_API_KEY}},OPENAI_API_KEY",
        "$env:OPENAI_API_KEY,OPENAI_API_KEY",
        "env:OPENAI_API_KEY,OPENAI_API_KEY",
        "env/OPENAI_API_KEY,OPENAI_API_KEY",
        "os.environ[\"OPENAI_API_KEY\"],OPENAI_API_KEY",
        "os.environ['OPENAI_API_KEY'],OPENAI_API_KEY",
        "os.environ.get(\"OPENAI_API_KEY\"),OPENAI_API_KEY",
        "os.getenv('OPENAI_API_KEY'),OPENAI_API_KEY",
        "os.environ.OPENAI_API_KEY,OPENAI_API_KEY",
        "os.environ/$OPENAI_API_KEY,OPENAI_API_KEY",
        "os.environ/ OPENAI_API_KEY,OPENAI_API_KEY",
        "%OPENAI_API_KEY%,OPENAI_API_KEY",
        "%K%,K"
      })
  void names_the_variable(String text, String variable) {
    assertThat(EnvironmentReferences.meant(text)).isEqualTo(variable);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "%",
        "%%",
        "$",
        "${}",
        "${:-none}",
        "$home",
        "$1ST",
        "sk-$ecret",
        "os.environ/OPENAI_API_KEY",
        "https://api.openai.com/v1"
      })
  void finds_none_in_a_plain_value(String text) {
    assertThat(EnvironmentReferences.meant(text)).isNull();
  }
}
