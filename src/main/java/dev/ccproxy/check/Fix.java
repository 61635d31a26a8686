package dev.ccproxy.check;

import java.util.List;
import java.util.Locale;

/**
 * What to do about a finding. The edits that are shown are those that are made.
 *
 * @param summary one sentence in the imperative, without a full stop
 * @param edits changes of files; empty for a fix that is done elsewhere
 * @param commands commands for the user to run, in order; never made of text of a server
 * @param onlyCandidate whether nothing else could be right; a fix that is one of several is never
 *     made by {@code --yes} alone
 */
public record Fix(
    Kind kind, String summary, List<FileEdit> edits, List<String> commands, boolean onlyCandidate) {

  /** The only one that could be right. */
  public Fix(Kind kind, String summary, List<FileEdit> edits, List<String> commands) {
    this(kind, summary, edits, commands, true);
  }

  /** How much consent it needs. */
  public enum Kind {
    /** Idempotent, in keys that ccproxy knows: needs no question. */
    SAFE,
    /** Changes what the user decided: is asked about, or takes {@code --yes}. */
    ASK,
    /** Only the user can do it. */
    MANUAL;

    /** The word for it in output. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Fix {
    edits = List.copyOf(edits);
    commands = List.copyOf(commands);
  }

  /** A fix that needs no question. */
  public static Fix safe(String summary, FileEdit... edits) {
    return new Fix(Kind.SAFE, summary, List.of(edits), List.of());
  }

  /** A fix that is asked about. */
  public static Fix ask(String summary, FileEdit... edits) {
    return new Fix(Kind.ASK, summary, List.of(edits), List.of());
  }

  /** Something that only the user can do. */
  public static Fix manual(String summary, String... commands) {
    return new Fix(Kind.MANUAL, summary, List.of(), List.of(commands));
  }

  /** The same as one of several that could be right. */
  public Fix oneOfSeveral() {
    return new Fix(kind, summary, edits, commands, false);
  }
}
