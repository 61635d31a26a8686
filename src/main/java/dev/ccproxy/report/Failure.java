package dev.ccproxy.report;

import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a command did not do what it was asked for.
 *
 * @param code slug for scripts
 * @param message what happened and why, a sentence without a final full stop
 * @param next what to do
 */
public record Failure(
    String code,
    String message,
    @Nullable String file,
    @Nullable Integer line,
    @Nullable Integer column,
    String next,
    int exitCode) {

  /** {@code ccproxy.error/1}. */
  public String json() {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.error/1"));
    fields.put("code", Value.of(code));
    fields.put("message", Value.of(message));
    fields.put("file", file == null ? none() : Value.of(file));
    fields.put("line", line == null ? none() : Value.of(line));
    fields.put("column", column == null ? none() : Value.of(column));
    fields.put("next", Value.of(next));
    fields.put("exitCode", Value.of(exitCode));
    return JsonText.write(new Value.Fields(fields), 2);
  }

  /** The same with another exit code. */
  public Failure withExitCode(int code) {
    return new Failure(this.code, message, file, line, column, next, code);
  }

  static Value none() {
    return new Value.Literal(Node.Kind.NULL, "null");
  }

  /** Where, as editors understand it; empty where no file is concerned. */
  public String place() {
    if (file == null) {
      return "";
    }
    return file + (line == null ? "" : ":" + line + (column == null ? "" : ":" + column));
  }
}
