package dev.ccproxy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What has to be true of every edit. */
final class YamlEdits {
  private YamlEdits() {}

  /** Applies changes that must not be refused. */
  static YamlDocument apply(YamlDocument document, List<Change> changes) {
    try {
      return document.apply(changes);
    } catch (EditRefusedException | RuntimeException e) {
      throw new AssertionError(e + "\n" + describe(document, changes, document), e);
    }
  }

  static String describe(YamlDocument document, List<Change> changes, YamlDocument edited) {
    return changes
        + "\n-----\n"
        + document.source().text().replace("\r", "␍")
        + "\n-----\n"
        + edited.source().text().replace("\r", "␍")
        + "\n-----";
  }

  static void assertAppliedTwiceIsTheSame(List<Change> changes, YamlDocument edited) {
    int done = 0;
    for (Change change : changes) {
      boolean repeatable =
          change instanceof Change.Set
              || (change instanceof Change.Remove && change.path().last() instanceof String);
      if (!repeatable
          || !YamlExpectedTree.fits(edited.root(), changes.subList(0, done++), change)) {
        return;
      }
    }
    assertThat(apply(edited, changes).source().text())
        .as("applied twice " + changes)
        .isEqualTo(edited.source().text());
  }

  static void assertOnlyConcernedBytesDiffer(
      YamlDocument document, Change change, YamlDocument edited) {
    String before = document.source().text();
    String after = edited.source().text();
    if (change instanceof Change.Remove) {
      // A comment may have to move to the left where it would become part of a text.
      before = before.replaceAll("(?m)^ +#", "#");
      after = after.replaceAll("(?m)^ +#", "#");
    }
    int prefix = 0;
    while (prefix < Math.min(before.length(), after.length())
        && before.charAt(prefix) == after.charAt(prefix)) {
      prefix++;
    }
    int suffix = 0;
    while (suffix < Math.min(before.length(), after.length())
        && before.charAt(before.length() - 1 - suffix)
            == after.charAt(after.length() - 1 - suffix)) {
      suffix++;
    }
    Node target = document.find(change.path()).orElse(null);
    Node parent =
        change.path().isRoot() ? null : document.find(change.path().parent()).orElse(null);
    String description = describe(document, List.of(change), edited);
    boolean inFlow = isInFlow(document, change);
    if (change instanceof Change.Set set
        && target instanceof Node.Scalar scalar
        && scalar.span().end() > scalar.span().start()
        && !(set.value() instanceof Value.Fields)
        && !(set.value() instanceof Value.Items)) {
      assertThat(prefix).as(description).isGreaterThanOrEqualTo(scalar.span().start());
      assertThat(suffix)
          .as(description)
          .isGreaterThanOrEqualTo(before.length() - scalar.span().end());
    } else if (change instanceof Change.Remove && parent != null && sizeOf(parent) > 1) {
      assertThat(inFlow || prefix + suffix >= after.length()).as(description).isTrue();
    } else if (target == null
        && change instanceof Change.Set
        && parent != null
        && sizeOf(parent) > 0
        && !inFlow
        && before.endsWith("\n")) {
      assertThat(prefix + suffix).as(description).isGreaterThanOrEqualTo(before.length());
    } else if (change instanceof Change.Append
        && target != null
        && sizeOf(target) > 0
        && !inFlow
        && before.endsWith("\n")) {
      assertThat(prefix + suffix).as(description).isGreaterThanOrEqualTo(before.length());
    }
  }

  private static boolean isInFlow(YamlDocument document, Change change) {
    NodePath path = change.path();
    boolean inFlow = change instanceof Change.Append && isFlow(document, path);
    while (!path.isRoot()) {
      path = path.parent();
      inFlow |= isFlow(document, path);
    }
    return inFlow;
  }

  private static boolean isFlow(YamlDocument document, NodePath path) {
    Node node = document.find(path).orElse(null);
    char close = node instanceof Node.Mapping ? '}' : ']';
    return node != null
        && !(node instanceof Node.Scalar)
        && node.span().end() > 0
        && document.source().text().charAt(node.span().end() - 1) == close;
  }

  private static int sizeOf(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries().size();
    }
    return node instanceof Node.Sequence sequence ? sequence.items().size() : 0;
  }
}
