package dev.ccproxy.wire;

/** What a verdict leaves out because memory is bounded. */
public enum Limit {
  /** The summary lists the first blocks only. */
  BLOCKS_SHOWN("blocks-shown", false),
  /** The folded events are the first ones only. */
  EVENTS_SHOWN("events-shown", false),
  /** More blocks were open at once than are kept; deltas for the others were not judged. */
  OPEN_BLOCKS("open-blocks", true),
  /** More tool calls came than ids are kept; a later repetition of an id is not noticed. */
  TOOL_IDS("tool-ids", true),
  /**
   * A delta too long to keep named its block only behind its text, and it was another block than
   * the one before; what it brought was not judged.
   */
  LONG_DELTA("long-delta", true);

  private final String slug;
  private final boolean checks;

  Limit(String slug, boolean checks) {
    this.slug = slug;
    this.checks = checks;
  }

  /** Lower case words with dashes. */
  public String slug() {
    return slug;
  }

  /** Whether something was not checked; otherwise it is only not shown. */
  public boolean limitsChecks() {
    return checks;
  }
}
