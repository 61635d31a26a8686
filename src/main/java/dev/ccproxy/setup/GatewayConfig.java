package dev.ccproxy.setup;

import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Position;
import dev.ccproxy.document.Value;
import dev.ccproxy.document.YamlDocument;
import dev.ccproxy.render.Templates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code litellm_config.yaml}: what is in it and what a set-up adds to it. */
final class GatewayConfig {
  static final String FROM_ENVIRONMENT = "os.environ/";

  private static final NodePath MODELS = NodePath.of("model_list");
  private static final NodePath DROP_PARAMS = NodePath.of("litellm_settings", "drop_params");
  private static final NodePath MASTER_KEY = NodePath.of("general_settings", "master_key");
  private static final NodePath CHAT_FLAG =
      NodePath.of("litellm_settings", "use_chat_completions_url_for_anthropic_messages");

  /**
   * Prefixes behind which LiteLLM passes reasoning_effort to every model, also to those that refuse
   * it.
   */
  private static final List<String> PASS_REASONING =
      List.of("hosted_vllm", "ollama_chat", "openrouter");

  /**
   * An entry of {@code model_list}; a field that it does not have is empty.
   *
   * @param name its {@code model_name}
   * @param model {@code litellm_params.model}, with prefix
   */
  record Deployment(NodePath path, String name, String model, String apiBase, String apiKey) {

    /** Whether it takes its key from this environment variable. */
    boolean keyFrom(String variable) {
      return apiKey.equals(FROM_ENVIRONMENT + variable);
    }

    /**
     * Whether it is what we would write for this model, apart from the address: then we may put it
     * right.
     */
    boolean isOurs(ModelChoice choice) {
      boolean noKey =
          apiKey.isEmpty() && (apiBase.isEmpty() || apiBase.equals(choice.service().baseUrl()));
      return model.equals(choice.litellmModel())
          && (noKey || keyFrom(choice.service().keyVariable()));
    }
  }

  private final String name;
  private final YamlDocument document;
  private final List<Deployment> deployments;

