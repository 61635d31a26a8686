package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.FileCheckRunner;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.config.WorkspaceRequest;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code init} writes gives no alarm, whichever LiteLLM is installed. */
class InitIsHealthyTest {
  /** None, and those that are measured; the oldest one has holes, and that is said. */
  private static final List<String> RELEASES = List.of("-", "1.81.8", "1.108.11", "1.109.1");

  @TempDir private Path root;

  static List<String> providers() {
    return new Catalog(null).ids();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void behind_litellm(String provider) throws IOException {
    tryOut(provider, "litellm");
  }

  @ParameterizedTest
  @MethodSource("providers")
  void direct(String provider) throws IOException {
    tryOut(provider, "direct");
  }

  private void tryOut(String provider, String route) throws IOException {
    Cli cli = new Cli(Files.createDirectories(root.resolve("world")));
    List<String> arguments = new ArrayList<>(List.of("init", provider, "--route", route, "--yes"));
    Path key = Files.writeString(root.resolve("key"), "key-0123456789-abcdefghijklmnop\n");
    arguments.add("--key-file");
    arguments.add(key.toString());
    Cli.Result result = cli.run(arguments.toArray(new String[0]));
    if (result.exit() != 0) {
      arguments.subList(arguments.size() - 2, arguments.size()).clear();
      result = cli.run(arguments.toArray(new String[0]));
    }
    if (result.exit() != 0) {
      // Without a model, an address or this route there is nothing to look at.
      assertThat(Files.exists(cli.settings())).as(result.err()).isFalse();
      return;
    }
    List<String> alarms = new ArrayList<>();
    for (String release : RELEASES) {
      install(cli.project(), release);
      Diagnosis diagnosis = diagnosis(cli);
      diagnosis.findings().stream()
          .filter(f -> f.severity().atLeast(Severity.WARNING))
          .filter(f -> !(release.equals("1.81.8") && f.id().equals("CCP-S306")))
          .forEach(f -> alarms.add(release + " " + f.id() + " " + f.title()));
      diagnosis.checks().stream()
          .filter(c -> c.status() == CheckResult.Status.CRASH)
          .forEach(c -> alarms.add(c.check().id() + " crashed: " + c.reason()));
    }
    assertThat(alarms).isEmpty();
  }

  private static void install(Path project, String release) throws IOException {
    if (release.equals("-")) {
      return;
    }
    Path venv = project.resolve(".venv");
    Path site = venv.resolve("lib/python3.12/site-packages");
    if (Files.isDirectory(site)) {
      try (var infos = Files.newDirectoryStream(site, "litellm-*")) {
        for (Path info : infos) {
          Files.delete(info.resolve("METADATA"));
          Files.delete(info);
        }
      }
    }
    Path info = Files.createDirectories(site.resolve("litellm-" + release + ".dist-info"));
    Files.writeString(info.resolve("METADATA"), "Name: litellm\nVersion: " + release + "\n");
    Path program = Files.createDirectories(venv.resolve("bin")).resolve("litellm");
    Files.writeString(program, "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Diagnosis diagnosis(Cli cli) {
    Workspace workspace =
        Workspace.read(
            UserEnvironment.of(
                Map.of("HOME", cli.home().toString(), "PATH", ""), cli.project(), false),
            new WorkspaceRequest(
                List.of(),
                null,
                List.of(),
                ClientKind.CLAUDE_CODE,
                Version.of("2.1.330").orElseThrow(),
                cli.home().resolve("none")));
    return new FileCheckRunner(Checks.ofFiles())
        .run(
            new FileScene(
                workspace, new Catalog(null), LiteLlmFacts.packaged(), LocalDate.of(2026, 11, 25)),
            check -> true);
  }
}
