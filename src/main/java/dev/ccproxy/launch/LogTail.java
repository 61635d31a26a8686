package dev.ccproxy.launch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a log that grows, line by line; notices when it was begun anew. */
final class LogTail {
  /** As much is read at once. */
  private static final int PIECE = 256 * 1024;

  private final Path file;
  private long position;
  private final StringBuilder open = new StringBuilder();

  LogTail(Path file) {
    this.file = file;
  }

  /** The lines that were finished since the last call; at most a piece of the log at once. */
  List<String> next() {
    List<String> lines = new ArrayList<>();
    byte[] bytes;
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      if (in.length() < position) {
        position = 0;
      }
      in.seek(position);
      byte[] buffer = new byte[(int) Math.min(PIECE, in.length() - position)];
      int n = 0;
      while (n < buffer.length) {
        int more = in.read(buffer, n, buffer.length - n);
        if (more < 0) {
          break;
        }
        n += more;
      }
      bytes = n == buffer.length ? buffer : java.util.Arrays.copyOf(buffer, n);
    } catch (IOException e) {
      // Not there yet, or gone with its gateway.
      return lines;
    }
    position += bytes.length;
    // A character cut in two at the end of a piece is shown as two marks; the log stays whole.
    String text = new String(bytes, StandardCharsets.UTF_8);
    int start = 0;
    int end = text.indexOf('\n');
    while (end >= 0) {
      lines.add(open.append(text, start, end).toString());
      open.setLength(0);
      start = end + 1;
      end = text.indexOf('\n', start);
    }
    open.append(text, start, text.length());
    return lines;
  }
}
