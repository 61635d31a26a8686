package dev.ccproxy.check;

import java.util.List;

/**
 * What a run of the doctor came to.
 *
 * @param ofFiles what the files alone say, nothing left out
 * @param diagnosis what is told
 * @param hidden what is left out of it
 */
public record Outcome(Diagnosis ofFiles, Diagnosis diagnosis, List<Hidden> hidden) {

  public Outcome {
    hidden = List.copyOf(hidden);
  }
}
