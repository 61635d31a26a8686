package dev.ccproxy.check.live;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs live checks along their graph: a check starts as soon as all that it needs has succeeded, so
 * that a run takes as long as its longest chain; what needs a failed one is skipped and names it. A
 * check that crashes takes no other one with it.
 *
 * @param <S> what the checks look at
 */
public final class LiveRunner<S> {
  /** After so long without news people want to know what is waited for. */
  private static final long PATIENCE_NANOS = 2_000_000_000L;

  /** Told while a run goes on, by the thread that runs it. */
  public interface Progress {
    /** A check has ended. */
    void done(CheckResult result, List<Finding> findings);

    /** Nothing has ended for a while; these checks are running. */
    default void waiting(List<Check> running) {}
  }

  /**
   * What came out.
   *
   * @param findings in the order of the list of checks
   * @param results one for each check, in the order of the list
   * @param complete false when the time was up or the user has seen enough
   */
  public record Outcome(List<Finding> findings, List<CheckResult> results, boolean complete) {
    public Outcome {
      findings = List.copyOf(findings);
      results = List.copyOf(results);
    }
  }

  private record Done<S>(LiveCheck<S> check, LiveResult result, long millis) {}

  private final List<LiveCheck<S>> checks;
  private final IntSupplier parallel;
  private final Progress progress;

  /**
   * @param checks each after those that it needs; a need that is not in the list counts as met
   * @param parallel how many checks may run at once, 1 or more; asked before each start, because a
   *     run may learn whom it asks
   */
  public LiveRunner(List<LiveCheck<S>> checks, IntSupplier parallel, Progress progress) {
    this.checks = List.copyOf(checks);
    this.parallel = parallel;
    this.progress = progress;
  }

  /**
   * Runs all.
   *
   * @param deadlineNanos by {@link System#nanoTime()}: what is not done by then stays inconclusive
   */
  public Outcome run(S scene, long deadlineNanos) {
    ExecutorService workers =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "check");
              thread.setDaemon(true);
              return thread;
            });
    try {
      return run(scene, deadlineNanos, workers);
    } finally {
      workers.shutdownNow();
    }
  }

  /** In the order in which they get a free place: first those for which the longest chain waits. */
  private List<LiveCheck<S>> longestFirst() {
    Map<String, Integer> waiting = new HashMap<>();
    for (int i = checks.size() - 1; i >= 0; i--) {
      LiveCheck<S> check = checks.get(i);
      int behind = waiting.getOrDefault(check.id(), 0);
      for (String need : check.needs()) {
        waiting.merge(need, behind + 1, Math::max);
      }
    }
    List<LiveCheck<S>> order = new ArrayList<>(checks);
    order.sort(Comparator.comparingInt(check -> -waiting.getOrDefault(check.id(), 0)));
    return order;
  }

  private Outcome run(S scene, long deadlineNanos, ExecutorService workers) {
    ExecutorCompletionService<Done<S>> running = new ExecutorCompletionService<>(workers);
    Map<String, CheckResult> results = new HashMap<>();
    Map<String, List<Finding>> findings = new HashMap<>();
    Map<String, String> blockers = new HashMap<>();
    Map<String, LiveCheck<S>> waiting = new LinkedHashMap<>();
    Set<String> known = new HashSet<>();
    for (LiveCheck<S> check : longestFirst()) {
      waiting.put(check.id(), check);
      known.add(check.id());
    }
    Map<String, LiveCheck<S>> active = new LinkedHashMap<>();
    boolean complete = true;
    while (!waiting.isEmpty() || !active.isEmpty()) {
      start(scene, running, results, blockers, waiting, known, active);
      if (active.isEmpty()) {
        continue;
      }
      Done<S> done = next(running, deadlineNanos, active);
      if (done == null) {
        complete = false;
        break;
      }
      String id = done.check().id();
      active.remove(id);
      findings.put(id, done.result().findings());
      if (done.result().blocks()) {
        blockers.put(id, id);
      }
      CheckResult result =
          new CheckResult(
              done.check(),
              done.result().effectiveStatus(),
              null,
              done.result().reason(),
              done.millis());
      results.put(id, result);
      progress.done(result, done.result().findings());
    }
    List<Finding> all = new ArrayList<>();
    List<CheckResult> ordered = new ArrayList<>();
    for (LiveCheck<S> check : checks) {
      all.addAll(findings.getOrDefault(check.id(), List.of()));
      CheckResult result = results.get(check.id());
      ordered.add(
          result != null
              ? result
              : new CheckResult(
                  check, CheckResult.Status.INCONCLUSIVE, null, "the run ended before", 0));
    }
    return new Outcome(all, ordered, complete);
  }

  /** Starts what can start, and settles what is blocked; both may make further ones ready. */
  private void start(
      S scene,
      ExecutorCompletionService<Done<S>> running,
      Map<String, CheckResult> results,
      Map<String, String> blockers,
      Map<String, LiveCheck<S>> waiting,
      Set<String> known,
      Map<String, LiveCheck<S>> active) {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (LiveCheck<S> check : List.copyOf(waiting.values())) {
        String blocker = null;
        boolean ready = true;
        for (String need : check.needs()) {
          if (known.contains(need) && !results.containsKey(need)) {
            ready = false;
          } else if (blocker == null) {
            blocker = blockers.get(need);
          }
        }
        // Whoever comes first by chance is not the reason: all needs are known before one is named.
        if (ready && blocker != null) {
          waiting.remove(check.id());
          blockers.put(check.id(), blocker);
          CheckResult skipped =
              new CheckResult(check, CheckResult.Status.SKIP, blocker, "blocked by " + blocker, 0);
          results.put(check.id(), skipped);
          progress.done(skipped, List.of());
          moved = true;
        } else if (ready && active.size() < parallel.getAsInt()) {
          waiting.remove(check.id());
          active.put(check.id(), check);
          running.submit(() -> perform(check, scene));
          moved = true;
        }
      }
    }
    if (active.isEmpty() && !waiting.isEmpty()) {
      throw new IllegalStateException("checks that need each other: " + waiting.keySet());
    }
  }

  private Done<S> perform(LiveCheck<S> check, S scene) throws InterruptedException {
    long start = System.nanoTime();
    LiveResult result;
    try {
      result = check.run(scene);
    } catch (NotAskedException e) {
      result = LiveResult.inconclusive(e.reason());
    } catch (RuntimeException | StackOverflowError e) {
      // The message may quote a server or a key.
      result =
          new LiveResult(List.of(), CheckResult.Status.CRASH, e.getClass().getSimpleName(), true);
    }
    return new Done<>(check, result, (System.nanoTime() - start) / 1_000_000);
  }

  private @Nullable Done<S> next(
      ExecutorCompletionService<Done<S>> running,
      long deadlineNanos,
      Map<String, LiveCheck<S>> active) {
    try {
      long left = Math.max(0, deadlineNanos - System.nanoTime());
      Future<Done<S>> future = running.poll(Math.min(left, PATIENCE_NANOS), TimeUnit.NANOSECONDS);
      if (future == null && left > PATIENCE_NANOS) {
        progress.waiting(List.copyOf(active.values()));
        future = running.poll(left - PATIENCE_NANOS, TimeUnit.NANOSECONDS);
      }
      return future == null ? null : future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        return null;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
