package dev.ccproxy.probe;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** A PNG of 32 by 32 pixels with a number of two digits, black on white. */
final class Picture {
  private static final int SIDE = 32;
  private static final int SCALE = 4;
  private static final int LEFT = 3;
  private static final int TOP = 6;
  private static final int COLUMNS = 3;
  private static final int ROWS = 5;

  /** Each digit as rows of three bits, the top row first. */
  private static final int[][] DIGITS = {
    {7, 5, 5, 5, 7},
    {2, 6, 2, 2, 7},
    {7, 1, 7, 4, 7},
    {7, 1, 7, 1, 7},
    {5, 5, 7, 1, 1},
    {7, 4, 7, 1, 7},
    {7, 4, 7, 5, 7},
    {7, 1, 1, 1, 1},
    {7, 5, 7, 5, 7},
    {7, 5, 7, 1, 7}
  };

  private Picture() {}

  /**
   * The picture of a number in base64.
   *
   * @param number 10 to 99
   */
  static String base64(int number) {
    return Base64.getEncoder().encodeToString(png(number));
  }

  static byte[] png(int number) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      DataOutputStream fields = new DataOutputStream(header);
      fields.writeInt(SIDE);
      fields.writeInt(SIDE);
      // Eight bits of grey, nothing special.
      fields.write(new byte[] {8, 0, 0, 0, 0});
      chunk(out, "IHDR", header.toByteArray());
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
        for (int y = 0; y < SIDE; y++) {
          deflater.write(0);
          for (int x = 0; x < SIDE; x++) {
            deflater.write(black(number, x, y) ? 0 : 0xFF);
          }
        }
      }
      chunk(out, "IDAT", packed.toByteArray());
      chunk(out, "IEND", new byte[0]);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean black(int number, int x, int y) {
    int row = (y - TOP) / SCALE;
    if (y < TOP || row >= ROWS) {
      return false;
    }
    int second = LEFT + COLUMNS * SCALE + 2;
    int digit = x >= second ? number % 10 : number / 10;
    int start = x >= second ? second : LEFT;
    int column = (x - start) / SCALE;
    return x >= start && column < COLUMNS && (DIGITS[digit][row] >> (2 - column) & 1) == 1;
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    DataOutputStream fields = new DataOutputStream(out);
    fields.writeInt(data.length);
    fields.write(name);
    fields.write(data);
    fields.writeInt((int) sum.getValue());
  }
}
