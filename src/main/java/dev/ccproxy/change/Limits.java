package dev.ccproxy.change;

import java.time.Duration;

/** The numbers of the change layer, in one place. */
public final class Limits {
  private Limits() {}

  /** Largest file that is read or replaced, in bytes. */
  public static final int FILE_BYTES = 10 * 1024 * 1024;

  /** How many changes can be undone; older journal entries are removed. */
  public static final int JOURNAL_ENTRIES = 50;

  /** How long a change waits for another ccproxy that is writing. */
  public static final Duration LOCK_WAIT = Duration.ofSeconds(10);

  /** How many symbolic links are followed for one path; what Linux allows. */
  static final int LINKS = 40;

  /** Largest journal manifest that is read, in bytes. */
  static final int MANIFEST_BYTES = 1024 * 1024;
}
