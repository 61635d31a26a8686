package dev.ccproxy.lab.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.fault.Ask;
import dev.ccproxy.lab.http.Pauses;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made to exhaust others must not exhaust the lab. */
@Timeout(30)
class HostileAnswersTest {
  private static final int MEGABYTE = 1024 * 1024;

  private static Socket ask(LabGateway gateway, boolean stream) throws IOException {
    Socket socket = new Socket("127.0.0.1", gateway.port());
    byte[] body =
        Judge.body(gateway.role(), Ask.TEXT, stream).toString().getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + gateway.key()
            + "\r\nConnection: close\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
    return socket;
  }

  /** Reads until the end, or until it is enough. */
  private static long read(InputStream in, long enough) throws IOException {
    byte[] sink = new byte[64 * 1024];
    long total = 0;
    for (int n = 0; n >= 0 && total < enough; n = in.read(sink)) {
      total += n;
    }
    return total;
  }

  @ParameterizedTest
  @CsvSource({"H44.endless, 8", "H44.line, 8", "H44.events, 8", "H44.header, 2"})
  void it_goes_on_and_on_and_ends_when_the_client_goes(String fault, long megabytes)
      throws Exception {
    try (LabGateway gateway = LabGateway.start("litellm-chat", fault)) {
      try (Socket socket = ask(gateway, true)) {
        long enough = megabytes * MEGABYTE;
        assertThat(read(socket.getInputStream(), enough)).isGreaterThanOrEqualTo(enough);
      }
      assertThat(gateway.recording().defects()).isEmpty();
    }
  }

  @Test
  void a_small_body_grows_to_a_gigabyte() throws Exception {
    try (LabGateway gateway = LabGateway.start("litellm-chat", "H43.bomb");
        Socket socket = ask(gateway, false)) {
      InputStream in = socket.getInputStream();
      String head = "";
      while (!head.endsWith("\r\n\r\n")) {
        head += (char) in.read();
      }
      assertThat(head).contains("Content-Encoding: gzip");
      InputStream body = new GZIPInputStream(new Unchunked(in));
      assertThat(read(body, 64L * MEGABYTE)).isGreaterThanOrEqualTo(64L * MEGABYTE);
    }
  }

  @Test
  void an_answer_comes_drop_by_drop() throws Exception {
    Duration[] waited = {Duration.ZERO};
    Pauses counting = time -> waited[0] = waited[0].plus(time);
    try (LabGateway gateway =
            LabGateway.of("litellm-chat").fault("H45.head").pauses(counting).start();
        Socket socket = ask(gateway, true)) {
      assertThat(read(socket.getInputStream(), Long.MAX_VALUE)).isGreaterThan(400);
      assertThat(waited[0]).isGreaterThan(Duration.ofMinutes(5));
    }
  }

  /** The bytes of chunks. */
  private static final class Unchunked extends InputStream {
    private final InputStream in;
    private int left;

    private Unchunked(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      if (left == 0) {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n' || line.toString().isBlank(); c = in.read()) {
          line.append((char) c);
        }
        left = Integer.parseInt(line.toString().strip(), 16);
        if (left == 0) {
          return -1;
        }
      }
      left--;
      return in.read();
    }
  }
}
