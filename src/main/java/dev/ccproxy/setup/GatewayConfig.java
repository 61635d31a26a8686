package dev.ccproxy.setup;

import dev.ccproxy.catalog.Provider;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Position;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import dev.ccproxy.document.YamlDocument;
import dev.ccproxy.render.Templates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code litellm_config.yaml}: what is in it and what a set-up adds to it. */
final class GatewayConfig {
  private static final NodePath MODELS = NodePath.of("model_list");
  private static final NodePath DROP_PARAMS = NodePath.of("litellm_settings", "drop_params");
  private static final NodePath MASTER_KEY = NodePath.of("general_settings", "master_key");
  private static final String FROM_ENVIRONMENT = "os.environ/";

  /**
   * Prefixes behind which LiteLLM passes reasoning_effort to every model, also to those that refuse
   * it.
   */
  private static final List<String> PASS_REASONING =
      List.of("hosted_vllm", "ollama_chat", "openrouter");

  private final String name;
  private final YamlDocument document;
  private final List<String> notes = new ArrayList<>();

  private GatewayConfig(String name, YamlDocument document) {
    this.name = name;
    this.document = document;
  }

  /**
   * @param bytes its content; null where it is to be made
   */
  static GatewayConfig of(String name, byte @Nullable [] bytes, int port, Templates templates)
      throws SetupException {
    try {
      byte[] content =
          bytes == null
              ? templates.fill("litellm_config.yaml", Map.of("port", Integer.toString(port)))
              : bytes;
      return new GatewayConfig(name, YamlDocument.parse(name, content));
    } catch (DocumentException e) {
      throw Documents.unreadable(e);
    }
  }

  /** Sentences for the user about what was found. */
  List<String> notes() {
    return notes;
  }

  /**
   * The environment variable that holds the master key; the usual one where the file names none.
   */
  String masterKeyVariable() {
    String value = document.text(MASTER_KEY).orElse("");
    return value.startsWith(FROM_ENVIRONMENT) && value.length() > FROM_ENVIRONMENT.length()
        ? value.substring(FROM_ENVIRONMENT.length())
        : "LITELLM_MASTER_KEY";
  }

  /** The master key that stands in the file itself, if LiteLLM accepts it. */
  Optional<String> literalMasterKey(LiteLlmFacts facts) {
    return document
        .find(MASTER_KEY)
        .filter(n -> n instanceof Node.Scalar s && s.kind() == Node.Kind.STRING)
        .map(n -> ((Node.Scalar) n).value())
        .filter(
            v ->
                !v.isEmpty()
                    && !v.startsWith(FROM_ENVIRONMENT)
                    && !facts.publicMasterKeys().contains(v));
  }

  /**
   * Names for the models of a set-up that mean nothing else in this file: where another deployment
   * has the plain id as its {@code model_name}, requests would be spread over both.
   */
  Map<ModelChoice, String> freeNames(List<ModelChoice> models) throws SetupException {
    Map<ModelChoice, String> names = new LinkedHashMap<>();
    for (ModelChoice choice : models) {
      String plain = choice.clientName();
      String qualified = choice.service().provider().id() + "/" + choice.model().id();
      boolean taken = false;
      for (Deployment deployment : deployments()) {
        taken |=
            deployment.name().equals(plain) && !deployment.model().equals(choice.litellmModel());
      }
      names.put(choice, taken ? qualified : plain);
    }
    return names;
  }

  /** The file with the models of the set-up in it. */
  byte[] with(Setup setup, LiteLlmFacts facts) throws SetupException {
    List<Change> changes = new ArrayList<>();
    List<Deployment> there = deployments();
    for (ModelChoice choice : setup.allModels()) {
      Optional<Deployment> same =
          there.stream()
              .filter(
                  d ->
                      d.name().equals(choice.clientName())
                          && d.model().equals(choice.litellmModel()))
              .findFirst();
      if (same.isPresent()) {
        complete(same.get(), choice, changes);
      } else {
        changes.add(new Change.Append(MODELS, deployment(choice)));
      }
    }
    if (!isTrue(DROP_PARAMS)) {
      changes.add(new Change.Set(DROP_PARAMS, Value.of(true)));
    }
    String master = document.text(MASTER_KEY).orElse("");
    if (!master.startsWith(FROM_ENVIRONMENT) && literalMasterKey(facts).isEmpty()) {
      changes.add(new Change.Set(MASTER_KEY, Value.of(FROM_ENVIRONMENT + "LITELLM_MASTER_KEY")));
    }
    noteOverrides(setup);
    return Documents.apply(document, changes).source().encode();
  }

