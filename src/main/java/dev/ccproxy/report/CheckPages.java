package dev.ccproxy.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pages of the checks that come with the program, {@code docs/checks/ID.md}. */
public final class CheckPages {
  private static final String FOLDER = "/docs/checks/";
  private static final String PREFIX = "CCP-";

  /**
   * One page.
   *
   * @param slug names the bad pattern; empty where the page does not say it
   */
  public record Page(String id, String slug, String title, String markdown) {}

  private CheckPages() {}

  /**
   * The id that a word means: with or without {@code CCP-}, in any case.
   *
   * @return null where the word is none
   */
  public static @Nullable String id(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    String number = upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()) : upper;
    int digits = 0;
    if (number.isEmpty() || number.charAt(0) < 'A' || number.charAt(0) > 'Z') {
      return null;
    }
    for (int i = 1; i < number.length(); i++) {
      char c = number.charAt(i);
      boolean variant = i == number.length() - 1 && digits > 0 && c >= 'A' && c <= 'Z';
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (!variant) {
        return null;
      }
    }
    boolean variant = digits > 0 && number.charAt(number.length() - 1) > '9';
    String id =
        variant
            ? number.substring(0, number.length() - 1)
                + Character.toLowerCase(number.charAt(number.length() - 1))
            : number;
    return digits == 2 || digits == 3 ? PREFIX + id : null;
  }

  /** The page of a check. */
  public static Optional<Page> find(String id) {
    String text = resource(FOLDER + id + ".md");
    if (text == null) {
      return Optional.empty();
    }
    String title = id;
    String slug = "";
    for (String line : text.split("\n")) {
      String stripped = line.strip();
      if (title.equals(id) && stripped.startsWith("# ")) {
        title = withoutId(stripped.substring(2), id);
      } else if (slug.isEmpty()) {
        String found = slugIn(stripped);
        slug = found == null ? "" : found;
      }
    }
    return Optional.of(new Page(id, slug, title, text));
  }

  private static String withoutId(String title, String id) {
    String rest = title.startsWith(id) ? title.substring(id.length()) : title;
    int i = 0;
    while (i < rest.length() && " :-".indexOf(rest.charAt(i)) >= 0) {
      i++;
    }
    return i == rest.length() ? title : rest.substring(i);
  }

  /** The name in backticks with which the line under the title begins. */
  private static @Nullable String slugIn(String line) {
    int end = line.startsWith("`") ? line.indexOf('`', 1) : -1;
    return end < 2 ? null : line.substring(1, end);
  }

  private static @Nullable String resource(String name) {
    try (InputStream in = CheckPages.class.getResourceAsStream(name)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " cannot be read from the program's own jar", e);
    }
  }
}
