package dev.ccproxy.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A block of the summary while it grows: keeps the start of the content and counts the rest. */
final class BlockSummary {
  private static final byte[] NONE = {};

  private final long index;
  private String type = "";
  private String name = "";
  private String id = "";
  private final long line;
  private final int room;
  private byte[] start = NONE;
  private int kept;
  private boolean cut;
  private long characters;

  /**
   * An empty block.
   *
   * @param room bytes of its content that may be kept
   */
  BlockSummary(long index, long line, int room) {
    this.index = index;
    this.line = line;
    this.room = room;
  }

  /** What the block is, as soon as it is known. Bounded here. */
  void describe(String type, String name, String id) {
    this.type = Findings.bounded(type, Findings.SHOWN);
    this.name = Findings.bounded(name, Findings.SHOWN);
    this.id = Findings.bounded(id, Findings.SHOWN);
  }

  /** Keeps at most {@code most} bytes of a piece; returns how many. */
  int keep(byte[] b, int from, int to, int most) {
    int count = Math.min(Math.min(room - kept, most), to - from);
    cut |= count < to - from;
    if (count <= 0) {
      return 0;
    }
    if (kept + count > start.length) {
      start = Arrays.copyOf(start, Math.max(kept + count, start.length * 2));
    }
    System.arraycopy(b, from, start, kept, count);
    kept += count;
    return count;
  }

  /** Counts the characters of a piece: every byte but the continuation bytes of UTF-8. */
  int count(byte[] b, int from, int to, boolean wide) {
    int continuation = 0;
    for (int i = from; wide && i < to; i++) {
      // 0x80 to 0xBF are the signed bytes below -64.
      if (b[i] < -64) {
        continuation++;
      }
    }
    characters += to - from - continuation;
    return to - from - continuation;
  }

  /** The length of the content where it was not counted piece by piece. */
  void length(long characters) {
    this.characters = characters;
    cut |= kept < characters;
  }

  MessageSummary.Block block() {
    String preview = new String(start, 0, cut ? wholeCharacters() : kept, StandardCharsets.UTF_8);
    return new MessageSummary.Block(index, type, name, id, characters, preview, line);
  }

  /** Length of the kept bytes without a character at the end that was cut. */
  private int wholeCharacters() {
    int lead = kept - 1;
    while (lead >= 0 && lead > kept - 4 && (start[lead] & 0xC0) == 0x80) {
      lead--;
    }
    if (lead < 0 || start[lead] >= 0) {
      return kept;
    }
    int c = start[lead] & 0xFF;
    int needed = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    return kept - lead < needed ? lead : kept;
  }
}
