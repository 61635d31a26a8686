package dev.ccproxy.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.fault.Ask;
import dev.ccproxy.lab.fault.Faults;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.lab.gateway.LabGateway;
import dev.ccproxy.lab.gateway.Role;
import dev.ccproxy.lab.gateway.Roles;
import dev.ccproxy.lab.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Records what the real clients make of every damaged answer of the lab, a text and a round trip
 * with a tool each, into a dated file that quick tests replay. Takes minutes and runs only by its
 * name, after {@code src/test/real/install-sdks.sh target/real}: {@code mvn verify -Preal
 * -Dit.test=ClientOutcomesRecording}. {@code -Dccproxy.clients=FILE,FILE} adds other releases of
 * the client; {@code -Dccproxy.faults=S01,N} records some of the faults, into the folder of the run
 * only.
 */
class ClientOutcomesRecording {
  private static final Path FILE = Path.of("src/test/resources/wire/client-outcomes.tsv");
  private static final String HEALTHY = "healthy";
  private static final int CLIENTS = 2;
  private static final int LONGEST = 600;

  private static final String HEAD =
      """
      # What real clients make of damaged answers: recorded by ClientOutcomesRecording on %s, on the lab's %s.
      # Columns, separated by tabs: fault of the lab, run, client, its version, requests beyond those of the healthy run (fewer when it gave up),
      # outcome (as-healthy, error: with its first line, silent: with the damage). Runs: text; call, a round trip with one
      # tool call; calls, with two; body-..., the answer that is not streamed is damaged. For claude-code, which always
      # asks for a stream, the stream is empty in those.
      """;

  private final Faults faults = new Faults();
  private final Role role = new Roles().find(Roles.DEFAULT).orElseThrow();

  /** One line of the file. */
  private record Outcome(
      String fault, String run, String client, String version, int more, String outcome) {
    @Override
    public String toString() {
      return String.join("\t", fault, run, client, version, Integer.toString(more), outcome);
    }
  }

  /** A conversation to be played; without a fault the one that the others are compared with. */
  private record Job(String fault, String run, boolean thinking) {
    Job healthy(boolean streamEmpty) {
      return new Job(streamEmpty ? "S06" : HEALTHY, run, thinking);
    }
  }

