package dev.ccproxy.redact;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    byte[] hash;
    try {
      hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      hex.append(Character.forDigit((hash[i] >> 4) & 0xF, 16))
          .append(Character.forDigit(hash[i] & 0xF, 16));
    }
    return hex.toString();
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
