package dev.ccproxy.check.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as servers show them when they refuse them. */
class MaskedKeyTest {
  @ParameterizedTest
  @CsvSource({
    "Incorrect API key provided: sk-proj-********abcd. You can find, sk-proj-, abcd",
    "Your api key: ****9f3e is invalid, '', 9f3e",
    "Received API Key = sk-...9f3e and so on, sk-, 9f3e",
    "key sk-ant…wxyz refused, sk-ant, wxyz",
    "Invalid token sk-abcd***, sk-abcd, ''"
  })
  void both_ends_are_found(String text, String start, String end) {
    assertThat(MaskedKey.in(text)).isEqualTo(new MaskedKey(start, end));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Loading... please wait",
        "invalid api key",
        "** note ** this is bold",
        "a.b.c is not a key",
        "and so on...",
        "***"
      })
  void prose_shows_none(String text) {
    assertThat(MaskedKey.in(text)).isNull();
  }

  @Test
  void it_fits_the_key_that_it_was_made_of_and_no_other() {
    MaskedKey shown = new MaskedKey("sk-proj-", "abcd");
    assertThat(shown.fits("sk-proj-0123456789abcd")).isTrue();
    assertThat(shown.fits("sk-proj-0123456789abce")).isFalse();
    assertThat(shown.fits("local-gateway-key")).isFalse();
  }

  @Test
  void a_long_text_of_stars_takes_no_time() {
    assertThat(MaskedKey.in("*".repeat(200_000) + " " + "a*".repeat(100_000))).isNull();
  }
}
