package dev.ccproxy.check.file;

import dev.ccproxy.check.FileScene;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SettingsFile;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.redact.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of the set-up in which a credential stands. */
final class SecretFiles {
  private static final int SHORTEST = 8;
  private static final int LONGEST_WORD = 16;

  /** References, paths, and what examples write in the place of a credential. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(?is)(os\\.environ/|missing-|[$</~]).*"
              + "|.*(your|xxx|example|placeholder|changeme).*");

  private static final Pattern WORD = Pattern.compile("[a-z_-]+");

  /**
   * A file with a credential.
   *
   * @param place of the first one
   * @param name of the variable or key that holds it
   */
  record Held(SourceFile file, Place place, String name) {}

  private SecretFiles() {}

  /** Each file once; what belongs to the administrator is not looked at. */
  static List<Held> of(FileScene scene) {
    List<SourceFile> files = new ArrayList<>();
    for (SettingsFile settings : scene.workspace().settings().files()) {
      if (settings.source() != Origin.Source.MANAGED) {
        files.add(settings.file());
      }
    }
    add(files, scene.workspace().dotenv());
    for (SourceFile file : scene.workspace().gatewayEnvironment().files()) {
      add(files, file);
    }
    for (LiteLlmConfig config : scene.workspace().configs()) {
      for (SourceFile file : config.files()) {
        add(files, file);
      }
    }
    List<Held> held = new ArrayList<>();
    for (SourceFile file : files) {
      SourceDocument document = file.document();
      Held first = document == null ? null : first(file, document, "", document.root());
      if (first != null) {
        held.add(first);
      }
    }
    return held;
  }

  private static void add(List<SourceFile> files, SourceFile file) {
    for (SourceFile known : files) {
      if (known.path().equals(file.path())) {
        return;
      }
    }
    files.add(file);
  }

  private static @Nullable Held first(
      SourceFile file, SourceDocument document, String key, Node node) {
    if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        Held held = entry.merge() ? null : first(file, document, entry.key(), entry.value());
        if (held != null) {
          return held;
        }
      }
    } else if (node instanceof Node.Sequence sequence) {
      for (Node item : sequence.items()) {
        Held held = first(file, document, key, item);
        if (held != null) {
          return held;
        }
      }
    } else if (node instanceof Node.Scalar scalar
        && scalar.kind() == Node.Kind.STRING
        && SecretNames.matches(key)
        && isCredential(scalar.value())) {
      return new Held(file, Place.of(file, document, node), key);
    }
    return null;
  }

  /** Whether a value can be a credential: no reference, no sample, no plain word. */
  static boolean isCredential(String value) {
    String text = value.strip();
    return text.length() >= SHORTEST
        && !SAMPLE.matcher(text).matches()
        && !(text.length() < LONGEST_WORD && WORD.matcher(text).matches());
  }
}
