package dev.ccproxy.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What changes make of the values of a tree, written down as simply as possible. */
final class YamlExpectedTree {
  private static final Object GONE = new Object();

  /** A list of which only the items of the file can be named. */
  private static final class Items extends ArrayList<Object> {
    private static final long serialVersionUID = 1L;
    private final int known;

    Items(int known) {
      this.known = known;
    }
  }

  static boolean fits(Node root, List<Change> before, Change change) {
    Object tree = tree(Value.of(root), true);
    for (Change earlier : before) {
      tree = apply(tree, earlier, 0);
    }
    try {
      apply(tree, change, 0);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  static Value after(Node root, List<Change> changes) {
    Object tree = tree(Value.of(root), true);
    for (Change change : changes) {
      tree = apply(tree, change, 0);
    }
    return value(tree);
  }

  private static Object tree(Value value, boolean ofFile) {
    if (value instanceof Value.Fields fields) {
      Map<String, Object> map = new LinkedHashMap<>();
      fields.fields().forEach((k, v) -> map.put(k, tree(v, ofFile)));
      return map;
    }
    if (value instanceof Value.Items items) {
      Items list = new Items(ofFile ? items.items().size() : 0);
      items.items().forEach(v -> list.add(tree(v, ofFile)));
      return list;
    }
    return value;
  }

  private static Value value(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, Value> fields = new LinkedHashMap<>();
      map.forEach((k, v) -> fields.put((String) k, value(v)));
      return new Value.Fields(fields);
    }
    if (tree instanceof Items list) {
      List<Value> items = new ArrayList<>();
      list.forEach(
          v -> {
            if (v != GONE) {
              items.add(value(v));
            }
          });
      return new Value.Items(items);
    }
    return (Value) tree;
  }

  private static Items copy(Items old) {
    Items list = new Items(old.known);
    list.addAll(old);
    return list;
  }

  private static boolean isNull(Object tree) {
    return tree instanceof Value.Literal literal && literal.kind() == Node.Kind.NULL;
  }

  @SuppressWarnings("unchecked")
  private static Object apply(Object tree, Change change, int depth) {
    if (depth == change.path().steps().size()) {
      if (change instanceof Change.Set set) {
        return tree(set.value(), false);
      }
      Value value = ((Change.Append) change).value();
      if (!(tree instanceof Items) && !isNull(tree)) {
        throw new IllegalStateException("no list");
      }
      Items list = copy(tree instanceof Items old ? old : new Items(0));
      list.add(tree(value, false));
      return list;
    }
    Object step = change.path().steps().get(depth);
    boolean removes = change instanceof Change.Remove;
    boolean last = depth == change.path().steps().size() - 1;
    if (step instanceof String key && (tree instanceof Map || (isNull(tree) && !removes))) {
      Map<String, Object> map =
          tree instanceof Map<?, ?> old
              ? new LinkedHashMap<>((Map<String, Object>) old)
              : new LinkedHashMap<>();
      if (removes && (last || !map.containsKey(key))) {
        map.remove(key);
      } else {
        Object child = map.getOrDefault(key, new Value.Literal(Node.Kind.NULL, "null"));
        map.put(key, apply(child, change, depth + 1));
      }
      return map;
    }
    if (step instanceof Integer index
        && tree instanceof Items old
        && index < old.known
        && old.get(index) != GONE) {
      Items list = copy(old);
      list.set(index, removes && last ? GONE : apply(list.get(index), change, depth + 1));
      return list;
    }
    if (removes && !(step instanceof Integer)) {
      return tree;
    }
    throw new IllegalStateException("in the way");
  }
}
