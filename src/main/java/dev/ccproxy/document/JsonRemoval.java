package dev.ccproxy.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What has to leave the text so that members of an object or a list are gone without a trace. */
final class JsonRemoval {
  private final JsonTrivia trivia;
  private final JsonStyleFinder finder;
  private final JsonContainer container;
  private final int last;

  JsonRemoval(JsonTrivia trivia, JsonStyleFinder finder, JsonContainer container) {
    this.trivia = trivia;
    this.finder = finder;
    this.container = container;
    this.last = container.lastStaying();
  }

  /** The spans of the members, in order and without overlap. Commas may be left over. */
  List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < container.members().size(); i++) {
      if (!container.members().get(i).stays()) {
        spans.add(span(i));
      }
    }
    return merged(spans);
  }

  /** The spans with the blanks and the empty lines that would be left over around them. */
  List<Span> tidied(List<Span> spans) {
    List<Span> tidy = merged(spans);
    for (List<Span> before = List.of(); !tidy.equals(before); ) {
      // Two that grew together may have more to take with them.
      before = tidy;
      tidy = new ArrayList<>();
      for (Span span : before) {
        tidy.add(withEmptyLines(wholeLines(span)));
      }
      tidy = merged(tidy);
    }
    return tidy;
  }

  private Span span(int index) {
    JsonContainer.Member member = container.members().get(index);
    int nextLine = nextLine(member.end());
    if (nextLine >= 0 && finder.isFirstOnLine(container, index)) {
      return new Span(trivia.lineStart(member.start()), nextLine);
    }
    int comma = trivia.comma(member.end(), container.spaceBehind(index));
    // A comma ahead of the next member stays for that one, or goes when the commas are settled.
    boolean own = comma >= 0 && !trivia.isBroken(member.end(), comma);
    int end = own ? comma + 1 : member.end();
    if (index > last) {
      return new Span(spaceStart(index), end);
    }
    int behind = trivia.skipBlanks(end);
    int start = member.start();
    return new Span(trivia.isLineEnd(behind) ? trivia.skipBlanksBack(start) : start, behind);
  }

  /**
   * Start of the line behind {@code end} where only a comma and comments stand in between; -1 where
   * something else does.
   */
  private int nextLine(int end) {
    int at = trivia.skipBlanks(end);
    boolean comma = false;
    while (!trivia.isLineEnd(at)) {
      if (trivia.isComment(at)) {
        at = trivia.commentEnd(at);
      } else if (trivia.is(at, ',') && !comma) {
        comma = true;
        at++;
      } else {
        return -1;
      }
      at = trivia.skipBlanks(at);
    }
    return trivia.skipLineEnd(at);
  }

  /**
   * Where the white space before a member begins; a line end that closes a comment is not taken.
   */
  private int spaceStart(int index) {
    int start = container.members().get(index).start();
    int at = container.spaceBefore(index);
    boolean lineComment = false;
    for (int next = trivia.skipSpace(at); next < start; next = trivia.skipSpace(at)) {
      lineComment = trivia.isLineComment(next);
      at = trivia.isComment(next) ? trivia.commentEnd(next) : next + 1;
    }
    return lineComment ? trivia.skipBlanksBack(start) : at;
  }

  /** The span with the blanks around it where a line ends with it, or with the whole line. */
  private Span wholeLines(Span span) {
    if (isOfLines(span.start(), span.end())) {
      return span;
    }
    int start = trivia.skipBlanksBack(span.start());
    int end = trivia.skipBlanks(span.end());
    if (!trivia.isLineEnd(end)) {
      return span;
    }
    return new Span(start, trivia.isLineStart(start) ? trivia.skipLineEnd(end) : end);
  }

  /** A span of whole lines with the empty lines that would be left over around it. */
  private Span withEmptyLines(Span span) {
    int start = span.start();
    int end = span.end();
    if (!isOfLines(start, end)) {
      return span;
    }
    if (trivia.skipSpaceBack(start) == container.inside()) {
      while (isEmptyLine(end)) {
        end = trivia.skipLineEnd(trivia.skipBlanks(end));
      }
    }
    if (isEmptyLine(end) || trivia.skipBlanks(end) == container.close()) {
      for (int before = lineBefore(start); isEmptyLine(before); before = lineBefore(start)) {
        start = before;
      }
    }
    return new Span(start, end);
  }

  private boolean isOfLines(int start, int end) {
    return trivia.isLineStart(start) && trivia.isLineStart(end);
  }

  private boolean isEmptyLine(int lineStart) {
    return trivia.isLineEnd(trivia.skipBlanks(lineStart));
  }

  private int lineBefore(int lineStart) {
    int lineEnd = lineStart - 1;
    boolean crLf = trivia.is(lineEnd, '\n') && lineEnd > 0 && trivia.is(lineEnd - 1, '\r');
    return trivia.lineStart(crLf ? lineEnd - 1 : lineEnd);
  }

  /** The spans in order, those that touch joined. */
  private static List<Span> merged(List<Span> spans) {
    List<Span> sorted = new ArrayList<>(spans);
    sorted.sort(Comparator.comparingInt(Span::start));
    List<Span> merged = new ArrayList<>();
    for (Span span : sorted) {
      int top = merged.size() - 1;
      if (top >= 0 && span.start() <= merged.get(top).end()) {
        Span before = merged.get(top);
        merged.set(top, new Span(before.start(), Math.max(before.end(), span.end())));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }
}
