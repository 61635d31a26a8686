package dev.ccproxy.report;

import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * A diagnosis to paste into an issue. What stands in files and answers is fenced and called what it
 * is: text that nobody vouches for.
 */
public final class DoctorMarkdown {
  /** Characters that mean something to Markdown or HTML. */
  private static final String SPECIAL = "\\`*_{}[]<>#+!|~&$@";

  private DoctorMarkdown() {}

  /** The document. */
  public static String of(DoctorReport report) {
    StringBuilder out = new StringBuilder();
    out.append("# ccproxy doctor: ").append(report.status().word()).append("\n\n");
    head(report, out);
    for (FindingReport finding : report.findings()) {
      finding(finding, report, out);
    }
    out.append("\n## Checks\n\n| check | result |\n|---|---|\n");
    for (CheckResult check : report.checks()) {
      out.append("| ")
          .append(check.check().id())
          .append(' ')
          .append(check.check().slug())
          .append(" | ")
          .append(check.status().word())
          .append(check.blockedBy() == null ? "" : ", blocked by " + check.blockedBy())
          .append(
              check.reason().isEmpty() || check.blockedBy() != null
                  ? ""
                  : ": " + escaped(check.reason()))
          .append(" |\n");
    }
    return out.toString();
  }

  private static void head(DoctorReport report, StringBuilder out) {
    Target target = report.target();
    List<String> rows = new ArrayList<>();
    rows.add("mode: " + report.mode().word());
    rows.add("client: " + target.client());
    if (target.gatewayKind() != null) {
      rows.add(
          "gateway: "
              + escaped(target.gatewayKind())
              + (target.gatewayVersion() == null ? "" : " " + escaped(target.gatewayVersion())));
    }
    if (target.baseUrl() != null) {
      rows.add("base URL: " + escaped(target.baseUrl()));
    }
    if (target.model() != null) {
      rows.add("model: " + escaped(target.model()));
    }
    rows.add("ccproxy " + report.program() + ", knowledge of " + report.knowledge());
    for (String row : rows) {
      out.append("- ").append(row).append('\n');
    }
  }

  private static void finding(FindingReport finding, DoctorReport report, StringBuilder out) {
    out.append("\n## ")
        .append(finding.severity().word())
        .append(": ")
        .append(escaped(finding.title()))
        .append("\n\n")
        .append(finding.id())
        .append(' ')
        .append(finding.slug())
        .append(", ")
        .append(finding.layer().word())
        .append(", ")
        .append(finding.confidence().word());
    if (!finding.isRoot()) {
      out.append(", follows from ").append(report.findings().get(finding.root()).id());
    }
    out.append("\n\n");
    paragraph(finding.cause(), out);
    paragraph(finding.impact(), out);
    for (FindingReport.Seen seen : finding.evidence()) {
      out.append("Seen at ").append(escaped(seen.location()));
      if (seen.excerpt().isBlank()) {
        out.append("\n\n");
      } else {
        out.append(" (text from there, not from ccproxy):\n\n");
        fenced("text", seen.excerpt(), out);
      }
    }
    FindingReport.Remedy fix = finding.fix();
    if (fix != null) {
      out.append("Fix (")
          .append(fix.kind().word())
          .append("): ")
          .append(escaped(fix.summary()))
          .append("\n\n");
      for (ChangeReport.File file : fix.edits()) {
        if (!file.diff().isEmpty()) {
          fenced("diff", file.diff(), out);
        }
      }
      for (String command : fix.commands()) {
        fenced("sh", command, out);
      }
    }
  }

  private static void paragraph(String text, StringBuilder out) {
    if (!text.isBlank()) {
      out.append(escaped(text)).append("\n\n");
    }
  }

  /** In a fence that nothing in the text can close. */
  private static void fenced(String language, String text, StringBuilder out) {
    int longest = 2;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    String fence = "`".repeat(longest + 1);
    out.append(fence)
        .append(language)
        .append('\n')
        .append(text)
        .append(text.endsWith("\n") ? "" : "\n")
        .append(fence)
        .append("\n\n");
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (SPECIAL.indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c == '\n' ? ' ' : c);
    }
    return out.toString();
  }
}
