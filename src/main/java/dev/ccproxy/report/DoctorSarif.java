package dev.ccproxy.report;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.config.Place;
import dev.ccproxy.document.JsonText;
import dev.ccproxy.wire.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A diagnosis as SARIF 2.1.0: findings in files have a region, others a logical location. */
public final class DoctorSarif {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
  private static final String HOME = "~/";

  private DoctorSarif() {}

  /** The document. */
  public static String of(DoctorReport report) {
    List<Check> rules = new ArrayList<>();
    for (CheckResult check : report.checks()) {
      rules.add(check.check());
    }
    for (FindingReport finding : report.findings()) {
      if (indexOf(rules, finding.id()) < 0) {
        rules.add(finding.check());
      }
    }
    List<JsonFields> ruleFields = new ArrayList<>();
    for (Check rule : rules) {
      ruleFields.add(rule(rule));
    }
    List<JsonFields> results = new ArrayList<>();
    for (FindingReport finding : report.findings()) {
      results.add(result(finding, rules));
    }
    JsonFields run =
        new JsonFields()
            .put(
                "tool",
                new JsonFields()
                    .put(
                        "driver",
                        new JsonFields()
                            .put("name", "ccproxy")
                            .put("version", report.program())
                            .putAll("rules", ruleFields)))
            .put("columnKind", "unicodeCodePoints")
            .putAll("invocations", List.of(invocation(report)))
            .putAll("results", results);
    return JsonText.write(
        new JsonFields()
            .put("$schema", SCHEMA)
            .put("version", "2.1.0")
            .putAll("runs", List.of(run))
            .value(),
        2);
  }

  private static JsonFields rule(Check check) {
    return new JsonFields()
        .put("id", check.id())
        .put("name", check.slug())
        .put("shortDescription", message(check.title()))
        .put("help", message("ccproxy explain " + check.id()))
        .put(
            "properties",
            new JsonFields().put("tags", List.of(check.layer().word(), check.group().title())));
  }

  private static JsonFields message(String text) {
    return new JsonFields().put("text", text);
  }

  private static JsonFields invocation(DoctorReport report) {
    List<JsonFields> notifications = new ArrayList<>();
    for (CheckResult check : report.checks()) {
      boolean crash = check.status() == CheckResult.Status.CRASH;
      if (crash || check.status() == CheckResult.Status.INCONCLUSIVE) {
        notifications.add(
            new JsonFields()
                .put("level", crash ? "error" : "warning")
                .put(
                    "message",
                    message(
                        check.check().id() + " " + check.status().word() + ": " + check.reason()))
                .put("associatedRule", new JsonFields().put("id", check.check().id())));
      }
    }
    return new JsonFields()
        .put("executionSuccessful", true)
        .put("exitCode", report.exitCode())
        .putAll("toolExecutionNotifications", notifications);
  }

  private static JsonFields result(FindingReport finding, List<Check> rules) {
    StringBuilder text = new StringBuilder(finding.title()).append('.');
    sentence(finding.cause(), text);
    sentence(finding.impact(), text);
    if (finding.fix() != null) {
      sentence("Fix: " + finding.fix().summary() + ".", text);
    }
    JsonFields result =
        new JsonFields()
            .put("ruleId", finding.id())
            .put("ruleIndex", indexOf(rules, finding.id()))
            .put("level", level(finding.severity()))
            .put("message", message(text.toString()));
    List<JsonFields> places = new ArrayList<>();
    for (FindingReport.Seen seen : finding.evidence()) {
      places.add(location(seen));
    }
    if (!places.isEmpty()) {
      result.putAll("locations", places.subList(0, 1));
      result.putAll("relatedLocations", places.subList(1, places.size()));
    }
    List<JsonFields> changes = finding.fix() == null ? List.of() : changes(finding.fix());
    if (finding.fix() != null && !changes.isEmpty()) {
      result.putAll(
          "fixes",
          List.of(
              new JsonFields()
                  .put("description", message(finding.fix().summary()))
                  .putAll("artifactChanges", changes)));
    }
    return result.put(
        "properties",
        new JsonFields()
            .put("layer", finding.layer().word())
            .put("confidence", finding.confidence().word())
            .put("root", finding.isRoot()));
  }

