package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every static check on its own files: bad ones, and good ones that come near to them. */
class FixtureTest {
  private static final Path PAGES = Path.of("docs", "checks").toAbsolutePath();

  @TempDir private Path root;

  static List<String> names() throws IOException {
    List<String> names = Fixture.names();
    names.removeIf(name -> !Fixture.isWanted(name.substring(0, name.indexOf('/'))));
    return names;
  }

  @ParameterizedTest
  @MethodSource("names")
  void gives_exactly_the_expected_findings(String name) throws IOException {
    Fixture fixture = new Fixture(name, root);
    Diagnosis diagnosis = fixture.diagnosis();
    assertThat(crashes(diagnosis)).isEmpty();
    List<String> expected = fixture.expected();
    boolean places = expected.stream().anyMatch(l -> l.replace("+ ", "").split(" ").length > 2);
    assertThat(fixture.lines(diagnosis, places)).isEqualTo(expected);
    for (Finding finding : diagnosis.findings()) {
      assertThat(finding.title()).isNotBlank();
      assertThat(finding.cause()).as(finding.title()).isNotBlank();
      assertThat(finding.impact()).as(finding.title()).isNotBlank();
      assertThat(finding.evidence()).as(finding.title()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void is_silent_once_its_fixes_are_made(String name) throws Exception {
    Fixture fixture = new Fixture(name, root);
    Diagnosis before = fixture.diagnosis();
    if (!fixture.repair(before)) {
      assertThat(before.findings()).allMatch(f -> f.fix() == null || f.fix().edits().isEmpty());
      return;
    }
    var once = fixture.files();
    Diagnosis after = fixture.diagnosis();
    assertThat(after.findings())
        .filteredOn(f -> f.severity().atLeast(Severity.WARNING))
        .filteredOn(f -> f.fix() != null && f.fix().kind() != Fix.Kind.MANUAL)
        .extracting(f -> f.id() + " " + f.title())
        .isEmpty();
    // Once more changes nothing.
    fixture.repair(before);
    assertThat(fixture.files()).isEqualTo(once);
  }

  @Test
  void every_check_has_a_page_and_files_of_both_kinds() throws IOException {
    List<String> missing = new ArrayList<>();
    List<String> fixtures = Fixture.names();
    List<String> ids = new ArrayList<>();
    for (Check check : Checks.ofFiles()) {
      String id = check.id();
      if (ids.contains(id)) {
        missing.add("another id than " + id);
      }
      ids.add(id);
      if (!Files.exists(PAGES.resolve(id + ".md"))) {
        missing.add("docs/checks/" + id + ".md");
      }
      for (String kind : new String[] {"bad", "good"}) {
        if (fixtures.stream().noneMatch(f -> f.startsWith(id + "/" + kind))) {
          missing.add("fixture " + id + "/" + kind);
        }
      }
    }
    for (String fixture : fixtures) {
      if (!ids.contains(fixture.substring(0, fixture.indexOf('/')))) {
        missing.add("check of " + fixture);
      }
      if (fixture.contains("/bad") == Fixture.expectedOf(fixture).isEmpty()) {
        missing.add("expected.txt of " + fixture + " that fits its name");
      }
    }
    assertThat(missing).isEmpty();
  }

  private static List<String> crashes(Diagnosis diagnosis) {
    List<String> crashes = new ArrayList<>();
    for (CheckResult result : diagnosis.checks()) {
      if (result.status() == CheckResult.Status.CRASH) {
        crashes.add(result.check().id() + " " + result.reason());
      }
    }
    return crashes;
  }
}
