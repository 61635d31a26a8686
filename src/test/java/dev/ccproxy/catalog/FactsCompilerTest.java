package dev.ccproxy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.Value;
import dev.ccproxy.document.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people wrote is what the program reads. */
class FactsCompilerTest {
  private static final Path TEMPLATES = Path.of("templates");

  @TempDir Path folder;

  static List<Path> written() throws IOException {
    try (Stream<Path> top = Files.list(TEMPLATES);
        Stream<Path> providers = Files.list(TEMPLATES.resolve("providers"))) {
      return Stream.concat(top, providers)
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("written")
  void every_file_says_in_the_package_what_it_says_here(Path file)
      throws IOException, DocumentException {
    String name = TEMPLATES.relativize(file).toString().replace(".yaml", "");
    Node there = PackagedFacts.read(name).root();
    Node here = YamlDocument.parse(file.toString(), Files.readAllBytes(file)).root();
    assertThat(plain(there)).isEqualTo(plain(here));
  }

  /** Keys and values in order, with dates as texts. */
  private static String plain(Node node) {
    if (node instanceof Node.Mapping mapping) {
      StringBuilder all = new StringBuilder("{");
      for (Node.Entry entry : mapping.entries()) {
        all.append(entry.key()).append('=').append(plain(entry.value())).append('\n');
      }
      return all.append('}').toString();
    }
    if (node instanceof Node.Sequence sequence) {
      return sequence.items().stream().map(FactsCompilerTest::plain).toList().toString();
    }
    Node.Scalar scalar = (Node.Scalar) node;
    Node.Kind kind = scalar.kind() == Node.Kind.TIMESTAMP ? Node.Kind.STRING : scalar.kind();
    return kind + " " + scalar.value();
  }

  @Test
  void dates_become_texts_and_the_rest_stays_what_it_is() throws IOException, DocumentException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Files.createDirectories(sources.resolve("providers"));
    Files.writeString(
        sources.resolve("a.yaml"),
        "day: 2026-11-22\ntext: \"tab\\t\\\"\"\nlist: [1, true, null]\n");
    FactsCompiler.main(new String[] {sources.toString(), folder.resolve("out").toString()});
    assertThat(Files.readString(folder.resolve("out").resolve(PackagedFacts.FILE)))
        .isEqualTo("a\t{\"day\":\"2026-11-22\",\"text\":\"tab\\t\\\"\",\"list\":[1,true,null]}\n");
  }

  @Test
  void a_broken_file_ends_the_build() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Files.createDirectories(sources.resolve("providers"));
    Files.writeString(sources.resolve("a.yaml"), "a: [\n");
    String[] folders = {sources.toString(), folder.resolve("out").toString()};
    assertThatThrownBy(() -> FactsCompiler.main(folders))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("a.yaml");
  }

  @Test
  void names_are_those_of_the_files() throws IOException {
    assertThat(PackagedFacts.names()).hasSize(written().size()).contains("providers/deepseek");
    assertThat(PackagedFacts.text("providers/nobody")).isNull();
    assertThat(Value.of(PackagedFacts.read("litellm").root())).isInstanceOf(Value.Fields.class);
  }
}
