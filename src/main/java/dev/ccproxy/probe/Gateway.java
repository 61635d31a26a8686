package dev.ccproxy.probe;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What answers at the endpoint.
 *
 * @param kind its id in the file of fingerprints, {@code unknown} where nothing was recognised
 * @param title how people name it
 * @param version as it says itself, "" where it does not
 * @param sure whether the sign belongs to this program alone
 * @param evidence what was seen, in words; holds text of the other side: raw
 * @param traits what the program is known to do
 * @param upstream the base URL of the server behind it where it prints that, "" else; raw
 */
public record Gateway(
    String kind,
    String title,
    String version,
    boolean sure,
    String evidence,
    Set<Trait> traits,
    String upstream) {

  /** Nothing was recognised. */
  public static final Gateway UNKNOWN =
      new Gateway("unknown", "an unknown program", "", false, "", Set.of(), "");

  /** What a program is known to do; measured, so predictions that a probe can prove. */
  public enum Trait {
    /** Loads models on this machine: the first answer may take minutes. */
    LOCAL_MODEL_SERVER,
    /** Refuses a message of the role system between the others. */
    REFUSES_SYSTEM_MESSAGE,
    /** Refuses {@code thinking} of the type adaptive. */
    REFUSES_ADAPTIVE_THINKING,
    /** Answers for every model id, so that a wrong one is not noticed. */
    ANY_MODEL,
    /** Has no list of models. */
    NO_MODEL_LIST,
    /** Has no {@code count_tokens}. */
    NO_COUNT_TOKENS,
    /** Takes the key from {@code Authorization} alone. */
    BEARER_ONLY,
    /** Counts no tokens in streams. */
    NO_USAGE_IN_STREAMS,
    /** Keeps blocks open while others run; the client takes that. */
    OVERLAPPING_BLOCKS,
    /** Sends the arguments of a tool call in one piece; that is no buffering. */
    ONE_ARGUMENT_DELTA,
    /** Says 200 to a streamed request before the server behind has answered. */
    STREAM_HIDES_STATUS,
    /** Turns every error of the server behind into the same one. */
    HIDES_UPSTREAM_STATUS,
    /** Gives errors as text of the model, with status 200. */
    ERRORS_AS_TEXT,
    /** Answers with a stream also where none was asked for. */
    STREAMS_ALWAYS;

    static @Nullable Trait of(String word) {
      for (Trait trait : values()) {
        if (trait.name().toLowerCase(Locale.ROOT).equals(word)) {
          return trait;
        }
      }
      return null;
    }
  }

  /** Copies the set. */
  public Gateway {
    traits = Set.copyOf(traits);
  }

  /** Whether anything was recognised. */
  public boolean isKnown() {
    return !kind.equals(UNKNOWN.kind);
  }

  /** Whether it is LiteLLM. */
  public boolean isLiteLlm() {
    return kind.equals("litellm");
  }

  /** Whether it is known to do this. */
  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** The deadlines that fit it. */
  public Deadlines deadlines() {
    return has(Trait.LOCAL_MODEL_SERVER) ? Deadlines.LOCAL_MODEL : Deadlines.DEFAULT;
  }

  static Set<Trait> traits(Iterable<String> words) {
    Set<Trait> out = EnumSet.noneOf(Trait.class);
    for (String word : words) {
      Trait trait = Trait.of(word);
      if (trait == null) {
        throw new IllegalStateException("gateways.json names an unknown trait: " + word);
      }
      out.add(trait);
    }
    return out;
  }
}
