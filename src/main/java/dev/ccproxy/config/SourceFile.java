package dev.ccproxy.config;

import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.SourceDocument;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that may belong to the set-up, read or not.
 *
 * @param path absolute, as found; symbolic links are not resolved in it
 * @param shown the path as people read it
 * @param document what stands in it; null unless {@code state} is {@link State#READ}
 * @param failure why it cannot be parsed; null unless {@code state} is {@link State#BROKEN}
 */
public record SourceFile(
    Path path,
    String shown,
    State state,
    @Nullable SourceDocument document,
    @Nullable DocumentException failure) {

  /** What became of reading it. */
  public enum State {
    /** There is none. */
    ABSENT,
    /** Parsed. */
    READ,
    /** Its bytes are not what they should be. */
    BROKEN,
    /** The system does not let us read it. */
    UNREADABLE,
    /** A folder, a device, a pipe. */
    NOT_A_FILE,
    /** Larger than {@link SourceReader#MOST_BYTES}. */
    TOO_BIG
  }

  /** Whether something of that name is there. */
  public boolean exists() {
    return state != State.ABSENT;
  }
}
