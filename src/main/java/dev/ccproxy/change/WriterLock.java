package dev.ccproxy.change;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * One ccproxy writes at a time. Between processes, that is: within one, a second attempt is told to
 * wait as well, but when it gives up, POSIX takes the lock from the first. The system drops the
 * lock when the process ends, however it ends; the file stays, since removing a lock file is a race
 * of its own.
 */
final class WriterLock implements AutoCloseable {
  private static final long POLL_MILLIS = 10;

  private final FileChannel channel;

  private WriterLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, or waits for it: looks again every few milliseconds.
   *
   * @param wait how long to wait for another holder
   * @return null when the time was up, or the thread was interrupted
   */
  static @Nullable WriterLock acquire(Path file, Duration wait) throws IOException {
    FileAttribute<?>[] attributes =
        Disk.posix(file)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(Disk.ownerOnly())}
            : new FileAttribute<?>[0];
    FileChannel channel =
        FileChannel.open(
            file, EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attributes);
    boolean locked = false;
    try {
      long start = System.nanoTime();
      locked = tryLock(channel);
      while (!locked && System.nanoTime() - start < wait.toNanos()) {
        Thread.sleep(POLL_MILLIS);
        locked = tryLock(channel);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? new WriterLock(channel) : null;
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldInThisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException gone) {
      // The system drops the lock with the process at the latest.
    }
  }
}
