package dev.ccproxy.report;

import dev.ccproxy.term.Line;
import dev.ccproxy.term.Screen;
import dev.ccproxy.term.Tint;

/** Shows differences with the colours that people know from git. */
public final class Diffs {
  private Diffs() {}

  /** Prints the difference of one file; nothing where there is none. */
  public static void print(Screen screen, ChangeReport.File file) {
    if (file.diff().isEmpty()) {
      return;
    }
    for (String line : file.diff().split("\n", -1)) {
      Tint tint = Tint.PLAIN;
      if (line.startsWith("+++") || line.startsWith("---")) {
        tint = Tint.BOLD;
      } else if (line.startsWith("+")) {
        tint = Tint.GREEN;
      } else if (line.startsWith("-")) {
        tint = Tint.RED;
      } else if (line.startsWith("@@")) {
        tint = Tint.CYAN;
      }
      screen.print(Line.of(tint, line));
    }
  }
}
