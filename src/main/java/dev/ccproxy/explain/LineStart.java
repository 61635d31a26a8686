package dev.ccproxy.explain;

/**
 * What programs put in front of a line: frames, the sign of a quotation, the name of a container,
 * the time, the level. Looks at the beginning of a line only, at most {@value #REACH} bytes.
 */
final class LineStart {
  private static final int REACH = 160;
  private static final String[] LEVELS = {
    "TRACE",
    "DEBUG",
    "INFO",
    "WARNING",
    "WARN",
    "ERROR",
    "CRITICAL",
    "FATAL",
    "NOTICE",
    "stderr F",
    "stdout F",
    "stderr P",
    "stdout P"
  };
  private static final String CONTAINER_LOG = "{\"log\":\"";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  /** How a line begins that is the first one of something new. */
  private static final byte[][] HEADS = heads();

  private LineStart() {}

  private static byte[][] heads() {
    String[] words = {
      "LiteLLM Proxy:",
      "LiteLLM Router:",
      "LiteLLM:E",
      "LiteLLM:W",
      "LiteLLM:I",
      "LiteLLM:D",
      "INFO:",
      "WARNING:",
      "ERROR:",
      "CRITICAL:",
      "API Error",
      "Failed to authenticate",
      "There's an issue with",
      "Not logged in",
      "Agent terminated",
      "Unable to connect",
      "HTTP/1.",
      "HTTP/2 ",
      "[GIN]",
      "time=",
      "level=",
      "[claude-code:"
    };
    byte[][] heads = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      heads[i] = words[i].getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
    return heads;
  }

  /** Where the text of the line begins that begins at {@code from}. */
  static int body(byte[] in, int from, int to) {
    int end = Math.min(to, from + REACH);
    int i = frame(in, from, end);
    if (i >= end) {
      return i;
    }
    i = behindName(in, i, end);
    int time = i < end ? time(in, i, end) : i;
    if (time > i) {
      i = level(in, time, end);
    }
    return i;
  }

  /** Behind the name of a container, or the JSON that its log is kept in. */
  private static int behindName(byte[] in, int i, int end) {
    if (i + CONTAINER_LOG.length() < end && matches(in, i, CONTAINER_LOG)) {
      return frame(in, i + CONTAINER_LOG.length(), end);
    }
    int service = container(in, i, end);
    return service > i ? frame(in, service, end) : i;
  }

