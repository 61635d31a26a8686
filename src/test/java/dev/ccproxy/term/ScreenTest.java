package dev.ccproxy.term;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.redact.Redactor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Redactor redactor = new Redactor();

  private Screen screen(Charset charset, boolean colour, int width) {
    return new Screen(bytes, charset, colour, width, redactor);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void escape_sequences_bidi_controls_and_lone_returns_are_shown_by_their_code() {
    screen(StandardCharsets.UTF_8, false, 80).println("a\u001b[31mb\u202ec\u200bd\re\u0085");
    assertThat(printed()).isEqualTo("a\\u{1b}[31mb\\u{202e}c\\u{200b}d\\re\\u{85}\n");
  }

  @Test
  void a_windows_line_end_needs_no_mark() {
    screen(StandardCharsets.UTF_8, false, 80).println("a\r\nb");
    assertThat(printed()).isEqualTo("a\nb\n");
  }

  @Test
  void a_secret_is_hidden_before_it_is_printed() {
    redactor.learn("K", "planted-value");
    Screen screen = screen(StandardCharsets.UTF_8, true, 20);
    screen.println("x planted-value");
    screen.say("a sentence that is long enough to be broken, with planted-value in it");
    screen.data("{\"k\": \"planted-value\"}");
    assertThat(printed()).doesNotContain("planted-value").contains("<K>");
  }

  @Test
  void emphasis_is_left_out_without_colour() {
    screen(StandardCharsets.UTF_8, false, 80).print(Line.of(Tint.RED, "x"));
    assertThat(printed()).isEqualTo("x\n");
  }

  @Test
  void emphasis_is_closed_behind_its_piece() {
    screen(StandardCharsets.UTF_8, true, 80).print(new Line().add(Tint.RED, "x").add("y"));
    assertThat(printed()).isEqualTo("\u001b[31mx\u001b[0my\n");
  }

  @Test
  void an_ascii_terminal_gets_the_code_of_what_it_cannot_show() {
    screen(StandardCharsets.US_ASCII, false, 80).println("caf\u00e9 \uD83D\uDE00");
    assertThat(printed()).isEqualTo("caf\\u{e9} \\u{1f600}\n");
  }

  @Test
  void data_for_programs_is_utf_8_on_every_terminal() {
    screen(StandardCharsets.US_ASCII, false, 80).data("caf\u00e9");
    assertThat(printed()).isEqualTo("caf\u00e9");
  }

  @Test
  void a_sentence_is_broken_at_blanks_and_never_wider_than_the_terminal() {
    screen(StandardCharsets.UTF_8, false, 40)
        .say("one two three four five six seven eight nine ten eleven twelve");
    assertThat(printed().split("\n"))
        .hasSizeGreaterThan(1)
        .allSatisfy(row -> assertThat(row.length()).isLessThanOrEqualTo(40));
    assertThat(printed().replace("\n  ", " ").strip())
        .isEqualTo("one two three four five six seven eight nine ten eleven twelve");
  }

  @Test
  void a_reader_that_is_gone_is_no_error() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    Screen screen = new Screen(gone, StandardCharsets.UTF_8, false, 80, redactor);
    screen.println("x");
    assertThat(screen.isBroken()).isTrue();
    screen.println("y");
  }
}
