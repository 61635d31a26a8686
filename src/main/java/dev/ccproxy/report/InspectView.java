package dev.ccproxy.report;

import dev.ccproxy.inspect.Inspected;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.term.Columns;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Printable;
import dev.ccproxy.term.Screen;
import dev.ccproxy.term.Tint;
import dev.ccproxy.wire.Finding;
import dev.ccproxy.wire.FoldedEvent;
import dev.ccproxy.wire.Limit;
import dev.ccproxy.wire.MessageSummary;
import dev.ccproxy.wire.Severity;
import dev.ccproxy.wire.Verdict;
import dev.ccproxy.wire.WireEvent;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judged answers for people: one answer with its events and its message, several with their
 * findings only.
 */
public final class InspectView implements InspectRenderer {
  private static final int GROUPS_SHOWN = 40;
  private static final int BLOCKS_SHOWN = 30;
  private static final int ROWS_SHOWN = 12;
  private static final int LEFT_OUT_SHOWN = 10;
  private static final int TYPE_WIDTH = 20;

  private final Screen out;
  private final Screen err;
  private final Redactor redactor;
  private final boolean listEvents;
  private final @Nullable String client;

  private @Nullable Inspected held;
  private long answers;
  private long broken;
  private long warned;
  private long skipped;
  private boolean findings;

  /**
   * A view that prints as answers come.
   *
   * @param err where it is said what was left out
   * @param client the client that sets the severities, null for the protocol
   * @param listEvents whether every event is listed
   */
  public InspectView(
      Screen out, Screen err, Redactor redactor, @Nullable String client, boolean listEvents) {
    this.out = out;
    this.err = err;
    this.redactor = redactor;
    this.client = client;
    this.listEvents = listEvents;
  }

  @Override
  public @Nullable Consumer<WireEvent> begins(String name) {
    if (!listEvents) {
      return null;
    }
    out.print(Line.of(Tint.BOLD, answers == 0 ? name : "\n" + name));
    return this::event;
  }

  private void event(WireEvent event) {
    String type = event.type().isEmpty() ? event.name() : event.type();
    String head =
        left(Long.toString(event.line()), 8)
            + left(Long.toString(event.number()), 8)
            + "  "
            + typed(type.isEmpty() ? "-" : type, false)
            + left(Long.toString(event.bytes()), 7)
            + "  ";
    int room = Math.max(10, out.width() - head.length());
    out.print(
        new Line().add(Tint.DIM, head).add(Excerpt.of(event.start(), -1, room, redactor).text()));
  }

  @Override
  public void answer(Inspected answer) {
    answers++;
    Verdict verdict = answer.verdict();
    findings |= !verdict.findings().isEmpty();
    if (verdict.hasAtLeast(Severity.ERROR)) {
      broken++;
    } else if (verdict.hasAtLeast(Severity.WARNING)) {
      warned++;
    }
    if (listEvents) {
      full(answer, false);
    } else if (answers == 1) {
      held = answer;
    } else {
      Inspected first = held;
      held = null;
      if (first != null) {
        brief(first);
      }
      brief(answer);
    }
  }

  @Override
  public void skipped(String name, String reason) {
    if (++skipped <= LEFT_OUT_SHOWN) {
      err.say(new Line().add(Tint.DIM, "left out: ").add(name + " (" + reason + ")"));
    }
  }

  @Override
  public void failed(String name, String code, String reason, String next) {
    err.say(new Line().add(Tint.RED, "error: ").add(name + ": " + reason + "."));
    err.print(new Line().add(Tint.BOLD, "next:  ").add(next));
  }

