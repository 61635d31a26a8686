package dev.ccproxy.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a value of the client comes from.
 *
 * @param place null for {@link Source#SHELL}
 */
public record Origin(Source source, @Nullable Place place) {

  /** The sources, the one that wins first ({@code claude-code.md} 2.1, 2.2). */
  public enum Source {
    /** Settings of the administrator. */
    MANAGED,
    /** The file of the client's {@code --settings}. */
    FLAG,
    /** {@code .claude/settings.local.json}. */
    LOCAL,
    /** {@code .claude/settings.json}. */
    PROJECT,
    /** {@code ~/.claude/settings.json}. */
    USER,
    /** The environment of the process. */
    SHELL,
    /** The {@code .env} that the launcher of claude-code-haha reads. */
    DOTENV;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word for it in output. */
    public String word() {
      return word;
    }
  }

  /** A variable of the process. */
  public static final Origin OF_SHELL = new Origin(Source.SHELL, null);

  /** How people name it: {@code ~/.claude/settings.json:7:5}, or the shell. */
  public String shown() {
    return place == null ? "the shell" : place.location();
  }
}
