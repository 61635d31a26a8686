package dev.ccproxy.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.config.Installations;
import dev.ccproxy.config.Installed;
import dev.ccproxy.config.UserEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteLlmFinderTest {
  @TempDir Path root;
  private Path folder;
  private UserEnvironment environment;
  private LiteLlmFinder finder;

  @BeforeEach
  void world() throws IOException {
    folder = Files.createDirectories(root.resolve("project"));
    environment =
        UserEnvironment.of(
            Map.of("HOME", root.toString(), "PATH", root.resolve("bin").toString()), folder, false);
    finder = new LiteLlmFinder(environment, LiteLlmFacts.packaged());
  }

  private Path venv(String name, String version) throws IOException {
    Path venv = root.resolve(name);
    Path program = venv.resolve("bin/litellm");
    script(program, "#!" + venv.resolve("bin/python") + "\nimport sys\n");
    FakeGateway.metadata(venv, version);
    return program;
  }

  private static void script(Path program, String text) throws IOException {
    Files.createDirectories(program.getParent());
    Files.writeString(program, text);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void the_virtual_environment_of_the_folder_comes_first_then_the_path_then_ours()
      throws Exception {
    Path own = venv("own", "1.108.11");
    assertThat(finder.find(folder, own).map(LiteLlm::program)).contains(own);
    Path onPath = venv("tools", "1.109.1");
    Files.createDirectories(root.resolve("bin"));
    Files.createSymbolicLink(root.resolve("bin/litellm"), onPath);
    assertThat(finder.find(folder, own))
        .contains(new LiteLlm(root.resolve("bin/litellm"), version("1.109.1"), false));
    Path venv = venv("project/.venv", "1.108.12");
    assertThat(finder.find(folder, own)).contains(new LiteLlm(venv, version("1.108.12"), false));
    assertThat(finder.notes()).isEmpty();
  }

  @Test
  void without_any_there_is_none() throws Exception {
    assertThat(finder.find(folder, null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.82.7", "1.82.8"})
  void the_malicious_ones_are_refused_without_being_run(String version) throws Exception {
    Path program = venv("project/.venv", version);
    script(program, "#!/bin/sh\ntouch '" + root.resolve("was-run") + "'\n");
    assertThatThrownBy(() -> finder.find(folder, null))
        .isInstanceOfSatisfying(
            LaunchException.class,
            e -> {
              assertThat(e.code()).isEqualTo("litellm-malicious");
              assertThat(e.reason()).contains(version).contains(".venv/bin/litellm");
              assertThat(e.next()).contains("replace every key");
            });
    assertThatThrownBy(() -> finder.named(".venv")).isInstanceOf(LaunchException.class);
    assertThat(root.resolve("was-run")).doesNotExist();
  }

  @Test
  void the_file_that_the_trojan_left_is_enough() throws Exception {
    venv("project/.venv", "1.108.11");
    Files.writeString(
        folder.resolve(".venv/lib/python3.11/site-packages/litellm_init.pth"), "import os");
    assertThatThrownBy(() -> finder.find(folder, null))
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.code()).isEqualTo("litellm-malicious"));
  }

  @Test
  void an_unsafe_one_is_left_aside_for_a_safe_one() throws Exception {
    venv("project/.venv", "1.81.8");
    Path safe = venv("project/venv", "1.108.11");
    assertThat(finder.find(folder, null).map(LiteLlm::program)).contains(safe);
    assertThat(finder.notes()).singleElement().asString().contains("1.81.8", "not used");
    assertThatThrownBy(() -> finder.named(".venv"))
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.code()).isEqualTo("litellm-unsafe"));
  }

  @Test
  void an_old_but_safe_one_is_used_with_a_word() throws Exception {
    venv("project/.venv", "1.98.0");
    assertThat(finder.find(folder, null)).isPresent();
    assertThat(finder.notes()).singleElement().asString().contains("1.98.0", "1.103.5");
  }

  @Test
  void one_of_unknown_release_is_used_only_when_it_was_named() throws Exception {
    script(root.resolve("bin/litellm"), "#!/bin/sh\nexec pyenv exec litellm \"$@\"\n");
    assertThatThrownBy(() -> finder.find(folder, null))
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.code()).isEqualTo("litellm-unknown"));
    assertThat(finder.named(root.resolve("bin/litellm").toString()).version()).isNull();
    assertThat(finder.notes()).singleElement().asString().contains("cannot be told");
  }

  @Test
  void the_release_is_found_from_the_python_of_the_first_line() throws Exception {
    Path elsewhere = root.resolve("else where");
    FakeGateway.metadata(elsewhere, "1.108.14");
    Path program = root.resolve("scripts/litellm");
    script(
        program,
        "#!/bin/sh\n'''exec' \"" + elsewhere.resolve("bin/python3") + "\" \"$0\" \"$@\"\n' '''\n");
    assertThat(behind(program)).contains(version("1.108.14"));
    script(program, "#!" + root.resolve("plain/bin/python3.11") + "\n");
    FakeGateway.metadata(root.resolve("plain"), "1.108.15");
    assertThat(behind(program)).contains(version("1.108.15"));
  }

  @Test
  void other_packages_of_that_name_are_not_taken_for_it() throws Exception {
    Path venv = root.resolve("project/.venv");
    script(venv.resolve("bin/litellm"), "#!/bin/sh\n");
    Path info =
        Files.createDirectories(
            venv.resolve("lib/python3.11/site-packages/litellm-proxy-extras-1.2.dist-info"));
    Files.writeString(info.resolve("METADATA"), "Name: litellm-proxy-extras\nVersion: 1.2\n");
    assertThat(behind(venv.resolve("bin/litellm"))).isEmpty();
  }

  @Test
  void a_name_that_is_none_is_said() {
    assertThatThrownBy(() -> finder.named("no/such"))
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.code()).isEqualTo("litellm-not-found"));
  }

  @Test
  void the_lock_file_installs_the_release_that_is_recommended() {
    LiteLlmFacts facts = LiteLlmFacts.packaged();
    String locked = new PrivateLiteLlm(environment).version();
    assertThat(locked).isEqualTo(facts.recommended());
    assertThat(facts.isUnsafe(version(locked))).isFalse();
    assertThat(facts.isOutdated(version(locked))).isFalse();
    assertThat(facts.isMalicious(version(locked))).isFalse();
  }

  @Test
  void of_our_own_the_newest_complete_one_is_taken_and_doctor_sees_it_too() throws Exception {
    Path data = root.resolve(".local/share/ccproxy/litellm");
    for (String version : new String[] {"1.108.9", "1.108.11", "1.109.1"}) {
      venv(".local/share/ccproxy/litellm/" + version, version);
    }
    assertThat(new PrivateLiteLlm(environment).program()).isNull();
    Files.createFile(data.resolve("1.108.9/.ccproxy-complete"));
    Files.createFile(data.resolve("1.108.11/.ccproxy-complete"));
    Path newest = data.resolve("1.108.11/bin/litellm");
    assertThat(new PrivateLiteLlm(environment).program()).isEqualTo(newest);
    assertThat(new Installations(environment).liteLlm())
        .extracting(Installed::program)
        .containsExactly(newest);
  }

  private Optional<Version> behind(Path program) {
    return Optional.ofNullable(LiteLlm.of(program, environment, LiteLlmFacts.packaged()).version());
  }

  private static Version version(String text) {
    return Version.of(text).orElseThrow();
  }
}
