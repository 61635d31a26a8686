package dev.ccproxy.inspect;

import dev.ccproxy.wire.Gunzip;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A packed file, unpacked while it is read. */
final class GunzipSource extends Source {
  /** Packed bytes taken at once; at most 1032 times as many come out. */
  private static final int STEP = 512;

  private final Source packed;
  private final Gunzip gunzip = new Gunzip();
  private final byte[] step = new byte[STEP];
  private byte[] ready = {};
  private int at;
  private int length;
  private boolean ended;
  private @Nullable String broken;

  GunzipSource(Source packed) {
    this.packed = packed;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    while (at == length) {
      if (ended) {
        return -1;
      }
      int count = packed.read(step, 0, STEP);
      at = 0;
      length = 0;
      if (count < 0) {
        ended = true;
        broken = gunzip.end(this::unpacked);
      } else {
        gunzip.feed(step, 0, count, this::unpacked);
      }
    }
    int count = Math.min(len, length - at);
    System.arraycopy(ready, at, b, off, count);
    at += count;
    return count;
  }

  private void unpacked(byte[] b, int from, int end) {
    int count = end - from;
    if (length + count > ready.length) {
      ready = Arrays.copyOf(ready, Math.max(length + count, 2 * ready.length));
    }
    System.arraycopy(b, from, ready, length, count);
    length += count;
  }

  @Override
  @Nullable String stopped() {
    return packed.stopped();
  }

  @Override
  @Nullable String broken() {
    return broken;
  }

  @Override
  public void close() throws IOException {
    gunzip.close();
    packed.close();
  }
}
