package dev.ccproxy.lab.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few forms of ASN.1 DER (X.690) that a certificate consists of. */
final class Der {
  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  /** A value with its tag and its length. */
  static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    byte[] bytes = content.toByteArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (bytes.length < 0x80) {
      out.write(bytes.length);
    } else if (bytes.length < 0x100) {
      out.write(0x81);
      out.write(bytes.length);
    } else {
      out.write(0x82);
      out.write(bytes.length >> 8);
      out.write(bytes.length);
    }
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return tagged(0x30, parts);
  }

  static byte[] set(byte[]... parts) {
    return tagged(0x31, parts);
  }

  static byte[] integer(BigInteger number) {
    return tagged(0x02, number.toByteArray());
  }

  static byte[] text(String text) {
    return tagged(0x0C, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] time(Instant instant) {
    return tagged(0x17, UTC_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] truth() {
    return tagged(0x01, new byte[] {(byte) 0xFF});
  }

  static byte[] octets(byte[] bytes) {
    return tagged(0x04, bytes);
  }

  /** Bits that fill whole bytes. */
  static byte[] bits(byte[] bytes) {
    return tagged(0x03, new byte[] {0}, bytes);
  }

  /** An object identifier; the first two numbers share a byte. */
  static byte[] identifier(int first, int second, long... rest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(40 * first + second);
    for (long number : rest) {
      int groups = 1;
      for (long left = number >> 7; left > 0; left >>= 7) {
        groups++;
      }
      for (int i = groups - 1; i >= 0; i--) {
        out.write((int) ((number >> (7 * i)) & 0x7F) | (i > 0 ? 0x80 : 0));
      }
    }
    return tagged(0x06, out.toByteArray());
  }
}
