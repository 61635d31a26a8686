package dev.ccproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientImpactTest {

  @Test
  void an_unknown_client_has_the_view_of_the_protocol() {
    ClientImpact nobody = ClientImpact.of("nobody", "1.0");
    for (Code code : Code.values()) {
      assertThat(nobody.severity(code, "")).isEqualTo(code.specSeverity());
      assertThat(ClientImpact.SPEC.severity(code, "x")).isEqualTo(code.specSeverity());
    }
    assertThat(nobody.client()).isEmpty();
    assertThat(ClientImpact.of("claude-code", null).client()).isEqualTo("claude-code");
    assertThat(ClientImpact.clients()).containsExactly("claude-code");
  }

  @ParameterizedTest
  @CsvSource({
    "W03,'',warning",
    "P02,'',info",
    "B09,'',info",
    "B01,'',warning",
    "B01,tool,error",
    "B01,other,warning",
    "B05,'',error",
    "B05,thinking-in-text,warning",
    "B05,text-in-thinking,warning",
    "W05,'',error",
    "W05,before-content,warning",
    "M06,'',info",
    "M12,'',error",
    "M12,call,info",
    "M07,'',warning",
    "M07,cut,error",
    "T14,'',info",
    "T14,missing,error",
    "B02,'',warning",
    "U01,'',warning",
    "C01,'',error",
    "N04,'',error",
    "W10,'',warning",
    "W10,accepted,info"
  })
  void the_newest_client_has_the_view_of_the_table(Code code, String variant, String severity) {
    assertThat(ClientImpact.of("claude-code", null).severity(code, variant).word())
        .isEqualTo(severity);
    assertThat(ClientImpact.of("claude-code", "2.1.330").severity(code, variant).word())
        .isEqualTo(severity);
    assertThat(ClientImpact.of("claude-code", "2.2").severity(code, variant).word())
        .isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource({
    "2.1.91,warning",
    "2.1.196,warning",
    "2.1.197,error",
    "2.1.330,error",
    "2.1.90,error",
    "2.1,error"
  })
  void the_line_of_the_version_holds(String version, String severity) {
    assertThat(ClientImpact.of("claude-code", version).severity(Code.M05, "").word())
        .isEqualTo(severity);
  }

  @Test
  void a_verdict_has_both_severities() {
    AnswerContext context = Wire.streamed().withClient(ClientImpact.of("claude-code", "2.1.330"));
    Verdict verdict = Wire.check(context, Wire.textAnswer().twice(0).bytes());
    Finding finding = verdict.findings().get(0);
    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.specSeverity()).isEqualTo(Severity.ERROR);
    assertThat(finding.id()).isEqualTo("CCP-P02");
    assertThat(finding.slug()).isEqualTo("repeated-message-start");
    assertThat(verdict.hasAtLeast(Severity.INFO)).isTrue();
    assertThat(verdict.hasAtLeast(Severity.WARNING)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2,1.10,-1",
    "2.1.330,2.1.330,0",
    "2.1,2.1.0,0",
    "3,2.9.9,1",
    "2.1.x,2.1.0,0",
    "2.1.4-beta,2.1.3,1",
    "99999999999,1,1"
  })
  void versions_are_compared_by_their_numbers(String a, String b, int sign) {
    assertThat(Integer.signum(ClientImpact.compareVersions(a, b))).isEqualTo(sign);
    assertThat(Integer.signum(ClientImpact.compareVersions(b, a))).isEqualTo(-sign);
  }

  @Test
  void a_damaged_table_is_refused_with_its_line() {
    assertThatThrownBy(
            () -> ClientImpact.parse("# ok\nW03\tclaude-code\t1\terror\n", "claude-code", null))
        .hasMessage("client-impact.tsv:2: not a line of the table");
    assertThatThrownBy(() -> ClientImpact.parse("Z99\tc\t1\terror\td\ts\n", "c", null))
        .hasMessage("client-impact.tsv:1: not a line of the table");
    assertThatThrownBy(() -> ClientImpact.parse("W03\tc\t1\tbad\td\ts\n", "c", null))
        .hasMessage("no severity: bad");
  }

  @Test
  void every_line_of_the_table_is_dated_sourced_and_unique() throws IOException {
    Set<String> keys = new HashSet<>();
    try (InputStream in = ClientImpact.class.getResourceAsStream("client-impact.tsv")) {
      assertThat(in).isNotNull();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (line.startsWith("#")) {
          continue;
        }
        String[] columns = line.split("\t");
        assertThat(columns).hasSize(6);
        assertThat(columns[2]).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(columns[4]).matches("20\\d\\d-\\d\\d-\\d\\d");
        assertThat(columns[5]).isNotBlank();
        assertThat(keys.add(columns[0] + columns[1] + columns[2])).as(line).isTrue();
      }
    }
    assertThat(keys).hasSizeGreaterThan(50);
  }
}
