package dev.ccproxy.config;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.catalog.Model;
import java.util.Map;

/**
 * The bounds that the client keeps for its main model.
 *
 * @param output {@code max_tokens} of a message; 0 where the client takes what it knows of a model
 *     of its vendor
 * @param context tokens that it takes the window for; 0 likewise
 * @param timeoutMs milliseconds that it waits for one try
 * @param retries how often it tries again
 */
public record ClientLimits(long output, long context, long timeoutMs, long retries) {
  private static final long TIMEOUT_MS = 600_000;
  private static final long RETRIES = 10;
  private static final long LONG_CONTEXT = 1_000_000;
  private static final long PLAIN_CONTEXT = 200_000;

  static ClientLimits of(
      ClientSettings settings, ClientIdentity client, ClientModel main, ClientFacts facts) {
    ClientFacts.Release release = facts.release(client.behavesLike(facts));
    Map<String, String> overrides = settings.modelOverrides();
    boolean known = Model.isClaude(main.sent()) || overrides.containsValue(main.sent());
    long output = known ? 0 : release.defaultOutput();
    long asked = number(settings.text("CLAUDE_CODE_MAX_OUTPUT_TOKENS"));
    if (asked > 0) {
      output = Math.min(asked, release.mostOutput());
    }
    long context =
        known
            ? 0
            : settings.set("CLAUDE_CODE_DISABLE_1M_CONTEXT").isPresent()
                ? PLAIN_CONTEXT
                : main.longContext() ? LONG_CONTEXT : release.assumedContext();
    long window = number(settings.text("CLAUDE_CODE_MAX_CONTEXT_TOKENS"));
    if (window > 0 && !known) {
      context = window;
    }
    long timeout = number(settings.text("API_TIMEOUT_MS"));
    String retries = settings.text("CLAUDE_CODE_MAX_RETRIES");
    return new ClientLimits(
        output,
        context,
        timeout > 0 ? timeout : TIMEOUT_MS,
        number(retries) >= 0 && !retries.isEmpty() ? number(retries) : RETRIES);
  }

  /**
   * The whole number that the client reads at the beginning of a text, as JavaScript's parseInt
   * does; -1 where there is none.
   */
  public static long number(String text) {
    String clean = text.strip();
    int end = 0;
    while (end < clean.length() && clean.charAt(end) >= '0' && clean.charAt(end) <= '9') {
      end++;
    }
    return end == 0 || end > 18 ? -1 : Long.parseLong(clean.substring(0, end));
  }
}
