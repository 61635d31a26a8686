package dev.ccproxy.term;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {
  @ParameterizedTest
  @CsvSource({
    "'',0",
    "abc,3",
    "Gr\u00fc\u00dfe,5",
    "e\u0301,1",
    "\u4f60\u597d,4",
    "\ud83d\ude00,2",
    "\uff21,2"
  })
  void a_text_takes_its_columns(String text, int columns) {
    assertThat(Columns.of(text)).isEqualTo(columns);
  }

  @Test
  void a_cut_leaves_characters_whole_and_takes_at_least_one() {
    assertThat(Columns.end("abcdef", 1, 3)).isEqualTo(4);
    assertThat(Columns.end("\u4f60\u597d\u4f60", 0, 3)).isEqualTo(1);
    assertThat(Columns.end("\ud83d\ude00x", 0, 1)).isEqualTo(2);
    assertThat(Columns.end("e\u0301x", 0, 1)).isEqualTo(2);
    assertThat(Columns.end("abc", 3, 5)).isEqualTo(3);
  }
}
