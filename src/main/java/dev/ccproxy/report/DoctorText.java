package dev.ccproxy.report;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.check.Target;
import dev.ccproxy.config.Place;
import dev.ccproxy.term.Columns;
import dev.ccproxy.term.Glyphs;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Screen;
import dev.ccproxy.term.Tint;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A diagnosis for people: causes first, each with its place, its reason and its fix. */
public final class DoctorText {
  private static final int LABEL = 8;
  private static final int MOST_DIFF_LINES = 14;

  private final DoctorReport report;
  private final Screen screen;
  private final Glyphs glyphs;

  /**
   * @param ascii whether only plain characters are used whatever the terminal knows
   */
  public DoctorText(DoctorReport report, Screen screen, boolean ascii) {
    this.report = report;
    this.screen = screen;
    this.glyphs = ascii ? Glyphs.ASCII : screen.glyphs();
  }

  /** Prints all of it. */
  public void print() {
    head();
    if (report.repaired() != null) {
      repaired(report.repaired());
    }
    for (FindingReport finding : report.findings()) {
      if (finding.isRoot()) {
        screen.println("");
        if (finding.severity() == Severity.INFO) {
          remark(finding);
        } else {
          finding(finding);
        }
      }
    }
    screen.println("");
    groups();
    unjudged();
    summary();
  }

  private void head() {
    Target target = report.target();
    StringBuilder chain = new StringBuilder(target.client().toString());
    if (target.gatewayKind() != null) {
      chain.append(' ').append(glyphs.arrow()).append(' ').append(target.gatewayKind());
      if (target.gatewayVersion() != null) {
        chain.append(' ').append(target.gatewayVersion());
      }
    }
    if (target.baseUrl() != null) {
      chain.append(" at ").append(target.baseUrl());
    }
    if (target.model() != null) {
      chain.append(", model ").append(target.model());
    }
    String mode = report.mode() == Mode.STANDARD ? "" : " --" + report.mode().word();
    wrapped(new Line().add(Tint.BOLD, "ccproxy doctor" + mode + "  "), chain.toString(), 2);
  }

  private void finding(FindingReport finding) {
    Tint tint = tint(finding.severity());
    wrapped(
        new Line().add(tint, mark(finding.severity()) + " " + finding.severity().word() + "  "),
        finding.title(),
        2);
    if (!finding.evidence().isEmpty()) {
      evidence(finding.evidence().get(0), true);
      for (FindingReport.Seen more : finding.evidence().subList(1, finding.evidence().size())) {
        evidence(more, false);
      }
    }
    labelled("why", finding.cause() + " (" + finding.layer().word() + ", " + sure(finding) + ")");
    labelled("effect", finding.impact());
    if (finding.fix() != null) {
      fix(finding, finding.fix());
    }
    List<FindingReport> followers = followers(finding);
    if (!followers.isEmpty()) {
      List<String> names = new ArrayList<>();
      for (FindingReport follower : followers) {
        names.add(follower.title() + " [" + follower.id() + "]");
      }
      labelled("so also", String.join("; ", names));
    }
    labelled("more", "ccproxy explain " + finding.id() + "  (" + finding.slug() + ")");
  }

  private static String sure(FindingReport finding) {
    String tries =
        finding.tries() == null
            ? ""
            : ", " + finding.tries().k() + " of " + finding.tries().n() + " tries went well";
    return finding.confidence().word() + tries;
  }

  private void remark(FindingReport finding) {
    String where = finding.where().isEmpty() ? "" : " (" + finding.where() + ")";
    wrapped(
        Line.of(Tint.DIM, glyphs.info() + " info  "),
        finding.title() + where + " [" + finding.id() + "]",
        2);
  }

  private List<FindingReport> followers(FindingReport root) {
    List<FindingReport> followers = new ArrayList<>();
    for (FindingReport finding : report.findings()) {
      if (finding.root() == root.self() && !finding.isRoot()) {
        followers.add(finding);
      }
    }
    return followers;
  }

  private void evidence(FindingReport.Seen seen, boolean first) {
    Place place = seen.place();
    if (place == null || place.line() == 0) {
      String excerpt = seen.excerpt().isBlank() ? "" : ": " + oneLine(seen.excerpt());
      String location = first && place != null ? seen.location() : seen.location() + excerpt;
      wrapped(new Line().add("  ").add(Tint.CYAN, glyphs.arrow() + " "), location, 4);
      return;
    }
    screen.print(new Line().add("  ").add(Tint.CYAN, glyphs.arrow() + " " + seen.location()));
    String number = Integer.toString(place.line());
    String gutter = "  " + number + " " + glyphs.bar() + " ";
    int room = Math.max(20, screen.width() - gutter.length());
    Window window = Window.of(place.excerpt(), place.mark(), room);
    screen.print(new Line().add(Tint.DIM, gutter).add(window.text()));
    if (first) {
      screen.print(
          new Line()
              .add(Tint.DIM, "  " + " ".repeat(number.length()) + " " + glyphs.bar() + " ")
              .add(" ".repeat(window.column()))
              .add(Tint.RED, "^"));
    }
  }

