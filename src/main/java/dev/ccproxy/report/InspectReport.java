package dev.ccproxy.report;

import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Value;
import dev.ccproxy.inspect.Inspected;
import dev.ccproxy.term.Screen;
import dev.ccproxy.wire.Finding;
import dev.ccproxy.wire.Limit;
import dev.ccproxy.wire.MessageSummary;
import dev.ccproxy.wire.Verdict;
import dev.ccproxy.wire.WireEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Judged answers as {@code ccproxy.inspect/1}. */
public final class InspectReport implements InspectRenderer {
  /** Events of one answer that are listed; the document is made in memory. */
  private static final int EVENTS_LISTED = 10_000;

  /** Characters shown of what a block says. */
  private static final int PREVIEW = 1000;

  private final Screen out;
  private final @Nullable String client;
  private final @Nullable String version;
  private final boolean listEvents;
  private final List<Value> files = new ArrayList<>();
  private final List<Value> skipped = new ArrayList<>();
  private final List<Value> failed = new ArrayList<>();
  private List<Value> events = new ArrayList<>();

  /**
   * A report that is printed when it ends.
   *
   * @param client the client that sets the severities, null for the protocol
   * @param version its version, null for the newest that is known
   * @param listEvents whether every event is listed
   */
  public InspectReport(
      Screen out, @Nullable String client, @Nullable String version, boolean listEvents) {
    this.out = out;
    this.client = client;
    this.version = version;
    this.listEvents = listEvents;
  }

  @Override
  public @Nullable Consumer<WireEvent> begins(String name) {
    events = new ArrayList<>();
    return listEvents ? this::event : null;
  }

  private void event(WireEvent event) {
    if (events.size() == EVENTS_LISTED) {
      return;
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("event", Value.of(event.number()));
    fields.put("offset", Value.of(event.offset()));
    fields.put("line", Value.of(event.line()));
    fields.put("name", Value.of(event.name()));
    fields.put("type", Value.of(event.type()));
    fields.put("bytes", Value.of(event.bytes()));
    fields.put("start", Value.of(event.start()));
    events.add(new Value.Fields(fields));
  }

  @Override
  public void answer(Inspected answer) {
    Verdict verdict = answer.verdict();
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("file", Value.of(answer.name()));
    fields.put("kind", Value.of(verdict.kind().word()));
    fields.put(
        "status", verdict.head() == null ? Failure.none() : Value.of(verdict.head().status()));
    fields.put("bytes", Value.of(verdict.bytes()));
    fields.put("lines", Value.of(verdict.lines()));
    fields.put("events", Value.of(verdict.events()));
    List<Value> findings = new ArrayList<>();
    for (Finding finding : verdict.findings()) {
      findings.add(finding(finding));
    }
    fields.put("findings", new Value.Items(findings));
    fields.put("message", verdict.message() == null ? Failure.none() : message(verdict.message()));
    List<String> limits = new ArrayList<>();
    for (Limit limit : Limit.values()) {
      if (verdict.limits().contains(limit)) {
        limits.add(limit.slug());
      }
    }
    fields.put("limits", Value.ofStrings(limits));
    fields.put("notes", Value.ofStrings(answer.notes()));
    if (listEvents) {
      fields.put("eventList", new Value.Items(events));
      fields.put("eventsLeftOut", Value.of(verdict.events() - events.size()));
    }
    files.add(new Value.Fields(fields));
  }

  private static Value finding(Finding finding) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("id", Value.of(finding.id()));
    fields.put("slug", Value.of(finding.slug()));
    fields.put("severity", Value.of(finding.severity().word()));
    fields.put("specSeverity", Value.of(finding.specSeverity().word()));
    fields.put("root", Value.of(finding.primary()));
    fields.put("title", Value.of(finding.title()));
    fields.put("offset", Value.of(finding.offset()));
    fields.put("line", Value.of(finding.line()));
    fields.put("event", number(finding.event()));
    fields.put("excerpt", Value.of(finding.excerpt()));
    fields.put("caret", number(finding.caret()));
    fields.put("docs", Value.of(finding.id()));
    return new Value.Fields(fields);
  }

  private static Value message(MessageSummary message) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("id", Value.of(message.id()));
    fields.put("model", Value.of(message.model()));
    fields.put(
        "stopReason",
        message.stopReason() == null ? Failure.none() : Value.of(message.stopReason()));
    List<Value> blocks = new ArrayList<>();
    for (MessageSummary.Block block : message.blocks()) {
      Map<String, Value> entry = new LinkedHashMap<>();
      entry.put("index", Value.of(block.index()));
      entry.put("type", Value.of(block.type()));
      entry.put("length", Value.of(block.length()));
      entry.put("line", Value.of(block.line()));
      if (!block.name().isEmpty()) {
        entry.put("name", Value.of(block.name()));
      }
      if (!block.id().isEmpty()) {
        entry.put("id", Value.of(block.id()));
      }
      entry.put("preview", Value.of(start(block.preview())));
      blocks.add(new Value.Fields(entry));
    }
    fields.put("blocks", new Value.Items(blocks));
    fields.put("blockCount", Value.of(message.blockCount()));
    Map<String, Value> usage = new LinkedHashMap<>();
    usage.put("input", number(message.usage().input()));
    usage.put("output", number(message.usage().output()));
    usage.put("cacheCreation", number(message.usage().cacheCreation()));
    usage.put("cacheRead", number(message.usage().cacheRead()));
    fields.put("usage", new Value.Fields(usage));
    return new Value.Fields(fields);
  }

  private static String start(String preview) {
    if (preview.length() <= PREVIEW) {
      return preview;
    }
    int end = Character.isHighSurrogate(preview.charAt(PREVIEW - 1)) ? PREVIEW - 1 : PREVIEW;
    return preview.substring(0, end);
  }

  /** Null for -1, which stands for nothing. */
  private static Value number(long number) {
    return number < 0 ? Failure.none() : Value.of(number);
  }

  @Override
  public void skipped(String name, String reason) {
    skipped.add(left(name, reason));
  }

  @Override
  public void failed(String name, String code, String reason, String next) {
    failed.add(left(name, reason));
  }

  private static Value left(String name, String reason) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("file", Value.of(name));
    fields.put("reason", Value.of(reason));
    return new Value.Fields(fields);
  }

  @Override
  public void end(int exitCode) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.inspect/1"));
    fields.put("client", client());
    fields.put("exitCode", Value.of(exitCode));
    fields.put("files", new Value.Items(files));
    fields.put("skipped", new Value.Items(skipped));
    fields.put("failed", new Value.Items(failed));
    out.data(harmless(JsonText.write(new Value.Fields(fields), 2)) + "\n");
  }

  private Value client() {
    if (client == null) {
      return Failure.none();
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("name", Value.of(client));
    fields.put("version", version == null ? Failure.none() : Value.of(version));
    return new Value.Fields(fields);
  }

  /**
   * Invisible and reordering characters escaped: they stand in strings only, where the escape means
   * the same, and a terminal that shows the document is not fooled by it.
   */
  private static String harmless(String json) {
    StringBuilder out = new StringBuilder(json.length() + 16);
    for (int i = 0; i < json.length(); ) {
      int c = json.codePointAt(i);
      int next = i + Character.charCount(c);
      if (c >= 0x80 && Character.getType(c) == Character.FORMAT) {
        for (int k = i; k < next; k++) {
          String hex = Integer.toHexString(json.charAt(k));
          out.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
        }
      } else {
        out.append(json, i, next);
      }
      i = next;
    }
    return out.toString();
  }
}
