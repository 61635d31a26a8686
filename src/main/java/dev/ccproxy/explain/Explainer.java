package dev.ccproxy.explain;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads an input in blocks and judges the records that hold something; memory stays flat. */
final class Explainer {
  static final int BLOCK = 1 << 20;

  /** Up to this size everything is looked at together, as one story. */
  private static final int SMALL = 1 << 18;

  /** Where a block is cut the last record goes into the next one, if it is no longer than this. */
  private static final int LONGEST_CUT = 1 << 16;

  private static final int HEAD = 8192;

  private final WordingIndex index;
  private final Judge judge;

  Explainer(WordingIndex index) {
    this.index = index;
    this.judge = new Judge(index);
  }

  Explanation explain(InputStream source, long most) throws IOException {
    PushbackInputStream in = new PushbackInputStream(source, 4);
    byte[] start = new byte[4];
    int got = in.readNBytes(start, 0, start.length);
    if (got > 0) {
      in.unread(start, 0, got);
    }
    if (isPacked(start, got)) {
      return new Explanation(got, 0, Explanation.Form.PACKED, false, List.of());
    }
    boolean gzip = got >= 2 && start[0] == 0x1f && (start[1] & 0xFF) == 0x8b;
    if (!gzip) {
      return new Run(in, most).read();
    }
    try (GZIPInputStream unpacked = new GZIPInputStream(in, 1 << 16)) {
      return new Run(unpacked, most).read();
    } catch (ZipException | EOFException e) {
      return new Explanation(got, 0, Explanation.Form.PACKED, false, List.of());
    }
  }

  private static boolean isPacked(byte[] b, int length) {
    if (length < 4) {
      return false;
    }
    int magic = (b[0] & 0xFF) << 24 | (b[1] & 0xFF) << 16 | (b[2] & 0xFF) << 8 | b[3] & 0xFF;
    return magic == 0x504B0304
        || magic == 0x28B52FFD
        || magic == 0xFD377A58
        || magic >>> 8 == 0x425A68;
  }

  private final class Run {
    private final InputStream in;
    private final long most;
    private final Tally tally = new Tally();
    private byte[] buffer = new byte[SMALL];
    private int filled;
    private long bytes;
    private long lines;

    Run(InputStream in, long most) {
      this.in = in;
      this.most = most;
    }

    Explanation read() throws IOException {
      boolean more = fill();
      if (isBinary()) {
        return new Explanation(bytes, 0, Explanation.Form.BINARY, !more, List.of());
      }
      if (more) {
        return readBlocks();
      }
      if (filled > 0) {
        Folded exact = new Folded();
        Folding.fold(buffer, 0, filled, exact);
        judge.judge(exact, 1, tally);
        lines = exact.lines();
      }
      return new Explanation(bytes, lines, Explanation.Form.TEXT, true, tally.matches());
    }

    private Explanation readBlocks() throws IOException {
      try (Workers workers = new Workers(index, judge, tally)) {
        buffer = Arrays.copyOf(buffer, BLOCK);
        boolean more = true;
        while (more && bytes < most) {
          more = fill();
          int cut = more && bytes < most ? cut() : filled;
          byte[] full = buffer;
          buffer = workers.spare();
          filled -= cut;
          System.arraycopy(full, cut, buffer, 0, filled);
          workers.judge(full, cut);
        }
        lines = workers.finish();
        return new Explanation(bytes, lines, Explanation.Form.TEXT, !more, tally.matches());
      }
    }

    /** Fills the buffer; false at the end of the input. */
    private boolean fill() throws IOException {
      while (filled < buffer.length) {
        int got;
        try {
          got = in.read(buffer, filled, buffer.length - filled);
        } catch (EOFException e) {
          // A gzip file that was cut off: what could be unpacked counts.
          got = -1;
        }
        if (got < 0) {
          return false;
        }
        filled += got;
        bytes += got;
      }
      return true;
    }

    /** Where the block ends: before its last record, or after its last line, or anywhere. */
    private int cut() {
      int newline = filled - 1;
      while (newline >= 0 && buffer[newline] != '\n') {
        newline--;
      }
      if (newline < filled / 2) {
        return filled;
      }
      int lineStart = newline + 1;
      int limit = Math.max(1, lineStart - LONGEST_CUT);
      for (int i = newline; i > limit; i--) {
        if (buffer[i - 1] == '\n'
            && LineStart.isHead(buffer, LineStart.body(buffer, i, filled), filled)) {
          return i;
        }
      }
      return lineStart;
    }

    /** Whether the beginning is something else than text; UTF-16 counts as text. */
    private boolean isBinary() {
      int length = Math.min(filled, HEAD);
      int zeros = 0;
      int controls = 0;
      for (int i = 0; i < length; i++) {
        byte b = buffer[i];
        zeros += b == 0 ? 1 : 0;
        controls += b > 0 && b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != 0x1b ? 1 : 0;
      }
      boolean wide =
          length >= 2 && (buffer[0] & 0xFF) >= 0xFE && (buffer[1] & 0xFF) >= 0xFE
              || (zeros >= length / 3 && zeros <= length / 2 + 2 && controls == 0);
      return (zeros > 0 && !wide) || controls > length / 10;
    }
  }
}
