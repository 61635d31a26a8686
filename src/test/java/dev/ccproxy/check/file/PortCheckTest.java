package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.catalog.Catalog;
import dev.ccproxy.catalog.LiteLlmFacts;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about the address by the kernel's table of ports; 0FA0 is 4000, 1F90 is 8080. */
class PortCheckTest {
  private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue\n";

  @TempDir private Path root;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      nullValues = "none",
      value = {
        "nothing is known, none, none, http://localhost:9999, none",
        "the port is open, 0100007F:270F 00000000:0000 0A, none, http://localhost:9999, none",
        "the port is open by IPv6, none, 00000000000000000000000000000000:270F 0:0 0A,"
            + " http://localhost:9999, none",
        "somebody else talks on that port, 0100007F:270F 00000000:0000 01,"
            + " 0:1F90 0:0 0A, http://localhost:9999, Start the gateway or the model server",
        "the usual port is open instead, 00000000:0FA0 00000000:0000 0A, none,"
            + " http://localhost:9999,"
            + " 'Start the gateway on this port, or write 4000 in the address'",
        "another port is open, 00000000:1F90 00000000:0000 0A, none, http://localhost:4000,"
            + " Start the gateway or the model server",
        "a damaged table, 00000000:XYZ 00000000:0000 0A, none, http://localhost:9999, none",
        "a short line, 00000000:1F90, none, http://localhost:9999, none",
      })
  void knows_who_listens(
      String title,
      @Nullable String tcp,
      @Nullable String tcp6,
      String address,
      @Nullable String expected)
      throws Exception {
    assertThat(told(tcp, tcp6, address, "CCP-S103/good"))
        .isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @ParameterizedTest
  @CsvSource("http://localhost:9999")
  void the_usual_port_is_another_programs_where_no_configuration_lies(String address)
      throws Exception {
    assertThat(told("00000000:0FA0 00000000:0000 0A", null, address, "CCP-S104/good"))
        .containsExactly("Start the gateway or the model server");
  }

  private List<String> told(
      @Nullable String tcp, @Nullable String tcp6, String address, String base) throws Exception {
    Path tables = Files.createDirectory(root.resolve("net"));
    table(tables.resolve("tcp"), tcp);
    table(tables.resolve("tcp6"), tcp6);
    Fixture fixture = new Fixture(base, root);
    Path settings = fixture.home().resolve(".claude/settings.json");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replace("http://localhost:4000/", address)
            .replace("https://api.deepseek.com/anthropic", address));
    return new PortCheck(tables)
            .find(
                new FileScene(
                    fixture.workspace(), new Catalog(null), LiteLlmFacts.packaged(), Fixture.TODAY))
            .stream()
            .map(PortCheckTest::advice)
            .toList();
  }

  private static String advice(Finding finding) {
    Fix fix = Objects.requireNonNull(finding.fix());
    assertThat(finding.cause().contains("One listens on 4000"))
        .isEqualTo(fix.summary().contains("4000"));
    return fix.summary();
  }

  private static void table(Path file, @Nullable String line) throws Exception {
    if (line != null) {
      Files.writeString(file, HEAD + "   0: " + line + " 00000000:00000000\n");
    }
  }
}
