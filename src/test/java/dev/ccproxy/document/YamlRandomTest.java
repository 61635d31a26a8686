package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random files in random styles, random changes, and what has to be true of every one of them. */
class YamlRandomTest {
  private static final int FILES_PER_SEED = 400;

  static IntStream seeds() {
    return IntStream.range(0, 10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void one_change_means_what_it_says_and_leaves_the_other_bytes_alone(int seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < FILES_PER_SEED; i++) {
      YamlDocument document = document(random, false);
      Change change = change(random, document);
      YamlDocument edited = YamlEdits.apply(document, List.of(change));
      assertThat(Value.of(edited.root()))
          .as(YamlEdits.describe(document, List.of(change), edited))
          .isEqualTo(YamlExpectedTree.after(document.root(), List.of(change)));
      YamlEdits.assertOnlyConcernedBytesDiffer(document, change, edited);
      YamlEdits.assertAppliedTwiceIsTheSame(List.of(change), edited);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void many_changes_at_once_mean_what_they_say_one_after_the_other(int seed) throws Exception {
    Random random = new Random(1000 + seed);
    for (int i = 0; i < FILES_PER_SEED; i++) {
      YamlDocument document = document(random, false);
      List<Change> changes = new ArrayList<>();
      int count = 2 + random.nextInt(6);
      for (int c = 0; c < count; c++) {
        Change change = change(random, document);
        if (YamlExpectedTree.fits(document.root(), changes, change)) {
          changes.add(change);
        }
      }
      YamlDocument edited = YamlEdits.apply(document, changes);
      assertThat(Value.of(edited.root()))
          .as(YamlEdits.describe(document, changes, edited))
          .isEqualTo(YamlExpectedTree.after(document.root(), changes));
      YamlEdits.assertAppliedTwiceIsTheSame(changes, edited);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void with_aliases_and_merges_a_change_is_right_or_refused(int seed) throws Exception {
    Random random = new Random(2000 + seed);
    int refused = 0;
    for (int i = 0; i < FILES_PER_SEED; i++) {
      YamlDocument document = document(random, true);
      Change change = change(random, document);
      YamlDocument edited;
      try {
        edited = document.apply(List.of(change));
      } catch (EditRefusedException e) {
        assertThat(document.source().text())
            .as(YamlEdits.describe(document, List.of(change), document))
            .containsAnyOf("*", "<<");
        refused++;
        continue;
      }
      assertThat(Value.of(edited.root()))
          .as(YamlEdits.describe(document, List.of(change), edited))
          .isEqualTo(YamlExpectedTree.after(document.root(), List.of(change)));
    }
    assertThat(refused).isLessThan(FILES_PER_SEED / 3);
  }

  private static YamlDocument document(Random random, boolean aliases) throws DocumentException {
    String text = RandomYaml.file(random, aliases);
    try {
      return YamlDocument.parse("f.yaml", SourceText.of(text));
    } catch (DocumentException e) {
      throw new AssertionError("not YAML: " + e.getMessage() + "\n" + text, e);
    }
  }

  private static Change change(Random random, YamlDocument document) {
    while (true) {
      NodePath path = NodePath.ROOT;
      Node node = document.root();
      int depth = random.nextInt(5);
      for (int i = 0; i < depth; i++) {
        if (node instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
          Node.Entry entry = mapping.entries().get(random.nextInt(mapping.entries().size()));
          if (entry.merge()) {
            break;
          }
          path = path.key(entry.key());
          node = mapping.entry(entry.key()).orElseThrow().value();
        } else if (node instanceof Node.Sequence sequence && !sequence.items().isEmpty()) {
          int index = random.nextInt(sequence.items().size());
          path = path.item(index);
          node = sequence.items().get(index);
        }
      }
      boolean vacant = node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL;
      switch (random.nextInt(4)) {
        case 0 -> {
          return new Change.Set(path, value(random, path.isRoot() ? 1 : 0));
        }
        case 1 -> {
          if (!path.isRoot()) {
            return new Change.Remove(path);
          }
        }
        case 2 -> {
          if (node instanceof Node.Sequence || vacant) {
            return new Change.Append(path, value(random, 0));
          }
        }
        default -> {
          if (node instanceof Node.Mapping || vacant) {
            NodePath inside = path.key(key(random));
            return new Change.Set(
                random.nextInt(4) == 0 ? inside.key(key(random)) : inside, value(random, 0));
          }
        }
      }
    }
  }

  private static String key(Random random) {
    return "new"
        + random.nextInt(3)
        + (random.nextInt(4) == 0 ? YamlHostileStrings.any(random) : "");
  }

  private static Value value(Random random, int depth) {
    switch (depth > 2 ? 0 : random.nextInt(8)) {
      case 0:
        return Value.of(random.nextBoolean());
      case 1:
        return Value.of(random.nextInt(100000) - 500L);
      case 2:
        return new Value.Literal(Node.Kind.NULL, "null");
      case 3:
        List<Value> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth + 1));
        }
        return new Value.Items(items);
      case 4:
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          fields.put(key(random), value(random, depth + 1));
        }
        return new Value.Fields(fields);
      default:
        return Value.of(YamlHostileStrings.any(random));
    }
  }
}
