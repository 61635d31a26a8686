package dev.ccproxy.document;

import dev.ccproxy.document.YamlDraft.Fresh;
import dev.ccproxy.document.YamlDraft.Kept;
import dev.ccproxy.document.YamlNode.Slot;
import dev.ccproxy.document.YamlNode.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes changes to the draft of a document, one after the other. */
final class YamlChanges {
  private static final String THROUGH_ALIAS =
      "an alias (*) repeats a part that stands elsewhere; it can only be changed there";

  private final String name;
  private final SourceText source;
  private final YamlTree tree;
  private @Nullable YamlNode shared;

  YamlChanges(String name, SourceText source, YamlTree tree) {
    this.name = name;
    this.source = source;
    this.tree = tree;
  }

  /** The draft that all changes together ask for. */
  YamlDraft make(List<Change> changes) throws EditRefusedException {
    YamlDraft draft = new Kept(tree.root());
    for (Change change : changes) {
      check(change);
      draft = apply(draft, change, 0, 0);
    }
    return draft;
  }

  /**
   * The first node on the way of a change that other places of the file repeat; null where there is
   * none. A change in there is right only where it makes no difference to those places.
   */
  @Nullable YamlNode shared() {
    return shared;
  }

  private EditRefusedException refuse(int offset, String reason) {
    return new EditRefusedException(name, source.position(offset), reason);
  }

  private void check(Change change) throws EditRefusedException {
    for (Object step : change.path().steps()) {
      String reason = step instanceof String key ? YamlWriter.unwritableKey(key) : null;
      if (reason != null) {
        throw refuse(0, reason);
      }
    }
    Value value = value(change);
    int depth = change.path().steps().size() + (change instanceof Change.Append ? 1 : 0);
    String reason = value == null ? null : YamlWriter.unwritable(value, depth);
    if (reason != null) {
      throw refuse(0, reason);
    }
    if (change instanceof Change.Remove && change.path().isRoot()) {
      throw refuse(0, "the whole content cannot be removed");
    }
  }

  private static @Nullable Value value(Change change) {
    if (change instanceof Change.Set set) {
      return set.value();
    }
    return change instanceof Change.Append append ? append.value() : null;
  }

  /**
   * Makes one change.
   *
   * @param depth how many steps of the path lead to {@code draft}
   * @param offset the place to name when something is in the way
   */
  private YamlDraft apply(YamlDraft draft, Change change, int depth, int offset)
      throws EditRefusedException {
    if (draft instanceof Fresh fresh) {
      return new Fresh(edit(fresh.value(), change, depth, offset));
    }
    Kept kept = (Kept) draft;
    YamlNode base = kept.base();
    noteShared(base);
    if (depth == change.path().steps().size()) {
      return atEnd(kept, change);
    }
    if (base.style() == Style.ALIAS) {
      return throughAlias(kept, change, depth);
    }
    Object step = change.path().steps().get(depth);
    boolean last = depth == change.path().steps().size() - 1;
    if (step instanceof String key && (base.isMapping())) {
      if (last && change instanceof Change.Remove) {
        remove(kept, key);
      } else {
        atKey(kept, key, change, depth);
      }
      return kept;
    }
    if (step instanceof Integer index && base.isSequence()) {
      if (index >= 0 && index < base.slots().size() && !kept.goneItems().contains(index)) {
        if (last && change instanceof Change.Remove) {
          kept.goneItems().add(index);
          kept.items().remove(index);
          noteSharedIn(base.slots().get(index).value());
        } else {
          YamlNode item = base.slots().get(index).value();
          YamlDraft child = kept.items().getOrDefault(index, new Kept(item));
          kept.items().put(index, apply(child, change, depth + 1, item.start()));
        }
        return kept;
      }
      return absent(kept, change, base.start(), "the list has no item " + index);
    }
    if (step instanceof String && base.isVacant() && !(change instanceof Change.Remove)) {
      return new Fresh(edit(new Value.Fields(Map.of()), change, depth, base.start()));
    }
    return absent(
        kept,
        change,
        base.start(),
        step instanceof String ? "this is no mapping, it has no keys" : "this is no list");
  }

