package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every change at every place of awkward files. */
class YamlCorpusTest {
  private static final List<Value> VALUES =
      List.of(
          Value.of("new"),
          Value.of("yes: no # x"),
          Value.of(false),
          new Value.Literal(Node.Kind.NULL, "null"),
          Value.ofStrings(List.of("a", "b")),
          new Value.Items(List.of(new Value.Fields(Map.of("k", Value.of(1))))),
          new Value.Fields(Map.of("k", new Value.Fields(Map.of("l", Value.of("v"))))),
          new Value.Fields(Map.of()),
          new Value.Items(List.of()));

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/document/yaml/files"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_change_is_right_everywhere(Path file) throws Exception {
    boolean aliases = file.endsWith("anchors.yaml") || file.endsWith("quirky.yaml");
    YamlDocument document = YamlDocument.parse("f.yaml", Files.readAllBytes(file));
    int done = 0;
    int refused = 0;
    for (Change change : changes(document)) {
      YamlDocument edited;
      try {
        edited = document.apply(List.of(change));
      } catch (EditRefusedException e) {
        assertThat(aliases).as(e + " " + change).isTrue();
        assertThat(e.getMessage()).containsAnyOf("alias (*)", "merge (<<)");
        refused++;
        continue;
      }
      String description = YamlEdits.describe(document, List.of(change), edited);
      assertThat(Value.of(edited.root()))
          .as(description)
          .isEqualTo(YamlExpectedTree.after(document.root(), List.of(change)));
      if (!aliases) {
        YamlEdits.assertOnlyConcernedBytesDiffer(document, change, edited);
      }
      YamlEdits.assertAppliedTwiceIsTheSame(List.of(change), edited);
      done++;
    }
    assertThat(done).isGreaterThan(120);
    assertThat(refused).isLessThan(aliases ? done : 1);
  }

  @ParameterizedTest
  @MethodSource("files")
  void all_values_can_be_set_at_once(Path file) throws Exception {
    YamlDocument document = YamlDocument.parse("f.yaml", Files.readAllBytes(file));
    List<Change> changes = new ArrayList<>();
    for (Change change : changes(document)) {
      boolean scalar = document.find(change.path()).orElse(null) instanceof Node.Scalar;
      boolean string =
          change instanceof Change.Set set && set.value().equals(Value.of("new")) && scalar;
      if (string && !file.endsWith("anchors.yaml") && !file.endsWith("quirky.yaml")) {
        changes.add(change);
      }
    }
    YamlDocument edited = YamlEdits.apply(document, changes);
    assertThat(Value.of(edited.root()))
        .as(YamlEdits.describe(document, changes, edited))
        .isEqualTo(YamlExpectedTree.after(document.root(), changes));
    if (file.endsWith("commented.yaml")) {
      assertThat(comments(edited)).isEqualTo(comments(document));
    }
  }

  private static List<String> comments(YamlDocument document) {
    return document
        .source()
        .text()
        .lines()
        .filter(line -> line.contains("#"))
        .map(line -> line.substring(line.indexOf('#')))
        .toList();
  }

  private static List<Change> changes(YamlDocument document) {
    List<Change> changes = new ArrayList<>();
    for (Value value : VALUES) {
      changes.add(new Change.Set(NodePath.ROOT, value));
    }
    addChanges(NodePath.ROOT, document.root(), changes);
    return changes;
  }

  private static void addChanges(NodePath path, Node node, List<Change> changes) {
    if (!path.isRoot()) {
      for (Value value : VALUES) {
        changes.add(new Change.Set(path, value));
      }
      changes.add(new Change.Remove(path));
    }
    if (node instanceof Node.Mapping mapping) {
      changes.add(new Change.Set(path.key("new key"), VALUES.get(0)));
      changes.add(new Change.Set(path.key("new").key("x"), VALUES.get(4)));
      for (Node.Entry entry : mapping.entries()) {
        if (!entry.merge()) {
          addChanges(path.key(entry.key()), entry.value(), changes);
        }
      }
      for (Node.Entry entry : mapping.merged()) {
        addChanges(path.key(entry.key()), entry.value(), changes);
      }
    } else if (node instanceof Node.Sequence sequence) {
      for (Value value : VALUES) {
        changes.add(new Change.Append(path, value));
      }
      for (int i = 0; i < sequence.items().size(); i++) {
        addChanges(path.item(i), sequence.items().get(i), changes);
      }
    }
  }
}
