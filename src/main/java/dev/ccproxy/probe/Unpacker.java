package dev.ccproxy.probe;

import dev.ccproxy.probe.Failure.Bound;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Unpacks a body that was compressed although nobody asked for it, within bounds. */
final class Unpacker {
  private static final int MOST_RATIO = 200;

  private Unpacker() {}

  /**
   * @param body as far as it could be unpacked
   * @param failure null where all of it could
   */
  record Result(Body body, @Nullable Failure failure) {}

  /** Whether a content coding can be unpacked here. */
  static boolean knows(@Nullable String coding) {
    if (coding == null) {
      return false;
    }
    String name = coding.strip().toLowerCase(Locale.ROOT);
    return name.equals("gzip") || name.equals("x-gzip") || name.equals("deflate");
  }

  static Result unpack(Body packed, String coding, int limit) {
    byte[] bytes = packed.bytes();
    int most = (int) Math.min(limit, Math.max(4096L, (long) bytes.length * MOST_RATIO));
    Body.Collector out = new Body.Collector(most);
    byte[] buffer = new byte[16 * 1024];
    try (InputStream in = open(bytes, coding)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!out.add(buffer, n)) {
          return new Result(out.body(), new Failure.TooMuch(Bound.UNPACKED, most));
        }
      }
      return new Result(out.body(), null);
    } catch (EOFException e) {
      return new Result(
          out.body(), new Failure.Malformed(Stage.BODY, "the compressed body is cut off"));
    } catch (IOException e) {
      return new Result(
          out.body(), new Failure.Malformed(Stage.BODY, "the compression is damaged"));
    }
  }

  private static InputStream open(byte[] bytes, String coding) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    if (!coding.strip().equalsIgnoreCase("deflate")) {
      return new GZIPInputStream(in);
    }
    // "deflate" should be the zlib format, and some servers send it without zlib's header.
    boolean zlib =
        bytes.length > 1
            && (bytes[0] & 0x0F) == 8
            && (((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF)) % 31 == 0;
    return new InflaterInputStream(in, new Inflater(!zlib));
  }
}
