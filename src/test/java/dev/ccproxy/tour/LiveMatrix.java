package dev.ccproxy.tour;

import dev.ccproxy.check.live.EndpointDoctor;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.explain.Signatures;
import dev.ccproxy.lab.fault.Faults;
import dev.ccproxy.lab.fault.Kind;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.lab.gateway.LabGateway;
import dev.ccproxy.lab.gateway.Role;
import dev.ccproxy.lab.gateway.Roles;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.redact.Secret;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What doctor finds on the lab, to be looked at: a line for each personality and fault. Run by
 * hand; it takes minutes.
 *
 * <p>{@code LiveMatrix healthy} or {@code LiveMatrix PERSONALITY [FAULT-PREFIX...]}.
 */
final class LiveMatrix {
  private LiveMatrix() {}

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    if (arguments[0].equals("healthy")) {
      for (Role role : new Roles().all()) {
        out.println(line(role, List.of()));
      }
      return;
    }
    Role role = new Roles().find(arguments[0]).orElseThrow();
    List<String> prefixes = Arrays.asList(arguments).subList(1, arguments.length);
    for (KnownFault fault : new Faults().all()) {
      boolean wanted = prefixes.isEmpty();
      for (String prefix : prefixes) {
        wanted |= fault.id().startsWith(prefix);
      }
      if (wanted && fault.suits(role.id(), role.thinks())) {
        out.println(line(role, List.of(fault)));
      }
    }
  }

  private static String line(Role role, List<KnownFault> faults) throws IOException {
    Path root = Files.createTempDirectory("ccproxy-matrix-");
    LabGateway.Builder builder = LabGateway.of(role.id());
    StringBuilder line = new StringBuilder(role.id());
    for (KnownFault fault : faults) {
      builder.fault(fault.id());
      line.append(' ').append(fault.id()).append(' ').append(fault.expects());
    }
    long start = System.nanoTime();
    try (LabGateway gateway = builder.start()) {
      Examination.Result result =
          new DoctorExamination(
                  new EndpointDoctor(Signatures.packagedOnly(), "test", 7),
                  LocalDate.of(2026, 11, 26),
                  new Redactor())
              .examine(written(root, gateway));
      List<String> found = new ArrayList<>();
      for (Examination.Found one : result.findings()) {
        found.add(one.id().replace("CCP-", "") + " (" + cut(one.title()) + ")");
      }
      boolean tolerated = !faults.isEmpty() && faults.get(0).kind() == Kind.TOLERATED;
      boolean right =
          faults.isEmpty() || tolerated || faults.get(0).expects().isEmpty()
              ? found.isEmpty()
              : hits(result, faults.get(0));
      line.append(right ? " ok   " : " DIFF ").append(found);
      line.append(' ').append(gateway.requests()).append(" requests ");
      line.append((System.nanoTime() - start) / 1_000_000).append(" ms");
    }
    return line.toString();
  }

  private static boolean hits(Examination.Result result, KnownFault fault) {
    for (Examination.Found found : result.findings()) {
      String code = found.title().split("[: ]", 2)[0];
      if (fault.expects().contains(found.id().replace("CCP-", ""))
          || fault.expects().contains(code)) {
        return true;
      }
    }
    return false;
  }

  private static String cut(String text) {
    String line = text.replace('\n', ' ');
    return line.length() <= 70 ? line : line.substring(0, 70);
  }

  private static ScratchSetup written(Path root, LabGateway gateway) throws IOException {
    Path home = Files.createDirectories(root.resolve("home"));
    Path project = Files.createDirectories(home.resolve("project"));
    String variable =
        gateway.role().credential() == Role.Credential.API_KEY
            ? "ANTHROPIC_API_KEY"
            : "ANTHROPIC_AUTH_TOKEN";
    Json env =
        Json.object()
            .with("ANTHROPIC_BASE_URL", gateway.baseUrl())
            .with(variable, gateway.key())
            .with("ANTHROPIC_MODEL", gateway.model())
            .with("ANTHROPIC_DEFAULT_OPUS_MODEL", gateway.model())
            .with("ANTHROPIC_DEFAULT_SONNET_MODEL", gateway.model())
            .with("ANTHROPIC_DEFAULT_HAIKU_MODEL", second(gateway))
            .with("CLAUDE_CODE_SUBAGENT_MODEL", gateway.model());
    Path settings = Files.createDirectories(home.resolve(".claude")).resolve("settings.json");
    Files.writeString(settings, Json.object().with("env", env).toString());
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("HOME", home.toString());
    return new ScratchSetup(
        UserEnvironment.of(variables, project, false),
        gateway.baseUrl(),
        new Secret(variable, gateway.key()),
        gateway.model());
  }

  private static String second(LabGateway gateway) {
    List<String> names = gateway.role().modelNames();
    return names.get(Math.min(1, names.size() - 1));
  }
}
