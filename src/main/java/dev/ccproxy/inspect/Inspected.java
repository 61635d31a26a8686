package dev.ccproxy.inspect;

import dev.ccproxy.wire.Verdict;
import java.util.List;

/**
 * One answer and what was found in it.
 *
 * @param name the file as the user named it, {@code -} for standard input, with {@code #} and the
 *     number of the entry for an entry of a HAR
 * @param verdict what was found
 * @param notes sentences about how it was read, each with its full stop
 */
public record Inspected(String name, Verdict verdict, List<String> notes) {

  /** Copies the list. */
  public Inspected {
    notes = List.copyOf(notes);
  }
}
