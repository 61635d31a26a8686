package dev.ccproxy.report;

import dev.ccproxy.redact.Redactor;
import dev.ccproxy.term.Columns;
import dev.ccproxy.term.Printable;

/**
 * A piece of a server's line with a mark below it, as wide as there is room.
 *
 * @param text harmless and without secrets
 * @param caret column of the mark, -1 for none
 */
record Excerpt(String text, int caret) {
  private static final String CUT = "...";

  /**
   * The part of {@code text} around the character at {@code caret}.
   *
   * @param caret index in {@code text}, -1 for none
   * @param room columns, at least 10
   */
  static Excerpt of(String text, int caret, int room, Redactor redactor) {
    String whole = Printable.line(redactor.apply(text));
    int at = caret < 0 ? -1 : place(text, caret, whole, redactor);
    int from = 0;
    String lead = "";
    if (at >= 0 && Columns.of(whole.substring(0, at)) > room - CUT.length() - 1) {
      // The mark stands in the second half, so that what led to it is seen.
      int back = at;
      int columns = 0;
      while (back > 0 && columns < room * 2 / 3 - CUT.length()) {
        back = whole.offsetByCodePoints(back, -1);
        columns = Columns.of(whole.substring(back, at));
      }
      from = back;
      lead = CUT;
    }
    String rest = whole.substring(from);
    int space = room - lead.length();
    String shown =
        Columns.of(rest) <= space
            ? rest
            : rest.substring(0, Columns.end(rest, 0, space - CUT.length())) + CUT;
    int column = at < 0 ? -1 : lead.length() + Columns.of(whole.substring(from, at));
    return new Excerpt(lead + shown, column);
  }

  /** Where the character stands once secrets are hidden and controls are spelt out. */
  private static int place(String text, int caret, String whole, Redactor redactor) {
    String before =
        Printable.line(redactor.apply(text.substring(0, Math.min(caret, text.length()))));
    if (whole.startsWith(before)) {
      return before.length();
    }
    // The place lies inside of a secret: where that begins.
    int same = 0;
    while (same < before.length()
        && same < whole.length()
        && before.charAt(same) == whole.charAt(same)) {
      same++;
    }
    return same;
  }
}
