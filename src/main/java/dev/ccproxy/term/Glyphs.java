package dev.ccproxy.term;

/**
 * Marks in front of lines. Where the terminal lacks them, letters stand for them.
 *
 * @param ok all is well
 * @param error broken
 * @param warning worse than it has to be
 * @param info worth knowing
 * @param skip not judged
 * @param arrow from one thing to the next
 * @param bar between a line number and its line
 */
public record Glyphs(
    String ok, String error, String warning, String info, String skip, String arrow, String bar) {

  /** For every terminal. */
  public static final Glyphs ASCII = new Glyphs("ok", "x", "!", "i", "-", "->", "|");

  /** For terminals that know them. */
  public static final Glyphs UNICODE = new Glyphs("✓", "✗", "!", "i", "-", "→", "│");
}
