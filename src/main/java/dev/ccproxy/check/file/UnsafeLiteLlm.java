package dev.ccproxy.check.file;

import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileCheck;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.NamedCheck;
import dev.ccproxy.config.Installed;
import dev.ccproxy.config.LiteLlmPin;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Releases of LiteLLM that carry foreign code or known holes, installed or asked for ({@code
 * litellm.md} 9.3).
 */
public final class UnsafeLiteLlm extends NamedCheck implements FileCheck {

  /** For the list of checks. */
  public UnsafeLiteLlm() {
    super(
        "CCP-S306",
        "unsafe-litellm",
        "No release of LiteLLM with foreign code or known holes is in use",
        Layer.GATEWAY,
        Group.GATEWAY);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    LiteLlmFacts facts = scene.liteLlm();
    List<Finding> found = new ArrayList<>();
    List<Evidence> malicious = new ArrayList<>();
    List<Evidence> holes = new ArrayList<>();
    List<Evidence> old = new ArrayList<>();
    boolean asksForMalicious = false;
    boolean asksForHoles = false;
    for (Installed installed : scene.workspace().liteLlms()) {
      Evidence evidence = evidence(scene, installed);
      Path trace = installed.beside(facts.maliciousTrace()).orElse(null);
      if (facts.isMalicious(installed.version())) {
        malicious.add(evidence);
      } else if (trace != null) {
        malicious.add(
            new Evidence(
                Evidence.Kind.FILE,
                scene.workspace().environment().shorten(trace),
                facts.maliciousTrace() + " of the trojaned package is still there"));
      } else if (facts.isUnsafe(installed.version())) {
        holes.add(evidence);
      } else if (facts.isOutdated(installed.version())) {
        old.add(evidence);
      }
    }
    for (LiteLlmPin pin : scene.workspace().liteLlmPins()) {
      Evidence evidence = Evidence.of(pin.place());
      // The images of these releases were built apart and are clean, but old.
      if (facts.isMalicious(pin.version()) && !pin.image()) {
        asksForMalicious = true;
        malicious.add(evidence);
      } else if (facts.isUnsafe(pin.version())) {
        asksForHoles = true;
        holes.add(evidence);
      }
    }
    if (!malicious.isEmpty()) {
      found.add(malicious(facts, malicious, asksForMalicious));
    }
    if (!holes.isEmpty()) {
      found.add(
          finding(
              Severity.WARNING,
              "This LiteLLM has known security holes; the first safe release is "
                  + facts.minimumSafe(),
              "Releases before it let requests get around the authentication or reach the"
                  + " database (CVE-2026-42208, CVE-2026-48710 and older ones; state of "
                  + facts.verified()
                  + ").",
              "Whoever reaches the gateway's port may use it with your keys",
              facts,
              holes,
              asksForHoles));
    }
    if (!old.isEmpty()) {
      found.add(
          finding(
              Severity.INFO,
              "LiteLLM "
                  + facts.minimumUseful()
                  + " and later keeps all that the client sends; this one is older",
              "Older releases lose or misplace the client's system messages and have another form"
                  + " of errors (state of "
                  + facts.verified()
                  + ").",
              "The model misses a part of its instructions, and some errors are harder to read",
              facts,
              old,
              false));
    }
    return found;
  }

  private Finding malicious(LiteLlmFacts facts, List<Evidence> places, boolean asked) {
    Finding.Builder finding =
        finding(Severity.ERROR, "This LiteLLM carries foreign code that steals keys");
    places.forEach(finding::evidence);
    return finding
        .cause(
            "The packages of LiteLLM "
                + String.join(" and ", facts.malicious())
                + " on PyPI were trojaned on 2026-03-24; they send what they find on the machine to"
                + " a foreign server (state of "
                + facts.verified()
                + ").")
        .impact("Every key on a machine that installed it has to be taken as stolen")
        .fix(
            Fix.manual(
                "do not start it: remove that environment, replace every key that the machine had,"
                    + " look for "
                    + facts.maliciousTrace()
                    + " in its site-packages, and install a clean release"
                    + inFiles(asked),
                facts.install()))
        .build();
  }

  private Finding finding(
      Severity severity,
      String title,
      String cause,
      String impact,
      LiteLlmFacts facts,
      List<Evidence> places,
      boolean asked) {
    Finding.Builder finding = finding(severity, title);
    places.forEach(finding::evidence);
    return finding
        .cause(cause)
        .impact(impact)
        .fix(
            Fix.manual(
                "update to the long-term release " + facts.recommended() + inFiles(asked),
                facts.install()))
        .build();
  }

  /** What is to be done where a file asks for the release, too. */
  private static String inFiles(boolean asked) {
    return asked ? "; write its number into the files that ask for the other one" : "";
  }

  private static Evidence evidence(FileScene scene, Installed installed) {
    return new Evidence(
        Evidence.Kind.FILE,
        scene.workspace().environment().shorten(installed.metadata()),
        "Version: " + installed.version());
  }
}