  private static String oneLine(String text) {
    return text.replace("\n", " ");
  }

  private void fix(FindingReport finding, FindingReport.Remedy fix) {
    String how =
        fix.kind() == Fix.Kind.MANUAL || fix.edits().isEmpty()
            ? ""
            : fix.kind() == Fix.Kind.SAFE
                ? ": ccproxy doctor --fix " + finding.id()
                : ": ccproxy doctor --fix " + finding.id() + " (asks first)";
    labelled("fix", fix.summary() + how);
    int shown = 0;
    for (ChangeReport.File file : fix.edits()) {
      // Before the first hunk stand the names of the file.
      boolean head = true;
      for (String line : file.diff().split("\n")) {
        head &= !line.startsWith("@@");
        boolean change = !head && (line.startsWith("+") || line.startsWith("-"));
        if (change && ++shown <= MOST_DIFF_LINES) {
          Tint tint = line.startsWith("+") ? Tint.GREEN : Tint.RED;
          screen.print(new Line().add("          ").add(tint, line));
        }
      }
    }
    if (shown > MOST_DIFF_LINES) {
      labelled("", (shown - MOST_DIFF_LINES) + " more lines: ccproxy doctor --fix --dry-run");
    }
    for (String command : fix.commands()) {
      for (String line : command.split("\n")) {
        screen.print(new Line().add("          ").add(Tint.BOLD, line));
      }
    }
  }

  private void repaired(DoctorReport.Repaired repaired) {
    screen.println("");
    if (repaired.files().isEmpty()) {
      screen.println("Nothing was repaired.");
    }
    String done = repaired.dryRun() ? "would fix " : "fixed ";
    for (DoctorReport.Fixed fixed : repaired.fixed()) {
      wrapped(
          Line.of(Tint.GREEN, glyphs.ok() + " " + done),
          fixed.id() + " " + fixed.summary() + (repaired.dryRun() ? "" : verified(fixed)),
          2);
    }
    for (DoctorReport.Left left : repaired.left()) {
      wrapped(
          Line.of(Tint.YELLOW, left.takenBack() ? "taken back " : "not fixed "),
          left.id() + ": " + left.reason(),
          2);
    }
    List<String> restarts = new ArrayList<>();
    for (DoctorReport.Fixed fixed : repaired.fixed()) {
      if (fixed.restart() != null && !restarts.contains(fixed.restart())) {
        restarts.add(fixed.restart());
      }
    }
    for (String restart : restarts) {
      screen.print(Line.of(Tint.BOLD, "Restart the gateway for it to take effect:"));
      screen.println("  " + restart);
    }
    if (repaired.undo() != null) {
      screen.print(Line.of(Tint.DIM, "Take it back with: ccproxy undo " + repaired.undo()));
    }
  }

  private static String verified(DoctorReport.Fixed fixed) {
    return fixed.live() ? " (the endpoint shows it)" : " (the files are right now)";
  }

  /** What the checks of a heading came to. */
  private void groups() {
    Map<Check.Group, Count> counts = new EnumMap<>(Check.Group.class);
    int widest = 0;
    for (CheckResult result : report.checks()) {
      Check.Group group = result.check().group();
      Count count = counts.get(group);
      if (count == null) {
        count = new Count();
        counts.put(group, count);
      }
      count.add(result);
      widest = Math.max(widest, group.title().length());
    }
    for (Map.Entry<Check.Group, Count> group : counts.entrySet()) {
      Count count = group.getValue();
      String title = group.getKey().title();
      String mark = count.mark(glyphs);
      Tint tint = count.errors > 0 ? Tint.RED : count.warnings > 0 ? Tint.YELLOW : count.tint();
      screen.print(
          new Line()
              .add(tint, mark + " ".repeat(Math.max(1, 3 - mark.length())))
              .add(title + " ".repeat(widest - title.length() + 2))
              .add(count.words()));
    }
  }

  private static final class Count {
    private int errors;
    private int warnings;
    private int ok;
    private int skipped;
    private int unclear;

    void add(CheckResult result) {
      switch (result.status()) {
        case ERROR -> errors++;
        case WARNING -> warnings++;
        case OK, INFO -> ok++;
        case SKIP -> skipped++;
        case INCONCLUSIVE, CRASH -> unclear++;
      }
    }

    String mark(Glyphs glyphs) {
      if (errors > 0) {
        return glyphs.error();
      }
      if (warnings > 0 || unclear > 0) {
        return glyphs.warning();
      }
      return ok > 0 ? glyphs.ok() : glyphs.skip();
    }

    Tint tint() {
      return unclear > 0 ? Tint.YELLOW : ok > 0 ? Tint.GREEN : Tint.DIM;
    }

