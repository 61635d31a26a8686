package dev.ccproxy.document;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes changes on the draft of a document, one after the other; the text is not looked at. */
final class JsonChanges {
  private static final Value NO_MEMBERS = new Value.Fields(Map.of());
  private static final Value NO_ITEMS = new Value.Items(List.of());

  private final String name;
  private final SourceText source;
  private final JsonDraft root;

  private JsonChanges(String name, SourceText source, JsonDraft root) {
    this.name = name;
    this.source = source;
    this.root = root;
  }

  /**
   * The draft of {@code document} with all changes made in the order given: a later change sees
   * what the earlier ones did, but positions in lists are those of the document.
   *
   * @throws EditRefusedException when a change does not fit the document
   */
  static JsonDraft draft(JsonDocument document, List<Change> changes) throws EditRefusedException {
    JsonDraft root = JsonDraft.of(document.root());
    JsonChanges all = new JsonChanges(document.name(), document.source(), root);
    for (Change change : changes) {
      all.make(change);
    }
    return root;
  }

  private void make(Change change) throws EditRefusedException {
    if (change instanceof Change.Set set) {
      set(set.path(), set.value());
    } else if (change instanceof Change.Append append) {
      append(append.path(), append.value());
    } else {
      remove(change.path());
    }
  }

  private void set(NodePath path, Value value) throws EditRefusedException {
    if (path.isRoot()) {
      root.become(value);
    } else if (path.last() instanceof String key) {
      JsonDraft.put(object(parentOf(path), path.parent()), key, value);
    } else {
      item(parentOf(path), path).become(value);
    }
  }

  private void append(NodePath path, Value value) throws EditRefusedException {
    JsonDraft list = root;
    if (!path.isRoot()) {
      JsonDraft parent = parentOf(path);
      list = path.last() instanceof String ? child(parent, path, NO_ITEMS) : item(parent, path);
    }
    JsonDraft.append(list(list, path), value);
  }

  private void remove(NodePath path) throws EditRefusedException {
    if (path.isRoot()) {
      int start = root.origin().span().start();
      throw new EditRefusedException(
          name, source.position(start), "the whole content cannot be removed");
    }
    JsonDraft parent = root;
    for (Object step : path.parent().steps()) {
      parent = parent.child(step);
      if (parent == null) {
        return;
      }
    }
    parent.removeChild(path.last());
  }

  /** The parent of what a path names; missing objects on the way are made. */
  private JsonDraft parentOf(NodePath path) throws EditRefusedException {
    JsonDraft current = root;
    NodePath done = NodePath.ROOT;
    for (Object step : path.parent().steps()) {
      if (step instanceof String key) {
        done = done.key(key);
        current = child(current, done, NO_MEMBERS);
      } else {
        done = done.item((Integer) step);
        current = item(current, done);
      }
    }
    return current;
  }

  /**
   * The member that a path names.
   *
   * @param missing what it becomes where there is none
   */
  private JsonDraft child(JsonDraft parent, NodePath path, Value missing)
      throws EditRefusedException {
    Map<String, JsonDraft> members = object(parent, path.parent());
    JsonDraft member = parent.child(path.last());
    if (member == null) {
      JsonDraft.put(members, (String) path.last(), missing);
      member = Objects.requireNonNull(parent.child(path.last()));
    }
    return member;
  }

  private Map<String, JsonDraft> object(JsonDraft draft, NodePath path)
      throws EditRefusedException {
    if (draft.isNull()) {
      draft.become(NO_MEMBERS);
    }
    Map<String, JsonDraft> members = draft.openObject();
    if (members == null) {
      throw wrongKind(draft, path, "an object");
    }
    return members;
  }

  private List<JsonDraft> list(JsonDraft draft, NodePath path) throws EditRefusedException {
    if (draft.isNull()) {
      draft.become(NO_ITEMS);
    }
    List<JsonDraft> items = draft.openList();
    if (items == null) {
      throw wrongKind(draft, path, "a list");
    }
    return items;
  }

  private JsonDraft item(JsonDraft parent, NodePath path) throws EditRefusedException {
    List<JsonDraft> items = list(parent, path.parent());
    JsonDraft item = parent.child(path.last());
    if (item == null) {
      throw refused(path, "no such item: " + path + ", the list has " + items.size());
    }
    return item;
  }

  private EditRefusedException wrongKind(JsonDraft draft, NodePath path, String wanted) {
    String what = path.isRoot() ? "the whole content" : path.toString();
    return refused(path, what + " is " + draft.kind() + ", not " + wanted);
  }

  /** A refusal at the place of the path, or of what is nearest to it in the document. */
  private EditRefusedException refused(NodePath path, String reason) {
    JsonDraft current = root;
    Node place = root.origin();
    for (Object step : path.steps()) {
      current = current.child(step);
      if (current == null || !current.hasOrigin()) {
        break;
      }
      place = current.origin();
    }
    return new EditRefusedException(name, source.position(place.span().start()), reason);
  }
}
