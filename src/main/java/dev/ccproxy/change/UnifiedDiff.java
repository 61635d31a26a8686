package dev.ccproxy.change;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows a change as people know it from {@code git diff}: three lines of context, {@code /dev/null}
 * for a file that is made or deleted.
 */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  private final List<String> before;
  private final List<String> after;
  private final boolean showCarriageReturns;
  private final StringBuilder out = new StringBuilder();

  private UnifiedDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
    this.showCarriageReturns = !(crlf(before) && crlf(after));
  }

  /**
   * The difference, every line ended by a line feed; empty where there is none.
   *
   * <p>In a file whose lines all end in CRLF, before and after, the carriage returns are left out.
   * Where line ends are mixed or change, and in the middle of a line, one is shown as {@code \r}.
   *
   * @param label how the file is called in the head; {@code a/} and {@code b/} are put before a
   *     relative path, while an absolute one or one that starts with {@code ~} stays as it is
   * @param before null where there is no file
   * @param after null where the file shall be gone
   */
  public static String of(String label, @Nullable String before, @Nullable String after) {
    if (before == null ? after == null : before.equals(after)) {
      return "";
    }
    UnifiedDiff diff =
        new UnifiedDiff(lines(before == null ? "" : before), lines(after == null ? "" : after));
    diff.head("--- ", "a/", before == null ? null : label);
    diff.head("+++ ", "b/", after == null ? null : label);
    diff.hunks();
    return diff.out.toString();
  }

  /** With their line feeds, so that a last line without one differs from the same with one. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int feed = text.indexOf('\n', start);
      int end = feed < 0 ? text.length() : feed + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  /** Every line feed has a carriage return before it. */
  private static boolean crlf(List<String> lines) {
    for (String line : lines) {
      if (line.endsWith("\n") && !line.endsWith("\r\n")) {
        return false;
      }
    }
    return true;
  }

  private void head(String sign, String prefix, @Nullable String label) {
    out.append(sign);
    if (label == null) {
      out.append("/dev/null");
    } else {
      boolean asItIs = label.startsWith("/") || label.startsWith("~") || label.indexOf(':') == 1;
      out.append(asItIs ? "" : prefix);
      for (int i = 0; i < label.length(); i++) {
        char c = label.charAt(i);
        // A name with a line end in it must not look like a line of the diff.
        out.append(Character.isISOControl(c) ? '?' : c);
      }
    }
    out.append('\n');
  }

  private void hunks() {
    List<LineDiff.Edit> edits = LineDiff.of(before, after);
    int first = 0;
    while (first < edits.size()) {
      int last = first;
      while (last + 1 < edits.size()
          && edits.get(last + 1).fromA() - edits.get(last).toA() <= 2 * CONTEXT) {
        last++;
      }
      hunk(edits.subList(first, last + 1));
      first = last + 1;
    }
  }

  private void hunk(List<LineDiff.Edit> edits) {
    LineDiff.Edit first = edits.get(0);
    LineDiff.Edit last = edits.get(edits.size() - 1);
    int lead = Math.min(CONTEXT, first.fromA());
    int trail = Math.min(CONTEXT, before.size() - last.toA());
    out.append("@@ -");
    range(first.fromA() - lead, last.toA() + trail);
    out.append(" +");
    range(first.fromB() - lead, last.toB() + trail);
    out.append(" @@\n");
    int at = first.fromA() - lead;
    for (LineDiff.Edit edit : edits) {
      print(' ', before, at, edit.fromA());
      print('-', before, edit.fromA(), edit.toA());
      print('+', after, edit.fromB(), edit.toB());
      at = edit.toA();
    }
    print(' ', before, at, last.toA() + trail);
  }

  /** An empty range is named by the line before it, a range of one line has no count. */
  private void range(int from, int to) {
    out.append(to == from ? from : from + 1);
    if (to - from != 1) {
      out.append(',').append(to - from);
    }
  }

  private void print(char sign, List<String> lines, int from, int to) {
    for (int i = from; i < to; i++) {
      String line = lines.get(i);
      boolean fed = line.endsWith("\n");
      int end = line.length() - (fed ? 1 : 0);
      if (!showCarriageReturns && fed) {
        end--;
      }
      out.append(sign).append(line.substring(0, end).replace("\r", "\\r")).append('\n');
      if (!fed) {
        out.append("\\ No newline at end of file\n");
      }
    }
  }
}
