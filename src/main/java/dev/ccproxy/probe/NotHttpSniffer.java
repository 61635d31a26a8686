package dev.ccproxy.probe;

import dev.ccproxy.probe.Failure.Speaker;
import java.nio.charset.StandardCharsets;

/** Tells from its first bytes what answers instead of an HTTP/1.1 server. */
final class NotHttpSniffer {
  private static final int FRAME = 9;

  private NotHttpSniffer() {}

  static Failure failure(byte[] first, int length) {
    return new Failure.NotHttp(speaker(first, length), Bounded.bytes(first, length));
  }

  private static Speaker speaker(byte[] first, int length) {
    String text = new String(first, 0, length, StandardCharsets.ISO_8859_1);
    if (text.startsWith("SSH-")) {
      return Speaker.SSH;
    }
    if (length >= 3 && (first[0] == 0x15 || first[0] == 0x16) && first[1] == 3) {
      return Speaker.TLS;
    }
    if (text.startsWith("HTTP/2") || frame(first, length)) {
      return Speaker.HTTP2;
    }
    if (text.startsWith("220 ") || text.startsWith("220-") || text.startsWith("* OK")) {
      return Speaker.MAIL_OR_FTP;
    }
    return Speaker.OTHER;
  }

  /** A SETTINGS or GOAWAY frame of the connection itself, with which an HTTP/2 server begins. */
  private static boolean frame(byte[] first, int length) {
    return length >= FRAME
        && first[0] == 0
        && first[1] < 0x40
        && first[1] >= 0
        && (first[3] == 4 || first[3] == 7)
        && first[4] == 0
        && first[5] == 0
        && first[6] == 0
        && first[7] == 0
        && first[8] == 0;
  }
}
