package dev.ccproxy.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The shell scripts that outlive us, packaged beside this class. */
final class Scripts {
  private Scripts() {}

  /** A script without its comments, for {@code sh -c}. */
  static String read(String name) {
    try (InputStream in = Scripts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the package");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      StringBuilder script = new StringBuilder(text.length());
      int start = 0;
      while (start < text.length()) {
        int end = text.indexOf('\n', start);
        end = end < 0 ? text.length() : end + 1;
        int first = start;
        while (first < end && text.charAt(first) == ' ') {
          first++;
        }
        if (first < end && text.charAt(first) != '#') {
          script.append(text, start, end);
        }
        start = end;
      }
      return script.toString();
    } catch (IOException e) {
      throw new IllegalStateException(name + " cannot be read", e);
    }
  }
}
