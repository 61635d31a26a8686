package dev.ccproxy.report;

import dev.ccproxy.change.FileChange;
import dev.ccproxy.change.UnifiedDiff;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.SourceText;
import dev.ccproxy.document.Value;
import dev.ccproxy.redact.Redactor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command changed or would change.
 *
 * @param applied whether the files are written
 * @param files each with its diff
 * @param notes sentences for the user
 * @param next commands to run
 * @param missing sentences about keys that are not there yet
 * @param undo id with which the change is taken back; null where nothing was written
 */
public record ChangeReport(
    boolean applied,
    List<File> files,
    List<String> notes,
    List<String> next,
    List<String> missing,
    @Nullable String undo) {

  /**
   * One file.
   *
   * @param path absolute
   * @param shown the path as people read it
   * @param diff unified; empty where nothing changes
   * @param mode permissions afterwards, e.g. {@code 0600}; null where the file is gone or the
   *     system has none
   */
  public record File(
      String path, String shown, FileChange.Action action, String diff, @Nullable String mode) {

    /** The file of a change, its diff without secrets. */
    public static File of(
        String shown, FileChange change, @Nullable String mode, Redactor redactor) {
      String diff =
          change.action() == FileChange.Action.UNCHANGED
              ? ""
              : redactor.apply(UnifiedDiff.of(shown, text(change.before()), text(change.after())));
      return new File(change.path().toString(), shown, change.action(), diff, mode);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
      if (bytes == null) {
        return null;
      }
      try {
        return SourceText.decode("file", bytes).text();
      } catch (DocumentException e) {
        // An undo may bring back anything; its diff needs to be shown all the same.
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
      }
    }

    /** The word for the action in output. */
    public String actionWord() {
      return action.name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@code ccproxy.change/1}. */
  public String json() {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.change/1"));
    fields.put("applied", Value.of(applied));
    List<Value> list = new ArrayList<>();
    for (File file : files) {
      Map<String, Value> entry = new LinkedHashMap<>();
      entry.put("path", Value.of(file.path()));
      entry.put("action", Value.of(file.actionWord()));
      entry.put("diff", Value.of(file.diff()));
      entry.put("mode", file.mode() == null ? Failure.none() : Value.of(file.mode()));
      list.add(new Value.Fields(entry));
    }
    fields.put("files", new Value.Items(list));
    fields.put("notes", Value.ofStrings(notes));
    fields.put("next", Value.ofStrings(next));
    fields.put("missing", Value.ofStrings(missing));
    fields.put("undo", undo == null ? Failure.none() : Value.of(undo));
    return JsonText.write(new Value.Fields(fields), 2);
  }
}
