package dev.ccproxy.lab.personality;

/**
 * A model as a provider serves it.
 *
 * @param id the name in requests
 * @param window tokens of input and output together; 0 for no limit
 * @param maxOutput most tokens of one answer; 0 for no limit
 * @param tools whether it can call tools
 * @param thinking whether it thinks
 */
public record ServedModel(
    String id, long window, long maxOutput, boolean tools, Thinking thinking) {

  /** Whether a model thinks. */
  public enum Thinking {
    /** It cannot. */
    NEVER,
    /** It does when asked to. */
    ON_REQUEST,
    /** It does unless told not to. */
    BY_DEFAULT
  }

  /** A model with tools and without thinking or limits. */
  public static ServedModel of(String id) {
    return new ServedModel(id, 0, 0, true, Thinking.NEVER);
  }

  /** The same model with limits. */
  public ServedModel limits(long newWindow, long newMaxOutput) {
    return new ServedModel(id, newWindow, newMaxOutput, tools, thinking);
  }

  /** The same model without tools. */
  public ServedModel withoutTools() {
    return new ServedModel(id, window, maxOutput, false, thinking);
  }

  /** The same model with another way of thinking. */
  public ServedModel thinking(Thinking newThinking) {
    return new ServedModel(id, window, maxOutput, tools, newThinking);
  }

  /** Whether it can think. */
  public boolean thinks() {
    return thinking != Thinking.NEVER;
  }
}
