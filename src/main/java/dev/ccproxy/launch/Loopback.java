package dev.ccproxy.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server on this machine. No proxy, no redirect, no retry: the answer says whether the
 * gateway is up, nothing more.
 */
final class Loopback {
  /** No answer that is asked for here is bigger. */
  private static final int LIMIT = 4 * 1024 * 1024;

  private static final byte[] ADDRESS = {127, 0, 0, 1};

  /** Status and body. */
  record Answer(int status, String body) {}

  private Loopback() {}

  /**
   * One GET.
   *
   * @param key for {@code Authorization: Bearer}; null for none
   * @param millis for connecting and for each read
   * @return null when nothing answers, or not in HTTP
   */
  static @Nullable Answer get(int port, String path, @Nullable String key, int millis) {
    try (Socket socket = new Socket()) {
      socket.connect(address(port), millis);
      socket.setSoTimeout(millis);
      // 1.0, so that the answer comes in one piece and ends with the connection.
      String request =
          "GET "
              + path
              + " HTTP/1.0\r\nHost: 127.0.0.1:"
              + port
              + (key == null ? "" : "\r\nAuthorization: Bearer " + key)
              + "\r\nUser-Agent: ccproxy\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return parse(read(socket.getInputStream()));
    } catch (IOException e) {
      return null;
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 * 1024];
    int n = in.read(buffer);
    while (n >= 0 && all.size() < LIMIT) {
      all.write(buffer, 0, n);
      n = in.read(buffer);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static @Nullable Answer parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    int blank = text.indexOf(' ');
    if (!text.startsWith("HTTP/1.") || end < 0 || blank + 4 > text.length()) {
      return null;
    }
    try {
      int status = Integer.parseInt(text.substring(blank + 1, blank + 4));
      return new Answer(status, text.substring(end + 4));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Whether something accepts connections there. */
  static boolean isListening(int port, int millis) {
    try (Socket socket = new Socket()) {
      socket.connect(address(port), millis);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Why a server cannot listen there; null when it can. */
  static @Nullable String obstacle(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(address(port), 1);
      return null;
    } catch (IOException e) {
      return e.getMessage() == null ? "it cannot be bound" : e.getMessage();
    }
  }

  /** A port that is free now. */
  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(address(0), 1);
      return probe.getLocalPort();
    }
  }

  private static InetSocketAddress address(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(ADDRESS), port);
  }
}
