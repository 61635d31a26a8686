package dev.ccproxy.check;

import dev.ccproxy.document.Change;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.Edit;
import dev.ccproxy.document.EditRefusedException;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import dev.ccproxy.document.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of one file that a fix makes. Edits of several fixes on one file are made one after the
 * other, each on what the one before left.
 */
public sealed interface FileEdit {

  /** The file, absolute. */
  Path file();

  /**
   * The content afterwards.
   *
   * @param before null where there is no file
   * @throws DocumentException when the content is not what the edit is for
   * @throws EditRefusedException when it cannot be made without touching something else
   */
  byte[] apply(byte @Nullable [] before) throws DocumentException, EditRefusedException;

  /** Whether the file must be readable by its owner alone afterwards. */
  default boolean secret() {
    return false;
  }

  /** What kind of document a file is. */
  enum Format {
    JSON,
    YAML,
    ENV
  }

  /**
   * Changes of the tree of a document.
   *
   * @param secret whether a secret is written
   */
  record Tree(Path file, Format format, List<Change> changes, boolean secret) implements FileEdit {

    public Tree {
      changes = List.copyOf(changes);
    }

    /** Changes that bring no secret into the file. */
    public Tree(Path file, Format format, Change... changes) {
      this(file, format, List.of(changes), false);
    }

    @Override
    public byte[] apply(byte @Nullable [] before) throws DocumentException, EditRefusedException {
      return parse(file, format, before == null ? new byte[0] : before)
          .apply(changes)
          .source()
          .encode();
    }

    private static SourceDocument parse(Path file, Format format, byte[] bytes)
        throws DocumentException {
      String name = String.valueOf(file.getFileName());
      return switch (format) {
        case JSON -> JsonDocument.parse(name, bytes);
        case YAML -> YamlDocument.parse(name, bytes);
        case ENV -> EnvDocument.parse(name, bytes);
      };
    }
  }

  /**
   * Keys of a YAML file get another name; what stands behind them stays as it is written, with its
   * comments. Nothing happens where there is no such key.
   */
  record Renamed(Path file, List<NodePath> keys, String name) implements FileEdit {

    public Renamed {
      keys = List.copyOf(keys);
    }

    @Override
    public byte[] apply(byte @Nullable [] before) throws DocumentException, EditRefusedException {
      YamlDocument document =
          YamlDocument.parse(
              String.valueOf(file.getFileName()), before == null ? new byte[0] : before);
      Set<Edit> edits = new LinkedHashSet<>();
      List<Change> meant = new ArrayList<>();
      boolean taken = false;
      for (NodePath key : keys) {
        Node parent = document.find(key.parent()).orElse(null);
        Node.Entry entry =
            parent instanceof Node.Mapping mapping
                ? mapping.entry(String.valueOf(key.last())).orElse(null)
                : null;
        if (entry != null) {
          NodePath renamed = key.parent().key(name);
          edits.add(new Edit(entry.keySpan(), name));
          meant.add(new Change.Remove(key));
          meant.add(new Change.Set(renamed, Value.of(entry.value())));
          taken |= document.find(renamed).isPresent();
        }
      }
      YamlDocument edited =
          YamlDocument.parse(document.name(), document.source().apply(List.copyOf(edits)));
      // By way of the tree too: it refuses what would change other places.
      if (taken || !Value.of(edited.root()).equals(Value.of(document.apply(meant).root()))) {
        throw new EditRefusedException(
            document.name(),
            document.source().position(0),
            "a key that is called " + name + " stands there already, or an old one twice");
      }
      return edited.source().encode();
    }
  }

  /** Comments and commas before closing brackets go, for a strict reader. */
  record StrictJson(Path file) implements FileEdit {

    @Override
    public byte[] apply(byte @Nullable [] before) throws DocumentException, EditRefusedException {
      return JsonDocument.parse(
              String.valueOf(file.getFileName()), before == null ? new byte[0] : before)
          .withoutLeniencies()
          .source()
          .encode();
    }
  }

  /** Nobody but the owner may read the file; its content stays. */
  record Private(Path file) implements FileEdit {

    @Override
    public byte[] apply(byte @Nullable [] before) {
      return before == null ? new byte[0] : before;
    }

    @Override
    public boolean secret() {
      return true;
    }
  }

  /**
   * A line at the end of a file of lines, {@code .gitignore} above all; nothing where it stands
   * there already.
   */
  record Line(Path file, String line) implements FileEdit {

    @Override
    public byte[] apply(byte @Nullable [] before) {
      String text = before == null ? "" : new String(before, StandardCharsets.UTF_8);
      for (String present : text.split("\r?\n", -1)) {
        if (present.strip().equals(line)) {
          return before == null ? new byte[0] : before;
        }
      }
      String end = text.contains("\r\n") ? "\r\n" : "\n";
      String gap = text.isEmpty() || text.endsWith("\n") ? "" : end;
      return (text + gap + line + end).getBytes(StandardCharsets.UTF_8);
    }
  }
}
