package dev.ccproxy.check.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Finding;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows from what. */
class CorrelationTest {

  private static Finding finding(String id, String subject, String title) {
    for (Check check : Checks.all()) {
      if (check.id().equals(id)) {
        return check.finding(Severity.ERROR, title).subject(subject).build();
      }
    }
    throw new AssertionError(id);
  }

  /** The ids of the roots. */
  private static List<String> roots(Finding... seen) {
    List<Finding> told = new Correlation(List.of(), List.of(seen), List.of()).findings();
    Diagnosis diagnosis = new Diagnosis(told, List.of(), Diagnosis.Requests.NONE, 0);
    List<String> roots = new ArrayList<>();
    for (Finding finding : told) {
      if (diagnosis.isRoot(finding)) {
        roots.add(finding.id());
      }
    }
    return roots;
  }

  private static final Finding STREAM = finding("CCP-L602", "T14", "T14 wrong-type: a number");

  @Test
  void damaged_arguments_break_another_rule_in_a_document() {
    assertThat(roots(finding("CCP-L601", "T10", "T10 no-arguments: none"), STREAM))
        .containsExactly("CCP-L602");
  }

  @Test
  void a_gateway_fails_at_reading_damaged_arguments() {
    assertThat(roots(finding("CCP-L601", "", "POST / is refused with status 500"), STREAM))
        .containsExactly("CCP-L602");
  }

  @Test
  void the_same_rule_is_told_once() {
    assertThat(roots(finding("CCP-L601", "T14", "T14 wrong-type: a number"), STREAM))
        .containsExactly("CCP-L601");
  }

  @Test
  void another_refusal_has_its_own_cause() {
    assertThat(roots(finding("CCP-L601", "", "POST / is refused with status 400"), STREAM))
        .containsExactly("CCP-L601", "CCP-L602");
    assertThat(roots(finding("CCP-L601", "M02", "M02 no-stop-reason: none"), STREAM))
        .containsExactly("CCP-L601", "CCP-L602");
  }
}
