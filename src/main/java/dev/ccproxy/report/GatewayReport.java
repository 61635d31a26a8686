package dev.ccproxy.report;

import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What gateways of ours there are: {@code ccproxy.status/1}.
 *
 * @param gateways that of the folder one is in first
 */
public record GatewayReport(List<Entry> gateways) {

  /**
   * One gateway.
   *
   * @param config its configuration
   * @param here whether it is that of the folder one is in
   * @param state {@code ready} (it answers), {@code starting} (it runs and does not answer), {@code
   *     ended} (by itself), {@code stopped} (by this command), {@code stale} (only its files are
   *     left)
   * @param pid number of its process; 0 where none runs
   * @param version of LiteLLM; null where it is not known
   * @param started ISO 8601
   * @param detached whether it goes on until {@code ccproxy down}
   * @param exitCode where it ended by itself and that is known
   * @param verdict of the short check, where one was made
   */
  public record Entry(
      String config,
      boolean here,
      String state,
      String url,
      int port,
      long pid,
      @Nullable String version,
      String program,
      String started,
      boolean detached,
      @Nullable Integer exitCode,
      @Nullable String verdict) {}

  public GatewayReport {
    gateways = List.copyOf(gateways);
  }

  /** The JSON document. */
  public String json() {
    List<Value> items = new ArrayList<>();
    for (Entry entry : gateways) {
      Map<String, Value> fields = new LinkedHashMap<>();
      fields.put("config", Value.of(entry.config()));
      fields.put("here", Value.of(entry.here()));
      fields.put("state", Value.of(entry.state()));
      fields.put("url", Value.of(entry.url()));
      fields.put("port", Value.of(entry.port()));
      fields.put("pid", Value.of(entry.pid()));
      fields.put("version", text(entry.version()));
      fields.put("program", Value.of(entry.program()));
      fields.put("started", Value.of(entry.started()));
      fields.put("detached", Value.of(entry.detached()));
      fields.put(
          "exitCode", entry.exitCode() == null ? Failure.none() : Value.of(entry.exitCode()));
      fields.put("verdict", text(entry.verdict()));
      items.add(new Value.Fields(fields));
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.status/1"));
    fields.put("gateways", new Value.Items(items));
    return JsonText.write(new Value.Fields(fields), 2);
  }

  private static Value text(@Nullable String text) {
    return text == null ? Failure.none() : Value.of(text);
  }
}
