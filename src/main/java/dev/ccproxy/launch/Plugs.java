package dev.ccproxy.launch;

/** What other rooms know and do for a launch. */
public record Plugs(Explainer explainer, Checkup checkup) {
  /** Nothing. */
  public static final Plugs NONE = new Plugs(Explainer.NONE, Checkup.NONE);
}
