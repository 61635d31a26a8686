package dev.ccproxy.check.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.CheckResult.Status;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveRunnerTest {

  /** What a test check does when it runs. */
  private interface Act {
    LiveResult run(Fake self) throws InterruptedException;
  }

  private record Fake(String id, List<String> needs, Act act) implements LiveCheck<String> {
    @Override
    public String slug() {
      return "fake";
    }

    @Override
    public String title() {
      return "a fake";
    }

    @Override
    public Layer layer() {
      return Layer.NETWORK;
    }

    @Override
    public Group group() {
      return Group.REACH;
    }

    @Override
    public Mode level() {
      return Mode.QUICK;
    }

    @Override
    public LiveResult run(String scene) throws InterruptedException {
      return act.run(this);
    }
  }

  private static Fake ok(String id, String... needs) {
    return new Fake(id, List.of(needs), self -> LiveResult.OK);
  }

  private static Fake failing(String id, String... needs) {
    return new Fake(
        id, List.of(needs), self -> LiveResult.of(self.finding(Severity.ERROR, "broken").build()));
  }

  private static LiveRunner.Outcome run(int parallel, Fake... checks) {
    return new LiveRunner<String>(List.of(checks), () -> parallel, (result, findings) -> {})
        .run("scene", System.nanoTime() + TimeUnit.SECONDS.toNanos(20));
  }

  private static <T> List<T> each(LiveRunner.Outcome outcome, Function<CheckResult, T> what) {
    List<T> list = new ArrayList<>();
    outcome.results().forEach(r -> list.add(what.apply(r)));
    return list;
  }

  @Test
  void what_needs_a_failed_check_names_the_first_that_failed() {
    LiveRunner.Outcome outcome =
        run(2, ok("A"), failing("B", "A"), ok("C", "B"), ok("D", "C"), ok("E", "A"));

    assertThat(each(outcome, CheckResult::status))
        .containsExactly(Status.OK, Status.ERROR, Status.SKIP, Status.SKIP, Status.OK);
    assertThat(outcome.results().get(3).blockedBy()).isEqualTo("B");
    assertThat(outcome.findings()).extracting(Finding::id).containsExactly("B");
    assertThat(outcome.complete()).isTrue();
  }

  @Test
  void a_warning_blocks_nothing() {
    Fake warning =
        new Fake(
            "A", List.of(), self -> LiveResult.of(self.finding(Severity.WARNING, "odd").build()));

    assertThat(each(run(1, warning, ok("B", "A")), CheckResult::status))
        .containsExactly(Status.WARNING, Status.OK);
  }

  @Test
  void an_error_can_leave_the_others_something_to_judge() {
    Fake half =
        new Fake(
            "A",
            List.of(),
            self ->
                LiveResult.of(self.finding(Severity.ERROR, "one of them").build())
                    .withoutBlocking());

    assertThat(each(run(1, half, ok("B", "A")), CheckResult::status))
        .containsExactly(Status.ERROR, Status.OK);
  }

  @Test
  void what_cannot_be_judged_blocks_too() {
    Fake silent = new Fake("A", List.of(), self -> LiveResult.inconclusive("no answer in 20 s"));

    LiveRunner.Outcome outcome = run(1, silent, ok("B", "A"));

    assertThat(each(outcome, CheckResult::status))
        .containsExactly(Status.INCONCLUSIVE, Status.SKIP);
    assertThat(outcome.results().get(0).reason()).isEqualTo("no answer in 20 s");
  }

  @Test
  void a_crash_takes_no_other_check_with_it() {
    Fake crash =
        new Fake(
            "A",
            List.of(),
            self -> {
              throw new IllegalStateException("sk-key");
            });

    LiveRunner.Outcome outcome = run(1, crash, ok("B"));

    assertThat(each(outcome, CheckResult::status)).containsExactly(Status.CRASH, Status.OK);
    assertThat(outcome.results().get(0).reason()).isEqualTo("IllegalStateException");
  }

  @Test
  void independent_checks_run_at_the_same_time() {
    CountDownLatch both = new CountDownLatch(2);
    Act meet =
        self -> {
          both.countDown();
          return both.await(10, TimeUnit.SECONDS) ? LiveResult.OK : LiveResult.skip("alone");
        };

    assertThat(
            each(
                run(2, new Fake("A", List.of(), meet), new Fake("B", List.of(), meet)),
                CheckResult::status))
        .containsExactly(Status.OK, Status.OK);
  }

  @Test
  void no_more_run_at_once_than_may() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Act count =
        self -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          running.decrementAndGet();
          return LiveResult.OK;
        };

    run(
        1,
        new Fake("A", List.of(), count),
        new Fake("B", List.of(), count),
        new Fake("C", List.of(), count));

    assertThat(most).hasValue(1);
  }

  @Test
  void a_need_outside_of_the_list_counts_as_met() {
    assertThat(each(run(1, ok("B", "A")), CheckResult::status)).containsExactly(Status.OK);
  }

  @Test
  void when_the_time_is_up_the_rest_stays_open() {
    CountDownLatch never = new CountDownLatch(1);
    Fake hanging =
        new Fake(
            "B",
            List.of("A"),
            self -> {
              never.await();
              return LiveResult.OK;
            });

    LiveRunner.Outcome outcome =
        new LiveRunner<String>(List.of(ok("A"), hanging, ok("C", "B")), () -> 1, (r, f) -> {})
            .run("scene", System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200));

    assertThat(outcome.complete()).isFalse();
    assertThat(each(outcome, CheckResult::status))
        .containsExactly(Status.OK, Status.INCONCLUSIVE, Status.INCONCLUSIVE);
  }

  @Test
  void a_free_place_goes_to_the_check_for_which_most_wait() {
    List<String> started = new ArrayList<>();
    Act note =
        self -> {
          synchronized (started) {
            started.add(self.id());
          }
          return LiveResult.OK;
        };

    run(
        1,
        new Fake("A", List.of(), note),
        new Fake("B", List.of(), note),
        new Fake("C", List.of(), note),
        new Fake("D", List.of("C"), note),
        new Fake("E", List.of("D"), note));

    assertThat(started).startsWith("C", "D");
  }
}
