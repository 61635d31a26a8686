package dev.ccproxy.document;

import java.util.List;
import java.util.Optional;

/** A parsed file. Immutable: an edit gives a new document. */
public interface SourceDocument {

  /** Name of the file as the user knows it. */
  String name();

  /** The characters. */
  SourceText source();

  /** The whole content; an empty mapping, of an empty span, for a file without content. */
  Node root();

  /** What the parser had to get over, in the order of the file. */
  List<Problem> problems();

  /** The node at a path; of repeated keys the last one counts, merged ones count where none is. */
  default Optional<Node> find(NodePath path) {
    return find(root(), path);
  }

  /** The node at a path that begins at another node than the root. */
  static Optional<Node> find(Node from, NodePath path) {
    Optional<Node> node = Optional.of(from);
    for (Object step : path.steps()) {
      if (node.isEmpty()) {
        return node;
      }
      Node parent = node.get();
      if (parent instanceof Node.Mapping mapping && step instanceof String key) {
        node = mapping.entry(key).map(Node.Entry::value);
      } else if (parent instanceof Node.Sequence sequence && step instanceof Integer index) {
        node =
            index >= 0 && index < sequence.items().size()
                ? Optional.of(sequence.items().get(index))
                : Optional.empty();
      } else {
        node = Optional.empty();
      }
    }
    return node;
  }

  /** The text at a path where there is a scalar. */
  default Optional<String> text(NodePath path) {
    return find(path).map(n -> n instanceof Node.Scalar scalar ? scalar.value() : null);
  }

  /**
   * The document with all changes made, and nothing else: every byte that no change is about stays.
   * The result is parsed again and its tree compared with what the changes ask for.
   *
   * <p>The changes are made in their order, so a later one sees what an earlier one did to the same
   * key. Positions in lists are those of this document: removing items 0 and 1 removes the first
   * two.
   *
   * @throws EditRefusedException when a change does not fit the document (a key of a list, a
   *     mapping that an alias shares with other places), or when the edited text does not mean what
   *     was asked for
   */
  SourceDocument apply(List<Change> changes) throws EditRefusedException;
}
