package dev.ccproxy.check.live;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.LiveDoctor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What checks cost where nothing is wrong: {@code costs.tsv}, dated and with its source. */
final class Costs {
  private static final String NAME = "costs.tsv";
  private static final int COLUMNS = 6;

  /** One call of the tool, dictated and made. */
  static final long CALL_TOKENS = 200;

  private record Cost(int requests, long tokens, int full, int deepRequests, long deepTokens) {
    static final Cost USUAL = new Cost(1, 200, 0, 1, 200);

    static Cost of(String[] row) {
      int requests = Integer.parseInt(row[1]);
      long tokens = Long.parseLong(row[2]);
      return new Cost(
          requests,
          tokens,
          Integer.parseInt(row[3]),
          row[4].isEmpty() ? requests : Integer.parseInt(row[4]),
          row[5].isEmpty() ? tokens : Long.parseLong(row[5]));
    }
  }

  private final Map<String, Cost> known = new HashMap<>();

  Costs() {
    for (String line : read().split("\n")) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] row = line.split("\t", -1);
        if (row.length != COLUMNS) {
          throw new IllegalStateException(NAME + " has a row of " + row.length + " columns");
        }
        known.put(row[0], Cost.of(row));
      }
    }
  }

  private static String read() {
    try (@Nullable InputStream in = Costs.class.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException(NAME + " is missing from the package");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The estimate.
   *
   * @param checks that are run
   * @param deep whether everything is asked
   * @param full tokens of the client's full request
   * @param repeat how often the dictated call is made
   * @param keysTo as {@link LiveDoctor.Plan#keysTo()}
   */
  LiveDoctor.Plan plan(
      List<? extends Check> checks, boolean deep, long full, int repeat, List<String> keysTo) {
    int requests = repeat - 1;
    long tokens = CALL_TOKENS * (repeat - 1);
    for (Check check : checks) {
      Cost cost = known.getOrDefault(check.id(), Cost.USUAL);
      requests += deep ? cost.deepRequests() : cost.requests();
      tokens += (deep ? cost.deepTokens() : cost.tokens()) + full * cost.full();
    }
    return new LiveDoctor.Plan(requests, tokens, keysTo);
  }
}
