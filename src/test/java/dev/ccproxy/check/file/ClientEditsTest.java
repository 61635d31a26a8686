package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the client's variables are changed. */
class ClientEditsTest {
  private static final String SETTINGS = "{\"model\": \"a\", \"env\": {\"API_TIMEOUT_MS\": \"1\"}}";
  private static final String DOTENV = "API_TIMEOUT_MS=1\nGREETING=hello\n";

  @TempDir private Path root;

  @ParameterizedTest
  @EnumSource(
      value = Origin.Source.class,
      names = {"FLAG", "LOCAL", "PROJECT", "USER", "DOTENV"})
  void files_of_the_user_can_be_changed(Origin.Source source) {
    assertThat(ClientEdits.canEdit(origin(source))).isTrue();
  }

  @Test
  void the_shell_and_what_belongs_to_the_administrator_cannot() {
    assertThat(ClientEdits.canEdit(Origin.OF_SHELL)).isFalse();
    assertThat(ClientEdits.canEdit(origin(Origin.Source.MANAGED))).isFalse();
    assertThat(ClientEdits.canEdit(null)).isFalse();
  }

  @Test
  void a_variable_is_set_and_taken_out_in_the_format_of_its_file() throws Exception {
    Origin user = origin(Origin.Source.USER);
    Origin dotenv = origin(Origin.Source.DOTENV);
    assertThat(after(ClientEdits.set(user, "API_TIMEOUT_MS", "2", false), SETTINGS))
        .isEqualTo("{\"model\": \"a\", \"env\": {\"API_TIMEOUT_MS\": \"2\"}}");
    assertThat(after(ClientEdits.set(dotenv, "API_TIMEOUT_MS", "2", false), DOTENV))
        .isEqualTo("API_TIMEOUT_MS=2\nGREETING=hello\n");
    assertThat(after(ClientEdits.remove(user, "API_TIMEOUT_MS"), SETTINGS))
        .doesNotContain("API_TIMEOUT_MS");
    assertThat(after(ClientEdits.remove(dotenv, "API_TIMEOUT_MS"), DOTENV))
        .isEqualTo("GREETING=hello\n");
    assertThat(after(ClientEdits.key(user, "model", "b"), SETTINGS))
        .isEqualTo("{\"model\": \"b\", \"env\": {\"API_TIMEOUT_MS\": \"1\"}}");
  }

  @Test
  void a_variable_goes_where_the_address_stands() throws Exception {
    Fixture fixture = new Fixture("CCP-S301/good", root);
    Path settings = fixture.home().resolve(".claude/settings.json");
    fixture.property("settings", "project/mine.json");
    assertThat(beside(fixture)).isEqualTo(settings);
    Files.writeString(
        fixture.project().resolve("mine.json"),
        "{\"env\": {\"ANTHROPIC_BASE_URL\": \"http://localhost:4000\"}}");
    assertThat(beside(fixture)).isEqualTo(fixture.project().resolve("mine.json"));
  }

  @Test
  void it_goes_to_the_users_settings_where_the_shell_has_the_address() throws Exception {
    Fixture fixture = new Fixture("CCP-S301/good", root);
    Path settings = fixture.home().resolve(".claude/settings.json");
    Files.delete(settings);
    fixture.variable("ANTHROPIC_BASE_URL", "http://localhost:4000");
    assertThat(beside(fixture)).isEqualTo(settings);
    fixture.variable("HOME", null);
    assertThat(beside(fixture)).isNull();
  }

  private static @Nullable Path beside(Fixture fixture) throws IOException {
    FileEdit edit =
        ClientEdits.setBesideAddress(
            new FileScene(
                fixture.workspace(), new Catalog(null), LiteLlmFacts.packaged(), Fixture.TODAY),
            "API_TIMEOUT_MS",
            "1");
    return edit == null ? null : edit.file();
  }

  private static Origin origin(Origin.Source source) {
    return new Origin(
        source,
        Place.of(new SourceFile(Path.of("/home/x"), "x", SourceFile.State.UNREADABLE, null, null)));
  }

  private static String after(FileEdit edit, String before) throws Exception {
    return new String(edit.apply(before.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }
}
