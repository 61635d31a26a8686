package dev.ccproxy.check.live;

import dev.ccproxy.catalog.Version;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.LiveDoctor;
import dev.ccproxy.check.LiveOptions;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.ClientHeader;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.explain.Signatures;
import dev.ccproxy.probe.BadUrlException;
import dev.ccproxy.probe.ClientShape;
import dev.ccproxy.probe.Credential;
import dev.ccproxy.probe.Deadlines;
import dev.ccproxy.probe.Endpoint;
import dev.ccproxy.probe.Nonces;
import dev.ccproxy.probe.Requests;
import dev.ccproxy.probe.Transport;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.redact.Secret;
import dev.ccproxy.wire.ClientImpact;
import dev.ccproxy.wire.ResponseHead;
import dev.ccproxy.wire.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the endpoint on the client's way and puts what it shows together with what the files say.
 */
public final class EndpointDoctor implements LiveDoctor {
  /** Checks at once: enough for the longest chain to decide, too few to trouble a gateway. */
  private static final int PARALLEL = 6;

  private static final Duration RUN = Duration.ofMinutes(10);

  /** Tries of each way when the layer is looked for. */
  private static final int STANDARD_TRIES = 4;

  private static final int DEEP_TRIES = 20;

  /** Once is chance. */
  private static final int SOMETIMES = 2;

  /** Who lets the provider be asked wants to know. */
  private static final int DIRECT_TRIES = 10;

  private final Signatures signatures;
  private final String version;
  private final long seed;
  private final Prober.Sleep sleep;
  private final Deadlines deadlines;

  /**
   * @param version of this program, for the user agent
   * @param seed gives the nonces
   */
  public EndpointDoctor(Signatures signatures, String version, long seed) {
    this(signatures, version, seed, Thread::sleep, Deadlines.DEFAULT);
  }

  /**
   * @param sleep how waits pass
   * @param deadlines for servers in the network; those that load a model get longer
   */
  EndpointDoctor(
      Signatures signatures, String version, long seed, Prober.Sleep sleep, Deadlines deadlines) {
    this.signatures = signatures;
    this.version = version;
    this.seed = seed;
    this.sleep = sleep;
    this.deadlines = deadlines;
  }

