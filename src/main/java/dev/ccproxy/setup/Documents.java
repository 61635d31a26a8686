package dev.ccproxy.setup;

import dev.ccproxy.document.Change;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EditRefusedException;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Position;
import dev.ccproxy.document.SourceDocument;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

  private static SetupException refused(EditRefusedException e) {
    return SetupException.inFile(
        "cannot-edit",
        e.document(),
        e.position().line(),
        e.position().column(),
        "The file cannot be changed here without touching what is not ours: " + e.reason(),
        "change this place by hand, then run again");
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

  /**
   * A key that stands twice on the way to what we change: which of the two its owner meant, nobody
   * knows.
   */
  private static void refuseDuplicates(SourceDocument document, NodePath path)
      throws SetupException {
    Node node = document.root();
    for (Object step : path.steps()) {
      if (node instanceof Node.Mapping mapping && step instanceof String key) {
        Node next = null;
        Set<String> seen = new HashSet<>();
        for (Node.Entry entry : mapping.entries()) {
          if (entry.key().equals(key)) {
            if (!seen.add(key)) {
              Position at = document.source().position(entry.keySpan().start());
              throw SetupException.inFile(
                  "duplicate-key",
                  document.name(),
                  at.line(),
                  at.column(),
                  "The key \""
                      + key
                      + "\" stands here for the second time, and only the last one counts",
                  "remove one of the two, then run again");
            }
            next = entry.value();
          }
        }
        if (next == null) {
          return;
        }
        node = next;
      } else if (node instanceof Node.Sequence sequence
          && step instanceof Integer index
          && index < sequence.items().size()) {
        node = sequence.items().get(index);
      } else {
        return;
      }
    }
  }
}
