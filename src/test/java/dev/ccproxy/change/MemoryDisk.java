package dev.ccproxy.change;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Folders on a file system in memory where there is one, because a test that crashes hundreds of
 * times waits for a real disk most of the time. The tests with processes of their own use the disk.
 */
final class MemoryDisk implements TempDirFactory {
  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws Exception {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, "junit")
        : Files.createTempDirectory("junit");
  }
}
