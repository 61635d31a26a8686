package dev.ccproxy.document;

import java.util.ArrayList;
import java.util.List;

/** Works out the edits by which members leave an object or a list and new ones come into it. */
final class JsonContainerEdits {
  private final JsonTrivia trivia;
  private final JsonStyleFinder finder;
  private final JsonContainer container;
  private final List<JsonContainer.Member> members;
  private final JsonStyle style;

  /** The last member that stays; -1 where none does. */
  private final int last;

  /** What is taken out, in order and without overlap. */
  private List<Span> gone = List.of();

  /** The comma behind the last member that stays, where it stays too; -1 otherwise. */
  private int lastComma = -1;

  private final List<Edit> edits = new ArrayList<>();

  private JsonContainerEdits(
      JsonTrivia trivia, JsonStyleFinder finder, JsonContainer container, JsonStyle style) {
    this.trivia = trivia;
    this.finder = finder;
    this.container = container;
    this.members = container.members();
    this.style = style;
    this.last = container.lastStaying();
  }

  /**
   * The edits; what changes inside the members that stay is not among them.
   *
   * @param style how the container is laid out
   */
  static List<Edit> of(
      JsonTrivia trivia, JsonStyleFinder finder, JsonContainer container, JsonStyle style) {
    JsonContainerEdits all = new JsonContainerEdits(trivia, finder, container, style);
    if (container.changes()) {
      all.work();
    }
    return all.edits;
  }

  private void work() {
    if (members.isEmpty()) {
      fill();
      return;
    }
    JsonRemoval removal = new JsonRemoval(trivia, finder, container);
    gone = removal.spans();
    if (container.added().isEmpty() && last < 0 && isEmptied()) {
      edits.add(new Edit(new Span(container.inside(), container.close()), ""));
      return;
    }
    List<Span> all = new ArrayList<>(gone);
    settleCommas(all);
    for (Span span : removal.tidied(all)) {
      edits.add(new Edit(span, ""));
    }
    if (container.added().isEmpty()) {
      return;
    }
    if (last < 0) {
      insertFirst();
    } else {
      insertBehindLast();
    }
  }

  /** Whether nothing but white space is left between the brackets. */
  private boolean isEmptied() {
    int from = container.inside();
    for (Span span : gone) {
      if (!isNothing(from, span.start())) {
        return false;
      }
      from = span.end();
    }
    return isNothing(from, container.close());
  }

  /** Whether there is only white space, and commas that go too. */
  private boolean isNothing(int from, int to) {
    int i = trivia.skipSpace(from);
    while (i < to && trivia.is(i, ',')) {
      i = trivia.skipSpace(i + 1);
    }
    return i >= to;
  }

  /**
   * One comma between two members, none before the first, behind the last one as it was.
   *
   * @param taken gets what has to go for that
   */
  private void settleCommas(List<Span> taken) {
    int left = -1;
    for (int i = 0; i <= members.size(); i++) {
      if (i == members.size() || members.get(i).stays()) {
        if (i - left > 1 || i == members.size()) {
          settleCommas(left, i, taken);
        }
        left = i;
      }
    }
  }

  /** Leaves one comma or none between two neighbours that stay; all between them go. */
  private void settleCommas(int left, int right, List<Span> taken) {
    boolean atEnd = right == members.size();
    boolean wanted = left >= 0 && (!atEnd || endsWithComma() || !container.added().isEmpty());
    boolean found = false;
    for (int i = Math.max(left, 0); i < right; i++) {
      int comma = trivia.comma(members.get(i).end(), container.spaceBehind(i));
      if (comma < 0 || isGone(comma)) {
        continue;
      }
      if (wanted && !found && (i == left || !atEnd)) {
        found = true;
        lastComma = atEnd ? comma : lastComma;
      } else {
        taken.add(withBlanks(comma, i == left ? members.get(i).end() : comma));
      }
    }
    if (wanted && !found) {
      edits.add(new Edit(Span.at(members.get(left).end()), ","));
    }
  }

