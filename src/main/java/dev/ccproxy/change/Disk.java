package dev.ccproxy.change;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file system calls that a change is made of. Permissions only where there are any. */
final class Disk {
  private Disk() {}

  private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

  /** The file system knows POSIX permissions. */
  static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** The file system knows user numbers and link counts. */
  static boolean unix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /** Read and write for the owner, nothing for anybody else. */
  static Set<PosixFilePermission> ownerOnly() {
    return EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  /** Null where the file system has no permissions. */
  static @Nullable Set<PosixFilePermission> permissions(Path real) throws IOException {
    return posix(real) ? Files.getPosixFilePermissions(real, LinkOption.NOFOLLOW_LINKS) : null;
  }

  /** Number of the user who owns {@code real}; call only where {@link #unix}. */
  static int uid(Path real) throws IOException {
    return (Integer) Files.getAttribute(real, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  /** How many names the file has; call only where {@link #unix}. */
  static int linkCount(Path real) throws IOException {
    return (Integer) Files.getAttribute(real, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Makes a file that did not exist and waits until its bytes are on the disk.
   *
   * @param mode the umask takes away from it; ignored where there are no permissions
   */
  static void writeNew(Path file, byte[] content, Set<PosixFilePermission> mode)
      throws IOException {
    FileAttribute<?>[] attributes =
        posix(file)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
            : NO_ATTRIBUTES;
    try (FileChannel channel =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            attributes)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /** Gives {@code file} this mode, whatever the umask says, and waits until the disk has it. */
  static void setMode(Path file, Set<PosixFilePermission> mode) throws IOException {
    if (!mode.equals(permissions(file))) {
      Files.setPosixFilePermissions(file, mode);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /**
   * Gives {@code file} the group of {@code model} where the user may do so. Where not, the file has
   * the user's own group, as any editor's would that saves by renaming.
   */
  static void copyGroup(Path model, Path file) throws IOException {
    PosixFileAttributes wanted =
        Files.readAttributes(model, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!wanted.group().equals(view.readAttributes().group())) {
      try {
        view.setGroup(wanted.group());
      } catch (FileSystemException notAllowed) {
        // Not a member of that group.
      }
    }
  }

  /** Makes one folder whose parent exists, unless somebody else was quicker. */
  static void makeFolder(Path folder, boolean ownerOnly) throws IOException {
    FileAttribute<?>[] attributes =
        ownerOnly && posix(folder)
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : NO_ATTRIBUTES;
    try {
      Files.createDirectory(folder, attributes);
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(folder)) {
        throw there;
      }
    }
  }

  /**
   * Waits until the names in {@code folder} are on the disk. Some file systems (and Windows) cannot
   * do that for a folder; there, a power cut may bring an old name back, never a torn file.
   */
  static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException cannot) {
      // See above.
    }
  }

  /** Removes {@code folder} if it is there and empty. */
  static void removeIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException used) {
      // Somebody else put something there, so it is not ours any more.
    }
  }

  /** Why a call failed, without the path that {@link FileSystemException} puts in front. */
  static String reason(Exception failure) {
    if (failure instanceof ChangeRefusedException refused) {
      return refused.reason();
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "it is gone";
    }
    if (failure instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    if (failure instanceof IOException && failure.getMessage() != null) {
      return failure.getMessage();
    }
    return failure.getClass().getSimpleName();
  }
}
