package dev.ccproxy.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the pages of the static checks say about LiteLLM's start is what LiteLLM's own loader does
 * with their fixtures. One Python process for each release.
 */
class ConfigLoaderRealIT {
  private static final Path RESOURCES = Path.of("src/test/resources/dev/ccproxy").toAbsolutePath();
  private static final int PATIENCE_MINUTES = 4;

  /** A line of {@code loads.txt}. */
  private record Expected(String fixture, String outcome, String detail) {}

  @TempDir private Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {RealParts.LITELLM_LONG_TERM, RealParts.LITELLM_CURRENT})
  void behaves_as_the_pages_say(String release) throws IOException, InterruptedException {
    List<Expected> expected = expected();
    List<String> command = new ArrayList<>();
    command.add(RealParts.liteLlm(release).resolve("python").toString());
    command.add(RESOURCES.resolve("real/load_configs.py").toString());
    for (Expected one : expected) {
      command.add(project(one.fixture()).toString());
    }
    List<String> seen = run(command);
    List<String> differences = new ArrayList<>();
    for (Expected one : expected) {
      String difference = difference(one, seen);
      if (!difference.isEmpty()) {
        differences.add(one.fixture() + ": " + difference);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(expected).hasSizeGreaterThan(30);
  }

  private static Path project(String fixture) {
    return RESOURCES.resolve("check/file").resolve(fixture).resolve("home/project");
  }

  private static List<Expected> expected() throws IOException {
    List<Expected> expected = new ArrayList<>();
    for (String line : Files.readAllLines(RESOURCES.resolve("real/loads.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split("\\|", -1);
        expected.add(new Expected(parts[0].strip(), parts[1].strip(), parts[2].strip()));
      }
    }
    return expected;
  }

  private List<String> run(List<String> command) throws IOException, InterruptedException {
    Path errors = scratch.resolve("stderr");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", scratch.toString());
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    String output;
    try (InputStream out = process.getInputStream()) {
      output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> seen = new ArrayList<>();
    for (String line : output.split("\n")) {
      if (line.startsWith("{")) {
        seen.add(line);
      }
    }
    assertThat(seen).as(Files.readString(errors)).isNotEmpty();
    return seen;
  }

  private static String difference(Expected expected, List<String> seen) {
    String folder = "\"folder\":\"" + project(expected.fixture()) + "\"";
    String text = "";
    for (String line : seen) {
      text = line.contains(folder) ? line : text;
    }
    if (text.isEmpty()) {
      return "the loader did not come to it";
    }
    boolean loads = text.contains("\"loads\":true");
    if (expected.outcome().equals("fails")) {
      return !loads && text.contains(expected.detail()) ? "" : text;
    }
    List<String> wanted = new ArrayList<>(List.of(expected.detail().split(" ")));
    String models = wanted.remove(0);
    boolean fits = loads && text.contains("\"models\":" + models + ",");
    for (String want : wanted) {
      fits &=
          text.contains(
              switch (want) {
                case "drop" -> "\"drop_params\":true";
                case "no-drop" -> "\"drop_params\":false";
                case "flag" -> "\"chat_flag\":true";
                case "no-flag" -> "\"chat_flag\":false";
                case "no-base" -> "\"bases\":[null]";
                case "refused" -> "\"UnsafeMasterKeyRefused\"";
                case "allowed" -> "\"UnsafeMasterKeyAllowed\"";
                case "safe" -> "\"SafeMasterKey\"";
                default -> throw new IllegalArgumentException(want);
              });
    }
    return fits ? "" : text;
  }
}