  /** Removing what is not there is done; anything else is refused. */
  private YamlDraft absent(Kept kept, Change change, int offset, String reason)
      throws EditRefusedException {
    if (change instanceof Change.Remove) {
      return kept;
    }
    throw refuse(offset, reason);
  }

  private YamlDraft atEnd(Kept kept, Change change) throws EditRefusedException {
    YamlNode base = kept.base();
    if (change instanceof Change.Set set) {
      return become(base, set.value());
    }
    Value value = ((Change.Append) change).value();
    if (base.style() == Style.ALIAS) {
      throw refuse(base.start(), THROUGH_ALIAS);
    }
    if (base.isSequence()) {
      kept.appended().add(value);
      return kept;
    }
    boolean untouched = kept.fields().isEmpty();
    if (base.isVacant() && untouched) {
      return new Fresh(new Value.Items(List.of(value)));
    }
    throw refuse(base.start(), "this is no list");
  }

  private YamlDraft throughAlias(Kept kept, Change change, int depth) throws EditRefusedException {
    List<Object> steps = change.path().steps();
    NodePath rest = NodePath.ROOT;
    for (Object step : steps.subList(depth, steps.size())) {
      rest = step instanceof Integer index ? rest.item(index) : rest.key((String) step);
    }
    Node node = SourceDocument.find(kept.base().view(), rest).orElse(null);
    boolean done =
        change instanceof Change.Remove
            ? node == null
            : change instanceof Change.Set set
                && node != null
                && YamlProof.means(node, set.value());
    if (!done) {
      throw refuse(kept.base().start(), THROUGH_ALIAS);
    }
    return kept;
  }

  private void remove(Kept kept, String key) throws EditRefusedException {
    Slot slot = kept.base().slot(key);
    kept.fields().remove(key);
    for (Slot merge : kept.base().slots()) {
      if (merge.key() == null && brings(merge.value().view(), key)) {
        throw refuse(
            merge.start(), "a merge (<<) brings this entry in; it can only be removed there");
      }
    }
    if (slot != null) {
      kept.goneKeys().add(key);
      noteSharedIn(slot.value());
    }
  }

  /** Whether the value of a merge, a mapping or a list of mappings, has an entry. */
  private static boolean brings(Node merged, String key) {
    if (merged instanceof Node.Mapping mapping) {
      return YamlProof.effective(mapping).containsKey(key);
    }
    for (Node mapping : ((Node.Sequence) merged).items()) {
      if (brings(mapping, key)) {
        return true;
      }
    }
    return false;
  }

  private static List<Node.Entry> merged(YamlNode mapping) {
    return ((Node.Mapping) mapping.view()).merged();
  }

  private void atKey(Kept kept, String key, Change change, int depth) throws EditRefusedException {
    YamlNode base = kept.base();
    Slot slot = base.slot(key);
    YamlDraft child = kept.fields().get(key);
    if (child != null) {
      kept.fields().put(key, apply(child, change, depth + 1, base.start()));
      return;
    }
    if (slot != null && !kept.goneKeys().contains(key)) {
      kept.fields().put(key, apply(new Kept(slot.value()), change, depth + 1, slot.start()));
      return;
    }
    Node merged = slot == null ? mergedValue(base, key) : null;
    if (merged == null && change instanceof Change.Remove) {
      return;
    }
    Value before = merged == null ? new Value.Literal(Node.Kind.NULL, "null") : Value.of(merged);
    Value after = edit(before, change, depth + 1, base.start());
    if (merged != null && YamlProof.means(merged, after)) {
      return;
    }
    kept.goneKeys().remove(key);
    kept.fields().put(key, new Fresh(after));
  }

  private static @Nullable Node mergedValue(YamlNode mapping, String key) {
    for (Node.Entry entry : merged(mapping)) {
      if (entry.key().equals(key)) {
        return entry.value();
      }
    }
    return null;
  }

  private void noteShared(YamlNode node) {
    if (shared == null && tree.isShared(node)) {
      shared = node;
    }
  }

  private void noteSharedIn(YamlNode node) {
    noteShared(node);
    for (Slot slot : node.slots()) {
      noteSharedIn(slot.value());
    }
  }

