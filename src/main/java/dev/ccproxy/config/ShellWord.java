package dev.ccproxy.config;

/** Words for a POSIX shell, for commands that the user is going to paste. */
public final class ShellWord {
  private ShellWord() {}

  /**
   * {@code text} as one word; nothing in it means anything to the shell, but a leading {@code ~/}
   * still means home.
   */
  public static String of(String text) {
    if (text.startsWith("~/") && text.length() > 2) {
      return "~/" + of(text.substring(2));
    }
    if (!text.isEmpty() && isPlain(text)) {
      return text;
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "./_-:@%+=,".indexOf(c) >= 0;
      if (!plain) {
        return false;
      }
    }
    return true;
  }
}
