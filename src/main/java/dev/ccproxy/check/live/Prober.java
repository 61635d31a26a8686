package dev.ccproxy.check.live;

import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.probe.Answer;
import dev.ccproxy.probe.Asked;
import dev.ccproxy.probe.Deadlines;
import dev.ccproxy.probe.Failure;
import dev.ccproxy.probe.Message;
import dev.ccproxy.probe.ProbeRequest;
import dev.ccproxy.probe.Transport;
import dev.ccproxy.wire.ClientImpact;
import dev.ccproxy.wire.MessageSummary;
import dev.ccproxy.wire.Verdict;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the checks ask, counts it, and keeps to the rules of {@code probes.md} 3.4: a refusal
 * for the moment (429, 502, 503, 529, a reset before the answer) is asked about once more, as the
 * client would; LiteLLM's pause after an error of its upstream is waited for, because its refusals
 * are only the echo of an earlier answer ({@code litellm.md} 4.5).
 */
public final class Prober {
  /** A longer wait is the user's, not ours. */
  private static final long LONGEST_WAIT_MS = 10_000;

  private static final long SHORT_WAIT_MS = 500;

  /** LiteLLM takes a deployment out for 5 s. */
  private static final long COOLDOWN_MS = 5_600;

  /** A server error is asked about so often: one that comes and goes is another finding. */
  private static final int MOST_AGAIN = 2;

  /**
   * So often where errors are known to come and go: with one bad answer in three, the last of seven
   * is bad once in two thousand runs.
   */
  private static final int MOST_AGAIN_UNSTEADY = 6;

  /** A model server may take so many times as long for its first byte. */
  private static final int LOADING = 6;

  private static final int EXCERPT = 4096;

  /** Waiting, so that tests need no time. */
  public interface Sleep {
    /** Waits that many milliseconds. */
    void millis(long millis) throws InterruptedException;
  }

  private final Transport transport;
  private final Deadlines deadlines;
  private final ClientImpact client;
  private final Sleep sleep;
  private int requests;
  private final SortedSet<Integer> unsteadyStatuses = new TreeSet<>();
  private int unsteady;
  private long coolUntil = System.nanoTime();
  private long inputTokens;
  private long outputTokens;
  private boolean local;
  private volatile Budget budget = new Budget(Long.MAX_VALUE);

  /**
   * @param client the client by whose eyes answers are judged
   */
  public Prober(Transport transport, Deadlines deadlines, ClientImpact client, Sleep sleep) {
    this.transport = transport;
    this.deadlines = deadlines;
    this.client = client;
    this.sleep = sleep;
  }

  /** From now on an answer may take as long as a model server needs to load its model. */
  public synchronized void expectLoading() {
    local = true;
  }

  /** From now on no more is spent than that. */
  void keepTo(Budget limit) {
    budget = limit;
  }

  /** Sends a request and, where it is refused for the moment, sends it once more. */
  public Exchange ask(Asked asked) throws InterruptedException {
    Answer first = send(asked);
    Answer last = first;
    int tries = 1;
    long wait = waitBeforeRetry(first);
    while (wait >= 0 && tries <= mostAgain(last.status())) {
      sleep.millis(wait);
      last = send(asked);
      tries++;
      wait = isServerError(last.status()) ? SHORT_WAIT_MS : -1;
    }
    if (isServerError(first.status()) && last.succeeded()) {
      recovered(first.status());
    }
    if (isCooling(last)) {
      // Somebody else's error, the client's own last try perhaps, came in between.
      last = send(asked);
      tries++;
    }
    return judged(asked, isCooling(first) ? last : first, last, tries);
  }

  /** Sends a request once, whatever comes. */
  public Exchange askOnce(Asked asked) throws InterruptedException {
    Answer answer = send(asked);
    return judged(asked, answer, answer, 1);
  }

