package dev.ccproxy.config;

import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A settings file of the client, read as the client reads it: a file that is no strict JSON, or in
 * which a known key has a value of the wrong type, is skipped as a whole ({@code claude-code.md}
 * 2.4). Of the administrator's file newer releases only ignore such keys.
 *
 * @param source its rank
 * @param wrongType the first known key of the wrong type, where the file is JSON; null where there
 *     is none
 * @param rest whether the client takes what is right in such a file
 */
public record SettingsFile(
    Origin.Source source, SourceFile file, @Nullable WrongType wrongType, boolean rest) {

  /**
   * A known key with a value of another type than the client wants.
   *
   * @param expected in words, such as {@code an object}
   */
  public record WrongType(NodePath path, Node node, String expected) {}

  private static final NodePath ENV = NodePath.of("env");

  /**
   * The known keys whose wrong type makes the client skip the file; measured. Others, {@code hooks}
   * among them, do no harm.
   */
  private static final Map<String, String> TYPES = types();

  private static Map<String, String> types() {
    Map<String, String> types = new LinkedHashMap<>();
    types.put("env", "an object");
    types.put("permissions", "an object");
    types.put("permissions.allow", "a list");
    types.put("permissions.deny", "a list");
    types.put("permissions.ask", "a list");
    types.put("permissions.defaultMode", "a string");
    types.put("model", "a string");
    types.put("modelOverrides", "an object of strings");
    types.put("availableModels", "a list of strings");
    types.put("apiKeyHelper", "a string");
    types.put("disableAutoMode", "a string");
    types.put("alwaysThinkingEnabled", "a boolean");
    types.put("cleanupPeriodDays", "a number");
    return types;
  }

  static SettingsFile of(Origin.Source source, SourceFile file, boolean rest) {
    SourceDocument document = file.document();
    return new SettingsFile(source, file, document == null ? null : wrongType(document), rest);
  }

  private static @Nullable WrongType wrongType(SourceDocument document) {
    if (!(document.root() instanceof Node.Mapping)) {
      return new WrongType(NodePath.ROOT, document.root(), "an object");
    }
    for (Map.Entry<String, String> type : TYPES.entrySet()) {
      NodePath path = NodePath.of(type.getKey().split("\\."));
      Node node = document.find(path).orElse(null);
      boolean fits = node == null || fits(node, type.getValue());
      if (!fits && node != null) {
        return new WrongType(path, node, type.getValue());
      }
    }
    return null;
  }

  private static boolean fits(Node node, String type) {
    return switch (type) {
      case "an object" -> node instanceof Node.Mapping;
      case "an object of strings" -> node instanceof Node.Mapping mapping && holdsStrings(mapping);
      case "a list" -> node instanceof Node.Sequence;
      case "a list of strings" -> node instanceof Node.Sequence list && holdsStrings(list);
      case "a boolean" -> isOf(node, Node.Kind.BOOLEAN);
      case "a number" -> isOf(node, Node.Kind.NUMBER);
      default -> isOf(node, Node.Kind.STRING);
    };
  }

  private static boolean isOf(Node node, Node.Kind kind) {
    return node instanceof Node.Scalar scalar && scalar.kind() == kind;
  }

  private static boolean holdsStrings(Node.Sequence list) {
    for (Node item : list.items()) {
      if (!isOf(item, Node.Kind.STRING)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holdsStrings(Node.Mapping mapping) {
    for (Node.Entry entry : mapping.entries()) {
      if (!isOf(entry.value(), Node.Kind.STRING)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the client takes anything from this file. */
  public boolean isInEffect() {
    return document().isPresent();
  }

  /** The document if the client takes it, else nothing. */
  public Optional<JsonDocument> document() {
    return file.document() instanceof JsonDocument json && json.isStrict() && isTaken()
        ? Optional.of(json)
        : Optional.empty();
  }

  private boolean isTaken() {
    return wrongType == null || (rest && !wrongType.path().isRoot());
  }

  /** What is in effect under a key of the file; empty where the value has the wrong type. */
  public Optional<Node> node(String key) {
    String type = TYPES.get(key);
    return document()
        .flatMap(document -> document.find(NodePath.of(key)))
        .filter(node -> type == null || fits(node, type));
  }

  /** The entries of the {@code env} block that are in effect; of repeated keys the last. */
  public Map<String, Node.Entry> env() {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    JsonDocument document = document().orElse(null);
    if (document != null && document.find(ENV).orElse(null) instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        entries.put(entry.key(), entry);
      }
    }
    return entries;
  }

  /** Where a node of this file stands. */
  public Place place(Node node) {
    SourceDocument document = file.document();
    return document == null ? Place.of(file) : Place.of(file, document, node);
  }

  /** Where a key of this file stands. */
  public Place place(Node.Entry entry) {
    SourceDocument document = file.document();
    return document == null ? Place.of(file) : Place.of(file, document, entry.keySpan());
  }
}
