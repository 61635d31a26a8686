package dev.ccproxy.catalog;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a model. Null means unknown, never "no".
 *
 * @param id as the provider calls it
 * @param context tokens that the window holds
 * @param maxInput tokens of input, where the vendor limits them below the window
 * @param maxOutput tokens of one answer
 * @param tools whether it can call tools
 * @param thinking whether it can think before it answers
 * @param longContextSuffix whether the client is told {@code id[1m]} on the direct route; the
 *     client strips it
 * @param retires announced end
 * @param retired when it went away
 * @param replacement what the vendor names instead
 * @param confidence how sure this is
 */
public record Model(
    String id,
    @Nullable Long context,
    @Nullable Long maxInput,
    @Nullable Long maxOutput,
    @Nullable Boolean tools,
    @Nullable Boolean thinking,
    boolean longContextSuffix,
    @Nullable LocalDate released,
    @Nullable LocalDate retires,
    @Nullable LocalDate retired,
    @Nullable String replacement,
    Confidence confidence,
    @Nullable String note) {

  /** What the client puts behind an id to ask for the long window; it never reaches the server. */
  public static final String LONG_CONTEXT_SUFFIX = "[1m]";

  /** The id without the client's suffix, which it takes in any case and with blanks before it. */
  public static String withoutSuffix(String name) {
    int end = name.length() - LONG_CONTEXT_SUFFIX.length();
    return end >= 0 && name.regionMatches(true, end, LONG_CONTEXT_SUFFIX, 0, name.length() - end)
        ? name.substring(0, end).stripTrailing()
        : name;
  }

  /** The same model on a server with smaller limits; null leaves a limit as it is. */
  public Model limitedTo(@Nullable Long smallerContext, @Nullable Long smallerOutput) {
    Long newContext = smaller(context, smallerContext);
    Long newInput = maxInput == null ? null : smaller(maxInput, smallerContext);
    return new Model(
        id,
        newContext,
        newInput,
        smaller(maxOutput, smallerOutput),
        tools,
        thinking,
        longContextSuffix,
        released,
        retires,
        retired,
        replacement,
        confidence,
        note);
  }

  private static @Nullable Long smaller(@Nullable Long known, @Nullable Long given) {
    return known == null ? given : given == null ? known : Long.valueOf(Math.min(known, given));
  }

  /** A model of which only the name is known. */
  public static Model unknown(String id) {
    return new Model(
        id, null, null, null, null, null, false, null, null, null, null, Confidence.LOW, null);
  }

  /** Tokens of input that fit: the vendor's limit, else the window; null where neither is known. */
  public @Nullable Long usableContext() {
    return maxInput != null ? maxInput : context;
  }

  /** Whether it is gone on {@code day}. */
  public boolean isGone(LocalDate day) {
    return (retired != null && !day.isBefore(retired))
        || (retires != null && !day.isBefore(retires));
  }

  /**
   * Whether the client knows it as a Claude model, also behind a vendor prefix, and so has limits
   * of its own for it.
   */
  public boolean isClaude() {
    return isClaude(id);
  }

  /** As {@link #isClaude()} for a bare id. */
  public static boolean isClaude(String id) {
    return id.substring(id.lastIndexOf('/') + 1).startsWith("claude-");
  }
}
