package dev.ccproxy.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The small parts of a launch. */
class LaunchPartsTest {
  @TempDir Path root;

  private UserEnvironment environment(String... variables) {
    java.util.Map<String, String> all = new java.util.HashMap<>();
    all.put("HOME", root.toString());
    for (int i = 0; i < variables.length; i += 2) {
      all.put(variables[i], variables[i + 1]);
    }
    return UserEnvironment.of(all, root.resolve("project"), false);
  }

  private Path program(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  // The environment

  @Test
  void what_the_launcher_took_away_is_given_back() {
    assertThat(
            ChildEnvironment.of(
                Map.of(
                    "A", "1",
                    "LC_ALL", "C.UTF-8",
                    "CCPROXY_SAVED_LC_ALL", "",
                    "CCPROXY_SAVED_JAVA_TOOL_OPTIONS", "-Dx",
                    "CCPROXY_NO_ARCHIVE", "1")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("A", "1", "JAVA_TOOL_OPTIONS", "-Dx", "CCPROXY_NO_ARCHIVE", "1"));
    assertThat(ChildEnvironment.of(Map.of("LC_ALL", "C.UTF-8", "CCPROXY_SAVED_LC_ALL", "POSIX")))
        .isEqualTo(Map.of("LC_ALL", "POSIX"));
  }

  // The client

  @Test
  void the_client_is_found_on_the_path_and_where_its_installer_puts_it() throws Exception {
    assertThatThrownBy(() -> Client.find(null, environment()))
        .isInstanceOfSatisfying(
            LaunchException.class,
            e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.CLIENT_NOT_FOUND));
    Path installed = program(".local/bin/claude");
    assertThat(Client.find(null, environment()))
        .isEqualTo(new Client(ClientKind.CLAUDE_CODE, installed));
    Path onPath = program("bin/claude");
    assertThat(Client.find("claude-code@2.1.330", environment("PATH", root.resolve("bin") + "")))
        .isEqualTo(new Client(ClientKind.CLAUDE_CODE, onPath));
  }

  @Test
  void the_fork_is_found_in_its_own_folder() throws Exception {
    assertThatThrownBy(() -> Client.find("haha", environment()))
        .hasMessageContaining("claude-code-haha is not here");
    Path haha = program("project/bin/claude-haha");
    Client client = new Client(ClientKind.HAHA, haha);
    assertThat(Client.find(null, environment())).isEqualTo(client);
    assertThat(Client.find("haha", environment())).isEqualTo(client);
    assertThat(Client.find("./bin/claude-haha", environment())).isEqualTo(client);
  }

  @Test
  void a_client_that_cannot_be_run_is_told_apart_from_none() throws IOException {
    Files.createDirectories(root.resolve("project/plain"));
    for (String wanted : List.of("./plain", "./no", "nobody")) {
      assertThatThrownBy(() -> Client.find(wanted, environment()))
          .isInstanceOfSatisfying(
              LaunchException.class,
              e ->
                  assertThat(e.kind())
                      .isEqualTo(
                          switch (wanted) {
                            case "./plain" -> LaunchException.Kind.CLIENT_NOT_EXECUTABLE;
                            case "./no" -> LaunchException.Kind.CLIENT_NOT_FOUND;
                            default -> LaunchException.Kind.USAGE;
                          }));
    }
  }

  // --settings

  @Test
  void settings_of_the_user_and_ours_become_one_and_ours_win() throws Exception {
    SettingsArgument argument =
        SettingsArgument.of(
            List.of("-p", "--settings", "{\"a\":1,\"env\":{\"X\":\"theirs\",\"Y\":\"2\"}}", "hi"));
    assertThat(argument.others()).containsExactly("-p", "hi");
    Map<String, Value> ours =
        Map.of("env", new Value.Fields(Map.of("X", Value.of("ours"), "Z", Value.of("3"))));
    String merged = new String(argument.merged(ours, environment()), StandardCharsets.UTF_8);
    assertThat(merged)
        .contains("\"a\":1", "\"Y\":\"2\"", "\"Z\":\"3\"", "\"X\":\"ours\"")
        .doesNotContain("theirs");
  }

  @Test
  void a_settings_file_of_the_user_is_read_and_one_that_is_none_is_said() throws Exception {
    Files.createDirectories(root.resolve("project"));
    Files.writeString(root.resolve("project/mine.json"), "{\"b\": true}");
    SettingsArgument argument = SettingsArgument.of(List.of("--settings=mine.json"));
    assertThat(new String(argument.merged(Map.of(), environment()), StandardCharsets.UTF_8))
        .isEqualTo("{\"b\": true}");
    for (String bad : List.of("none.json", "{\"a\": 1,}", "{")) {
      assertThatThrownBy(
              () ->
                  SettingsArgument.of(List.of("--settings", bad))
                      .merged(Map.of("c", Value.of("1")), environment()))
          .isInstanceOf(LaunchException.class);
    }
  }

  @Test
  void what_stands_behind_a_double_dash_is_the_clients() {
    List<String> arguments = List.of("-p", "--", "--settings", "x");
    assertThat(SettingsArgument.of(arguments)).isEqualTo(new SettingsArgument(arguments, null));
  }

  // Ports

  @Test
  @EnabledOnOs(OS.LINUX)
  void who_listens_on_a_port_is_known() throws Exception {
    try (ServerSocket server =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      assertThat(PortHolder.of(server.getLocalPort()))
          .isEqualTo(new PortHolder(ProcessHandle.current().pid(), "java"));
      assertThat(Loopback.isListening(server.getLocalPort(), 500)).isTrue();
      assertThat(Loopback.obstacle(server.getLocalPort())).isNotNull();
    }
    int free = Loopback.freePort();
    assertThat(PortHolder.of(free)).isNull();
    assertThat(Loopback.obstacle(free)).isNull();
    assertThat(Loopback.get(free, "/", null, 500)).isNull();
  }

  // Scripts

  @Test
  void scripts_come_without_their_comments() {
    for (String name : List.of("gateway.sh", "watch.sh")) {
      assertThat(Scripts.read(name).lines()).noneMatch(line -> line.strip().startsWith("#"));
      assertThat(Scripts.read(name)).contains("trap");
    }
  }

  // State

  @Test
  void a_state_is_read_as_it_was_written_and_a_broken_one_is_none() throws Exception {
    StateFolder folders = StateFolder.of(environment());
    Path folder = folders.gateway("x");
    folders.make(folder);
    GatewayState state =
        new GatewayState(folder, Path.of("/c.yaml"), 4000, Path.of("/l"), "1.2", 1, 2, 3, false);
    folders.write(folder.resolve(GatewayState.FILE), state.json());
    assertThat(GatewayState.read(folder)).isEqualTo(state);
    assertThat(Files.getPosixFilePermissions(folder.resolve(GatewayState.FILE))).hasSize(2);
    Files.writeString(folder.resolve(GatewayState.FILE), "{\"port\": \"x\"}");
    assertThat(GatewayState.read(folder)).isNull();
    folders.remove(folder);
    assertThat(root.resolve(".local")).doesNotExist();
  }

  @Test
  void a_number_that_is_used_again_is_not_taken_for_the_old_process() {
    long self = ProcessHandle.current().pid();
    assertThat(Processes.isAlive(self, Processes.start(self))).isTrue();
    assertThat(Processes.isAlive(self, Processes.start(self) - 60_000)).isFalse();
    assertThat(Processes.isAlive("always")).isFalse();
  }
}
