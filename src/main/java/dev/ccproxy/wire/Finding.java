package dev.ccproxy.wire;

import java.util.Map;

/**
 * A rule that the answer breaks. Everything in it that came from the server is bounded, and raw:
 * whoever prints it sends it through the redaction sink first.
 *
 * @param code the rule
 * @param variant which form of the rule it is, where the impact on a client depends on it; else ""
 * @param severity impact on the client of the context; the protocol's own where no client is known
 * @param primary whether no other finding explains this one
 * @param title one sentence with the offending value in it
 * @param offset byte offset in what was fed, 0 for the first byte
 * @param line line of the offset, 1 for the first
 * @param event number of the event, 0 for the first; -1 outside a stream
 * @param excerpt at most 240 bytes around the offset, decoded; empty at the end of the input
 * @param caret index of the offset in {@code excerpt}; -1 where it is not in it
 * @param parameters the values in the title, by name
 */
public record Finding(
    Code code,
    String variant,
    Severity severity,
    boolean primary,
    String title,
    long offset,
    long line,
    long event,
    String excerpt,
    int caret,
    Map<String, String> parameters) {

  /** Copies the parameters. */
  public Finding {
    parameters = Map.copyOf(parameters);
  }

  /** The id of the reports, for example {@code CCP-W03}. */
  public String id() {
    return code.id();
  }

  /** Short name of the bad pattern. */
  public String slug() {
    return code.slug();
  }

  /** Severity by the protocol alone. */
  public Severity specSeverity() {
    return code.specSeverity();
  }
}
