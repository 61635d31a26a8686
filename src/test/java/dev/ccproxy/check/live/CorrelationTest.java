package dev.ccproxy.check.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What follows from what. */
class CorrelationTest {

  private static Check check(String id) {
    return Checks.all().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  private static Finding finding(String id, String subject, String title) {
    return check(id).finding(Severity.ERROR, title).subject(subject).build();
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

  /** What an earlier fault hides is not mended on a guess. */
  @Test
  void a_prediction_that_nobody_could_judge_has_a_guessed_fix() {
    Finding predicted =
        check("CCP-S202")
            .finding(Severity.WARNING, "LiteLLM will call /v1/responses")
            .confidence(Confidence.LIKELY)
            .fix(Fix.safe("set the flag"))
            .build();
    assertThat(fix(predicted, CheckResult.Status.SKIP).onlyCandidate()).isFalse();
    assertThat(fix(predicted, CheckResult.Status.SKIP).kind()).isEqualTo(Fix.Kind.ASK);
    assertThat(fix(predicted, CheckResult.Status.ERROR)).isEqualTo(predicted.fix());
  }

  private static Fix fix(Finding predicted, CheckResult.Status status) {
    List<CheckResult> results = new ArrayList<>();
    for (String id : List.of("CCP-L501", "CCP-L701")) {
      results.add(new CheckResult(check(id), status, null, "", 0));
    }
    List<Finding> told = new Correlation(List.of(predicted), List.of(), results).findings();
    return Objects.requireNonNull(told.get(0).fix());
  }

  @Test
  void another_refusal_has_its_own_cause() {
    assertThat(roots(finding("CCP-L601", "", "POST / is refused with status 400"), STREAM))
        .containsExactly("CCP-L601", "CCP-L602");
    assertThat(roots(finding("CCP-L601", "M02", "M02 no-stop-reason: none"), STREAM))
        .containsExactly("CCP-L601", "CCP-L602");
  }
}
