package dev.ccproxy.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.redact.Redactor;
import dev.ccproxy.term.Columns;
import org.junit.jupiter.api.Test;

class ExcerptTest {
  private final Redactor redactor = new Redactor();

  private String marked(String text, int caret, int room) {
    Excerpt excerpt = Excerpt.of(text, caret, room, redactor);
    assertThat(Columns.of(excerpt.text())).isLessThanOrEqualTo(room);
    assertThat(excerpt.caret()).isLessThan(room);
    return excerpt.text() + "\n" + " ".repeat(excerpt.caret()) + "^";
  }

  @Test
  void what_fits_is_shown_whole() {
    assertThat(marked("data: {x}", 6, 40)).isEqualTo("data: {x}\n      ^");
    assertThat(marked("ab", 2, 40)).isEqualTo("ab\n  ^");
    assertThat(Excerpt.of("abc", -1, 40, redactor)).isEqualTo(new Excerpt("abc", -1));
  }

  @Test
  void a_long_line_is_shown_around_the_mark() {
    String text = "a".repeat(50) + "X" + "b".repeat(50);
    String marked = marked(text, 50, 20);
    String[] rows = marked.split("\n");
    assertThat(rows[0]).startsWith("...aaa").endsWith("b...").hasSize(20);
    assertThat(rows[0].charAt(rows[1].indexOf('^'))).isEqualTo('X');
    assertThat(marked("X" + text, 0, 20)).startsWith("Xaaa").endsWith("\n^");
  }

  @Test
  void the_mark_stays_at_its_character_behind_wide_and_spelt_out_ones() {
    for (String before : new String[] {"\u4f60\u597d", "\u001b[31m", "e\u0301", "\u202e\t"}) {
      String[] rows = marked(before + "X", before.length(), 60).split("\n");
      int at = rows[0].indexOf('X');
      assertThat(rows[1].indexOf('^')).isEqualTo(Columns.of(rows[0].substring(0, at)));
    }
  }

  @Test
  void a_secret_is_hidden_wherever_the_mark_is() {
    redactor.learn("KEY", "planted-value-1");
    String text = "{\"a\":\"planted-value-1\",\"b\":X}";
    for (int caret = 0; caret <= text.length(); caret++) {
      assertThat(marked(text, caret, 60)).contains("<KEY>").doesNotContain("planted");
    }
    String[] rows = marked(text, text.indexOf('X'), 60).split("\n");
    assertThat(rows[0].charAt(rows[1].indexOf('^'))).isEqualTo('X');
  }
}