  /**
   * The time in front of the line, as it stands there; empty where there is none.
   *
   * @param from where the line begins
   */
  static String timeText(byte[] in, int from, int to) {
    int end = Math.min(to, from + REACH);
    int i = frame(in, from, end);
    i = i >= end ? i : behindName(in, i, end);
    int time = i >= end ? i : time(in, i, end);
    int stop = time;
    while (stop > i && (in[stop - 1] == ']' || in[stop - 1] == ')' || in[stop - 1] == ' ')) {
      stop--;
    }
    int start = i;
    while (start < stop && (in[start] == '[' || in[start] == '(')) {
      start++;
    }
    return new String(
        in, start, Math.max(0, stop - start), java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** Whether the text of a line begins something new, and does not go on with the line before. */
  static boolean isHead(byte[] in, int body, int to) {
    for (byte[] head : HEADS) {
      if (body + head.length <= to && in[body] == head[0]) {
        int k = 1;
        while (k < head.length && in[body + k] == head[k]) {
          k++;
        }
        if (k == head.length) {
          return true;
        }
      }
    }
    return false;
  }

  private static int frame(byte[] in, int from, int end) {
    int i = from;
    while (i < end) {
      byte b = in[i];
      if (b == ' ' || b == '\t' || b == '|' || b == '>' || b < 0 || b == '\r' || b == 0) {
        i++;
      } else if (b == 0x1b && i + 1 < end && in[i + 1] == '[') {
        i += 2;
        while (i < end && in[i] >= 0x20 && in[i] < 0x40) {
          i++;
        }
        i++;
      } else {
        return i;
      }
    }
    return Math.min(i, end);
  }

  /** {@code litellm-1 | }: the name that docker compose writes. */
  private static int container(byte[] in, int from, int end) {
    int i = from;
    while (i < end && isName(in[i])) {
      i++;
    }
    int name = i;
    while (i < end && in[i] == ' ') {
      i++;
    }
    return name > from
            && name < from + 64
            && i > name
            && i + 1 < end
            && in[i] == '|'
            && in[i + 1] == ' '
        ? i + 2
        : from;
  }

  private static boolean isName(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || Folding.isDigit(b)
        || b == '-'
        || b == '_';
  }

  /** Behind a date, a time or both; {@code from} where there is none. */
  private static int time(byte[] in, int from, int end) {
    int i = from;
    if (in[i] == '[' || in[i] == '(') {
      i++;
    }
    int date = date(in, i, end);
    int clock = clock(in, date == i ? i : gap(in, date, end), end);
    if (clock < 0) {
      if (date == i) {
        return from;
      }
      clock = date;
    }
    i = clock;
    if (i < end && (in[i] == ']' || in[i] == ')')) {
      i++;
    }
    if (in[from] == '[' && in[i - 1] != ']') {
      return from;
    }
    return i;
  }

  private static int gap(byte[] in, int from, int end) {
    int i = from;
    if (i < end && (in[i] == 'T' || in[i] == ':')) {
      return i + 1;
    }
    while (i < end && i < from + 3 && (in[i] == ' ' || in[i] == '-' || in[i] == ',')) {
      i++;
    }
    return i;
  }

  /** {@code 2026-11-26}, {@code 2026/11/26}, {@code 26/Nov/2026}, {@code Nov 26}. */
  private static int date(byte[] in, int from, int end) {
    if (digits(in, from, 4, end)
        && from + 10 <= end
        && (in[from + 4] == '-' || in[from + 4] == '/')
        && digits(in, from + 5, 2, end)
        && in[from + 7] == in[from + 4]
        && digits(in, from + 8, 2, end)) {
      return from + 10;
    }
    if (digits(in, from, 2, end)
        && from + 11 <= end
        && in[from + 2] == '/'
        && month(in, from + 3)
        && in[from + 6] == '/'
        && digits(in, from + 7, 4, end)) {
      return from + 11;
    }
    if (from + 6 < end
        && in[from + 3] == ' '
        && month(in, from)
        && (Folding.isDigit(in[from + 4]) || in[from + 4] == ' ')
        && Folding.isDigit(in[from + 5])) {
      return from + 6;
    }
    return from;
  }

  private static boolean month(byte[] in, int from) {
    for (int m = 0; m < MONTHS.length(); m += 3) {
      if (in[from] == MONTHS.charAt(m)
          && in[from + 1] == MONTHS.charAt(m + 1)
          && in[from + 2] == MONTHS.charAt(m + 2)) {
        return true;
      }
    }
    return false;
  }

  /** {@code 05:12:33.123Z} and its like; -1 where there is none. */
  private static int clock(byte[] in, int from, int end) {
    if (!digits(in, from, 2, end)
        || from + 5 > end
        || in[from + 2] != ':'
        || !digits(in, from + 3, 2, end)) {
      return -1;
    }
    int i = from + 5;
    if (i + 3 <= end && in[i] == ':' && digits(in, i + 1, 2, end)) {
      i += 3;
    }
    if (i + 1 < end && (in[i] == '.' || in[i] == ',') && Folding.isDigit(in[i + 1])) {
      i++;
      while (i < end && Folding.isDigit(in[i])) {
        i++;
      }
    }
    if (i < end && in[i] == 'Z') {
      return i + 1;
    }
    int zone = i < end && in[i] == ' ' ? i + 1 : i;
    if (zone + 5 <= end && (in[zone] == '+' || in[zone] == '-') && digits(in, zone + 1, 2, end)) {
      int minutes = in[zone + 3] == ':' ? zone + 4 : zone + 3;
      if (digits(in, minutes, 2, end)) {
        return minutes + 2;
      }
    }
    return i;
  }

  /** Dashes, brackets and the level behind the time. A level that names its program stays. */
  private static int level(byte[] in, int from, int end) {
    int i = separators(in, from, end);
    for (String level : LEVELS) {
      int stop = i + level.length();
      if (stop <= end && matches(in, i, level)) {
        if (stop < end && isName(in[stop])) {
          continue;
        }
        return separators(in, stop, end);
      }
    }
    return i;
  }

  private static int separators(byte[] in, int from, int end) {
    int i = from;
    while (i < end
        && (in[i] == ' '
            || in[i] == '-'
            || in[i] == '['
            || in[i] == ']'
            || in[i] == ':'
            || in[i] == '|'
            || in[i] == '\t')) {
      // A bracket that belongs to the text, such as that of a list.
      if (in[i] == '[' && (i + 1 >= end || !(in[i + 1] >= 'A' && in[i + 1] <= 'Z'))) {
        return i;
      }
      i++;
    }
    return i;
  }

  private static boolean matches(byte[] in, int from, String word) {
    for (int k = 0; k < word.length(); k++) {
      if (in[from + k] != word.charAt(k)) {
        return false;
      }
    }
    return true;
  }

  private static boolean digits(byte[] in, int from, int count, int end) {
    if (from + count > end) {
      return false;
    }
    for (int i = from; i < from + count; i++) {
      if (!Folding.isDigit(in[i])) {
        return false;
      }
    }
    return true;
  }
}
