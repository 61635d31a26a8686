package dev.ccproxy.check.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Mode;
import dev.ccproxy.lab.gateway.Role;
import dev.ccproxy.lab.gateway.Roles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is said about what works, at any level, and not many requests are sent. */
@Timeout(120)
class HealthyChainsTest {
  private static final boolean TABLE = Boolean.getBoolean("ccproxy.table");
  private static final boolean DETAIL = Boolean.getBoolean("ccproxy.detail");
  private static final int MOST_REQUESTS = 35;

  /** What these programs really do wrong to the client, each a finding of its own. */
  private static final Set<String> FLAWED = Set.of("claude-code-router", "empero", "a2o");

  @TempDir Path folder;

  static List<Role> roles() {
    String only = System.getProperty("ccproxy.roles", "");
    List<Role> roles = new ArrayList<>();
    for (Role role : new Roles().all()) {
      if (only.isEmpty() || List.of(only.split(",")).contains(role.id())) {
        roles.add(role);
      }
    }
    return roles;
  }

  @ParameterizedTest
  @MethodSource("roles")
  void nothing_at_warning_or_above(Role role) throws Exception {
    for (Mode mode : List.of(Mode.QUICK, Mode.STANDARD, Mode.DEEP)) {
      LabRun.Result result = new LabRun(role).mode(mode).run(folder);
      if (TABLE) {
        System.out.println(
            role.id()
                + " "
                + mode
                + ": "
                + result.gateway().requests()
                + " requests, "
                + result.diagnosis().requests()
                + ", "
                + result.diagnosis().durationMs()
                + " ms"
                + result.all()
                + (DETAIL ? result.checks() : ""));
      }
      if (!FLAWED.contains(role.id())) {
        assertThat(result.lines()).as(role.id() + " " + mode).isEmpty();
      }
      assertThat(result.diagnosis().checks())
          .as(role.id() + " " + mode)
          .noneMatch(
              check ->
                  check.status() == CheckResult.Status.INCONCLUSIVE
                      || check.status() == CheckResult.Status.CRASH);
      if (mode != Mode.DEEP) {
        assertThat(result.gateway().requests()).isLessThanOrEqualTo(MOST_REQUESTS);
      }
    }
  }
}
