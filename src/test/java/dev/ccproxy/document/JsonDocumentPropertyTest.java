package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random documents in random layouts, random changes, and what must hold for all of them. */
class JsonDocumentPropertyTest {
  /** More with {@code -Dccproxy.rounds=200000}. */
  private static final int ROUNDS = Integer.getInteger("ccproxy.rounds", 1_500);

  /** Stands for an item that was removed, so that the others keep their positions. */
  private static final Value GONE = Value.of("\u0000");

  @Test
  void an_edited_document_means_what_was_asked_for_and_keeps_all_else() throws Exception {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      JsonDocument before = Editing.json(RandomJson.text(random));
      List<Change> changes = new ArrayList<>();
      Value wanted = Value.of(before.root());
      for (int i = random.nextInt(4); i >= 0; i--) {
        Change change = change(random, wanted);
        changes.add(change);
        wanted = made(wanted, change, 0);
      }
      wanted = withoutGone(wanted);
      JsonDocument after = applied(seed, before, changes);
      String story = story(seed, before, changes, after);

      assertThat(Value.of(after.root())).as(story).isEqualTo(wanted);
      assertNothingElseChanged(before, after, changes, story);
      assertTidy(before, after, story);
    }
  }

  @Test
  void setting_twice_is_setting_once() throws Exception {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      JsonDocument before = Editing.json(RandomJson.text(random));
      List<Change> changes = new ArrayList<>();
      Value wanted = Value.of(before.root());
      for (int i = random.nextInt(4); i >= 0; i--) {
        Change change = change(random, wanted);
        if (change instanceof Change.Set && isNoPrefix(change.path(), changes)) {
          changes.add(change);
          wanted = made(wanted, change, 0);
        }
      }
      JsonDocument once = applied(seed, before, changes);
      assertThat(once.apply(changes)).as(story(seed, before, changes, once)).isSameAs(once);
    }
  }

  @Test
  void what_is_set_and_removed_again_leaves_the_meaning_as_it_was() throws Exception {
    for (int seed = 0; seed < ROUNDS / 4; seed++) {
      Random random = new Random(seed);
      JsonDocument before = Editing.json(RandomJson.text(random));
      NodePath parent = container(random, Value.of(before.root()), NodePath.ROOT, true);
      List<Change> set = new ArrayList<>();
      List<Change> remove = new ArrayList<>();
      for (String key : List.of("NEW", "NEWER").subList(0, 1 + random.nextInt(2))) {
        set.add(new Change.Set(parent.key(key), value(random, 0)));
        remove.add(new Change.Remove(parent.key(key)));
      }
      JsonDocument after = applied(seed, before, set);
      JsonDocument back = applied(seed, after, remove);
      String story = story(seed, before, set, after) + back.source().text();
      assertThat(Value.of(back.root())).as(story).isEqualTo(Value.of(before.root()));
      assertTidy(before, back, story);
    }
  }

  @Test
  void a_repaired_document_is_strict_and_means_the_same() throws Exception {
    for (int seed = 0; seed < ROUNDS; seed++) {
      JsonDocument before = Editing.json(RandomJson.text(new Random(seed)));
      JsonDocument after = before.withoutLeniencies();
      String story = story(seed, before, List.of(), after);
      assertThat(after.isStrict()).as(story).isTrue();
      assertThat(Value.of(after.root())).as(story).isEqualTo(Value.of(before.root()));
      JsonRepairTest.readStrictly(after.source().text());
      assertThat(after.source().text().replaceAll("[ \t\r\n]", ""))
          .as(story)
          .isEqualTo(withoutLeniencies(before).replaceAll("[ \t\r\n]", ""));
      assertTidy(before, after, story);
    }
  }

  private static String withoutLeniencies(JsonDocument document) {
    StringBuilder text = new StringBuilder(document.source().text());
    List<Problem> problems = document.problems();
    for (int i = problems.size() - 1; i >= 0; i--) {
      if (problems.get(i).kind() != Problem.Kind.DUPLICATE_KEY) {
        text.delete(problems.get(i).span().start(), problems.get(i).span().end());
      }
    }
    return text.toString();
  }

  private static JsonDocument applied(int seed, JsonDocument before, List<Change> changes) {
    try {
      return before.apply(changes);
    } catch (EditRefusedException e) {
      throw new AssertionError(story(seed, before, changes, before), e);
    }
  }

  private static String story(
      int seed, JsonDocument before, List<Change> changes, JsonDocument after) {
    return "seed "
        + seed
        + "\n"
        + before.source().text()
        + "\n"
        + changes
        + "\n"
        + after.source().text()
        + "\n";
  }

  private static boolean isNoPrefix(NodePath path, List<Change> changes) {
    for (Change change : changes) {
      List<Object> other = change.path().steps();
      int common = Math.min(other.size(), path.steps().size());
      if (other.subList(0, common).equals(path.steps().subList(0, common))) {
        return false;
      }
    }
    return true;
  }

  // Random changes that fit the document.

  private static Change change(Random random, Value root) {
    int kind = random.nextInt(10);
    if (kind < 5) {
      NodePath parent = container(random, root, NodePath.ROOT, true);
      return new Change.Set(parent.key(newKey(random)), value(random, 0));
    }
    if (kind < 8) {
      NodePath parent = container(random, root, NodePath.ROOT, random.nextInt(3) > 0);
      return new Change.Remove(
          at(root, parent) instanceof Value.Items
              ? parent.item(random.nextInt(4))
              : parent.key(RandomJson.key(random)));
    }
    NodePath list = container(random, root, NodePath.ROOT, false);
    if (at(root, list) instanceof Value.Items items) {
      int index = random.nextInt(items.items().size() + 1);
      boolean set = index < items.items().size() && !items.items().get(index).equals(GONE);
      return set
          ? new Change.Set(list.item(index), value(random, 0))
          : new Change.Append(list, value(random, 0));
    }
    return new Change.Append(list.key("list"), value(random, 0));
  }

  private static String newKey(Random random) {
    return random.nextInt(3) == 0 ? "new" + random.nextInt(3) : RandomJson.key(random);
  }

  private static Value value(Random random, int depth) {
    switch (random.nextInt(depth > 1 ? 3 : 6)) {
      case 0:
        return Value.of("s" + random.nextInt(9));
      case 1:
        return Value.of(random.nextInt(100));
      case 2:
        return Value.of(random.nextBoolean());
      case 3:
        return Value.ofStrings(List.of("p", "q").subList(0, random.nextInt(3)));
      default:
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          fields.put(RandomJson.key(random), value(random, depth + 1));
        }
        return new Value.Fields(fields);
    }
  }

  /** A random object (or list, where there is one and {@code object} is false) below the path. */
  private static NodePath container(Random random, Value value, NodePath path, boolean object) {
    NodePath found = value instanceof Value.Fields || !object ? path : NodePath.ROOT;
    List<NodePath> deeper = new ArrayList<>();
    if (value instanceof Value.Fields fields) {
      fields.fields().forEach((key, field) -> add(deeper, path.key(key), field, object));
    } else if (value instanceof Value.Items items) {
      for (int i = 0; i < items.items().size(); i++) {
        add(deeper, path.item(i), items.items().get(i), object);
      }
    }
    if (deeper.isEmpty() || (found.equals(path) && random.nextInt(3) == 0)) {
      return found;
    }
    NodePath next = deeper.get(random.nextInt(deeper.size()));
    Value inner = child(value, next.last());
    return container(random, inner, next, object);
  }

  private static void add(List<NodePath> paths, NodePath path, Value value, boolean object) {
    if (value instanceof Value.Fields || (!object && value instanceof Value.Items)) {
      paths.add(path);
    }
  }

  private static Value at(Value root, NodePath path) {
    Value value = root;
    for (Object step : path.steps()) {
      value = child(value, step);
    }
    return value;
  }

  private static Value child(Value value, Object step) {
    return step instanceof String key
        ? Objects.requireNonNull(((Value.Fields) value).fields().get(key))
        : ((Value.Items) value).items().get((Integer) step);
  }

  // What a change means, said once more and simply.

  private static Value made(Value value, Change change, int depth) {
    List<Object> steps = change.path().steps();
    if (depth == steps.size()) {
      if (change instanceof Change.Append append) {
        List<Value> items = new ArrayList<>(((Value.Items) value).items());
        items.add(append.value());
        return new Value.Items(items);
      }
      return ((Change.Set) change).value();
    }
    boolean last = depth == steps.size() - 1;
    if (steps.get(depth) instanceof String key) {
      Map<String, Value> fields = new LinkedHashMap<>(((Value.Fields) value).fields());
      if (last && change instanceof Change.Remove) {
        fields.remove(key);
      } else {
        Value missing =
            last && change instanceof Change.Append
                ? new Value.Items(List.of())
                : new Value.Fields(Map.of());
        fields.put(key, made(fields.getOrDefault(key, missing), change, depth + 1));
      }
      return new Value.Fields(fields);
    }
    List<Value> items = new ArrayList<>(((Value.Items) value).items());
    int index = (Integer) steps.get(depth);
    if (last && change instanceof Change.Remove) {
      if (index < items.size()) {
        items.set(index, GONE);
      }
    } else {
      items.set(index, made(items.get(index), change, depth + 1));
    }
    return new Value.Items(items);
  }

  private static Value withoutGone(Value value) {
    if (value instanceof Value.Fields fields) {
      Map<String, Value> staying = new LinkedHashMap<>();
      fields.fields().forEach((key, field) -> staying.put(key, withoutGone(field)));
      return new Value.Fields(staying);
    }
    if (value instanceof Value.Items items) {
      List<Value> staying = new ArrayList<>();
      for (Value item : items.items()) {
        if (!item.equals(GONE)) {
          staying.add(withoutGone(item));
        }
      }
      return new Value.Items(staying);
    }
    return value;
  }

  // What must not change.

  private static void assertNothingElseChanged(
      JsonDocument before, JsonDocument after, List<Change> changes, String story) {
    Set<NodePath> changed = new HashSet<>();
    for (Change change : changes) {
      changed.add(change.path());
    }
    compare(before, before.root(), after, after.root(), NodePath.ROOT, changed, story);
  }

  private static void compare(
      JsonDocument before,
      Node old,
      JsonDocument after,
      Node now,
      NodePath path,
      Set<NodePath> changed,
      String story) {
    if (changed.contains(path)) {
      return;
    }
    String oldText = old.span().of(before.source().text());
    String nowText = now.span().of(after.source().text());
    boolean inside = false;
    for (NodePath one : changed) {
      inside |=
          one.steps().size() > path.steps().size()
              && one.steps().subList(0, path.steps().size()).equals(path.steps());
    }
    if (!inside) {
      assertThat(nowText).as("%s at %s", story, path).isEqualTo(oldText);
    } else if (old instanceof Node.Mapping o && now instanceof Node.Mapping n) {
      compareMembers(before, o, after, n, path, changed, story);
    }
  }

  private static void compareMembers(
      JsonDocument before,
      Node.Mapping old,
      JsonDocument after,
      Node.Mapping now,
      NodePath path,
      Set<NodePath> changed,
      String story) {
    Set<String> keys = new HashSet<>();
    boolean repeated = false;
    for (Node.Entry entry : old.entries()) {
      repeated |= !keys.add(entry.key());
    }
    Node.Entry oldBefore = null;
    Node.Entry nowBefore = null;
    for (Node.Entry entry : old.entries()) {
      Node.Entry kept = now.entry(entry.key()).orElse(null);
      if (repeated || kept == null) {
        oldBefore = null;
        continue;
      }
      assertThat(kept.keySpan().of(after.source().text()))
          .as(story)
          .isEqualTo(entry.keySpan().of(before.source().text()));
      if (oldBefore != null && nowBefore != null && isKept(changed, path, entry, oldBefore)) {
        assertThat(between(after, nowBefore, kept))
            .as("%s before %s", story, path.key(entry.key()))
            .isEqualTo(between(before, oldBefore, entry));
      }
      compare(before, entry.value(), after, kept.value(), path.key(entry.key()), changed, story);
      oldBefore = entry;
      nowBefore = kept;
    }
  }

  /** Whether two neighbours cannot have been removed and set again. */
  private static boolean isKept(
      Set<NodePath> changed, NodePath path, Node.Entry one, Node.Entry other) {
    return !changed.contains(path.key(one.key())) && !changed.contains(path.key(other.key()));
  }

  private static String between(JsonDocument document, Node.Entry one, Node.Entry next) {
    int from = one.value().span().end();
    return document.source().text().substring(from, next.keySpan().start());
  }

  private static void assertTidy(JsonDocument before, JsonDocument after, String story) {
    String old = before.source().text();
    String now = after.source().text();
    if (old.contains("\r\n")) {
      assertThat(now.replace("\r\n", "")).as(story).doesNotContain("\n");
    } else {
      assertThat(now).as(story).doesNotContain("\r");
    }
    if (before.isStrict()) {
      assertThat(after.isStrict()).as(story).isTrue();
    }
    assertThat(commas(after)).as(story).isLessThanOrEqualTo(commas(before));
    assertThat(emptyLines(now)).as(story).isLessThanOrEqualTo(emptyLines(old));
    assertThat(blankEnds(now)).as(story).isLessThanOrEqualTo(blankEnds(old));
  }

  private static long commas(JsonDocument document) {
    return document.problems().stream()
        .filter(p -> p.kind() == Problem.Kind.TRAILING_COMMA)
        .count();
  }

  private static long emptyLines(String text) {
    return text.lines().filter(String::isBlank).count();
  }

  private static long blankEnds(String text) {
    return text.lines().filter(line -> line.endsWith(" ") || line.endsWith("\t")).count();
  }
}
