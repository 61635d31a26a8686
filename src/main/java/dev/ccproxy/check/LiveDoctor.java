package dev.ccproxy.check;

import dev.ccproxy.redact.Redactor;
import java.util.List;
import java.util.function.Predicate;

/** The checks that ask the endpoint. */
public interface LiveDoctor {

  /**
   * Asks the endpoint and puts both halves together: what the files say may turn out better or
   * worse, and what the endpoint shows may follow from the files.
   *
   * <p>An interrupted thread ends it early: what was not asked yet is skipped, what is known so far
   * is returned.
   *
   * @param ofFiles what the static checks found
   * @return the checks of both, those of the files first
   */
  Diagnosis examine(FileScene scene, Diagnosis ofFiles, Request request);

  /**
   * What a run is going to do, before it does it.
   *
   * @param requests about so many, where nothing is wrong
   * @param tokens likewise
   * @param keysTo keys beside the client's own that are sent, each as {@code NAME to ORIGIN}
   */
  record Plan(int requests, long tokens, List<String> keysTo) {
    /** Nothing that anybody has to be asked about. */
    public static final Plan NONE = new Plan(0, 0, List.of());

    public Plan {
      keysTo = List.copyOf(keysTo);
    }
  }

  /** What {@link #examine} is going to do; asks nothing. */
  default Plan plan(FileScene scene, Request request) {
    return Plan.NONE;
  }

  /**
   * What to ask.
   *
   * @param depth never {@link Mode#OFFLINE}
   * @param wanted the other checks are left out of the result; what a wanted one stands on is run
   *     all the same
   * @param progress is told how it goes on
   * @param options how to ask
   */
  record Request(Mode depth, Predicate<Check> wanted, Progress progress, LiveOptions options) {

    /** As the client asks. */
    public Request(Mode depth, Predicate<Check> wanted, Progress progress) {
      this(depth, wanted, progress, LiveOptions.usual(new Redactor()));
    }
  }

  /** Hears how a run goes on; shown to people only. */
  interface Progress {

    /** Something takes its time; one line, such as {@code does a short text come back}. */
    void waitingFor(String what);

    /**
     * All checks under a heading have ended.
     *
     * @param worst the worst of their results
     */
    default void done(Check.Group group, CheckResult.Status worst) {}
  }
}
