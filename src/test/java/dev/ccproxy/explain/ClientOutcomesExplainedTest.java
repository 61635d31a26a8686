package dev.ccproxy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.wire.ClientOutcomes;
import dev.ccproxy.wire.ClientOutcomes.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What clients said about the damaged answers of the lab names the link that damaged them. */
class ClientOutcomesExplainedTest {
  private static final Signatures SIGNATURES = Signatures.packagedOnly();

  /** Words of Python that any program has; no cause may be made of them. */
  private static final Pattern ANYBODYS =
      Pattern.compile(
          "AssertionError: |IndexError: list index out of range|TypeError: .*"
              + "|AttributeError: 'NoneType' object has no attribute '(append|to_dict)'"
              + "|JSONDecodeError: Expecting ',' delimiter.*|InternalServerError: .*Bad Gateway"
              + "|APIStatusError: \\{'type': 'error', 'error': 'something went wrong'}");

  /** The layers that the texts support, where that is not the translator alone. */
  private static final Map<String, List<Layer>> LAYERS =
      Map.ofEntries(
          Map.entry("S35", List.of(Layer.UPSTREAM)),
          Map.entry("H50", List.of(Layer.UPSTREAM, Layer.NETWORK)),
          Map.entry("S36", List.of(Layer.UPSTREAM)),
          // The words of the error are the lab's own, and its shape says nothing.
          Map.entry("S83", List.of(Layer.UNKNOWN)),
          // The client took the stop_reason at its word.
          Map.entry("S29.length", List.of(Layer.CLIENT_CONFIG)),
          // Up to 2.1.197 the client does not say what the body was.
          Map.entry("N01", List.of(Layer.TRANSLATOR, Layer.NETWORK)),
          Map.entry("N02", List.of(Layer.TRANSLATOR, Layer.NETWORK)),
          Map.entry("N04", List.of(Layer.TRANSLATOR, Layer.NETWORK)),
          Map.entry("N09", List.of(Layer.TRANSLATOR, Layer.NETWORK)),
          Map.entry("N06", List.of(Layer.NETWORK)),
          Map.entry("N07", List.of(Layer.NETWORK, Layer.UPSTREAM)),
          Map.entry("N08", List.of(Layer.NETWORK, Layer.UPSTREAM)),
          Map.entry("N10", List.of(Layer.TRANSLATOR, Layer.UNKNOWN)),
          Map.entry("N12", List.of(Layer.CLIENT_CONFIG)),
          Map.entry("N13", List.of(Layer.TRANSLATOR, Layer.UPSTREAM)),
          Map.entry("N14", List.of(Layer.NETWORK, Layer.UPSTREAM)));

  @Test
  void every_error_is_explained_with_the_link_that_made_it() {
    List<String> wrong = new ArrayList<>();
    int explained = 0;
    for (Outcome outcome : ClientOutcomes.all()) {
      String error = outcome.error();
      if (error.isEmpty()) {
        continue;
      }
      List<Match> matches = SIGNATURES.explain(error).matches();
      if (ANYBODYS.matcher(error).matches()) {
        assertThat(matches).as(error).isEmpty();
      } else {
        explained++;
        List<Layer> layers = LAYERS.getOrDefault(outcome.fault(), List.of(Layer.TRANSLATOR));
        if (matches.isEmpty() || !layers.contains(matches.get(0).layer())) {
          wrong.add(outcome + ": " + matches);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(explained).isGreaterThan(100);
  }
}
