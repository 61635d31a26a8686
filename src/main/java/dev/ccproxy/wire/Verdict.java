package dev.ccproxy.wire;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one answer.
 *
 * @param kind what the body is
 * @param head the HTTP head, null where there was none
 * @param findings all findings, in the order of their offsets
 * @param message the message that a client would see, null where the body holds none
 * @param folded the events of a stream, those of one kind folded
 * @param events number of events of a stream
 * @param bytes number of bytes that were fed
 * @param lines number of line ends in them
 * @param limits what was left out
 */
public record Verdict(
    BodyKind kind,
    @Nullable ResponseHead head,
    List<Finding> findings,
    @Nullable MessageSummary message,
    List<FoldedEvent> folded,
    long events,
    long bytes,
    long lines,
    Set<Limit> limits) {

  /** Copies the collections. */
  public Verdict {
    findings = List.copyOf(findings);
    folded = List.copyOf(folded);
    limits = Set.copyOf(limits);
  }

  /** What the body is: the {@code kind} of the inspect report. */
  public enum BodyKind {
    /** An event stream. */
    SSE("sse"),
    /** One JSON document. */
    JSON("json"),
    /** Neither: nothing, HTML, plain text, compressed bytes. */
    OTHER("other");

    private final String word;

    BodyKind(String word) {
      this.word = word;
    }

    /** The word of the JSON report. */
    public String word() {
      return word;
    }
  }

  /** The findings that no other one explains. */
  public List<Finding> primary() {
    return findings.stream().filter(Finding::primary).toList();
  }

  /** Whether the body is no answer at all but a request to {@code /v1/messages}. */
  public boolean isRequest() {
    for (Finding finding : findings) {
      if (finding.code() == Code.N17
          && BodyJudge.Shape.REQUEST.words().equals(finding.parameters().get("shape"))) {
        return head == null;
      }
    }
    return false;
  }

  /** Whether a finding is at this severity or worse. */
  public boolean hasAtLeast(Severity severity) {
    for (Finding finding : findings) {
      if (finding.severity().atLeast(severity)) {
        return true;
      }
    }
    return false;
  }
}
