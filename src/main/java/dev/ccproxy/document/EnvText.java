package dev.ccproxy.document;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of env files so that a POSIX shell ({@code set -a; . ./file}), {@code bun
 * --env-file} and python-dotenv read the same string. The three agree on less than one thinks; what
 * they agree on was measured with dash, bash, Bun 1.1 to 1.4 and python-dotenv 1.2:
 *
 * <ul>
 *   <li>Bun puts in variables ({@code $NAME}) between single quotes too, and its versions differ on
 *       a {@code $} before anything else. Only a {@code $} at the very end is safe.
 *   <li>Between single quotes, python-dotenv makes one backslash of two, and Bun takes a backslash
 *       before the closing quote for an escape.
 *   <li>Between double quotes, Bun keeps the backslash of {@code \"}, and a shell runs what stands
 *       between backticks.
 *   <li>Bun and python-dotenv make a line feed of a carriage return.
 * </ul>
 *
 * <p>So a few strings cannot be written at all. Model ids, keys, URLs and paths are not among them.
 */
public final class EnvText {
  private static final String PLAIN = "_-./:@%+,=";

  /** What a backslash before it does to some reader between double quotes. */
  private static final String ESCAPED = "\\'\"`$abfnrtv\n";

  private EnvText() {}

  /**
   * The value as it stands behind {@code KEY=}: plain where it can be, else in quotes. Empty where
   * no way of writing is read alike by all three readers; {@link #obstacle} then says why.
   */
  public static Optional<String> encode(String value) {
    if (obstacle(value) != null) {
      return Optional.empty();
    }
    if (isPlain(value)) {
      return Optional.of(value);
    }
    char quote = singleQuoteObstacle(value) == null ? '\'' : '"';
    return Optional.of(quote + value + quote);
  }

  /** Why a value cannot be written, a phrase that names the character; null where it can be. */
  public static @Nullable String obstacle(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0) {
        return "a NUL character, which no environment variable can hold";
      }
      if (c == '\r') {
        return "a carriage return, which Bun and python-dotenv would turn into a line feed";
      }
      if (c == '$' && i + 1 < value.length()) {
        return "a $ before other characters, which Bun would take for a variable";
      }
      if (isHalf(value, i)) {
        return "half a surrogate pair, which UTF-8 cannot write";
      }
    }
    String single = singleQuoteObstacle(value);
    if (single == null) {
      return null;
    }
    String both = doubleQuoteObstacle(value);
    return both == null ? null : value.indexOf('\'') < 0 ? single : "a single quote and " + both;
  }

  private static boolean isHalf(String value, int i) {
    char c = value.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  /** What must not stand between single quotes; null where nothing is in the way. */
  private static @Nullable String singleQuoteObstacle(String value) {
    if (value.indexOf('\'') >= 0) {
      return "a single quote";
    }
    if (value.contains("\\\\")) {
      return "two backslashes in a row, of which python-dotenv would drop one";
    }
    return value.endsWith("\\") || value.endsWith("\\$")
        ? "a backslash at the end, which Bun would take for an escape"
        : null;
  }

  /** What must not stand between double quotes; null where nothing is in the way. */
  private static @Nullable String doubleQuoteObstacle(String value) {
    if (value.indexOf('"') >= 0) {
      return "a double quote, which cannot stand in one value for all readers";
    }
    if (value.indexOf('`') >= 0) {
      return "a backtick, which cannot stand in one value for all readers";
    }
    for (int i = value.indexOf('\\'); i >= 0; i = value.indexOf('\\', i + 1)) {
      if (i + 1 == value.length() || ESCAPED.indexOf(value.charAt(i + 1)) >= 0) {
        return "a backslash, which the readers would take for different escapes";
      }
    }
    return null;
  }
}
