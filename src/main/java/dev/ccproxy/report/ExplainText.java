package dev.ccproxy.report;

import dev.ccproxy.explain.Excerpt;
import dev.ccproxy.explain.Explanation;
import dev.ccproxy.explain.Match;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Printable;
import dev.ccproxy.term.Screen;
import dev.ccproxy.term.Tint;
import java.util.List;

/** Causes of an error text for people. */
public final class ExplainText {
  /** The rest is in {@code --format json}. */
  private static final int MOST = 6;

  private static final int INDENT = 0;

  private ExplainText() {}

  /** Prints them, best first. */
  public static void print(Explanation explanation, Screen out) {
    List<Match> matches = explanation.matches();
    int shown = Math.min(matches.size(), MOST);
    for (int i = 0; i < shown; i++) {
      if (i > 0) {
        out.println("");
      }
      print(matches.get(i), i + 1, out);
    }
    if (matches.size() > shown) {
      out.println("");
      out.say((matches.size() - shown) + " more: --format json shows all of them.");
    }
  }

  private static void print(Match match, int number, Screen out) {
    out.say(
        new Line()
            .add(Tint.BOLD, number + ". " + match.layer().word())
            .add(", " + match.confidence().word())
            .add(
                Tint.DIM,
                match.signature() == null ? " (no known cause)" : " (" + match.signature() + ")"));
    field(out, "why", match.cause());
    for (String reason : match.reasons()) {
      field(out, "and", reason);
    }
    field(out, "do", match.fix());
    out.print(words(match));
    String repeats = repeats(match);
    if (!repeats.isEmpty()) {
      field(out, "seen", repeats);
    }
    if (!match.via().isEmpty()) {
      field(out, "way", Printable.line(String.join(" > ", match.via())));
    }
    if (match.check() != null) {
      field(out, "proof", "ccproxy doctor, check " + match.check());
    }
    if (!match.versions().isEmpty()) {
      field(out, "for", match.versions());
    }
    out.say(
        Line.of(
            Tint.DIM,
            indented("known") + "since " + match.verified() + ", from " + match.source()));
  }

  private static void field(Screen out, String name, String text) {
    out.say(new Line().add(Tint.DIM, indented(name)).add(text));
  }

  private static String indented(String name) {
    return " ".repeat(INDENT) + name + ":" + " ".repeat(Math.max(1, 6 - name.length()));
  }

  /** The place, with the words that decided between angle marks or in colour. */
  private static Line words(Match match) {
    Line line = new Line().add(Tint.DIM, indented("text"));
    Excerpt excerpt = match.excerpt();
    String text = excerpt.text();
    int done = 0;
    for (int i = 0; i + 1 < excerpt.marks().size(); i += 2) {
      int from = excerpt.marks().get(i);
      int to = excerpt.marks().get(i + 1);
      line.add(Printable.line(text.substring(done, from)));
      line.add(Tint.YELLOW, ">>" + Printable.line(text.substring(from, to)) + "<<");
      done = to;
    }
    return line.add(Printable.line(text.substring(done)));
  }

  private static String repeats(Match match) {
    StringBuilder out = new StringBuilder();
    if (match.count() > 1) {
      out.append(match.count())
          .append(" times, lines ")
          .append(match.line())
          .append(" to ")
          .append(match.lastLine());
    } else if (match.line() > 1) {
      out.append("line ").append(match.line());
    }
    if (!match.firstTime().isEmpty()) {
      out.append(out.length() == 0 ? "" : ", ").append(match.firstTime());
      if (match.count() > 1 && !match.lastTime().equals(match.firstTime())) {
        out.append(" to ").append(match.lastTime());
      }
    }
    return out.toString();
  }
}
