package dev.ccproxy.inspect;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Another source whose first bytes can be looked at before they are read. */
final class PeekSource extends Source {
  private final Source source;
  private final byte[] first;
  private int at;

  /**
   * Reads up to {@code most} bytes ahead.
   *
   * @throws IOException when the source cannot be read
   */
  PeekSource(Source source, int most) throws IOException {
    this.source = source;
    byte[] bytes = new byte[most];
    int length = 0;
    while (length < most) {
      int count = source.read(bytes, length, most - length);
      if (count < 0) {
        break;
      }
      length += count;
    }
    first = Arrays.copyOf(bytes, length);
  }

  /** The first bytes, fewer than asked for where the source has no more. */
  byte[] first() {
    return first;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (at == first.length) {
      return source.read(b, off, len);
    }
    int count = Math.min(len, first.length - at);
    System.arraycopy(first, at, b, off, count);
    at += count;
    return count;
  }

  @Override
  @Nullable String stopped() {
    return source.stopped();
  }

  @Override
  @Nullable String broken() {
    return source.broken();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
