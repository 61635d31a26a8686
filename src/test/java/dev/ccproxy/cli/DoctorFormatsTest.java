package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ccproxy.check.Check;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Fix;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXException;

class DoctorFormatsTest {
  private static final String HOSTILE =
      "\u001b[31mred\u001b]52;c;aGk=\u0007 \u202egnp.exe\u0000 ]]> & <script>alert(1)</script>"
          + " `````` \"'\\ | \uFFFE \ud800 \u2028 # not a heading\n"
          + "second line\r";

  @TempDir Path root;
  private Cli cli;

  @BeforeEach
  void world() throws IOException {
    cli = new Cli(root).doctor(FakeChecks.doctor());
    Files.createDirectories(cli.settings().getParent());
    Files.writeString(
        cli.settings(),
        "{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \"http://localhost:4000/v1\"\n  }\n}\n");
    Files.writeString(cli.project().resolve("litellm_config.yaml"), "model_list: []\n");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = DoctorFormatsTest.class.getResourceAsStream("/formats/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void checkSarif(String json) throws IOException {
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(resource("sarif-schema-2.1.0.json"), InputFormat.JSON)
                .validate(json, InputFormat.JSON))
        .as(json)
        .isEmpty();
  }

  private static void checkJUnit(String xml, String schema) throws IOException {
    // The copy has a namespace that no report has.
    String xsd =
        resource(schema)
            .replace("xmlns:ns=\"urn:junit.baev.github.com\"", "")
            .replace("targetNamespace=\"urn:junit.baev.github.com\"", "")
            .replace("\"ns:", "\"");
    try {
      SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
          .newSchema(new StreamSource(new StringReader(xsd)))
          .newValidator()
          .validate(new StreamSource(new StringReader(xml)));
    } catch (SAXException e) {
      throw new AssertionError(xml, e);
    }
  }

  private static void check(String format, String output) throws IOException {
    switch (format) {
      case "json" -> Schemas.check("report/1", output);
      case "sarif" -> checkSarif(output);
      case "junit" -> checkJUnit(output, "junit-10.xsd");
      default -> assertThat(output).isNotBlank();
    }
  }

  private static FakeChecks.Fake hostile(Severity severity) {
    return new FakeChecks.Fake(
        "CCP-L401",
        "hostile-server",
        Layer.UPSTREAM,
        Check.Group.MESSAGES,
        (check, scene) ->
            List.of(
                check
                    .finding(severity, "The server said " + HOSTILE)
                    .cause("It is " + HOSTILE)
                    .impact("The client shows " + HOSTILE)
                    .evidence(
                        new Evidence(
                            Evidence.Kind.RESPONSE, "POST /v1/messages " + HOSTILE, HOSTILE))
                    .fix(Fix.manual("Ask the provider", "echo done"))
                    .tries(3, 1)
                    .build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "sarif", "junit", "markdown"})
  void every_form_is_valid_and_holds_what_a_server_says_harmlessly(String format)
      throws IOException {
    cli.doctor(FakeChecks.doctor(hostile(Severity.ERROR), FakeChecks.pathInUrl()));
    Cli.Result result = cli.run("doctor", "--offline", "--format", format);
    assertThat(result.exit()).isEqualTo(1);
    check(format, result.out());
    assertThat(result.out())
        .doesNotContain("\u001b", "\u0007", "\u202e", "\u0000", "\u2028", "\uFFFE")
        .contains("hostile-server", "CCP-L401", "CCP-S103");
    if (format.equals("junit")) {
      checkJUnit(result.out(), "junit-windyroad.xsd");
    }
    if (format.equals("markdown")) {
      assertThat(result.out())
          .doesNotContain("\n# not", "alert(1)</script>\n")
          .contains("```````text");
    }
  }

  @Test
  void every_form_names_the_same_findings_and_the_exit_code_is_that_of_the_result()
      throws IOException {
    for (String failOn : new String[] {"error", "warning", "info", "never"}) {
      List<Integer> exits = new ArrayList<>();
      List<TreeSet<String>> ids = new ArrayList<>();
      for (String format : DoctorOptions.FORMATS) {
        Cli.Result result = cli.run("doctor", "--offline", "--fail-on", failOn, "--format", format);
        exits.add(result.exit());
        TreeSet<String> found = new TreeSet<>();
        String output = result.out();
        if (format.equals("json")) {
          for (JsonNode finding : new ObjectMapper().readTree(output).get("findings")) {
            found.add(finding.get("id").asText());
          }
        } else if (format.equals("sarif")) {
          for (JsonNode finding :
              new ObjectMapper().readTree(output).get("runs").get(0).get("results")) {
            found.add(finding.get("ruleId").asText());
          }
        } else {
          Matcher id =
              Pattern.compile(
                      switch (format) {
                        case "junit" -> "(?:error|warning|info) (CCP-S\\d+):";
                        case "markdown" -> "(?m)^(CCP-S\\d+) ";
                        default -> "explain (CCP-S\\d+)|\\[(CCP-S\\d+)\\]";
                      })
                  .matcher(output);
          while (id.find()) {
            found.add(id.group(1) == null ? id.group(2) : id.group(1));
          }
        }
        ids.add(found);
      }
      assertThat(exits).containsOnly(failOn.equals("never") ? 0 : 1);
      assertThat(ids)
          .allSatisfy(i -> assertThat(i).containsExactly("CCP-S103", "CCP-S105", "CCP-S201"));
    }
  }

  @Test
  void a_crash_of_a_check_takes_no_other_one_with_it() throws IOException {
    FakeChecks.Fake crash =
        new FakeChecks.Fake(
            "CCP-S999",
            "crashes",
            Layer.UNKNOWN,
            Check.Group.MACHINE,
            (check, scene) -> {
              throw new IllegalStateException("sk-secret-in-a-message-0123456789");
            });
    cli.doctor(FakeChecks.doctor(crash, FakeChecks.pathInUrl()));
    for (String format : DoctorOptions.FORMATS) {
      Cli.Result result = cli.run("doctor", "--offline", "--format", format);
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.out()).contains("CCP-S103", "CCP-S999", "IllegalStateException");
      assertThat(result.out()).doesNotContain("sk-secret");
      check(format, result.out());
    }
    cli.doctor(FakeChecks.doctor(crash));
    Cli.Result alone = cli.run("doctor", "--offline", "--format", "json");
    assertThat(alone.exit()).isEqualTo(70);
    assertThat(alone.out()).contains("\"status\": \"incomplete\"");
  }