  @Override
  public Diagnosis examine(FileScene scene, Diagnosis ofFiles, Request request) {
    String reason = nothingToAsk(scene, request.options());
    if (reason != null) {
      return skipped(ofFiles, request, reason);
    }
    ClientRequest client = scene.workspace().clientRequest();
    Endpoint base;
    try {
      base = Endpoint.of(client.url().base());
    } catch (BadUrlException e) {
      return skipped(ofFiles, request, "the base URL cannot be used");
    }
    long start = System.nanoTime();
    Duration most = RUN.plus(request.options().await());
    try (Transport transport = Transport.open(scene.workspace(), version, most)) {
      new Arrival(transport, base, request.options().await(), sleep).await(request.progress());
      Chain chain = chain(scene, base, transport, request.options());
      chain.goes(request.depth());
      List<LiveCheck<Chain>> checks = wanted(request);
      LiveRunner<Chain> runner =
          new LiveRunner<>(
              checks,
              () -> chain.mayAskInParallel() ? PARALLEL : 1,
              new GroupProgress(checks, request.progress()));
      LiveRunner.Outcome outcome = runner.run(chain, start + most.toNanos());
      if (!outcome.complete()) {
        transport.cancel();
      }
      return together(scene, ofFiles, outcome, chain, start, request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return skipped(ofFiles, request, "the run ended before");
    }
  }

  @Override
  public Plan plan(FileScene scene, Request request) {
    LiveOptions options = request.options();
    if (nothingToAsk(scene, options) != null) {
      return Plan.NONE;
    }
    Workspace workspace = scene.workspace();
    String model = Chain.model(workspace.clientRequest(), options);
    try {
      Requests requests =
          new Requests(
              Endpoint.of(workspace.clientRequest().url().base()),
              List.of(),
              List.of(),
              new Nonces(seed));
      long full = Budget.estimate(requests.full(model, shape(workspace, model)));
      Upstream upstream = options.direct() ? Upstream.of(scene, model).upstream() : null;
      return new Costs()
          .plan(
              wanted(request),
              request.depth() == Mode.DEEP,
              full,
              options.repeat(),
              upstream == null ? List.of() : upstream.keysTo());
    } catch (BadUrlException e) {
      return Plan.NONE;
    }
  }

  /** Why no request is sent at all; null where one can be. */
  private static @Nullable String nothingToAsk(FileScene scene, LiveOptions options) {
    ClientRequest client = scene.workspace().clientRequest();
    if (!scene.workspace().hasClient()) {
      return "no client is set up here";
    }
    if (client.cloud().isPresent()) {
      return "the client goes to another vendor's cloud";
    }
    if (client.baseUrl().isEmpty() || client.url().isVendor()) {
      return "the client goes to its own vendor";
    }
    if (!client.url().isUsable()) {
      return "the base URL cannot be used";
    }
    return Chain.model(client, options).isEmpty() ? "no model is named" : null;
  }

  private static Diagnosis skipped(Diagnosis ofFiles, Request request, String reason) {
    List<CheckResult> results = new ArrayList<>(ofFiles.checks());
    for (LiveCheck<Chain> check : wanted(request)) {
      if (request.wanted().test(check)) {
        results.add(new CheckResult(check, CheckResult.Status.SKIP, null, reason, 0));
      }
    }
    return new Diagnosis(
        ofFiles.findings(), results, ofFiles.requests(), ofFiles.durationMs(), null);
  }

  /** The checks of the level, and of those only what is wanted with all that it stands on. */
  private static List<LiveCheck<Chain>> wanted(Request request) {
    List<LiveCheck<Chain>> all = EndpointChecks.all();
    Map<String, LiveCheck<Chain>> byId = new HashMap<>();
    for (LiveCheck<Chain> check : all) {
      byId.put(check.id(), check);
    }
    List<String> ids = new ArrayList<>();
    for (LiveCheck<Chain> check : all) {
      if (check.level().compareTo(request.depth()) <= 0
          && isOffered(check, request.options())
          && request.wanted().test(check)) {
        addWithNeeds(check, byId, ids);
      }
    }
    List<LiveCheck<Chain>> wanted = new ArrayList<>();
    for (LiveCheck<Chain> check : all) {
      if (ids.contains(check.id())) {
        wanted.add(check);
      }
    }
    return wanted;
  }

  /** Whether the options ask for what such a check does. */
  private static boolean isOffered(LiveCheck<Chain> check, LiveOptions options) {
    if (check.id().equals(Reliability.ID)) {
      return options.repeat() > 1;
    }
    return options.direct()
        || !(check instanceof DirectCheck || check.id().equals(LayerVerdict.ID));
  }

  private static void addWithNeeds(
      LiveCheck<Chain> check, Map<String, LiveCheck<Chain>> byId, List<String> ids) {
    if (ids.contains(check.id())) {
      return;
    }
    ids.add(check.id());
    for (String need : check.needs()) {
      LiveCheck<Chain> needed = byId.get(need);
      if (needed != null) {
        addWithNeeds(needed, byId, ids);
      }
    }
  }

  private Chain chain(FileScene scene, Endpoint base, Transport transport, LiveOptions options)
      throws InterruptedException {
    Workspace workspace = scene.workspace();
    ClientRequest client = workspace.clientRequest();
    Version known = workspace.client().version();
    Prober prober =
        new Prober(
            transport,
            deadlines,
            ClientImpact.of("claude-code", known == null ? null : known.toString()),
            sleep);
    prober.keepTo(new Budget(options.budgetTokens()));
    KeyHelper.Result helper = helper(workspace, options.redactor());
    List<Credential> credentials = new ArrayList<>();
    for (ClientHeader header : client.headers()) {
      Credential credential = credential(header, helper, base);
      if (credential != null) {
        credentials.add(credential);
      }
    }
    Requests requests = new Requests(base, credentials, plainHeaders(workspace), new Nonces(seed));
    String model = Chain.model(client, options);
    return new Chain(
        scene,
        requests,
        prober,
        signatures,
        shape(workspace, model),
        Checks.all(),
        options,
        helper);
  }

  private static ClientShape.Sent shape(Workspace workspace, String model) {
    Version known = workspace.client().version();
    return ClientShape.of(known == null ? null : known.toString())
        .sent(workspace.settings(), model);
  }

  /** What the client's {@code apiKeyHelper} gives; null where none counts. */
  private static KeyHelper.@Nullable Result helper(Workspace workspace, Redactor redactor)
      throws InterruptedException {
    for (ClientHeader header : workspace.clientRequest().headers()) {
      if (header.from() == ClientHeader.From.HELPER && header.origin() != null) {
        UserEnvironment environment = workspace.environment();
        Map<String, String> variables = new HashMap<>(environment.variables());
        variables.putAll(environment(workspace));
        return new KeyHelper(
                environment.workingDirectory(), variables, environment.windows(), KeyHelper.TIME)
            .run(header.origin().value(), redactor);
      }
    }
    return null;
  }

  private static @Nullable Credential credential(
      ClientHeader header, KeyHelper.@Nullable Result helper, Endpoint base) {
    if (header.from() == ClientHeader.From.HELPER) {
      Secret key = helper == null ? null : helper.key();
      if (key == null) {
        return null;
      }
      return header.name().equalsIgnoreCase("authorization")
          ? Credential.bearer(key, base.origin())
          : Credential.apiKey(key, base.origin());
    }
    String value = header.value();
    if (value == null || value.isEmpty()) {
      return null;
    }
    String name = header.from().word();
    if (header.name().equalsIgnoreCase("authorization") && value.startsWith("Bearer ")) {
      return Credential.bearer(
          new Secret(name, value.substring("Bearer ".length())), base.origin());
    }
    if (header.name().equalsIgnoreCase("x-api-key")) {
      return Credential.apiKey(new Secret(name, value), base.origin());
    }
    return Credential.header(header.name(), new Secret(name, value), base.origin());
  }

  /** Headers of {@code ANTHROPIC_CUSTOM_HEADERS} that are no credential. */
  private static List<ResponseHead.Header> plainHeaders(Workspace workspace) {
    List<ResponseHead.Header> headers = new ArrayList<>();
    for (String line : workspace.settings().text("ANTHROPIC_CUSTOM_HEADERS").split("\n", -1)) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      if (!name.isEmpty() && !dev.ccproxy.redact.SecretNames.matches(name)) {
        headers.add(new ResponseHead.Header(name, line.substring(colon + 1).strip()));
      }
    }
    return headers;
  }

