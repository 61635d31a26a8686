package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsTest {

  static List<Case> faults() {
    return Faults.all();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_gives_its_code_and_no_other_cause(Case fault) {
    Verdict verdict = fault.verdict();
    assertThat(Wire.codes(verdict)).containsExactlyInAnyOrderElementsOf(fault.expected());
    assertThat(verdict.primary()).hasSize(1);
  }

  @Test
  void every_fault_of_the_sheet_is_there_once() {
    assertThat(faults()).extracting(Case::name).doesNotHaveDuplicates().hasSize(74);
  }
}
