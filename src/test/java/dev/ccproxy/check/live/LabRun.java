package dev.ccproxy.check.live;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.FileCheckRunner;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.LiveDoctor;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.config.WorkspaceRequest;
import dev.ccproxy.explain.Signatures;
import dev.ccproxy.lab.fault.Faults;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.lab.gateway.LabGateway;
import dev.ccproxy.lab.gateway.Role;
import dev.ccproxy.probe.Deadlines;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The doctor against a gateway of the lab, in this process: the smallest configuration that a user
 * may have, waits that cost nothing.
 */
final class LabRun {
  static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

  /** Long enough for a machine with much to do. */
  static final Deadlines USUAL = deadlines(Duration.ofSeconds(20));

  /** For servers that never answer, or never end. */
  static final Deadlines SHORT = deadlines(Duration.ofMillis(700));

  private static final Signatures SIGNATURES = Signatures.packagedOnly();
  private static final Faults FAULTS = new Faults();

  private final Role role;
  private final List<String> faults;
  private final Map<String, String> env = new LinkedHashMap<>();
  private final Map<String, String> files = new LinkedHashMap<>();
  private Mode mode = Mode.STANDARD;
  private Deadlines deadlines = USUAL;
  private long seed = 7;

  /** What came of it. */
  record Result(Diagnosis diagnosis, LabGatewayView gateway) {

    /** Findings at warning or above that no other one explains. */
    List<Finding> loudRoots() {
      List<Finding> loud = new ArrayList<>();
      for (Finding finding : diagnosis.findings()) {
        if (finding.severity().atLeast(Severity.WARNING) && diagnosis.isRoot(finding)) {
          loud.add(finding);
        }
      }
      return loud;
    }

    /** Whether a finding is about a check ({@code L101}), or names a rule of the wire. */
    static boolean tells(Finding finding, String code) {
      return finding.id().equals("CCP-" + code) || finding.title().startsWith(code + " ");
    }

    /** What became of each check, and what was asked. */
    String checks() {
      StringBuilder out = new StringBuilder();
      for (CheckResult check : diagnosis.checks()) {
        if (check.check().id().startsWith("CCP-L")) {
          out.append("\n      ")
              .append(check.check().id())
              .append(' ')
              .append(check.status())
              .append(' ')
              .append(check.durationMs())
              .append(" ms ")
              .append(check.reason());
        }
      }
      for (String path : gateway.paths()) {
        out.append("\n      ").append(path);
      }
      return out.toString();
    }

    /** One line for each finding at warning or above. */
    String lines() {
      return lines(Severity.WARNING);
    }

    /** One line for each finding. */
    String all() {
      return lines(Severity.INFO);
    }

    private String lines(Severity least) {
      StringBuilder out = new StringBuilder();
      for (Finding finding : diagnosis.findings()) {
        if (finding.severity().atLeast(least)) {
          out.append(diagnosis.isRoot(finding) ? "\n    " : "\n      + ")
              .append(finding.id())
              .append(' ')
              .append(finding.severity().word())
              .append(' ')
              .append(finding.layer())
              .append(": ")
              .append(finding.title());
        }
      }
      return out.toString();
    }
  }

  /** What the gateway saw. */
  record LabGatewayView(int requests, List<String> paths, boolean secondSawCredential) {}

  LabRun(Role role, String... faults) {
    this.role = role;
    this.faults = List.of(faults);
  }

  LabRun mode(Mode wanted) {
    mode = wanted;
    return this;
  }

  LabRun deadlines(Deadlines other) {
    deadlines = other;
    return this;
  }

  LabRun seed(long other) {
    seed = other;
    return this;
  }

  /** One more variable of the client. */
  LabRun env(String name, String value) {
    env.put(name, value);
    return this;
  }

  /** One more file of the project. */
  LabRun file(String name, String text) {
    files.put(name, text);
    return this;
  }

  private static Deadlines deadlines(Duration each) {
    return new Deadlines(each, each, each, each, each, each, Duration.ofSeconds(60));
  }

  /** Runs once. */
  Result run(Path folder) throws IOException {
    LabGateway.Builder builder = LabGateway.of(role.id()).seed(seed).pauses(LabRun::pass);
    for (String fault : faults) {
      builder.fault(fault);
    }
    try (LabGateway gateway = builder.start()) {
      Diagnosis diagnosis = examine(gateway, folder);
      List<String> paths = new ArrayList<>();
      gateway.recording().entries().forEach(entry -> paths.add(entry.toString()));
      return new Result(
          diagnosis,
          new LabGatewayView(
              gateway.requests(),
              paths,
              gateway.secondOrigin().map(second -> second.sawCredential()).orElse(false)));
    }
  }

  /** A pause is kept where it decides, and no longer than it must be. */
  private static void pass(Duration time) throws InterruptedException {
    Thread.sleep(Math.min(time.toMillis(), 2000));
  }

  Diagnosis examine(LabGateway gateway, Path folder) throws IOException {
    FileScene scene = scene(gateway, folder);
    Diagnosis ofFiles = new FileCheckRunner(Checks.ofFiles()).run(scene, check -> true);
    return new EndpointDoctor(SIGNATURES, "test", seed, millis -> {}, deadlines)
        .examine(scene, ofFiles, new LiveDoctor.Request(mode, check -> true, what -> {}));
  }

  private FileScene scene(LabGateway gateway, Path folder) throws IOException {
    Path home = Files.createTempDirectory(folder, "home").toRealPath();
    Path project = Files.createDirectory(home.resolve("project"));
    Path claude = Files.createDirectory(home.resolve(".claude"));
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("ANTHROPIC_BASE_URL", gateway.baseUrl());
    variables.put(
        role.credential() == Role.Credential.API_KEY ? "ANTHROPIC_API_KEY" : "ANTHROPIC_AUTH_TOKEN",
        gateway.key());
    List<String> models = role.modelNames();
    variables.put("ANTHROPIC_MODEL", models.get(0));
    String second = models.size() > 1 ? models.get(1) : models.get(0);
    variables.put("ANTHROPIC_DEFAULT_OPUS_MODEL", models.get(0));
    variables.put("ANTHROPIC_DEFAULT_SONNET_MODEL", models.get(0));
    variables.put("ANTHROPIC_DEFAULT_HAIKU_MODEL", second);
    boolean trusted = true;
    for (String id : faults) {
      KnownFault fault = FAULTS.find(id).orElseThrow();
      trusted &= !fault.id().equals("H04.unknown");
    }
    if (gateway.authorityPem().isPresent() && trusted) {
      Path pem = home.resolve("ca.pem");
      Files.writeString(pem, gateway.authorityPem().get());
      variables.put("NODE_EXTRA_CA_CERTS", pem.toString());
    }
    variables.putAll(env);
    StringBuilder json = new StringBuilder("{\"env\": {");
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      json.append(json.length() > 9 ? ", " : "")
          .append('"')
          .append(variable.getKey())
          .append("\": \"")
          .append(variable.getValue())
          .append('"');
    }
    Path settings = claude.resolve("settings.json");
    Files.writeString(settings, json.append("}}\n").toString());
    Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(project.resolve(file.getKey()), file.getValue());
    }
    Workspace workspace =
        Workspace.read(
            UserEnvironment.of(Map.of("HOME", home.toString(), "PATH", ""), project, false),
            new WorkspaceRequest(
                List.of(),
                null,
                List.of(),
                ClientKind.CLAUDE_CODE,
                Version.of("2.1.330").orElseThrow(),
                folder.resolve("etc")));
    return new FileScene(workspace, new Catalog(null), LiteLlmFacts.packaged(), TODAY);
  }
}