  private static Map<String, String> environment(Workspace workspace) {
    Map<String, String> environment = new HashMap<>();
    for (String name : workspace.settings().names()) {
      environment.put(name, workspace.settings().text(name));
    }
    return environment;
  }

  /** What failed in the end failed by the same chance. */
  private static List<Finding> withUnsteady(Chain chain, List<Finding> seen) {
    List<Finding> all = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    SortedSet<Integer> statuses = chain.prober().unsteadyStatuses();
    for (Finding finding : seen) {
      boolean same = false;
      for (int status : statuses) {
        same |=
            finding.layer() == Layer.UPSTREAM
                && finding.title().endsWith("(status " + status + ")");
      }
      all.add(same ? finding.with(Severity.WARNING, Confidence.POSSIBLE) : finding);
      if (same && !finding.id().equals("CCP-L401")) {
        ids.add(finding.id());
      }
    }
    all.add(0, unsteady(chain).explaining(ids));
    return all;
  }

  /** Errors that come and go: a client asks again, and a user waits. */
  private static Finding unsteady(Chain chain) {
    int bad = chain.prober().unsteady();
    int all = chain.prober().spent().count();
    return chain
        .checkFor("CCP-L401", new AnswersText())
        .finding(
            Severity.WARNING,
            bad
                + " of "
                + all
                + " requests failed with status "
                + statuses(chain.prober().unsteadyStatuses())
                + " and were answered when sent again")
        .layer(Layer.UPSTREAM)
        .confidence(Confidence.LIKELY)
        .cause("The server that makes the answers fails now and then.")
        .impact("The client tries again by itself; sessions are slow, and some end in an error.")
        .tries(all, all - bad)
        .subject("unsteady")
        .build();
  }

