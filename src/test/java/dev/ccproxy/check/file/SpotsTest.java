package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.Deployment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments with one fault: the first ones by name, the others by number. */
class SpotsTest {
  @TempDir private Path root;

  @Test
  void names_three_counts_the_others_and_forgets_all() throws Exception {
    List<Deployment> two =
        new Fixture("CCP-S103/good", root).workspace().configs().get(0).deployments();
    Spots spots = new Spots();
    assertThat(spots.isEmpty()).isTrue();
    for (int i = 0; i < 7; i++) {
      spots.add(two.get(i % 2), "api_key");
    }
    assertThat(spots.names())
        .isEqualTo("\"gpt-6.1-terra\", \"gpt-6-luna\", \"gpt-6.1-terra\" and 4 more");
    assertThat(spots.isEmpty()).isFalse();
    spots.clear();
    assertThat(spots.isEmpty()).isTrue();
    spots.add(two.get(1), "api_key");
    assertThat(spots.names()).isEqualTo("\"gpt-6-luna\"");
  }
}
