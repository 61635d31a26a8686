package dev.ccproxy.inspect;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Bytes of one input that says afterwards why they ended. */
abstract class Source extends InputStream {

  /** A sentence on why reading stopped before the end of the input; null where it did not. */
  @Nullable String stopped() {
    return null;
  }

  /**
   * How the bytes broke off, as words that a sentence can end with; null where they ended in order.
   */
  @Nullable String broken() {
    return null;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public abstract int read(byte[] b, int off, int len) throws IOException;
}