  @Override
  public void end(int exitCode) {
    Inspected only = held;
    if (only != null) {
      full(only, true);
      held = null;
    }
    if (skipped > LEFT_OUT_SHOWN) {
      err.println("left out: " + (skipped - LEFT_OUT_SHOWN) + " more");
    }
    out.println("");
    Line summary = new Line();
    if (answers > 1) {
      summary.add(answers + " answers: ");
    }
    if (broken > 0) {
      summary.add(Tint.RED, answers > 1 ? broken + " with errors" : "There are errors");
    } else if (warned > 0) {
      summary.add(Tint.YELLOW, answers > 1 ? warned + " with warnings" : "There are warnings");
    } else {
      summary.add(Tint.GREEN, "No error and no warning");
    }
    if (answers > 1 && broken > 0 && warned > 0) {
      summary.add(", " + warned + " with warnings");
    }
    if (answers > 1 && broken + warned > 0) {
      summary.add(", " + (answers - broken - warned) + " without either");
    }
    out.say(summary.add(client == null ? "." : ", as " + client + " takes it."));
    if (findings) {
      out.say(Line.of(Tint.DIM, "ccproxy explain CODE says more about a code, e.g. what to do."));
    }
  }

  /** The name of the answer, its findings below. */
  private void brief(Inspected answer) {
    Verdict verdict = answer.verdict();
    Line line = new Line();
    int indent = 9;
    if (verdict.hasAtLeast(Severity.ERROR)) {
      line.add(Tint.RED, "error    ");
    } else if (verdict.hasAtLeast(Severity.WARNING)) {
      line.add(Tint.YELLOW, "warning  ");
    } else {
      line.add(Tint.GREEN, "ok       ");
    }
    title(line, indent, answer.name(), what(verdict));
    notes(answer, "  ");
    for (Finding finding : verdict.findings()) {
      if (finding.primary()) {
        finding(finding, "", "  ");
      }
    }
    followers(verdict, "  ");
  }

  /** A name and, on the same line if there is room, what it is. */
  private void title(Line line, int indent, String name, String what) {
    line.add(Tint.BOLD, name);
    if (indent + Columns.of(Printable.line(name)) + 2 + what.length() <= out.width()) {
      out.print(line.add(Tint.DIM, "  " + what));
    } else {
      out.print(line);
      paragraph("  ", Tint.DIM, what);
    }
  }

  /** Text broken at blanks to the width, every row indented. */
  private void paragraph(String indent, Tint tint, String text) {
    String clean = Printable.line(redactor.apply(text));
    int room = Math.max(10, out.width() - indent.length());
    int at = 0;
    while (at < clean.length()) {
      int end = Columns.end(clean, at, room);
      int next = end;
      if (end < clean.length()) {
        int blank = clean.lastIndexOf(' ', end);
        if (blank > at) {
          end = blank;
          next = blank + 1;
        }
      }
      out.print(new Line().add(indent).add(tint, clean.substring(at, end)));
      at = next;
    }
  }

  private void full(Inspected answer, boolean named) {
    Verdict verdict = answer.verdict();
    if (named) {
      title(new Line(), 0, answer.name(), what(verdict));
      groups(verdict);
    }
    notes(answer, "");
    MessageSummary message = verdict.message();
    if (message != null && (verdict.events() > 0 || message.blockCount() > 0)) {
      message(message);
    }
    for (Finding finding : verdict.findings()) {
      if (finding.primary()) {
        out.println("");
        finding(finding, answer.name(), "");
      }
    }
    followers(verdict, "");
    for (Limit limit : Limit.values()) {
      if (verdict.limits().contains(limit) && limit.limitsChecks()) {
        out.println("");
        paragraph("", Tint.YELLOW, "Not all could be checked: " + words(limit) + ".");
      }
    }
  }

  private static String words(Limit limit) {
    return switch (limit) {
      case OPEN_BLOCKS -> "more blocks are open at once than are kept in memory";
      case TOOL_IDS -> "there are more tool calls than ids are kept in memory";
      case LONG_DELTA -> "a delta too long to keep names its block behind its text";
      case BLOCKS_SHOWN, EVENTS_SHOWN -> "not all is shown";
    };
  }

  private void notes(Inspected answer, String indent) {
    for (String note : answer.notes()) {
      paragraph(indent, Tint.YELLOW, "note: " + note);
    }
  }

