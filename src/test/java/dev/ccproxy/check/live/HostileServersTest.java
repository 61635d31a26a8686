package dev.ccproxy.check.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Mode;
import dev.ccproxy.lab.gateway.LabGateway;
import dev.ccproxy.lab.gateway.Role;
import dev.ccproxy.lab.gateway.Roles;
import dev.ccproxy.wire.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doctor owes to servers that are hostile, slow or easily offended. */
@Timeout(120)
class HostileServersTest {
  private static final Role GATEWAY = new Roles().find("litellm-1.108.11").orElseThrow();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"H05.origin", "H05.https", "H05.login", "H05.loop"})
  void no_key_follows_a_redirect(String fault) throws Exception {
    LabRun.Result result = new LabRun(GATEWAY, fault).mode(Mode.DEEP).run(folder);

    assertThat(result.gateway().secondSawCredential()).isFalse();
    assertThat(result.loudRoots()).extracting(Finding::id).containsExactly("CCP-L104");
  }

  @ParameterizedTest
  @ValueSource(strings = {"H02", "H44.endless", "H44.line", "H45.head", "H45.body", "H22"})
  void what_never_ends_is_told_within_the_deadlines(String fault) throws Exception {
    long start = System.nanoTime();
    LabRun.Result result = new LabRun(GATEWAY, fault).deadlines(LabRun.SHORT).run(folder);

    // Seconds of a busy machine, minutes if any deadline did not hold.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    assertThat(result.diagnosis().status()).isEqualTo(Diagnosis.Status.FAILED);
  }

  @Test
  void a_black_hole_is_told_by_the_first_check_alone() throws Exception {
    LabRun.Result result = new LabRun(GATEWAY, "H02").deadlines(LabRun.SHORT).run(folder);

    assertThat(result.loudRoots()).extracting(Finding::id).containsExactly("CCP-L101");
    assertThat(result.loudRoots().get(0).title()).contains("no answer came within 700 ms");
  }

  @Test
  void two_runs_over_the_same_answers_say_the_same() throws Exception {
    for (String fault : List.of("S26", "H10", "H17.zero", "H46")) {
      assertThat(told(fault)).as(fault).isEqualTo(told(fault));
    }
  }

  private List<String> told(String fault) throws Exception {
    List<String> told = new ArrayList<>();
    LabRun.Result result = new LabRun(GATEWAY, fault).run(folder);
    for (Finding finding : result.diagnosis().findings()) {
      told.add(
          finding.id()
              + finding.severity()
              + finding.layer()
              + finding.confidence()
              + finding.title().replaceAll("127\\.0\\.0\\.1:[0-9]+", "HOST")
              + result.diagnosis().isRoot(finding));
    }
    for (CheckResult check : result.diagnosis().checks()) {
      told.add(check.check().id() + check.status() + check.blockedBy());
    }
    return told;
  }

  /**
   * The key of the probe that looks for the path is the only wrong one, and one other is allowed.
   */
  @ParameterizedTest
  @ValueSource(strings = {"", "H11.gateway", "H06", "H12"})
  void at_most_two_wrong_credentials_are_sent(String fault) throws Exception {
    try (LabGateway gateway =
        fault.isEmpty() ? LabGateway.start(GATEWAY.id()) : LabGateway.start(GATEWAY.id(), fault)) {
      List<String> wrong = new ArrayList<>();
      gateway
          .recording()
          .listen(
              entry -> {
                for (String header : List.of("authorization", "x-api-key")) {
                  String value = entry.headers().first(header).orElse("");
                  boolean ours =
                      value.endsWith(LabGateway.KEY.substring(LabGateway.KEY.length() - 4));
                  synchronized (wrong) {
                    if (!value.isEmpty() && !ours) {
                      wrong.add(entry + " " + header);
                    }
                  }
                }
              });
      (fault.isEmpty() ? new LabRun(GATEWAY) : new LabRun(GATEWAY, fault))
          .mode(Mode.DEEP)
          .examine(gateway, folder);

      assertThat(wrong).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void a_hostile_list_of_models_hurts_nobody() throws Exception {
    LabRun.Result result = new LabRun(GATEWAY, "H47").run(folder);

    assertThat(result.diagnosis().hasAtLeast(Severity.WARNING)).isFalse();
    assertThat(result.gateway().paths()).noneMatch(path -> path.contains(".."));
  }
}
