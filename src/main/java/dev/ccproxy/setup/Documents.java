package dev.ccproxy.setup;

import dev.ccproxy.document.Change;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EditRefusedException;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Position;
import dev.ccproxy.document.Problem;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.SourceText;
import dev.ccproxy.render.Templates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all planners need of documents: changes with errors for people, and no change of what is
 * ambiguous.
 */
final class Documents {
  private Documents() {}

  /** The document with the changes made. */
  static SourceDocument apply(SourceDocument document, List<Change> changes) throws SetupException {
    for (Change change : changes) {
      refuseDuplicates(document, change.path());
    }
    try {
      return document.apply(changes);
    } catch (EditRefusedException e) {
      throw refused(e);
    }
  }

  /** The document as a strict reader accepts it: no comments, no trailing commas. */
  static JsonDocument strict(JsonDocument document) throws SetupException {
    try {
      return document.withoutLeniencies();
    } catch (EditRefusedException e) {
      throw refused(e);
    }
  }

  /**
   * An env file, there already or begun from a template.
   *
   * @param values for the placeholders of the template
   * @throws SetupException when a line of it is nothing that a shell can read
   */
  static EnvDocument env(
      String name,
      byte @Nullable [] bytes,
      String template,
      Map<String, String> values,
      Templates templates)
      throws SetupException {
    EnvDocument document;
    try {
      document = EnvDocument.parse(name, bytes == null ? templates.fill(template, values) : bytes);
    } catch (DocumentException e) {
      throw unreadable(e);
    }
    for (Problem problem : document.problems()) {
      if (problem.kind() == Problem.Kind.NOT_AN_ASSIGNMENT) {
        Position at = document.source().position(problem.span().start());
        throw SetupException.inFile(
            "broken-file",
            name,
            at.line(),
            at.column(),
            "A shell cannot read this line as NAME=value, and stops here or sets something else",
            "write it as NAME=value, without blanks around the = and with quotes around a value of several words");
      }
    }
    return document;
  }

  /**
   * The bytes for a shell: with Windows line ends it would read a carriage return into every value.
   */
  static byte[] forShell(SourceText text) {
    return SourceText.of(text.text().replace("\r\n", "\n")).encode();
  }

  /** What {@link #forShell} is going to put right, as sentences for the user. */
  static List<String> shellNotes(EnvDocument document) {
    boolean windows = document.source().text().contains("\r\n");
    if (!windows && !document.source().bom()) {
      return List.of();
    }
    return List.of(
        document.name()
            + " has "
            + (windows ? "Windows line ends" : "a byte order mark")
            + ", with which a shell reads wrong values; the change takes them out.");
  }

  /** Keys and texts of a mapping of scalars; empty for anything else. */
  static Map<String, String> texts(@Nullable Node node) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        if (entry.value() instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.NULL) {
          texts.put(entry.key(), scalar.value());
        }
      }
    }
    return texts;
  }

  /** A file that cannot be parsed. */
  static SetupException unreadable(DocumentException e) {
    return SetupException.inFile(
        "broken-file",
        e.document(),
        e.line(),
        e.column(),
        "The file cannot be read: " + e.reason(),
        "put this place right, then run again");
  }

  private static SetupException refused(EditRefusedException e) {
    return SetupException.inFile(
        "cannot-edit",
        e.document(),
        e.position().line(),
        e.position().column(),
        "The file cannot be changed here without touching what is not ours: " + e.reason(),
        "change this place by hand, then run again");
  }

  /**
   * A key that stands twice on the way to what we change: which of the two its owner meant, nobody
   * knows.
   */
  private static void refuseDuplicates(SourceDocument document, NodePath path)
      throws SetupException {
    Node node = document.root();
    for (Object step : path.steps()) {
      Node next = null;
      if (node instanceof Node.Mapping mapping && step instanceof String key) {
        for (Node.Entry entry : mapping.entries()) {
          if (entry.key().equals(key)) {
            if (next != null) {
              throw duplicate(document, entry);
            }
            next = entry.value();
          }
        }
      } else if (node instanceof Node.Sequence sequence
          && step instanceof Integer index
          && index < sequence.items().size()) {
        next = sequence.items().get(index);
      }
      if (next == null) {
        return;
      }
      node = next;
    }
  }

  private static SetupException duplicate(SourceDocument document, Node.Entry entry) {
    Position at = document.source().position(entry.keySpan().start());
    return SetupException.inFile(
        "duplicate-key",
        document.name(),
        at.line(),
        at.column(),
        "The key \""
            + entry.key()
            + "\" stands here for the second time, and only the last one counts",
        "remove one of the two, then run again");
  }
}
