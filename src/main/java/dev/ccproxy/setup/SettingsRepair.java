package dev.ccproxy.setup;

import dev.ccproxy.document.Change;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Position;
import dev.ccproxy.document.Problem;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what makes the client skip a settings file as a whole, and puts it right. Measured with
 * Claude Code 2.1.330: a comment, a trailing comma or one value of a wrong type, and nothing in the
 * file is in effect.
 */
final class SettingsRepair {

  /**
   * One reason to skip the file.
   *
   * @param what a phrase for a message
   */
  record Defect(Position place, String what) {}

  private static final NodePath ENV = NodePath.of("env");

  private SettingsRepair() {}

  /** The first reason why the client would skip the file. */
  static Optional<Defect> firstDefect(JsonDocument settings) {
    for (Problem problem : settings.problems()) {
      if (problem.kind() == Problem.Kind.COMMENT || problem.kind() == Problem.Kind.TRAILING_COMMA) {
        Position place = settings.source().position(problem.span().start());
        return Optional.of(
            new Defect(
                place,
                problem.kind() == Problem.Kind.COMMENT
                    ? "a comment"
                    : "a comma before a closing bracket"));
      }
    }
    List<Wrong> wrong = wrongTypes(settings);
    return wrong.isEmpty() ? Optional.empty() : Optional.of(wrong.get(0).defect());
  }

  /**
   * What has to change so that the types are right; the comments and commas are the document's
   * business.
   */
  static List<Change> typeChanges(JsonDocument settings) {
    List<Change> changes = new ArrayList<>();
    for (Wrong wrong : wrongTypes(settings)) {
      changes.add(wrong.repair());
    }
    return changes;
  }

  private record Wrong(Defect defect, Change repair) {}

  private static List<Wrong> wrongTypes(SourceDocument settings) {
    List<Wrong> wrong = new ArrayList<>();
    settings
        .find(ENV)
        .filter(n -> !(n instanceof Node.Mapping))
        .ifPresent(
            n ->
                wrong.add(
                    wrong(settings, n, "\"env\" is no object", new Change.Set(ENV, noFields()))));
    for (String key : new String[] {"model", "apiKeyHelper"}) {
      NodePath path = NodePath.of(key);
      settings
          .find(path)
          .filter(n -> !isText(n))
          .ifPresent(
              n ->
                  wrong.add(
                      wrong(settings, n, "\"" + key + "\" is no text", new Change.Remove(path))));
    }
    for (String key : new String[] {"allow", "deny", "ask"}) {
      NodePath path = NodePath.of("permissions", key);
      settings
          .find(path)
          .filter(SettingsRepair::isText)
          .ifPresent(
              n ->
                  wrong.add(
                      wrong(
                          settings,
                          n,
                          "\"permissions." + key + "\" is no list",
                          new Change.Set(
                              path, Value.ofStrings(List.of(((Node.Scalar) n).value()))))));
    }
    return wrong;
  }

  private static Value noFields() {
    return new Value.Fields(Map.of());
  }

  private static Wrong wrong(SourceDocument settings, Node node, String what, Change repair) {
    return new Wrong(new Defect(settings.source().position(node.span().start()), what), repair);
  }

  private static boolean isText(Node node) {
    return node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.STRING;
  }
}
