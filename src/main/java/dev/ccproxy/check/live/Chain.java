package dev.ccproxy.check.live;

import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Tier;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.check.Check;
import dev.ccproxy.check.Destination;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.LiveOptions;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.ClientModel;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.explain.Signatures;
import dev.ccproxy.probe.Asked;
import dev.ccproxy.probe.ClientShape;
import dev.ccproxy.probe.Gateway;
import dev.ccproxy.probe.Requests;
import dev.ccproxy.wire.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chain that the checks ask: the way that the client takes, what is known of who answers, and
 * the answers that several checks look at. Safe for use by several threads.
 */
public final class Chain {

  /** How a request comes about that several checks look at. */
  private interface Source {
    Exchange get() throws InterruptedException;
  }

  /** An answer that is on its way or there. */
  private static final class Shared {
    private @Nullable Exchange exchange;

    synchronized Exchange get(Source source) throws InterruptedException {
      Exchange known = exchange;
      if (known == null) {
        known = source.get();
        exchange = known;
      }
      return known;
    }
  }

  private final FileScene files;
  private final ClientRequest client;
  private final Requests requests;
  private final Prober prober;
  private final Signatures signatures;
  private final ClientShape.Sent shape;
  private final Map<String, Check> checks;
  private final LiveOptions options;
  private final KeyHelper.@Nullable Result helper;
  private final Map<String, Shared> shared = new HashMap<>();
  private volatile Gateway gateway = Gateway.UNKNOWN;
  private volatile Mode depth = Mode.STANDARD;

  /**
   * @param checks every check, to find the one that an explanation names
   * @param options how to ask
   * @param helper what the client's {@code apiKeyHelper} gave; null where it has none
   */
  Chain(
      FileScene files,
      Requests requests,
      Prober prober,
      Signatures signatures,
      ClientShape.Sent shape,
      List<Check> checks,
      LiveOptions options,
      KeyHelper.@Nullable Result helper) {
    this.files = files;
    this.client = files.workspace().clientRequest();
    this.requests = requests;
    this.prober = prober;
    this.signatures = signatures;
    this.shape = shape;
    this.options = options;
    this.helper = helper;
    this.checks = new HashMap<>();
    for (Check check : checks) {
      this.checks.put(check.id(), check);
    }
  }

  /** What the files say. */
  public FileScene files() {
    return files;
  }

  /** What the client sends, and where. */
  public ClientRequest client() {
    return client;
  }

  /** The library of requests to the endpoint. */
  public Requests requests() {
    return requests;
  }

  /** Sends. */
  public Prober prober() {
    return prober;
  }

  /** What is known about error texts. */
  public Signatures signatures() {
    return signatures;
  }

  /** The client's full request under its settings. */
  public ClientShape.Sent shape() {
    return shape;
  }

  /** Reads answers. */
  Reading reading() {
    return new Reading(this);
  }

  /** Who answers, as far as it is known by now. */
  public Gateway gateway() {
    return gateway;
  }

  /** From now on it is known how far the run goes. */
  void goes(Mode far) {
    depth = far;
  }

  /** From now on it is known who answers. */
  void answers(Gateway who) {
    gateway = who;
    if (who.traits().contains(Gateway.Trait.LOCAL_MODEL_SERVER)) {
      prober.expectLoading();
    }
  }

  /** How to ask. */
  LiveOptions options() {
    return options;
  }

  /** What the client's {@code apiKeyHelper} gave; null where it has none. */
  KeyHelper.@Nullable Result helper() {
    return helper;
  }

  /** The provider behind the gateway, where it may be asked. */
  Upstream.Found upstream() {
    return Upstream.of(files, model());
  }

  /** The model that is asked: that of the main loop, where nobody wants another one. */
  public String model() {
    return model(client, options);
  }

  static String model(ClientRequest client, LiveOptions options) {
    if (options.model() != null) {
      return options.model();
    }
    Tier tier = options.tier() == null ? Tier.MAIN : options.tier();
    return client.models().tier(tier).sent();
  }

  /**
   * The models that the client asks for, each with the roles in which it does, the main one first;
   * only what somebody chose, and what the client takes for background work.
   */
  public Map<String, List<Tier>> models() {
    Map<String, List<Tier>> models = new LinkedHashMap<>();
    if (options.model() != null || options.tier() != null) {
      models.put(model(), List.of(options.tier() == null ? Tier.MAIN : options.tier()));
      return models;
    }
    models.put(model(), new ArrayList<>(List.of(Tier.MAIN)));
    for (ClientModel model : client.models().all()) {
      if (model.isChosen() && !model.sent().isEmpty() && model.tier() != Tier.MAIN) {
        models.computeIfAbsent(model.sent(), m -> new ArrayList<>()).add(model.tier());
      }
    }
    return models;
  }

  /** The answer to a request that several checks look at: it is sent once. */
  private Exchange once(String name, Source source) throws InterruptedException {
    Shared one;
    synchronized (shared) {
      one = shared.computeIfAbsent(name, n -> new Shared());
    }
    return one.get(source);
  }

  /** {@code GET /}: the first sign of life. */
  Exchange hello() throws InterruptedException {
    return once("hello", () -> prober.ask(requests.get("/")));
  }

