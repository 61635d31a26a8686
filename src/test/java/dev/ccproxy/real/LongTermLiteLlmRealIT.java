package dev.ccproxy.real;

/** The release that ccproxy recommends. */
class LongTermLiteLlmRealIT extends LiteLlmRoute {
  LongTermLiteLlmRealIT() {
    super(RealParts.LITELLM_LONG_TERM);
  }
}
