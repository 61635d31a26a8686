package dev.ccproxy.check.file;

import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.SourceDocument;
import java.util.ArrayList;
import java.util.List;

/**
 * A value that names a variable of the environment as LiteLLM resolves it: a string that begins
 * with {@code os.environ/}, as a value of a mapping ({@code litellm.md} 4.2).
 *
 * @param variable the name behind the slash
 * @param key of the entry that holds it
 */
record Reference(
    SourceFile file, SourceDocument document, Node.Scalar node, String variable, String key) {

  Place place() {
    return Place.of(file, document, node);
  }

  /** All of them, in the order of the files. */
  static List<Reference> in(LiteLlmConfig config) {
    List<Reference> found = new ArrayList<>();
    for (SourceFile file : config.files()) {
      SourceDocument document = file.document();
      if (document != null && document.source().text().contains(Gateway.FROM_ENVIRONMENT)) {
        collect(file, document, document.root(), "", found);
      }
    }
    return found;
  }

  private static void collect(
      SourceFile file, SourceDocument document, Node node, String key, List<Reference> found) {
    if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        // What a merge brings in stands elsewhere in the file.
        if (!entry.merge()) {
          collect(file, document, entry.value(), entry.key(), found);
        }
      }
    } else if (node instanceof Node.Sequence sequence) {
      for (Node item : sequence.items()) {
        if (!(item instanceof Node.Scalar)) {
          collect(file, document, item, key, found);
        }
      }
    } else if (node instanceof Node.Scalar scalar
        && scalar.kind() == Node.Kind.STRING
        && scalar.value().startsWith(Gateway.FROM_ENVIRONMENT)) {
      found.add(
          new Reference(
              file,
              document,
              scalar,
              scalar.value().substring(Gateway.FROM_ENVIRONMENT.length()),
              key));
    }
  }
}
