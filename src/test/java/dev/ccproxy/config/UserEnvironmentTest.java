package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserEnvironmentTest {
  private static final Path CWD = Path.of("/work/project");

  private static UserEnvironment with(Map<String, String> variables) {
    return UserEnvironment.of(variables, CWD, false);
  }

  @Test
  void own_folders_follow_the_xdg_variables() {
    UserEnvironment environment =
        with(Map.of("HOME", "/home/u", "XDG_STATE_HOME", "/s", "XDG_CONFIG_HOME", "/c"));
    assertThat(environment.stateFolder()).isEqualTo(Path.of("/s/ccproxy"));
    assertThat(environment.configFolder()).isEqualTo(Path.of("/c/ccproxy"));
  }

  @Test
  void own_folders_default_to_the_usual_ones_under_home() {
    UserEnvironment environment = with(Map.of("HOME", "/home/u"));
    assertThat(environment.stateFolder()).isEqualTo(Path.of("/home/u/.local/state/ccproxy"));
    assertThat(environment.configFolder()).isEqualTo(Path.of("/home/u/.config/ccproxy"));
    assertThat(environment.clientFolder()).isEqualTo(Path.of("/home/u/.claude"));
  }

  @Test
  void a_relative_xdg_variable_is_ignored_as_its_specification_says() {
    assertThat(with(Map.of("HOME", "/home/u", "XDG_STATE_HOME", "rel")).stateFolder())
        .isEqualTo(Path.of("/home/u/.local/state/ccproxy"));
  }

  @Test
  void windows_has_folders_of_its_own() {
    UserEnvironment environment =
        UserEnvironment.of(
            Map.of("LOCALAPPDATA", "/local", "APPDATA", "/roaming", "USERPROFILE", "/users/u"),
            CWD,
            true);
    assertThat(environment.stateFolder()).isEqualTo(Path.of("/local/ccproxy"));
    assertThat(environment.configFolder()).isEqualTo(Path.of("/roaming/ccproxy"));
    assertThat(environment.home()).isEqualTo(Path.of("/users/u"));
  }

  @Test
  void without_a_home_there_are_no_own_folders() {
    UserEnvironment environment = with(Map.of("HOME", ""));
    assertThat(environment.home()).isNull();
    assertThat(environment.stateFolder()).isNull();
    assertThat(environment.clientFolder()).isNull();
    assertThat(SettingsScope.USER.file(environment)).isNull();
  }

  @Test
  void the_client_folder_can_be_elsewhere() {
    assertThat(SettingsScope.USER.file(with(Map.of("HOME", "/home/u", "CLAUDE_CONFIG_DIR", "/cc"))))
        .isEqualTo(Path.of("/cc/settings.json"));
  }

  @Test
  void paths_are_shown_relative_to_where_the_user_is() {
    UserEnvironment environment = with(Map.of("HOME", "/home/u"));
    assertThat(environment.shorten(CWD.resolve("a/b"))).isEqualTo("a/b");
    assertThat(environment.shorten(Path.of("/home/u/.claude/settings.json")))
        .isEqualTo("~/.claude/settings.json");
    assertThat(environment.shorten(Path.of("/etc/x"))).isEqualTo("/etc/x");
    assertThat(environment.resolve("~/x")).isEqualTo(Path.of("/home/u/x"));
    assertThat(environment.resolve("../x")).isEqualTo(Path.of("/work/x"));
  }

  @Test
  void programs_are_found_on_path_but_never_through_a_relative_entry(@TempDir Path folder)
      throws IOException {
    Path program = Files.createFile(folder.resolve("tool"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThat(with(Map.of("PATH", "/nowhere:" + folder)).onPath("tool")).contains(program);
    assertThat(with(Map.of("PATH", ".:bin")).onPath("tool")).isEmpty();
    assertThat(with(Map.of()).onPath("tool")).isEmpty();
  }

  @Test
  void the_local_scope_lies_at_the_git_root(@TempDir Path folder) throws IOException {
    Path root = folder.toRealPath();
    Path inner = Files.createDirectories(root.resolve("a/b"));
    UserEnvironment outside = UserEnvironment.of(Map.of(), inner, false);
    assertThat(SettingsScope.LOCAL.file(outside))
        .isEqualTo(inner.resolve(".claude/settings.local.json"));
    Files.createDirectory(root.resolve(".git"));
    assertThat(SettingsScope.LOCAL.file(outside))
        .isEqualTo(root.resolve(".claude/settings.local.json"));
    assertThat(SettingsScope.PROJECT.file(outside))
        .isEqualTo(inner.resolve(".claude/settings.json"));
    UserEnvironment atHome = UserEnvironment.of(Map.of("HOME", inner.toString()), inner, false);
    assertThat(SettingsScope.LOCAL.file(atHome))
        .isEqualTo(inner.resolve(".claude/settings.local.json"));
    assertThat(SettingsScope.LOCAL.file(UserEnvironment.of(Map.of(), inner, true)))
        .isEqualTo(inner.resolve(".claude/settings.local.json"));
  }
}
