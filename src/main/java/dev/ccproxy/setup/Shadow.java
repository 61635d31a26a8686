package dev.ccproxy.setup;

import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds variables of a settings file of higher rank that take the effect from what a set-up writes.
 */
final class Shadow {
  private Shadow() {}

  /**
   * @param wanted what the set-up writes elsewhere
   * @return a sentence for the user; empty where nothing is in the way
   */
  static Optional<String> find(String name, byte[] bytes, Map<String, String> wanted) {
    JsonDocument other;
    try {
      other = JsonDocument.parse(name, bytes);
    } catch (DocumentException e) {
      // A file that the client cannot read either is in nobody's way.
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    int line = 0;
    if (other.isStrict()
        && other.find(NodePath.of("env")).orElse(null) instanceof Node.Mapping env) {
      for (Node.Entry entry : env.entries()) {
        String ours = wanted.get(entry.key());
        boolean differs =
            entry.value() instanceof Node.Scalar scalar && !scalar.value().equals(ours);
        if (ours != null && differs) {
          names.add(entry.key());
          line = line == 0 ? other.source().position(entry.keySpan().start()).line() : line;
        }
      }
    }
    if (names.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        name
            + ":"
            + line
            + " sets "
            + String.join(", ", names)
            + " too and wins over what is written here: remove it there if it is not meant.");
  }
}
