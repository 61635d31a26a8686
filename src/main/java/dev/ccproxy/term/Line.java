package dev.ccproxy.term;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of output in pieces, each with its emphasis. The pieces may hold foreign text; the screen
 * makes it harmless.
 */
public final class Line {

  /** One piece. */
  record Piece(Tint tint, String text) {}

  private final List<Piece> pieces = new ArrayList<>();

  /** An empty line to add to. */
  public Line() {}

  /** A line of one piece without emphasis. */
  public static Line of(String text) {
    return new Line().add(text);
  }

  /** A line of one piece. */
  public static Line of(Tint tint, String text) {
    return new Line().add(tint, text);
  }

  /** One more piece without emphasis. */
  public Line add(String text) {
    return add(Tint.PLAIN, text);
  }

  /** One more piece. */
  public Line add(Tint tint, String text) {
    pieces.add(new Piece(tint, text));
    return this;
  }

  /** Columns that it takes, as long as nothing in it has to be made harmless. */
  public int columns() {
    int columns = 0;
    for (Piece piece : pieces) {
      columns += Columns.of(piece.text());
    }
    return columns;
  }

  List<Piece> pieces() {
    return pieces;
  }
}
