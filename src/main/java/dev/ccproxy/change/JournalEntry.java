package dev.ccproxy.change;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change of the past.
 *
 * @param id short and sortable, such as {@code 20261125-221530-1} (UTC)
 * @param when when it was made
 * @param title title of its plan
 * @param answers answers of its plan; empty for an undo
 * @param files the files that it wrote or deleted, as the user knows them
 * @param undone it was taken back, and that was not taken back in turn
 * @param undoOf id of the change that this one took back; null where it is none
 * @param state how far it came
 */
public record JournalEntry(
    String id,
    Instant when,
    String title,
    Map<String, String> answers,
    List<Path> files,
    boolean undone,
    @Nullable String undoOf,
    State state) {

  /** How far a change came. */
  public enum State {
    /** Being written right now, or cut off by a crash that no later change has looked at yet. */
    PREPARED,
    /** Cut off by a crash: some of its files are new, some are old. Undo restores the old ones. */
    INTERRUPTED,
    /** Complete. */
    DONE
  }

  /** Keeps copies. */
  // Spelled out, because javac 17 drops the annotations of a compact constructor's parameters.
  public JournalEntry(
      String id,
      Instant when,
      String title,
      Map<String, String> answers,
      List<Path> files,
      boolean undone,
      @Nullable String undoOf,
      State state) {
    this.id = id;
    this.when = when;
    this.title = title;
    this.answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
    this.files = List.copyOf(files);
    this.undone = undone;
    this.undoOf = undoOf;
    this.state = state;
  }
}
