package dev.ccproxy.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A regular file: read to its end, however large, unless the user stops it. */
final class FileSource extends Source {
  private final InputStream in;
  private final BooleanSupplier interrupted;
  private boolean stopped;

  FileSource(Path file, BooleanSupplier interrupted) throws IOException {
    in = Files.newInputStream(file);
    this.interrupted = interrupted;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (interrupted.getAsBoolean()) {
      stopped = true;
      return -1;
    }
    return in.read(b, off, len);
  }

  @Override
  @Nullable String stopped() {
    return stopped ? "Interrupted: what follows was not read." : null;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
