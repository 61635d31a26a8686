package dev.ccproxy.change;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file before and after.
 *
 * @param path as the user knows it: absolute, symbolic links not resolved
 * @param before bytes that are there now; null where there is no file
 * @param after bytes that shall be there; null where the file shall be gone
 * @param secret the new bytes hold a secret, so nobody but the owner may read the file
 * @param modeToo the permissions are what the change is about: it is one even where the bytes stay
 */
@SuppressWarnings("ArrayRecordComponent") // Copied in and out, compared by content.
public record FileChange(
    Path path, byte @Nullable [] before, byte @Nullable [] after, boolean secret, boolean modeToo) {

  /** What happens to the file. */
  public enum Action {
    CREATE,
    CHANGE,
    DELETE,
    UNCHANGED
  }

  /** Keeps copies of the arrays. */
  // Spelled out, because javac 17 drops the annotations of a compact constructor's parameters.
  public FileChange(
      Path path,
      byte @Nullable [] before,
      byte @Nullable [] after,
      boolean secret,
      boolean modeToo) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("not an absolute path: " + path);
    }
    this.path = path;
    this.before = before == null ? null : before.clone();
    this.after = after == null ? null : after.clone();
    this.secret = secret;
    this.modeToo = modeToo;
  }

  /** A change of bytes. */
  public FileChange(Path path, byte @Nullable [] before, byte @Nullable [] after, boolean secret) {
    this(path, before, after, secret, false);
  }

  /** A copy of the bytes that are there now; null where there is no file. */
  @Override
  public byte @Nullable [] before() {
    return before == null ? null : before.clone();
  }

  /** A copy of the bytes that shall be there; null where the file shall be gone. */
  @Override
  public byte @Nullable [] after() {
    return after == null ? null : after.clone();
  }

  /** What happens to the file. */
  public Action action() {
    if (Arrays.equals(before, after)) {
      return modeToo && after != null ? Action.CHANGE : Action.UNCHANGED;
    }
    if (before == null) {
      return Action.CREATE;
    }
    return after == null ? Action.DELETE : Action.CHANGE;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileChange that
        && path.equals(that.path)
        && Arrays.equals(before, that.before)
        && Arrays.equals(after, that.after)
        && secret == that.secret
        && modeToo == that.modeToo;
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, Arrays.hashCode(before), Arrays.hashCode(after), secret, modeToo);
  }

  /** Path and action; never content. */
  @Override
  public String toString() {
    return action() + " " + path;
  }
}
