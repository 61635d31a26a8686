package dev.ccproxy.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes a file that the user named on the command line: whole or not at all, for the user alone.
 */
final class PrivateFile {
  private PrivateFile() {}

  /**
   * Writes it. A device or a pipe gets the bytes as they are.
   *
   * @throws CommandFailedException when it cannot be written; what was there still is
   */
  static void write(Path file, byte[] content) throws CommandFailedException {
    try {
      Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      if (Files.exists(real) && !Files.isRegularFile(real) && !Files.isDirectory(real)) {
        Files.write(real, content, StandardOpenOption.WRITE);
        return;
      }
      replace(real, content);
    } catch (IOException e) {
      throw CommandFailedException.refused(
          "output-unwritable",
          file + " cannot be written: " + e.getClass().getSimpleName(),
          "name a file in a folder that you may write to");
    }
  }

  private static void replace(Path real, byte[] content) throws IOException {
    Path folder = real.getParent();
    if (folder == null || Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("a folder");
    }
    boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
    FileAttribute<?>[] mode =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Path part = Files.createTempFile(folder, ".ccproxy-", ".tmp", mode);
    try {
      try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.WRITE)) {
        out.write(content);
      }
      Files.move(part, real, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
