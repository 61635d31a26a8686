package dev.ccproxy.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.launch.FakeGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Life and end of what {@code up} and {@code run} start, with a fake gateway and a fake client. */
@EnabledOnOs(OS.LINUX)
class LaunchIT {
  private static final String MASTER = "sk-fake-master-key-0123456789";
  private static final String PROVIDER = "sk-fake-provider-key-0123456789";

  @TempDir Path scratch;
  private Dist dist;
  private Path folder;
  private int port;

  @BeforeEach
  void made() throws IOException {
    dist = Dist.built(scratch);
    folder = Files.createDirectories(dist.home().resolve("project"));
    FakeGateway.install(folder.resolve(".venv"), "1.108.11");
    FakeGateway.files(folder, "gpt-x", "gpt-y");
    port = freePort();
  }

  @AfterEach
  void nothing_runs_any_more() throws Exception {
    assertThat(ours()).as("processes left behind").isEmpty();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(loopback(), port), 500);
      throw new AssertionError("something still listens on port " + port);
    } catch (IOException expected) {
      assertThat(expected).isInstanceOf(java.net.ConnectException.class);
    }
  }

  // up, status, logs, down

  @Test
  void detached_it_is_found_joined_and_ended() throws Exception {
    Dist.Result up = ccproxy("up", "--detach", "--port", "" + port);
    assertThat(up.exitCode()).as("%s", up).isZero();
    assertThat(up.err()).contains("ready after").contains("gpt-x, gpt-y");
    long pid = gatewayPid();

    Dist.Result again = ccproxy("up", "--detach", "--format", "json");
    assertThat(again.exitCode()).as("%s", again).isZero();
    assertThat(again.err()).contains("runs already, on port " + port);
    assertThat(again.out()).contains("\"pid\": " + pid);

    Dist.Result status = ccproxy("status");
    assertThat(status.exitCode()).isZero();
    assertThat(status.out()).contains("ready", ":" + port, "1.108.11", "detached");
    assertThat(ccproxy("logs").out()).contains("Uvicorn running");

    Dist.Result down = ccproxy("down");
    assertThat(down.exitCode()).as("%s", down).isZero();
    assertThat(down.out()).startsWith("stopped");
    assertThat(ccproxy("status").exitCode()).isEqualTo(1);
    assertThat(ccproxy("down").exitCode()).isEqualTo(1);
    assertStateIsGone();
  }

  @Test
  void two_folders_run_side_by_side() throws Exception {
    Path other = Files.createDirectories(dist.home().resolve("other"));
    FakeGateway.install(other.resolve("venv"), "1.109.1");
    FakeGateway.files(other, "gpt-z");
    int otherPort = freePort();
    assertThat(ccproxy("up", "--detach", "--port", "" + port).exitCode()).isZero();
    Dist.Result taken = in(other, "up", "--detach", "--port", "" + port);
    assertThat(taken.exitCode()).isEqualTo(1);
    assertThat(taken.err()).contains("taken by the gateway of").contains("project");
    assertThat(in(other, "up", "--detach", "--port", "" + otherPort).exitCode()).isZero();
    assertThat(in(other, "status").out().lines()).hasSize(2);
    assertThat(in(other, "down", "--all").out().lines()).hasSize(2);
    assertStateIsGone();
  }

  @Test
  void at_the_same_time_in_one_folder_one_starts_it_and_the_others_join() throws Exception {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(start("up", "--detach", "--port", "" + port));
    }
    for (Process process : all) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    assertThat(gateways()).hasSize(1);
    assertThat(ccproxy("down").exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143", "HUP,129"})
  void in_the_foreground_a_signal_ends_it(String signal, int code) throws Exception {
    Process up = start("up", "--port", "" + port);
    awaitReady();
    signal(signal, up.pid());
    assertThat(up.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).isEqualTo(code);
    assertStateIsGone();
  }

  @Test
  void killed_it_leaves_no_orphan() throws Exception {
    Process up = start("up", "--port", "" + port);
    awaitReady();
    up.destroyForcibly().waitFor();
    awaitNothingOfOurs();
    assertStateIsGone();
  }

  @Test
  void an_end_at_the_start_shows_the_cause_and_not_the_banner() throws Exception {
    Dist.Result up = mode("exit").runUp("--port", "" + port);
    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.err())
        .contains("LiteLLM ended with code 3: ValueError: the moon is in the wrong place")
        .doesNotContain("Traceback", "Krrish");
    assertThat(ccproxy("status").out()).contains("ended", "exit code 3");
    assertThat(ccproxy("logs").out()).contains("Traceback");
    // The next start is not disturbed by what the failed one left.
    assertThat(ccproxy("up", "--detach", "--port", "" + port).exitCode()).isZero();
    assertThat(ccproxy("down").exitCode()).isZero();
    assertStateIsGone();
  }

  @Test
  void files_with_which_it_cannot_start_are_told_instead_of_starting_it() throws Exception {
    Path config = folder.resolve("litellm_config.yaml");
    Files.writeString(config, "model_list:\n  - model_name: gpt-x\n    params: {}\n");
    String client = client("touch was-run").toString();
    for (String[] command : new String[][] {{"up"}, {"run", "--client", client}}) {
      Dist.Result told = ccproxy(command);
      assertThat(told.exitCode()).as("%s", told).isEqualTo(command[0].equals("up") ? 1 : 125);
      assertThat(told.err())
          .contains("LiteLLM does not start with", "has no litellm_params", "config.yaml:2:5")
          .contains("complete the entry", "ccproxy explain CCP-S211")
          .doesNotContain("Starting LiteLLM");
    }
    Files.writeString(config, "model_list:\n  - model_name: 'gpt-x\n");
    Dist.Result result = ccproxy("up");
    assertThat(result.exitCode()).as("%s", result).isNotZero();
    assertThat(result.err()).contains("litellm_config.yaml:2");
    assertThat(folder.resolve("was-run")).doesNotExist();
    assertStateIsGone();
  }

  @Test
  void one_that_does_not_answer_is_given_up() throws Exception {
    Dist.Result up = mode("hang").runUp("--wait", "2", "--port", "" + port);
    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.err()).contains("does not answer").contains("still thinking");
    assertStateIsGone();
  }

  @Test
  void a_signal_during_the_start_ends_it() throws Exception {
    Process up = mode("hang").start("up", "--port", "" + port);
    Dist.await("it has begun", () -> gateways().size() == 1);
    signal("INT", up.pid());
    assertThat(up.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).isEqualTo(130);
    assertStateIsGone();
  }

  @Test
  void a_megabyte_of_output_holds_up_nobody() throws Exception {
    Dist.Result up = mode("megabyte").runUp("--detach", "--port", "" + port);
    assertThat(up.exitCode()).as("%s", up).isZero();
    Dist.await("the log is complete", () -> size(log()) > 1_000_000);
    assertThat(ccproxy("logs").out().lines()).hasSizeGreaterThan(10_000);
    assertThat(ccproxy("down").exitCode()).isZero();
  }

  @Test
  void one_that_dies_later_is_noticed() throws Exception {
    Process up = mode("die").start("up", "--port", "" + port);
    awaitReady();
    ask("/die");
    assertThat(up.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).isEqualTo(1);
    assertThat(err()).contains("LiteLLM ended with code 9: RuntimeError: died on the job");
    assertThat(ccproxy("down").exitCode()).isZero();
    assertStateIsGone();
  }

  @Test
  void one_that_is_deaf_is_killed() throws Exception {
    assertThat(mode("deaf").runUp("--detach", "--port", "" + port).exitCode()).isZero();
    assertThat(ccproxy("down").exitCode()).isZero();
    assertStateIsGone();
  }

  @Test
  void a_port_of_another_program_is_named_with_its_holder() throws Exception {
    try (ServerSocket holder = new ServerSocket(0, 1, loopback())) {
      Dist.Result up = ccproxy("up", "--port", "" + holder.getLocalPort());
      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.err())
          .contains("is taken by java (process " + ProcessHandle.current().pid() + ")");
    }
    assertStateIsGone();
  }

  @Test
  void the_state_of_a_killed_machine_is_seen_through() throws Exception {
    assertThat(ccproxy("up", "--detach", "--port", "" + port).exitCode()).isZero();
    for (ProcessHandle process : ours()) {
      process.destroyForcibly();
    }
    awaitNothingOfOurs();
    assertThat(ccproxy("status").out()).startsWith("stale");
    assertThat(ccproxy("up", "--detach", "--port", "" + port).exitCode()).isZero();
    assertThat(ccproxy("status").out()).startsWith("ready");
    assertThat(ccproxy("down").exitCode()).isZero();
    assertStateIsGone();
  }

  @Test
  void a_gateway_without_its_guard_is_still_ended() throws Exception {
    assertThat(ccproxy("up", "--detach", "--port", "" + port).exitCode()).isZero();
    long pid = gatewayPid();
    for (ProcessHandle process : ours()) {
      if (process.pid() != pid) {
        process.destroyForcibly();
      }
    }
    assertThat(ccproxy("down").exitCode()).isZero();
    assertStateIsGone();
  }

  @Test
  void keys_are_in_no_argument_no_state_and_no_log() throws Exception {
    Dist loud = dist.with("FAKE_GATEWAY", "environment");
    Dist.Result up =
        loud.runIn(folder, loud.launcher().toString(), "up", "--detach", "--port", "" + port);
    assertThat(up.exitCode()).as("%s", up).isZero();
    Dist.await("it has printed its variables", () -> text(log()).contains("FAKE_API_KEY"));
    assertThat(text(log())).contains("FAKE_API_KEY=<key>", "LITELLM_MODE=PRODUCTION");
    for (ProcessHandle process : ours()) {
      assertThat(text(Path.of("/proc/" + process.pid() + "/cmdline")))
          .doesNotContain(MASTER, PROVIDER);
    }
    for (Path file : files(state())) {
      assertThat(text(file)).as("%s", file).doesNotContain(MASTER, PROVIDER);
      assertThat(Files.getPosixFilePermissions(file)).as("%s", file).hasSize(2);
    }
    assertThat(ccproxy("down").exitCode()).isZero();
  }

  @Test
  void starts_and_stops_in_a_row_leave_nothing() throws Exception {
    int rounds = Integer.getInteger("ccproxy.starts", 6);
    Random random = new Random(20261126);
    for (int i = 0; i < rounds; i++) {
      Process up = start("up", "--port", "" + port);
      if (i % 3 == 2) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
        signal(random.nextBoolean() ? "KILL" : "INT", up.pid());
      } else {
        awaitReady();
        signal("TERM", up.pid());
      }
      assertThat(up.waitFor(30, TimeUnit.SECONDS)).as("round %s", i).isTrue();
      awaitNothingOfOurs();
      assertStateIsGone();
    }
  }

  // run

  @Test
  void the_client_gets_its_variables_arguments_and_input_and_gives_the_exit_code()
      throws Exception {
    Path client = client("cat >stdin; printf '%s\\n' \"$@\" >arguments; env >environment; exit 42");
    Map<Path, String> before = tree();
    Dist real = dist.with("DEEPSEEK_API_KEY", "sk-deepseek-0123456789abcdef0123");
    Dist.Result run =
        real.with("JAVA_TOOL_OPTIONS", "-Duser.name=x")
            .with("LC_ALL", "C")
            .runIn(
                folder,
                "/bin/sh",
                "-c",
                "echo question | \"$0\" run deepseek --client "
                    + client
                    + " -- -p 'a b' @x --format json -- ''",
                real.launcher().toString());
    assertThat(run.exitCode()).as("%s", run).isEqualTo(42);
    assertThat(run.err()).isEmpty();
    assertThat(text(folder.resolve("stdin"))).isEqualTo("question\n");
    assertThat(text(folder.resolve("arguments")))
        .isEqualTo(
            "--settings\n{\"disableAutoMode\":\"disable\"}\n-p\na b\n@x\n--format\njson\n--\n\n");
    assertThat(text(folder.resolve("environment")).lines())
        .contains(
            "ANTHROPIC_BASE_URL=https://api.deepseek.com/anthropic",
            "ANTHROPIC_AUTH_TOKEN=sk-deepseek-0123456789abcdef0123",
            "ANTHROPIC_API_KEY=",
            "JAVA_TOOL_OPTIONS=-Duser.name=x",
            "LC_ALL=C")
        .noneMatch(line -> line.startsWith("CCPROXY_SAVED"));
    for (String written : List.of("stdin", "arguments", "environment")) {
      Files.delete(folder.resolve(written));
    }
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void settings_that_say_otherwise_give_way_and_stay_as_they_are() throws Exception {
    Path settings = dist.home().resolve(".claude/settings.json");
    Files.createDirectories(settings.getParent());
    Files.writeString(settings, "{\"env\": {\"ANTHROPIC_BASE_URL\": \"http://old\"}}");
    Path client =
        client("ls -l \"$2\" >mode; cat \"$2\" >settings; tr '\\0' ' ' </proc/$PPID/cmdline >line");
    Map<Path, String> before = tree();
    Dist real = dist.with("DEEPSEEK_API_KEY", "sk-deepseek-0123456789abcdef0123");
    Dist.Result run =
        real.runIn(
            folder, real.launcher().toString(), "run", "deepseek", "--client", client.toString());
    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.err())
        .contains("~/.claude/settings.json says otherwise about ANTHROPIC_BASE_URL");
    assertThat(text(folder.resolve("mode"))).startsWith("-rw-------");
    assertThat(text(folder.resolve("settings"))).contains("https://api.deepseek.com/anthropic");
    for (String written : List.of("mode", "settings", "line")) {
      Files.delete(folder.resolve(written));
    }
    assertThat(tree()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "openai --client ./no/such,127",
    "openai --client ./plain,126",
    "nobody,125",
    "openai --nonsense,125",
    "openai,125"
  })
  void its_own_failures_have_their_own_codes(String arguments, int code) throws Exception {
    Files.writeString(folder.resolve("plain"), "");
    client("exit 0");
    List<String> line = new ArrayList<>(List.of("run"));
    line.addAll(List.of(arguments.split(" ")));
    if (!arguments.contains("--client")) {
      line.addAll(List.of("--client", "./client"));
    }
    Dist.Result run = ccproxy(line.toArray(new String[0]));
    assertThat(run.exitCode()).as("%s", run).isEqualTo(code);
    assertThat(run.err()).contains("next:");
  }

  @Test
  void with_the_files_of_the_folder_the_gateway_lives_as_long_as_the_client() throws Exception {
    Path client = client("env >environment; exit 5");
    Dist.Result run = ccproxy("run", "--client", client.toString(), "--", "-p", "x");
    assertThat(run.exitCode()).as("%s", run).isEqualTo(5);
    assertThat(text(folder.resolve("environment")).lines())
        .contains("ANTHROPIC_AUTH_TOKEN=" + MASTER, "ANTHROPIC_MODEL=gpt-x")
        .noneMatch(line -> line.startsWith("FAKE_API_KEY"));
    assertStateIsGone();
  }

  @Test
  void of_two_runs_in_one_folder_the_second_joins_and_outlives_the_first() throws Exception {
    Path client = client("while [ ! -e \"end-$4\" ]; do sleep 0.05; done; exit \"$4\"");
    Process first = start("run", "--client", client.toString(), "--", "-p", "3");
    awaitUsers(1);
    Process second = start("run", "--client", client.toString(), "--", "-p", "4");
    awaitUsers(2);
    long pid = gatewayPid();
    Files.createFile(folder.resolve("end-3"));
    assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(first.exitValue()).isEqualTo(3);
    assertThat(gatewayPid()).isEqualTo(pid);
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).contains(true);
    Files.createFile(folder.resolve("end-4"));
    assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(4);
    awaitNothingOfOurs();
    assertStateIsGone();
  }

  @ParameterizedTest
  @CsvSource({"KILL,137", "TERM,143", "HUP,129"})
  void whatever_ends_ccproxy_ends_client_and_gateway(String signal, int code) throws Exception {
    Path client = client("echo $$ >running; exec sleep 300");
    Process run =
        dist.with("OPENAI_API_KEY", "sk-proj-0123456789abcdef0123456789")
            .start(
                folder, dist.launcher().toString(), "run", "openai", "--client", client.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    Dist.await("the client runs", () -> size(folder.resolve("running")) > 0);
    long pid = Long.parseLong(text(folder.resolve("running")).strip());
    assertThat(gateways()).hasSize(1);
    signal(signal, run.pid());
    assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isEqualTo(code);
    Dist.await("the client is gone", () -> !alive(pid));
    awaitNothingOfOurs();
    assertStateIsGone();
  }

  @Test
  void an_interrupt_is_the_clients() throws Exception {
    Path client = client("trap 'exit 9' INT; : >running; while :; do sleep 0.05; done");
    Process run =
        dist.with("DEEPSEEK_API_KEY", "sk-deepseek-0123456789abcdef0123")
            .start(
                folder,
                dist.launcher().toString(),
                "run",
                "deepseek",
                "--client",
                client.toString())
            .start();
    Dist.await("the client runs", () -> Files.exists(folder.resolve("running")));
    signal("INT", run.pid());
    assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isEqualTo(9);
  }

  // The world around it.

  private LaunchIT mode(String mode) {
    dist = dist.with("FAKE_GATEWAY", mode);
    return this;
  }

  private Dist.Result runUp(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("up"));
    line.addAll(List.of(arguments));
    Dist.Result result = ccproxy(line.toArray(new String[0]));
    dist = dist.without("FAKE_GATEWAY");
    return result;
  }

  private Dist.Result ccproxy(String... arguments) throws Exception {
    return in(folder, arguments);
  }

  private Dist.Result in(Path workingFolder, String... arguments) throws Exception {
    return dist.runIn(workingFolder, dist.launcher().toString(), arguments);
  }

  private Process start(String... arguments) throws IOException {
    return dist.start(folder, dist.launcher().toString(), arguments)
        .redirectOutput(scratch.resolve("up.out").toFile())
        .redirectError(scratch.resolve("up.err").toFile())
        .start();
  }

  private String err() {
    return text(scratch.resolve("up.err"));
  }

  private Path client(String script) throws IOException {
    return Dist.executable(folder.resolve("client"), script);
  }

  private Path state() {
    return dist.home().resolve(".local/state/ccproxy");
  }

  private Path gateway() {
    try (Stream<Path> found = Files.list(state().resolve("gateways"))) {
      return found.findFirst().orElse(state().resolve("gateways/none"));
    } catch (IOException e) {
      return state().resolve("gateways/none");
    }
  }

  private Path log() {
    return gateway().resolve("log");
  }

  private long gatewayPid() {
    return Long.parseLong(text(gateway().resolve("pid")).strip());
  }

  private void awaitUsers(int count) throws InterruptedException {
    Dist.await(
        count + " users",
        () -> {
          try (Stream<Path> users = Files.list(gateway().resolve("users"))) {
            return users.count() == count && Files.exists(gateway().resolve("pid"));
          } catch (IOException e) {
            return false;
          }
        });
  }

  private void awaitReady() throws InterruptedException {
    Dist.await("it is ready", () -> err().contains("ready after"));
  }

  private void awaitNothingOfOurs() throws InterruptedException {
    Dist.await("nothing of ours runs", () -> ours().isEmpty());
  }

  private void assertStateIsGone() throws InterruptedException {
    Dist.await(
        "no state is left",
        () -> !Files.exists(state().resolve("gateways")) && !Files.exists(state().resolve("run")));
  }

  /** The processes that have this test's folder in their command line. */
  private List<ProcessHandle> ours() {
    List<ProcessHandle> ours = new ArrayList<>();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      all.filter(process -> process.pid() != ProcessHandle.current().pid())
          .filter(process -> commandLine(process.pid()).contains(scratch.toString()))
          .forEach(ours::add);
    }
    return ours;
  }

  private List<ProcessHandle> gateways() {
    List<ProcessHandle> gateways = new ArrayList<>();
    for (ProcessHandle process : ours()) {
      String line = commandLine(process.pid());
      if (line.contains(FakeGateway.class.getName())) {
        gateways.add(process);
      }
    }
    return gateways;
  }

  private static String commandLine(long pid) {
    return text(Path.of("/proc/" + pid + "/cmdline"));
  }

  private static boolean alive(long pid) {
    return !commandLine(pid).isEmpty();
  }

  private void ask(String path) throws IOException {
    try (Socket socket = new Socket(loopback(), port)) {
      socket
          .getOutputStream()
          .write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
  }

  private Map<Path, String> tree() throws IOException {
    Map<Path, String> tree = new TreeMap<>();
    for (Path file : files(dist.home())) {
      tree.put(file, text(file));
    }
    return tree;
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return -1;
    }
  }

  private static void signal(String name, long pid) throws Exception {
    new ProcessBuilder("kill", "-s", name, Long.toString(pid)).start().waitFor();
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, loopback())) {
      return probe.getLocalPort();
    }
  }
}
