package dev.ccproxy.change;

import java.net.URI;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One file that was checked and may be written.
 *
 * @param oldMode permissions now; null where there is no file, or no permissions
 * @param newMode permissions afterwards; null: those of any new file
 */
record Step(
    FileChange change,
    Target target,
    @Nullable Set<PosixFilePermission> oldMode,
    @Nullable Set<PosixFilePermission> newMode) {

  /** The file that the new bytes are written to before they take the place of the old ones. */
  Path temp(String id) {
    return temp(target.real(), id);
  }

  /**
   * {@code .NAME.ccproxy-ID.tmp} beside {@code real}. The journal knows both, so it knows what a
   * crash may have left.
   */
  static Path temp(Path real, String id) {
    // By URI, because a locale such as C can hold a name with an umlaut but not put one together.
    String uri = real.toUri().toString();
    int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
    int name = uri.lastIndexOf('/', end - 1) + 1;
    return Path.of(
        URI.create(
            uri.substring(0, name) + "." + uri.substring(name, end) + ".ccproxy-" + id + ".tmp"));
  }

  /** What the journal keeps of it. */
  Manifest.Entry entry() {
    byte[] before = change.before();
    byte[] after = change.after();
    return new Manifest.Entry(
        change.path(),
        target.real(),
        change.secret(),
        before == null ? null : new Manifest.Old(Sha256.of(before), oldMode),
        after == null ? null : Sha256.of(after));
  }
}