  @Test
  void records() throws Exception {
    Path scratch = Runs.fresh("outcomes");
    List<Job> jobs = jobs();
    Map<Job, List<Outcome>> found = new LinkedHashMap<>();
    jobs.forEach(job -> found.put(job, new ArrayList<>()));
    ExecutorService workers = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<Map<Job, Outcome>>> parts = new ArrayList<>();
      for (int worker = 0; worker < CLIENTS; worker++) {
        List<Job> share = new ArrayList<>();
        for (int i = worker; i < jobs.size(); i += CLIENTS) {
          share.add(jobs.get(i));
        }
        for (Path program : programs()) {
          Path logs = Files.createDirectories(scratch.resolve("claude-" + parts.size()));
          parts.add(workers.submit(() -> client(program, share, logs)));
        }
      }
      for (Future<Map<Job, Outcome>> part : parts) {
        part.get().forEach((job, outcome) -> add(found, job, outcome));
      }
    } finally {
      workers.shutdownNow();
      workers.awaitTermination(1, TimeUnit.MINUTES);
    }
    String model = role.modelNames().get(0);
    try (SdkUnderTest typeScript = SdkUnderTest.typeScript(scratch, LabGateway.KEY, model);
        SdkUnderTest python = SdkUnderTest.python(scratch, LabGateway.KEY, model)) {
      for (SdkUnderTest sdk : List.of(typeScript, python)) {
        sdk(sdk, jobs).forEach((job, outcome) -> add(found, job, outcome));
      }
    }
    StringBuilder lines =
        new StringBuilder(HEAD.formatted(LocalDate.now(ZoneOffset.UTC), role.title()));
    found.values().forEach(all -> all.forEach(one -> lines.append(one).append('\n')));
    Files.writeString(scratch.resolve("client-outcomes.tsv"), lines);
    if (System.getProperty("ccproxy.faults", "").isEmpty()) {
      Files.writeString(FILE, lines);
    }
    assertThat(found.values()).allSatisfy(all -> assertThat(all).hasSize(2 + programs().size()));
  }

  private static void add(Map<Job, List<Outcome>> found, Job job, Outcome outcome) {
    found.computeIfAbsent(job, unknown -> new ArrayList<>()).add(outcome);
  }

  private static List<Path> programs() {
    List<Path> programs = new ArrayList<>(List.of(RealParts.client()));
    for (String program : System.getProperty("ccproxy.clients", "").split(",", -1)) {
      if (!program.isEmpty()) {
        programs.add(Path.of(program));
      }
    }
    return programs;
  }

  private List<Job> jobs() {
    String only = System.getProperty("ccproxy.faults", "");
    List<Job> jobs = new ArrayList<>();
    for (KnownFault fault : faults.all()) {
      boolean body = fault.id().matches("N\\d\\d");
      boolean wanted = only.isEmpty();
      for (String prefix : only.split(",", -1)) {
        wanted |= !prefix.isEmpty() && fault.id().startsWith(prefix);
      }
      if (wanted && (body || fault.id().matches("S\\d\\d.*|T\\d|H50"))) {
        String before = body ? "body-" : "";
        String call = fault.shows() == Ask.CALLS ? "calls" : "call";
        boolean thinking = fault.shows() == Ask.THOUGHT || fault.scope().thoughts();
        jobs.add(new Job(fault.id(), before + "text", thinking));
        jobs.add(new Job(fault.id(), before + call, thinking));
      }
    }
    return jobs;
  }

  private LabGateway start(Job job, boolean streamEmpty) throws IOException {
    LabGateway.Builder builder = LabGateway.of(role.id());
    if (streamEmpty) {
      builder.fault("S06");
    }
    return (job.fault().equals(HEALTHY) ? builder : builder.fault(job.fault())).start();
  }

  /** What a run of the client left behind. */
  private record Seen(RealClient.Run run, int requests) {}

  private Map<Job, Outcome> client(Path program, List<Job> jobs, Path logs) throws Exception {
    Map<Job, Outcome> outcomes = new HashMap<>();
    Map<Job, Seen> healthy = new HashMap<>();
    try (RealClient client = new RealClient(program, logs)) {
      String version = client.version();
      for (Job job : jobs) {
        boolean body = job.run().startsWith("body-");
        Job other = job.healthy(body);
        Seen expected = healthy.get(other);
        if (expected == null) {
          expected = play(client, other, false, logs);
          healthy.put(other, expected);
        }
        Seen seen = play(client, job, body, logs);
        outcomes.put(
            job,
            new Outcome(
                job.fault(),
                job.run(),
                "claude-code",
                version,
                seen.requests() - expected.requests(),
                outcome(seen.run(), expected.run())));
      }
    }
    return outcomes;
  }

  private Seen play(RealClient client, Job job, boolean streamEmpty, Path logs) throws Exception {
    try (LabGateway gateway = start(job, streamEmpty)) {
      Path settings = logs.resolve("settings.json");
      Json env =
          Json.object()
              .with("ANTHROPIC_BASE_URL", gateway.baseUrl())
              .with("ANTHROPIC_AUTH_TOKEN", gateway.key())
              .with("ANTHROPIC_API_KEY", "")
              .with("ANTHROPIC_MODEL", gateway.model())
              .with("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
      Files.writeString(settings, Json.object().with("env", env).toString());
      String prompt =
          switch (job.run().replace("body-", "")) {
            case "text" -> "Which city is the capital of Norway?";
            case "call" ->
                "Use the Read tool with file_path \"{{project}}/notes/code.txt\" and limit 100.";
            default ->
                "Use the Read tool on both file_path \"{{project}}/notes/code.txt\" and file_path"
                    + " \"{{project}}/notes/more.txt\".";
          };
      RealClient.Run run = client.ask(settings, "QUARTZ-7141", prompt);
      return new Seen(run, gateway.messages());
    }
  }

  private static String outcome(RealClient.Run run, RealClient.Run healthy) {
    String out = plain(run.out());
    if (run.exitCode() != 0) {
      String all = out.isBlank() ? plain(run.err()) : out;
      String line =
          all.lines()
              .filter(l -> l.contains("API Error"))
              .findFirst()
              .orElse(all.lines().findFirst().orElse(""));
      return run.exitCode() < 0 ? "hangs" : bounded("error: " + line);
    }
    if (out.equals(plain(healthy.out()))) {
      return "as-healthy";
    }
    if (out.isBlank()) {
      return "silent: empty output";
    }
    String first = out.lines().findFirst().orElse("");
    return bounded(
        (out.contains("tool_use_error") || out.contains("reported an error")
                ? "silent: refused call: "
                : "silent: other output: ")
            + first);
  }

  /** What a conversation with an SDK came to. */
  private record Played(Json result, int requests) {}

  private Map<Job, Outcome> sdk(SdkUnderTest sdk, List<Job> jobs) throws Exception {
    Map<Job, Outcome> outcomes = new HashMap<>();
    Map<Job, Played> healthy = new HashMap<>();
    for (Job job : jobs) {
      Job other = job.healthy(false);
      Played expected = healthy.get(other);
      if (expected == null) {
        expected = play(sdk, other);
        healthy.put(other, expected);
      }
      Played played = play(sdk, job);
      String outcome = SdkUnderTest.outcome(played.result(), expected.result());
      outcomes.put(
          job,
          new Outcome(
              job.fault(),
              job.run(),
              sdk.name(),
              played.result().at("version").text("?"),
              played.requests() - expected.requests(),
              bounded(plain(outcome))));
    }
    return outcomes;
  }

  private Played play(SdkUnderTest sdk, Job job) throws Exception {
    try (LabGateway gateway = start(job, false)) {
      Json result = sdk.play(gateway.baseUrl(), job.run(), job.thinking());
      return new Played(result, gateway.messages());
    }
  }

  /** Without what is another one in every run. */
  private static String plain(String text) {
    return text.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
        .replaceAll("/tmp/ccproxy-real-\\d+", "HOME")
        .replaceAll("\\b(req|msg|toolu)_[A-Za-z0-9]+", "$1_ID")
        .replace('\t', ' ');
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
