package dev.ccproxy.tour;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A folder for one tour; it is gone afterwards, also when the user interrupts the tour. */
final class ScratchFolder implements AutoCloseable {
  private final Path root;
  private final Thread hook;

  private ScratchFolder(Path root) {
    this.root = root;
    this.hook = new Thread(this::remove, "tour-cleaner");
  }

  static ScratchFolder create() throws IOException {
    ScratchFolder folder = new ScratchFolder(Files.createTempDirectory("ccproxy-tour-"));
    Runtime.getRuntime().addShutdownHook(folder.hook);
    return folder;
  }

  Path root() {
    return root;
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook does the same once more.
    }
  }

  private void remove() {
    try {
      remove(root);
    } catch (IOException e) {
      // A folder of the system's for temporary files; the system clears it.
    }
  }

  private static void remove(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        for (Path entry : entries) {
          remove(entry);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