  @Test
  void sarif_says_where_and_how_it_is_repaired() throws IOException {
    String output = cli.run("doctor", "--offline", "--format", "sarif").out();
    JsonNode result = new ObjectMapper().readTree(output).get("runs").get(0).get("results").get(0);
    JsonNode place = result.get("locations").get(0).get("physicalLocation");
    assertThat(place.get("artifactLocation").toString())
        .isEqualTo("{\"uri\":\".claude/settings.json\",\"uriBaseId\":\"HOME\"}");
    assertThat(place.get("region").get("startLine").asInt()).isEqualTo(3);
    assertThat(place.get("region").get("startColumn").asInt()).isEqualTo(5);
    JsonNode replacement =
        result.get("fixes").get(0).get("artifactChanges").get(0).get("replacements").get(0);
    assertThat(replacement.get("deletedRegion").toString())
        .isEqualTo("{\"startLine\":3,\"startColumn\":1,\"endLine\":4,\"endColumn\":1}");
    assertThat(replacement.get("insertedContent").get("text").asText())
        .isEqualTo("    \"ANTHROPIC_BASE_URL\": \"http://localhost:4000\"\n");
  }

  @Test
  void a_report_goes_into_a_file_for_the_user_alone() throws IOException {
    for (String format : DoctorOptions.FORMATS) {
      Path file = cli.project().resolve("report." + format);
      Files.writeString(file, "old");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      Cli.Result result =
          cli.run("doctor", "--offline", "--format", format, "--output", file.toString());
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.out()).isEmpty();
      check(format, Files.readString(file));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    try (var files = Files.list(cli.project())) {
      assertThat(files).hasSize(6);
    }
    Cli.Result nowhere = cli.run("doctor", "--offline", "--output", "no/such/folder/x");
    assertThat(nowhere.exit()).isEqualTo(1);
    assertThat(nowhere.err()).contains("NoSuchFileException");
    assertThat(cli.run("doctor", "--offline", "--output", "/dev/null").exit()).isEqualTo(1);
  }

  @Test
  void plain_characters_where_the_terminal_has_no_others_and_narrow_lines_where_it_is_narrow() {
    Cli.Result ascii =
        cli.charset(StandardCharsets.US_ASCII).variable("COLUMNS", "40").run("doctor", "--offline");
    assertThat(ascii.out()).contains("x error").doesNotContain("\\u{");
    assertThat(ascii.out().lines().filter(l -> !l.contains("ccproxy") && !l.contains("BASE_URL")))
        .allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(40));
    assertThat(cli.charset(StandardCharsets.UTF_8).run("doctor", "--offline", "--ascii").out())
        .matches("\\p{ASCII}*");
  }

  @Test
  void an_unknown_form_is_wrong_usage() {
    Cli.Result result = cli.run("doctor", "--format", "xml");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("--format sarif");
    assertThat(cli.run("providers", "--format", "sarif").exit()).isEqualTo(2);
  }
}