  private synchronized int mostAgain(int status) {
    if (unsteady > 0 && isServerError(status)) {
      return MOST_AGAIN_UNSTEADY;
    }
    return status == 500 ? MOST_AGAIN : 1;
  }

  private synchronized void recovered(int status) {
    unsteady++;
    unsteadyStatuses.add(status);
  }

  /** Whether that status may pass without a change of the request. */
  private static boolean isServerError(int status) {
    return status == 500 || status == 502 || status == 503 || status == 529;
  }

  private Exchange judged(Asked asked, Answer first, Answer last, int tries) {
    Verdict verdict = last.judge(asked.context(client));
    count(verdict);
    return new Exchange(asked, first, last, verdict, tries);
  }

  private Answer send(Asked asked) throws InterruptedException {
    long taken = budget.take(asked);
    Answer answer = send(asked.request());
    // A refusal costs nothing; what an answer cost it says itself, or nobody does.
    budget.settle(taken, answer.succeeded() ? cost(asked, answer) : 0);
    return answer;
  }

  private Answer send(ProbeRequest request) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Deadlines mine;
    synchronized (this) {
      requests++;
      mine =
          local ? deadlines.withFirstByte(deadlines.firstByte().multipliedBy(LOADING)) : deadlines;
    }
    awaitCooled();
    Answer answer = transport.send(request, mine);
    if (isCooling(answer)) {
      cooling();
    }
    if (answer.failure() instanceof Failure.Cancelled) {
      throw new InterruptedException();
    }
    return answer;
  }

  /** What one check learns of a pause holds for all that are asked beside it. */
  private synchronized void cooling() {
    coolUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COOLDOWN_MS);
  }

  private void awaitCooled() throws InterruptedException {
    long wait;
    synchronized (this) {
      wait = TimeUnit.NANOSECONDS.toMillis(coolUntil - System.nanoTime());
    }
    if (wait > 0) {
      sleep.millis(wait);
    }
  }

  /** Milliseconds to wait before the one further try; -1 for none. */
  private static long waitBeforeRetry(Answer answer) {
    if (answer.failure() instanceof Failure.ConnectionLost lost && lost.received() == 0) {
      return SHORT_WAIT_MS;
    }
    int status = answer.status();
    if (answer.failure() != null || (status != 429 && !isServerError(status))) {
      return -1;
    }
    if (isCooling(answer)) {
      return 0;
    }
    long asked = seconds(answer.header("retry-after")) * 1000;
    return asked > LONGEST_WAIT_MS ? -1 : Math.max(asked, SHORT_WAIT_MS);
  }

  private static long seconds(String text) {
    try {
      return Math.max(0, Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Whether LiteLLM says that all deployments of the model rest after an error. */
  static boolean isCooling(Answer answer) {
    if (answer.status() != 429) {
      return false;
    }
    String body = answer.body().text(EXCERPT).toLowerCase(Locale.ROOT);
    return body.contains("no deployments available") || body.contains("cooldown_list");
  }

  /** Tokens that the answer states; -1 where it states none. */
  private static long cost(Asked asked, Answer answer) {
    Message message = asked.body() == null ? null : Message.of(answer);
    return message == null || message.inputTokens() <= 0
        ? -1
        : message.inputTokens() + Math.max(0, message.outputTokens());
  }

  private synchronized void count(@Nullable Verdict verdict) {
    MessageSummary message = verdict == null ? null : verdict.message();
    if (message != null) {
      inputTokens += Math.max(0, message.usage().input());
      outputTokens += Math.max(0, message.usage().output());
    }
  }

  /** How many requests failed with a server error and were answered when they were sent again. */
  synchronized int unsteady() {
    return unsteady;
  }

  /** The statuses of those failures, ascending. */
  synchronized SortedSet<Integer> unsteadyStatuses() {
    return new TreeSet<>(unsteadyStatuses);
  }

  /** What was sent so far. */
  public synchronized Diagnosis.Requests spent() {
    return new Diagnosis.Requests(requests, inputTokens, outputTokens);
  }
}
