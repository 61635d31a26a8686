package dev.ccproxy.config;

import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** Reads files of the set-up, bounded: plain files only, none over {@value #MOST_BYTES} bytes. */
public final class SourceReader {
  /** A larger file is no configuration: 10 MB. */
  public static final int MOST_BYTES = 10 * 1024 * 1024;

  /** What a file should be. */
  public enum Format {
    JSON,
    YAML,
    ENV
  }

  private final UserEnvironment environment;
  private final Map<Path, byte[]> instead;

  /** Paths are shown as this user reads them. */
  public SourceReader(UserEnvironment environment) {
    this(environment, Map.of());
  }

  /**
   * Reads some files as they would be.
   *
   * @param instead content that takes the place of what is on disk
   */
  SourceReader(UserEnvironment environment, Map<Path, byte[]> instead) {
    this.environment = environment;
    this.instead = Map.copyOf(instead);
  }

  /** The file at {@code path}; never throws for what the file is or is not. */
  public SourceFile read(Path path, Format format) {
    String shown = environment.shorten(path);
    byte[] planned = instead.get(path);
    if (planned != null) {
      return parsed(path, shown, planned, format);
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return new SourceFile(path, shown, state(path), null, null);
    }
    if (!Files.exists(path)) {
      // A link into nowhere.
      return new SourceFile(path, shown, SourceFile.State.UNREADABLE, null, null);
    }
    if (!Files.isRegularFile(path)) {
      return new SourceFile(path, shown, SourceFile.State.NOT_A_FILE, null, null);
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      return new SourceFile(path, shown, SourceFile.State.UNREADABLE, null, null);
    }
    if (bytes.length > MOST_BYTES) {
      return new SourceFile(path, shown, SourceFile.State.TOO_BIG, null, null);
    }
    return parsed(path, shown, bytes, format);
  }

  private static SourceFile parsed(Path path, String shown, byte[] bytes, Format format) {
    try {
      return new SourceFile(path, shown, SourceFile.State.READ, parse(shown, bytes, format), null);
    } catch (DocumentException e) {
      return new SourceFile(path, shown, SourceFile.State.BROKEN, null, e);
    }
  }

  /** Whether nothing is there, or a folder on the way cannot be looked into. */
  private static SourceFile.State state(Path path) {
    Path parent = path.getParent();
    return parent != null && Files.isDirectory(parent) && !Files.isExecutable(parent)
        ? SourceFile.State.UNREADABLE
        : SourceFile.State.ABSENT;
  }

  private static SourceDocument parse(String shown, byte[] bytes, Format format)
      throws DocumentException {
    return switch (format) {
      case JSON -> JsonDocument.parse(shown, bytes);
      case YAML -> YamlDocument.parse(shown, bytes);
      case ENV -> EnvDocument.parse(shown, bytes);
    };
  }
}
