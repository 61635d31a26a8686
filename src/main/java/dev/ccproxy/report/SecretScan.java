package dev.ccproxy.report;

import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.SettingsFile;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.config.SourceReader;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.YamlDocument;
import dev.ccproxy.redact.Redactor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
      learn(redactor, name, document);
    } catch (DocumentException e) {
      learnLines(redactor, new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static void learn(Redactor redactor, String name, SourceDocument document) {
    walk(redactor, document.source().text(), name, document.root());
    learnLines(redactor, document.source().text());
  }

  /** Learns from every file that was read, those that cannot be parsed included. */
  public static void learn(Redactor redactor, Workspace workspace) {
    for (SettingsFile settings : workspace.settings().files()) {
      learn(redactor, settings.file());
    }
    for (LiteLlmConfig config : workspace.configs()) {
      for (SourceFile file : config.files()) {
        learn(redactor, file);
      }
    }
    for (SourceFile file : workspace.gatewayEnvironment().files()) {
      learn(redactor, file);
    }
    learn(redactor, workspace.dotenv());
  }

  private static void learn(Redactor redactor, SourceFile file) {
    redactor.learnKeysIn(file.path().toString());
    SourceDocument document = file.document();
    if (document != null) {
      learn(redactor, file.shown(), document);
    } else if (file.state() == SourceFile.State.BROKEN) {
      try (InputStream in = Files.newInputStream(file.path())) {
        byte[] bytes = in.readNBytes(SourceReader.MOST_BYTES);
        learnLines(redactor, new String(bytes, StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It was readable a moment ago; what cannot be read cannot be shown either.
      }
    }
  }

  /**
   * Learns what looks like an assignment to a name of a credential, in whatever notation: also in
   * comments, and in files that cannot be parsed.
   */
  public static void learnLines(Redactor redactor, String text) {
    redactor.learnKeysIn(text);
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      learnLine(redactor, text, start, end);
      start = end + 1;
    }
  }

  private static void learnLine(Redactor redactor, String text, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      char c = text.charAt(i);
      if (c == '=' || c == ':') {
        String name = nameBefore(text, start, i);
        if (!name.isEmpty()) {
          learnValue(redactor, name, text, i + 1, end);
        }
      }
    }
  }

  /** The word that ends at {@code end}, blanks and a quote between them left aside. */
  private static String nameBefore(String text, int start, int end) {
    int to = end;
    while (to > start && " \t\"'".indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    int from = to;
    while (from > start && isNameCharacter(text.charAt(from - 1))) {
      from--;
    }
    return text.substring(from, to);
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  private static void learnValue(
      Redactor redactor, String name, String text, int start, int lineEnd) {
    int from = start;
    while (from < lineEnd && " \t".indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    if (from == lineEnd) {
      return;
    }
    char quote = text.charAt(from);
    int to;
    if (quote == '"' || quote == '\'') {
      from++;
      to = text.indexOf(quote, from);
      to = to < 0 || to > lineEnd ? lineEnd : to;
    } else {
      to = from;
      while (to < lineEnd && " \t\r,;\"'}])".indexOf(text.charAt(to)) < 0) {
        to++;
      }
    }
    String value = text.substring(from, to);
    // Where to get a key is no key.
    if (!value.contains("://")) {
      redactor.learnIfSecret(name, value);
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
