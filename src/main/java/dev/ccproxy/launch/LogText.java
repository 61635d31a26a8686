package dev.ccproxy.launch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What LiteLLM prints, made readable. */
final class LogText {
  private static final String[] ENDINGS = {"Error", "Exception", "Warning", "Exit"};

  private static final String[] TROUBLE = {
    "rror", "xception", "ailed", "refused", "denied", "timeout", "Timeout", "ERROR", "WARNING"
  };

  private LogText() {}

  /** A line without the terminal's escape sequences. */
  static String plain(String line) {
    if (line.indexOf('\u001b') < 0) {
      return line;
    }
    StringBuilder out = new StringBuilder(line.length());
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (c != '\u001b') {
        out.append(c);
        i++;
        continue;
      }
      i++;
      if (i < line.length() && line.charAt(i) == '[') {
        i++;
        while (i < line.length() && (line.charAt(i) < '@' || line.charAt(i) > '~')) {
          i++;
        }
      }
      i++;
    }
    return out.toString();
  }

  /**
   * The line that says why LiteLLM has ended: that of the exception, which stands above its banner
   * and not at the end. Null where none is there.
   */
  static @Nullable String cause(String log) {
    List<String> exceptions = new ArrayList<>();
    String refused = null;
    String last = null;
    for (String row : log.split("\n", -1)) {
      String line = plain(row).strip();
      if (line.isEmpty()) {
        continue;
      }
      if (line.startsWith("ERROR: ") && line.contains("[Errno")) {
        refused = line.substring("ERROR: ".length()).strip();
      }
      if (line.startsWith("Error: ")) {
        refused = line.substring("Error: ".length());
      }
      if (isException(line)) {
        exceptions.add(line);
      }
      last = line;
    }
    if (refused != null) {
      return refused;
    }
    if (exceptions.isEmpty()) {
      return last;
    }
    String outermost = exceptions.get(exceptions.size() - 1);
    // This one only says that the one before it happened.
    boolean misleading =
        outermost.contains("No module named 'proxy_server'") && exceptions.size() > 1;
    return misleading ? exceptions.get(0) : outermost;
  }

  /** {@code module.NameError: text}, as Python ends a traceback. */
  private static boolean isException(String line) {
    int colon = line.indexOf(": ");
    String name = colon < 0 ? line : line.substring(0, colon);
    if (name.isEmpty() || name.indexOf(' ') >= 0 || !Character.isLetter(name.charAt(0))) {
      return false;
    }
    for (String ending : ENDINGS) {
      if (name.endsWith(ending)) {
        return !name.endsWith("SystemExit") && !name.endsWith("Warning");
      }
    }
    return false;
  }

  /** Whether a line can speak of an error: the others are not worth a look. */
  static boolean isTrouble(String line) {
    for (String word : TROUBLE) {
      if (line.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a line of the start is of no use to anybody: banner, advertisement, frames, our own
   * questions.
   */
  static boolean isNoise(String line) {
    String text = line.strip();
    // The second is how we ask ourselves.
    if (text.isEmpty() || text.endsWith(" HTTP/1.0\" 200 OK")) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        return text.startsWith("LiteLLM: Proxy initialized")
            || text.startsWith("Thank you for using")
            || text.startsWith("Give Feedback");
      }
    }
    return true;
  }
}
