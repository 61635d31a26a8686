package dev.ccproxy.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a node of a JSON document shall become: kept, kept but changed inside, replaced, or new.
 * Only the objects and lists that a change goes through are taken apart; a large file with a small
 * change stays cheap.
 */
final class JsonDraft {
  private final @Nullable Node origin;

  /** Whether the node itself stays and is changed inside at most. */
  private boolean kept;

  /**
   * Whether this is an item that has to go. It keeps its place, for the positions of the others.
   */
  private boolean removed;

  // At most one of the three is set. None: as the origin is.
  private @Nullable Value value;
  private @Nullable Map<String, JsonDraft> members;
  private @Nullable List<JsonDraft> items;

  private JsonDraft(@Nullable Node origin, @Nullable Value value) {
    this.origin = origin;
    this.kept = origin != null;
    this.value = value;
  }

  /** A node that no change is about yet. */
  static JsonDraft of(Node origin) {
    return new JsonDraft(origin, null);
  }

  /** An object or list that no change is about, taken apart. */
  static JsonDraft opened(Node origin) {
    JsonDraft draft = of(origin);
    draft.openObject();
    draft.openList();
    return draft;
  }

  private static JsonDraft of(Value value) {
    return new JsonDraft(null, value);
  }

  /** Whether this stands in for a node of the document. */
  boolean hasOrigin() {
    return origin != null;
  }

  /** Whether this stands in for the node at exactly this place. */
  boolean isFor(Node node) {
    return origin != null && origin.span().equals(node.span());
  }

  /** The node that this stands in for. */
  Node origin() {
    return Objects.requireNonNull(origin);
  }

  /** Whether the text of the node has to go and that of {@link #value} to come. */
  boolean isReplaced() {
    return !kept;
  }

  /** Whether nothing was done here or below. */
  boolean isUntouched() {
    return kept && members == null && items == null;
  }

  /** The members of an object that a change goes through, in order; empty for all else. */
  Map<String, JsonDraft> members() {
    return members == null ? Map.of() : members;
  }

  /** The items that a list shall have, in order; empty for a list that no change goes through. */
  List<JsonDraft> items() {
    List<JsonDraft> staying = new ArrayList<>();
    if (items != null) {
      for (JsonDraft item : items) {
        if (!item.removed) {
          staying.add(item);
        }
      }
    }
    return staying;
  }

  /** What this means when all changes are done. */
  Value value() {
    if (members != null) {
      Map<String, Value> fields = new LinkedHashMap<>();
      members.forEach((key, member) -> fields.put(key, member.value()));
      return new Value.Fields(fields);
    }
    if (items != null) {
      List<Value> values = new ArrayList<>(items.size());
      items().forEach(item -> values.add(item.value()));
      return new Value.Items(values);
    }
    return value != null ? value : Value.of(origin());
  }

  /**
   * Whether {@code node}, of the edited text, means what this means. Where something was changed
   * that is {@code Value.of(node).equals(value())}; where nothing was, order and repeated keys have
   * to be the same too, and no values are made, which a large file would pay for.
   */
  boolean isMeantBy(Node node) {
    if (isUntouched()) {
      return mean(origin(), node);
    }
    if (members != null && node instanceof Node.Mapping mapping) {
      Map<String, Node> last = new HashMap<>();
      mapping.entries().forEach(entry -> last.put(entry.key(), entry.value()));
      for (Map.Entry<String, JsonDraft> member : members.entrySet()) {
        Node found = last.remove(member.getKey());
        if (found == null || !member.getValue().isMeantBy(found)) {
          return false;
        }
      }
      return last.isEmpty();
    }
    if (items != null && node instanceof Node.Sequence sequence) {
      List<JsonDraft> staying = items();
      boolean same = staying.size() == sequence.items().size();
      for (int i = 0; same && i < staying.size(); i++) {
        same = staying.get(i).isMeantBy(sequence.items().get(i));
      }
      return same;
    }
    return Value.of(node).equals(value());
  }

