package dev.ccproxy.config;

import java.util.Optional;

/** The programs that the files are for. */
public enum ClientKind {
  /** Claude Code: reads settings files, never a {@code .env}. */
  CLAUDE_CODE("claude-code"),
  /** claude-code-haha: its launcher reads {@code .env} in its own folder. */
  HAHA("haha");

  private final String id;

  ClientKind(String id) {
    this.id = id;
  }

  /** Its name in options and output. */
  public String id() {
    return id;
  }

  /** The client of that name, a version behind {@code @} left aside. */
  public static Optional<ClientKind> of(String text) {
    String name = text.contains("@") ? text.substring(0, text.indexOf('@')) : text;
    for (ClientKind kind : values()) {
      if (kind.id.equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
