package dev.ccproxy.catalog;

import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.Value;
import dev.ccproxy.document.YamlDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Makes the data files that people write, in YAML, into what {@link PackagedFacts} reads. Runs when
 * the program is built, and never in it.
 */
public final class FactsCompiler {
  /** The folders below {@code templates} with such files. */
  private static final List<String> FOLDERS = List.of("", "providers/");

  private static final String WRITTEN = ".yaml";

  private FactsCompiler() {}

  /**
   * Compiles all files.
   *
   * @param folders {@code templates} of the sources, and that of the package
   * @throws IOException when one cannot be read or written
   * @throws DocumentException when one is no YAML; the build ends with it
   */
  public static void main(String[] folders) throws IOException, DocumentException {
    Path sources = Path.of(folders[0]);
    Path target = Path.of(folders[1]);
    TreeSet<String> lines = new TreeSet<>();
    for (String folder : FOLDERS) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(sources.resolve(folder), "*" + WRITTEN)) {
        for (Path file : files) {
          Node root = YamlDocument.parse(file.toString(), Files.readAllBytes(file)).root();
          lines.add(
              folder
                  + Catalog.withoutSuffix(file.getFileName().toString())
                  + '\t'
                  + JsonText.write(json(Value.of(root)), 0));
        }
      }
    }
    Files.createDirectories(target);
    Files.write(target.resolve(PackagedFacts.FILE), lines, StandardCharsets.UTF_8);
  }

  /** The same in what JSON knows: a date is a text there, and a truth has one spelling. */
  private static Value json(Value value) {
    if (value instanceof Value.Fields fields) {
      Map<String, Value> all = new LinkedHashMap<>();
      fields.fields().forEach((key, inner) -> all.put(key, json(inner)));
      return new Value.Fields(all);
    }
    if (value instanceof Value.Items items) {
      List<Value> all = new ArrayList<>();
      items.items().forEach(inner -> all.add(json(inner)));
      return new Value.Items(all);
    }
    return value instanceof Value.Literal literal && literal.kind() == Node.Kind.TIMESTAMP
        ? Value.of(literal.text())
        : value;
  }
}
