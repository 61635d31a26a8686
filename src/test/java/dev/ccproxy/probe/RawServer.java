package dev.ccproxy.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A server on loopback that does with each connection exactly what a test says. */
final class RawServer implements AutoCloseable {
  private final ServerSocket listener;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** What is done with a connection. */
  interface Script {
    void serve(Connection connection) throws IOException, InterruptedException;
  }

  /** One connection. */
  final class Connection {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.out = socket.getOutputStream();
    }

    /** Reads one request with its body; "" at the end of the connection. */
    String request() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int c = in.read();
        if (c < 0) {
          return "";
        }
        bytes.write(c);
      }
      String head = bytes.toString(StandardCharsets.ISO_8859_1);
      int at = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
      int length =
          at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)).strip());
      bytes.write(in.readNBytes(length));
      String request = bytes.toString(StandardCharsets.ISO_8859_1);
      requests.add(request);
      return request;
    }

    void say(String text) throws IOException {
      say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void say(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** A whole answer. */
    void answer(int status, String type, String body) throws IOException {
      say(
          "HTTP/1.1 "
              + status
              + " X\r\nContent-Type: "
              + type
              + "\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
    }

    /** Waits until the other side closes. */
    void awaitEnd() throws IOException {
      byte[] sink = new byte[8192];
      while (in.read(sink) >= 0) {
        // What comes does not matter.
      }
    }

    /** Copies both ways between this connection and a port of this machine. */
    void relayTo(int port) throws IOException, InterruptedException {
      TlsTest.relay(socket, new Socket(InetAddress.getLoopbackAddress(), port));
    }

    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  private RawServer(ServerSocket listener, Script script) {
    this.listener = listener;
    Thread acceptor =
        new Thread(
            () -> {
              while (!listener.isClosed()) {
                try {
                  Socket socket = listener.accept();
                  open.add(socket);
                  Thread worker = new Thread(() -> serve(socket, script), "raw-server");
                  worker.setDaemon(true);
                  worker.start();
                } catch (IOException e) {
                  return;
                }
              }
            },
            "raw-server-accept");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  private void serve(Socket socket, Script script) {
    try (socket) {
      script.serve(new Connection(socket));
    } catch (IOException | InterruptedException e) {
      // The other side went away, as many tests want it.
    }
  }

  static RawServer start(Script script) throws IOException {
    return start(ServerSocketFactory.getDefault(), script);
  }

  static RawServer start(ServerSocketFactory sockets, Script script) throws IOException {
    InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    return new RawServer(sockets.createServerSocket(0, 50, loopback), script);
  }

  int port() {
    return listener.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** All requests so far, head and body. */
  List<String> requests() {
    return requests;
  }

  int connections() {
    return open.size();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
