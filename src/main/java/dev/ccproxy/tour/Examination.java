package dev.ccproxy.tour;

import java.util.List;

/** Looks at a set-up and says what is wrong with it. */
public interface Examination {

  /** What there is to say about a set-up, now. */
  Result examine(ScratchSetup setup);

  /**
   * What was seen.
   *
   * @param seen what was done and what came, in a few words
   * @param findings the worst first; none for a healthy set-up
   */
  record Result(String seen, List<Found> findings) {
    /** Copies the list. */
    public Result {
      findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean healthy() {
      return findings.isEmpty();
    }
  }

  /**
   * One thing that is wrong.
   *
   * @param id code of the check or of the rule
   * @param title what is wrong; texts of the other side in it are raw
   * @param cause why; empty where nobody knows
   * @param fix what to do; empty where nobody knows
   */
  record Found(String id, String title, String cause, String fix) {}
}
