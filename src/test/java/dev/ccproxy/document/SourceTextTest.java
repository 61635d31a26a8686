package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\uFEFFa\r\nb\r\n", "päß 😀\n", "\r", "a\rb"})
  void encode_gives_the_bytes_that_were_decoded(String file) throws DocumentException {
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
    assertThat(SourceText.decode("f", bytes).encode()).isEqualTo(bytes);
  }

  @Test
  void the_byte_order_mark_is_no_part_of_the_text() throws DocumentException {
    SourceText source =
        SourceText.decode("f", new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'a'});
    assertThat(source.bom()).isTrue();
    assertThat(source.text()).isEqualTo("a");
  }

  @Test
  void a_wrong_byte_is_reported_with_its_place() {
    byte[] bytes = {'a', '\n', 'b', (byte) 0xC3, (byte) 0x28};
    assertThatThrownBy(() -> SourceText.decode("f.json", bytes))
        .isInstanceOf(DocumentException.class)
        .hasMessage("f.json:2:2: not UTF-8: invalid byte 0xC3");
  }

  @Test
  void columns_count_characters_not_surrogates() {
    assertThat(SourceText.of("ab\r\n😀x").position(6)).isEqualTo(new Position(2, 2));
  }

  @Test
  void the_line_end_of_most_lines_is_the_line_end_of_the_file() {
    assertThat(SourceText.of("a\r\nb\r\nc\n").lineBreak()).isEqualTo("\r\n");
    assertThat(SourceText.of("a\nb\r\n").lineBreak()).isEqualTo("\n");
    assertThat(SourceText.of("").lineBreak()).isEqualTo("\n");
  }

  @Test
  void edits_are_done_in_the_order_of_the_text() {
    SourceText edited =
        SourceText.of("0123456789")
            .apply(
                List.of(
                    new Edit(new Span(8, 9), ""),
                    new Edit(Span.at(2), "x"),
                    new Edit(Span.at(2), "y")));
    assertThat(edited.text()).isEqualTo("01xy2345679");
  }

  @Test
  void overlapping_edits_are_refused() {
    List<Edit> edits = List.of(new Edit(new Span(1, 3), "a"), new Edit(new Span(2, 4), "b"));
    assertThatThrownBy(() -> SourceText.of("01234").apply(edits))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void half_a_surrogate_pair_cannot_be_written() {
    assertThatThrownBy(() -> SourceText.of("\uD83D").encode())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
