package dev.ccproxy.config;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.catalog.Model;

/**
 * The bounds that the client keeps for its main model.
 *
 * @param output {@code max_tokens} of a message; 0 where the client takes what it knows of a model
 *     of its vendor, and that was not measured
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
    String like = settings.knownAs(main.sent());
    boolean known = Model.isClaude(like);
    ClientFacts.Known facet = release.known(like).orElse(null);
    boolean measured = !known || !release.known().isEmpty();
    long output = facet != null ? facet.defaultOutput() : measured ? release.defaultOutput() : 0;
    long asked = number(settings.text("CLAUDE_CODE_MAX_OUTPUT_TOKENS"), release);
    if (asked > 0) {
      output = Math.min(asked, facet == null ? release.mostOutput() : facet.mostOutput());
    }
    long context =
        known
            ? 0
            : settings.set("CLAUDE_CODE_DISABLE_1M_CONTEXT").isPresent()
                ? PLAIN_CONTEXT
                : main.longContext() ? LONG_CONTEXT : release.assumedContext();
    long window = number(settings.text("CLAUDE_CODE_MAX_CONTEXT_TOKENS"), release);
    if (window > 0 && !known) {
      context = window;
    }
    long timeout = number(settings.text("API_TIMEOUT_MS"), release);
    long retries = number(settings.text("CLAUDE_CODE_MAX_RETRIES"), release);
    return new ClientLimits(
        output, context, timeout > 0 ? timeout : TIMEOUT_MS, retries >= 0 ? retries : RETRIES);
  }

  /**
   * The whole number that the client reads at the beginning of a text, as JavaScript does; -1 where
   * there is none.
   */
  public static long number(String text, ClientFacts.Release release) {
    return JavaScript.leading(text, release.readsExponents());
  }
}
