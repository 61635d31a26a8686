package dev.ccproxy.redact;

import java.util.Objects;

/** A credential that cannot be printed by accident: only {@link #reveal()} gives the value. */
public final class Secret {
  private final String name;
  private final String value;

  /**
   * @param name what it is called, usually its environment variable
   * @param value the credential
   */
  public Secret(String name, String value) {
    this.name = Objects.requireNonNull(name);
    this.value = Objects.requireNonNull(value);
  }

  /** What it is called, usually its environment variable. */
  public String name() {
    return name;
  }

  /** The credential itself, for the file or the request that it is meant for. */
  public String reveal() {
    return value;
  }

  /**
   * The first 8 hex digits of the SHA-256 of the value: enough to tell two keys apart, useless to
   * anybody else.
   */
  public String fingerprint() {
    return Fingerprint.of(value, 8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.name.equals(name) && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, value);
  }

  /** Name, length and fingerprint. */
  @Override
  public String toString() {
    return name + " (" + value.length() + " characters, sha256:" + fingerprint() + ")";
  }
}
