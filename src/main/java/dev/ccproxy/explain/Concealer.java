package dev.ccproxy.explain;

import dev.ccproxy.redact.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Takes out of an excerpt what may be a credential: what begins as the keys of vendors do, what
 * stands behind a word such as key or token, and any long mixture of letters and digits. An excerpt
 * loses nothing by hiding too much.
 */
final class Concealer {
  private static final String HIDDEN = "<hidden>";

  /** Shorter mixtures of letters and digits are names: a model, a version, a code. */
  private static final int SHORTEST_MIX = 12;

  private static final int LEAST_CHANGES = 3;
  private static final int SHORTEST_VALUE = 6;

  private static final String[] NAMES = {
    "key",
    "token",
    "secret",
    "password",
    "passwd",
    "authorization",
    "bearer",
    "credential",
    "received",
    "provided",
    "cookie"
  };

  private static final List<String> WORDS =
      List.of("none", "null", "true", "false", "invalid", "missing", "unknown", "expired", "empty");

  /** Never learns anything: knows only how keys of vendors begin. */
  private static final Redactor PREFIXES = new Redactor();

  private final StringBuilder text;
  private final List<Boolean> marked;
  private final boolean[] hidden;

  /**
   * Works on a text whose line breaks still stand in it: a key may have been broken by one.
   *
   * @param marked for each character whether it decided
   */
  Concealer(StringBuilder text, List<Boolean> marked) {
    this.text = text;
    this.marked = marked;
    this.hidden = new boolean[text.length()];
  }

  /** {@code text} without what may be a credential. */
  static String conceal(String text) {
    List<Boolean> marked = new ArrayList<>(text.length());
    for (int i = 0; i < text.length(); i++) {
      marked.add(false);
    }
    return new Concealer(new StringBuilder(text), marked).excerpt(0, text.length()).text();
  }

  /** What stands in {@code [from, to)}; what stands around it helps to see what is a credential. */
  Excerpt excerpt(int from, int to) {
    int i = 0;
    while (i < text.length()) {
      int end = runEnd(i);
      if (end == i) {
        i++;
        continue;
      }
      judge(i, end);
      i = end;
    }
    return build(from, to);
  }

  /** End of the run of characters that a key may consist of, across line breaks. */
  private int runEnd(int from) {
    int i = from;
    while (i < text.length() && (isKey(text.charAt(i)) || (text.charAt(i) == '\n' && i > from))) {
      i++;
    }
    while (i > from && text.charAt(i - 1) == '\n') {
      i--;
    }
    return i;
  }

  private static boolean isKey(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '+'
        || c == '~'
        || c == '*';
  }

  private void judge(int from, int to) {
    String run = text.substring(from, to).replace("\n", "");
    boolean secret = !PREFIXES.apply(run).equals(run);
    if (!secret && run.length() >= SHORTEST_VALUE && !isWord(run)) {
      secret = isBehindName(from);
    }
    if (secret) {
      hide(from, to);
      return;
    }
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || "-_.+~*".indexOf(text.charAt(i)) >= 0) {
        if (isMixture(start, i)) {
          hide(start, i);
        }
        start = i + 1;
      }
    }
  }

  private static boolean isWord(String run) {
    String lower = run.toLowerCase(Locale.ROOT);
    String bare = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    return WORDS.contains(bare) || lower.startsWith("os.environ");
  }

  /** {@code key=}, {@code "token": "}, {@code Bearer } and their like directly in front. */
  private boolean isBehindName(int from) {
    int i = from;
    boolean sign = false;
    while (i > 0 && " \"'=:\\\n".indexOf(text.charAt(i - 1)) >= 0) {
      i--;
      sign |= text.charAt(i) == '=' || text.charAt(i) == ':';
    }
    int end = i;
    while (i > 0 && (Character.isLetter(text.charAt(i - 1)) || text.charAt(i - 1) == '_')) {
      i--;
    }
    String name = text.substring(i, end).toLowerCase(Locale.ROOT);
    if (name.equals("bearer") && end < from) {
      return true;
    }
    if (!sign) {
      return false;
    }
    for (String secret : NAMES) {
      if (name.endsWith(secret)) {
        return true;
      }
    }
    return false;
  }

  private boolean isMixture(int from, int to) {
    int letters = 0;
    int digits = 0;
    int changes = 0;
    int last = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        continue;
      }
      int kind = c <= '9' ? 1 : c <= 'Z' ? 2 : 3;
      digits += kind == 1 ? 1 : 0;
      letters += kind == 1 ? 0 : 1;
      changes += last != 0 && kind != last ? 1 : 0;
      last = kind;
    }
    return digits + letters >= SHORTEST_MIX
        && digits > 0
        && letters > 0
        && changes >= LEAST_CHANGES;
  }

  private void hide(int from, int to) {
    for (int i = from; i < to; i++) {
      hidden[i] = true;
    }
  }

  private Excerpt build(int from, int to) {
    StringBuilder out = new StringBuilder(text.length());
    List<Integer> marks = new ArrayList<>();
    boolean inMark = false;
    boolean inHidden = false;
    for (int i = from; i < to; i++) {
      boolean mark = marked.get(i) && !hidden[i];
      boolean goesOn =
          inMark && text.charAt(i) <= ' ' && i + 1 < text.length() && marked.get(i + 1);
      if (mark != inMark && !goesOn) {
        marks.add(out.length());
        inMark = mark;
      }
      if (!hidden[i]) {
        out.append(text.charAt(i) == '\n' ? ' ' : text.charAt(i));
      } else if (!inHidden) {
        out.append(HIDDEN);
      }
      inHidden = hidden[i];
    }
    while (out.length() > 0 && out.charAt(out.length() - 1) == ' ') {
      out.setLength(out.length() - 1);
    }
    if (inMark) {
      marks.add(out.length());
    }
    for (int i = 0; i < marks.size(); i++) {
      marks.set(i, Math.min(marks.get(i), out.length()));
    }
    return new Excerpt(out.toString(), marks);
  }
}
