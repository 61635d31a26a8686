package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.catalog.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** {@code availableModels} as three releases of the client were seen to read it. */
class AllowedModelsTest {
  private static final String NONE = "-";

  @TempDir private Path root;
  private final Map<String, String> variables = new LinkedHashMap<>();

  @ParameterizedTest
  @CsvFileSource(
      resources = "available-models.tsv",
      delimiter = '\t',
      quoteCharacter = '\u0001',
      maxCharsPerColumn = 200)
  void asks_for_what_the_client_was_seen_to_ask_for(
      String release, String list, String model, String defaults, String asked) throws IOException {
    write(
        ".claude/settings.json", list.equals(NONE) ? "{}" : "{\"availableModels\": " + list + "}");
    if (!model.equals(NONE)) {
      variables.put("ANTHROPIC_MODEL", model);
    }
    if (!defaults.equals(NONE)) {
      for (String one : defaults.split(",")) {
        String[] pair = one.split("=");
        String tier = pair[0].equals("model") ? "" : pair[0].toUpperCase(Locale.ROOT) + "_";
        variables.put("ANTHROPIC_DEFAULT_" + tier + "MODEL", pair[1]);
      }
    }
    assertThat(models(release).main().sent()).isEqualTo(asked);
  }

  @Test
  void the_lists_of_all_files_count_together() throws IOException {
    variables.put("ANTHROPIC_MODEL", "deepseek-flash");
    write(".claude/settings.json", "{\"availableModels\": [\"deepseek-flash\"]}");
    write("project/.claude/settings.json", "{\"availableModels\": [\"opus\"]}");
    assertThat(models("2.1.330").leftOut()).isEmpty();
    write(".claude/settings.json", "{\"availableModels\": [\"sonnet\"]}");
    ClientModels.LeftOut left = models("2.1.330").leftOut().orElseThrow();
    assertThat(left.model().asked()).isEqualTo("deepseek-flash");
    assertThat(Objects.requireNonNull(left.list().place()).location())
        .isEqualTo(".claude/settings.json:1:21");
  }

  @Test
  void of_the_administrators_file_a_wrong_list_allows_nothing() throws IOException {
    variables.put("ANTHROPIC_MODEL", "deepseek-flash");
    write("managed/managed-settings.json", "{\"availableModels\": \"x\", \"model\": 5}");
    assertThat(models("2.1.330").main().sent()).isEqualTo("claude-opus-5-5");
    assertThat(models("2.1.197").main().sent()).isEqualTo("claude-opus-4-8");
    assertThat(models("2.1.91").main().sent()).isEqualTo("deepseek-flash");
    variables.remove("ANTHROPIC_MODEL");
    assertThat(models("2.1.197").main().why()).isEqualTo(ClientModel.Why.BUILT_IN);
  }

  @Test
  void newer_releases_do_not_start_with_a_damaged_file_of_the_administrator() throws IOException {
    write("managed/managed-settings.json", "{\"env\": {},}");
    assertThat(refused("2.1.330")).isTrue();
    assertThat(refused("2.1.197")).isFalse();
    write("managed/managed-settings.json", "{\"env\": 5}");
    assertThat(refused("2.1.330")).isFalse();
    write("managed/managed-settings.json", "{}");
    write(".claude/settings.json", "{\"env\": {},}");
    assertThat(refused("2.1.330")).isFalse();
  }

  private boolean refused(String release) throws IOException {
    Workspace workspace = workspace(release);
    return workspace.settings().files().stream().anyMatch(workspace::refusesToStart);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private ClientModels models(String release) throws IOException {
    return workspace(release).clientRequest().models();
  }

  private Workspace workspace(String release) throws IOException {
    variables.put("HOME", root.toString());
    Path here = Files.createDirectories(root.resolve("project"));
    WorkspaceRequest request =
        new WorkspaceRequest(
            List.of(),
            null,
            List.of(),
            ClientKind.CLAUDE_CODE,
            Version.of(release).orElseThrow(),
            root.resolve("managed"));
    return Workspace.read(UserEnvironment.of(variables, here, false), request);
  }
}
