package dev.ccproxy.report;

import dev.ccproxy.check.FailOn;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Screen;
import dev.ccproxy.term.Tint;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two diagnoses that were written as JSON.
 *
 * @param appeared findings of the second that the first has not
 * @param gone findings of the first that the second has not
 * @param changed findings of both whose severity differs
 * @param same how many are in both as they were
 */
public record DoctorDiff(List<Item> appeared, List<Item> gone, List<Changed> changed, int same) {

  /**
   * A finding.
   *
   * @param where its file or variable, without line and column
   */
  public record Item(String id, String slug, String severity, String title, String where) {

    private boolean isSame(Item other) {
      return id.equals(other.id) && where.equals(other.where) && title.equals(other.title);
    }
  }

  /** A finding with another severity than before. */
  public record Changed(Item item, String before) {}

  public DoctorDiff {
    appeared = List.copyOf(appeared);
    gone = List.copyOf(gone);
    changed = List.copyOf(changed);
  }

  /**
   * Compares two reports.
   *
   * @throws DocumentException when one of them is no {@code ccproxy.report/1}
   */
  public static DoctorDiff of(String firstName, byte[] first, String secondName, byte[] second)
      throws DocumentException {
    List<Item> before = items(firstName, first);
    List<Item> after = items(secondName, second);
    List<Item> appeared = new ArrayList<>();
    List<Changed> changed = new ArrayList<>();
    int same = 0;
    for (Item item : after) {
      Item old = take(before, item);
      if (old == null) {
        appeared.add(item);
      } else if (old.severity().equals(item.severity())) {
        same++;
      } else {
        changed.add(new Changed(item, old.severity()));
      }
    }
    return new DoctorDiff(appeared, before, changed, same);
  }

  private static @Nullable Item take(List<Item> items, Item wanted) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).isSame(wanted)) {
        return items.remove(i);
      }
    }
    return null;
  }

  private static List<Item> items(String name, byte[] bytes) throws DocumentException {
    JsonDocument document = JsonDocument.parse(name, bytes);
    if (!document.text(NodePath.of("schema")).filter(DoctorJson.SCHEMA::equals).isPresent()
        || !(document.find(NodePath.of("findings")).orElse(null) instanceof Node.Sequence list)) {
      throw new DocumentException(name, null, "this is no " + DoctorJson.SCHEMA);
    }
    List<Item> items = new ArrayList<>();
    for (Node node : list.items()) {
      items.add(
          new Item(
              text(node, NodePath.of("id")),
              text(node, NodePath.of("slug")),
              text(node, NodePath.of("severity")),
              text(node, NodePath.of("title")),
              withoutLine(text(node, NodePath.of("evidence").item(0).key("location")))));
    }
    return items;
  }

  private static String text(Node node, NodePath path) {
    return SourceDocument.find(node, path).orElse(null) instanceof Node.Scalar scalar
        ? scalar.value()
        : "";
  }

  private static String withoutLine(String location) {
    int end = location.length();
    for (int i = 0; i < 2; i++) {
      int colon = location.lastIndexOf(':', end - 1);
      boolean number = colon > 0 && colon < end - 1;
      for (int j = colon + 1; j < end; j++) {
        number &= Character.isDigit(location.charAt(j));
      }
      end = number ? colon : end;
    }
    return location.substring(0, end);
  }

  /** Whether a finding that counts as a failure is new, or has become one. */
  public boolean isWorse(FailOn failOn) {
    boolean worse = false;
    for (Item item : appeared) {
      worse |= fails(failOn, item.severity());
    }
    for (Changed one : changed) {
      worse |= fails(failOn, one.item().severity()) && !fails(failOn, one.before());
    }
    return worse;
  }

  private static boolean fails(FailOn failOn, String word) {
    for (Severity severity : Severity.values()) {
      if (severity.word().equals(word)) {
        return failOn.fails(severity);
      }
    }
    return false;
  }

  /** {@code ccproxy.diff/1}. */
  public String json() {
    List<JsonFields> other = new ArrayList<>();
    for (Changed one : changed) {
      other.add(fields(one.item()).put("before", one.before()));
    }
    return JsonText.write(
        new JsonFields()
            .put("schema", "ccproxy.diff/1")
            .putAll("new", all(appeared))
            .putAll("gone", all(gone))
            .putAll("changed", other)
            .put("same", same)
            .value(),
        2);
  }

  private static List<JsonFields> all(List<Item> items) {
    List<JsonFields> fields = new ArrayList<>();
    for (Item item : items) {
      fields.add(fields(item));
    }
    return fields;
  }

  private static JsonFields fields(Item item) {
    return new JsonFields()
        .put("id", item.id())
        .put("slug", item.slug())
        .put("severity", item.severity())
        .put("title", item.title())
        .put("where", item.where());
  }

  /** A line each. */
  public void print(Screen screen) {
    for (Item item : appeared) {
      line(screen, Tint.RED, "+ new   ", item, item.severity());
    }
    for (Changed one : changed) {
      line(
          screen,
          Tint.YELLOW,
          "~ other ",
          one.item(),
          one.before() + " to " + one.item().severity());
    }
    for (Item item : gone) {
      line(screen, Tint.GREEN, "- gone  ", item, item.severity());
    }
    screen.println(
        appeared.size()
            + " new, "
            + gone.size()
            + " gone, "
            + changed.size()
            + " changed, "
            + same
            + " as before.");
  }

  private static void line(Screen screen, Tint tint, String head, Item item, String severity) {
    screen.say(
        new Line()
            .add(tint, head)
            .add(item.id() + " " + severity + ": " + item.title())
            .add(Tint.DIM, item.where().isEmpty() ? "" : " (" + item.where() + ")"));
  }
}
