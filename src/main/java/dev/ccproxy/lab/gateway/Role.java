package dev.ccproxy.lab.gateway;

import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.personality.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A personality of the lab as a client would be pointed at it.
 *
 * @param id the name on the command line
 * @param title what it is, in a few words
 * @param basePath what the client's base URL has behind the host; empty or with a slash in front
 * @param credential the header that it reads
 * @param models what it serves, the main one first
 * @param habits codes of the wire checker that healthy answers of the real one break, harmlessly
 * @param thinks whether it can show thoughts
 * @param maker makes the personality for its keys and models
 */
public record Role(
    String id,
    String title,
    String basePath,
    Credential credential,
    List<ServedModel> models,
    Set<String> habits,
    boolean thinks,
    BiFunction<Set<String>, List<ServedModel>, Personality> maker) {

  /** Which header of a client a server reads. */
  public enum Credential {
    /** {@code Authorization: Bearer} alone. */
    BEARER,
    /** {@code x-api-key} alone. */
    API_KEY,
    /** Either of them. */
    EITHER,
    /** None is needed. */
    NONE
  }

  /** Copies the collections. */
  public Role {
    models = List.copyOf(models);
    habits = Set.copyOf(habits);
  }

  /** The names of the models. */
  public List<String> modelNames() {
    List<String> names = new ArrayList<>();
    for (ServedModel model : models) {
      names.add(model.id());
    }
    return names;
  }

  /** The healthy personality. */
  public Personality personality(String key) {
    return maker.apply(Set.of(key), models);
  }

  /** The same with other models; those that have their own names keep them. */
  public Role serving(List<ServedModel> others) {
    return new Role(id, title, basePath, credential, others, habits, thinks, maker);
  }
}