  private static void sentence(String sentence, StringBuilder text) {
    if (!sentence.isBlank()) {
      text.append(' ').append(sentence);
    }
  }

  private static int indexOf(List<Check> rules, String id) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "note";
    };
  }

  private static JsonFields location(FindingReport.Seen seen) {
    Place place = seen.place();
    if (place == null) {
      return new JsonFields()
          .putAll(
              "logicalLocations",
              List.of(
                  new JsonFields()
                      .put("fullyQualifiedName", seen.location())
                      .put("kind", seen.kind().word())));
    }
    JsonFields physical = new JsonFields().put("artifactLocation", artifact(place.shown()));
    if (place.line() > 0) {
      physical.put("region", region(place));
    }
    return new JsonFields().put("physicalLocation", physical);
  }

  private static JsonFields region(Place place) {
    JsonFields region = new JsonFields().put("startLine", place.line());
    if (place.column() > 0) {
      region.put("startColumn", place.column());
    }
    return place.excerpt().isBlank() ? region : region.put("snippet", message(place.excerpt()));
  }

  /** A relative reference for what lies in the working directory or in home, else a file URI. */
  private static JsonFields artifact(String shown) {
    String path = shown.replace('\\', '/');
    if (path.startsWith(HOME)) {
      return new JsonFields()
          .put("uri", encoded(path.substring(HOME.length())))
          .put("uriBaseId", "HOME");
    }
    if (path.startsWith("/") || (path.length() > 1 && path.charAt(1) == ':')) {
      return new JsonFields()
          .put("uri", "file://" + (path.startsWith("/") ? "" : "/") + encoded(path));
    }
    return new JsonFields().put("uri", encoded(path));
  }

  private static String encoded(String path) {
    StringBuilder uri = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "/-._~".indexOf(c) >= 0;
      if (plain) {
        uri.append(c);
      } else {
        uri.append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
      }
    }
    return uri.toString();
  }

  /** The edits, where they are shown to the letter. */
  private static List<JsonFields> changes(FindingReport.Remedy fix) {
    List<JsonFields> changes = new ArrayList<>();
    if (fix.exact()) {
      for (ChangeReport.File file : fix.edits()) {
        List<JsonFields> replacements = replacements(file.diff());
        if (!replacements.isEmpty()) {
          changes.add(
              new JsonFields()
                  .put("artifactLocation", artifact(file.shown()))
                  .putAll("replacements", replacements));
        }
      }
    }
    return changes;
  }

  /** The hunks of a unified difference as replacements of whole lines. */
  private static List<JsonFields> replacements(String diff) {
    List<JsonFields> replacements = new ArrayList<>();
    int line = 0;
    int from = 0;
    int removed = 0;
    StringBuilder added = null;
    // Before the first hunk stand the names of the files.
    boolean head = true;
    for (String row : diff.split("\n", -1)) {
      char sign = row.isEmpty() ? '@' : row.charAt(0);
      if (added != null && sign != '-' && sign != '+') {
        replacements.add(replacement(from, removed, added));
        added = null;
      }
      if (row.startsWith("@@ -")) {
        line = firstLine(row);
        head = false;
      } else if (!head && (sign == '-' || sign == '+')) {
        if (added == null) {
          added = new StringBuilder();
          from = line;
          removed = 0;
        }
        if (sign == '-') {
          removed++;
          line++;
        } else {
          added.append(row, 1, row.length()).append('\n');
        }
      } else if (sign == ' ') {
        line++;
      }
    }
    return replacements;
  }

  private static int firstLine(String hunk) {
    int end = "@@ -".length();
    while (end < hunk.length() && Character.isDigit(hunk.charAt(end))) {
      end++;
    }
    int first = Integer.parseInt(hunk.substring("@@ -".length(), end));
    // An empty range is named by the line before it.
    return hunk.startsWith(",0", end) ? first + 1 : first;
  }

  private static JsonFields replacement(int from, int removed, @Nullable StringBuilder added) {
    return new JsonFields()
        .put(
            "deletedRegion",
            new JsonFields()
                .put("startLine", from)
                .put("startColumn", 1)
                .put("endLine", from + removed)
                .put("endColumn", 1))
        .put("insertedContent", message(String.valueOf(added)));
  }
}
