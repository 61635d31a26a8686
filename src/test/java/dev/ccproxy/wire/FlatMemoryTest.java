package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FlatMemoryTest {

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void answers_of_any_size_are_judged_in_a_heap_of_16_megabytes()
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BigAnswers.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines())
        .containsExactly(
            "many deltas: []",
            "one long text delta: []",
            "one long argument: []",
            "long argument before its index: [T09]",
            "long line without a field: []",
            "blocks that stay open: [B04, (B09)]",
            "blocks: []",
            "tool calls: []",
            "unknown events: [I01]",
            "deep nesting: [N18]",
            "long header: []",
            "long body text: []",
            "many body blocks: []",
            "blanks before the body: []");
  }
}