  private void noteOverrides(Setup setup) {
    document
        .text(NodePath.of("general_settings", "completion_model"))
        .ifPresent(
            model ->
                notes.add(
                    "general_settings.completion_model in "
                        + name
                        + " answers every request with "
                        + model
                        + ", whatever model is asked for."));
    boolean openAi =
        setup.services().stream()
            .anyMatch(
                s ->
                    s.provider().litellm() != null
                        && s.provider().litellm().prefix().equals("openai"));
    if (openAi
        && isTrue(
            NodePath.of("litellm_settings", "use_chat_completions_url_for_anthropic_messages"))) {
      notes.add(
          "litellm_settings.use_chat_completions_url_for_anthropic_messages in "
              + name
              + " sends OpenAI's models to Chat Completions, where the newer ones refuse tools: use the prefix hosted_vllm/ for chat-only servers instead of it.");
    }
  }

  /**
   * An entry of ours from an earlier run: another address or a missing key is put right, the rest
   * is the user's.
   */
  private void complete(Deployment deployment, ModelChoice choice, List<Change> changes) {
    NodePath parameters = deployment.path().key("litellm_params");
    if (!choice
        .service()
        .baseUrl()
        .equals(document.text(parameters.key("api_base")).orElse(null))) {
      changes.add(new Change.Set(parameters.key("api_base"), Value.of(choice.service().baseUrl())));
    }
    if (document.text(parameters.key("api_key")).orElse("").isEmpty()) {
      changes.add(
          new Change.Set(
              parameters.key("api_key"),
              Value.of(FROM_ENVIRONMENT + choice.service().keyVariable())));
    }
  }

  private static Value deployment(ModelChoice choice) {
    Provider.LiteLlmRoute route = choice.service().provider().litellm();
    if (route == null) {
      throw new IllegalStateException("no LiteLLM route");
    }
    Map<String, Value> parameters = new LinkedHashMap<>();
    parameters.put("model", Value.of(choice.litellmModel()));
    parameters.put("api_base", Value.of(choice.service().baseUrl()));
    parameters.put("api_key", Value.of(FROM_ENVIRONMENT + choice.service().keyVariable()));
    Map<String, List<String>> further = new LinkedHashMap<>(route.parameters());
    if (PASS_REASONING.contains(route.prefix())
        && !Boolean.TRUE.equals(choice.model().thinking())
        && !choice.model().isClaude()) {
      further.merge(
          "additional_drop_params",
          List.of("reasoning_effort"),
          (ours, its) -> {
            List<String> both = new ArrayList<>(ours);
            both.addAll(its);
            return both;
          });
    }
    further.forEach((key, values) -> parameters.put(key, Value.ofStrings(values)));
    Map<String, Value> entry = new LinkedHashMap<>();
    entry.put("model_name", Value.of(choice.clientName()));
    entry.put("litellm_params", new Value.Fields(parameters));
    return new Value.Fields(entry);
  }

  private boolean isTrue(NodePath path) {
    // "yes" and "on" are true for LiteLLM as well; a quoted "false" is a text and counts as true
    // there.
    return document
        .find(path)
        .filter(
            n ->
                n instanceof Node.Scalar s
                    && s.kind() == Node.Kind.BOOLEAN
                    && isTrueWord(s.value()))
        .isPresent();
  }

  private static boolean isTrueWord(String word) {
    return word.equalsIgnoreCase("true")
        || word.equalsIgnoreCase("yes")
        || word.equalsIgnoreCase("on");
  }

  /**
   * An entry of {@code model_list}.
   *
   * @param name its {@code model_name}
   * @param model {@code litellm_params.model}, with prefix
   */
  record Deployment(NodePath path, String name, String model) {}

  /** The entries of the file, in order. */
  List<Deployment> deployments() throws SetupException {
    List<Deployment> deployments = new ArrayList<>();
    Node list = document.find(MODELS).orElse(null);
    if (list == null || (list instanceof Node.Scalar s && s.kind() == Node.Kind.NULL)) {
      return deployments;
    }
    if (!(list instanceof Node.Sequence sequence)) {
      Position at = document.source().position(list.span().start());
      throw SetupException.inFile(
          "model-list-not-a-list",
          name,
          at.line(),
          at.column(),
          "\"model_list\" must be a list, or LiteLLM does not start",
          "begin each of its entries with a dash, then run again");
    }
    for (int i = 0; i < sequence.items().size(); i++) {
      NodePath path = MODELS.item(i);
      SourceDocument doc = document;
      deployments.add(
          new Deployment(
              path,
              doc.text(path.key("model_name")).orElse(""),
              doc.text(path.key("litellm_params").key("model")).orElse("")));
    }
    return deployments;
  }
}
