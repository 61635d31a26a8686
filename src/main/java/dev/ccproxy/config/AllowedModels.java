package dev.ccproxy.config;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.catalog.Model;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The models that settings let the client ask for: {@code availableModels} of all settings files
 * together. An entry is an id, the first words of one, or a family of the client's vendor, in any
 * case (measured with 2.1.91, 2.1.197 and 2.1.330).
 */
public final class AllowedModels {
  private static final NodePath KEY = NodePath.of("availableModels");

  private final List<String> entries;
  private final ClientFacts.Release release;
  private final Origin origin;

  private AllowedModels(List<String> entries, ClientFacts.Release release, Origin origin) {
    this.entries = List.copyOf(entries);
    this.release = release;
    this.origin = origin;
  }

  /** The list of these settings; empty where no file has one, and every model is allowed. */
  public static Optional<AllowedModels> of(ClientSettings settings, ClientFacts.Release release) {
    List<String> entries = new ArrayList<>();
    Origin origin = null;
    for (SettingsFile file : settings.files()) {
      // Of the administrator's file a value of another type counts as a list without entries.
      Node list = file.document().flatMap(document -> document.find(KEY)).orElse(null);
      if (list != null) {
        origin = origin == null ? new Origin(file.source(), file.place(list)) : origin;
        List<Node> items = list instanceof Node.Sequence sequence ? sequence.items() : List.of();
        for (Node item : items) {
          String entry = item instanceof Node.Scalar scalar ? plain(scalar.value(), release) : "";
          if (!entry.isEmpty()) {
            entries.add(entry);
          }
        }
      }
    }
    return origin == null
        ? Optional.empty()
        : Optional.of(new AllowedModels(entries, release, origin));
  }

  /** Where the strongest list stands; in a file always. */
  public Origin origin() {
    return origin;
  }

  /**
   * Whether the client may ask for a model.
   *
   * @param id as it is set, with the suffix for the long window
   * @param alias the alias that led to it; null where there is none
   */
  boolean allow(String id, @Nullable String alias) {
    if (alias != null && release.allowsByText() && entries.contains(alias)) {
      return true;
    }
    String name = plain(id, release);
    for (String entry : entries) {
      if (release.builtIn().containsKey(entry)) {
        if (hasWord(name, entry) && inFamily(entry) == null) {
          return true;
        }
      } else if (startsWithWords(name, entry) || startsWithWords(name, "claude-" + entry)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What the client takes of a family whose own model is not allowed: its vendor's, else the one
   * that the list names.
   */
  Optional<String> ofFamily(String family) {
    String builtIn = release.builtIn().get(family);
    if (builtIn == null || !release.restrictedKeepsFamily()) {
      return Optional.empty();
    }
    String other = inFamily(family);
    return allow(builtIn, null)
        ? Optional.of(builtIn)
        : Optional.ofNullable(other).filter(Model::isClaude);
  }

  /** The first entry that names a member of the family; it takes away that all are allowed. */
  private @Nullable String inFamily(String family) {
    for (String entry : entries) {
      if (!entry.equals(family) && hasWord(entry, family)) {
        return entry;
      }
    }
    return null;
  }

  private static boolean startsWithWords(String name, String words) {
    return name.startsWith(words)
        && (name.length() == words.length() || name.charAt(words.length()) == '-');
  }

  private boolean hasWord(String name, String word) {
    if (release.allowsByText()) {
      return name.contains(word);
    }
    for (int at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
      int end = at + word.length();
      if ((at == 0 || !Character.isLetterOrDigit(name.charAt(at - 1)))
          && (end == name.length() || !Character.isLetterOrDigit(name.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static String plain(String name, ClientFacts.Release release) {
    String bare = name.strip();
    return (release.allowsByText() ? bare : Model.withoutSuffix(bare)).toLowerCase(Locale.ROOT);
  }
}