    String words() {
      List<String> words = new ArrayList<>();
      if (errors > 0) {
        words.add(number(errors, "error"));
      }
      if (warnings > 0) {
        words.add(number(warnings, "warning"));
      }
      if (ok > 0) {
        words.add(ok + " ok");
      }
      if (skipped > 0) {
        words.add(skipped + " skipped");
      }
      if (unclear > 0) {
        words.add(unclear + " not judged");
      }
      return String.join(", ", words);
    }
  }

  private static String number(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }

  private void unjudged() {
    for (CheckResult result : report.checks()) {
      if (result.status() == CheckResult.Status.INCONCLUSIVE) {
        wrapped(
            Line.of(Tint.YELLOW, "not judged "),
            result.check().id() + " " + result.check().title() + ": " + result.reason(),
            2);
      } else if (result.status() == CheckResult.Status.CRASH) {
        wrapped(
            Line.of(Tint.YELLOW, "crashed "),
            result.check().id()
                + " ("
                + result.reason()
                + "): a fault of ccproxy itself, please report it",
            2);
      }
    }
  }

  private void summary() {
    Count count = new Count();
    for (CheckResult result : report.checks()) {
      count.add(result);
    }
    int errors = 0;
    int warnings = 0;
    for (FindingReport finding : report.findings()) {
      errors += finding.severity() == Severity.ERROR ? 1 : 0;
      warnings += finding.severity() == Severity.WARNING ? 1 : 0;
    }
    StringBuilder line = new StringBuilder();
    if (errors + warnings == 0) {
      line.append(
          count.unclear > 0
              ? "Nothing wrong was found, but not everything could be judged"
              : "Nothing wrong");
    } else {
      line.append(errors > 0 ? number(errors, "error") : "")
          .append(errors > 0 && warnings > 0 ? ", " : "")
          .append(warnings > 0 ? number(warnings, "warning") : "");
    }
    line.append(" in ").append(number(report.checks().size() - count.skipped, "check"));
    if (!report.suppressed().isEmpty()) {
      line.append(", ").append(report.suppressed().size()).append(" suppressed");
    }
    line.append(report.requests().count() == 0 ? ", no request sent" : ", " + requests());
    Tint tint =
        errors > 0 ? Tint.RED : warnings > 0 || count.unclear > 0 ? Tint.YELLOW : Tint.GREEN;
    wrapped(new Line(), line + ".", 0, tint);
  }

  private String requests() {
    return number(report.requests().count(), "request")
        + ", "
        + (report.requests().inputTokens() + report.requests().outputTokens())
        + " tokens";
  }

  private String mark(Severity severity) {
    return switch (severity) {
      case ERROR -> glyphs.error();
      case WARNING -> glyphs.warning();
      case INFO -> glyphs.info();
    };
  }

  private static Tint tint(Severity severity) {
    return switch (severity) {
      case ERROR -> Tint.RED;
      case WARNING -> Tint.YELLOW;
      case INFO -> Tint.DIM;
    };
  }

  private void labelled(String label, String text) {
    if (!text.isBlank()) {
      String head = "  " + label + " ".repeat(Math.max(1, LABEL - label.length()));
      wrapped(Line.of(Tint.DIM, head), text, head.length());
    }
  }

  private void wrapped(Line head, String text, int indent) {
    wrapped(head, text, indent, Tint.PLAIN);
  }

  /**
   * Text behind a head, broken at blanks to the width of the terminal.
   *
   * @param indent blanks in front of every further row
   */
  private void wrapped(Line head, String text, int indent, Tint tint) {
    int used = head.columns();
    Line row = head;
    StringBuilder words = new StringBuilder();
    int room = Math.max(indent + 20, screen.width());
    for (String word : text.strip().split(" ")) {
      int columns = Columns.of(word);
      if (words.length() > 0 && used + Columns.of(words.toString()) + 1 + columns > room) {
        screen.print(row.add(tint, words.toString()));
        row = new Line().add(" ".repeat(indent));
        used = indent;
        words = new StringBuilder();
      }
      words.append(words.length() == 0 ? "" : " ").append(word);
    }
    screen.print(row.add(tint, words.toString()));
  }

  /**
   * The part of a line that fits, and where the mark is in it.
   *
   * @param column blanks before the mark
   */
  private record Window(String text, int column) {

    static Window of(String line, int mark, int room) {
      if (Columns.of(line) <= room) {
        return new Window(line, Columns.of(line.substring(0, Math.min(mark, line.length()))));
      }
      int from = 0;
      if (Columns.of(line.substring(0, mark)) > room / 2) {
        from = mark;
        while (from > 0 && Columns.of(line.substring(from, mark)) < room / 3) {
          from = line.offsetByCodePoints(from, -1);
        }
      }
      String lead = from == 0 ? "" : "...";
      int end = Columns.end(line, from, room - lead.length() - 3);
      return new Window(
          lead + line.substring(from, end) + (end < line.length() ? "..." : ""),
          lead.length() + Columns.of(line.substring(from, mark)));
    }
  }
}
