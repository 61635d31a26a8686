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
