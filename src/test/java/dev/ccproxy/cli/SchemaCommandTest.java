package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaCommandTest {
  @TempDir Path root;

  @Test
  void every_shape_is_listed_and_every_listed_one_is_printed() throws IOException {
    List<String> files;
    try (Stream<Path> list = Files.list(Path.of("src/main/resources/dev/ccproxy/schema"))) {
      files = list.map(f -> f.getFileName().toString().replace("-1.json", "/1")).sorted().toList();
    }
    assertThat(SchemaCommand.NAMES).containsExactlyInAnyOrderElementsOf(files);
    Cli cli = new Cli(root);
    for (String name : SchemaCommand.NAMES) {
      Cli.Result result = cli.run("schema", name);
      assertThat(result.exit()).isZero();
      assertThat(result.out()).contains("ccproxy." + name);
    }
  }
}
