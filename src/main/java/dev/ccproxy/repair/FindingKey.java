package dev.ccproxy.repair;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.config.Place;

/**
 * Knows a finding again in a later run, where its line may be another one.
 *
 * @param where file or variable
 * @param excerpt what stands there
 */
record FindingKey(String id, String subject, String where, String excerpt) {

  static FindingKey of(Finding finding) {
    if (finding.evidence().isEmpty()) {
      return new FindingKey(finding.id(), finding.subject(), "", "");
    }
    Evidence first = finding.evidence().get(0);
    Place place = first.place();
    return new FindingKey(
        finding.id(),
        finding.subject(),
        place == null ? first.location() : place.shown(),
        first.excerpt());
  }

  /** The same whatever stands there now. */
  FindingKey withoutExcerpt() {
    return new FindingKey(id, subject, where, "");
  }
}
