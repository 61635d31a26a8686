package dev.ccproxy.report;

import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.YamlDocument;
import dev.ccproxy.redact.Redactor;
import org.jspecify.annotations.Nullable;

/** Makes the credentials of a file known to the redactor before any of its lines is shown. */
public final class SecretScan {
  private SecretScan() {}

  /**
   * @param name name of the file; its ending tells the format
   * @param bytes its content; null: there is none
   */
  public static void learn(Redactor redactor, String name, byte @Nullable [] bytes) {
    if (bytes == null || bytes.length == 0) {
      return;
    }
    try {
      SourceDocument document =
          name.endsWith(".json")
              ? JsonDocument.parse(name, bytes)
              : name.endsWith(".yaml") || name.endsWith(".yml")
                  ? YamlDocument.parse(name, bytes)
                  : EnvDocument.parse(name, bytes);
      walk(redactor, document.source().text(), name, document.root());
    } catch (DocumentException e) {
      // A file that cannot be parsed is shown by its lines; keys of known shape are hidden all the
      // same.
    }
  }

  private static void walk(Redactor redactor, String text, String key, Node node) {
    if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        walk(redactor, text, entry.key(), entry.value());
      }
    } else if (node instanceof Node.Sequence sequence) {
      for (Node item : sequence.items()) {
        walk(redactor, text, key, item);
      }
    } else if (node instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.BOOLEAN) {
      redactor.learnIfSecret(key, scalar.value());
      // As it stands in the file, which may spell it with escapes of its own.
      String written = scalar.span().of(text);
      if (written.length() > 2 && (written.charAt(0) == '"' || written.charAt(0) == '\'')) {
        redactor.learnIfSecret(key, written.substring(1, written.length() - 1));
      }
      // Several headers in one value: each may turn up alone.
      for (String header : scalar.value().split("\n")) {
        redactor.learnIfSecret(key, header.substring(header.indexOf(':') + 1).strip());
      }
    }
  }
}
