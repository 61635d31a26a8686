package dev.ccproxy.document;

import static dev.ccproxy.document.Editing.append;
import static dev.ccproxy.document.Editing.remove;
import static dev.ccproxy.document.Editing.set;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Settings files as they are found, each with what the same few changes make of it: {@code
 * NAME.json} and {@code NAME.json.edited}, and {@code NAME.json.strict} where the file is not
 * strict.
 */
class JsonCorpusTest {
  private static final Path FOLDER = Path.of("src/test/resources/document/json");

  private static final List<Change> CHANGES =
      List.of(
          set("env/ANTHROPIC_BASE_URL", "http://localhost:4100"),
          set("env/ANTHROPIC_MODEL", "gpt-6.2"),
          set("env/NEW_KEY", "it's \"new\" 😀"),
          remove("env/ANTHROPIC_API_KEY"),
          remove("theme"),
          append("permissions/allow", "Bash(ls)"));

  static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(FOLDER, "*.json")) {
      found.forEach(files::add);
    }
    Collections.sort(files);
    assertThat(files).hasSizeGreaterThan(12);
    return files;
  }

  private static void assertBytes(JsonDocument document, Path file) throws IOException {
    if (Boolean.getBoolean("ccproxy.golden.update")) {
      Files.write(file, document.source().encode());
    }
    assertThat(new String(document.source().encode(), StandardCharsets.UTF_8))
        .isEqualTo(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_file_is_edited_in_its_own_style(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    JsonDocument before = JsonDocument.parse(file.getFileName().toString(), bytes);
    assertThat(before.source().encode()).isEqualTo(bytes);

    JsonDocument after = before.apply(CHANGES);
    assertBytes(after, file.resolveSibling(file.getFileName() + ".edited"));
    assertThat(after.text(Editing.path("env/NEW_KEY"))).contains("it's \"new\" 😀");
    assertThat(after.find(Editing.path("theme"))).isEmpty();
    assertThat(after.find(Editing.path("env/ANTHROPIC_API_KEY"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_file_that_is_not_strict_can_be_made_so(Path file) throws Exception {
    JsonDocument document = JsonDocument.parse("f", Files.readAllBytes(file));
    JsonDocument strict = document.withoutLeniencies();
    if (document.isStrict()) {
      assertThat(strict).isSameAs(document);
    } else {
      assertBytes(strict, file.resolveSibling(file.getFileName() + ".strict"));
      JsonRepairTest.readStrictly(strict.source().text());
    }
  }

  @Test
  void a_file_of_two_megabytes_changes_in_thirty_places_and_in_no_other() throws Exception {
    StringBuilder text = new StringBuilder("{\n  \"env\": {\n");
    for (int i = 0; i < 40; i++) {
      text.append("    \"K").append(i).append("\": \"").append(i).append("\",\n");
    }
    text.append("    \"LAST\": \"\"\n  },\n  \"projects\": {\n");
    for (int i = 0; text.length() < 2_000_000; i++) {
      text.append("    \"/home/p")
          .append(i)
          .append("\": {\n      \"history\": [1, \"\\u00e9\"],\n");
      text.append("      \"cost\": 1.50\n    },\n");
    }
    text.append("    \"/last\": {}\n  }\n}\n");
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      changes.add(set("env/K" + i, "new"));
      changes.add(remove("env/K" + (10 + i)));
      changes.add(set("env/NEW" + i, "x"));
    }
    String edited = Editing.edited(text.toString(), changes.toArray(new Change[0]));
    String wanted = text.toString();
    for (int i = 0; i < 10; i++) {
      wanted = wanted.replace("\"K" + i + "\": \"" + i + "\"", "\"K" + i + "\": \"new\"");
      wanted = wanted.replace("    \"K1" + i + "\": \"1" + i + "\",\n", "");
    }
    StringBuilder added = new StringBuilder("    \"LAST\": \"\"");
    for (int i = 0; i < 10; i++) {
      added.append(",\n    \"NEW").append(i).append("\": \"x\"");
    }
    assertThat(edited.equals(wanted.replace("    \"LAST\": \"\"", added))).isTrue();
  }
}
