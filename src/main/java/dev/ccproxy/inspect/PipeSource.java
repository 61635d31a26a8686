package dev.ccproxy.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pipe, a terminal or a device: may be silent, and may never end. A thread of its own reads, so
 * that nobody hangs in the operating system; it ends with the process.
 */
final class PipeSource extends Source {
  private static final int PIECE = 1 << 16;
  private static final int PIECES = 4;
  private static final long LOOK_MILLIS = 100;

  /** Opens the input; a FIFO blocks in that until somebody writes. */
  interface Opener {
    InputStream open() throws IOException;
  }

  /**
   * What the thread hands over.
   *
   * @param length -1 for the end
   */
  private record Piece(byte[] bytes, int length, @Nullable IOException failure) {}

  private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES + 1);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(PIECES);
  private final Patience patience;
  private final Thread reader;
  private byte[] piece = {};
  private int at;
  private int length;
  private long read;
  private boolean ended;
  private @Nullable String stopped;

  PipeSource(Opener opener, Patience patience) {
    this.patience = patience;
    for (int i = 0; i < PIECES; i++) {
      free.add(new byte[PIECE]);
    }
    reader = new Thread(() -> pump(opener), "inspect-input");
    reader.setDaemon(true);
    reader.start();
  }

  private void pump(Opener opener) {
    try {
      try (InputStream in = opener.open()) {
        int count = 0;
        while (count >= 0) {
          byte[] bytes = free.take();
          count = in.read(bytes, 0, bytes.length);
          full.put(new Piece(bytes, count, null));
        }
      } catch (IOException e) {
        full.put(new Piece(new byte[0], -1, e));
      }
    } catch (InterruptedException e) {
      // Nobody reads on.
    }
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (at == length && !next()) {
      return -1;
    }
    int count = Math.min(len, length - at);
    System.arraycopy(piece, at, b, off, count);
    at += count;
    return count;
  }

  /** Waits for bytes; false at the end, whatever kind of end. */
  private boolean next() throws IOException {
    if (ended) {
      return false;
    }
    if (read >= patience.bytes()) {
      return stop(
          "Stopped after " + (read >> 20) + " MiB without an end; a file is read whole instead.");
    }
    if (piece.length > 0) {
      free.add(piece);
      piece = new byte[0];
      at = 0;
      length = 0;
    }
    Piece next = take();
    if (next == null) {
      return false;
    }
    if (next.failure() != null) {
      ended = true;
      throw next.failure();
    }
    if (next.length() < 0) {
      ended = true;
      return false;
    }
    piece = next.bytes();
    length = next.length();
    read += length;
    return true;
  }

  private @Nullable Piece take() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience.seconds());
    try {
      while (true) {
        Piece next = full.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          return next;
        }
        if (patience.interrupted().getAsBoolean()) {
          stop("Interrupted: what follows was not read.");
          return null;
        }
        if (System.nanoTime() - deadline >= 0) {
          stop("Nothing came for " + patience.seconds() + " s; --wait SECONDS waits longer.");
          return null;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop("Interrupted: what follows was not read.");
      return null;
    }
  }

  private boolean stop(String sentence) {
    ended = true;
    stopped = sentence;
    reader.interrupt();
    return false;
  }

  @Override
  @Nullable String stopped() {
    return stopped;
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
