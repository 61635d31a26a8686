package dev.ccproxy.report;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.FileCheck;
import dev.ccproxy.document.JsonText;
import dev.ccproxy.term.Line;
import dev.ccproxy.term.Screen;
import dev.ccproxy.term.Tint;
import java.util.ArrayList;
import java.util.List;

/** All checks there are, for {@code doctor --list-checks}. */
public final class CheckList {
  private CheckList() {}

  /** {@code ccproxy.checks/1}. */
  public static String json(List<? extends Check> checks) {
    List<JsonFields> items = new ArrayList<>();
    for (Check check : checks) {
      items.add(
          new JsonFields()
              .put("id", check.id())
              .put("slug", check.slug())
              .put("title", check.title())
              .put("group", check.group().title())
              .put("layer", check.layer().word())
              .put("needs", needs(check))
              .put("docs", check.id()));
    }
    return JsonText.write(
        new JsonFields().put("schema", "ccproxy.checks/1").putAll("checks", items).value(), 2);
  }

  private static String needs(Check check) {
    return check instanceof FileCheck ? "files" : "endpoint";
  }

  /** A line each, under their headings. */
  public static void print(List<? extends Check> checks, Screen screen) {
    for (Check.Group group : Check.Group.values()) {
      boolean first = true;
      for (Check check : checks) {
        if (check.group() == group) {
          if (first) {
            screen.print(Line.of(Tint.BOLD, group.title()));
            first = false;
          }
          screen.say(
              new Line()
                  .add(Tint.CYAN, "  " + check.id())
                  .add("  " + check.slug())
                  .add(Tint.DIM, "  " + check.title()));
        }
      }
    }
  }
}
