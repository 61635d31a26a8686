package dev.ccproxy.inspect;

import dev.ccproxy.wire.Gunzip;
import dev.ccproxy.wire.ResponseHead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of one folder, in the order of their names, subfolders left alone. A folder holds other
 * things beside answers: what is neither JSON, nor a stream, nor behind an HTTP head is left out
 * and named.
 */
final class FolderReader {
  /** Endings of names that say that somebody saved an answer, whatever its bytes are by now. */
  private static final List<String> ENDINGS =
      List.of(".sse", ".json", ".http", ".har", ".gz", ".html", ".body");

  private static final int LONGEST_HEAD = 1 << 16;

  private final Inspector inspector;
  private final Visitor visitor;

  FolderReader(Inspector inspector, Visitor visitor) {
    this.inspector = inspector;
    this.visitor = visitor;
  }

  void read(String name, Path folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        Path last = child.getFileName();
        names.add(last == null ? "" : last.toString());
      }
    } catch (IOException | DirectoryIteratorException e) {
      visitor.failed(name, "file-unreadable", "The folder cannot be read", "check its permissions");
      return;
    }
    names.sort(null);
    String prefix = name.endsWith("/") ? name : name + "/";
    Set<String> headFiles = new HashSet<>();
    Map<String, ResponseHead> heads = heads(folder, names, headFiles);
    int read = 0;
    for (String child : names) {
      Path path = folder.resolve(child);
      String shown = prefix + child;
      if (Files.isDirectory(path)) {
        visitor.skipped(shown, "a folder inside of a folder; name it to have it read");
      } else if (child.startsWith(".")) {
        visitor.skipped(shown, "a hidden file");
      } else if (!Files.isRegularFile(path)) {
        visitor.skipped(shown, "no regular file");
      } else if (!headFiles.contains(child)) {
        if (!heads.containsKey(stem(child)) && !isAnswer(path, child)) {
          visitor.skipped(shown, "neither JSON, nor an event stream, nor an HTTP answer");
          continue;
        }
        read++;
        inspector.fileOfFolder(shown, path, heads.get(stem(child)));
      }
    }
    if (read == 0) {
      visitor.failed(
          name,
          "no-answer-in-folder",
          "The folder holds no file that could be an answer",
          "name the files, or a folder that holds them");
    }
  }

  private static boolean isAnswer(Path path, String name) {
    byte[] first = first(path, Inspector.FIRST);
    // What cannot be read is told of when it is read.
    return first == null || looksLikeAnswer(first) || hasEnding(name);
  }

  private static boolean hasEnding(String name) {
    for (String ending : ENDINGS) {
      if (name.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  /** By the first bytes: a packed file, an HTTP head, JSON, a page, a field of a stream. */
  private static boolean looksLikeAnswer(byte[] first) {
    if (Gunzip.isGzip(first, 0, first.length)) {
      return true;
    }
    String text = new String(first, StandardCharsets.UTF_8);
    String start = (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
    if (start.startsWith("HTTP/") || start.startsWith("{") || start.startsWith("[{")) {
      return true;
    }
    return start.startsWith("<!") || start.startsWith("<html") || isMostlyStream(text);
  }

  /** Whether most lines are those of a stream: one that was cut at its start still is a stream. */
  private static boolean isMostlyStream(String text) {
    int fields = 0;
    int others = 0;
    for (String line : text.split("\n")) {
      if (line.startsWith("data:") || line.startsWith("event:") || line.startsWith(":")) {
        fields++;
      } else if (!line.isBlank()) {
        others++;
      }
    }
    return fields > others;
  }

  /**
   * Heads by the stem of the names of files that are a head alone and have a body beside them, as
   * {@code curl -D} leaves them.
   *
   * @param headFiles gets the names of those files
   */
  private static Map<String, ResponseHead> heads(
      Path folder, List<String> names, Set<String> headFiles) {
    Map<String, Integer> stems = new HashMap<>();
    for (String name : names) {
      stems.merge(stem(name), 1, Integer::sum);
    }
    Map<String, ResponseHead> heads = new HashMap<>();
    for (String name : names) {
      if (stems.getOrDefault(stem(name), 0) < 2) {
        continue;
      }
      byte[] bytes = first(folder.resolve(name), LONGEST_HEAD);
      if (bytes != null
          && bytes.length < LONGEST_HEAD
          && new String(bytes, StandardCharsets.ISO_8859_1).startsWith("HTTP/")) {
        ResponseHead head = ResponseHead.parse(bytes);
        if (head != null) {
          heads.put(stem(name), head);
          headFiles.add(name);
        }
      }
    }
    return heads;
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  private static byte @Nullable [] first(Path path, int most) {
    if (!Files.isRegularFile(path)) {
      return null;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(most);
    } catch (IOException e) {
      return null;
    }
  }
}
