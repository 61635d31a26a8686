package dev.ccproxy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.probe.DeltaDebugging.Outcome;
import dev.ccproxy.probe.DeltaDebugging.Result;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeltaDebuggingTest {
  private static final int BUDGET = 12;
  private static final List<Feature> ALL = List.of(Feature.values());

  private final List<Set<Feature>> asked = new ArrayList<>();

  private Result<Feature> find(List<Feature> suspects, int budget, List<Set<Feature>> causes)
      throws InterruptedException {
    return DeltaDebugging.find(
        ALL,
        suspects,
        Feature::withNeeds,
        features -> {
          asked.add(features);
          for (Set<Feature> cause : causes) {
            if (features.containsAll(cause)) {
              return Outcome.REFUSED;
            }
          }
          return Outcome.ACCEPTED;
        },
        budget);
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void one_cause_is_found_within_the_budget(Feature cause) throws Exception {
    Result<Feature> result = find(List.of(), BUDGET, List.of(Set.of(cause)));
    assertThat(result.causes()).containsExactly(Set.of(cause));
    assertThat(result.minimal()).isTrue();
    assertThat(result.trials()).isLessThanOrEqualTo(BUDGET).isEqualTo(asked.size());
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void a_suspect_that_is_guilty_takes_few_trials(Feature cause) throws Exception {
    Result<Feature> result = find(List.of(cause), BUDGET, List.of(Set.of(cause)));
    assertThat(result.causes()).containsExactly(Set.of(cause));
    assertThat(result.minimal()).isTrue();
    assertThat(result.trials()).isLessThanOrEqualTo(5);
  }

  @Test
  void a_suspect_that_is_innocent_does_no_harm() throws Exception {
    Result<Feature> result =
        find(List.of(Feature.METADATA), BUDGET, List.of(Set.of(Feature.OUTPUT_CONFIG)));
    assertThat(result.causes()).containsExactly(Set.of(Feature.OUTPUT_CONFIG));
  }

  @Test
  void what_the_suspect_needs_may_be_the_cause() throws Exception {
    Result<Feature> result =
        find(List.of(Feature.THINKING_DISPLAY), BUDGET, List.of(Set.of(Feature.THINKING)));
    assertThat(result.causes()).containsExactly(Set.of(Feature.THINKING));
    assertThat(result.minimal()).isTrue();
  }

  @Test
  void several_causes_are_found_one_by_one() throws Exception {
    Result<Feature> result =
        find(
            List.of(Feature.THINKING),
            20,
            List.of(Set.of(Feature.THINKING), Set.of(Feature.METADATA)));
    assertThat(result.causes()).containsExactly(Set.of(Feature.THINKING), Set.of(Feature.METADATA));
    assertThat(result.minimal()).isTrue();
  }

  @Test
  void two_features_that_are_refused_together_are_one_cause() throws Exception {
    Set<Feature> pair = EnumSet.of(Feature.THINKING, Feature.MAX_TOKENS);
    Result<Feature> result = find(List.of(), 60, List.of(pair));
    assertThat(result.causes()).containsExactly(pair);
    assertThat(result.minimal()).isTrue();
  }

  @Test
  void a_base_that_is_refused_accuses_no_feature() throws Exception {
    Result<Feature> result = find(List.of(Feature.THINKING), BUDGET, List.of(Set.of()));
    assertThat(result.baseRefused()).isTrue();
    assertThat(result.causes()).isEmpty();
    assertThat(result.trials()).isLessThanOrEqualTo(2);
  }

  @Test
  void a_spent_budget_gives_the_smallest_set_that_was_shown() throws Exception {
    Result<Feature> result = find(List.of(), 3, List.of(Set.of(Feature.THINKING)));
    assertThat(result.minimal()).isFalse();
    assertThat(result.trials()).isEqualTo(3);
    assertThat(result.causes()).hasSize(1);
    assertThat(result.causes().get(0)).contains(Feature.THINKING);
    assertThat(result.causes().get(0).size()).isLessThan(ALL.size() / 2);
  }

  @Test
  void answers_that_say_nothing_end_the_search() throws Exception {
    List<Set<Feature>> trials = new ArrayList<>();
    Result<Feature> result =
        DeltaDebugging.find(
            ALL,
            List.of(),
            Feature::withNeeds,
            features -> {
              trials.add(features);
              return Outcome.UNCLEAR;
            },
            BUDGET);
    assertThat(trials).hasSize(3);
    assertThat(result.causes()).isEmpty();
    assertThat(result.minimal()).isFalse();
  }

  @Test
  void every_feature_stands_behind_what_it_needs() {
    for (Feature feature : Feature.values()) {
      for (Feature needed : feature.withNeeds()) {
        assertThat(needed.ordinal()).isLessThanOrEqualTo(feature.ordinal());
      }
    }
  }
}
