package dev.ccproxy.check.live;

import org.jspecify.annotations.Nullable;

/**
 * A key as a server shows it when it refuses it: the beginning, the end, and stars or dots for the
 * rest, as in {@code sk-proj-********abcd} or {@code ****abcd}.
 *
 * @param start what is shown of its beginning; may be empty
 * @param end what is shown of its end; may be empty
 */
record MaskedKey(String start, String end) {
  /** Shorter pieces are no evidence. */
  private static final int FEWEST_SHOWN = 4;

  private static final int FEWEST_STARS = 3;

  /** More than any server shows of either end. */
  private static final int MOST_SHOWN = 24;

  /** The first one in a text; null where there is none. */
  static @Nullable MaskedKey in(String text) {
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && text.charAt(end) == text.charAt(at) && isMask(text, at)) {
        end++;
      }
      if (end == at) {
        at++;
        continue;
      }
      MaskedKey key = new MaskedKey(before(text, at), after(text, end));
      boolean stars = text.charAt(at) == '*' && end - at >= FEWEST_STARS;
      boolean dots = text.charAt(at) != '*' && (text.charAt(at) == '…' || end - at == 3);
      // Dots end many a sentence; between two pieces of a key there is no blank.
      if (key.start.length() + key.end.length() >= FEWEST_SHOWN
          && (stars || dots && !key.start.isEmpty() && !key.end.isEmpty())) {
        return key;
      }
      at = end;
    }
    return null;
  }

  private static boolean isMask(String text, int at) {
    return text.charAt(at) == '*' || text.charAt(at) == '.' || text.charAt(at) == '…';
  }

  private static String before(String text, int end) {
    int start = end;
    while (start > 0 && end - start < MOST_SHOWN && isOfKey(text.charAt(start - 1))) {
      start--;
    }
    return text.substring(start, end);
  }

  private static String after(String text, int start) {
    int end = start;
    while (end < text.length() && end - start < MOST_SHOWN && isOfKey(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }

  private static boolean isOfKey(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_';
  }

  /** Whether it may be that key. */
  boolean fits(String key) {
    return key.startsWith(start) && key.endsWith(end);
  }
}
