package dev.ccproxy.change;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that may be read and replaced. Says no, with a reason and a next step, to everything
 * that is not a plain file of the user. Writes nothing.
 */
public final class FileStore {
  private final Resolver resolver;
  private final FileOwners owners;

  /**
   * @param home of the user; symbolic links must lead into its tree or that of {@code
   *     workingDirectory}
   * @param workingDirectory where the user is
   */
  public FileStore(Path home, Path workingDirectory) {
    this(
        home,
        workingDirectory,
        FileOwners.system(
            Path.of("/proc/self"),
            System.getProperty("user.name", ""),
            FileOwners.ONE_OWNER_FOR_ALL));
  }

  FileStore(Path home, Path workingDirectory, FileOwners owners) {
    this.resolver = new Resolver(home, workingDirectory);
    this.owners = owners;
  }

  /**
   * The bytes of a file; symbolic links are followed.
   *
   * @param path absolute
   * @return null when there is no such file
   * @throws ChangeRefusedException {@code target-is-directory}, {@code target-not-regular} (a FIFO,
   *     a socket, a device), {@code target-unreadable}, {@code target-foreign-owner}, {@code
   *     target-too-big} (over {@link Limits#FILE_BYTES}), {@code symlink-dangling}, {@code
   *     symlink-loop}, {@code symlink-leads-out}, {@code parent-is-file}, {@code parent-unreadable}
   */
  public byte @Nullable [] read(Path path) throws ChangeRefusedException {
    return read(resolver.resolve(path));
  }

  /**
   * The permissions that the file will have after {@code change}, as {@code chmod} takes them, such
   * as {@code 0600}; for a new file without secret before the umask. Null where the file will not
   * be there or the file system has no permissions.
   *
   * @throws ChangeRefusedException as {@link #read}
   */
  public @Nullable String modeAfter(FileChange change) throws ChangeRefusedException {
    if (change.action() == FileChange.Action.DELETE || !Disk.posix(change.path())) {
      return null;
    }
    Target target = resolver.resolve(change.path());
    Set<PosixFilePermission> mode = mode(target);
    if (change.action() != FileChange.Action.UNCHANGED) {
      Set<PosixFilePermission> written = modeToWrite(mode, change.secret());
      mode = written == null ? newFileMode() : written;
    }
    return mode == null ? null : octal(mode);
  }

  /**
   * Whether nobody but the owner may read or write the file, or the file system knows no
   * permissions.
   *
   * @throws ChangeRefusedException as {@link #read}
   */
  public boolean isPrivate(Path path) throws ChangeRefusedException {
    Set<PosixFilePermission> mode = Disk.posix(path) ? mode(resolver.resolve(path)) : null;
    return mode == null || Disk.ownerOnly().containsAll(mode);
  }

  Target resolve(Path path) throws ChangeRefusedException {
    return resolver.resolve(path);
  }

  /** As {@link #read(Path)}, for a path that was resolved before. */
  byte @Nullable [] read(Target target) throws ChangeRefusedException {
    BasicFileAttributes found = target.found();
    if (found == null) {
      return null;
    }
    if (found.isDirectory()) {
      throw new ChangeRefusedException(
          "target-is-directory",
          target.path(),
          "is a folder, not a file",
          "rename the folder, or name another file");
    }
    if (!found.isRegularFile()) {
      throw new ChangeRefusedException(
          "target-not-regular",
          target.path(),
          "is a pipe, a socket or a device, not a file",
          "name a plain file");
    }
    checkOwner(target);
    checkPermission(
        target, PosixFilePermission.OWNER_READ, "target-unreadable", "may not be read", "u+r");
    byte[] content;
    try (InputStream in = Files.newInputStream(target.real())) {
      content = in.readNBytes(Limits.FILE_BYTES + 1);
    } catch (IOException e) {
      throw new ChangeRefusedException(
          "target-unreadable",
          target.path(),
          "cannot be read: " + Disk.reason(e),
          "see why with `ls -l " + quoted(target.path()) + "`",
          e);
    }
    if (content.length > Limits.FILE_BYTES) {
      throw new ChangeRefusedException(
          "target-too-big",
          target.path(),
          "is bigger than "
              + Limits.FILE_BYTES / (1024 * 1024)
              + " MB, too big for a settings file",
          "name another file");
    }
    return content;
  }

  /**
   * Checks that a file may be written or deleted, without trying.
   *
   * @throws ChangeRefusedException {@code target-read-only}, {@code target-hard-linked}, {@code
   *     symlink-delete}, {@code parent-not-writable}
   */
  void checkWritable(Target target, FileChange.Action action) throws ChangeRefusedException {
    if (target.found() != null) {
      checkPermission(
          target, PosixFilePermission.OWNER_WRITE, "target-read-only", "is read-only", "u+w");
    }
    if (action == FileChange.Action.CHANGE) {
      checkHardLinks(target);
    }
    if (action == FileChange.Action.DELETE && target.throughLink()) {
      throw new ChangeRefusedException(
          "symlink-delete",
          target.path(),
          "is a symbolic link to " + target.real() + "; deleting that file would leave a dead link",
          "delete the link and the file yourself");
    }
    checkFolder(target);
  }

