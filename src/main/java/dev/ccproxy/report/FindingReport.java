package dev.ccproxy.report;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Place;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding as it is shown: texts without secrets and harmless to a terminal.
 *
 * @param check what found it
 * @param root index of the finding from which it follows in the list of all; its own where no other
 *     one explains it
 * @param self its own index
 */
public record FindingReport(
    Check check,
    Severity severity,
    Severity specSeverity,
    Layer layer,
    Confidence confidence,
    int self,
    int root,
    String title,
    String cause,
    String impact,
    List<Seen> evidence,
    @Nullable Remedy fix,
    Finding.@Nullable Tries tries) {

  /**
   * Something to look at.
   *
   * @param location {@code file:line:column}, the name of a variable, a request line
   * @param place where it stands; null where it stands in no file. Its texts are clean as well
   */
  public record Seen(Evidence.Kind kind, String location, String excerpt, @Nullable Place place) {}

  /**
   * What to do.
   *
   * @param exact whether the differences are the edits to the letter: nothing in them is hidden, so
   *     that another program may make them
   */
  public record Remedy(
      Fix.Kind kind,
      String summary,
      List<ChangeReport.File> edits,
      List<String> commands,
      boolean exact) {

    public Remedy {
      edits = List.copyOf(edits);
      commands = List.copyOf(commands);
    }
  }

  public FindingReport {
    evidence = List.copyOf(evidence);
  }

  /** The id of its check. */
  public String id() {
    return check.id();
  }

  /** The slug of its check. */
  public String slug() {
    return check.slug();
  }

  /** Whether no other finding explains it. */
  public boolean isRoot() {
    return root == self;
  }

  /** Where to look first; empty where it has no place. */
  public String where() {
    return evidence.isEmpty() ? "" : evidence.get(0).location();
  }
}
