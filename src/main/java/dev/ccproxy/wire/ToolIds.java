package dev.ccproxy.wire;

import java.util.Arrays;

/** The ids of the tool calls of one message, as hashes, to notice one that comes twice. */
final class ToolIds {
  /** Ids kept; 8 MiB of hashes at most. */
  static final int KEPT = 1 << 19;

  private long[] table = new long[16];
  private int size;

  /**
   * Adds an id.
   *
   * @return false when it was there before
   */
  boolean add(long hash) {
    long entry = hash == 0 ? 1 : hash;
    int slot = slot(entry);
    if (table[slot] == entry) {
      return false;
    }
    if (size < KEPT) {
      table[slot] = entry;
      size++;
      if (size * 2 > table.length) {
        grow();
      }
    }
    return true;
  }

  /** Whether ids were left out. */
  boolean full() {
    return size == KEPT;
  }

  private int slot(long entry) {
    int slot = (int) (entry ^ entry >>> 32) & (table.length - 1);
    while (table[slot] != 0 && table[slot] != entry) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] old = table;
    table = new long[old.length * 2];
    for (long entry : old) {
      if (entry != 0) {
        table[slot(entry)] = entry;
      }
    }
    Arrays.fill(old, 0);
  }
}
