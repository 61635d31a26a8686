package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.redact.Redactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor bundle}: an archive that may be shown. */
class DoctorBundleTest {
  private static final String TOKEN = "sk-of-the-client-0123456789";
  private static final String KEY = "sk-of-the-provider-9876543210";

  @TempDir Path root;
  private Cli cli;

  @BeforeEach
  void world() throws IOException {
    cli = new Cli(root);
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(
        cli.settings(),
        "{\"env\": {\"ANTHROPIC_BASE_URL\": \"http://localhost:4000\", \"ANTHROPIC_AUTH_TOKEN\": \""
            + TOKEN
            + "\"}}\n");
    Files.writeString(
        cli.project().resolve("litellm_config.yaml"),
        "# of "
            + cli.home()
            + "\n"
            + "model_list:\n"
            + "  - model_name: gpt\n"
            + "    litellm_params:\n"
            + "      model: openai/x\n"
            + "      api_key: "
            + KEY
            + "\n");
    Files.writeString(cli.project().resolve("litellm.env"), "UP_API_KEY=" + KEY + "\n");
  }

  private Map<String, String> read(Path file) throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void it_lists_what_it_holds_and_holds_no_secret() throws IOException {
    Cli.Result result = cli.run("doctor", "bundle", "--offline");
    assertThat(result.exit()).isZero();
    Path file = cli.project().resolve("ccproxy-bundle.zip");
    Map<String, String> entries = read(file);
    assertThat(entries.keySet())
        .contains("versions.txt", "report.json", "report.txt", "config.json", "variables.txt")
        .contains("settings-user.json", "litellm-1.yaml")
        .allSatisfy(name -> assertThat(name).matches("[a-z0-9-]+\\.(txt|json|yaml)"));
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      assertThat(result.out()).contains(entry.getKey());
      assertThat(entry.getValue()).doesNotContain(TOKEN, KEY, cli.home().toString());
    }
    assertThat(entries.get("variables.txt")).contains("UP_API_KEY");
    Schemas.check("report/1", Objects.requireNonNull(entries.get("report.json")));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void nothing_is_written_over_and_a_no_is_a_no() throws IOException {
    Path file = Files.writeString(cli.project().resolve("ccproxy-bundle.zip"), "mine");
    assertThat(cli.run("doctor", "bundle", "--offline").exit()).isEqualTo(2);
    assertThat(file).hasContent("mine");
    Cli.Result no =
        cli.answering("n").run("doctor", "bundle", "--offline", "--output", "other.zip");
    assertThat(no.exit()).isEqualTo(1);
    assertThat(no.out()).contains("report.json");
    assertThat(cli.project().resolve("other.zip")).doesNotExist();
    assertThat(cli.answering("y").run("doctor", "bundle", "--offline", "--output", "o.zip").exit())
        .isZero();
    assertThat(cli.run("doctor", "bundle", "--offline", "--format", "json").exit()).isEqualTo(2);
  }

  @Test
  void the_finished_archive_is_looked_through_once_more() throws IOException {
    byte[] archive = DoctorBundle.zip(Map.of("report.txt", "the key is " + TOKEN));
    Redactor redactor = new Redactor();
    assertThat(DoctorBundle.leak(DoctorBundle.zip(Map.of("a", "fine")), redactor, List.of("xyz")))
        .isNull();
    // What begins like a key of a vendor is one, whether it was learned or not.
    assertThat(DoctorBundle.leak(archive, redactor, List.of())).isEqualTo("report.txt");
    byte[] plain = DoctorBundle.zip(Map.of("config.json", "a plain secret phrase"));
    assertThat(DoctorBundle.leak(plain, redactor, List.of())).isNull();
    assertThat(DoctorBundle.leak(plain, redactor, List.of("secret phrase")))
        .isEqualTo("config.json");
  }
}