  /** A file is replaced only while it is what it was when the plan was made. */
  void checkUnchanged(FileChange change, Target target) throws ChangeRefusedException {
    if (!Arrays.equals(read(target), change.before())) {
      throw new ChangeRefusedException(
          "file-changed-meanwhile",
          change.path(),
          "was changed by somebody else meanwhile; nothing was written",
          "run the same command again");
    }
  }

  /** The permissions of the file that is there; null where there is none, or no permissions. */
  @Nullable Set<PosixFilePermission> mode(Target target) throws ChangeRefusedException {
    if (target.found() == null) {
      return null;
    }
    try {
      return Disk.permissions(target.real());
    } catch (IOException e) {
      throw unknown(target, e);
    }
  }

  /**
   * The permissions that a file gets that replaces one with {@code mode}. Null: whatever {@link
   * #newFileMode} becomes under the umask.
   */
  static @Nullable Set<PosixFilePermission> modeToWrite(
      @Nullable Set<PosixFilePermission> mode, boolean secret) {
    if (!secret) {
      return mode;
    }
    Set<PosixFilePermission> narrow = Disk.ownerOnly();
    if (mode != null) {
      narrow.retainAll(mode);
    }
    return narrow;
  }

  /** 0644. */
  static Set<PosixFilePermission> newFileMode() {
    Set<PosixFilePermission> mode = Disk.ownerOnly();
    mode.add(PosixFilePermission.GROUP_READ);
    mode.add(PosixFilePermission.OTHERS_READ);
    return mode;
  }

  /** Refuses the file of somebody else; {@code owner} is looked up only for the message. */
  static ChangeRefusedException foreignOwner(Target target) {
    String owner;
    try {
      owner = Files.getOwner(target.real()).getName();
    } catch (IOException e) {
      owner = "the owner";
    }
    return new ChangeRefusedException(
        "target-foreign-owner",
        target.path(),
        "belongs to the user " + owner + ", not to you",
        "run ccproxy as "
            + owner
            + " (without sudo, if you used it), or take the file over with"
            + " chown");
  }

  private static String octal(Set<PosixFilePermission> mode) {
    int bits = 0;
    String letters = PosixFilePermissions.toString(mode);
    for (int i = 0; i < letters.length(); i++) {
      bits = bits << 1 | (letters.charAt(i) == '-' ? 0 : 1);
    }
    String digits = Integer.toOctalString(bits);
    return "0000".substring(digits.length()) + digits;
  }

  private void checkOwner(Target target) throws ChangeRefusedException {
    if (!Disk.unix(target.real())) {
      return;
    }
    boolean foreign;
    try {
      foreign = owners.foreign(target.real());
    } catch (IOException e) {
      throw unknown(target, e);
    }
    if (foreign) {
      throw foreignOwner(target);
    }
  }

  private static void checkPermission(
      Target target, PosixFilePermission bit, String code, String reason, String chmod)
      throws ChangeRefusedException {
    if (!allows(target, target.real(), bit)) {
      throw new ChangeRefusedException(
          code, target.path(), reason, permit(target.real(), chmod, target.path()));
    }
  }

  /**
   * Renaming a new file over one of several names would leave the others with the old content, and
   * writing into it could be cut off in the middle; so neither.
   */
  private static void checkHardLinks(Target target) throws ChangeRefusedException {
    if (!Disk.unix(target.real())) {
      return;
    }
    int names;
    try {
      names = Disk.linkCount(target.real());
    } catch (IOException e) {
      throw unknown(target, e);
    }
    if (names > 1) {
      throw new ChangeRefusedException(
          "target-hard-linked",
          target.path(),
          "has " + names + " names (hard links), and only this one would get the new content",
          "make it a file of its own with `cp -p FILE FILE.new && mv FILE.new FILE`, or replace the"
              + " other names by symbolic links");
    }
  }

  private static void checkFolder(Target target) throws ChangeRefusedException {
    Path folder = target.existingFolder();
    if (!allows(target, folder, PosixFilePermission.OWNER_WRITE)) {
      throw new ChangeRefusedException(
          "parent-not-writable",
          target.path(),
          "the folder " + folder + " may not be written to",
          permit(folder, "u+w", folder) + ", or name another place");
    }
  }

  /**
   * A missing bit is the owner's wish and counts for root as well, whom the system would let pass.
   */
  private static boolean allows(Target target, Path real, PosixFilePermission bit)
      throws ChangeRefusedException {
    try {
      Set<PosixFilePermission> mode = Disk.permissions(real);
      return (mode == null || mode.contains(bit))
          && (bit == PosixFilePermission.OWNER_READ
              ? Files.isReadable(real)
              : Files.isWritable(real));
    } catch (IOException e) {
      throw unknown(target, e);
    }
  }

  private static String permit(Path real, String chmod, Path shown) {
    return Disk.posix(real)
        ? "if that is not on purpose, run `chmod " + chmod + " " + quoted(shown) + "`"
        : "if that is not on purpose, change the permissions of " + shown;
  }

  private static ChangeRefusedException unknown(Target target, IOException e) {
    return new ChangeRefusedException(
        "target-unreadable",
        target.path(),
        "cannot be looked at: " + Disk.reason(e),
        "see why with `ls -l " + quoted(target.path()) + "`",
        e);
  }

  /** Text that a shell reads as this one path. */
  static String quoted(Path path) {
    String text = path.toString();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c) && "/._-+=:@%,".indexOf(c) < 0) {
        return "'" + text.replace("'", "'\\''") + "'";
      }
    }
    return text;
  }
}
