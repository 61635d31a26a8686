package dev.ccproxy.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.LabServer;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Scene;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.report.ConfigReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code ccproxy config} says the client sends is what an endpoint then gets from the real
 * client with the same files and variables.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigPredictionRealIT {
  private static final Path PROGRAM =
      Path.of(System.getProperty("ccproxy.dist", "target/ccproxy"), "bin", "ccproxy");
  private static final long SEED = Long.getLong("ccproxy.real.seed", 20261127);
  private static final int COMBINATIONS = Integer.getInteger("ccproxy.real.combinations", 48);

  /** A client works on one core for about a second. */
  private static final int AT_A_TIME = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Resources resources = new Resources();
  private final Map<SettingsCombination, Future<Outcome>> outcomes = new HashMap<>();
  private List<SettingsCombination> combinations = List.of();
  private boolean canManage;

  /**
   * What was said, and what came.
   *
   * @param seen the first message; null when none came before the client ended
   * @param out what the client printed
   */
  private record Outcome(
      Json predicted, RecordingEndpoint.@Nullable Seen seen, String origin, String out) {}

  /** Refuses every request to the outside. */
  private record Wall() implements Personality {
    @Override
    public String name() {
      return "outside";
    }

    @Override
    public Reply answer(Exchange exchange) {
      return Reply.text(403, "text/plain", "nothing leaves the test");
    }
  }

  @BeforeAll
  void start() throws Exception {
    Path logs = Runs.fresh("config");
    canManage = canManage(logs);
    LabServer wall = resources.add(LabServer.start(Scene.healthy(new Wall())));
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    resources.add(threads::shutdownNow);
    combinations =
        IntStream.range(0, COMBINATIONS)
            .mapToObj(index -> SettingsCombination.of(SEED, index))
            .toList();
    for (SettingsCombination combination : combinations) {
      if (canManage || !combination.isManaged()) {
        int index = outcomes.size();
        outcomes.put(
            combination, threads.submit(() -> run(combination, wall.url(), logs, "c" + index)));
      }
    }
  }

  @AfterAll
  void stop() {
    resources.close();
  }

  Stream<SettingsCombination> combinations() {
    return combinations.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("combinations")
  void what_is_said_is_what_is_sent(SettingsCombination combination) throws Exception {
    assumeTrue(
        canManage || !combination.isManaged(),
        "files of the administrator need a private view of /etc: unshare and overlayfs");
    Outcome outcome = Objects.requireNonNull(outcomes.get(combination)).get();
    Json request = outcome.predicted().at("request");
    String url = request.at("url").text("");
    String story =
        combination.files()
            + "\n"
            + combination.shell()
            + "\n"
            + request
            + "\n"
            + outcome.seen()
            + "\n"
            + outcome.out();
    RecordingEndpoint.Seen seen = outcome.seen();
    boolean isSent =
        outcome.predicted().at("starts").truth(true)
            && url.startsWith(outcome.origin())
            && !request.at("headers").items().isEmpty();
    if (!isSent || seen == null) {
      assertThat(seen != null).as(story).isEqualTo(isSent);
      return;
    }
    assertThat(facts(outcome, seen)).as(story).isEqualTo(predictions(request, outcome));
  }

  private static Map<String, String> predictions(Json request, Outcome outcome) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("target", request.at("url").text("").substring(outcome.origin().length()));
    for (Json header : request.at("headers").items()) {
      String name = header.at("name").text("").toLowerCase(Locale.ROOT);
      facts.put(name, header.at("value").text().orElse("of " + header.at("from").text("nothing")));
    }
    for (Json model : request.at("models").items()) {
      if (model.at("tier").is("main")) {
        facts.put("model", model.at("sent").text(""));
      }
    }
    Json limits = request.at("limits");
    facts.put("max_tokens", limits.at("maxOutput").toString());
    facts.put("timeout", Long.toString(limits.at("timeoutMs").number(0) / 1000));
    facts.put("thinking", request.at("thinking").text("none"));
    return facts;
  }

  private static Map<String, String> facts(Outcome outcome, RecordingEndpoint.Seen seen) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("target", seen.target());
    for (String name : List.of("authorization", "x-api-key")) {
      if (!seen.all(name).isEmpty()) {
        facts.put(name, shown(String.join(" and ", seen.all(name)), outcome.predicted()));
      }
    }
    facts.put("model", seen.model());
    facts.put("max_tokens", seen.maxTokens());
    facts.put("timeout", String.join(",", seen.all("x-stainless-timeout")));
    facts.put("thinking", seen.thinking());
    return facts;
  }

  /** A credential as the program shows it; what the helper in effect prints it cannot know. */
  private static String shown(String credential, Json predicted) {
    for (Json value : predicted.at("values").items()) {
      if (value.at("name").is("apiKeyHelper") && value.at("value").given()) {
        String printed = value.at("value").text("").replace("echo ", "");
        if (credential.equals(printed) || credential.equals("Bearer " + printed)) {
          return "of apiKeyHelper";
        }
      }
    }
    return ConfigReport.shown("Authorization", credential);
  }

  private static Outcome run(SettingsCombination combination, String wall, Path logs, String name)
      throws Exception {
    // Outside of this repository, whose own settings the client would find above its project.
    Path home = Files.createTempDirectory("ccproxy-config-");
    try (RecordingEndpoint endpoint = new RecordingEndpoint()) {
      Path project = Files.createDirectories(home.resolve("project"));
      for (Map.Entry<String, String> file : combination.files().entrySet()) {
        Path path = home.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, at(endpoint, file.getValue()));
      }
      Map<String, String> environment = environment(home, wall);
      combination.shell().forEach((key, value) -> environment.put(key, at(endpoint, value)));
      List<String> flag =
          combination.flag()
              ? List.of("--settings", home.resolve(SettingsCombination.FLAG_FILE).toString())
              : List.of();
      List<String> view = combination.isManaged() ? privateEtc(home) : List.of();
      Json predicted = predicted(view, flag, environment, project, logs, name);
      return client(view, flag, environment, project, logs, name, endpoint, predicted);
    } finally {
      Runs.delete(home);
    }
  }

  private static String at(RecordingEndpoint endpoint, String text) {
    return text.replace(SettingsCombination.ORIGIN, endpoint.origin());
  }

  private static Map<String, String> environment(Path home, String wall) throws IOException {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("HOME", home.toString());
    environment.put("TMPDIR", Files.createDirectories(home.resolve("tmp")).toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("TERM", "dumb");
    environment.put("CLAUDE_CODE_MAX_RETRIES", "0");
    environment.put("HTTPS_PROXY", wall);
    environment.put("NO_PROXY", "127.0.0.1");
    environment.put("CCPROXY_NO_ARCHIVE", "1");
    return environment;
  }

  private static Json predicted(
      List<String> view,
      List<String> flag,
      Map<String, String> environment,
      Path project,
      Path logs,
      String name)
      throws Exception {
    List<String> command = new ArrayList<>(view);
    command.addAll(List.of(PROGRAM.toAbsolutePath().toString(), "config", "--format", "json"));
    command.addAll(List.of("--client", "claude-code@2.1.330"));
    command.addAll(flag);
    try (RunningProgram program =
        RunningProgram.start(command, environment, project, logs, name + "-ccproxy")) {
      assertThat(program.waitFor(PATIENCE)).isTrue();
      assertThat(program.exitCode()).as(program.err()).isZero();
      return Json.parse(program.out().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Runs the client until its first message has come. */
  private static Outcome client(
      List<String> view,
      List<String> flag,
      Map<String, String> environment,
      Path project,
      Path logs,
      String name,
      RecordingEndpoint endpoint,
      Json predicted)
      throws Exception {
    List<String> command = new ArrayList<>(view);
    command.addAll(List.of(RealParts.client().toString(), "-p", "hello"));
    command.addAll(flag);
    try (RunningProgram program =
        RunningProgram.start(command, environment, project, logs, name + "-claude")) {
      CompletableFuture.anyOf(endpoint.first(), program.ended())
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return new Outcome(
          predicted,
          endpoint.first().getNow(null),
          endpoint.origin(),
          program.out() + program.err());
    }
  }

  /** A command line that runs what follows it where {@code /etc} has our files in front. */
  private static List<String> privateEtc(Path home) {
    String mount = "mount -t overlay overlay -o lowerdir=\"$0/etc\":/etc /etc && exec \"$@\"";
    return List.of("unshare", "-Urm", "sh", "-c", mount, home.toString());
  }

  /** Whether this machine lets its users have a view of their own of the file system. */
  private static boolean canManage(Path logs) throws Exception {
    Path home = Files.createTempDirectory("ccproxy-config-");
    try {
      Path probe = Files.createDirectories(home.resolve("etc")).resolve("ccproxy-probe");
      Files.writeString(probe, "");
      List<String> command = new ArrayList<>(privateEtc(home));
      command.addAll(List.of("test", "-e", "/etc/ccproxy-probe"));
      Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
      try (RunningProgram program =
          RunningProgram.start(command, environment, home, logs, "private-etc")) {
        return program.waitFor(PATIENCE) && program.exitCode() == 0;
      } catch (IOException e) {
        return false;
      }
    } finally {
      Runs.delete(home);
    }
  }
}
