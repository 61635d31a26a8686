package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Fault;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A fault that the lab knows by name.
 *
 * @param id {@code S16}, {@code H05.login}; the part behind the point names a variant
 * @param title what is wrong, in a few words
 * @param kind when it strikes
 * @param shows what has to be asked for so that it can show
 * @param expects codes of the wire checker ({@code W03}) or numbers of checks ({@code L104}) that
 *     must name it, the main one first; empty where nothing may be said
 * @param scope which personalities it makes sense on
 * @param wiring what is wrong below HTTP
 * @param maker makes the fault for a setting
 */
public record KnownFault(
    String id,
    String title,
    Kind kind,
    Ask shows,
    List<String> expects,
    Scope scope,
    Wiring wiring,
    Function<Setting, Fault> maker) {

  /** Copies the list. */
  public KnownFault {
    expects = List.copyOf(expects);
  }

  /**
   * Which personalities a fault makes sense on.
   *
   * @param only names of personalities; empty for all
   * @param but names that are left out: what the fault does is their habit, or they cannot show it
   * @param thoughts whether the personality must be able to show thoughts
   */
  public record Scope(Set<String> only, Set<String> but, boolean thoughts) {
    static final Scope ALL = new Scope(Set.of(), Set.of(), false);

    /** Its rule is asked only of streams that break none: not with a doubled start. */
    static final Scope UNBROKEN = but("litellm-responses");

    /** Copies the sets. */
    public Scope {
      only = Set.copyOf(only);
      but = Set.copyOf(but);
    }

    static Scope only(String... names) {
      return new Scope(Set.of(names), Set.of(), false);
    }

    static Scope but(String... names) {
      return new Scope(Set.of(), Set.of(names), false);
    }

    static Scope thinking() {
      return new Scope(Set.of(), Set.of(), true);
    }

    Scope without(String... names) {
      return new Scope(only, Set.of(names), thoughts);
    }
  }

  /**
   * Whether it makes sense on a personality.
   *
   * @param personality the name under which the lab knows it
   * @param thinks whether that personality can show thoughts
   */
  public boolean suits(String personality, boolean thinks) {
    return (scope.only().isEmpty() || scope.only().contains(personality))
        && !scope.but().contains(personality)
        && (thinks || !scope.thoughts());
  }

  /** Whether it is a fault of the event stream. */
  public boolean ofStream() {
    return id.startsWith("S") || id.startsWith("T");
  }

  /** The fault itself. */
  public Fault in(Setting setting) {
    return maker.apply(setting);
  }
}
