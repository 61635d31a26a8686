package dev.ccproxy.config;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.catalog.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client that the files are read for.
 *
 * @param version null where nothing names it: what depends on it is at most likely
 */
public record ClientIdentity(ClientKind kind, @Nullable Version version) {

  /** The version, where something names it. */
  public Optional<Version> knownVersion() {
    return Optional.ofNullable(version);
  }

  /** The release of Claude Code whose behaviour it has; null where nobody can tell. */
  public @Nullable Version behavesLike(ClientFacts facts) {
    return version == null && kind == ClientKind.HAHA ? facts.hahaGeneration() : version;
  }

  /** Whether this release is known to be {@code release} or a later one. */
  public boolean isAtLeast(String release) {
    return version != null && version.isAtLeast(release);
  }

  /** Whether this release is known to be older than {@code release}. */
  public boolean isBefore(String release) {
    return version != null && !version.isAtLeast(release);
  }

  /** {@code claude-code@2.1.330}, or the name alone. */
  @Override
  public String toString() {
    return version == null ? kind.id() : kind.id() + "@" + version;
  }
}
