package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Places that have one fault. Of many only the first ones are named; working out where thousands
 * are takes longer than the check, and a file of one line makes it longer still.
 */
final class Places {
  private static final int MOST = 5;

  private final List<Place> first = new ArrayList<>();
  private int count;

  Places add(SourceFile file, SourceDocument document, Node node) {
    return add(file, document, node.span());
  }

  Places add(SourceFile file, SourceDocument document, Span span) {
    count++;
    if (first.size() < MOST) {
      first.add(Place.of(file, document, span));
    }
    return this;
  }

  Places add(Place place) {
    count++;
    if (first.size() < MOST) {
      first.add(place);
    }
    return this;
  }

  /** Whether one more would be named. */
  boolean hasRoom() {
    return first.size() < MOST;
  }

  /** One more that is only counted. */
  void count() {
    count++;
  }

  void clear() {
    first.clear();
    count = 0;
  }

  int size() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Adds them to a finding: the first ones by place, the others by number. */
  Finding.Builder in(Finding.Builder finding) {
    for (Place place : first) {
      finding.evidence(Evidence.of(place));
    }
    int more = count - first.size();
    if (more > 0) {
      finding.evidence(
          new Evidence(
              Evidence.Kind.FILE,
              first.get(0).shown(),
              more == 1 ? "1 more place like these" : more + " more places like these"));
    }
    return finding;
  }
}
