package dev.ccproxy.config;

import java.util.List;

/**
 * A value as the client has it.
 *
 * @param name of the variable, or of the settings key
 * @param value may be empty: an empty value in a settings file cancels one of the shell. May be a
 *     secret
 * @param shadows values of the same name that lose, the strongest first
 */
public record EffectiveValue(String name, String value, Origin origin, List<Candidate> shadows) {

  /** A value and where it stands. */
  public record Candidate(String value, Origin origin) {}

  public EffectiveValue {
    shadows = List.copyOf(shadows);
  }
}
