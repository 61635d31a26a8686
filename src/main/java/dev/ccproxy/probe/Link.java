package dev.ccproxy.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/** An open connection that HTTP/1.1 is spoken over, and an eye on what comes in. */
final class Link extends DefaultBHttpClientConnection {
  static final int LARGEST_HEAD = 64 * 1024;
  private static final int MOST_FIELDS = 1000;

  private static final Http1Config CONFIG =
      Http1Config.custom()
          .setMaxLineLength(LARGEST_HEAD)
          .setMaxHeaderCount(MOST_FIELDS)
          .setMaxEmptyLineCount(4)
          .build();

  private final Socket socket;
  private final Route route;
  private @Nullable Watched watched;

  /**
   * @param socket the TCP connection
   * @param tls the TLS connection over it, null for plain HTTP
   */
  Link(Socket socket, @Nullable SSLSocket tls, Route route) throws IOException {
    super(CONFIG);
    this.socket = socket;
    this.route = route;
    bind(tls == null ? new Holder(socket) : new Holder(tls, socket));
  }

  /** The TCP connection: closing it ends everything at once, without a word of TLS. */
  Socket socket() {
    return socket;
  }

  Route route() {
    return route;
  }

  /** What comes in; there once the connection was used. */
  Watched input() throws IOException {
    getSocketHolder().getInputStream();
    Watched input = watched;
    if (input == null) {
      throw new IOException("the connection has no input");
    }
    return input;
  }

  /** Whether the other side has closed it, or sent what nobody asked for. */
  boolean usable() {
    try {
      return isOpen() && !isStale() && input().untouched();
    } catch (IOException e) {
      return false;
    }
  }

  void end() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed as far as it can be.
    }
  }

  private final class Holder extends SocketHolder {
    Holder(Socket socket) {
      super(socket);
    }

    Holder(SSLSocket tls, Socket base) {
      super(tls, base);
    }

    @Override
    protected InputStream getInputStream(Socket source) throws IOException {
      Watched input = new Watched(super.getInputStream(source));
      watched = input;
      return input;
    }
  }

  /** The head is larger than a probe reads. */
  static final class HeadTooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Counts and times the bytes of one answer and keeps the first of them. */
  static final class Watched extends InputStream {
    private static final int KEPT = 64;

    private final InputStream in;
    private final byte[] first = new byte[KEPT];
    private int kept;
    private long count;
    private long firstAt;
    private long lastAt;
    private boolean headBound;
    private Watchdog.@Nullable Watch watch;

    Watched(InputStream in) {
      this.in = in;
    }

    /** A new answer is awaited. */
    void begin(Watchdog.Watch watching) {
      kept = 0;
      count = 0;
      firstAt = 0;
      headBound = true;
      watch = watching;
    }

    /** The head is read; from now on only the reader of the body bounds anything. */
    void headEnds() {
      headBound = false;
    }

    void finish() {
      watch = null;
      count = 0;
    }

    boolean untouched() {
      return count == 0;
    }

    long count() {
      return count;
    }

    /** When the first byte came; 0 where none did. */
    long firstAt() {
      return firstAt;
    }

    long lastAt() {
      return lastAt;
    }

    byte[] first() {
      byte[] out = new byte[kept];
      System.arraycopy(first, 0, out, 0, kept);
      return out;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int off, int len) throws IOException {
      int n = in.read(bytes, off, len);
      if (n > 0) {
        lastAt = System.nanoTime();
        Watchdog.Watch watching = watch;
        if (count == 0) {
          firstAt = lastAt;
          if (watching != null) {
            watching.enter(Stage.HEAD, watching.deadlines().firstByte());
          }
        } else if (!headBound && watching != null) {
          watching.progress();
        }
        int more = Math.min(n, KEPT - kept);
        System.arraycopy(bytes, off, first, kept, more);
        kept += more;
        count += n;
        if (headBound && count > LARGEST_HEAD + 8192) {
          throw new HeadTooLarge();
        }
      }
      return n;
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
