package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {

  static List<Case> cases() {
    return RuleCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_broken_rule_gives_its_code_and_no_other_cause(Case broken) {
    Verdict verdict = broken.verdict();
    assertThat(Wire.codes(verdict)).containsExactlyInAnyOrderElementsOf(broken.expected());
    assertThat(verdict.primary()).hasSize(1);
  }

  @Test
  void every_rule_is_broken_by_some_test() {
    List<Case> all = new ArrayList<>(Faults.all());
    all.addAll(RuleCases.all());
    Set<Code> broken = EnumSet.noneOf(Code.class);
    for (Case one : all) {
      for (String expected : one.expected()) {
        broken.add(Code.of(expected.replaceAll("[()]", "")));
      }
    }
    assertThat(EnumSet.complementOf(EnumSet.copyOf(broken))).isEmpty();
  }

  @Test
  void no_case_is_there_twice() {
    List<String> names = cases().stream().map(Case::name).toList();
    assertThat(new HashSet<>(names)).hasSameSizeAs(names);
  }

  @Test
  void codes_and_slugs_are_unique_and_well_formed() {
    Set<String> slugs = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (Code code : Code.values()) {
      assertThat(code.id()).matches("CCP-[A-Z]\\d\\d[a-z]?");
      assertThat(code.slug()).matches("[a-z0-9]+(-[a-z0-9]+)*");
      assertThat(ids.add(code.id())).isTrue();
      assertThat(slugs.add(code.slug())).as(code.slug()).isTrue();
      assertThat(Code.of(code.id())).isEqualTo(code);
      assertThat(Code.of(code.number())).isEqualTo(code);
    }
    assertThat(Code.of("CCP-Z99")).isNull();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_title_has_no_open_place_and_no_period(Case broken) {
    for (Finding finding : broken.verdict().findings()) {
      assertThat(finding.title()).isNotBlank().doesNotEndWith(".").doesNotContain("{}{");
      assertThat(finding.title().replaceAll("\\{\\}|\\{\"name\".*", "")).doesNotContain("{");
    }
  }
}
