package dev.ccproxy.tour;

import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a tour showed.
 *
 * @param steps in order
 * @param asShown whether healthy was seen as healthy, broken as broken, and mended as healthy
 */
public record TourReport(List<TourStep> steps, boolean asShown) {

  /** Copies the list. */
  public TourReport {
    steps = List.copyOf(steps);
  }

  /** {@code ccproxy.tour/1}. */
  public String json() {
    List<Value> list = new ArrayList<>();
    for (TourStep step : steps) {
      list.add(step.value());
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("schema", Value.of("ccproxy.tour/1"));
    fields.put("asShown", Value.of(asShown));
    fields.put("steps", new Value.Items(list));
    return JsonText.write(new Value.Fields(fields), 2);
  }
}
