package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The command over the folders of recorded answers: heads beside bodies, or both in one file. What
 * is found in each is the matter of the tests of the wire.
 */
class InspectRecordedTest {
  private static final Path RECORDED = Path.of("src/test/resources/wire/recorded");

  @TempDir private Path root;

  static List<String> folders() throws IOException {
    try (Stream<Path> folders = Files.list(RECORDED)) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> heads(String folder) throws IOException {
    try (Stream<Path> files = Files.list(RECORDED.resolve(folder))) {
      return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".http")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void a_folder_of_answers_is_judged_answer_by_answer(String folder) throws Exception {
    String path = RECORDED.resolve(folder).toAbsolutePath().toString();
    Cli cli = new Cli(root);
    Cli.Result result = cli.run("inspect", path, "--format", "json");
    assertThat(result.exit()).isEqualTo(1);
    Schemas.check("inspect/1", result.out());
    List<String> judged = new ArrayList<>();
    for (JsonNode file : new ObjectMapper().readTree(result.out()).get("files")) {
      String name = Path.of(file.get("file").asText()).getFileName().toString();
      judged.add(name.substring(0, name.lastIndexOf('.')) + ".http");
      boolean error = false;
      for (JsonNode finding : file.get("findings")) {
        error |= finding.get("severity").asText().equals("error");
      }
      int status = file.get("status").asInt();
      assertThat(error || status < 400).as(name).isTrue();
      assertThat(error || !file.get("message").isNull()).as(name).isTrue();
    }
    assertThat(judged).containsExactlyInAnyOrderElementsOf(heads(folder));

    Cli.Result text = cli.run("inspect", path);
    assertThat(text.exit()).isEqualTo(1);
    assertThat(text.out()).contains("\n" + judged.size() + " answers: ");
  }
}
