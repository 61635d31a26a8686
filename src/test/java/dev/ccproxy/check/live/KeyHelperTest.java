package dev.ccproxy.check.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.redact.Redactor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The client's helper command: what it prints is the key, and it cannot hold us up. */
@DisabledOnOs(OS.WINDOWS)
class KeyHelperTest {
  @TempDir Path folder;
  private final Redactor redactor = new Redactor();

  private KeyHelper.Result run(String command, Duration time) throws InterruptedException {
    return new KeyHelper(
            folder, Map.of("PATH", System.getenv("PATH"), "PLACE", "a-place"), false, time)
        .run(command, redactor);
  }

  private KeyHelper.Result run(String command) throws InterruptedException {
    return run(command, Duration.ofSeconds(30));
  }

  private static String key(KeyHelper.Result result) {
    return Objects.requireNonNull(result.key(), result.problem()).reveal();
  }

  @Test
  void the_printed_word_is_the_key_and_is_hidden_from_then_on() throws Exception {
    KeyHelper.Result result = run("printf '  helper-key-0123456789 \\n'");
    assertThat(result.key()).isNotNull();
    assertThat(key(result)).isEqualTo("helper-key-0123456789");
    assertThat(redactor.apply("got helper-key-0123456789")).isEqualTo("got <apiKeyHelper>");
  }

  @Test
  void it_has_the_clients_folder_and_variables() throws Exception {
    KeyHelper.Result result = run("printf '%s-%s' \"$PLACE\" \"$(basename \"$PWD\")\"");
    assertThat(key(result)).isEqualTo("a-place-" + folder.getFileName());
  }

  @Test
  void a_failure_is_told_with_what_the_command_said() throws Exception {
    KeyHelper.Result result = run("echo no such vault >&2; exit 3");
    assertThat(result.key()).isNull();
    assertThat(result.problem()).isEqualTo("it ends with status 3");
    assertThat(result.said()).isEqualTo("no such vault");
    assertThat(run("true").problem()).isEqualTo("it prints nothing");
  }

  @Test
  void one_that_hangs_is_ended_with_all_that_it_started() throws Exception {
    long start = System.nanoTime();
    KeyHelper.Result result = run("sleep 60 & echo key-in-time; sleep 60", Duration.ofMillis(400));
    assertThat(result.key()).isNull();
    assertThat(result.problem()).startsWith("it takes longer than");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
      if (process.info().commandLine().orElse("").contains("sleep 60")) {
        // A kill takes a moment; a process that was not meant would sleep on.
        process.onExit().get(20, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void endless_output_is_not_kept() throws Exception {
    KeyHelper.Result result = run("yes | head -c 300000");
    assertThat(result.key()).isNull();
    assertThat(result.problem()).isEqualTo("it prints more than any key is long");
  }
}
