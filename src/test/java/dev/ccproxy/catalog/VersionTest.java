package dev.ccproxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {

  @ParameterizedTest
  @CsvSource({
    "1.108.11, 1.108.9, 1",
    "1.84.3, 1.84.3, 0",
    "v1.84.3, 1.84.3, 0",
    "1.84.3rc1, 1.84.3, -1",
    "1.84.3.rc2, 1.84.3, -1",
    "1.84.3.dev2, 1.84.3, -1",
    "1.84.3-nightly, 1.84.3, -1",
    "1.84.3b1, 1.84.2, 1",
    "1.84.3-stable, 1.84.3, 0",
    "1.84.3.post1, 1.84.3, 0",
    "2.0, 1.999.999, 1",
    "2.0, 2, 0",
    "1.9, 1.10, -1"
  })
  void the_numbers_decide_and_what_comes_before_a_release_is_older(String a, String b, int order) {
    Version one = Version.of(a).orElseThrow();
    Version other = Version.of(b).orElseThrow();
    assertThat(Integer.signum(one.compareTo(other))).isEqualTo(order);
    assertThat(Integer.signum(other.compareTo(one))).isEqualTo(-order);
    assertThat(one.equals(other)).isEqualTo(order == 0);
    assertThat(one.hashCode() == other.hashCode()).isEqualTo(order == 0);
  }

  @Test
  void what_begins_with_no_number_is_none() {
    assertThat(Version.of("latest")).isEmpty();
    assertThat(Version.of("")).isEmpty();
  }
}
