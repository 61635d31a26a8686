package dev.ccproxy.check;

import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.Place;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that anybody can look at and see.
 *
 * @param location where: {@code file:line:column}, the name of a variable, a request line
 * @param excerpt what stands there; may hold secrets and hostile characters, the output makes it
 *     harmless
 * @param place where it stands in a file; null where it stands in none
 */
public record Evidence(Kind kind, String location, String excerpt, @Nullable Place place) {

  /** Something that stands in no file. */
  public Evidence(Kind kind, String location, String excerpt) {
    this(kind, location, excerpt, null);
  }

  /** What was looked at. */
  public enum Kind {
    FILE,
    ENV,
    REQUEST,
    RESPONSE,
    COMMAND;

    /** The word for it in output. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A place in a file. */
  public static Evidence of(Place place) {
    return new Evidence(Kind.FILE, place.location(), place.excerpt(), place);
  }

  /** A value of the client: its place in a file, or the variable of the shell. */
  public static Evidence of(EffectiveValue value) {
    return of(value.name(), value.value(), value.origin());
  }

  /** A value that a source gives, the winning or a losing one. */
  public static Evidence of(String name, String value, Origin origin) {
    Place place = origin.place();
    return place == null ? new Evidence(Kind.ENV, name, name + "=" + value) : of(place);
  }
}
