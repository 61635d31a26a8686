package dev.ccproxy.lab.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.lab.Scene;
import dev.ccproxy.lab.fault.Ask;
import dev.ccproxy.lab.fault.Faults;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.lab.fault.Wiring;
import dev.ccproxy.lab.json.Json;
import dev.ccproxy.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of the stream, on every personality that it makes sense on, gives its code. */
class StreamFaultMatrixTest {
  private static final Set<String> INFORMATION = Set.of("I02", "I03");

  static List<KnownFault> faults() {
    List<KnownFault> faults = new ArrayList<>();
    for (KnownFault fault : new Faults().all()) {
      if (fault.ofStream()) {
        faults.add(fault);
      }
    }
    return faults;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_gives_exactly_its_code_on_every_personality(KnownFault fault) {
    List<String> wrong = new ArrayList<>();
    int played = 0;
    for (Role role : new Roles().all()) {
      if (!fault.suits(role.id(), role.thinks())) {
        continue;
      }
      played++;
      Verdict verdict = Judge.verdict(role, fault.shows(), true, fault);
      String code = fault.expects().get(0);
      Set<String> expected = INFORMATION.contains(code) ? Set.of() : Set.of(code);
      Set<String> loud = Judge.loud(verdict, role);
      if (!loud.equals(expected) || !Judge.codes(verdict).contains(code)) {
        wrong.add(role.id() + ": " + loud + " of " + Judge.codes(verdict));
      }
    }
    assertThat(wrong).as(fault.id() + " " + fault.title() + " -> " + fault.expects()).isEmpty();
    assertThat(played).isPositive();
  }

  private static Role role(String id) {
    return new Roles().find(id).orElseThrow();
  }

  /** A fault that has nothing to spoil leaves the answer alone, and the lab whole. */
  @Test
  void a_fault_bears_every_kind_of_answer() {
    for (KnownFault fault : new Faults().all()) {
      for (Role role : List.of(role("litellm-1.108.11"), role("ollama"), role("empero"))) {
        if (fault.wiring() != Wiring.SOUND || !fault.suits(role.id(), role.thinks())) {
          continue;
        }
        for (Ask ask : Ask.values()) {
          Scene scene = Judge.scene(role, fault);
          scene.perform(Judge.request(role, Judge.body(role, ask, true)));
          scene.perform(Judge.request(role, Judge.body(role, ask, false)));
          scene.perform(Judge.request(role, Json.object()));
          assertThat(scene.recording().defects())
              .as(fault.id() + " " + role.id() + " " + ask)
              .isEmpty();
        }
      }
    }
  }

  @Test
  void every_fault_of_the_sheet_is_there() {
    Set<String> ids = new TreeSet<>();
    faults().forEach(fault -> ids.add(fault.id()));
    assertThat(ids).hasSize(75).contains("S01", "S21.object", "S37", "S48", "S86", "T6", "T8");
  }
}