  private GatewayConfig(String name, YamlDocument document) throws SetupException {
    this.name = name;
    this.document = document;
    this.deployments = read();
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

  /** The entries of {@code model_list}, in order. */
  List<Deployment> deployments() {
    return deployments;
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
   * Refuses a service whose key variable another server's deployments use: its key would go there,
   * or theirs to it. Deployments of the same provider in another region are its own.
   */
  void refuseSharedKey(Service service) throws SetupException {
    for (Deployment deployment : deployments) {
      boolean sameServer =
          deployment.apiBase().isEmpty() || deployment.apiBase().equals(service.baseUrl());
      if (deployment.keyFrom(service.keyVariable())
          && !sameServer
          && !isOfProvider(deployment, service)) {
        Position at =
            document
                .source()
                .position(document.find(deployment.path()).map(n -> n.span().start()).orElse(0));
        throw SetupException.inFile(
            "key-variable-shared",
            name,
            at.line(),
            at.column(),
            "The model "
                + deployment.name()
                + " of another server takes its key from "
                + service.keyVariable()
                + " too, so one of the two would get the other's key",
            service.provider().isCustom()
                ? "give this server a --name of its own"
                : "set it up in a folder of its own");
      }
    }
  }

  private static boolean isOfProvider(Deployment deployment, Service service) {
    Provider provider = service.provider();
    return !provider.isCustom()
        && provider.litellm() != null
        && deployment.model().startsWith(provider.litellm().prefix() + "/")
        && provider.isLiteLlmAt(deployment.apiBase());
  }

  /**
   * Names for the models of a set-up that mean nothing else in this file: where another deployment
   * has the plain id as its {@code model_name}, requests would be spread over both.
   */
  Map<ModelChoice, String> freeNames(List<ModelChoice> models) {
    Map<ModelChoice, String> names = new LinkedHashMap<>();
    Set<String> given = new HashSet<>();
    for (ModelChoice choice : models) {
      String qualified = choice.service().provider().id() + "/" + choice.model().id();
      String free = choice.clientName();
      for (int i = 1; isTaken(free, choice) || !given.add(free); i++) {
        free = i == 1 ? qualified : qualified + "-" + i;
      }
      names.put(choice, free);
    }
    return names;
  }

  private boolean isTaken(String wanted, ModelChoice choice) {
    return deployments.stream().anyMatch(d -> d.name().equals(wanted) && !d.isOurs(choice));
  }

  /** The file with the models of the set-up in it. */
  byte[] with(Setup setup, LiteLlmFacts facts) throws SetupException {
    List<Change> changes = new ArrayList<>();
    for (ModelChoice choice : setup.allModels()) {
      boolean there = false;
      for (Deployment deployment : deployments) {
        if (deployment.name().equals(choice.clientName()) && deployment.isOurs(choice)) {
          complete(deployment, choice.service(), changes);
          there = true;
        }
      }
      if (!there) {
        changes.add(new Change.Append(MODELS, deployment(choice)));
      }
    }
    for (Service service : setup.services()) {
      for (Deployment deployment : deployments) {
        if (deployment.keyFrom(service.keyVariable()) && isOfProvider(deployment, service)) {
          complete(deployment, service, changes);
        }
      }
    }
    if (!isTrue(DROP_PARAMS)) {
      changes.add(new Change.Set(DROP_PARAMS, Value.of(true)));
    }
    String master = document.text(MASTER_KEY).orElse("");
    if (!master.startsWith(FROM_ENVIRONMENT) && literalMasterKey(facts).isEmpty()) {
      changes.add(new Change.Set(MASTER_KEY, Value.of(FROM_ENVIRONMENT + "LITELLM_MASTER_KEY")));
    }
    return Documents.apply(document, changes).source().encode();
  }

  /**
   * What in the file works against the set-up without being ours to change, as sentences for the
   * user.
   */
  List<String> notes(Setup setup) {
    List<String> notes = new ArrayList<>();
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
    boolean openAi = false;
    for (Service service : setup.services()) {
      Provider.LiteLlmRoute route = service.provider().litellm();
      openAi |= route != null && route.prefix().equals("openai");
    }
    if (openAi && isTrue(CHAT_FLAG)) {
      notes.add(
          CHAT_FLAG
              + " in "
              + name
              + " sends OpenAI's models to Chat Completions, where the newer ones refuse tools:"
              + " use the prefix hosted_vllm/ for chat-only servers instead of it.");
    }
    return notes;
  }

  /**
   * An entry of ours from an earlier run: another address or a missing key is put right, the rest
   * is the user's. An entry without an address means the provider's own one.
   */
  private static void complete(Deployment deployment, Service service, List<Change> changes) {
    NodePath parameters = deployment.path().key("litellm_params");
    Provider.LiteLlmRoute route = service.provider().litellm();
    boolean means =
        deployment.apiBase().isEmpty()
            && route != null
            && service.baseUrl().equals(route.baseUrl());
    if (!means && !service.baseUrl().equals(deployment.apiBase())) {
      add(changes, new Change.Set(parameters.key("api_base"), Value.of(service.baseUrl())));
    }
    if (deployment.apiKey().isEmpty()) {
      add(
          changes,
          new Change.Set(
              parameters.key("api_key"), Value.of(FROM_ENVIRONMENT + service.keyVariable())));
    }
  }

  private static void add(List<Change> changes, Change change) {
    if (!changes.contains(change)) {
      changes.add(change);
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
    boolean thinks = Boolean.TRUE.equals(choice.model().thinking()) || choice.model().isClaude();
    if (PASS_REASONING.contains(route.prefix()) && !thinks) {
      List<String> dropped =
          new ArrayList<>(further.getOrDefault("additional_drop_params", List.of()));
      dropped.add("reasoning_effort");
      further.put("additional_drop_params", dropped);
    }
    further.forEach((key, values) -> parameters.put(key, Value.ofStrings(values)));
    Map<String, Value> entry = new LinkedHashMap<>();
    entry.put("model_name", Value.of(choice.clientName()));
    entry.put("litellm_params", new Value.Fields(parameters));
    return new Value.Fields(entry);
  }

  private boolean isTrue(NodePath path) {
    // "yes" and "on" are true for LiteLLM as well.
    return document
        .find(path)
        .filter(n -> n instanceof Node.Scalar s && s.isBoolean(true))
        .isPresent();
  }

  private List<Deployment> read() throws SetupException {
    List<Deployment> read = new ArrayList<>();
    Node list = document.find(MODELS).orElse(null);
    if (list == null || (list instanceof Node.Scalar s && s.kind() == Node.Kind.NULL)) {
      return read;
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
      NodePath parameters = path.key("litellm_params");
      read.add(
          new Deployment(
              path,
              document.text(path.key("model_name")).orElse(""),
              document.text(parameters.key("model")).orElse(""),
              document.text(parameters.key("api_base")).orElse(""),
              document.text(parameters.key("api_key")).orElse("")));
    }
    return List.copyOf(read);
  }
}
