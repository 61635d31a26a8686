package dev.ccproxy.real;

/** The newest release that is pinned. */
class CurrentLiteLlmRealIT extends LiteLlmRoute {
  CurrentLiteLlmRealIT() {
    super(RealParts.LITELLM_CURRENT);
  }
}
