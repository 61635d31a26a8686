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

  /** What else may stand within a key; how many in a row; and in how many parts one is known. */
  private static final String SIGNS = "'\"/=%@!#$^|`?\\";

  private static final int MOST_SIGNS = 3;
  private static final int LEAST_PARTS = 3;

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
    spread();
    return build(from, to);
  }

  /**
   * Hides keys with other signs in them, of which the parts alone look harmless: quotes, those of
   * base64 and of URLs.
   */
  private void spread() {
    int i = 0;
    while (i < text.length()) {
      int end = chainEnd(i);
      if (end == i) {
        i++;
        continue;
      }
      int first = -1;
      int last = -1;
      int parts = 0;
      boolean secret = false;
      int from = i;
      for (int at = i; at <= end; at++) {
        if (at == end || !isPart(text.charAt(at))) {
          if (hidden(from, at) || isRandom(from, at)) {
            secret |= hidden(from, at);
            first = first < 0 ? from : first;
            last = at;
            parts++;
          } else if (from < at && !secret && parts < LEAST_PARTS) {
            // A word between: what comes before it belongs to something else.
            first = -1;
            parts = 0;
          } else if (from < at) {
            break;
          }
          from = at + 1;
        }
      }
      if (first >= 0 && (parts >= LEAST_PARTS || secret)) {
        hide(first, last);
      }
      i = end;
    }
  }

  private boolean hidden(int from, int to) {
    for (int i = from; i < to; i++) {
      if (hidden[i]) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPart(char c) {
    return isKey(c) || c == '\n';
  }

  /** End of what may be one key with other signs in it. */
  private int chainEnd(int from) {
    int end = runEnd(from);
    while (end > from) {
      int link = linkEnd(end);
      if (link == end) {
        return end;
      }
      end = runEnd(link);
    }
    return end;
  }

  /**
   * Where signs that a key may have within it end before more of it, a line break before them or
   * behind a stroke left aside; {@code from} for no such.
   */
  private int linkEnd(int from) {
    int start = from < text.length() && text.charAt(from) == '\n' ? from + 1 : from;
    int i = start;
    while (i < text.length() && i < start + MOST_SIGNS && SIGNS.indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    if (i == start) {
      return from;
    }
    char last = text.charAt(i - 1);
    if (i < text.length() && text.charAt(i) == '\n' && "/%".indexOf(last) >= 0) {
      i++;
    }
    boolean goesOn = i < text.length() && isKey(text.charAt(i));
    // The letter of an escape belongs to no key.
    boolean escape = goesOn && last == '\\' && "nrtbfu".indexOf(text.charAt(i)) >= 0;
    return goesOn && !escape ? i : from;
  }

  /** Whether it is no word and no number: letters and digits, or small and large ones, mixed. */
  private boolean isRandom(int from, int to) {
    int changes = 0;
    int last = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        int kind = c <= '9' ? 1 : c <= 'Z' ? 2 : 3;
        // A large letter at the beginning makes a word, not a mixture.
        changes += last != 0 && kind != last && !(last == 2 && kind == 3) ? 1 : 0;
        last = kind;
      }
    }
    return changes > 0;
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
      hide(from, chainEnd(from));
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
