package dev.ccproxy.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares trees: what an edited file means with what was asked for. */
final class YamlProof {
  private YamlProof() {}

  /** The entries that count, by name: of repeated keys the last one, and the merged ones. */
  static Map<String, Node.Entry> effective(Node.Mapping mapping) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      if (!entry.merge()) {
        entries.put(entry.key(), entry);
      }
    }
    for (Node.Entry entry : mapping.merged()) {
      entries.put(entry.key(), entry);
    }
    return entries;
  }

  /** Whether two nodes mean the same and have the same entries in the same order. */
  static boolean same(Node one, Node other) {
    if (one == other) {
      return true;
    }
    if (one instanceof Node.Scalar a && other instanceof Node.Scalar b) {
      return YamlScalars.same(a, b);
    }
    if (one instanceof Node.Sequence a && other instanceof Node.Sequence b) {
      if (a.items().size() != b.items().size()) {
        return false;
      }
      for (int i = 0; i < a.items().size(); i++) {
        if (!same(a.items().get(i), b.items().get(i))) {
          return false;
        }
      }
      return true;
    }
    return one instanceof Node.Mapping a
        && other instanceof Node.Mapping b
        && same(a.entries(), b.entries())
        && same(a.merged(), b.merged());
  }

  private static boolean same(List<Node.Entry> one, List<Node.Entry> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      Node.Entry a = one.get(i);
      Node.Entry b = other.get(i);
      // What a merge brings in is compared where it counts: among the merged entries.
      boolean same = a.merge() ? b.merge() : !b.merge() && same(a.value(), b.value());
      if (!a.key().equals(b.key()) || !same) {
        return false;
      }
    }
    return true;
  }

  /** Whether a node means a value to the program that reads the file. */
  static boolean means(Node node, Value value) {
    if (value instanceof Value.Text text) {
      return node instanceof Node.Scalar scalar && scalar.isString(text.text());
    }
    if (value instanceof Value.Literal literal) {
      return node instanceof Node.Scalar scalar
          && YamlScalars.same(
              scalar, new Node.Scalar(scalar.span(), literal.kind(), literal.text()));
    }
    if (value instanceof Value.Items items) {
      return node instanceof Node.Sequence sequence && means(sequence.items(), items.items());
    }
    Map<String, Value> fields = ((Value.Fields) value).fields();
    if (!(node instanceof Node.Mapping mapping)) {
      return false;
    }
    Map<String, Node.Entry> entries = effective(mapping);
    if (entries.size() != fields.size()) {
      return false;
    }
    for (Map.Entry<String, Value> field : fields.entrySet()) {
      Node.Entry entry = entries.get(field.getKey());
      if (entry == null || !means(entry.value(), field.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean means(List<Node> nodes, List<Value> values) {
    if (nodes.size() != values.size()) {
      return false;
    }
    for (int i = 0; i < nodes.size(); i++) {
      if (!means(nodes.get(i), values.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a node of the edited file is what its draft asked for. */
  static boolean fulfils(Node node, YamlDraft draft) {
    if (draft instanceof YamlDraft.Fresh fresh) {
      return means(node, fresh.value());
    }
    YamlDraft.Kept kept = (YamlDraft.Kept) draft;
    if (kept.base().isSequence()) {
      return node instanceof Node.Sequence sequence && fulfils(sequence.items(), kept);
    }
    if (kept.base().isMapping()) {
      return node instanceof Node.Mapping mapping && fulfils(effective(mapping), kept);
    }
    return same(node, kept.base().view());
  }

  private static boolean fulfils(Map<String, Node.Entry> entries, YamlDraft.Kept kept) {
    Map<String, Node.Entry> expected = effective((Node.Mapping) kept.base().view());
    expected.keySet().removeAll(kept.goneKeys());
    int size = expected.size();
    for (String key : kept.fields().keySet()) {
      if (!expected.containsKey(key)) {
        size++;
      }
    }
    if (entries.size() != size) {
      return false;
    }
    for (Node.Entry entry : entries.values()) {
      YamlDraft draft = kept.fields().get(entry.key());
      Node.Entry before = expected.get(entry.key());
      boolean fits =
          draft != null
              ? fulfils(entry.value(), draft)
              : before != null && same(entry.value(), before.value());
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean fulfils(List<Node> items, YamlDraft.Kept kept) {
    int at = 0;
    for (int i = 0; i < kept.base().slots().size(); i++) {
      if (kept.goneItems().contains(i)) {
        continue;
      }
      YamlDraft draft = kept.items().get(i);
      Node before = kept.base().slots().get(i).value().view();
      if (at == items.size()
          || !(draft == null ? same(items.get(at), before) : fulfils(items.get(at), draft))) {
        return false;
      }
      at++;
    }
    return means(items.subList(at, items.size()), kept.appended());
  }
}
