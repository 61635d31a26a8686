package dev.ccproxy.tour;

import dev.ccproxy.document.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step of the tour, told when it is over.
 *
 * @param id word for programs
 * @param title what was done
 * @param lines what came of it
 * @param result whether the chain worked at this step
 */
public record TourStep(String id, String title, List<String> lines, Result result) {

  /** How the chain looked. */
  public enum Result {
    /** Nothing was judged here. */
    NONE("none"),
    /** It works. */
    HEALTHY("healthy"),
    /** It is broken. */
    BROKEN("broken");

    private final String word;

    Result(String word) {
      this.word = word;
    }

    /** The word of the JSON report. */
    public String word() {
      return word;
    }
  }

  /** Copies the list. */
  public TourStep {
    lines = List.copyOf(lines);
  }

  /** The step in the JSON report. */
  Value value() {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("id", Value.of(id));
    fields.put("title", Value.of(title));
    fields.put("result", Value.of(result.word()));
    fields.put("lines", Value.ofStrings(lines));
    return new Value.Fields(fields);
  }
}
