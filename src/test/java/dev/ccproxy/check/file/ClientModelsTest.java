package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientModelsTest {

  @ParameterizedTest(name = "{0} answers {1}: {2}")
  @CsvSource({
    "gpt-4o, gpt-4o, true",
    "gpt-4o, gpt-4o-mini, false",
    "*, gpt-4o, true",
    "claude-*, claude-haiku-4-5, true",
    "claude-*, claude-, true",
    "claude-*, gpt-4o, false",
    "*-mini, gpt-4o-mini, true",
    "*-mini, gpt-4o, false",
    "gpt-*-mini, gpt-4o-mini, true",
    "gpt-*-mini, gpt--mini, true",
    "gpt-*-mini, gpt-mini, false",
    "a*b*c, a-b-c, true",
  })
  void a_star_stands_for_any_part_of_a_name(String pattern, String name, boolean expected) {
    assertThat(ClientModels.matches(pattern, name)).isEqualTo(expected);
  }
}
