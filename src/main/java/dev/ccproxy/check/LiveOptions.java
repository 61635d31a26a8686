package dev.ccproxy.check;

import dev.ccproxy.catalog.Tier;
import dev.ccproxy.redact.Redactor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the endpoint is asked.
 *
 * @param model asked for in place of the client's main model; null: the client's
 * @param tier the only role whose model is asked for; null: all
 * @param repeat how often the dictated tool call is made to see how reliable it is; 1 for once
 * @param budgetTokens no request is sent that would probably cost more than is left of so many
 *     tokens, input and output together; {@link Long#MAX_VALUE} for no limit
 * @param await how long to wait for the endpoint to be up before the first check
 * @param direct whether the provider behind the gateway may be asked, with the key that its own
 *     entry of the gateway's configuration names
 * @param redactor learns secrets that come to light on the way
 */
public record LiveOptions(
    @Nullable String model,
    @Nullable Tier tier,
    int repeat,
    long budgetTokens,
    Duration await,
    boolean direct,
    Redactor redactor) {

  /** As the client asks, once, without a limit. */
  public static LiveOptions usual(Redactor redactor) {
    return new LiveOptions(null, null, 1, Long.MAX_VALUE, Duration.ZERO, false, redactor);
  }
}