  private static String statuses(SortedSet<Integer> statuses) {
    return statuses.stream().map(String::valueOf).collect(Collectors.joining(" or "));
  }

  private Diagnosis together(
      FileScene scene,
      Diagnosis ofFiles,
      LiveRunner.Outcome outcome,
      Chain chain,
      long start,
      Request request) {
    List<Finding> seen = outcome.findings();
    if (outcome.complete() && request.depth() != Mode.QUICK && !request.options().direct()) {
      try {
        seen =
            new LayerComparison(chain, request.depth() == Mode.DEEP ? DEEP_TRIES : STANDARD_TRIES)
                .refine(seen);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (chain.prober().unsteady() >= SOMETIMES) {
      seen = withUnsteady(chain, seen);
    }
    List<CheckResult> asked = new ArrayList<>(outcome.results());
    Upstream upstream = request.options().direct() ? chain.upstream().upstream() : null;
    if (outcome.complete() && upstream != null) {
      try {
        int tries = request.depth() == Mode.DEEP ? DEEP_TRIES : DIRECT_TRIES;
        DirectComparison.Refined refined =
            new DirectComparison(chain, upstream, tries).refine(seen);
        seen = refined.findings();
        asked.replaceAll(
            result -> result.check().id().equals(LayerVerdict.ID) ? refined.verdict() : result);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    List<Finding> findings =
        new Correlation(predictions(ofFiles.findings(), asked, seen), seen, asked).findings();
    List<CheckResult> results = new ArrayList<>(ofFiles.checks());
    for (CheckResult result : asked) {
      if (request.wanted().test(result.check())) {
        results.add(result);
      }
    }
    long millis = ofFiles.durationMs() + (System.nanoTime() - start) / 1_000_000;
    Diagnosis.Endpoint endpoint =
        chain.gateway().isKnown()
            ? new Diagnosis.Endpoint(
                chain.gateway().kind(),
                chain.gateway().version().isEmpty() ? null : chain.gateway().version())
            : null;
    return new Diagnosis(
            Diagnosis.inOrder(findings), results, chain.prober().spent(), millis, endpoint)
        .with(findings);
  }

  /** The prediction about {@code /responses}, as the provider itself proves or refutes it. */
  private static List<Finding> predictions(
      List<Finding> files, List<CheckResult> results, List<Finding> seen) {
    boolean asked = false;
    boolean answers = false;
    for (CheckResult result : results) {
      asked |= result.check().id().equals(ProviderResponses.ID) && result.isVerdict();
      answers |= result.check().id().equals("CCP-L501") && result.status() == CheckResult.Status.OK;
    }
    if (!asked) {
      return files;
    }
    boolean missing = false;
    for (Finding finding : seen) {
      missing |= finding.id().equals(ProviderResponses.ID);
    }
    List<Finding> judged = new ArrayList<>();
    for (Finding finding : files) {
      boolean predicts =
          finding.id().equals("CCP-S202") && finding.severity().atLeast(Severity.WARNING);
      if (!predicts) {
        judged.add(finding);
      } else if (missing) {
        // A gateway that answers all the same has other files than these.
        judged.add(answers ? finding : finding.with(Severity.ERROR, Confidence.CERTAIN));
      } else if (finding.confidence() == Confidence.CERTAIN) {
        judged.add(finding);
      }
    }
    return judged;
  }
}
