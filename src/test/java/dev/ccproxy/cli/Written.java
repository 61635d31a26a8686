package dev.ccproxy.cli;

import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.YamlDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads back what a command wrote. */
public final class Written {
  private Written() {}

  public static SourceDocument json(Path file) {
    return parse(file, "json");
  }

  public static SourceDocument yaml(Path file) {
    return parse(file, "yaml");
  }

  /** The {@code env} block of a settings file. */
  public static Map<String, String> env(Path settings) {
    return texts(json(settings).find(NodePath.of("env")).orElseThrow());
  }

  /** The variables of an env file. */
  public static Map<String, String> variables(Path envFile) {
    return texts(parse(envFile, "env").root());
  }

  public static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Every regular file below {@code root}, relative, sorted. */
  public static List<String> tree(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(f -> root.relativize(f).toString())
          .sorted()
          .toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, String> texts(Node node) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Node.Entry entry : ((Node.Mapping) node).entries()) {
      texts.put(entry.key(), ((Node.Scalar) entry.value()).value());
    }
    return texts;
  }

  private static SourceDocument parse(Path file, String format) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return switch (format) {
        case "json" -> JsonDocument.parse(file.toString(), bytes);
        case "yaml" -> YamlDocument.parse(file.toString(), bytes);
        default -> EnvDocument.parse(file.toString(), bytes);
      };
    } catch (java.io.IOException | dev.ccproxy.document.DocumentException e) {
      throw new IllegalStateException(e);
    }
  }
}
