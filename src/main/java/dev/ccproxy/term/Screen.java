package dev.ccproxy.term;

import dev.ccproxy.redact.Redactor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * One of the two output streams. Everything that a command says goes through here: secrets are
 * hidden, foreign text is made harmless, characters that the terminal's character set lacks are
 * written by their code.
 *
 * <p>A stream whose reader is gone ({@code | head}) is no error: what follows is dropped and {@link
 * #isBroken()} says so.
 */
public final class Screen {
  private final OutputStream out;
  private final Charset charset;
  private final boolean colour;
  private final int width;
  private final Redactor redactor;
  private boolean broken;

  /**
   * @param charset what the terminal understands
   * @param colour whether emphasis is shown
   * @param width columns of the terminal, at least 20
   */
  public Screen(OutputStream out, Charset charset, boolean colour, int width, Redactor redactor) {
    this.out = out;
    this.charset = charset;
    this.colour = colour;
    this.width = Math.max(20, width);
    this.redactor = redactor;
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** The marks that the terminal can show. */
  public Glyphs glyphs() {
    CharsetEncoder encoder = charset.newEncoder();
    return encoder.canEncode(Glyphs.UNICODE.ok()) && encoder.canEncode(Glyphs.UNICODE.bar())
        ? Glyphs.UNICODE
        : Glyphs.ASCII;
  }

  /** Whether the reader of the stream is gone. */
  public boolean isBroken() {
    return broken;
  }

  /** Prints a line as it is, however long: data, diffs, commands to paste. */
  public void print(Line line) {
    StringBuilder text = new StringBuilder();
    for (Line.Piece piece : line.pieces()) {
      String clean = Printable.of(redactor.apply(piece.text()));
      text.append(colour ? piece.tint().around(clean) : clean);
    }
    write(text.append('\n').toString());
  }

  /** Prints a line as it is, however long. */
  public void println(String text) {
    print(Line.of(text));
  }

  /**
   * Prints a sentence for people, broken at blanks to the width of the terminal; further lines are
   * indented by two.
   */
  public void say(Line line) {
    StringBuilder plain = new StringBuilder();
    for (Line.Piece piece : line.pieces()) {
      plain.append(Printable.of(redactor.apply(piece.text())));
    }
    if (plain.length() <= width) {
      print(line);
      return;
    }
    String[] words = plain.toString().split(" ", -1);
    StringBuilder row = new StringBuilder();
    for (String word : words) {
      boolean fitsBelow = word.length() + 2 <= width;
      if (fitsBelow && row.length() + 1 + word.length() > width && !row.toString().isBlank()) {
        write(row.append('\n').toString());
        row = new StringBuilder("  ").append(word);
      } else {
        row.append(row.length() == 0 ? "" : " ").append(word);
      }
    }
    write(row.append('\n').toString());
  }

  /** As {@link #say(Line)}. */
  public void say(String text) {
    say(Line.of(text));
  }

  /**
   * Prints text that a program reads: UTF-8 whatever the terminal is, secrets hidden, nothing else
   * touched.
   */
  public void data(String text) {
    writeBytes(redactor.apply(text).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Prints bytes that the user explicitly asked for with their secrets ({@code --with-secrets}).
   */
  public void unredacted(byte[] bytes) {
    writeBytes(bytes);
  }

  private void write(String text) {
    if (charset.equals(StandardCharsets.UTF_8)) {
      writeBytes(text.getBytes(StandardCharsets.UTF_8));
      return;
    }
    CharsetEncoder encoder = charset.newEncoder();
    StringBuilder mapped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (encoder.canEncode(text.subSequence(i, next))) {
        mapped.append(text, i, next);
      } else {
        mapped.append("\\u{").append(Integer.toHexString(c)).append('}');
      }
      i = next;
    }
    encoder.onUnmappableCharacter(CodingErrorAction.REPLACE).reset();
    try {
      ByteBuffer bytes = encoder.encode(CharBuffer.wrap(mapped));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      writeBytes(copy);
    } catch (IOException e) {
      throw new IllegalStateException("every character was checked", e);
    }
  }

  private void writeBytes(byte[] bytes) {
    if (broken) {
      return;
    }
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      broken = true;
    }
  }
}
