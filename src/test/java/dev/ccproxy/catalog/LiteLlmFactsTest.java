package dev.ccproxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiteLlmFactsTest {
  private final LiteLlmFacts facts = LiteLlmFacts.packaged();

  private static Version version(String text) {
    return Version.of(text).orElseThrow();
  }

  @Test
  void what_must_not_be_started_is_known() {
    assertThat(facts.isMalicious(version("1.82.7"))).isTrue();
    assertThat(facts.isMalicious(version("1.82.8"))).isTrue();
    assertThat(facts.isMalicious(version("1.82.6"))).isFalse();
    assertThat(facts.isUnsafe(version("1.84.2"))).isTrue();
    assertThat(facts.isUnsafe(version("1.84.3rc1"))).isTrue();
    assertThat(facts.isUnsafe(version("1.84.3"))).isFalse();
    assertThat(facts.isOutdated(version("1.103.4"))).isTrue();
    assertThat(facts.isOutdated(version("1.108.11"))).isFalse();
  }
}
