package dev.ccproxy.config;

import dev.ccproxy.catalog.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks for the release of LiteLLM in requirements, lock files, container files and scripts of a
 * folder. Bounded: {@value #MOST_FILES} files of the folder itself and of its workflow folder, the
 * first {@value #MOST_BYTES} bytes of each.
 */
public final class LiteLlmPins {
  private static final int MOST_FILES = 64;
  private static final int MOST_BYTES = 4 * 1024 * 1024;
  private static final int MOST_PINS = 50;
  private static final String NAME = "litellm";

  private LiteLlmPins() {}

  /** Every release that is named, file by file. */
  public static List<LiteLlmPin> in(Path folder, UserEnvironment environment) {
    List<LiteLlmPin> pins = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    collect(folder, files);
    collect(folder.resolve(".github").resolve("workflows"), files);
    for (Path file : files) {
      read(file, environment, pins);
    }
    return pins;
  }

  private static void collect(Path folder, List<Path> files) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> here = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path file : stream) {
        if (isCandidate(String.valueOf(file.getFileName())) && Files.isRegularFile(file)) {
          here.add(file);
        }
      }
    } catch (IOException e) {
      return;
    }
    here.sort(null);
    for (Path file : here) {
      if (files.size() < MOST_FILES) {
        files.add(file);
      }
    }
  }

  private static boolean isCandidate(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("requirements") || lower.startsWith("constraints")) {
      return lower.endsWith(".txt") || lower.endsWith(".in") || lower.endsWith(".lock");
    }
    return switch (lower) {
      case "pyproject.toml",
          "poetry.lock",
          "uv.lock",
          "pdm.lock",
          "pipfile",
          "pipfile.lock",
          "setup.py",
          "setup.cfg",
          "makefile",
          "justfile",
          "procfile",
          "environment.yml",
          "environment.yaml" ->
          true;
      default ->
          lower.startsWith("dockerfile")
              || lower.endsWith("dockerfile")
              || lower.startsWith("containerfile")
              || lower.endsWith(".sh")
              || lower.endsWith(".yml")
              || lower.endsWith(".yaml")
              || lower.endsWith(".service");
    };
  }

  private static void read(Path file, UserEnvironment environment, List<LiteLlmPin> pins) {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return;
    }
    if (!text.contains(NAME)) {
      return;
    }
    SourceFile source =
        new SourceFile(file, environment.shorten(file), SourceFile.State.READ, null, null);
    boolean lock = text.contains("[[package]]");
    boolean inPackage = false;
    int number = 0;
    int start = 0;
    while (start < text.length() && pins.size() < MOST_PINS) {
      int end = text.indexOf('\n', start);
      String line = text.substring(start, end < 0 ? text.length() : end);
      number++;
      start = end < 0 ? text.length() : end + 1;
      String stripped = line.strip();
      if (stripped.isEmpty() || stripped.startsWith("#") || stripped.startsWith("//")) {
        continue;
      }
      if (lock) {
        if (stripped.startsWith("name = ")) {
          inPackage = stripped.equals("name = \"litellm\"");
        } else if (inPackage && stripped.startsWith("version = ")) {
          pin(source, number, line, line.indexOf('"') + 1, false, pins);
          inPackage = false;
        }
        continue;
      }
      line(source, number, line, pins);
      int brace = jsonEntry(stripped);
      if (brace >= 0) {
        version(source, text, start, number, pins);
      }
    }
  }

  /** Whether a line opens the entry of LiteLLM in Pipfile.lock; -1 where it does not. */
  private static int jsonEntry(String line) {
    return line.startsWith("\"litellm\":") ? line.indexOf('{') : -1;
  }

  /** The version inside the entry that begins before {@code from}. */
  private static void version(
      SourceFile source, String text, int from, int line, List<LiteLlmPin> pins) {
    int close = text.indexOf('}', from);
    int at = text.indexOf("\"version\"", from);
    if (at < 0 || close < 0 || at > close) {
      return;
    }
    int number = line + 1;
    for (int i = from; i < at; i++) {
      number += text.charAt(i) == '\n' ? 1 : 0;
    }
    int end = text.indexOf('\n', at);
    int begin = text.lastIndexOf('\n', at) + 1;
    String found = text.substring(begin, end < 0 ? text.length() : end);
    int equal = found.indexOf("==");
    if (equal >= 0) {
      pin(source, number, found, equal + 2, false, pins);
    }
  }

  private static void line(SourceFile source, int number, String line, List<LiteLlmPin> pins) {
    for (int at = line.indexOf(NAME); at >= 0; at = line.indexOf(NAME, at + 1)) {
      int comment = line.indexOf(" #");
      if (comment >= 0 && comment < at) {
        return;
      }
      int i = at + NAME.length();
      char before = at == 0 ? ' ' : line.charAt(at - 1);
      if (isNamePart(before) && before != '/') {
        continue;
      }
      if (i < line.length() && line.charAt(i) == '[') {
        int close = line.indexOf(']', i);
        i = close < 0 ? i : close + 1;
      }
      if (before == '/' || at(line, i) == ':') {
        image(source, number, line, i, pins);
        continue;
      }
      i = skip(line, i, " \"'");
      int operator = i;
      while (at(line, i) == '=' || at(line, i) == '~') {
        i++;
      }
      if (i == operator || line.startsWith("~=", operator)) {
        continue;
      }
      i = skip(line, i, " \"'{");
      if (line.startsWith("version", i)) {
        i = skip(line, i + "version".length(), " =\"':");
      }
      while (at(line, i) == '=') {
        i++;
      }
      pin(source, number, line, i, false, pins);
    }
  }

  /** {@code ghcr.io/berriai/litellm:main-v1.82.7-stable}. */
  private static void image(
      SourceFile source, int number, String line, int from, List<LiteLlmPin> pins) {
    int i = from;
    while (i < line.length() && (isNamePart(line.charAt(i)))) {
      i++;
    }
    if (at(line, i) != ':') {
      return;
    }
    for (int j = i + 1; j < line.length() && !Character.isWhitespace(line.charAt(j)); j++) {
      char before = line.charAt(j - 1);
      if (isDigit(line.charAt(j)) && (before == 'v' || before == ':' || before == '-')) {
        pin(source, number, line, j, true, pins);
        return;
      }
    }
  }

  private static void pin(
      SourceFile source, int number, String line, int from, boolean image, List<LiteLlmPin> pins) {
    int end = from;
    while (end < line.length() && (isDigit(line.charAt(end)) || line.charAt(end) == '.')) {
      end++;
    }
    String text = from < end ? line.substring(from, end) : "";
    Optional<Version> version =
        text.indexOf('.') > 0 && text.indexOf('.') != text.lastIndexOf('.')
            ? Version.of(text)
            : Optional.empty();
    if (version.isPresent() && at(line, end) != '*') {
      pins.add(new LiteLlmPin(version.get(), image, Place.line(source, number, from + 1, line)));
    }
  }

  private static int skip(String line, int from, String what) {
    int i = from;
    while (i < line.length() && what.indexOf(line.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private static char at(String line, int i) {
    return i < line.length() ? line.charAt(i) : 0;
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == '/';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
