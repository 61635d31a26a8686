package dev.ccproxy.check.live;

import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Mode;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.lab.gateway.LabGateway;
import dev.ccproxy.lab.gateway.Role;
import dev.ccproxy.lab.gateway.Roles;
import dev.ccproxy.probe.Deadlines;
import dev.ccproxy.wire.ClientImpact;
import dev.ccproxy.wire.Code;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the doctor must say about a fault of the lab, where the catalogue alone does not tell. */
final class Expected {
  /** Played for every fault in the quick matrix: a gateway, and a server without one. */
  private static final List<String> QUICK = List.of("litellm-1.108.11", "anthropic");

  /** Faults that never end by themselves. */
  private static final Set<String> SLOW =
      Set.of("H02", "H09.hang", "H22", "H44.endless", "H44.line", "H45.head", "H45.body");

  /** Faults that only the deep level looks for. */
  private static final Set<String> DEEP =
      Set.of("H29", "H29.limit", "H32", "H37", "H40", "H18.ignored");

  /** Codes that tell the same, because the wording of a refusal names the cause more closely. */
  private static final Map<String, List<String>> ALSO =
      Map.ofEntries(
          Map.entry("H07", List.of("S202")),
          Map.entry("H09", List.of("S202", "L401", "L505")),
          Map.entry("H11.gateway", List.of("S208", "S303")),
          Map.entry("H11.upstream", List.of("L201")),
          Map.entry("H13", List.of("S104")),
          Map.entry("H15", List.of("S106")),
          Map.entry("H18", List.of("L701")),
          Map.entry("H45.head", List.of("L101")),
          Map.entry("H45.body", List.of("L401")),
          // Which of the requests of one moment fails is chance.
          Map.entry("H48", List.of("L401", "L501", "L601", "L602", "L605", "L606", "L701")),
          Map.entry("N10", List.of("L401")),
          Map.entry("N11", List.of("S201")),
          Map.entry("N12", List.of("L201")),
          Map.entry("N13", List.of("L401")),
          Map.entry("N14", List.of("L401")));

  /** Faults about which nothing at warning or above may be said. */
  private static final Set<String> SILENT = Set.of("S48", "S52", "H49", "H20.missing", "H43.gzip");

  /** The client gets over it by itself, or hardly does such a thing. */
  private static final Set<String> QUIET =
      Set.of(
          "H10.agent",
          "H12",
          "H16",
          "H18.anthropic",
          "H19.crash",
          "H19.ignored",
          "H29.limit",
          "S28.length",
          "H31",
          "H32",
          "H33",
          "H34",
          "H36",
          "H37",
          "H39",
          "H47",
          "N02");

  private static final ClientImpact CLIENT = ClientImpact.of("claude-code", "2.1.330");

  private static final Set<String> ANY_MODEL =
      Set.of("llama.cpp", "claude-code-router", "empero", "a2o");

  /** What a program does wrong without any fault of the lab. */
  private static final Map<String, List<String>> FLAWS =
      Map.of(
          "claude-code-router", List.of("L402"),
          "empero", List.of("L707"),
          "a2o", List.of("L707"));

  private static final String WRONG = "sk-lab-00wrong00wrong00";

  private Expected() {}

  static List<Role> roles(KnownFault fault, boolean full) {
    List<Role> suited = new ArrayList<>();
    for (Role role : new Roles().all()) {
      if (fault.suits(role.id(), role.thinks())) {
        suited.add(role);
      }
    }
    // A server this strict refuses such a request before it can fail on it.
    suited.removeIf(role -> fault.id().equals("H19.crash") && role.id().equals("anthropic"));
    suited.removeIf(
        role -> fault.id().startsWith("H13") && role.credential() != Role.Credential.EITHER);
    suited.removeIf(role -> fault.id().equals("H15") && role.models().size() < 2);
    // These answer on every path, and every name.
    suited.removeIf(role -> fault.id().equals("H06") && role.id().equals("empero"));
    suited.removeIf(role -> fault.id().startsWith("H36") && role.id().equals("empero"));
    suited.removeIf(role -> fault.id().equals("H16") && ANY_MODEL.contains(role.id()));
    if (full) {
      return suited;
    }
    List<Role> few = new ArrayList<>();
    for (Role role : suited) {
      if (QUICK.contains(role.id())) {
        few.add(role);
      }
    }
    if (few.isEmpty()) {
      return suited.subList(0, 1);
    }
    // The rules of streams do not depend on who breaks them.
    return fault.ofStream()
        ? List.of(few.get(Math.floorMod(fault.id().hashCode(), few.size())))
        : few;
  }

  static Mode mode(KnownFault fault) {
    return DEEP.contains(fault.id()) ? Mode.DEEP : Mode.STANDARD;
  }

  /** The configuration in which the fault can show. */
  static LabRun run(KnownFault fault, Role role) {
    LabRun run = new LabRun(role, fault.id()).mode(mode(fault)).deadlines(deadlines(fault));
    return switch (fault.id()) {
      case "H13.api-key" ->
          run.env("ANTHROPIC_AUTH_TOKEN", LabGateway.KEY).env("ANTHROPIC_API_KEY", WRONG);
      case "H13.bearer" ->
          run.env("ANTHROPIC_AUTH_TOKEN", WRONG).env("ANTHROPIC_API_KEY", LabGateway.KEY);
      default -> run;
    };
  }

  static Deadlines deadlines(KnownFault fault) {
    return SLOW.contains(fault.id()) ? LabRun.SHORT : LabRun.USUAL;
  }

  /** Empty when it is as it should be. */
  static String verdict(KnownFault fault, Role role, LabRun.Result result) {
    List<Finding> loud = result.loudRoots();
    if (SILENT.contains(fault.id())) {
      return loud.isEmpty() ? "" : "nothing may be said";
    }
    List<String> expected = new ArrayList<>(fault.expects());
    expected.addAll(ALSO.getOrDefault(fault.id(), List.of()));
    if (role.id().equals("empero")) {
      // It says 200 first, so that a refusal comes inside of the stream.
      expected.add("L701");
    }
    List<String> flaws = FLAWS.getOrDefault(role.id(), List.of());
    loud.removeIf(finding -> isExpected(finding, flaws) && !isExpected(finding, expected));
    int dot = fault.id().indexOf('.');
    expected.addAll(ALSO.getOrDefault(dot < 0 ? "" : fault.id().substring(0, dot), List.of()));
    if (loud.isEmpty()) {
      // What does not hurt this client is information, and told all the same.
      boolean told = false;
      for (Finding finding : result.diagnosis().findings()) {
        told |= result.diagnosis().isRoot(finding) && isExpected(finding, expected);
      }
      return !told ? "nothing is said" : isLoud(fault) ? "it is told as information only" : "";
    }
    if (!isExpected(loud.get(0), expected)) {
      return "the first root is another one";
    }
    for (Finding finding : loud) {
      if (!isExpected(finding, expected)) {
        return "one root too many: " + finding.id();
      }
    }
    return "";
  }

  /** Whether the client feels it. */
  private static boolean isLoud(KnownFault fault) {
    Code code = Code.of(fault.expects().get(0));
    if (code != null && fault.ofStream() && !QUIET.contains(fault.id())) {
      return CLIENT.severity(code, "").atLeast(Severity.WARNING);
    }
    return !QUIET.contains(fault.id());
  }

  private static boolean isExpected(Finding finding, List<String> expected) {
    for (String code : expected) {
      if (LabRun.Result.tells(finding, code)) {
        return true;
      }
    }
    return false;
  }
}