  /** The draft that makes a value of what stands here and keeps as much of it as can be kept. */
  private YamlDraft become(YamlNode base, Value value) {
    if (YamlProof.means(base.view(), value)) {
      return new Kept(base);
    }
    if (base.isMapping() && value instanceof Value.Fields fields) {
      Kept kept = new Kept(base);
      if (becomeMapping(kept, fields.fields())) {
        return kept;
      }
    }
    if (base.isSequence() && value instanceof Value.Items items) {
      return becomeSequence(base, items.items());
    }
    noteSharedIn(base);
    return new Fresh(value);
  }

  /** False where entries are in the way that only another mapping can lose. */
  private boolean becomeMapping(Kept kept, Map<String, Value> fields) {
    for (Map.Entry<String, Node.Entry> entry :
        YamlProof.effective((Node.Mapping) kept.base().view()).entrySet()) {
      String key = entry.getKey();
      Value value = fields.get(key);
      Slot slot = kept.base().slot(key);
      if (value == null && slot == null) {
        return false;
      }
      if (value == null) {
        kept.goneKeys().add(key);
        noteSharedIn(Objects.requireNonNull(slot).value());
      } else if (slot != null) {
        kept.fields().put(key, become(slot.value(), value));
      } else if (!YamlProof.means(entry.getValue().value(), value)) {
        kept.fields().put(key, new Fresh(value));
      }
    }
    for (Map.Entry<String, Value> field : fields.entrySet()) {
      if (((Node.Mapping) kept.base().view()).entry(field.getKey()).isEmpty()) {
        kept.fields().put(field.getKey(), new Fresh(field.getValue()));
      }
    }
    return true;
  }

  private YamlDraft becomeSequence(YamlNode base, List<Value> values) {
    Kept kept = new Kept(base);
    for (int i = 0; i < base.slots().size(); i++) {
      if (i < values.size()) {
        kept.items().put(i, become(base.slots().get(i).value(), values.get(i)));
      } else {
        kept.goneItems().add(i);
        noteSharedIn(base.slots().get(i).value());
      }
    }
    if (values.size() > base.slots().size()) {
      kept.appended().addAll(values.subList(base.slots().size(), values.size()));
    }
    return kept;
  }

  private Value edit(Value value, Change change, int depth, int offset)
      throws EditRefusedException {
    List<Object> steps = change.path().steps();
    boolean vacant = value instanceof Value.Literal literal && literal.kind() == Node.Kind.NULL;
    if (depth == steps.size()) {
      if (change instanceof Change.Set set) {
        return set.value();
      }
      List<Value> items = new ArrayList<>();
      if (value instanceof Value.Items list) {
        items.addAll(list.items());
      } else if (!vacant) {
        throw refuse(offset, "this is no list");
      }
      items.add(((Change.Append) change).value());
      return new Value.Items(items);
    }
    boolean removes = change instanceof Change.Remove;
    boolean last = depth == steps.size() - 1;
    Object step = steps.get(depth);
    if (step instanceof String key && value instanceof Value.Fields fields) {
      return editField(fields, key, change, depth, offset);
    }
    if (step instanceof String key && vacant && !removes) {
      return editField(new Value.Fields(Map.of()), key, change, depth, offset);
    }
    if (step instanceof Integer index
        && value instanceof Value.Items items
        && index >= 0
        && index < items.items().size()) {
      List<Value> changed = new ArrayList<>(items.items());
      if (removes && last) {
        changed.remove(index.intValue());
      } else {
        changed.set(index, edit(changed.get(index), change, depth + 1, offset));
      }
      return new Value.Items(changed);
    }
    if (removes) {
      return value;
    }
    throw refuse(
        offset,
        step instanceof String ? "this is no mapping, it has no keys" : "no such list item");
  }

  private Value editField(Value.Fields fields, String key, Change change, int depth, int offset)
      throws EditRefusedException {
    Map<String, Value> changed = new LinkedHashMap<>(fields.fields());
    Value before = fields.fields().get(key);
    if (change instanceof Change.Remove) {
      if (before == null) {
        return fields;
      }
      if (depth == change.path().steps().size() - 1) {
        changed.remove(key);
        return new Value.Fields(changed);
      }
    }
    Value child = before == null ? new Value.Literal(Node.Kind.NULL, "null") : before;
    changed.put(key, edit(child, change, depth + 1, offset));
    return new Value.Fields(changed);
  }
}
