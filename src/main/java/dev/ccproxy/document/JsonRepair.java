package dev.ccproxy.document;

import java.util.ArrayList;
import java.util.List;

/** Takes out of a JSON text what only a lenient reader accepts. */
final class JsonRepair {
  private final SourceText source;
  private final JsonTrivia trivia;
  private final List<Edit> edits = new ArrayList<>();

  private JsonRepair(SourceText source) {
    this.source = source;
    this.trivia = new JsonTrivia(source.text());
  }

  /** The comments and the commas before closing brackets among the problems of a text. */
  static List<Span> leniencies(List<Problem> problems) {
    List<Span> spans = new ArrayList<>();
    for (Problem problem : problems) {
      if (problem.kind() != Problem.Kind.DUPLICATE_KEY) {
        spans.add(problem.span());
      }
    }
    return spans;
  }

  /**
   * The edits that take them out.
   *
   * @param leniencies in the order of the text
   */
  static List<Edit> edits(SourceText source, List<Span> leniencies) {
    JsonRepair repair = new JsonRepair(source);
    int next = 0;
    while (next < leniencies.size()) {
      next = repair.remove(leniencies, next);
    }
    return repair.edits;
  }

  /**
   * Removes one span together with those behind it that only blanks part from it: together they may
   * be all that is on a line.
   *
   * @return position of the first span that is not among them
   */
  private int remove(List<Span> spans, int first) {
    int next = first + 1;
    while (next < spans.size()
        && trivia.isBlanks(spans.get(next - 1).end(), spans.get(next).start())) {
      next++;
    }
    int start = spans.get(first).start();
    int end = spans.get(next - 1).end();
    int blanksStart = trivia.skipBlanksBack(start);
    int blanksEnd = trivia.skipBlanks(end);
    boolean atStart = trivia.isLineStart(blanksStart);
    boolean atEnd = blanksEnd == source.text().length() || trivia.isLineEnd(blanksEnd);
    if (atStart && atEnd) {
      remove(blanksStart, trivia.skipLineEnd(blanksEnd));
    } else if (atEnd) {
      remove(blanksStart, blanksEnd);
    } else if (trivia.is(start, ',')) {
      remove(start, end);
    } else if (blanksEnd == end && ",:]}".indexOf(source.text().charAt(end)) >= 0) {
      remove(atStart ? start : blanksStart, end);
    } else {
      remove(start, blanksEnd);
    }
    return next;
  }

  private void remove(int start, int end) {
    edits.add(new Edit(new Span(start, end), ""));
  }
}
