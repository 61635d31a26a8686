package dev.ccproxy.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.Recording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code up} with the real LiteLLM and {@code run} with the real Claude Code, on providers that the
 * lab plays.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunRealIT {
  private static final Path PROGRAM =
      Path.of(System.getProperty("ccproxy.dist", "target/ccproxy"), "bin", "ccproxy");
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Resources resources = new Resources();
  private final List<ProviderUnderTest> providers = new ArrayList<>();
  private Path scratch = Path.of("");
  private Path home = Path.of("");
  private Path project = Path.of("");
  private int port;
  private int runs;

  /** What a run left behind. */
  private record Run(int exitCode, String out, String err) {}

  @BeforeAll
  void start() throws Exception {
    scratch = Runs.fresh("run");
    // Outside of this repository, whose own settings the client would find above its project.
    home = Files.createTempDirectory("ccproxy-run-");
    project = Files.createDirectories(home.resolve("project"));
    providers.addAll(
        List.of(
            ProviderUnderTest.openAi(),
            ProviderUnderTest.deepSeek(),
            ProviderUnderTest.ollama(),
            ProviderUnderTest.openRouter(),
            ProviderUnderTest.miniMax()));
    providers.forEach(provider -> resources.add(provider.server()));
    port = RealGateway.freePort();
    List<String> init = new ArrayList<>(List.of("init"));
    for (ProviderUnderTest provider : providers) {
      init.add(provider.id());
    }
    for (ProviderUnderTest provider : providers) {
      init.addAll(List.of("--base-url", provider.id() + "=" + provider.gatewayBase()));
    }
    init.addAll(List.of("--port", Integer.toString(port), "--yes"));
    assertThat(ccproxy(init).exitCode()).isZero();
    // No LiteLLM on this PATH: it comes from the lock file that ships with the program.
    Run up = ccproxy(List.of("up", "--detach", "--yes", "--wait", "200"), installing());
    assertThat(up.exitCode()).as("%s", up).isZero();
    assertThat(up.err())
        .contains("Installing LiteLLM " + RealParts.LITELLM_LONG_TERM, "ready after");
  }

  @AfterAll
  void stop() throws Exception {
    try {
      Run down = ccproxy(List.of("down"));
      assertThat(down.exitCode()).as("%s", down).isZero();
      assertThat(left()).isEmpty();
      assertThat(home.resolve(".local/state/ccproxy/gateways")).doesNotExist();
    } finally {
      resources.close();
      Runs.delete(home);
    }
  }

  List<ProviderUnderTest> providers() {
    return providers;
  }

  Stream<ProviderUnderTest> directProviders() {
    return providers.stream().filter(provider -> !provider.id().equals("openai"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("directProviders")
  void direct_a_file_is_read_with_nothing_set_up_but_the_key(ProviderUnderTest provider)
      throws Exception {
    List<String> line =
        List.of("run", provider.id(), "--base-url", provider.directBase(), "--client", client());
    roundTrip(provider, line, provider.directPath());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  void through_the_gateway_that_up_has_started(ProviderUnderTest provider) throws Exception {
    assertThat(ccproxy(List.of("use", provider.model(), "--yes")).exitCode()).isZero();
    List<String> line = List.of("run", "--client", client());
    roundTrip(provider, line, provider.gatewayPath());
  }

  @Test
  void through_a_gateway_of_its_own_that_ends_with_it() throws Exception {
    ProviderUnderTest provider = providers.get(0);
    List<String> line =
        List.of(
            "run",
            provider.id(),
            "--base-url",
            provider.gatewayBase(),
            "--litellm",
            liteLlm(),
            "--wait",
            "200",
            "--client",
            client());
    roundTrip(provider, line, provider.gatewayPath());
    assertThat(left()).as("only the gateway of the folder is left").hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void the_clients_exit_code_is_ours() throws Exception {
    Run run =
        ccproxy(List.of("run", "deepseek", "--client", client(), "--", "-p", "x", "--nonsense"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("--nonsense");
  }

  /** Both times are printed, and neither is judged: a busy machine makes any bound a lie. */
  @Test
  void up_is_ready_when_litellm_is() throws Exception {
    assertThat(ccproxy(List.of("down")).exitCode()).isZero();
    Path own = home.resolve(".local/share/ccproxy/litellm").resolve(RealParts.LITELLM_LONG_TERM);
    long byHand;
    try (RealGateway alone = RealGateway.start(own.resolve("bin"), project, port, scratch)) {
      byHand = alone.untilReady().toMillis();
    }
    Run up = ccproxy(List.of("up", "--detach", "--wait", "200"));
    assertThat(up.exitCode()).as("%s", up).isZero();
    Matcher ready = Pattern.compile("ready after ([0-9.]+) s").matcher(up.err());
    assertThat(ready.find()).as(up.err()).isTrue();
    double ours = Double.parseDouble(ready.group(1)) * 1000;
    System.getLogger("ccproxy")
        .log(
            System.Logger.Level.INFO,
            "until ready: LiteLLM by hand {0} ms, up {1} ms, ratio {2}",
            byHand,
            ours,
            ours / byHand);
  }

  private void roundTrip(ProviderUnderTest provider, List<String> line, String path)
      throws Exception {
    String code = "OPAL-" + provider.id().toUpperCase(Locale.ROOT) + "-2093";
    Files.createDirectories(project.resolve("notes"));
    Files.writeString(project.resolve("notes/code.txt"), "The code is " + code + ".\n");
    Recording seen = provider.server().recording();
    seen.clear();
    Map<String, String> before = files();
    List<String> command = new ArrayList<>(line);
    command.addAll(
        List.of(
            "--",
            "-p",
            "Use the Read tool on " + project + "/notes/code.txt and tell me the code in it.",
            "--max-turns",
            "6"));
    Run run = ccproxy(command);
    assertThat(run.out()).as("%s", run).contains(code);
    assertThat(run.exitCode()).isZero();
    String name = provider.server().scene().personality().name();
    // LiteLLM 1.108.11 asks OpenAI for its models whenever it is asked for its own.
    List<Recording.Entry> asked =
        seen.entries().stream().filter(e -> !e.toString().contains(" GET /v1/models ")).toList();
    assertThat(asked)
        .extracting(Recording.Entry::toString)
        .containsExactlyElementsOf(Collections.nCopies(2, name + " POST " + path + " -> 200"));
    assertThat(seen.defects()).isEmpty();
    assertThat(asked.get(1).body().toString()).contains(code);
    assertThat(run.err() + run.out())
        .doesNotContain(provider.key().length() < 12 ? "no such key" : provider.key());
    assertThat(files()).isEqualTo(before);
  }

  /** What the user has in his files; the client keeps its own state beside it. */
  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(home)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        String path = home.relativize(file).toString();
        boolean own =
            (path.startsWith(".claude") && !path.endsWith("settings.json"))
                || path.startsWith(".cache")
                || path.startsWith("tmp")
                || path.startsWith(".local/state/ccproxy/gateways")
                || path.startsWith(".local/share/claude")
                || path.startsWith(".local/share/ccproxy/litellm")
                || path.startsWith(".npm");
        if (!own) {
          files.put(path, Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return files;
  }

  /** Processes that have our home in their command line. */
  private List<String> left() {
    List<String> left = new ArrayList<>();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      for (ProcessHandle process : (Iterable<ProcessHandle>) all::iterator) {
        try {
          String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
          if (line.contains(home.toString())) {
            left.add(line.replace('\0', ' '));
          }
        } catch (IOException e) {
          // It has just ended.
        }
      }
    }
    return left;
  }

  /** How this machine reaches PyPI, which no other run may know. */
  private static Map<String, String> installing() {
    Map<String, String> variables = new TreeMap<>();
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      String name = variable.getKey().toUpperCase(Locale.ROOT);
      if (name.startsWith("PIP_")
          || name.startsWith("UV_")
          || name.startsWith("SSL_CERT_")
          || name.endsWith("_PROXY")) {
        variables.put(variable.getKey(), variable.getValue());
      }
    }
    variables.put("PATH", RealParts.installer() + ":" + System.getenv("PATH"));
    variables.put("UV_CACHE_DIR", RealParts.installerCache().toString());
    return variables;
  }

  private Run ccproxy(List<String> arguments) throws Exception {
    return ccproxy(arguments, Map.of());
  }

  private Run ccproxy(List<String> arguments, Map<String, String> more) throws Exception {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toAbsolutePath().toString()));
    command.addAll(arguments);
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", home.toString());
    environment.put("TMPDIR", Files.createDirectories(home.resolve("tmp")).toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("TERM", "dumb");
    environment.put("CCPROXY_NO_ARCHIVE", "1");
    environment.put("CLAUDE_CODE_MAX_RETRIES", "1");
    providers.forEach(provider -> environment.put(provider.keyVariable(), provider.key()));
    environment.putAll(more);
    try (RunningProgram program =
        RunningProgram.start(command, environment, project, scratch, "run-" + ++runs)) {
      boolean ended = program.waitFor(PATIENCE);
      return new Run(ended ? program.exitCode() : -1, program.out(), program.err());
    }
  }

  private static String client() {
    return RealParts.client().toString();
  }

  private static String liteLlm() {
    return RealParts.liteLlm(RealParts.LITELLM_LONG_TERM).resolve("litellm").toString();
  }
}
