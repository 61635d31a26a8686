package dev.ccproxy.config;

import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A configuration of LiteLLM with its includes, read as LiteLLM reads it ({@code litellm.md} 4.2):
 * of the top-level keys of an included file, lists are added to those of the configuration and
 * everything else replaces what stands there.
 */
public final class LiteLlmConfig {
  /** More files than anybody includes. */
  private static final int MOST_INCLUDES = 64;

  /**
   * A problem of {@code include}.
   *
   * @param target as written
   */
  public record BadInclude(Place place, String target, Kind kind) {

    /** What is wrong. */
    public enum Kind {
      /** The file is not there or cannot be read or parsed: LiteLLM does not start. */
      UNREADABLE,
      /** It is included already, or more files are included than anybody has. */
      CYCLE,
      /** It lies outside of the folder of the configuration; LiteLLM reads it all the same. */
      OUTSIDE
    }
  }

  /**
   * A value of one of the sections.
   *
   * @param entry the key and its value
   */
  public record Located(SourceFile file, SourceDocument document, Node.Entry entry) {

    /** Where the key stands. */
    public Place place() {
      return Place.of(file, document, entry.keySpan());
    }

    /** The text of a scalar; empty for null and for anything else. */
    public String text() {
      return entry.value() instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.NULL
          ? scalar.value()
          : "";
    }

    /** Whether LiteLLM takes the value as true: any string that is not empty is. */
    public boolean isTruthy() {
      return LiteLlmConfig.isTruthy(entry.value());
    }
  }

  /** Whether LiteLLM takes a value as true: any string that is not empty is. */
  public static boolean isTruthy(Node value) {
    if (!(value instanceof Node.Scalar scalar)) {
      return value instanceof Node.Mapping mapping
          ? !mapping.entries().isEmpty()
          : !((Node.Sequence) value).items().isEmpty();
    }
    return switch (scalar.kind()) {
      case BOOLEAN -> scalar.isBoolean(true);
      case NULL -> false;
      case NUMBER -> !scalar.value().equals("0");
      case STRING, TIMESTAMP -> !scalar.value().isEmpty();
    };
  }

  private final SourceFile file;
  private final List<SourceFile> files;
  private final List<BadInclude> badIncludes;
  private final List<Deployment> deployments;

  private LiteLlmConfig(
      SourceFile file,
      List<SourceFile> files,
      List<BadInclude> badIncludes,
      List<Deployment> deployments) {
    this.file = file;
    this.files = List.copyOf(files);
    this.badIncludes = List.copyOf(badIncludes);
    this.deployments = List.copyOf(deployments);
  }

  /** Reads a configuration and what it includes. */
  static LiteLlmConfig read(SourceFile file, SourceReader reader) {
    List<SourceFile> files = new ArrayList<>();
    List<BadInclude> bad = new ArrayList<>();
    files.add(file);
    for (int i = 0; i < files.size(); i++) {
      include(files.get(i), files, bad, reader);
    }
    List<Deployment> deployments = new ArrayList<>();
    for (SourceFile part : files) {
      SourceDocument document = part.document();
      if (document != null
          && document.find(NodePath.of("model_list")).orElse(null)
              instanceof Node.Sequence sequence) {
        NodePath list = NodePath.of("model_list");
        for (int i = 0; i < sequence.items().size(); i++) {
          deployments.add(Deployment.of(part, document, list.item(i), sequence.items().get(i)));
        }
      }
    }
    return new LiteLlmConfig(file, files, bad, deployments);
  }

  private static void include(
      SourceFile from, List<SourceFile> files, List<BadInclude> bad, SourceReader reader) {
    SourceDocument document = from.document();
    if (document == null
        || !(document.find(NodePath.of("include")).orElse(null) instanceof Node.Sequence list)) {
      return;
    }
    for (Node item : list.items()) {
      if (!(item instanceof Node.Scalar scalar)
          || scalar.kind() != Node.Kind.STRING
          || !isPath(scalar.value())) {
        continue;
      }
      Place place = Place.of(from, document, item);
      Path target = target(scalar.value(), from, files.get(0));
      boolean known = files.size() >= MOST_INCLUDES;
      for (SourceFile file : files) {
        known |= file.path().toAbsolutePath().normalize().equals(target);
      }
      if (known) {
        bad.add(new BadInclude(place, scalar.value(), BadInclude.Kind.CYCLE));
        continue;
      }
      SourceFile included = reader.read(target, SourceReader.Format.YAML);
      if (included.state() != SourceFile.State.READ) {
        bad.add(new BadInclude(place, scalar.value(), BadInclude.Kind.UNREADABLE));
      }
      if (included.exists()) {
        files.add(included);
        Path folder = files.get(0).path().toAbsolutePath().normalize().getParent();
        if (folder != null && !target.startsWith(folder)) {
          bad.add(new BadInclude(place, scalar.value(), BadInclude.Kind.OUTSIDE));
        }
      }
    }
  }

  private static boolean isPath(String text) {
    try {
      return !Path.of(text).toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Beside the file that names it, else beside the configuration itself. */
  private static Path target(String include, SourceFile from, SourceFile root) {
    Path beside = from.path().toAbsolutePath().resolveSibling(include).normalize();
    return Files.exists(beside)
        ? beside
        : root.path().toAbsolutePath().resolveSibling(include).normalize();
  }

  /** The configuration itself. */
  public SourceFile file() {
    return file;
  }

  /** The configuration and everything that it includes, itself first. */
  public List<SourceFile> files() {
    return files;
  }

  /** What of {@code include} does not work. */
  public List<BadInclude> badIncludes() {
    return badIncludes;
  }

  /** The entries of {@code model_list}, those of the includes last. */
  public List<Deployment> deployments() {
    return deployments;
  }

  /** A top-level key: that of the file that was included last counts. */
  public Optional<Located> top(String key) {
    for (int i = files.size() - 1; i >= 0; i--) {
      SourceDocument document = files.get(i).document();
      Node.Entry entry = document == null ? null : Nodes.entry(document.root(), key);
      if (document != null && entry != null) {
        return Optional.of(new Located(files.get(i), document, entry));
      }
    }
    return Optional.empty();
  }

  /** A key of a section such as {@code litellm_settings}. */
  public Optional<Located> setting(String section, String key) {
    Located top = top(section).orElse(null);
    Node.Entry entry = top == null ? null : Nodes.entry(top.entry().value(), key);
    return top == null || entry == null
        ? Optional.empty()
        : Optional.of(new Located(top.file(), top.document(), entry));
  }

  /** Whether a setting is there and LiteLLM takes it as true. */
  public boolean isOn(String section, String key) {
    return setting(section, key).filter(Located::isTruthy).isPresent();
  }
}
