package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharactersTest {

  @ParameterizedTest
  @ValueSource(
      chars = {
        '\u00a0', '\u00ad', '\u1680', '\u2000', '\u2007', '\u200a', '\u200b', '\u200e', '\u2028',
        '\u2029', '\u202e', '\u202f', '\u2060', '\u3000', '\ufeff'
      })
  void nobody_sees_it(char c) {
    assertThat(Characters.isInvisible(c)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(chars = {' ', '\t', 'a', '-', '"', '\u00e9', '\u2010', '\u201c', '\u4e2d'})
  void everybody_sees_it(char c) {
    assertThat(Characters.isInvisible(c)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(chars = {'\u2018', '\u2019', '\u201c', '\u201d', '\u201e', '\u00ab', '\u00bb'})
  void an_editor_made_it(char c) {
    assertThat(Characters.isCurlyQuote(c)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(chars = {'"', '\'', 'a', '\u2039'})
  void no_editor_made_it(char c) {
    assertThat(Characters.isCurlyQuote(c)).isFalse();
  }

  @Test
  void a_code_has_four_digits_at_least() {
    assertThat(Characters.code('\u001b')).isEqualTo("U+001B");
    assertThat(Characters.code('\ufeff')).isEqualTo("U+FEFF");
  }
}
