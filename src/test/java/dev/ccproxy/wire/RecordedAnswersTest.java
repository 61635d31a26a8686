package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordedAnswersTest {
  private static final ClientImpact CLIENT = ClientImpact.of("claude-code", "2.1.330");

  static List<RecordedAnswers.Answer> answers() {
    return RecordedAnswers.all();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void a_recorded_answer_gets_its_verdict(RecordedAnswers.Answer answer) {
    Verdict verdict = Wire.check(answer.context(), answer.bytes());
    assertThat(Wire.codes(verdict)).isEqualTo(answer.codes());

    List<String> loud = new ArrayList<>();
    Verdict forClient = Wire.check(answer.context().withClient(CLIENT), answer.bytes());
    for (Finding finding : forClient.findings()) {
      if (finding.severity().atLeast(Severity.WARNING)) {
        loud.add(finding.code().number() + ":" + finding.severity().word().charAt(0));
      }
    }
    assertThat(loud).isEqualTo(answer.loud());
  }

  @ParameterizedTest
  @MethodSource("answers")
  void a_recorded_answer_gets_the_same_verdict_byte_by_byte(RecordedAnswers.Answer answer) {
    byte[] bytes = answer.bytes();
    Case whole = new Case(answer.name(), List.of(), answer.context(), bytes, false);
    assertThat(whole.verdict(1)).isEqualTo(whole.verdict());
    assertThat(whole.verdict(7)).isEqualTo(whole.verdict());
  }

  @ParameterizedTest
  @MethodSource("answers")
  void an_answer_with_an_error_status_has_an_error(RecordedAnswers.Answer answer) {
    Verdict verdict = Wire.check(answer.context(), answer.bytes());
    assertThat(verdict.head()).isNotNull();
    if (answer.status() >= 400) {
      assertThat(verdict.hasAtLeast(Severity.ERROR)).isTrue();
    } else if (verdict.findings().isEmpty()) {
      assertThat(verdict.message()).isNotNull();
    }
  }

  @Test
  void every_recorded_answer_has_its_line() {
    assertThat(answers().stream().map(RecordedAnswers.Answer::name).sorted().toList())
        .isEqualTo(RecordedAnswers.files())
        .hasSizeGreaterThan(550);
  }

  @Test
  void a_stream_that_the_gateway_aborted_is_a_reset_when_the_abort_is_seen() {
    for (String name : Arrays.asList("up-cut-plain_stream", "up-e401-plain_stream")) {
      RecordedAnswers.Answer answer =
          answers().stream()
              .filter(a -> a.name().equals("fuergaosi233-1.0.0/" + name))
              .findFirst()
              .orElseThrow();
      Case aborted = new Case(name, List.of(), answer.context(), answer.bytes(), true);
      assertThat(Wire.codes(aborted.verdict())).containsExactly("W09");
    }
  }
}
