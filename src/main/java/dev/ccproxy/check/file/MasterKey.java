package dev.ccproxy.check.file;

import dev.ccproxy.config.GatewayEnvironment;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.Place;
import dev.ccproxy.document.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The master key that LiteLLM would have: {@code general_settings.master_key}, else {@code
 * LITELLM_MASTER_KEY} of its environment ({@code litellm.md} 4.3).
 *
 * @param state what it is
 * @param value where it is known; empty otherwise. A secret
 * @param variable the variable that holds or should hold it; empty for a literal
 * @param places where it stands, the configuration first
 */
record MasterKey(State state, String value, String variable, List<Place> places) {
  static final String VARIABLE = "LITELLM_MASTER_KEY";

  /** What LiteLLM makes of it. */
  enum State {
    /** There is a usable one. */
    SET,
    /** Nobody names one. */
    ABSENT,
    /** The configuration names a variable that nobody sets. */
    VARIABLE_UNSET,
    EMPTY,
    /** A number or a boolean: LiteLLM crashes. */
    NOT_TEXT,
    /** One that everybody knows. */
    PUBLIC
  }

  static MasterKey of(Gateway gateway) {
    LiteLlmConfig.Located located =
        gateway.config().setting("general_settings", "master_key").orElse(null);
    if (located == null) {
      return fromVariable(gateway, VARIABLE, null);
    }
    List<Place> places = List.of(located.place());
    if (isNull(located)) {
      return new MasterKey(State.ABSENT, "", "", places);
    }
    if (!(located.entry().value() instanceof Node.Scalar scalar)
        || scalar.kind() != Node.Kind.STRING) {
      return new MasterKey(State.NOT_TEXT, "", "", places);
    }
    String text = scalar.value();
    if (text.startsWith(Gateway.FROM_ENVIRONMENT)) {
      return fromVariable(
          gateway, text.substring(Gateway.FROM_ENVIRONMENT.length()), located.place());
    }
    return judged(gateway, text, "", places);
  }

  /** A null names none, and hides the variable: LiteLLM looks no further. */
  private static boolean isNull(LiteLlmConfig.Located located) {
    return located.entry().value() instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL;
  }

  private static MasterKey fromVariable(
      Gateway gateway, String variable, @Nullable Place reference) {
    List<Place> places = new ArrayList<>();
    if (reference != null) {
      places.add(reference);
    }
    Optional<GatewayEnvironment.Found> found = gateway.variable(variable);
    if (found.isEmpty()) {
      return new MasterKey(
          reference == null ? State.ABSENT : State.VARIABLE_UNSET, "", variable, places);
    }
    found.get().place().ifPresent(places::add);
    return judged(gateway, found.get().value(), variable, places);
  }

  private static MasterKey judged(
      Gateway gateway, String value, String variable, List<Place> places) {
    State state =
        value.isBlank()
            ? State.EMPTY
            : gateway.scene().liteLlm().publicMasterKeys().contains(value.strip())
                ? State.PUBLIC
                : State.SET;
    return new MasterKey(state, value, variable, places);
  }

  /** Whether LiteLLM 1.105.2 and later refuses to start with it. */
  boolean isRefused() {
    return state == State.ABSENT
        || state == State.VARIABLE_UNSET
        || state == State.EMPTY
        || state == State.PUBLIC;
  }
}
