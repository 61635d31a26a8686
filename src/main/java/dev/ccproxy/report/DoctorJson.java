package dev.ccproxy.report;

import dev.ccproxy.catalog.Version;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Target;
import dev.ccproxy.document.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A diagnosis as {@code ccproxy.report/1}. */
public final class DoctorJson {
  /** The shape; another one gets another number. */
  public static final String SCHEMA = "ccproxy.report/1";

  private DoctorJson() {}

  /** The document. */
  public static String of(DoctorReport report) {
    JsonFields document =
        new JsonFields()
            .put("schema", SCHEMA)
            .put(
                "tool",
                new JsonFields()
                    .put("name", "ccproxy")
                    .put("version", report.program())
                    .put("knowledge", report.knowledge()))
            .put("command", "doctor")
            .put("mode", report.mode().word())
            .put("status", report.status().word())
            .put("exitCode", report.exitCode())
            .put("target", target(report.target()));
    List<JsonFields> findings = new ArrayList<>();
    for (FindingReport finding : report.findings()) {
      findings.add(finding(finding));
    }
    document.putAll("findings", findings);
    List<JsonFields> checks = new ArrayList<>();
    for (CheckResult check : report.checks()) {
      checks.add(check(check));
    }
    document.putAll("checks", checks);
    List<JsonFields> hidden = new ArrayList<>();
    for (DoctorReport.Hidden one : report.suppressed()) {
      hidden.add(
          new JsonFields()
              .put("id", one.id())
              .put("slug", one.slug())
              .put("where", one.where())
              .put("reason", one.reason())
              .put("source", one.source()));
    }
    document.putAll("suppressed", hidden);
    document.put(
        "requests",
        new JsonFields()
            .put("count", report.requests().count())
            .put("inputTokens", report.requests().inputTokens())
            .put("outputTokens", report.requests().outputTokens()));
    document.put("durationMs", report.durationMs());
    if (report.repaired() != null) {
      repaired(document, report.repaired());
    }
    return JsonText.write(document.value(), 2);
  }

  private static JsonFields target(Target target) {
    Version client = target.client().version();
    return new JsonFields()
        .put("route", target.route() == null ? null : target.route().word())
        .put("baseUrl", target.baseUrl())
        .put("model", target.model())
        .put(
            "client",
            new JsonFields()
                .put("name", target.client().kind().id())
                .put("version", client == null ? null : client.toString()))
        .put(
            "gateway",
            new JsonFields()
                .put("kind", target.gatewayKind())
                .put("version", target.gatewayVersion()));
  }

  private static JsonFields finding(FindingReport finding) {
    List<JsonFields> evidence = new ArrayList<>();
    for (FindingReport.Seen seen : finding.evidence()) {
      evidence.add(
          new JsonFields()
              .put("kind", seen.kind().word())
              .put("location", seen.location())
              .put("excerpt", seen.excerpt()));
    }
    JsonFields fields =
        new JsonFields()
            .put("id", finding.id())
            .put("slug", finding.slug())
            .put("severity", finding.severity().word())
            .put("specSeverity", finding.specSeverity().word())
            .put("layer", finding.layer().word())
            .put("confidence", finding.confidence().word())
            .put("root", finding.isRoot())
            .put("title", finding.title())
            .put("cause", finding.cause())
            .put("impact", finding.impact())
            .putAll("evidence", evidence);
    if (finding.fix() != null) {
      fields.put("fix", fix(finding.fix()));
    }
    fields.put("docs", finding.id());
    if (finding.tries() != null) {
      fields.put(
          "tries", new JsonFields().put("n", finding.tries().n()).put("k", finding.tries().k()));
    }
    return fields;
  }

  private static JsonFields fix(FindingReport.Remedy fix) {
    return new JsonFields()
        .put("kind", fix.kind().word())
        .put("summary", fix.summary())
        .putAll("edits", files(fix.edits()))
        .put("commands", fix.commands());
  }

  private static List<JsonFields> files(List<ChangeReport.File> files) {
    List<JsonFields> edits = new ArrayList<>();
    for (ChangeReport.File file : files) {
      edits.add(
          new JsonFields()
              .put("file", file.shown())
              .put("diff", file.diff())
              .put("mode", file.mode()));
    }
    return edits;
  }

  private static JsonFields check(CheckResult result) {
    return new JsonFields()
        .put("id", result.check().id())
        .put("slug", result.check().slug())
        .put("status", result.status().word())
        .put("blockedBy", result.blockedBy())
        .put("reason", reason(result))
        .put("durationMs", result.durationMs());
  }

  private static @Nullable String reason(CheckResult result) {
    return result.reason().isEmpty() ? null : result.reason();
  }

  private static void repaired(JsonFields document, DoctorReport.Repaired repaired) {
    List<JsonFields> fixed = new ArrayList<>();
    for (DoctorReport.Fixed one : repaired.fixed()) {
      fixed.add(
          new JsonFields()
              .put("id", one.id())
              .put("slug", one.slug())
              .put("summary", one.summary())
              .put("files", one.files())
              .put("verified", one.live() ? "live" : "static")
              .put("restart", one.restart()));
    }
    List<JsonFields> left = new ArrayList<>();
    for (DoctorReport.Left one : repaired.left()) {
      left.add(
          new JsonFields()
              .put("id", one.id())
              .put("summary", one.summary())
              .put("reason", one.reason())
              .put("takenBack", one.takenBack()));
    }
    document
        .put("dryRun", repaired.dryRun())
        .putAll("files", files(repaired.files()))
        .putAll("fixed", fixed)
        .putAll("left", left)
        .put("undo", repaired.undo());
  }
}
