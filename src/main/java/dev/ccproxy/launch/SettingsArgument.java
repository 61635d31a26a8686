package dev.ccproxy.launch;

import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EditRefusedException;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client's {@code --settings}: ours, and what the user has given there himself.
 *
 * @param others the user's arguments without it
 * @param typed what the user gave, a path or JSON; null where nothing was given
 */
record SettingsArgument(List<String> others, @Nullable String typed) {
  private static final String OPTION = "--settings";

  /** Takes it out of the arguments of the user. */
  static SettingsArgument of(List<String> arguments) {
    List<String> others = new ArrayList<>();
    String typed = null;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--")) {
        others.addAll(arguments.subList(i, arguments.size()));
        break;
      }
      if (argument.equals(OPTION) && i + 1 < arguments.size()) {
        typed = arguments.get(++i);
      } else if (argument.startsWith(OPTION + "=")) {
        typed = argument.substring(OPTION.length() + 1);
      } else {
        others.add(argument);
      }
    }
    return new SettingsArgument(others, typed);
  }

  /**
   * One document with the user's settings and ours, which win.
   *
   * @param ours keys and values
   * @throws LaunchException when the user's cannot be read
   */
  byte[] merged(Map<String, Value> ours, UserEnvironment environment) throws LaunchException {
    String theirs = typed == null ? "{}" : typed.strip();
    try {
      byte[] bytes =
          theirs.startsWith("{")
              ? theirs.getBytes(StandardCharsets.UTF_8)
              : Files.readAllBytes(environment.resolve(theirs));
      JsonDocument document = JsonDocument.parse("--settings", bytes);
      if (!document.isStrict()) {
        throw new DocumentException("--settings", null, "has comments or trailing commas");
      }
      return document.apply(changes(ours)).source().encode();
    } catch (IOException e) {
      throw unusable("cannot be read");
    } catch (DocumentException e) {
      throw unusable("is no JSON that the client accepts: " + e.reason());
    } catch (EditRefusedException e) {
      throw unusable("cannot be combined with ours: " + e.reason());
    }
  }

  private static List<Change> changes(Map<String, Value> ours) {
    List<Change> changes = new ArrayList<>();
    for (Map.Entry<String, Value> entry : ours.entrySet()) {
      if (entry.getValue() instanceof Value.Fields fields) {
        for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
          changes.add(
              new Change.Set(NodePath.of(entry.getKey(), field.getKey()), field.getValue()));
        }
      } else {
        changes.add(new Change.Set(NodePath.of(entry.getKey()), entry.getValue()));
      }
    }
    return changes;
  }

  private static LaunchException unusable(String why) {
    return new LaunchException(
        "settings-unusable",
        LaunchException.Kind.USAGE,
        "What was given to the client as --settings " + why,
        "put it right; without it the client starts");
  }
}
