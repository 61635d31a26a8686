package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.Checks;
import dev.ccproxy.check.live.EndpointDoctor;
import dev.ccproxy.explain.Signatures;
import dev.ccproxy.lab.gateway.LabGateway;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that repeat the key, and write to the terminal: nothing of it comes out. */
@Timeout(60)
class LiveDoctorOutputTest {
  /** Without the beginning of any vendor's keys: only that it was read tells what it is. */
  private static final String KEY = "zq7K.planted=key+000/1";

  private static final List<String> FORMATS = List.of("text", "json", "sarif", "junit", "markdown");

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"H46", "H46.raw", "H11.virtual", "H11.token", "H47", "H05.origin"})
  void no_key_and_no_trick_in_any_format(String fault) throws Exception {
    Integer exit = null;
    for (String format : FORMATS) {
      Path world = Files.createDirectory(root.resolve(format));
      try (LabGateway gateway = LabGateway.of("litellm-1.108.11").key(KEY).fault(fault).start()) {
        Cli cli =
            new Cli(world)
                .doctor(
                    new DoctorCommand(
                        new DoctorCommand.Checkup(
                            Checks.ofFiles(),
                            Checks::ofEndpoint,
                            new EndpointDoctor(Signatures.packagedOnly(), "test", 7))));
        settings(cli, gateway);
        Cli.Result result = cli.run("doctor", "--format", format);

        String all = result.out() + result.err();
        assertThat(all)
            .as(format)
            .doesNotContain(
                KEY,
                URLEncoder.encode(KEY, StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8)),
                KEY.substring(0, 12))
            .doesNotContain("\u001b", "\u0007", "\u202e", "\u200b", "\u2028", "\r");
        assertThat(exit == null || exit == result.exit()).as(format + " " + result.exit()).isTrue();
        exit = result.exit();
        if (format.equals("json")) {
          Schemas.check("report/1", result.out());
        }
      }
    }
  }

  private static void settings(Cli cli, LabGateway gateway) throws Exception {
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(
        cli.settings(),
        "{\"env\": {\"ANTHROPIC_BASE_URL\": \""
            + gateway.baseUrl()
            + "\", \"ANTHROPIC_AUTH_TOKEN\": \""
            + KEY
            + "\", \"ANTHROPIC_MODEL\": \"gpt-4o\", \"ANTHROPIC_DEFAULT_HAIKU_MODEL\":"
            + " \"gpt-4o-mini\"}}\n");
    Files.setPosixFilePermissions(cli.settings(), PosixFilePermissions.fromString("rw-------"));
  }
}
