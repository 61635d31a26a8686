package dev.ccproxy.catalog;

import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.SourceDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The data files of {@code templates}, in the form that {@link FactsCompiler} gave them at build
 * time. People write them in YAML; but the first YAML file of a process costs 15 ms at a start, and
 * each further one 4, where the same in JSON costs less than 1. And one entry of a jar is found in
 * the time of one.
 */
final class PackagedFacts {
  /** Each line has the name of a file, a tab, and what stands in the file as JSON. */
  static final String FILE = "facts.txt";

  private static final String RESOURCE = "/templates/" + FILE;

  private PackagedFacts() {}

  /** What was read; made when the first one is asked for. */
  private static final class Lines {
    static final Map<String, String> BY_NAME = read();

    private static Map<String, String> read() {
      try (InputStream in = PackagedFacts.class.getResourceAsStream(RESOURCE)) {
        if (in == null) {
          throw new IllegalStateException(RESOURCE + " is missing from the package");
        }
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> lines = new TreeMap<>();
        int start = 0;
        while (start < text.length()) {
          int tab = text.indexOf('\t', start);
          int end = text.indexOf('\n', tab);
          lines.put(text.substring(start, tab), text.substring(tab + 1, end));
          start = end + 1;
        }
        return lines;
      } catch (IOException e) {
        throw new IllegalStateException(RESOURCE + " cannot be read", e);
      }
    }
  }

  /** Names of all files, below {@code templates} and without an ending, sorted. */
  static Iterable<String> names() {
    return Lines.BY_NAME.keySet();
  }

  /** What stands in a file, unparsed; null where there is no such file. */
  static @Nullable String text(String name) {
    return Lines.BY_NAME.get(name);
  }

  /** A file; null where there is no such one. */
  static @Nullable SourceDocument find(String name) {
    String text = text(name);
    try {
      return text == null
          ? null
          : JsonDocument.parse(
              "templates/" + name + ".yaml", text.getBytes(StandardCharsets.UTF_8));
    } catch (DocumentException e) {
      throw new IllegalStateException(name + " was not compiled as it should", e);
    }
  }

  /** A file that every package has. */
  static SourceDocument read(String name) {
    SourceDocument document = find(name);
    if (document == null) {
      throw new IllegalStateException(name + " is missing from the package");
    }
    return document;
  }
}
