package dev.ccproxy.check.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.fault.Faults;
import dev.ccproxy.lab.fault.Kind;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.lab.gateway.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of the lab on the personalities that it makes sense on: the doctor names it, and
 * nothing else. {@code -Dccproxy.full=true} plays all pairs, otherwise each fault on one or two of
 * them; {@code -Dccproxy.table=true} prints what was found.
 */
@Timeout(120)
class FaultMatrixTest {
  private static final boolean FULL = Boolean.getBoolean("ccproxy.full");
  private static final boolean TABLE = Boolean.getBoolean("ccproxy.table");

  private static final boolean DETAIL = Boolean.getBoolean("ccproxy.detail");

  @TempDir Path folder;

  static List<KnownFault> faults() {
    String only = System.getProperty("ccproxy.faults", "");
    List<KnownFault> faults = new ArrayList<>();
    for (KnownFault fault : new Faults().all()) {
      boolean wanted = only.isEmpty();
      for (String prefix : only.split(",")) {
        wanted |= !prefix.isEmpty() && fault.id().startsWith(prefix);
      }
      if (fault.kind() != Kind.TOLERATED && wanted) {
        faults.add(fault);
      }
    }
    return faults;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_is_named_and_nothing_else(KnownFault fault) throws Exception {
    List<String> wrong = new ArrayList<>();
    int played = 0;
    for (Role role : Expected.roles(fault, FULL)) {
      played++;
      LabRun.Result result = Expected.run(fault, role).run(folder);
      String verdict = Expected.verdict(fault, role, result);
      if (TABLE) {
        System.out.println(
            (verdict.isEmpty() ? "ok    " : "WRONG ")
                + fault.id()
                + " on "
                + role.id()
                + " ("
                + result.gateway().requests()
                + " requests) expects "
                + fault.expects()
                + " "
                + verdict
                + (verdict.isEmpty() ? "" : result.lines())
                + (DETAIL ? result.checks() : ""));
      }
      if (!verdict.isEmpty()) {
        wrong.add(role.id() + ": " + verdict + result.lines());
      }
      assertThat(result.gateway().secondSawCredential()).as("a key at another origin").isFalse();
    }
    assertThat(wrong).as(fault.id() + " " + fault.title() + " -> " + fault.expects()).isEmpty();
    assertThat(played).isPositive();
  }
}
