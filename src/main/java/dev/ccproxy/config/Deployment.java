package dev.ccproxy.config;

import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code model_list}.
 *
 * @param file where it stands: the configuration itself or an included file
 * @param path of the entry in that file
 * @param node the entry
 * @param name {@code model_name}; empty where it has none
 * @param model {@code litellm_params.model}, with prefix; empty where it has none
 */
public record Deployment(
    SourceFile file, SourceDocument document, NodePath path, Node node, String name, String model) {

  static Deployment of(SourceFile file, SourceDocument document, NodePath path, Node node) {
    return new Deployment(
        file,
        document,
        path,
        node,
        text(node, NodePath.of("model_name")),
        text(node, NodePath.of("litellm_params", "model")));
  }

  private static String text(Node from, NodePath path) {
    return SourceDocument.find(from, path).orElse(null) instanceof Node.Scalar scalar
            && scalar.kind() != Node.Kind.NULL
        ? scalar.value()
        : "";
  }

  /** What stands before the first slash of the model; empty where there is none. */
  public String prefix() {
    int slash = model.indexOf('/');
    return slash < 0 ? "" : model.substring(0, slash);
  }

  /** Who serves it, for LiteLLM: {@code custom_llm_provider}, else the prefix; may be empty. */
  public String provider() {
    String named = parameterText("custom_llm_provider");
    return named.isEmpty() ? prefix() : named;
  }

  /** {@code litellm_params.api_base} or its other name {@code base_url}; empty where none is. */
  public String apiBase() {
    String base = parameterText("api_base");
    return base.isEmpty() ? parameterText("base_url") : base;
  }

  /** Whether it stands for any model of a pattern. */
  public boolean isWildcard() {
    return name.indexOf('*') >= 0 || model.indexOf('*') >= 0;
  }

  /** Whether a list among the parameters holds this text. */
  public boolean lists(String parameter, String item) {
    return contains(parameter(parameter).orElse(null), item);
  }

  /** Whether a list of {@code model_info} holds this text. */
  public boolean infoLists(String key, String item) {
    return contains(info(key).orElse(null), item);
  }

  private static boolean contains(@Nullable Node list, String item) {
    if (list instanceof Node.Sequence sequence) {
      for (Node one : sequence.items()) {
        if (one instanceof Node.Scalar scalar && scalar.value().equals(item)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The path of a key of {@code litellm_params}, for changes. */
  public NodePath parameterPath(String key) {
    return path.key("litellm_params").key(key);
  }

  /** The model behind the prefix, as the provider calls it. */
  public String upstreamModel() {
    return model.substring(model.indexOf('/') + 1);
  }

  /** A key of {@code litellm_params}. */
  public Optional<Node> parameter(String key) {
    return SourceDocument.find(node, NodePath.of("litellm_params", key));
  }

  /** The text of a key of {@code litellm_params}; empty where there is none. */
  public String parameterText(String key) {
    return text(node, NodePath.of("litellm_params", key));
  }

  /** A key of {@code model_info}. */
  public Optional<Node> info(String key) {
    return SourceDocument.find(node, NodePath.of("model_info", key));
  }

  /** Where a node of this entry stands; the entry itself for null. */
  public Place place(@Nullable Node part) {
    return Place.of(file, document, part == null ? node : part);
  }

  /** Where the key of {@code litellm_params} stands, else the entry. */
  public Place placeOf(String parameter) {
    Node.Entry entry =
        Nodes.entry(
            SourceDocument.find(node, NodePath.of("litellm_params")).orElse(null), parameter);
    return entry == null ? place(null) : Place.of(file, document, entry.keySpan());
  }
}
