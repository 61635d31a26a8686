package dev.ccproxy.document;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes changes on the draft of a document, one after the other; the text is not looked at. */
final class JsonChanges {
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
   * what the earlier ones did.
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
    JsonDraft list;
    if (path.isRoot()) {
      list = root;
    } else if (path.last() instanceof String key) {
      Map<String, JsonDraft> members = object(parentOf(path), path.parent());
      JsonDraft member = members.get(key);
      if (member == null) {
        JsonDraft.put(members, key, new Value.Items(List.of(value)));
        return;
      }
      list = member;
    } else {
      list = item(parentOf(path), path);
    }
    JsonDraft.append(list(list, path), value);
  }

  private void remove(NodePath path) throws EditRefusedException {
    if (path.isRoot()) {
      throw new EditRefusedException(
          name,
          source.position(root.origin().span().start()),
          "the whole content cannot be removed");
    }
    JsonDraft parent = root;
    for (Object step : path.parent().steps()) {
      parent = child(parent, step);
      if (parent == null) {
        return;
      }
    }
    if (path.last() instanceof String key) {
      Map<String, JsonDraft> members = parent.openObject();
      if (members != null) {
        members.remove(key);
      }
    } else if (child(parent, path.last()) != null) {
      List<JsonDraft> items = parent.openList();
      if (items != null) {
        items.remove((int) path.last());
      }
    }
  }

  /** What is at one step, null where nothing is. */
  private static @Nullable JsonDraft child(JsonDraft parent, Object step) {
    if (step instanceof String key) {
      Map<String, JsonDraft> members = parent.openObject();
      return members == null ? null : members.get(key);
    }
    List<JsonDraft> items = parent.openList();
    int index = (Integer) step;
    return items == null || index < 0 || index >= items.size() ? null : items.get(index);
  }

  /** The parent of what a path names; missing objects on the way are made. */
  private JsonDraft parentOf(NodePath path) throws EditRefusedException {
    JsonDraft current = root;
    NodePath done = NodePath.ROOT;
    for (Object step : path.parent().steps()) {
      if (step instanceof String key) {
        Map<String, JsonDraft> members = object(current, done);
        if (!members.containsKey(key)) {
          JsonDraft.put(members, key, new Value.Fields(Map.of()));
        }
        done = done.key(key);
      } else {
        done = done.item((Integer) step);
        item(current, done);
      }
      current = Objects.requireNonNull(child(current, step));
    }
    return current;
  }

  private Map<String, JsonDraft> object(JsonDraft draft, NodePath path)
      throws EditRefusedException {
    Map<String, JsonDraft> members = draft.openObject();
    if (members == null) {
      throw wrongKind(draft, path, "an object");
    }
    return members;
  }

  private List<JsonDraft> list(JsonDraft draft, NodePath path) throws EditRefusedException {
    List<JsonDraft> items = draft.openList();
    if (items == null) {
      throw wrongKind(draft, path, "a list");
    }
    return items;
  }

  private JsonDraft item(JsonDraft parent, NodePath path) throws EditRefusedException {
    List<JsonDraft> items = list(parent, path.parent());
    JsonDraft item = child(parent, path.last());
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
      current = child(current, step);
      if (current == null || !current.hasOrigin()) {
        break;
      }
      place = current.origin();
    }
    return new EditRefusedException(name, source.position(place.span().start()), reason);
  }
}
