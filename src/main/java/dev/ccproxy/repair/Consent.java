package dev.ccproxy.repair;

import dev.ccproxy.change.FileChange;
import dev.ccproxy.check.Finding;
import java.util.List;

/** Decides about fixes that change what the user decided. */
public interface Consent {

  /** What became of the question. */
  enum Answer {
    YES,
    NO,
    /** There is nobody to ask, and nothing was said beforehand. */
    NOBODY
  }

  /**
   * Whether the fix is to be made.
   *
   * @param changes what it does to the files as they are going to be by then
   */
  Answer to(Finding finding, List<FileChange> changes);
}
