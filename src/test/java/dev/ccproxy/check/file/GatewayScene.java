package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.FileCheck;
import dev.ccproxy.check.FileCheckRunner;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.config.WorkspaceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder with a configuration of LiteLLM, put together line by line. */
final class GatewayScene {
  private final Path home;
  private final Path project;
  private final Map<String, String> variables = new LinkedHashMap<>();

  GatewayScene(Path root) throws IOException {
    home = Files.createDirectories(root.toRealPath().resolve("home"));
    project = Files.createDirectories(home.resolve("project"));
    variables.put("HOME", home.toString());
    variables.put("PATH", "");
  }

  GatewayScene file(String name, String text) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  GatewayScene variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** A LiteLLM in the virtual environment of the folder; "-" for none. */
  GatewayScene installed(String version) throws IOException {
    if (!version.equals("-")) {
      file(".venv/bin/litellm", "#!/bin/sh\n");
      Files.setPosixFilePermissions(
          project.resolve(".venv/bin/litellm"),
          java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
      file(
          ".venv/lib/python3.12/site-packages/litellm-" + version + ".dist-info/METADATA",
          "Name: litellm\nVersion: " + version + "\n");
    }
    return this;
  }

  Path project() {
    return project;
  }

  Workspace workspace() {
    return Workspace.read(
        UserEnvironment.of(variables, project, false),
        new WorkspaceRequest(
            List.of(),
            null,
            List.of(),
            ClientKind.CLAUDE_CODE,
            Version.of("2.1.330").orElseThrow(),
            home.resolve("none")));
  }

  Diagnosis diagnosis(List<FileCheck> checks) {
    return new FileCheckRunner(checks)
        .run(
            new FileScene(workspace(), new Catalog(null), LiteLlmFacts.packaged(), Fixture.TODAY),
            check -> true);
  }
}
