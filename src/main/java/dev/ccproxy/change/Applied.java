package dev.ccproxy.change;

import java.util.List;

/**
 * A plan that was carried out.
 *
 * @param id names the journal entry, for {@code undo}; empty when nothing had to be written, for
 *     which there is no entry
 * @param files the files of the plan, unchanged ones included
 */
public record Applied(String id, List<FileChange> files) {

  /** Keeps a copy. */
  public Applied {
    files = List.copyOf(files);
  }

  /** Something was written, so there is an entry to undo. */
  public boolean wroteAnything() {
    return !id.isEmpty();
  }
}
