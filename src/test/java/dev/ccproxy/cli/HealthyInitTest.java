package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.catalog.Route;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.FileCheckRunner;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.config.WorkspaceRequest;
import dev.ccproxy.wire.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever init writes, the static checks are silent about it. */
class HealthyInitTest {
  @TempDir private Path root;

  @ParameterizedTest
  @EnumSource(Route.class)
  void nothing_is_wrong_with_what_init_writes(Route route) throws Exception {
    List<String> alarms = new ArrayList<>();
    int runs = 0;
    for (Provider provider : new Catalog(null).all()) {
      if (!provider.has(route)) {
        continue;
      }
      for (String target : new String[] {"user", "local", "project", "haha"}) {
        alarms.addAll(alarms(provider, route, target));
        runs++;
      }
    }
    assertThat(runs).isGreaterThan(80);
    assertThat(alarms).isEmpty();
  }

  private List<String> alarms(Provider provider, Route route, String target) throws Exception {
    Path folder = Files.createDirectories(root.resolve(provider.id() + "-" + route + "-" + target));
    Cli cli = new Cli(folder);
    String key = key(provider);
    cli.variable("PATH", "").variable(provider.key().variable(), key);
    List<String> arguments =
        new ArrayList<>(List.of("init", provider.id(), "--route", route.word(), "--yes"));
    if (needsAddress(provider, route)) {
      arguments.addAll(List.of("--base-url", "https://server.corp.example"));
    }
    if (provider.tiers().isEmpty()) {
      String model = provider.models().isEmpty() ? "some-model" : provider.models().get(0).id();
      arguments.addAll(List.of("--model", model));
    }
    boolean haha = target.equals("haha");
    arguments.addAll(haha ? List.of("--client", "haha") : List.of("--scope", target));
    Cli.Result result = cli.run(arguments.toArray(new String[0]));
    String name = String.join(" ", arguments);
    if (result.exit() != 0) {
      return List.of(name + " ended with " + result.exit() + ": " + result.err());
    }
    Map<String, String> variables = new HashMap<>();
    variables.put("HOME", cli.home().toString());
    variables.put("PATH", "");
    Workspace workspace =
        Workspace.read(
            UserEnvironment.of(variables, cli.project(), false),
            new WorkspaceRequest(
                List.of(),
                null,
                List.of(),
                haha ? ClientKind.HAHA : ClientKind.CLAUDE_CODE,
                haha ? null : Version.of("2.1.330").orElseThrow(),
                folder.resolve("nothing")));
    Diagnosis diagnosis =
        new FileCheckRunner(Checks.ofFiles())
            .run(
                new FileScene(
                    workspace,
                    new Catalog(null),
                    LiteLlmFacts.packaged(),
                    LocalDate.of(2026, 11, 25)),
                check -> true);
    List<String> alarms = new ArrayList<>();
    for (Finding finding : diagnosis.findings()) {
      if (finding.severity().atLeast(Severity.WARNING)) {
        alarms.add(name + ": " + finding.id() + " " + finding.title());
      }
    }
    diagnosis
        .checks()
        .forEach(
            c -> {
              if (c.status().word().equals("crash")) {
                alarms.add(name + ": " + c.check().id() + " crashed: " + c.reason());
              }
            });
    return alarms;
  }

  private static String key(Provider provider) {
    List<String> prefixes = provider.key().prefixes();
    return (prefixes.isEmpty() ? "key-" : prefixes.get(0)) + "0123456789abcdef0123456789abcdef";
  }

  private static boolean needsAddress(Provider provider, Route route) {
    return route == Route.DIRECT
        ? provider.direct() != null && provider.direct().baseUrl() == null
        : provider.litellm() != null && provider.litellm().baseUrl() == null;
  }

  @Test
  void a_folder_without_anything_is_nothing_to_judge() {
    Workspace workspace =
        Workspace.read(
            UserEnvironment.of(Map.of("HOME", root.toString()), root, false),
            new WorkspaceRequest(List.of(), null, List.of(), null, null, root.resolve("nothing")));
    assertThat(workspace.isEmpty()).isTrue();
  }
}