  /** Kind, status and size in a few words. */
  private static String what(Verdict verdict) {
    StringBuilder words = new StringBuilder();
    words.append(
        switch (verdict.kind()) {
          case SSE -> "event stream, " + count(verdict.events(), "event");
          case JSON -> "JSON";
          case OTHER -> "neither stream nor JSON";
        });
    if (verdict.head() != null) {
      words.append(", HTTP ").append(verdict.head().status());
    }
    return words
        .append(", ")
        .append(count(verdict.lines(), "line"))
        .append(", ")
        .append(count(verdict.bytes(), "byte"))
        .toString();
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private void groups(Verdict verdict) {
    List<FoldedEvent> groups = verdict.folded();
    if (groups.isEmpty()) {
      return;
    }
    out.println("");
    out.print(Line.of(Tint.DIM, "    line   event"));
    int shown = Math.min(groups.size(), GROUPS_SHOWN);
    for (FoldedEvent group : groups.subList(0, shown)) {
      group(group, verdict.findings());
    }
    if (shown < groups.size() || verdict.limits().contains(Limit.EVENTS_SHOWN)) {
      FoldedEvent last = groups.get(shown - 1);
      long rest = verdict.events() - last.first() - last.count();
      String more = count(Math.max(1, rest), "event") + " more, all checked; --events lists them";
      paragraph("  ", Tint.DIM, more);
    }
  }

  private void group(FoldedEvent group, List<Finding> findings) {
    StringBuilder detail = new StringBuilder();
    if (group.index() >= 0) {
      detail.append("block ").append(group.index());
    }
    if (!group.detail().isEmpty()) {
      detail.append(detail.length() == 0 ? "" : ", ").append(group.detail());
    }
    if (group.count() > 1) {
      detail.append(detail.length() == 0 ? "" : ", ").append(count(group.count(), "event"));
    }
    if (group.characters() > 0) {
      detail.append(", ").append(count(group.characters(), "character"));
    }
    String type = group.type().isEmpty() ? "(no type)" : group.type();
    Line line =
        new Line()
            .add(
                Tint.DIM,
                left(Long.toString(group.line()), 8) + left(Long.toString(group.first()), 8) + "  ")
            .add(typed(type, detail.length() == 0))
            .add(Printable.line(detail.toString()));
    for (Finding finding : findings) {
      boolean here =
          finding.event() >= group.first() && finding.event() < group.first() + group.count();
      if (here && finding.primary()) {
        line.add(tint(finding.severity()), "  <- " + finding.id());
      }
    }
    out.print(line);
  }

  private void message(MessageSummary message) {
    out.println("");
    StringBuilder words = new StringBuilder();
    words.append(message.id().isEmpty() ? "without id" : message.id());
    if (!message.model().isEmpty()) {
      words.append(" from ").append(message.model());
    }
    words.append(", stop_reason ");
    words.append(message.stopReason() == null ? "none" : message.stopReason());
    tokens(words, message.usage().input(), "in");
    tokens(words, message.usage().output(), "out");
    paragraph("", Tint.BOLD, "Message " + words);
    if (message.blocks().isEmpty()) {
      out.print(Line.of(Tint.DIM, "  no content"));
    }
    int shown = Math.min(message.blocks().size(), BLOCKS_SHOWN);
    for (MessageSummary.Block block : message.blocks().subList(0, shown)) {
      block(block);
    }
    if (message.blockCount() > shown) {
      out.print(Line.of(Tint.DIM, "  " + count(message.blockCount() - shown, "block") + " more"));
    }
  }

  private static void tokens(StringBuilder words, long tokens, String direction) {
    if (tokens >= 0) {
      words.append(", ").append(count(tokens, "token")).append(' ').append(direction);
    }
  }

  private void block(MessageSummary.Block block) {
    StringBuilder words = new StringBuilder(block.type().isEmpty() ? "no type" : block.type());
    if (!block.name().isEmpty()) {
      words.append(' ').append(block.name());
    }
    if (!block.id().isEmpty()) {
      words.append(" (").append(block.id()).append(')');
    }
    paragraph("  ", Tint.CYAN, words + ", " + count(block.length(), "character"));
    int room = Math.max(10, out.width() - 4);
    int rows = 0;
    int at = 0;
    String preview = block.preview();
    while (at < preview.length() && rows < ROWS_SHOWN) {
      int lineEnd = preview.indexOf('\n', at);
      int end = lineEnd < 0 ? preview.length() : lineEnd;
      rows += rows(preview.substring(at, end), room, ROWS_SHOWN - rows);
      at = end + 1;
    }
    if (at < preview.length() || block.length() > preview.codePointCount(0, preview.length())) {
      out.print(Line.of(Tint.DIM, "    (not all is shown)"));
    }
  }

  /** Prints a line of a text, broken to the width; returns how many rows it took. */
  private int rows(String line, int room, int most) {
    String clean = Printable.line(redactor.apply(line));
    int rows = 0;
    int at = 0;
    do {
      if (rows == most) {
        out.print(Line.of(Tint.DIM, "    (not all of the line is shown)"));
        return rows;
      }
      int end = Columns.end(clean, at, room);
      out.println("    " + clean.substring(at, end));
      at = end;
      rows++;
    } while (at < clean.length());
    return rows;
  }

  private void finding(Finding finding, String name, String indent) {
    Line head =
        new Line()
            .add(indent)
            .add(tint(finding.severity()), finding.severity().word())
            .add(Tint.BOLD, " " + finding.id())
            .add(" " + finding.slug());
    if (finding.severity() != finding.specSeverity()) {
      head.add(Tint.DIM, " (by the protocol: " + finding.specSeverity().word() + ")");
    }
    out.print(head);
    paragraph(indent + "  ", Tint.PLAIN, finding.title());
    String place = name.isEmpty() ? "line " + finding.line() : name + ":" + finding.line();
    String event = finding.event() < 0 ? "" : ", event " + finding.event();
    out.print(
        new Line()
            .add(indent + "  ")
            .add(Tint.CYAN, place)
            .add(Tint.DIM, event + ", byte " + finding.offset()));
    if (finding.excerpt().isBlank()) {
      return;
    }
    String number = left(Long.toString(finding.line()), 6);
    int room = Math.max(10, out.width() - indent.length() - number.length() - 3);
    Excerpt excerpt = Excerpt.of(finding.excerpt(), finding.caret(), room, redactor);
    out.print(new Line().add(Tint.DIM, indent + number + " | ").add(excerpt.text()));
    if (excerpt.caret() >= 0 && excerpt.caret() < room) {
      out.print(
          new Line()
              .add(Tint.DIM, indent + " ".repeat(number.length()) + " | ")
              .add(tint(finding.severity()), " ".repeat(excerpt.caret()) + "^"));
    }
  }

  /** What other findings explain, in a line each. */
  private void followers(Verdict verdict, String indent) {
    boolean first = true;
    for (Finding finding : verdict.findings()) {
      if (!finding.primary()) {
        if (first) {
          out.print(Line.of(Tint.DIM, indent + "Follows from that:"));
          first = false;
        }
        String code = finding.id() + " " + finding.slug();
        paragraph(
            indent + "  ",
            Tint.DIM,
            "line " + finding.line() + ": " + finding.title() + " (" + code + ")");
      }
    }
  }

  private static Tint tint(Severity severity) {
    return switch (severity) {
      case ERROR -> Tint.RED;
      case WARNING -> Tint.YELLOW;
      case INFO -> Tint.CYAN;
    };
  }

  private static String left(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  /** A type as wide as the column of types. */
  private String typed(String type, boolean last) {
    String clean = Printable.line(redactor.apply(type));
    String cut = clean.substring(0, Columns.end(clean, 0, TYPE_WIDTH));
    return last ? cut : cut + " ".repeat(Math.max(0, TYPE_WIDTH - Columns.of(cut)) + 1);
  }
}
