package dev.ccproxy.lab.personality;

/**
 * In what releases of LiteLLM differ for a client of {@code /v1/messages}; litellm.md 4.3, 4.5, 4.6
 * and 5, measured.
 *
 * @param version as its headers tell it
 * @param anthropicErrors whether errors of {@code /v1/messages} have Anthropic's envelope (1.101.0
 *     and later)
 * @param groupNote whether routed errors end with the note of 1.105.2 and later
 * @param noCredential what a request without a credential gets
 */
public record LiteLlmRelease(
    String version, boolean anthropicErrors, boolean groupNote, NoCredential noCredential) {

  /** Answers to a request without a credential. */
  public enum NoCredential {
    /** 401; the parameter is the string None. */
    SAYS_NONE,
    /** 500 in plain text: the error handler itself fails where prisma is not installed. */
    CRASHES,
    /** 401; the parameter is null. */
    SAYS_NULL
  }

  /** 1.81.8. */
  public static final LiteLlmRelease V1_81_8 =
      new LiteLlmRelease("1.81.8", false, false, NoCredential.SAYS_NONE);

  /** 1.83.14, the first line with Responses for {@code openai/}. */
  public static final LiteLlmRelease V1_83_14 =
      new LiteLlmRelease("1.83.14", false, false, NoCredential.SAYS_NONE);

  /** 1.108.11, the long-term line. */
  public static final LiteLlmRelease V1_108_11 =
      new LiteLlmRelease("1.108.11", true, true, NoCredential.CRASHES);

  /** 1.109.1. */
  public static final LiteLlmRelease V1_109_1 =
      new LiteLlmRelease("1.109.1", true, true, NoCredential.SAYS_NULL);

  /** Whether it is one of the releases that still say {@code server: uvicorn} and tell more. */
  public boolean old() {
    return !anthropicErrors;
  }
}
