package dev.ccproxy.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cause of what an input shows, or who wrote it.
 *
 * @param signature its id; null where no cause is known and only the writer is
 * @param layer the link of the chain in which the fix is made
 * @param cause why, in whole sentences
 * @param fix what to do, in whole sentences
 * @param check the check of doctor that would prove it
 * @param fileChecks checks of doctor that read only files and confirm the cause
 * @param status the HTTP status that the text speaks of; 0 for none
 * @param line where it stands first, from 1
 * @param lastLine where it stands last
 * @param count how often it happened
 * @param firstTime the time in front of the first line, as it stands there; empty for none
 * @param lastTime the same of the last line
 * @param excerpt the place where it stands first
 * @param via the coats around it, outermost first, in the words of the text
 * @param reasons what beside the words makes it more or less sure
 * @param versions the releases that it concerns; empty for all
 * @param source where the knowledge is from
 * @param verified the day on which it was checked last
 */
public record Match(
    @Nullable String signature,
    Layer layer,
    Confidence confidence,
    String cause,
    String fix,
    @Nullable String check,
    List<String> fileChecks,
    int status,
    long line,
    long lastLine,
    long count,
    String firstTime,
    String lastTime,
    Excerpt excerpt,
    List<String> via,
    List<String> reasons,
    String versions,
    String source,
    String verified) {

  public Match {
    fileChecks = List.copyOf(fileChecks);
    via = List.copyOf(via);
    reasons = List.copyOf(reasons);
  }

  /** The same with another degree of certainty, and why. */
  public Match with(Confidence changed, Layer changedLayer, String reason) {
    List<String> more = new java.util.ArrayList<>(reasons);
    more.add(reason);
    return new Match(
        signature,
        changedLayer,
        changed,
        cause,
        fix,
        check,
        fileChecks,
        status,
        line,
        lastLine,
        count,
        firstTime,
        lastTime,
        excerpt,
        via,
        more,
        versions,
        source,
        verified);
  }
}
