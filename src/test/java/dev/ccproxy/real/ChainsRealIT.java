package dev.ccproxy.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.LabServer;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Scene;
import dev.ccproxy.lab.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole chains, healthy ones and broken ones: what {@code doctor} says of them must be what the
 * real client shows, and where it mends, the client must get its work done afterwards. A chain is a
 * folder; those with {@code quick=true} run always, all of them with {@code mvn verify
 * -Preal,full}.
 */
class ChainsRealIT {
  private static final Path CHAINS = Path.of("src/test/resources/real/chains");
  private static final Path PROGRAM =
      Path.of(System.getProperty("ccproxy.dist", "target/ccproxy"), "bin", "ccproxy");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String CODE = "QUARTZ-7141";

  /** What a program left behind; a negative exit code when it had to be ended. */
  private record Run(int exitCode, String out, String err) {}

  static List<Chain> chains() throws IOException {
    String only = System.getProperty("ccproxy.real.chains", "");
    boolean all = Boolean.getBoolean("ccproxy.real.full") || !only.isEmpty();
    List<Chain> chains = new ArrayList<>();
    try (Stream<Path> folders = Files.list(CHAINS)) {
      for (Path folder : (Iterable<Path>) folders.sorted()::iterator) {
        Chain chain = Chain.read(folder);
        if ((all || chain.quick()) && (only.isEmpty() || chain.name().matches(only))) {
          chains.add(chain);
        }
      }
    }
    return chains;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chains")
  void the_doctor_says_what_the_client_shows(Chain chain) throws Exception {
    Path scratch = Runs.fresh("chain-" + chain.name());
    // Outside of this repository, whose own settings the client would find above its project.
    Path home = Files.createTempDirectory("ccproxy-chain-");
    Personality provider = chain.provider();
    Scene scene = new Scene(provider, chain.faults(provider), Clock.systemUTC(), 1);
    try (LabServer server = LabServer.start(scene)) {
      prove(new World(chain, scratch, home, server.url(), RealGateway.freePort()));
    } finally {
      Runs.delete(home);
    }
  }

  private static void prove(World world) throws Exception {
    Chain chain = world.chain;
    world.lay();
    boolean healthy = chain.expect().equals("healthy");
    Resources resources = new Resources();
    try {
      world.start(resources);
      Run doctor = world.doctor(List.of());
      assertThat(heard(doctor, chain)).as("%s", doctor).isEqualTo(chain.expect());
      assertThat(doctor.exitCode()).as("%s", doctor).isEqualTo(healthy ? 0 : 1);
      assertThat(doctor.out() + doctor.err()).doesNotContain(Chain.KEY);
      Run client = world.client();
      if (chain.clientSays().isEmpty()) {
        assertThat(client.out()).as("%s", client).contains(CODE);
        assertThat(client.exitCode()).isZero();
      } else {
        assertThat(client.out())
            .as("%s", client)
            .contains(chain.clientSays().get())
            .doesNotContain("The code is " + CODE);
      }
      if (!chain.fixed()) {
        return;
      }
      // 1 where the files are mended and only a restart of LiteLLM can show it.
      Run fix = world.doctor(List.of("--fix", "--yes"));
      assertThat(fix.exitCode()).as("%s", fix).isIn(0, 1);
      if (restart(fix)) {
        resources.close();
        world.start(resources);
      }
      Run after = world.doctor(List.of());
      assertThat(heard(after, chain)).as("%s%n%s", fix, after).isEqualTo("healthy");
      assertThat(after.exitCode()).isZero();
      Run mended = world.client();
      assertThat(mended.out()).as("%s", mended).contains(CODE);
      assertThat(mended.exitCode()).isZero();
    } finally {
      resources.close();
    }
  }

  /** Layer and id of the first root finding that is loud. */
  private static String heard(Run doctor, Chain chain) throws Exception {
    Json report = Json.parse(doctor.out().getBytes(StandardCharsets.UTF_8));
    for (Json finding : report.at("findings").items()) {
      boolean fair =
          finding.at("severity").is("info")
              || (finding.at("severity").is("warning") && finding.at("id").is(chain.fair()));
      if (finding.at("root").truth(false) && !fair) {
        return finding.at("layer").text("") + " " + finding.at("id").text("");
      }
    }
    return "healthy";
  }

  private static boolean restart(Run fix) throws Exception {
    Json report = Json.parse(fix.out().getBytes(StandardCharsets.UTF_8));
    assertThat(report.at("fixed").items()).as("%s", fix).isNotEmpty();
    for (Json fixed : report.at("fixed").items()) {
      if (fixed.at("restart").isText()) {
        return true;
      }
    }
    return false;
  }

  /** The machine of the user of a chain. */
  private static final class World {
    private final Chain chain;
    private final Path scratch;
    private final Path home;
    private final Path project;
    private final String provider;
    private final int port;
    private int runs;

    private World(Chain chain, Path scratch, Path home, String provider, int port) {
      this.chain = chain;
      this.scratch = scratch;
      this.home = home;
      this.project = home.resolve("project");
      this.provider = provider;
      this.port = port;
    }

    private String filled(String text) {
      return text.replace("{{gateway}}", "http://127.0.0.1:" + port)
          .replace("{{provider}}", provider)
          .replace("{{key}}", Chain.KEY);
    }

    private void lay() throws IOException {
      Files.createDirectories(project.resolve("notes"));
      Files.createDirectories(home.resolve(".claude"));
      Files.createDirectories(home.resolve("tmp"));
      Files.writeString(project.resolve("notes/code.txt"), "The code is " + CODE + ".\n");
      try (Stream<Path> files = Files.list(chain.folder())) {
        for (Path file : (Iterable<Path>) files::iterator) {
          String name = file.getFileName().toString();
          if (!name.equals("chain.properties")) {
            Path to = name.equals("settings.json") ? home.resolve(".claude") : project;
            Files.writeString(to.resolve(name), filled(Files.readString(file)));
          }
        }
      }
    }

    /** Starts LiteLLM where the chain has one. */
    private void start(Resources resources) throws Exception {
      if (chain.liteLlm().isPresent()) {
        Path own = Files.createDirectories(scratch.resolve("gateway"));
        Path programs = RealParts.liteLlm(chain.liteLlm().get());
        resources.add(RealGateway.start(programs, project, port, own));
      }
    }

    private Run doctor(List<String> more) throws Exception {
      List<String> command =
          new ArrayList<>(
              List.of(PROGRAM.toAbsolutePath().toString(), "doctor", "--format", "json"));
      command.addAll(more);
      return run(command, Map.of("CCPROXY_NO_ARCHIVE", "1"));
    }

    private Run client() throws Exception {
      List<String> command =
          List.of(
              RealParts.client().toString(),
              "-p",
              "Use the Read tool on " + project + "/notes/code.txt and tell me the code in it.",
              "--max-turns",
              "4");
      // What it wants from other hosts ends at a port where nothing listens.
      Map<String, String> wall =
          Map.of("HTTPS_PROXY", "http://127.0.0.1:9", "NO_PROXY", "127.0.0.1,localhost");
      return run(command, wall);
    }

    private Run run(List<String> command, Map<String, String> more) throws Exception {
      Map<String, String> environment = new TreeMap<>();
      String programs = RealParts.client().resolveSibling("").toString();
      if (chain.liteLlm().isPresent()) {
        programs += ":" + RealParts.liteLlm(chain.liteLlm().get());
      }
      environment.put("PATH", programs + ":" + System.getenv("PATH"));
      environment.put("HOME", home.toString());
      environment.put("TMPDIR", home.resolve("tmp").toString());
      environment.put("CLAUDE_CODE_TMPDIR", home.resolve("tmp").toString());
      environment.put("LANG", "C.UTF-8");
      environment.put("TERM", "dumb");
      environment.put("CLAUDE_CODE_MAX_RETRIES", "1");
      chain.terminal().forEach((name, value) -> environment.put(name, filled(value)));
      environment.putAll(more);
      try (RunningProgram program =
          RunningProgram.start(command, environment, project, scratch, "run-" + ++runs)) {
        boolean ended = program.waitFor(PATIENCE);
        return new Run(ended ? program.exitCode() : -1, program.out(), program.err());
      }
    }
  }
}
