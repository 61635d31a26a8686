package dev.ccproxy.lab.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.fault.Ask;
import dev.ccproxy.lab.fault.Faults;
import dev.ccproxy.lab.fault.Kind;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.wire.ClientImpact;
import dev.ccproxy.wire.Finding;
import dev.ccproxy.wire.Severity;
import dev.ccproxy.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HealthyRolesTest {
  static List<Role> roles() {
    return new Roles().all();
  }

  @ParameterizedTest
  @MethodSource("roles")
  void a_healthy_personality_breaks_no_rule_but_its_habits(Role role) {
    List<String> wrong = new ArrayList<>();
    for (Ask ask : Ask.values()) {
      for (boolean stream : new boolean[] {true, false}) {
        Verdict verdict = Judge.verdict(role, ask, stream);
        if (!Judge.loud(verdict, role).isEmpty()) {
          wrong.add(ask + " " + stream + ": " + verdict.findings());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  static List<KnownFault> variants() {
    return new Faults().all().stream().filter(fault -> fault.kind() == Kind.TOLERATED).toList();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void a_form_that_is_no_fault_gives_nothing_on_every_personality(KnownFault variant) {
    List<String> wrong = new ArrayList<>();
    for (Role role : new Roles().all()) {
      Verdict verdict = Judge.verdict(role, variant.shows(), true, variant);
      if (!Judge.loud(verdict, role).isEmpty()) {
        wrong.add(role.id() + ": " + Judge.codes(verdict));
      }
    }
    assertThat(wrong).as(variant.id() + " " + variant.title()).isEmpty();
    assertThat(variant.expects()).isEmpty();
  }

  /** What a role does by habit must not be louder to Claude Code than information. */
  @ParameterizedTest
  @MethodSource("roles")
  void the_habits_of_a_role_do_not_alarm_its_client(Role role) {
    ClientImpact client = ClientImpact.of("claude-code", "2.1.330");
    for (Ask ask : Ask.values()) {
      Verdict verdict = Judge.verdict(role, Judge.body(role, ask, true), ask, client);
      List<String> loud = new ArrayList<>();
      for (Finding finding : verdict.primary()) {
        if (finding.severity().atLeast(Severity.WARNING)) {
          loud.add(finding.code().number());
        }
      }
      // It counts nothing: a true defect, and a warning to every client.
      loud.remove(role.id().equals("claude-code-router") ? "U01" : "");
      assertThat(loud).as(role.id() + " " + ask).isEmpty();
    }
  }
}