  /** Q25 at the client's base. */
  Exchange path() throws InterruptedException {
    // A wrong key may lock a user out of a service; of a program on this machine it may be asked.
    Asked asked = requests.path(requests.endpoint());
    Asked sent = client.url().isLoopback() ? asked : asked.withCredentials(List.of());
    return once("path", () -> prober.ask(sent));
  }

  /** The list of models. */
  Exchange modelList() throws InterruptedException {
    return once("models", () -> prober.askOnce(requests.models()));
  }

  /** Ids of a list of models, at most 5000 of them; empty where it is none. */
  static List<String> ids(Exchange exchange) {
    return exchange.last().modelIds();
  }

  /** A number of a JSON answer; -1 where it holds none. */
  static long number(Exchange exchange, String field) {
    return exchange.last().number(field);
  }

  /** How far the run goes. */
  Mode depth() {
    return depth;
  }

  /** Whether the model runs on this machine, behind a gateway or without one. */
  boolean isLocal() {
    if (gateway.has(Gateway.Trait.LOCAL_MODEL_SERVER)) {
      return true;
    }
    LiteLlmConfig config = files.destination().config();
    if (config != null) {
      for (Deployment deployment : config.deployments()) {
        if (deployment.provider().startsWith("ollama")) {
          return true;
        }
      }
    }
    return false;
  }

  /** Q01 with the main model. */
  Exchange text() throws InterruptedException {
    return once("text", () -> withRoom(requests.text(model())));
  }

  /** Q02 with the main model. */
  Exchange textStream() throws InterruptedException {
    return once("text-stream", () -> withRoom(requests.textStream(model())));
  }

  /**
   * Whether the model never says the word that it is told to say, not even in the shortest of
   * requests: then a word that is missing elsewhere shows nothing about what reached it.
   */
  boolean isHardOfHearing() throws InterruptedException {
    Exchange text = text();
    if (!text.isAnswered() || text.asked().nonceSeen(text.text())) {
      return false;
    }
    Exchange stream = textStream();
    return !stream.isAnswered() || !stream.asked().nonceSeen(stream.text());
  }

  /** Q03 with the main model. */
  Exchange tool() throws InterruptedException {
    return once("tool", () -> withRoom(requests.tool(model())));
  }

  /** Q04 with the main model. */
  Exchange toolStream() throws InterruptedException {
    return once("tool-stream", () -> withRoom(requests.toolStream(model())));
  }

  /** Q30: the full request of the client. */
  Exchange full() throws InterruptedException {
    return once("full", () -> prober.ask(requests.full(model(), shape)));
  }

  /** A model that thinks may use its tokens up before it says anything: then once with more. */
  Exchange withRoom(Asked asked) throws InterruptedException {
    Exchange exchange = prober.ask(asked);
    boolean empty =
        exchange.isCutByLimit()
            && exchange.text().isBlank()
            && (exchange.message() == null || exchange.message().calls().isEmpty());
    return empty ? prober.ask(asked.roomier()) : exchange;
  }

  /** Whether the client talks to a provider, or to a model server, without a gateway. */
  public boolean isDirect() {
    Destination destination = files.destination();
    return gateway.traits().contains(Gateway.Trait.LOCAL_MODEL_SERVER)
        || (!gateway.isKnown()
            && destination.provider() != null
            && destination.provider().kind() == Provider.Kind.PROVIDER);
  }

  /**
   * Whether several requests at once are answered as each alone: older releases of LiteLLM mix the
   * events of parallel streams, and a model server on this machine answers one at a time anyway.
   */
  boolean mayAskInParallel() {
    if (gateway.traits().contains(Gateway.Trait.LOCAL_MODEL_SERVER)) {
      return false;
    }
    return !gateway.isLiteLlm()
        || Version.of(gateway.version())
            .or(() -> files.workspace().liteLlmVersion())
            .filter(v -> v.isAtLeast(files.liteLlm().separateStreams()))
            .isPresent();
  }

  /** Where faults of whoever answers are put right. */
  public Layer ownLayer() {
    return isDirect() ? Layer.UPSTREAM : Layer.GATEWAY;
  }

  /** Who answers, as the object of a sentence. */
  public String whoAnswers() {
    if (gateway.isKnown()) {
      return gateway.title() + (gateway.version().isEmpty() ? "" : " " + gateway.version());
    }
    Destination destination = files.destination();
    return destination.kind() == Destination.Kind.PROVIDER && destination.provider() != null
        ? destination.provider().title()
        : "the server at " + requests.endpoint().origin();
  }

  /**
   * Where a broken rule of the protocol is put right: structure accuses the program that wrote the
   * answer, content the model ({@code probes.md} 3.5).
   */
  public Layer layerOf(Code code) {
    boolean litellm = gateway.isLiteLlm();
    return switch (code) {
      case C03, C05, C06, C07, C08 -> Layer.MODEL;
      case W09, M07, E01, E02, E04 -> Layer.UPSTREAM;
      // LiteLLM passes arguments on as they come, and makes max_tokens of length alone.
      case M12, T04, T05, T06, T07, T08, T09, T10, T13, T14 ->
          isDirect() || litellm ? Layer.UPSTREAM : Layer.TRANSLATOR;
      default -> isDirect() ? Layer.UPSTREAM : Layer.TRANSLATOR;
    };
  }

  /** The check of that id; the other one where there is none. */
  Check checkFor(String id, Check otherwise) {
    return Optional.ofNullable(checks.get(id)).orElse(otherwise);
  }
}
