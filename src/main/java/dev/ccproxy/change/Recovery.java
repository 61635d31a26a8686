package dev.ccproxy.change;

import dev.ccproxy.change.JournalEntry.State;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Cleans up after a ccproxy that was killed while it wrote. Call only with the lock: without it,
 * the entry may belong to one that is still writing.
 */
final class Recovery {
  private final FileStore store;
  private final Journal journal;

  Recovery(FileStore store, Journal journal) {
    this.store = store;
    this.journal = journal;
  }

  /** Does what it can; an entry that cannot be settled now is left for the next change. */
  void recover() {
    List<Manifest> all = List.of();
    try {
      all = journal.readAll();
      journal.removeParts();
    } catch (IOException later) {
      // See above.
    }
    for (Manifest manifest : all) {
      if (manifest.state() == State.PREPARED) {
        try {
          settle(manifest);
        } catch (IOException later) {
          // See above.
        }
      }
    }
  }

  private void settle(Manifest manifest) throws IOException {
    for (Manifest.Entry file : manifest.files()) {
      Files.deleteIfExists(Step.temp(file.real(), manifest.id()));
    }
    switch (Outcome.of(store, manifest)) {
      case ALL_OLD -> {
        Writer.removeFolders(manifest.made());
        journal.remove(manifest.id());
      }
      case ALL_NEW -> {
        Writer.removeFolders(manifest.removed());
        journal.mark(manifest, State.DONE);
      }
      case MIXED -> journal.mark(manifest, State.INTERRUPTED);
    }
  }
}