  private static boolean mean(Node one, Node other) {
    if (one instanceof Node.Scalar a && other instanceof Node.Scalar b) {
      return a.kind() == b.kind() && a.value().equals(b.value());
    }
    if (one instanceof Node.Mapping a && other instanceof Node.Mapping b) {
      boolean same = a.entries().size() == b.entries().size();
      for (int i = 0; same && i < a.entries().size(); i++) {
        Node.Entry entry = b.entries().get(i);
        same = a.entries().get(i).key().equals(entry.key());
        same = same && mean(a.entries().get(i).value(), entry.value());
      }
      return same;
    }
    if (one instanceof Node.Sequence a && other instanceof Node.Sequence b) {
      boolean same = a.items().size() == b.items().size();
      for (int i = 0; same && i < a.items().size(); i++) {
        same = mean(a.items().get(i), b.items().get(i));
      }
      return same;
    }
    return false;
  }

  /**
   * What is at one step; null where nothing is. Positions of items are those of the document,
   * whatever was removed since.
   */
  @Nullable JsonDraft child(Object step) {
    if (step instanceof String key) {
      Map<String, JsonDraft> open = openObject();
      return open == null ? null : open.get(key);
    }
    List<JsonDraft> open = openList();
    int index = (Integer) step;
    if (open == null || index < 0 || index >= open.size() || open.get(index).removed) {
      return null;
    }
    return open.get(index);
  }

  /** Takes away what is at one step, if anything is. */
  void removeChild(Object step) {
    JsonDraft child = child(step);
    if (child != null && step instanceof String key) {
      Objects.requireNonNull(openObject()).remove(key);
    } else if (child != null) {
      child.removed = true;
    }
  }

  /** The members, to be changed; null where this is no object. */
  @Nullable Map<String, JsonDraft> openObject() {
    if (members == null) {
      if (value instanceof Value.Fields fields) {
        members = new LinkedHashMap<>();
        for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
          members.put(field.getKey(), of(field.getValue()));
        }
        value = null;
      } else if (isUntouched() && origin instanceof Node.Mapping mapping) {
        members = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
          members.put(entry.key(), of(entry.value()));
        }
      }
    }
    return members;
  }

  /** The items, to be changed, with those that go; null where this is no list. */
  @Nullable List<JsonDraft> openList() {
    if (items == null) {
      if (value instanceof Value.Items values) {
        items = new ArrayList<>();
        values.items().forEach(item -> Objects.requireNonNull(items).add(of(item)));
        value = null;
      } else if (isUntouched() && origin instanceof Node.Sequence sequence) {
        items = new ArrayList<>();
        sequence.items().forEach(item -> Objects.requireNonNull(items).add(of(item)));
      }
    }
    return items;
  }

  /**
   * Makes this mean {@code wanted}. An object that shall become another object keeps what the two
   * have in common, with its order and its comments.
   */
  void become(Value wanted) {
    Map<String, JsonDraft> open = wanted instanceof Value.Fields ? openObject() : null;
    if (open != null && wanted instanceof Value.Fields fields) {
      open.keySet().retainAll(fields.fields().keySet());
      fields.fields().forEach((key, field) -> put(open, key, field));
    } else {
      kept = false;
      value = wanted;
      members = null;
      items = null;
    }
  }

  /** Makes {@code members} have {@code value} under {@code key}. */
  static void put(Map<String, JsonDraft> members, String key, Value value) {
    JsonDraft member = members.get(key);
    if (member == null) {
      members.put(key, of(value));
    } else {
      member.become(value);
    }
  }

  /** Makes {@code items} end with {@code value}. */
  static void append(List<JsonDraft> items, Value value) {
    items.add(of(value));
  }

  /** Whether this is null: nothing, where something can be made. */
  boolean isNull() {
    return kept
        ? origin instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL
        : value instanceof Value.Literal literal && literal.kind() == Node.Kind.NULL;
  }

  /** The kind of this for a message. */
  String kind() {
    if (openObject() != null) {
      return "an object";
    }
    if (openList() != null) {
      return "a list";
    }
    if (value() instanceof Value.Literal literal) {
      return literal.kind() == Node.Kind.NUMBER ? "a number" : "a boolean";
    }
    return "a string";
  }
}
