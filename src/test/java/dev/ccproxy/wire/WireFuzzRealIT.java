package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jazzer looks for answers on which the checker fails, for as many seconds as {@code
 * ccproxy.fuzz.seconds} says. It starts from recorded answers and from the faults; what it finds is
 * printed as Base64, to be added to the cases.
 */
class WireFuzzRealIT {
  private static final int SECONDS = Integer.getInteger("ccproxy.fuzz.seconds", 60);
  private static final int LONGEST = 8192;

  @TempDir Path folder;

  @Test
  @Timeout(value = SLACK, unit = TimeUnit.HOURS)
  void no_bytes_bring_the_checker_down() throws Exception {
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    seed(corpus);
    Path log = folder.resolve("log");
    Process jazzer =
        new ProcessBuilder(command(corpus))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int status = jazzer.waitFor();
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    List<String> end = lines.subList(Math.max(0, lines.size() - 40), lines.size());
    assertThat(status).as(String.join("\n", end)).isZero();
    String executed = end.stream().filter(l -> l.contains("executed_units")).findFirst().orElse("");
    System.out.println("fuzz: " + executed + " in " + SECONDS + " s");
    assertThat(Long.parseLong(executed.replaceAll("\\D", ""))).isGreaterThan(seeds);
  }

  /** Longer than anybody lets it run. */
  private static final int SLACK = 3;

  private int seeds;

  private void seed(Path corpus) throws IOException {
    List<byte[]> answers = new ArrayList<>();
    for (RecordedAnswers.Answer answer : RecordedAnswers.all()) {
      answers.add(answer.bytes());
    }
    for (Case fault : Faults.all()) {
      answers.add(fault.bytes());
    }
    for (byte[] answer : answers) {
      if (answer.length <= LONGEST) {
        byte[] input = new byte[answer.length + WireFuzzer.PREFIX];
        input[0] = (byte) seeds;
        input[1] = (byte) (37 * seeds);
        System.arraycopy(answer, 0, input, WireFuzzer.PREFIX, answer.length);
        Files.write(corpus.resolve("seed-" + seeds), input);
        seeds++;
      }
    }
  }

  private static List<String> command(Path corpus) {
    // The runner starts its own process with the class path in a manifest.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        classPath,
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + WireFuzzer.class.getName(),
        "--instrumentation_includes=dev.ccproxy.wire.**",
        "-max_total_time=" + SECONDS,
        "-max_len=" + 2 * LONGEST,
        "-timeout=20",
        "-print_final_stats=1",
        corpus.toString());
  }
}
