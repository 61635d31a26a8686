package dev.ccproxy.lab;

import dev.ccproxy.lab.http.Headers;
import dev.ccproxy.lab.http.Limits;
import dev.ccproxy.lab.http.Pauses;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.http.ReplyWriter;
import dev.ccproxy.lab.http.Request;
import dev.ccproxy.lab.http.RequestException;
import dev.ccproxy.lab.http.RequestReader;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/**
 * Serves a scene over HTTP/1.1 on 127.0.0.1, and on no other address.
 *
 * <p>An own loop around {@link ServerSocket} instead of {@code com.sun.net.httpserver}: a fault
 * must be able to send heads and chunks that no server writes (wrong lengths, missing last chunk, a
 * reset in the middle of an event), and the JDK's server checks and completes what it sends.
 * Threads are plain: a handful of connections, each of which waits most of the time.
 */
public final class LabServer implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 256;
  private static final int IDLE_MILLIS = 120_000;
  private static final int DRAIN_MILLIS = 500;
  private static final int DRAIN_BYTES = 16 * 1024 * 1024;

  private final Scene scene;
  private final ServerSocket listener;
  private final Limits limits;
  private final Pauses pauses;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
  private final ExecutorService workers;
  private final Thread acceptor;
  private volatile boolean closed;

  private LabServer(Scene scene, ServerSocket listener, Limits limits, Pauses pauses) {
    this.scene = scene;
    this.listener = listener;
    this.limits = limits;
    this.pauses = pauses;
    String name = "lab-" + scene.personality().name() + "-" + listener.getLocalPort();
    this.workers =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    this.acceptor = new Thread(this::accept, name + "-accept");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** Serves a scene on a free port. */
  public static LabServer start(Scene scene) throws IOException {
    return start(scene, 0, ServerSocketFactory.getDefault(), Limits.DEFAULT, Pauses.REAL);
  }

  /**
   * Serves a scene.
   *
   * @param port 0 for a free one
   * @param sockets makes the listening socket; that of an {@code SSLContext} makes this an https
   *     server
   * @throws IOException when the port is taken or not allowed
   */
  public static LabServer start(
      Scene scene, int port, ServerSocketFactory sockets, Limits limits, Pauses pauses)
      throws IOException {
    InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    return new LabServer(scene, sockets.createServerSocket(port, 64, loopback), limits, pauses);
  }

  /** What is served. */
  public Scene scene() {
    return scene;
  }

  /** What was asked so far. */
  public Recording recording() {
    return scene.recording();
  }

  /** The port it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** {@code http://127.0.0.1:PORT}, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  private void accept() {
    while (!closed) {
      try {
        free.acquire();
      } catch (InterruptedException e) {
        return;
      }
      try {
        Socket socket = listener.accept();
        open.add(socket);
        workers.execute(() -> serve(socket));
      } catch (IOException | RuntimeException e) {
        free.release();
        if (!closed && !(e instanceof IOException)) {
          scene.recording().defect((RuntimeException) e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(IDLE_MILLIS);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      RequestReader reader =
          new RequestReader(new BufferedInputStream(socket.getInputStream()), out, limits);
      ReplyWriter writer = new ReplyWriter(out, scene.clock(), pauses);
      ReplyWriter.End end = ReplyWriter.End.KEEP;
      while (end == ReplyWriter.End.KEEP && !closed) {
        end = turn(reader, writer);
      }
      if (end == ReplyWriter.End.RESET) {
        socket.setSoLinger(true, 0);
      } else {
        drain(socket);
      }
    } catch (IOException e) {
      // The client went away or said nothing for too long: its right, and nothing to tell anybody.
    } finally {
      open.remove(socket);
      free.release();
    }
  }

  private ReplyWriter.End turn(RequestReader reader, ReplyWriter writer) throws IOException {
    try {
      Optional<Request> request = reader.next();
      return request.isEmpty()
          ? ReplyWriter.End.CLOSE
          : writer.write(request.get(), scene.perform(request.get()));
    } catch (RequestException e) {
      Request unread =
          new Request("GET", "/", "HTTP/1.1", Headers.of("Connection", "close"), new byte[0]);
      return writer.write(
          unread, Reply.text(e.status(), "text/plain; charset=utf-8", e.getMessage() + "\n"));
    }
  }

  /**
   * Lets the client read the reply: closing a socket with unread bytes resets it, and the reply may
   * be lost.
   */
  private static void drain(Socket socket) throws IOException {
    socket.shutdownOutput();
    socket.setSoTimeout(DRAIN_MILLIS);
    byte[] sink = new byte[8192];
    int total = 0;
    for (int n = 0; n >= 0 && total < DRAIN_BYTES; n = socket.getInputStream().read(sink)) {
      total += n;
    }
  }

  /** Stops listening and ends all connections at once. */
  @Override
  public void close() {
    closed = true;
    acceptor.interrupt();
    closeQuietly(listener);
    for (Socket socket : open) {
      closeQuietly(socket);
    }
    workers.shutdownNow();
    try {
      acceptor.join(TimeUnit.SECONDS.toMillis(5));
      if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a connection of the lab does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // It is closed as far as it can be.
    }
  }
}
