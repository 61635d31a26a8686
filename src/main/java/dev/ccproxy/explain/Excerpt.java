package dev.ccproxy.explain;

import java.util.ArrayList;
import java.util.List;

/**
 * The part of an input that shows an error, on one line, without colours and without credentials.
 *
 * @param text at most some hundred characters
 * @param marks begin and end, in turn, of the words that decided
 */
public record Excerpt(String text, List<Integer> marks) {
  private static final int BEFORE = 80;
  private static final int BEHIND = 160;
  private static final int LONGEST = 400;
  private static final int MARGIN = 200;

  public Excerpt {
    marks = List.copyOf(marks);
  }

  /** The place of a hit. */
  static Excerpt of(Folded text, Hit hit) {
    int firstRaw = text.rawAt(hit.start());
    int lastRaw = hit.end() > hit.start() ? text.rawAt(hit.end() - 1) + 1 : firstRaw;
    int from = Math.max(text.lineBody(text.lineOf(hit.start())), firstRaw - BEFORE);
    int lineEnd = text.lineRaw(text.lineOf(Math.max(hit.start(), hit.end() - 1)) + 1);
    int to = Math.min(Math.min(lineEnd, lastRaw + BEHIND), text.rawTo());
    // A key may begin before what is shown, or end behind it.
    int wideFrom = Math.max(Math.max(text.rawFrom(), from - MARGIN), 0);
    int wideTo = Math.min(text.rawTo(), to + MARGIN);
    boolean[] marked = new boolean[Math.max(1, wideTo - wideFrom)];
    for (int i = 0; i < hit.starts().length; i++) {
      int start = text.rawAt(hit.starts()[i]);
      int end = text.rawAt(hit.ends()[i] - 1) + 1;
      for (int k = Math.max(start, from); k < end && k < to; k++) {
        marked[k - wideFrom] = true;
      }
    }
    return clean(text.raw(), wideFrom, wideTo, from, to, marked);
  }

  private static Excerpt clean(
      byte[] raw, int from, int to, int shownFrom, int shownTo, boolean[] marked) {
    StringBuilder out = new StringBuilder();
    List<Boolean> decided = new ArrayList<>();
    int i = from;
    // Not in the middle of a character.
    while (i < to && (raw[i] & 0xC0) == 0x80) {
      i++;
    }
    int first = 0;
    int last = 0;
    while (i < to) {
      first = i <= shownFrom ? out.length() : first;
      last = i <= shownTo ? out.length() : last;
      int c = raw[i] & 0xFF;
      int length = 1;
      if (c == 0x1b) {
        i = behindEscape(raw, i, to);
        continue;
      }
      if (c >= 0x80) {
        length = Utf8.length(raw, i, to);
        c = Utf8.character(raw, i, length);
      }
      if (c == '\n' && out.length() > 0) {
        put(out, decided, '\n', false);
      } else if (c == ' ' || c == '\t' || isFrame(c)) {
        put(out, decided, ' ', marked[i - from]);
      } else if (c >= 0x20 && c != 0x7F) {
        for (char part : Character.toChars(c)) {
          put(out, decided, part, marked[i - from]);
        }
      }
      i += length;
    }
    last = i <= shownTo ? out.length() : last;
    return new Concealer(out, decided).excerpt(first, Math.min(last, first + LONGEST));
  }

  private static void put(StringBuilder out, List<Boolean> decided, char c, boolean mark) {
    boolean blank = c == ' ' || c == '\n';
    int last = out.length() - 1;
    if (blank && (last < 0 || out.charAt(last) == ' ' || out.charAt(last) == '\n')) {
      return;
    }
    out.append(c);
    decided.add(mark);
  }

  private static boolean isFrame(int c) {
    return c >= 0x2500 && c <= 0x259F;
  }

  private static int behindEscape(byte[] raw, int from, int to) {
    int i = from + 1;
    if (i < to && raw[i] == '[') {
      i++;
      while (i < to && raw[i] >= 0x20 && raw[i] < 0x40) {
        i++;
      }
      return Math.min(i + 1, to);
    }
    return i;
  }
}