  /**
   * A comma with the blanks before it from {@code from} on, or behind it where it begins a line.
   */
  private Span withBlanks(int comma, int from) {
    boolean ahead = trivia.isLineStart(trivia.skipBlanksBack(comma));
    int start = trivia.isBlanks(from, comma) ? from : comma;
    return new Span(start, ahead ? trivia.skipBlanks(comma + 1) : comma + 1);
  }

  private boolean isGone(int offset) {
    for (Span span : gone) {
      if (offset >= span.start() && offset < span.end()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a comma stands behind the last member of the text. */
  private boolean endsWithComma() {
    int end = members.get(members.size() - 1).end();
    return trivia.comma(end, container.close()) >= 0;
  }

  private void insertBehindLast() {
    int at = members.get(last).end();
    boolean commaAhead = lastComma >= 0;
    boolean lineComment = false;
    while (true) {
      int next = commaAhead ? trivia.skipSpace(at) : trivia.skipBlanks(at);
      if (next == lastComma) {
        commaAhead = false;
        at = next + 1;
      } else if (trivia.isComment(next)) {
        lineComment = trivia.isLineComment(next);
        at = trivia.commentEnd(next);
      } else {
        break;
      }
    }
    String text;
    if (style.oneLine() && !lineComment) {
      text = style.comma().substring(1) + inOneLine();
    } else {
      String indent =
          style.oneLine()
              ? trivia.indent(container.span().start()) + style.unit()
              : finder.indent(container, last);
      text = inLines(indent);
    }
    edits.add(new Edit(Span.at(at), text + (endsWithComma() ? "," : "")));
  }

  /** Inserts behind the opening bracket: all members that were there go. */
  private void insertFirst() {
    int at = container.inside();
    boolean lineComment = false;
    for (int next = trivia.skipBlanks(at); trivia.isComment(next); next = trivia.skipBlanks(at)) {
      lineComment = trivia.isLineComment(next);
      at = trivia.commentEnd(next);
    }
    String text;
    if (style.oneLine() && !lineComment) {
      text = (at == container.inside() ? style.pad() : " ") + inOneLine();
    } else {
      text = inLines(finder.indent(container, members.size() - 1));
    }
    edits.add(new Edit(Span.at(at), text + (endsWithComma() ? "," : "")));
  }

  /** Fills what was empty, behind the comments in it if there are any. */
  private void fill() {
    int inside = container.inside();
    int close = container.close();
    int at = inside;
    String outer = trivia.indent(container.span().start());
    String indent = outer + style.unit();
    for (int next = trivia.skipSpace(at); trivia.isComment(next); next = trivia.skipSpace(at)) {
      at = trivia.commentEnd(next);
      boolean firstOnLine = trivia.isLineStart(trivia.skipBlanksBack(next));
      indent = firstOnLine ? trivia.indent(next) : indent;
    }
    boolean broken = trivia.isBroken(inside, close);
    if (!broken && at == inside && !style.oneLine() && container.isList()) {
      String list = style.text(new Value.Items(container.addedValues()), outer);
      edits.add(new Edit(container.span(), list));
    } else if (!broken && style.oneLine()) {
      String before = at == inside ? style.pad() : " ";
      edits.add(new Edit(new Span(at, close), before + inOneLine() + before));
    } else if (at > inside && trivia.isBroken(at, close)) {
      edits.add(new Edit(Span.at(at), inLines(indent)));
    } else {
      edits.add(new Edit(new Span(at, close), inLines(indent) + style.lineEnd() + outer));
    }
  }

  private String inOneLine() {
    StringBuilder out = new StringBuilder();
    for (JsonContainer.Added added : container.added()) {
      out.append(out.length() == 0 ? "" : style.comma())
          .append(member(style.inOneLine(), added, ""));
    }
    return out.toString();
  }

  private String inLines(String indent) {
    StringBuilder out = new StringBuilder();
    for (JsonContainer.Added added : container.added()) {
      out.append(out.length() == 0 ? "" : ",").append(style.lineEnd()).append(indent);
      out.append(member(style.inLines(), added, indent));
    }
    return out.toString();
  }

  private static String member(JsonStyle style, JsonContainer.Added added, String indent) {
    String key = added.key();
    return key == null
        ? style.text(added.value(), indent)
        : style.member(key, added.value(), indent);
  }
}
