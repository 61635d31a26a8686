package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the bytes are cut into pieces must not matter, down to the excerpts. */
class ChunkingTest {

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>(Faults.all());
    cases.addAll(RuleCases.all());
    cases.addAll(HealthyTest.healthy());
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_cut_at_any_byte_changes_nothing(Case one) {
    Verdict whole = one.verdict();
    for (int at = 0; at <= one.bytes().length; at++) {
      Verdict cut = one.cut(at);
      if (!cut.equals(whole)) {
        assertThat(cut).as("cut at %d", at).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void small_pieces_change_nothing(Case one) {
    Verdict whole = one.verdict();
    for (int piece : new int[] {1, 2, 3, 5, 8, 13}) {
      assertThat(one.verdict(piece)).as("pieces of %d", piece).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_buffer_that_is_too_small_for_the_deltas_changes_no_finding(Case one) {
    List<String> whole = Wire.codes(one.verdict());
    for (int gathered : new int[] {1, 2, 3, 7}) {
      assertThat(Wire.codes(one.gathering(gathered))).as("buffer of %d", gathered).isEqualTo(whole);
    }
  }
}
