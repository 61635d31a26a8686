package dev.ccproxy.report;

import dev.ccproxy.check.CheckResult;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A diagnosis as a JUnit report: a suite for each heading, a case for each check. A finding below
 * {@code --fail-on} fails no case and stands in the output of its suite.
 */
public final class DoctorJUnit {
  private DoctorJUnit() {}

  /**
   * The document.
   *
   * @param when the run began
   */
  public static String of(DoctorReport report, Instant when) {
    Map<String, List<CheckResult>> suites = new LinkedHashMap<>();
    for (CheckResult check : report.checks()) {
      suites.computeIfAbsent(check.check().group().title(), g -> new ArrayList<>()).add(check);
    }
    Xml xml = new Xml().open("testsuites");
    int id = 0;
    for (Map.Entry<String, List<CheckResult>> suite : suites.entrySet()) {
      suite(report, suite.getKey(), suite.getValue(), id++, when, xml);
    }
    return xml.close("testsuites").toString();
  }

  private static void suite(
      DoctorReport report, String name, List<CheckResult> checks, int id, Instant when, Xml xml) {
    int failures = 0;
    int errors = 0;
    int skipped = 0;
    long millis = 0;
    for (CheckResult check : checks) {
      failures += failing(report, check).isEmpty() ? 0 : 1;
      errors += isUnclear(check) ? 1 : 0;
      skipped += check.status() == CheckResult.Status.SKIP ? 1 : 0;
      millis += check.durationMs();
    }
    List<String> attributes =
        new ArrayList<>(
            List.of(
                "package",
                "ccproxy",
                "id",
                Integer.toString(id),
                "name",
                name,
                "timestamp",
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT)
                    .format(when.atOffset(ZoneOffset.UTC)),
                "hostname",
                "localhost",
                "tests",
                Integer.toString(checks.size()),
                "failures",
                Integer.toString(failures),
                "errors",
                Integer.toString(errors),
                "time",
                seconds(millis)));
    if (skipped > 0) {
      attributes.addAll(List.of("skipped", Integer.toString(skipped)));
    }
    xml.open("testsuite", attributes.toArray(new String[0]));
    xml.open("properties")
        .empty("property", "name", "mode", "value", report.mode().word())
        .close("properties");
    StringBuilder remarks = new StringBuilder();
    for (CheckResult check : checks) {
      testcase(report, name, check, xml);
      for (FindingReport finding : of(report, check)) {
        if (!report.failOn().fails(finding.severity())) {
          remarks.append(told(finding)).append('\n');
        }
      }
    }
    xml.text("system-out", remarks.toString()).text("system-err", "").close("testsuite");
  }

  private static void testcase(DoctorReport report, String suite, CheckResult check, Xml xml) {
    String[] attributes = {
      "name",
      check.check().id() + " " + check.check().slug(),
      "classname",
      "ccproxy." + suite.toLowerCase(Locale.ROOT).replace(' ', '-'),
      "time",
      seconds(check.durationMs())
    };
    List<FindingReport> failing = failing(report, check);
    if (failing.isEmpty() && !isUnclear(check) && check.status() != CheckResult.Status.SKIP) {
      xml.empty("testcase", attributes);
      return;
    }
    xml.open("testcase", attributes);
    if (!failing.isEmpty()) {
      StringBuilder text = new StringBuilder();
      for (FindingReport finding : failing) {
        text.append(text.isEmpty() ? "" : "\n").append(told(finding));
      }
      FindingReport first = failing.get(0);
      xml.text(
          "failure", text.toString(), "message", first.title(), "type", first.severity().word());
    } else if (isUnclear(check)) {
      xml.text("error", check.reason(), "message", check.reason(), "type", check.status().word());
    } else {
      xml.empty("skipped");
    }
    xml.close("testcase");
  }

  private static boolean isUnclear(CheckResult check) {
    return check.status() == CheckResult.Status.INCONCLUSIVE
        || check.status() == CheckResult.Status.CRASH;
  }

  private static List<FindingReport> of(DoctorReport report, CheckResult check) {
    List<FindingReport> findings = new ArrayList<>();
    for (FindingReport finding : report.findings()) {
      if (finding.id().equals(check.check().id())) {
        findings.add(finding);
      }
    }
    return findings;
  }

  private static List<FindingReport> failing(DoctorReport report, CheckResult check) {
    List<FindingReport> failing = new ArrayList<>();
    for (FindingReport finding : of(report, check)) {
      if (report.failOn().fails(finding.severity())) {
        failing.add(finding);
      }
    }
    return failing;
  }

  private static String told(FindingReport finding) {
    StringBuilder text = new StringBuilder();
    text.append(finding.severity().word())
        .append(' ')
        .append(finding.id())
        .append(": ")
        .append(finding.title())
        .append('\n');
    for (FindingReport.Seen seen : finding.evidence()) {
      text.append("  at ").append(seen.location()).append('\n');
      if (!seen.excerpt().isBlank()) {
        text.append("     ").append(seen.excerpt()).append('\n');
      }
    }
    line(text, "why", finding.cause() + " (" + finding.layer().word() + ")");
    line(text, "effect", finding.impact());
    if (finding.fix() != null) {
      line(text, "fix", finding.fix().summary());
    }
    if (!finding.isRoot()) {
      line(text, "note", "follows from another finding");
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String label, String content) {
    if (!content.isBlank()) {
      text.append("  ").append(label).append(": ").append(content).append('\n');
    }
  }

  private static String seconds(long millis) {
    String rest = Long.toString(millis % 1000);
    return millis / 1000 + "." + "000".substring(rest.length()) + rest;
  }
}
